//! One shift, with what can be done with it.

use super::StageChip;
use crate::kernel::said::Text;
use crate::shifts::model::{Planned, ShiftCard, ShiftStage, Step};
use crate::shifts::words as w;
use crate::ui::form::{Area, Field, Form, Kept, Send};
use crate::ui::look::Look;
use chrono::NaiveDate;
use leptos::prelude::*;

/// One shift: when, how long, how it stands, what was said, and what the reader can do. Headed by its post, or for the desk by who.
#[component]
pub fn One(shift: ShiftCard, slug: String, today: NaiveDate, desk: bool) -> impl IntoView {
    let l = Look::here().lang;
    let when = match shift.to {
        Some(to) => Planned { from: shift.from, to }.said(l, today),
        None => l.fill(w::SINCE, &[&shift.from.said(l, today)]),
    };
    let counted = shift.to.is_some() && shift.stage != ShiftStage::Missed;
    let lasted = counted.then(|| format!(" · {}", w::lasted(l, shift.minutes)));
    let says = [(w::SAYS_NOTE, &shift.note), (w::SAYS_REASON, &shift.reason), (w::SAYS_WORD, &shift.word)];
    let says = says.into_iter().filter(|(_, words)| !words.is_empty()).map(|(said, words)| l.fill(said, &[words]));
    let says: Vec<_> = says.map(|said| view! { <p class="words">{said}</p> }).collect();
    let head = if desk { format!("{} · {}", shift.name, shift.title) } else { shift.title.clone() };
    // Whoever sits at the desk decides on everybody's but their own.
    let own = desk && shift.can.contains(&Step::Withdraw);
    let anchor = format!("shift-{}", shift.id);
    view! {
        <li class="card wide" id=anchor>
            <h3 class="name">{head}</h3>
            <p class="chips"><StageChip stage=shift.stage /></p>
            <p>{when} {lasted}</p>
            {says}
            {own.then(|| view! { <p class="soft">{l.t(w::OWN)}</p> })}
            <Steps shift=shift slug=slug desk=desk />
        </li>
    }
}

#[component]
fn Steps(shift: ShiftCard, slug: String, desk: bool) -> impl IntoView {
    let can = shift.can.clone();
    let id = shift.id.to_string();
    let hidden = vec![("community", slug), ("shift", id.clone()), ("version", shift.version.to_string())];
    let kept = |door: &'static str| Kept::of(door, Some(("shift", &id)));
    let pressed = |step: Step, door: &'static str, label: Text, rank: &'static str| {
        can.contains(&step).then(|| view! { <Form kept=kept(door) hidden=hidden.clone()><Send label=label rank=rank /></Form> })
    };
    let with_words = |step: Step, door: &'static str, label: Text, (name, asks, hint): (&'static str, Text, Text)| {
        can.contains(&step).then(|| {
            let kept = kept(door);
            let open = kept.failed();
            view! {
                <details open=open>
                    <summary>{Look::here().lang.t(label)}</summary>
                    <Form kept=kept.clone() hidden=hidden.clone()>
                        <Area kept=kept name=name label=asks hint=hint rows=2 />
                        <Send label=label rank="quiet" />
                    </Form>
                </details>
            }
        })
    };
    let leave = if desk { w::DO_CHECK_OUT_FOR } else { w::DO_CHECK_OUT };
    let check_out = can.contains(&Step::CheckOut).then(|| {
        let kept = kept("shifts.check_out");
        // Where it goes wrong, whoever forgot finds where to say when it was.
        let open = kept.failed();
        view! {
            <Form kept=kept.clone() hidden=hidden.clone()>
                <details open=open>
                    <summary>{Look::here().lang.t(w::FORGOT)}</summary>
                    <Field kept=kept.clone() name="until" label=w::UNTIL kind="time" optional=true />
                    <Field kept=kept name="note" label=w::TIME_NOTE hint=w::TIME_NOTE_HINT optional=true />
                </details>
                <Send label=leave />
            </Form>
        }
    });
    let correct = can.contains(&Step::Correct).then(|| {
        let kept = kept("shifts.correct");
        let open = kept.failed();
        let at = |at: crate::kernel::when::Moment| at.local().format("%H:%M").to_string();
        let begin = (shift.from.local().date().to_string(), at(shift.from), shift.to.map(at).unwrap_or_default());
        view! {
            <details open=open>
                <summary>{Look::here().lang.t(w::DO_CORRECT)}</summary>
                <Form kept=kept.clone() hidden=hidden.clone()>
                    <Time kept=kept begin=begin note=shift.note.clone() />
                    <Send label=w::DO_CORRECT rank="quiet" />
                </Form>
            </details>
        }
    });
    view! {
        <div class="moves">
            {check_out}
            {pressed(Step::Confirm, "shifts.confirm", w::DO_CONFIRM, "main")}
            {with_words(Step::Dispute, "shifts.dispute", w::DO_DISPUTE, ("reason", w::DISPUTE_REASON, w::DISPUTE_HINT))}
            {correct}
            {with_words(Step::Explain, "shifts.explain", w::DO_EXPLAIN, ("word", w::EXPLAIN_WORD, w::EXPLAIN_HINT))}
            {with_words(Step::Revoke, "shifts.revoke", w::DO_REVOKE, ("reason", w::REVOKE_REASON, w::REVOKE_HINT))}
            {pressed(Step::Withdraw, "shifts.withdraw", w::DO_WITHDRAW, "quiet")}
        </div>
    }
}

/// The fields of when somebody served: the day, from and to as they stand at first, and the note.
#[component]
pub fn Time(kept: Kept, begin: (String, String, String), #[prop(optional, into)] note: Option<String>) -> impl IntoView {
    let (day, from, to) = begin;
    view! {
        <Field kept=kept.clone() name="day" label=w::TIME_DAY kind="date" value=day />
        <Field kept=kept.clone() name="from" label=w::TIME_FROM kind="time" value=from />
        <Field kept=kept.clone() name="to" label=w::TIME_TO kind="time" value=to />
        <Field kept=kept name="note" label=w::TIME_NOTE hint=w::TIME_NOTE_HINT value=note.unwrap_or_default() />
    }
}
