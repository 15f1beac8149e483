//! Server functions of stars, for our own pages.

use super::model::{BoardQuery, Closing, Honours, LineId, MyStars, RecordCard, RulesCard, StarBoard, StarObjectionId};
use super::rules::NewThresholds;
use crate::communities::model::Framed;
use crate::kernel::fault::Fault;
use crate::posts::model::PostId;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::{model::At, ops},
    crate::communities::{serve, serve_once},
    crate::kernel::{ctx::Call, db::Mode, web},
};

/// The stars that everybody may see.
#[server(prefix = "/api", endpoint = "stars.board")]
pub async fn get_board(community: String, #[server(default)] asked: BoardQuery) -> Result<Framed<StarBoard>, Fault> {
    web::answer(serve(&Call::here()?, "stars.board", Mode::Read, &community, asked, ops::board_page).await)
}

/// One's own stars.
#[server(prefix = "/api", endpoint = "stars.mine")]
pub async fn get_mine(community: String) -> Result<Framed<MyStars>, Fault> {
    web::answer(serve(&Call::here()?, "stars.mine", Mode::Read, &community, (), ops::mine_page).await)
}

/// What stars take.
#[server(prefix = "/api", endpoint = "stars.rules")]
pub async fn get_rules(community: String) -> Result<Framed<RulesCard>, Fault> {
    web::answer(serve(&Call::here()?, "stars.rules", Mode::Read, &community, (), ops::rules_page).await)
}

/// A quarter as an admin closes it.
#[server(prefix = "/api", endpoint = "stars.closing")]
pub async fn get_closing(community: String, #[server(default)] quarter: String) -> Result<Framed<Closing>, Fault> {
    web::answer(serve(&Call::here()?, "stars.closing", Mode::Read, &community, quarter, ops::close_page).await)
}

/// The honours of a quarter or a year, to be printed.
#[server(prefix = "/api", endpoint = "stars.honours")]
pub async fn get_honours(community: String, #[server(default)] quarter: String) -> Result<Framed<Honours>, Fault> {
    web::answer(serve(&Call::here()?, "stars.honours", Mode::Read, &community, quarter, ops::honours_page).await)
}

/// What those who claim a post did so far.
#[server(prefix = "/api", endpoint = "stars.records")]
pub async fn list_records(community: String, post: PostId) -> Result<Vec<RecordCard>, Fault> {
    web::answer(serve(&Call::here()?, "stars.records", Mode::Read, &community, post, ops::list_records).await)
}

/// Chooses how one's stars are shown.
#[server(prefix = "/api", endpoint = "stars.choose")]
pub async fn choose(community: String, #[server(default)] showing: String) -> Result<(), Fault> {
    web::answer(serve_once(&Call::here()?, "stars.choose", &community, showing, ops::choose).await).map(|_| ())
}

/// Sets what stars take.
#[server(prefix = "/api", endpoint = "stars.set_rules")]
pub async fn set_rules(community: String, #[server(flatten)] new: NewThresholds) -> Result<(), Fault> {
    web::answer(serve_once(&Call::here()?, "stars.set_rules", &community, new, ops::set_rules).await).map(|_| ())
}

/// Counts a quarter.
#[server(prefix = "/api", endpoint = "stars.compute")]
pub async fn compute(community: String, quarter: String, #[server(default)] version: Option<i32>) -> Result<(), Fault> {
    let at = At { quarter, version };
    web::answer(serve_once(&Call::here()?, "stars.compute", &community, at, ops::compute).await).map(|_| ())
}

/// Makes a quarter public.
#[server(prefix = "/api", endpoint = "stars.publish")]
pub async fn publish(
    community: String,
    quarter: String,
    #[server(default)] version: Option<i32>,
    #[server(default)] days: String,
) -> Result<(), Fault> {
    let at = At { quarter, version };
    web::answer(serve_once(&Call::here()?, "stars.publish", &community, (at, days), ops::publish).await).map(|_| ())
}

/// Makes a quarter final.
#[server(prefix = "/api", endpoint = "stars.seal")]
pub async fn seal(community: String, quarter: String, #[server(default)] version: Option<i32>) -> Result<(), Fault> {
    let at = At { quarter, version };
    web::answer(serve_once(&Call::here()?, "stars.seal", &community, at, ops::seal).await).map(|_| ())
}

/// Objects to somebody's stars.
#[server(prefix = "/api", endpoint = "stars.object")]
pub async fn object(community: String, line: LineId, #[server(default)] words: String) -> Result<(), Fault> {
    web::answer(serve_once(&Call::here()?, "stars.object", &community, (line, words), ops::object).await).map(|_| ())
}

/// Answers an objection.
#[server(prefix = "/api", endpoint = "stars.answer")]
pub async fn answer(
    community: String,
    objection: StarObjectionId,
    #[server(default)] outcome: String,
    #[server(default)] answer: String,
) -> Result<(), Fault> {
    let input = (objection, outcome, answer);
    web::answer(serve_once(&Call::here()?, "stars.answer", &community, input, ops::answer).await).map(|_| ())
}
