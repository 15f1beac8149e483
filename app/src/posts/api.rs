//! Server functions of posts, for our own pages. Each step leads back to the page it was made on.

use super::model::{
    Board, BoardQuery, ClaimCard, ClaimId, HolderCard, HolderPage, NewForm, NewPost, ObjectionId, PostId, PostPage, ToDecide,
};
use super::need::{NeedAt, Needs};
use super::swaps::{NewSwap, SwapId, Swaps};
use crate::communities::model::Framed;
use crate::kernel::fault::Fault;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::model::NewClaim,
    super::ops::{self, Begin, ClaimAt, PostAt, SwapAt},
    crate::communities::{serve, serve_once},
    crate::kernel::{ctx::Call, db::Mode, web},
};

/// The board.
#[server(prefix = "/api", endpoint = "posts.board")]
pub async fn get_board(community: String, #[server(default)] asked: BoardQuery) -> Result<Framed<Board>, Fault> {
    web::answer(serve(&Call::here()?, "posts.board", Mode::Read, &community, asked, ops::board).await)
}

/// One post.
#[server(prefix = "/api", endpoint = "posts.one")]
pub async fn get_post(community: String, post: PostId) -> Result<Framed<PostPage>, Fault> {
    web::answer(serve(&Call::here()?, "posts.one", Mode::Read, &community, post, ops::page).await)
}

/// What waits for an admin, by post.
#[server(prefix = "/api", endpoint = "posts.decide")]
pub async fn list_to_decide(community: String) -> Result<Framed<Vec<ToDecide>>, Fault> {
    web::answer(serve(&Call::here()?, "posts.decide", Mode::Read, &community, (), ops::decide).await)
}

/// One's own claims.
#[server(prefix = "/api", endpoint = "posts.mine")]
pub async fn list_mine(community: String) -> Result<Framed<Vec<ClaimCard>>, Fault> {
    web::answer(serve(&Call::here()?, "posts.mine", Mode::Read, &community, (), ops::mine_page).await)
}

/// What one can swap, and what was offered.
#[server(prefix = "/api", endpoint = "posts.swaps")]
pub async fn get_swaps(community: String) -> Result<Framed<Swaps>, Fault> {
    web::answer(serve(&Call::here()?, "posts.swaps", Mode::Read, &community, (), ops::swaps_page).await)
}

/// Offers a shift.
#[server(prefix = "/api", endpoint = "posts.offer")]
pub async fn offer(community: String, claim: ClaimId, #[server(flatten)] new: NewSwap) -> Result<(), Fault> {
    web::answer(serve_once(&Call::here()?, "posts.offer", &community, (claim, new), ops::offer).await).map(|_| ())
}

/// Agrees to an offer.
#[server(prefix = "/api", endpoint = "posts.agree")]
pub async fn agree(community: String, swap: SwapId, version: Option<i32>) -> Result<(), Fault> {
    let at = SwapAt { id: swap, version };
    web::answer(serve_once(&Call::here()?, "posts.agree", &community, at, ops::agree).await).map(|_| ())
}

/// Says no to an offer.
#[server(prefix = "/api", endpoint = "posts.decline_swap")]
pub async fn decline_swap(community: String, swap: SwapId, version: Option<i32>) -> Result<(), Fault> {
    let at = SwapAt { id: swap, version };
    web::answer(serve_once(&Call::here()?, "posts.decline_swap", &community, at, ops::decline_swap).await).map(|_| ())
}

/// Takes one's offer back.
#[server(prefix = "/api", endpoint = "posts.withdraw_swap")]
pub async fn withdraw_swap(community: String, swap: SwapId, version: Option<i32>) -> Result<(), Fault> {
    let at = SwapAt { id: swap, version };
    web::answer(serve_once(&Call::here()?, "posts.withdraw_swap", &community, at, ops::withdraw_swap).await).map(|_| ())
}

/// Who holds a post.
#[server(prefix = "/api", endpoint = "posts.roster")]
pub async fn get_roster(community: String) -> Result<Framed<Vec<HolderCard>>, Fault> {
    web::answer(serve(&Call::here()?, "posts.roster", Mode::Read, &community, (), ops::roster_page).await)
}

/// Whether a service card is valid today.
#[server(prefix = "/api", endpoint = "posts.holder")]
pub async fn get_holder(community: String, claim: ClaimId) -> Result<Framed<HolderPage>, Fault> {
    web::answer(serve(&Call::here()?, "posts.holder", Mode::Read, &community, claim, ops::holder_page).await)
}

/// The page on which a post is set up, from a preset or like another, or changed.
#[server(prefix = "/api", endpoint = "posts.form")]
pub async fn get_form(
    community: String,
    #[server(default)] preset: String,
    #[server(default)] like: Option<PostId>,
    #[server(default)] post: Option<PostId>,
) -> Result<Framed<NewForm>, Fault> {
    let call = Call::here()?;
    let begin = Begin { preset, like, post, lang: call.lang };
    web::answer(serve(&call, "posts.form", Mode::Read, &community, begin, ops::form).await)
}

/// Where posts are missing.
#[server(prefix = "/api", endpoint = "posts.needs")]
pub async fn get_needs(community: String) -> Result<Framed<Needs>, Fault> {
    web::answer(serve(&Call::here()?, "posts.needs", Mode::Read, &community, (), ops::needs_page).await)
}

/// Drafts a post from a row of that, and leads to where it is changed.
#[server(prefix = "/api", endpoint = "posts.draft")]
pub async fn draft(community: String, #[server(flatten)] at: NeedAt) -> Result<(), Fault> {
    let call = Call::here()?;
    let page = web::answer(serve_once(&call, "posts.draft", &community, (at, call.lang), ops::draft).await)?;
    web::go_to(&format!("/c/{community}/posts/{}/edit", page.card.id));
    Ok(())
}

/// Sets a post up, and leads to it.
#[server(prefix = "/api", endpoint = "posts.set_up")]
pub async fn set_up(community: String, #[server(flatten)] new: NewPost) -> Result<(), Fault> {
    let page = web::answer(serve_once(&Call::here()?, "posts.set_up", &community, new, ops::set_up).await)?;
    web::go_to(&format!("/c/{community}/posts/{}", page.card.id));
    Ok(())
}

/// Changes what a post says, and leads to it.
#[server(prefix = "/api", endpoint = "posts.change")]
pub async fn change(community: String, post: PostId, version: String, #[server(flatten)] new: NewPost) -> Result<(), Fault> {
    let at = PostAt { id: post, version: version.parse().ok() };
    web::answer(serve_once(&Call::here()?, "posts.change", &community, (at, new), ops::change).await)?;
    web::go_to(&format!("/c/{community}/posts/{post}"));
    Ok(())
}

/// Puts a draft on the board.
#[server(prefix = "/api", endpoint = "posts.open")]
pub async fn open(community: String, post: PostId, version: Option<i32>) -> Result<(), Fault> {
    let at = PostAt { id: post, version };
    web::answer(serve_once(&Call::here()?, "posts.open", &community, at, ops::open).await).map(|_| ())
}

/// Ends a post.
#[server(prefix = "/api", endpoint = "posts.end")]
pub async fn end(community: String, post: PostId, version: Option<i32>, #[server(default)] reason: String) -> Result<(), Fault> {
    let input = (PostAt { id: post, version }, reason);
    web::answer(serve_once(&Call::here()?, "posts.end", &community, input, ops::end).await).map(|_| ())
}

/// Claims a post.
#[server(prefix = "/api", endpoint = "posts.claim")]
pub async fn claim(
    community: String,
    post: PostId,
    #[server(default)] promise: String,
    #[server(default)] skills: String,
    #[server(default)] shown: String,
    #[server(default)] days: Vec<String>,
) -> Result<(), Fault> {
    let input = (post, NewClaim { promise, skills, shown, days });
    web::answer(serve_once(&Call::here()?, "posts.claim", &community, input, ops::claim).await).map(|_| ())
}

/// Appoints, to a place or to the waiting list.
#[server(prefix = "/api", endpoint = "posts.appoint")]
pub async fn appoint(community: String, claim: ClaimId, version: Option<i32>) -> Result<(), Fault> {
    let at = ClaimAt { id: claim, version };
    web::answer(serve_once(&Call::here()?, "posts.appoint", &community, at, ops::appoint).await).map(|_| ())
}

/// Says that it will not be, and why.
#[server(prefix = "/api", endpoint = "posts.decline")]
pub async fn decline(community: String, claim: ClaimId, version: Option<i32>, #[server(default)] reason: String) -> Result<(), Fault> {
    let input = (ClaimAt { id: claim, version }, reason);
    web::answer(serve_once(&Call::here()?, "posts.decline", &community, input, ops::decline).await).map(|_| ())
}

/// Takes one's claim back.
#[server(prefix = "/api", endpoint = "posts.withdraw")]
pub async fn withdraw(community: String, claim: ClaimId, version: Option<i32>) -> Result<(), Fault> {
    let at = ClaimAt { id: claim, version };
    web::answer(serve_once(&Call::here()?, "posts.withdraw", &community, at, ops::withdraw).await).map(|_| ())
}

/// Leaves a post.
#[server(prefix = "/api", endpoint = "posts.step_down")]
pub async fn step_down(community: String, claim: ClaimId, version: Option<i32>, #[server(default)] reason: String) -> Result<(), Fault> {
    let input = (ClaimAt { id: claim, version }, reason);
    web::answer(serve_once(&Call::here()?, "posts.step_down", &community, input, ops::step_down).await).map(|_| ())
}

/// Takes a post away.
#[server(prefix = "/api", endpoint = "posts.dismiss")]
pub async fn dismiss(community: String, claim: ClaimId, version: Option<i32>, #[server(default)] reason: String) -> Result<(), Fault> {
    let input = (ClaimAt { id: claim, version }, reason);
    web::answer(serve_once(&Call::here()?, "posts.dismiss", &community, input, ops::dismiss).await).map(|_| ())
}

/// Objects to an appointment.
#[server(prefix = "/api", endpoint = "posts.object")]
pub async fn object(community: String, claim: ClaimId, #[server(default)] words: String) -> Result<(), Fault> {
    web::answer(serve_once(&Call::here()?, "posts.object", &community, (claim, words), ops::object).await).map(|_| ())
}

/// Answers an objection.
#[server(prefix = "/api", endpoint = "posts.answer")]
pub async fn answer(
    community: String,
    objection: ObjectionId,
    #[server(default)] outcome: String,
    #[server(default)] answer: String,
) -> Result<(), Fault> {
    let input = (objection, outcome, answer);
    web::answer(serve_once(&Call::here()?, "posts.answer", &community, input, ops::answer).await).map(|_| ())
}
