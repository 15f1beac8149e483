//! One's own claims: how each stands, and what one can do with it.

use super::{StageChip, path};
use crate::communities::model::Framed;
use crate::communities::view::{Page, slug};
use crate::kernel::when::said_day;
use crate::posts::api;
use crate::posts::model::{ClaimCard, ClaimStage, Step};
use crate::posts::words as w;
use crate::ui::fault::load;
use crate::ui::form::{Area, Form, Kept, Send};
use crate::ui::look::Look;
use crate::ui::paths;
use chrono::NaiveDate;
use leptos::prelude::*;

/// One's own claims.
#[component]
pub fn MyPostsPage() -> impl IntoView {
    load(api::list_mine(slug()), |mine| view! { <All mine=mine /> })
}

#[component]
fn All(mine: Framed<Vec<ClaimCard>>) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = mine;
    let (slug, today) = (frame.community.slug.clone(), frame.today);
    let board = paths::of(&slug, "posts");
    view! {
        <Page frame=frame title=l.t(w::MY_POSTS).to_owned() lead=l.t(w::MY_POSTS_LEAD).to_owned()>
            <p class="links">
                <a class="link" href=board.clone()>{l.t(w::BOARD)}</a> " "
                <a class="link" href=paths::of(&slug, "my-shifts")>{l.t(w::MY_SHIFTS)}</a>
                " "
                <a class="link" href=paths::of(&slug, "swaps")>{l.t(w::SWAPS)}</a>
            </p>
            {body.is_empty().then(|| view! { <p class="empty">{l.t(w::MY_POSTS_EMPTY)} " " <a href=board>{l.t(w::BOARD)}</a></p> })}
            <div class="stack">
                {body.into_iter().map(|claim| view! { <Mine claim=claim slug=slug.clone() today=today titled=true /> }).collect_view()}
            </div>
        </Page>
    }
}

/// One claim of the reader's.
#[component]
pub fn Mine(claim: ClaimCard, slug: String, today: NaiveDate, titled: bool) -> impl IntoView {
    let l = Look::here().lang;
    let title = titled.then(|| view! { <h2 class="name"><a class="link" href=path(&slug, claim.post)>{claim.title.clone()}</a></h2> });
    let days = l.fill(w::FROM_TO, &[&said_day(l, claim.from, today), &said_day(l, claim.to, today)]);
    let serving = claim.stage == ClaimStage::Serving;
    let card = serving.then(|| {
        let href = paths::of(&slug, &format!("roster/{}", claim.id));
        view! { <p><a class="link" href=href>{l.t(w::MY_CARD)}</a></p> }
    });
    view! {
        <div class="card wide">
            {title}
            <p class="chips"><StageChip stage=claim.stage /></p>
            <p>{l.fill(w::WHEN, &[&claim.times.said(l)])} " · " {days}</p>
            <p class="words">{l.fill(w::YOUR_PROMISE, &[&claim.promise])}</p>
            {claim.until.map(|until| view! { <p class="soft">{l.fill(w::PUBLIC_UNTIL, &[&until.said(l, today)])}</p> })}
            {(!claim.reason.is_empty()).then(|| view! { <p class="words">{l.fill(w::SAID_WHY, &[&claim.reason])}</p> })}
            {card}
            {claim.can.contains(&Step::Withdraw).then(|| view! { <Withdraw claim=claim.clone() slug=slug.clone() /> })}
            {claim.can.contains(&Step::StepDown).then(|| view! { <StepDown claim=claim.clone() slug=slug.clone() /> })}
        </div>
    }
}

#[component]
fn Withdraw(claim: ClaimCard, slug: String) -> impl IntoView {
    let id = claim.id.to_string();
    let kept = Kept::of("posts.withdraw", Some(("claim", &id)));
    let hidden = vec![("community", slug), ("claim", id), ("version", claim.version.to_string())];
    view! { <Form kept=kept hidden=hidden><Send label=w::DO_WITHDRAW rank="quiet" /></Form> }
}

#[component]
fn StepDown(claim: ClaimCard, slug: String) -> impl IntoView {
    let id = claim.id.to_string();
    let kept = Kept::of("posts.step_down", Some(("claim", &id)));
    let open = kept.failed();
    let hidden = vec![("community", slug), ("claim", id), ("version", claim.version.to_string())];
    view! {
        <details open=open>
            <summary>{Look::here().lang.t(w::DO_STEP_DOWN)}</summary>
            <Form kept=kept.clone() hidden=hidden>
                <Area kept=kept name="reason" label=w::STEP_DOWN_REASON hint=w::STEP_DOWN_HINT />
                <Send label=w::DO_STEP_DOWN rank="quiet" />
            </Form>
        </details>
    }
}
