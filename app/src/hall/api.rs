//! The server function of the hall's screen.

use super::model::Screen;
use crate::kernel::fault::Fault;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::ops,
    crate::communities::serve,
    crate::kernel::{ctx::Call, db::Mode, web},
};

/// The screen of a community's hall.
#[server(prefix = "/api", endpoint = "hall.screen")]
pub async fn get_screen(community: String) -> Result<Screen, Fault> {
    web::answer(serve(&Call::here()?, "hall.screen", Mode::Read, &community, (), ops::screen).await)
}
