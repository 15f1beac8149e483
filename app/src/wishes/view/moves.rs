//! The moves that the reader may make now, and no others; each a plain form. The first is the main action of the page.

use super::island_shield::TOLD;
use super::photos::ChoosePhotos;
use crate::communities::model::Frame;
use crate::communities::view::query;
use crate::kernel::actor::Channel;
use crate::kernel::said::Text;
use crate::ui::form::{Area, Field, Form, Kept, Radios, Select, Send, Tick};
use crate::ui::look::Look;
use crate::wishes::model::{Move, OneWish, Outcome, Side};
use crate::wishes::words as w;
use leptos::prelude::*;

/// What I can do now.
#[component]
pub fn Moves(
    /// The wish, with what its forms need.
    one: OneWish,
    /// Where.
    frame: Frame,
) -> impl IntoView {
    let l = Look::here().lang;
    let can = one.wish.card.can.clone();
    let hidden = vec![
        ("community", frame.community.slug.clone()),
        ("wish", one.wish.card.id.to_string()),
        ("version", one.wish.card.version.to_string()),
        ("from", query("from")),
    ];
    // What is awaited of this reader comes first and open; the rest is folded, so that a page stays calm.
    let main = [Move::Accept, Move::Deliver, Move::Confirm, Move::CallBack, Move::Dispatch, Move::Claim]
        .into_iter()
        .find(|step| can.contains(step));
    view! {
        <section class="moves" aria-labelledby="moves">
            <h2 id="moves">{l.t(w::WHAT_NOW)}</h2>
            {can.is_empty().then(|| view! { <p class="soft">{l.t(w::NOTHING_NOW)}</p> })}
            {main
                .into_iter()
                .chain(can.into_iter().filter(|step| main != Some(*step)))
                .map(|step| view! { <Step step=step one=one.clone() hidden=hidden.clone() main=main == Some(step) /> })
                .collect_view()}
        </section>
    }
}

#[component]
fn Step(step: Move, one: OneWish, hidden: Vec<(&'static str, String)>, main: bool) -> impl IntoView {
    let l = Look::here().lang;
    let (door, name) = named(step);
    let kept = Kept::of(door, None);
    let rank = if main { "main" } else { "quiet" };
    let fields = fields(step, &one, &kept);
    let open = main || kept.failed();
    view! {
        <details class="card" open=open>
            <summary>{l.t(name)}</summary>
            <Form kept=kept hidden=hidden files=shows_it(step, &one)>
                {fields}
                <Send label=name rank=rank />
            </Form>
        </details>
    }
}

/// Whoever holds it may show what was brought.
fn shows_it(step: Move, one: &OneWish) -> bool {
    step == Move::Deliver && one.wish.adds_photo == Some(Side::Holder)
}

fn named(step: Move) -> (&'static str, Text) {
    match step {
        Move::Accept => ("wishes.accept", w::DO_ACCEPT),
        Move::Decline => ("wishes.decline", w::DO_DECLINE),
        Move::Claim => ("wishes.claim", w::DO_CLAIM),
        Move::Dispatch => ("wishes.dispatch", w::DO_DISPATCH),
        Move::Release => ("wishes.release", w::DO_RELEASE),
        Move::Deliver => ("wishes.deliver", w::DO_DELIVER),
        Move::Confirm => ("wishes.confirm", w::DO_CONFIRM),
        Move::Reopen => ("wishes.reopen", w::DO_REOPEN),
        Move::Withdraw => ("wishes.withdraw", w::DO_WITHDRAW),
        Move::Pause => ("wishes.pause", w::DO_PAUSE),
        Move::Resume => ("wishes.resume", w::DO_RESUME),
        Move::CallBack => ("wishes.call_back", w::DO_CALL_BACK),
        Move::Comment => ("wishes.comment", w::DO_COMMENT),
    }
}

/// What the person writes for a move.
fn fields(step: Move, one: &OneWish, kept: &Kept) -> AnyView {
    let l = Look::here().lang;
    let kept = kept.clone();
    // Whoever speaks for the resident says by what way they said so.
    let filed = one.wish.card.filed;
    let said_by = move |kept: &Kept| filed.then(|| view! { <CameBy kept=kept.clone() label=w::SAID_BY /> });
    match step {
        Move::Accept => {
            let choices = one.categories.iter().map(|category| (category.id.to_string(), category.name(l).to_owned())).collect();
            let now = one.wish.card.category.id.to_string();
            // Whoever was warned of what the card tells may say that it stays.
            let warned = kept.is_wrong("public_card", "card_tells");
            let stays = warned.then(|| {
                let label = l.t(w::ACCEPT_AS_IT_IS).to_owned();
                view! { <Tick kept=kept.clone() name="as_it_is".to_owned() value="1".to_owned() label=label /> }
            });
            view! {
                <Select kept=kept.clone() name="category" label=w::ACCEPT_CATEGORY choices=choices value=now />
                <Area kept=kept name="public_card" label=w::ACCEPT_CARD hint=w::ACCEPT_CARD_HINT optional=true />
                <p class="problem" id=TOLD role="status"></p>
                {stays}
            }
            .into_any()
        }
        Move::Decline => view! { <Area kept=kept name="reason" label=w::DECLINE_REASON hint=w::DECLINE_HINT /> }.into_any(),
        Move::Claim => view! { <p class="hint">{l.t(w::CLAIM_NOTE)}</p> }.into_any(),
        Move::Dispatch => {
            let mut hands = vec![(String::new(), l.t(w::CHOOSE).to_owned())];
            hands.extend(one.hands.iter().map(|(id, name)| (id.to_string(), name.clone())));
            view! { <Select kept=kept name="member" label=w::DISPATCH_TO choices=hands /> }.into_any()
        }
        Move::CallBack => view! { <Called kept=kept /> }.into_any(),
        Move::Release => view! { <Area kept=kept name="reason" label=w::RELEASE_REASON /> }.into_any(),
        Move::Deliver => {
            let photos = shows_it(step, one).then(|| view! { <ChoosePhotos kept=kept.clone() label=w::PLACE_PHOTOS optional=true /> });
            view! {
                <Area kept=kept name="note" label=w::DELIVER_NOTE hint=w::DELIVER_HINT />
                {photos}
            }
            .into_any()
        }
        Move::Confirm => view! { {said_by(&kept)}<Rate kept=kept /> }.into_any(),
        Move::Reopen => view! { {said_by(&kept)}<Area kept=kept name="reason" label=w::REOPEN_REASON hint=w::REOPEN_HINT /> }.into_any(),
        Move::Withdraw => view! { {said_by(&kept)}<p class="hint">{l.t(w::WITHDRAW_NOTE)}</p> }.into_any(),
        Move::Pause => view! {
            <Area kept=kept.clone() name="reason" label=w::PAUSE_REASON hint=w::PAUSE_HINT />
            <Field kept=kept name="until" label=w::PAUSE_UNTIL kind="date" />
        }
        .into_any(),
        Move::Resume => view! { <p class="hint">{l.t(w::RESUME_NOTE)}</p> }.into_any(),
        Move::Comment => view! { <Area kept=kept name="text" label=w::COMMENT_TEXT /> }.into_any(),
    }
}

/// By what way somebody came, or said so, who does not write themselves.
#[component]
pub fn CameBy(
    /// The form it stands in.
    kept: Kept,
    /// What is asked.
    label: Text,
) -> impl IntoView {
    let l = Look::here().lang;
    // Nothing is chosen at first: the way stays on record.
    let mut ways = vec![(String::new(), l.t(w::CHOOSE).to_owned())];
    ways.extend(Channel::TAKEN_DOWN.map(|way| (way.code().to_owned(), l.t(Channel::name(way.code())).to_owned())));
    view! { <Select kept=kept name="channel" label=label choices=ways /> }
}

/// How a call went, and the grade where somebody was reached.
#[component]
fn Called(kept: Kept) -> impl IntoView {
    let l = Look::here().lang;
    let outcomes = Outcome::ALL.into_iter().map(|one| (one.code().to_owned(), l.t(one.name()).to_owned())).collect();
    view! {
        <p class="hint">{l.t(w::CALL_BACK_HINT)}</p>
        <Radios kept=kept.clone() name="outcome" label=w::OUTCOME choices=outcomes />
        <Radios kept=kept.clone() name="grade" label=w::CALLED_GRADE choices=grades() optional=true />
        <Area kept=kept name="words" label=w::CALLED_WORDS optional=true />
    }
}

/// The three grades in sight: 5, 3 and 1.
fn grades() -> Vec<(String, String)> {
    let l = Look::here().lang;
    [("5", w::GRADE_4), ("3", w::GRADE_3), ("1", w::GRADE_2)].map(|(grade, name)| (grade.to_owned(), l.t(name).to_owned())).into()
}

/// Three grades in sight; the four marks folded, each optional.
#[component]
fn Rate(kept: Kept) -> impl IntoView {
    let l = Look::here().lang;
    let marks = [w::NO_MARK, w::GRADE_5, w::GRADE_4, w::GRADE_3, w::GRADE_2, w::GRADE_1];
    let marks: Vec<(String, String)> =
        ["", "5", "4", "3", "2", "1"].into_iter().zip(marks).map(|(value, name)| (value.to_owned(), l.t(name).to_owned())).collect();
    let parts = [("attitude", w::ATTITUDE), ("ability", w::ABILITY), ("quality", w::QUALITY), ("efficiency", w::EFFICIENCY)];
    view! {
        <Radios kept=kept.clone() name="grade" label=w::GRADE choices=grades() />
        <Area kept=kept.clone() name="words" label=w::CLOSING_WORDS optional=true />
        <details>
            <summary>{l.t(w::MORE_MARKS)}</summary>
            {parts
                .into_iter()
                .map(|(name, label)| view! { <Select kept=kept.clone() name=name label=label choices=marks.clone() /> })
                .collect_view()}
        </details>
    }
}
