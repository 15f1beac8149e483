//! What the desk sees: who is expected today, and which hours wait for its word.

use super::one::One;
use super::{Next, StageChip, asked, next};
use crate::communities::model::Framed;
use crate::communities::view::{Page, slug};
use crate::shifts::api;
use crate::shifts::model::{Desk, Expected, ShiftQuery, ShiftStage, Step};
use crate::shifts::words as w;
use crate::ui::fault::load;
use crate::ui::form::{Form, Kept, Send};
use crate::ui::look::Look;
use crate::ui::paths;
use chrono::NaiveDate;
use leptos::prelude::*;

/// What the desk sees of shifts.
#[component]
pub fn DeskPage() -> impl IntoView {
    let asked = asked();
    load(api::get_desk(slug(), asked.clone()), move |desk| view! { <All desk=desk asked=asked /> })
}

#[component]
fn All(desk: Framed<Desk>, asked: ShiftQuery) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = desk;
    let Desk { today: expected, waiting, shifts } = body;
    let (slug, today) = (frame.community.slug.clone(), frame.today);
    let path = paths::of(&slug, "shifts");
    let here = asked.stage.unwrap_or(ShiftStage::Reported);
    let lists = waiting.into_iter().map(|(stage, n)| {
        let current = (stage == here).then_some("page");
        view! { <a class="link" href=format!("{path}?stage={}#hours", stage.code()) aria-current=current>{l.t(stage.name())} " " {n}</a> " " }
    });
    let lists: Vec<_> = lists.collect();
    let more = next(&path, &ShiftQuery { stage: Some(here), ..asked }, shifts.next);
    let may = shifts.items.iter().filter(|shift| here == ShiftStage::Reported && shift.can.contains(&Step::Confirm));
    let all: Vec<String> = may.map(|shift| format!("{}.{}", shift.id, shift.version)).collect();
    let nothing = if here == ShiftStage::Reported { w::NOTHING_WAITS } else { w::NOTHING_AT };
    view! {
        <Page frame=frame title=l.t(crate::posts::words::SHIFTS).to_owned() lead=l.t(w::DESK_LEAD).to_owned()>
            <p class="links"><a class="link" href=paths::of(&slug, "posts")>{l.t(crate::posts::words::BOARD)}</a></p>
            <section aria-labelledby="today">
                <h2 id="today">{l.t(w::TODAY)}</h2>
                <Today expected=expected slug=slug.clone() today=today />
            </section>
            <section aria-labelledby="hours">
                <h2 id="hours">{l.t(w::HOURS_LIST)}</h2>
                <p class="links">{lists}</p>
                {shifts.items.is_empty().then(|| view! { <p class="empty">{l.t(nothing)}</p> })}
                <ul class="stack">
                    {shifts.items.into_iter().map(|shift| view! { <One shift=shift slug=slug.clone() today=today desk=true /> }).collect_view()}
                </ul>
                {(all.len() > 1).then(|| view! { <ConfirmAll all=all slug=slug /> })}
                <Next href=more label=w::MORE />
            </section>
        </Page>
    }
}

/// All that stand on the page, with one press.
#[component]
fn ConfirmAll(all: Vec<String>, slug: String) -> impl IntoView {
    let hint = Look::here().lang.fill(w::CONFIRM_ALL_HINT, &[&all.len()]);
    view! {
        <Form kept=Kept::of("shifts.confirm_all", None) hidden=vec![("community", slug)]>
            <p class="hint">{hint}</p>
            {all.into_iter().enumerate().map(|(i, one)| view! { <input type="hidden" name=format!("shifts[{i}]") value=one /> }).collect_view()}
            <Send label=w::DO_CONFIRM_ALL />
        </Form>
    }
}

#[component]
fn Today(expected: Vec<Expected>, slug: String, today: NaiveDate) -> impl IntoView {
    let l = Look::here().lang;
    if expected.is_empty() {
        return view! { <p class="empty">{l.t(w::NO_TODAY)}</p> }.into_any();
    }
    let heads = [w::WHO, w::POST, w::TIMES, w::STATE, w::TO_DO];
    let rows: Vec<_> = expected.into_iter().map(|one| view! { <Row one=one slug=slug.clone() today=today /> }).collect();
    view! {
        <table class="table texts">
            <thead><tr>{heads.into_iter().map(|head| view! { <th scope="col">{l.t(head)}</th> }).collect_view()}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

#[component]
fn Row(one: Expected, slug: String, today: NaiveDate) -> impl IntoView {
    let l = Look::here().lang;
    let (claim, from) = (one.claim.to_string(), one.planned.from.0.to_rfc3339());
    let row = format!("{claim}.{from}");
    let hidden = vec![("community", slug.clone()), ("claim", claim), ("from", from), ("row", row.clone())];
    let press = |may: bool, door: &'static str, label| {
        may.then(|| view! { <Form kept=Kept::of(door, Some(("row", &row))) hidden=hidden.clone()><Send label=label rank="quiet" /></Form> })
    };
    let state = match one.stage {
        Some(stage) => view! { <StageChip stage=stage /> }.into_any(),
        None => view! { <span class="soft">{l.t(w::NOT_HERE)}</span> }.into_any(),
    };
    view! {
        <tr>
            <th scope="row">{one.name}</th>
            <td data-head=l.t(w::POST)><a class="link" href=paths::of(&slug, &format!("posts/{}", one.post))>{one.title}</a></td>
            <td data-head=l.t(w::TIMES)>{one.planned.said(l, today)}</td>
            <td data-head=l.t(w::STATE)>{state}</td>
            <td data-head=l.t(w::TO_DO)>
                <div>
                    {press(one.can_check_in, "shifts.check_in", w::DO_CHECK_IN_FOR)}
                    {press(one.can_miss, "shifts.miss", w::DO_MISS)}
                </div>
            </td>
        </tr>
    }
}
