//! Swapping shifts with those who hold the same post.

use super::path;
use crate::communities::model::Framed;
use crate::communities::view::{Page, slug};
use crate::posts::api;
use crate::posts::swaps::{SwapCard, SwapStage, Swappable, Swaps};
use crate::posts::times::Planned;
use crate::posts::words as w;
use crate::ui::fault::load;
use crate::ui::form::{Form, Kept, Select, Send};
use crate::ui::look::Look;
use crate::ui::paths;
use chrono::NaiveDate;
use leptos::prelude::*;

/// What one can swap, and what was offered.
#[component]
pub fn SwapsPage() -> impl IntoView {
    load(api::get_swaps(slug()), |swaps| view! { <All swaps=swaps /> })
}

#[component]
fn All(swaps: Framed<Swaps>) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = swaps;
    let (slug, today) = (frame.community.slug.clone(), frame.today);
    let (open, past): (Vec<_>, Vec<_>) = body.offers.into_iter().partition(|offer| offer.is_open);
    let (mine, asked): (Vec<_>, Vec<_>) = open.into_iter().partition(|offer| offer.is_mine);
    let offers = [("asked", w::SWAPS_ASKED, asked), ("made", w::SWAPS_MINE, mine)];
    let offers = offers.map(|(id, title, offers)| view! { <Offers id=id title=title offers=offers slug=slug.clone() today=today /> });
    let posts = body.posts;
    view! {
        <Page frame=frame title=l.t(w::SWAPS).to_owned() lead=l.t(w::SWAPS_LEAD).to_owned()>
            <p class="links">
                <a class="link" href=paths::of(&slug, "my-shifts")>{l.t(w::MY_SHIFTS)}</a>
                " "
                <a class="link" href=paths::of(&slug, "my-posts")>{l.t(w::MY_POSTS)}</a>
            </p>
            {offers.into_iter().collect_view()}
            <section aria-labelledby="offer">
                <h2 id="offer">{l.t(w::SWAPS_OFFER)}</h2>
                {posts.is_empty().then(|| view! { <p class="empty">{l.t(w::SWAPS_EMPTY)}</p> })}
                <div class="stack">
                    {posts.into_iter().map(|post| view! { <OfferOne post=post slug=slug.clone() today=today /> }).collect_view()}
                </div>
            </section>
            <Offers id="past" title=w::SWAPS_PAST offers=past slug=slug today=today />
        </Page>
    }
}

#[component]
fn Offers(id: &'static str, title: crate::kernel::said::Text, offers: Vec<SwapCard>, slug: String, today: NaiveDate) -> impl IntoView {
    let l = Look::here().lang;
    (!offers.is_empty()).then(|| {
        view! {
            <section aria-labelledby=id>
                <h2 id=id>{l.t(title)}</h2>
                <ul class="stack">
                    {offers.into_iter().map(|offer| view! { <One offer=offer slug=slug.clone() today=today /> }).collect_view()}
                </ul>
            </section>
        }
    })
}

/// Who comes when, as the reader sees it.
fn said(offer: &SwapCard, today: NaiveDate) -> String {
    let l = Look::here().lang;
    let gives = offer.gives.said(l, today);
    match (offer.takes.as_ref().map(|takes| takes.said(l, today)), offer.is_mine) {
        (Some(takes), true) => l.fill(w::I_SWAP, &[&offer.other, &gives, &takes]),
        (Some(takes), false) => l.fill(w::THEY_SWAP, &[&offer.other, &gives, &takes]),
        (None, true) => l.fill(w::I_ASK, &[&offer.other, &gives]),
        (None, false) => l.fill(w::THEY_ASK, &[&offer.other, &gives]),
    }
}

#[component]
fn One(offer: SwapCard, slug: String, today: NaiveDate) -> impl IntoView {
    let l = Look::here().lang;
    let said = said(&offer, today);
    let over = offer.stage == SwapStage::Offered && !offer.is_open;
    let stage = if over { w::SWAP_OVER } else { offer.stage.name() };
    let steps: &[_] = match (offer.is_open, offer.is_mine) {
        (false, _) => &[],
        (true, true) => &[("posts.withdraw_swap", w::DO_WITHDRAW_SWAP, "quiet")],
        (true, false) => &[("posts.agree", w::DO_AGREE, "main"), ("posts.decline_swap", w::DO_DECLINE_SWAP, "quiet")],
    };
    let steps = steps.iter().map(|(door, label, rank)| {
        let id = offer.id.to_string();
        let kept = Kept::of(door, Some(("swap", &id)));
        let hidden = vec![("community", slug.clone()), ("swap", id), ("version", offer.version.to_string())];
        view! { <Form kept=kept hidden=hidden><Send label=*label rank=*rank /></Form> }
    });
    view! {
        <li class="card wide">
            <h3 class="name"><a class="link" href=path(&slug, offer.post)>{offer.title.clone()}</a></h3>
            {(!offer.is_open).then(|| view! { <p class="chips"><span class="chip">{l.t(stage)}</span></p> })}
            <p>{said}</p>
            <div class="actions">{steps.collect_view()}</div>
        </li>
    }
}

#[component]
fn OfferOne(post: Swappable, slug: String, today: NaiveDate) -> impl IntoView {
    let l = Look::here().lang;
    let id = post.claim.to_string();
    let kept = Kept::of("posts.offer", Some(("claim", &id)));
    let at = |planned: &Planned| planned.from.0.to_rfc3339();
    let first = |text| vec![(String::new(), l.t(text).to_owned())];
    let gives = post.shifts.iter().map(|planned| (at(planned), planned.said(l, today)));
    let asks = post.fellows.iter().flat_map(|fellow| {
        let for_nothing = (fellow.claim.to_string(), l.fill(w::ASK_STEP_IN, &[&fellow.name]));
        let for_one = fellow
            .shifts
            .iter()
            .map(|planned| (format!("{}/{}", fellow.claim, at(planned)), l.fill(w::ASK_SWAP, &[&fellow.name, &planned.said(l, today)])));
        std::iter::once(for_nothing).chain(for_one)
    });
    let (gives, asks) = (first(w::CHOOSE).into_iter().chain(gives).collect(), first(w::CHOOSE).into_iter().chain(asks).collect());
    let why_not = match () {
        () if post.shifts.is_empty() => Some(w::NO_SHIFT_AHEAD),
        () if post.fellows.is_empty() => Some(w::NO_FELLOWS),
        () => None,
    };
    let form = match why_not {
        Some(why) => view! { <p class="soft">{l.t(why)}</p> }.into_any(),
        None => view! {
            <Form kept=kept.clone() hidden=vec![("community", slug), ("claim", id)]>
                <Select kept=kept.clone() name="gives" label=w::SWAP_GIVES choices=gives />
                <Select kept=kept name="asks" label=w::SWAP_ASKS choices=asks />
                <Send label=w::DO_OFFER />
            </Form>
        }
        .into_any(),
    };
    view! { <div class="card wide"><h3 class="name">{post.title}</h3> {form}</div> }
}
