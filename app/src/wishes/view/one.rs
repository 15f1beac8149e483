//! One wish: how far it is, what it is about, whom to reach, what I may do now, what happened.

use super::clock::Awaited;
use super::history::History;
use super::island_shield::Shield;
use super::moves::Moves;
use super::photos::{AddPhotos, Photos};
use crate::communities::model::Framed;
use crate::communities::view::{Live, Page, param, query, slug};
use crate::kernel::ids::short;
use crate::ui::fault::load;
use crate::ui::form::{Form, Kept, Send};
use crate::ui::icon::Icon;
use crate::ui::look::Look;
use crate::wishes::api;
use crate::wishes::model::{Contact, Move, OneWish, Stage, WishLine, WishPage as Wish, grade_name};
use crate::wishes::words as w;
use chrono::NaiveDate;
use leptos::prelude::*;

/// One wish.
#[component]
pub fn WishPage() -> impl IntoView {
    match param("wish").parse() {
        Ok(id) => load(api::get_one(slug(), id), |one| view! { <One one=one /> }).into_any(),
        Err(_) => view! { <crate::ui::fault::NotFound /> }.into_any(),
    }
}

#[component]
fn One(one: Framed<OneWish>) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = one;
    let today = frame.today;
    let wish = body.wish.clone();
    let placed = !query("placed").is_empty() && (wish.card.mine || wish.card.filed || wish.card.delegate);
    let title = wish.card.title.clone().unwrap_or_else(|| l.t(w::WISH).to_owned());
    let can: Vec<&str> = wish.card.can.iter().map(|step| step.code()).collect();
    let version =
        format!("{} {} {:?} {} {} {}", wish.card.version, wish.followers, wish.follows, can.join(","), body.hands.len(), wish.photos.len());
    let shown = wish.photos.iter().map(|photo| photo.id.to_string()).collect::<Vec<_>>().join(" ");
    let number = format!("{} · {}", wish.card.category.name(l), short(wish.card.id.0));
    view! {
        <Page frame=frame.clone() title=title lead=number>
            {placed.then(|| view! { <p class="done" role="status"><Icon name="check" />{l.t(w::PLACED_NOW)}</p> })}
            <div data-live="wish">
                <Steps stage=wish.card.stage lines=body.lines.clone() today=today />
                <Awaited wish=wish.clone() today=today />
                <Matter wish=wish.clone() />
                {wish.contact.clone().filter(|_| !wish.card.mine).map(|contact| view! { <Reach contact=contact /> })}
            </div>
            // Their forms carry keys that are used once: the version says what they offer.
            <div data-live="photos" data-v=shown>
                <Photos photos=wish.photos.clone() slug=frame.community.slug.clone() today=today />
            </div>
            <div data-live="moves" data-v=version>
                <MeToo wish=body.wish.clone() slug=frame.community.slug.clone() />
                <AddPhotos wish=body.wish.clone() slug=frame.community.slug.clone() />
                <Moves one=body.clone() frame=frame.clone() />
            </div>
            <div data-live="history">
                <History lines=body.lines today=today />
            </div>
            {wish.card.can.contains(&Move::Accept).then(|| {
                view! { <Shield lang=l field=Kept::of("wishes.accept", None).id("public_card") /> }
            })}
            <Live frame=frame wish=wish.card.id.0 />
        </Page>
    }
}

/// Five steps with dates under those reached; a side ending in words.
#[component]
fn Steps(stage: Stage, lines: Vec<WishLine>, today: NaiveDate) -> impl IntoView {
    let l = Look::here().lang;
    let reached = Stage::STEPS.iter().position(|step| *step == stage);
    let when = |step: Stage| {
        let kinds: &[&str] = match step {
            Stage::Claimed => &["claimed", "dispatched"],
            other => &[other.code()],
        };
        lines.iter().rev().find(|line| kinds.contains(&line.kind.as_str())).map(|line| line.at.said(l, today))
    };
    let side = reached.is_none().then(|| view! { <p class="side"><Icon name="warning" />{l.t(stage.name())}</p> });
    let steps = Stage::STEPS
        .into_iter()
        .enumerate()
        .map(|(at, step)| {
            let done = reached.is_some_and(|reached| at <= reached);
            let here = reached == Some(at);
            view! {
                <li class:reached=done aria-current=here.then_some("step")>
                    <span class="dot" aria-hidden="true"></span>
                    <span>{l.t(step.name())}</span>
                    {when(step).filter(|_| done).map(|at| view! { <span class="soft">{at}</span> })}
                </li>
            }
        })
        .collect_view();
    view! {
        <section aria-label=l.t(w::STAGES)>
            {side}
            {reached.map(|_| view! { <ol class="steps">{steps}</ol> })}
        </section>
    }
}

#[component]
fn Matter(wish: Wish) -> impl IntoView {
    let l = Look::here().lang;
    let whole = wish.text.is_some();
    let grade = wish.grade.map(|grade| l.fill(w::GRADE_GIVEN, &[&l.t(grade_name(grade)), &grade]));
    view! {
        <section class="card">
            {wish.text.map(|text| view! { <h2>{l.t(w::OWN_WORDS)}</h2><blockquote class="words">{text}</blockquote> })}
            <h2>{l.t(w::CARD)}</h2>
            {match wish.card.public_card {
                Some(card) => {
                    view! { <p class="words">{card}</p>{whole.then(|| view! { <p class="hint">{l.t(w::CARD_OPEN)}</p> })} }.into_any()
                }
                None => view! { <p class="soft">{l.t(w::NO_CARD)}</p> }.into_any(),
            }}
            {wish.holder.map(|holder| view! { <p>{l.fill(w::HOLDER, &[&holder])}</p> })}
            {grade.map(|grade| view! { <p><strong>{grade}</strong></p> })}
        </section>
    }
}

/// How many neighbours need the same, and the way to be one of them.
#[component]
fn MeToo(wish: Wish, slug: String) -> impl IntoView {
    let l = Look::here().lang;
    let many = (wish.followers > 0).then(|| view! { <p>{l.fill(w::FOLLOWERS, &[&wish.followers])}</p> });
    let way = wish.follows.map(|follows| {
        let hidden = vec![("community", slug), ("wish", wish.card.id.to_string()), ("on", (!follows).to_string())];
        let label = if follows { w::UNFOLLOW } else { w::FOLLOW };
        view! {
            <Form kept=Kept::of("wishes.follow", None) hidden=hidden>
                <Send label=label rank="quiet" />
            </Form>
            {(!follows).then(|| view! { <p class="hint">{l.t(w::FOLLOW_HINT)}</p> })}
        }
    });
    (many.is_some() || way.is_some()).then(|| view! { <section class="card moves">{many}{way}</section> })
}

#[component]
fn Reach(contact: Contact) -> impl IntoView {
    let l = Look::here().lang;
    let phone = match contact.phone {
        Some(phone) => view! { <a href=format!("tel:{phone}")>{phone.clone()}</a> }.into_any(),
        None => l.t(w::PHONE_NONE).into_any(),
    };
    view! {
        <section class="card reach" aria-labelledby="reach">
            <h2 id="reach">{l.t(w::CONTACT)}</h2>
            <p><strong>{contact.name}</strong> " · " {phone}</p>
            <p>{format!("{} {}", contact.building, contact.door)}</p>
            <p class="hint">{l.t(w::CONTACT_NOTE)}</p>
        </section>
    }
}
