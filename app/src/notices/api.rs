//! Server functions of notices, for our own pages.

use super::model::NoticeCard;
use crate::communities::model::{Framed, Page};
use crate::kernel::fault::Fault;
use crate::kernel::ids::NoticeId;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::ops::{self, NoticeQuery},
    crate::communities::{serve, serve_once},
    crate::kernel::{ctx::Call, db::Mode, web},
};

/// What the reader was told.
#[server(prefix = "/api", endpoint = "notices.list")]
pub async fn list_notices(community: String, #[server(default)] cursor: Option<NoticeId>) -> Result<Framed<Page<NoticeCard>>, Fault> {
    let query = NoticeQuery { cursor, limit: None };
    web::answer(serve(&Call::here()?, "notices.list", Mode::Read, &community, query, ops::page).await)
}

/// Marks all of it as read.
#[server(prefix = "/api", endpoint = "notices.read_all")]
pub async fn read_all(community: String) -> Result<(), Fault> {
    web::answer(serve_once(&Call::here()?, "notices.read_all", &community, (), ops::read_all).await).map(|_| ())
}
