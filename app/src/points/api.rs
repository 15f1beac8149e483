//! Server functions of points, for our own pages.

use super::model::{DifferenceQuery, EntryQuery, MyPoints, RatesPage};
use super::rates::NewRates;
use crate::communities::model::Framed;
use crate::kernel::fault::Fault;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::ops,
    crate::communities::{serve, serve_once},
    crate::kernel::{ctx::Call, db::Mode, web},
    crate::ui::paths,
};

/// One's own points.
#[server(prefix = "/api", endpoint = "points.mine")]
pub async fn get_mine(community: String, #[server(default)] asked: EntryQuery) -> Result<Framed<MyPoints>, Fault> {
    web::answer(serve(&Call::here()?, "points.mine", Mode::Read, &community, asked, ops::mine_page).await)
}

/// What deeds are worth; with what a quarter would be by another version, where one is asked for.
#[server(prefix = "/api", endpoint = "points.rates")]
pub async fn get_rates(community: String, #[server(default)] asked: DifferenceQuery) -> Result<Framed<RatesPage>, Fault> {
    web::answer(serve(&Call::here()?, "points.rates", Mode::Read, &community, asked, ops::rates_page).await)
}

/// Sets what deeds are worth.
#[server(prefix = "/api", endpoint = "points.set_rates")]
pub async fn set_rates(community: String, #[server(flatten)] new: NewRates) -> Result<(), Fault> {
    web::answer(serve_once(&Call::here()?, "points.set_rates", &community, new, ops::set_rates).await).map(|_| ())
}

/// Computes a quarter anew, by the difference that was shown.
#[server(prefix = "/api", endpoint = "points.recompute")]
pub async fn recompute(community: String, #[server(flatten)] which: DifferenceQuery, #[server(default)] seen: String) -> Result<(), Fault> {
    let input = (which, seen);
    web::answer(serve_once(&Call::here()?, "points.recompute", &community, input, ops::recompute).await)?;
    web::go_to(&paths::of(&community, "points/rates"));
    Ok(())
}
