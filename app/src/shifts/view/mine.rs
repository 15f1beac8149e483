//! One's own shifts: in and out, entered later, and what the community said to each.

use super::one::{One, Time};
use super::{Next, asked, next};
use crate::communities::model::Framed;
use crate::communities::view::{Page, slug};
use crate::shifts::api;
use crate::shifts::model::{CalendarLink, Hold, Mine, MyShifts, ShiftCard, ShiftQuery, ShiftStage};
use crate::shifts::words as w;
use crate::ui::fault::load;
use crate::ui::form::{Form, Kept, Send};
use crate::ui::look::{Look, origin};
use crate::ui::paths;
use chrono::NaiveDate;
use leptos::prelude::*;

/// One's own shifts.
#[component]
pub fn MyShiftsPage() -> impl IntoView {
    let asked = asked();
    load(api::get_mine(slug(), asked.clone()), move |mine| view! { <All mine=mine asked=asked /> })
}

#[component]
fn All(mine: Framed<MyShifts>, asked: ShiftQuery) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = mine;
    let Mine { holds, minutes_here, minutes, shifts, .. } = body.mine;
    let (slug, today) = (frame.community.slug.clone(), frame.today);
    let runs = shifts.items.iter().any(|shift| shift.stage == ShiftStage::Running);
    let older = next(&paths::of(&slug, "my-shifts"), &asked, shifts.next);
    let board = paths::of(&slug, "posts");
    let sums = [(w::HOURS_HERE, minutes_here), (w::HOURS_ALL, minutes)];
    let sums = sums.map(|(name, minutes)| view! { <li>{l.t(name)} " " <strong>{w::lasted(l, minutes)}</strong></li> }).collect_view();
    view! {
        <Page frame=frame title=l.t(crate::posts::words::MY_SHIFTS).to_owned() lead=l.t(w::MY_SHIFTS_LEAD).to_owned()>
            <p class="links">
                <a class="link" href=paths::of(&slug, "my-posts")>{l.t(crate::posts::words::MY_POSTS)}</a>
                " "
                <a class="link" href=paths::of(&slug, "swaps")>{l.t(crate::posts::words::SWAPS)}</a>
                " "
                <a class="link" href=paths::of(&slug, "points")>{l.t(crate::posts::words::MY_POINTS)}</a>
                " "
                <a class="link" href=paths::of(&slug, "certificates")>{l.t(crate::posts::words::CERTIFICATES)}</a>
            </p>
            <ul class="facts">{sums}</ul>
            <p>{w::national(l, minutes)}</p>
            <section aria-labelledby="holds">
                <h2 id="holds">{l.t(w::MY_HOLDS)}</h2>
                {holds.is_empty().then(|| view! { <p class="empty">{l.t(w::NO_HOLDS)} " " <a href=board>{l.t(w::TO_BOARD)}</a></p> })}
                <ul class="stack">
                    {holds.into_iter().map(|hold| view! { <Held hold=hold slug=slug.clone() today=today runs=runs /> }).collect_view()}
                </ul>
            </section>
            <Record shifts=shifts.items slug=slug.clone() today=today />
            <Next href=older label=w::OLDER />
            <Calendar link=body.calendar slug=slug />
        </Page>
    }
}

#[component]
fn Record(shifts: Vec<ShiftCard>, slug: String, today: NaiveDate) -> impl IntoView {
    let l = Look::here().lang;
    view! {
        <section aria-labelledby="record">
            <h2 id="record">{l.t(w::MY_RECORD)}</h2>
            {shifts.is_empty().then(|| view! { <p class="empty">{l.t(w::NO_SHIFTS)}</p> })}
            <ul class="stack">
                {shifts.into_iter().map(|shift| view! { <One shift=shift slug=slug.clone() today=today desk=false /> }).collect_view()}
            </ul>
        </section>
    }
}

/// One's shifts in the calendar of one's phone.
#[component]
fn Calendar(link: CalendarLink, slug: String) -> impl IntoView {
    let l = Look::here().lang;
    let hidden = vec![("community", slug)];
    let make = if link.path.is_some() { w::CALENDAR_RENEW } else { w::CALENDAR_MAKE };
    let there = link.path.map(|path| {
        let address = format!("{}{path}", origin());
        view! {
            <p><a class="link" href=path>{l.t(w::CALENDAR_OPEN)}</a></p>
            <p class="soft">{l.t(w::CALENDAR_COPY)}</p>
            <p class="words">{address}</p>
            <Form kept=Kept::of("shifts.end_calendar", None) hidden=hidden.clone()><Send label=w::CALENDAR_END rank="quiet" /></Form>
        }
    });
    view! {
        <section aria-labelledby="calendar">
            <h2 id="calendar">{l.t(w::CALENDAR)}</h2>
            <p class="hint">{l.t(w::CALENDAR_HINT)}</p>
            {there}
            <Form kept=Kept::of("shifts.renew_calendar", None) hidden=hidden><Send label=make rank="quiet" /></Form>
        </section>
    }
}

/// A post that one holds: its next times, and the way in.
#[component]
fn Held(hold: Hold, slug: String, today: NaiveDate, runs: bool) -> impl IntoView {
    let l = Look::here().lang;
    let id = hold.claim.to_string();
    let hidden = vec![("community", slug.clone()), ("claim", id.clone())];
    let enter = Kept::of("shifts.enter", Some(("claim", &id)));
    let open = enter.failed();
    let planned: Vec<_> = hold.next.iter().map(|planned| view! { <li>{planned.said(l, today)}</li> }).collect();
    let next = if planned.is_empty() {
        view! { <p class="soft">{l.t(w::NO_NEXT)}</p> }.into_any()
    } else {
        view! { <p class="soft">{l.t(w::NEXT)}</p> <ul class="facts">{planned}</ul> }.into_any()
    };
    let way_in = (!runs).then(|| {
        let kept = Kept::of("shifts.check_in", Some(("claim", &id)));
        view! { <Form kept=kept hidden=hidden.clone()><Send label=w::DO_CHECK_IN /></Form> }
    });
    view! {
        <li class="card wide">
            <h3 class="name"><a class="link" href=paths::of(&slug, &format!("posts/{}", hold.post))>{hold.title}</a></h3>
            <p>{hold.place}</p>
            {if hold.as_it_comes { view! { <p class="soft">{l.t(w::AS_IT_COMES)}</p> }.into_any() } else { next }}
            {way_in}
            <details open=open>
                <summary>{l.t(w::ENTER_LATER)}</summary>
                <Form kept=enter.clone() hidden=hidden>
                    <Time kept=enter begin=(today.to_string(), String::new(), String::new()) />
                    <Send label=w::DO_ENTER rank="quiet" />
                </Form>
            </details>
        </li>
    }
}
