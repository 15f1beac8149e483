//! The desk's inbox: dense but calm, soonest limit first, by keyboard.

use super::clock::ClockLine;
use super::island_keys::InboxKeys;
use super::list::{Filter, More, StageChip, asked};
use crate::communities::model::{Duty, Frame, Framed};
use crate::communities::view::{Live, Page, query, slug};
use crate::ui::fault::load;
use crate::ui::form::{Form, Kept, Send};
use crate::ui::icon::Icon;
use crate::ui::look::Look;
use crate::ui::paths;
use crate::wishes::api::{self, Asked};
use crate::wishes::model::{Stage, WishCard, WishList};
use crate::wishes::words as w;
use leptos::prelude::*;

/// The desk's inbox; at first it shows what waits for an answer.
#[component]
pub fn DeskPage() -> impl IntoView {
    let mut asked = asked();
    if query("stage").is_empty() && !crate::ui::look::Look::here().here.contains("stage=") {
        asked.stage = Some(Stage::Placed);
    }
    load(api::list_desk(slug(), asked.clone()), move |wishes| view! { <Desk wishes=wishes asked=asked /> })
}

#[component]
fn Desk(wishes: Framed<WishList>, asked: Asked) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = wishes;
    let slug = frame.community.slug.clone();
    let empty = if asked.stage == Some(Stage::Placed) && asked.category.is_none() && asked.q.is_none() && !asked.overdue {
        w::DESK_EMPTY
    } else {
        w::NOTHING_MATCHES
    };
    view! {
        <Page frame=frame.clone() title=l.t(w::DESK).to_owned() lead=l.t(w::DESK_LEAD).to_owned()>
            <Filter slug=slug.clone() page="desk" asked=asked.clone() categories=body.categories />
            {body.to_call_back.filter(|count| *count > 0 && !asked.to_call_back).map(|count| {
                let href = format!("{}?stage=&to_call_back=1", paths::of(&slug, "desk"));
                view! { <p><a class="link" href=href><Icon name="bell" />{l.fill(w::TO_CALL_BACK, &[&count])}</a></p> }
            })}
            {body.duty.map(|duty| view! { <OnDuty duty=duty slug=slug.clone() /> })}
            <InboxKeys lang=l />
            <div data-live="list">
                <p class="soft">{l.fill(w::TOTAL, &[&body.total])}</p>
                {if body.page.items.is_empty() {
                    view! { <p class="empty">{l.t(empty)}</p> }.into_any()
                } else {
                    view! {
                        <ol class="inbox">
                            {body.page.items.into_iter().map(|wish| view! { <Row wish=wish frame=frame.clone() /> }).collect_view()}
                        </ol>
                        <More slug=slug page="desk" asked=asked next=body.page.next />
                    }
                    .into_any()
                }}
            </div>
            <Live frame=frame.clone() />
        </Page>
    }
}

/// Who is on duty today, and the way to say so of oneself.
#[component]
fn OnDuty(duty: Duty, slug: String) -> impl IntoView {
    let l = Look::here().lang;
    let names = if duty.names.is_empty() { l.t(w::NOBODY_ON_DUTY).to_owned() } else { duty.names.join(l.pick("、", ", ")) };
    let (label, hint) = if duty.mine { (w::OFF_DUTY, None) } else { (w::BE_ON_DUTY, Some(w::ON_DUTY_HINT)) };
    let screen = paths::of(&slug, "screen");
    view! {
        <section class="duty" aria-label=l.t(w::ON_DUTY)>
            <p>{l.t(w::ON_DUTY)} <strong>{names}</strong> " · " <a class="link" href=screen>{l.t(w::HALL_SCREEN)}</a></p>
            <Form kept=Kept::of("communities.set_duty", None) hidden=vec![("community", slug), ("on", (!duty.mine).to_string())]>
                <Send label=label rank="quiet" />
            </Form>
            {hint.map(|hint| view! { <p class="hint">{l.t(hint)}</p> })}
        </section>
    }
}

#[component]
fn Row(wish: WishCard, frame: Frame) -> impl IntoView {
    let l = Look::here().lang;
    let href = format!("{}?from=desk", paths::wish(&frame.community.slug, wish.id));
    view! {
        <li>
            <a class="row" href=href>
                <span class="row-title">{wish.headline(l).to_owned()}</span>
                <span class="chips">
                    <span class="chip">{wish.category.name(l).to_owned()}</span>
                    <StageChip stage=wish.stage />
                    {wish.call_back.filter(|why| why.is_owed()).map(|why| view! { <span class="chip amber">{l.t(why.name())}</span> })}
                </span>
                <span class="soft">
                    {wish.resident.clone().unwrap_or_default()} " "
                    <time datetime=wish.placed_at.0.to_rfc3339() title=wish.placed_at.full()>{wish.placed_at.said(l, frame.today)}</time>
                </span>
                <ClockLine stage=wish.stage clock=wish.clock today=frame.today />
            </a>
        </li>
    }
}
