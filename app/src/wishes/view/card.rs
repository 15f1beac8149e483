//! How far the orders of a household are, by the number on its card.

use super::clock::ClockLine;
use super::list::StageChip;
use crate::communities::model::Framed;
use crate::communities::view::{Page, slug};
use crate::ui::fault::load;
use crate::ui::form::{Field, Form, Kept, Send};
use crate::ui::look::Look;
use crate::wishes::api;
use crate::wishes::model::CardLine;
use crate::wishes::words as w;
use chrono::NaiveDate;
use leptos::prelude::*;

/// The state of orders, for whoever has a card.
#[component]
pub fn CardPage() -> impl IntoView {
    load(api::get_by_card(slug()), |shown| view! { <Shown shown=shown /> })
}

#[component]
fn Shown(shown: Framed<Option<Vec<CardLine>>>) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = shown;
    let (slug, today) = (frame.community.slug.clone(), frame.today);
    view! {
        <Page frame=frame title=l.t(w::CARD_STATUS).to_owned() lead=l.t(w::CARD_STATUS_LEAD).to_owned()>
            {match body {
                Some(lines) => view! { <Lines lines=lines slug=slug today=today /> }.into_any(),
                None => view! { <Ask slug=slug /> }.into_any(),
            }}
        </Page>
    }
}

#[component]
fn Ask(slug: String) -> impl IntoView {
    let kept = Kept::of("wishes.open_card", None);
    view! {
        <Form kept=kept.clone() hidden=vec![("community", slug)] class="card narrow">
            <Field kept=kept.clone() name="number" label=w::CARD_NUMBER hint=w::CARD_NUMBER_HINT kind="tel" />
            <Field kept=kept name="last4" label=w::LAST_FOUR kind="tel" />
            <Send label=w::CARD_SHOW />
        </Form>
    }
}

#[component]
fn Lines(lines: Vec<CardLine>, slug: String, today: NaiveDate) -> impl IntoView {
    let l = Look::here().lang;
    let closed = Kept::of("wishes.close_card", None);
    view! {
        {lines.is_empty().then(|| view! { <p class="empty">{l.t(w::CARD_NOTHING)}</p> })}
        <ol class="cards wide">
            {lines
                .into_iter()
                .enumerate()
                .map(|(at, line)| {
                    view! {
                        <li class="card">
                            <p class="chips"><strong>{l.fill(w::CARD_ORDER, &[&(at + 1)])}</strong> <StageChip stage=line.stage /></p>
                            <ClockLine stage=line.stage clock=line.clock today=today />
                        </li>
                    }
                })
                .collect_view()}
        </ol>
        <Form kept=closed hidden=vec![("community", slug)]>
            <Send label=w::CARD_DONE rank="quiet" />
        </Form>
    }
}
