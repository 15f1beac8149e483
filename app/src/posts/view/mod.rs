//! The pages of posts: the board, one post, setting one up, what waits for an admin, one's own, swaps, the roster, a service card.

mod board;
mod deciding;
mod edit;
mod mine;
mod needs;
mod one;
mod roster;
mod swaps;

pub use board::{BoardPage, DecidePage};
pub use edit::{EditPage, NewPage};
pub use mine::MyPostsPage;
pub use needs::NeedsPage;
pub use one::PostPage;
pub use roster::{HolderPage, RosterPage};
pub use swaps::SwapsPage;

use crate::kernel::fault::Fault;
use crate::kernel::when::said_day;
use crate::posts::model::{ClaimId, ClaimStage, PostCard, PostId, PostStage};
use crate::posts::presets::kind_said;
use crate::posts::words as w;
use crate::ui::look::Look;
use crate::ui::paths;
use chrono::NaiveDate;
use leptos::prelude::*;
use std::collections::HashMap;
use std::pin::Pin;

/// What whoever claims a post did before, in lines that stand beside the claim.
pub type Records = HashMap<ClaimId, Vec<String>>;

/// How a page gets them, from a slice that counts what was done.
pub type FindRecords = fn(String, PostId) -> Pin<Box<dyn Future<Output = Result<Records, Fault>> + Send>>;

/// The address of one post.
fn path(slug: &str, post: impl std::fmt::Display) -> String {
    paths::of(slug, &format!("posts/{post}"))
}

/// What a post is, when and where: what stands on its card and its page.
#[component]
fn Facts(post: PostCard, today: NaiveDate) -> impl IntoView {
    let l = Look::here().lang;
    let grid = post.grid.as_ref().map_or(l.t(w::ALL_OF_COMMUNITY), |grid| grid.t(l));
    let place = format!("{} · {grid}", post.place);
    let days = l.fill(w::FROM_TO, &[&said_day(l, post.from, today), &said_day(l, post.to, today)]);
    let who: Vec<&str> = post.who.iter().map(|kind| l.t(kind.name())).collect();
    let lines = [
        Some(l.fill(w::WHEN, &[&post.times.said(l)])),
        Some(days),
        Some(l.fill(w::WHERE, &[&place])),
        (!post.skills.is_empty()).then(|| l.fill(w::SKILLS, &[&post.skills])),
        (!who.is_empty()).then(|| l.fill(w::WHO, &[&who.join(l.pick("、", ", "))])),
    ];
    view! { <ul class="facts">{lines.into_iter().flatten().map(|line| view! { <li>{line}</li> }).collect_view()}</ul> }
}

/// What kind of post it is, how it stands, and how many are still needed.
#[component]
fn Chips(post: PostCard, today: NaiveDate) -> impl IntoView {
    let l = Look::here().lang;
    let kind = Some(kind_said(&post.kind, l)).filter(|kind| *kind != post.title);
    let class = if post.stage == PostStage::Open { "chip pine" } else { "chip" };
    let by = (post.stage == PostStage::Open).then(|| l.fill(w::CLAIM_BY, &[&said_day(l, post.claim_by, today)]));
    view! {
        <p class="chips">
            {kind.map(|kind| view! { <span class="chip">{kind}</span> " " })}
            <span class=class>{l.t(post.stage.name())}</span>
        </p>
        <p class="soft">{l.fill(w::PLACES, &[&post.places, &post.taken])} {by.map(|by| format!(" · {by}"))}</p>
    }
}

/// Where a claim stands, in words.
#[component]
fn StageChip(stage: ClaimStage) -> impl IntoView {
    let class = match stage {
        ClaimStage::Serving => "chip pine",
        ClaimStage::Claimed | ClaimStage::Published => "chip amber",
        _ => "chip",
    };
    view! { <span class=class>{Look::here().lang.t(stage.name())}</span> }
}
