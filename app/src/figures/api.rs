//! Server functions of figures, for our own pages.

use super::model::{MonthOfFigures, WallSheet};
use crate::communities::model::Framed;
use crate::kernel::fault::Fault;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::ops,
    crate::communities::serve,
    crate::kernel::{ctx::Call, db::Mode, web},
};

/// The page of a month's figures.
#[server(prefix = "/api", endpoint = "figures.month")]
pub async fn get_month(community: String, #[server(default)] month: String) -> Result<Framed<MonthOfFigures>, Fault> {
    web::answer(serve(&Call::here()?, "figures.month", Mode::Read, &community, month, ops::month).await)
}

/// The month's page for the wall, for everybody.
#[server(prefix = "/api", endpoint = "figures.sheet")]
pub async fn get_wall_sheet(community: String, #[server(default)] month: String) -> Result<Framed<WallSheet>, Fault> {
    web::answer(serve(&Call::here()?, "figures.sheet", Mode::Read, &community, month, ops::wall_sheet).await)
}
