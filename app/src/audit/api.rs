//! Server functions of the audit, for our own pages.

use super::model::{AuditLog, AuditQuery};
use crate::communities::model::Framed;
use crate::kernel::fault::Fault;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::ops,
    crate::communities::serve,
    crate::kernel::{ctx::Call, db::Mode, web},
};

/// The page of who did what.
#[server(prefix = "/api", endpoint = "audit.page")]
pub async fn get_audit(community: String, #[server(default)] asked: AuditQuery) -> Result<Framed<AuditLog>, Fault> {
    web::answer(serve(&Call::here()?, "audit.page", Mode::Read, &community, asked, ops::page).await)
}
