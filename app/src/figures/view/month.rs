//! A month's figures for the desk: in words, in numbers with their arithmetic, and by category.

use crate::communities::model::Framed;
use crate::communities::view::{Page, query, slug};
use crate::figures::api;
use crate::figures::model::{CategoryFigures, FEWEST, KindOfPost, MonthOfFigures, Share, Tally, Volunteering, Waited};
use crate::figures::told;
use crate::figures::words as w;
use crate::kernel::said::{Lang, Said, Text};
use crate::kernel::when::said_month;
use crate::shifts::words::lasted;
use crate::ui::fault::load;
use crate::ui::look::Look;
use crate::ui::months::Months;
use crate::ui::paths;
use crate::ui::table::{Row, Table};
use leptos::prelude::*;

/// The figures of a month.
#[component]
pub fn FiguresPage() -> impl IntoView {
    load(api::get_month(slug(), query("month")), |month| view! { <Month month=month /> })
}

#[component]
fn Month(month: Framed<MonthOfFigures>) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = month;
    let MonthOfFigures { period, figures, before, volunteering } = body;
    let slug = frame.community.slug.clone();
    let today = frame.today;
    let title = l.fill(w::OF_MONTH, &[&said_month(l, period.from)]);
    let sheet = format!("{}?month={}", paths::of(&slug, "figures/sheet"), period.code());
    let calls = told::call_backs(&figures.whole);
    let as_of = figures.as_of.said(l, today);
    let nothing = figures.categories.is_empty();
    let tally = figures.whole.clone();
    view! {
        <Page frame=frame title=title lead=l.t(w::LEAD).to_owned()>
            <Months page=paths::of(&slug, "figures") period=period today=today>
                <a class="link" href=sheet>{l.t(w::FOR_WALL)}</a>
            </Months>
            <section aria-labelledby="words">
                <h2 id="words">{l.t(w::IN_WORDS)}</h2>
                <Sentences said=told::sentences(&figures.whole, Some(&before)) />
                <p class="soft">{l.fill(w::AS_OF, &[&as_of])}</p>
            </section>
            {(!nothing).then(|| {
                view! {
                    <section aria-labelledby="numbers">
                        <h2 id="numbers">{l.t(w::IN_NUMBERS)}</h2>
                        <Numbers tally=tally />
                    </section>
                    <section aria-labelledby="calls">
                        <h2 id="calls">{l.t(w::CALL_BACKS)}</h2>
                        {if calls.is_empty() {
                            view! { <p class="soft">{l.t(w::NO_CALL_BACKS)}</p> }.into_any()
                        } else {
                            view! { <Sentences said=calls /> }.into_any()
                        }}
                    </section>
                    <section aria-labelledby="categories">
                        <h2 id="categories">{l.t(w::BY_CATEGORY)}</h2>
                        <Categories lines=figures.categories />
                    </section>
                }
            })}
            {nothing.then(|| view! { <p class="empty">{l.t(w::EMPTY)}</p> })}
            <Volunteers did=volunteering />
        </Page>
    }
}

/// One sentence a line.
#[component]
pub fn Sentences(said: Vec<Said>) -> impl IntoView {
    let l = Look::here().lang;
    view! { <ul class="said">{said.into_iter().map(|one| view! { <li>{one.t(l).to_owned()}</li> }).collect_view()}</ul> }
}

/// The numbers, each with how many of how many, and its arithmetic under it.
#[component]
fn Numbers(tally: Tally) -> impl IntoView {
    let l = Look::here().lang;
    let late = |share: Share| share.of - share.n;
    let (answered, delivered, satisfied) = (tally.answered_in_time, tally.delivered_in_time, tally.grades.satisfied());
    let taken_down = tally.grades_taken_down.count();
    view! {
        <div class="figures">
            <OfThese name=w::IN_TIME share=answered how=l.fill(w::HOW_ANSWERED, &[&answered.n, &answered.n, &late(answered)]) />
            <OfThese name=w::BROUGHT_IN_TIME share=delivered how=l.fill(w::HOW_DELIVERED, &[&delivered.n, &delivered.n, &late(delivered)]) />
            <OfThese name=w::SATISFIED share=satisfied how=l.fill(w::HOW_SATISFIED, &[&satisfied.n, &satisfied.of, &taken_down]) />
            <HowLong name=w::TIME_TO_ANSWER waited=tally.waited_for_answer />
            <HowLong name=w::TIME_TO_DELIVERY waited=tally.waited_for_delivery />
        </div>
    }
}

/// A share: in percent where there are enough, and always how many of how many.
#[component]
fn OfThese(name: Text, share: Share, how: String) -> impl IntoView {
    let l = Look::here().lang;
    let few = (share.of < FEWEST).then(|| l.fill(w::TOO_FEW, &[&FEWEST]));
    view! {
        <div class="card figure">
            <h3>{l.t(name)}</h3>
            <p class="number">{percent(l, share)}</p>
            <p class="soft">{few.unwrap_or_else(|| l.fill(w::N_OF, &[&share.n, &share.of]))}</p>
            <details>
                <summary>{l.t(w::HOW)}</summary>
                <p class="hint">{how}</p>
            </details>
        </div>
    }
}

/// A share as a cell shows it.
fn percent(l: Lang, share: Share) -> String {
    match share.percent().filter(|_| share.of >= FEWEST) {
        Some(percent) => format!("{percent}%"),
        None => l.fill(w::N_OF, &[&share.n, &share.of]),
    }
}

#[component]
fn HowLong(name: Text, waited: Waited) -> impl IntoView {
    let l = Look::here().lang;
    let within = |pattern, seconds: i64| l.fill(pattern, &[&told::span(seconds).t(l)]);
    let both =
        waited.median_s.zip(waited.p90_s).map(|(half, nine)| format!("{} · {}", within(w::HALF, half), within(w::NINE_IN_TEN, nine)));
    view! {
        <div class="card figure">
            <h3>{l.t(name)}</h3>
            <p class="number">{waited.median_s.map_or_else(|| "—".to_owned(), |seconds| told::span(seconds).t(l).to_owned())}</p>
            <p class="soft">{both}</p>
            <details>
                <summary>{l.t(w::HOW)}</summary>
                <p class="hint">{l.t(w::HOW_WAITED)}</p>
            </details>
        </div>
    }
}

#[component]
fn Categories(lines: Vec<CategoryFigures>) -> impl IntoView {
    let l = Look::here().lang;
    let heads = [w::N_PLACED, w::N_DELIVERED, w::IN_TIME, w::BROUGHT_IN_TIME, w::SATISFIED, w::N_REOPENED];
    let row = move |line: CategoryFigures| {
        let tally = line.tally;
        let cells = [
            tally.placed.to_string(),
            tally.delivered.to_string(),
            percent(l, tally.answered_in_time),
            percent(l, tally.delivered_in_time),
            percent(l, tally.grades.satisfied()),
            tally.reopened.to_string(),
        ];
        view! { <Row name=line.name cells=heads.into_iter().zip(cells).collect() /> }
    };
    view! { <Table first=w::CATEGORY heads=heads.to_vec()>{lines.into_iter().map(row).collect_view()}</Table> }
}

/// What volunteers did in the month, and the posts as they stand now.
#[component]
fn Volunteers(did: Volunteering) -> impl IntoView {
    let l = Look::here().lang;
    let Volunteering { active, minutes, missed, objections, kinds } = did;
    let facts =
        [l.fill(w::V_SERVED, &[&active, &lasted(l, minutes)]), l.fill(w::V_MISSED, &[&missed]), l.fill(w::V_OBJECTIONS, &[&objections])];
    let facts = facts.map(|said| view! { <li>{said}</li> }).collect_view();
    let heads = [w::V_OPEN, w::V_FILLED, w::V_PLACES];
    let row = move |line: KindOfPost| {
        let cells = [line.open.to_string(), line.filled.to_string(), l.fill(w::N_OF, &[&line.taken, &line.places])];
        view! { <Row name=line.name cells=heads.into_iter().zip(cells).collect() /> }
    };
    let none = kinds.is_empty();
    let rows: Vec<_> = kinds.into_iter().map(row).collect();
    view! {
        <section aria-labelledby="volunteers">
            <h2 id="volunteers">{l.t(w::VOLUNTEERS)}</h2>
            <ul class="said">{facts}</ul>
            {if none {
                view! { <p class="soft">{l.t(w::V_NO_POSTS)}</p> }.into_any()
            } else {
                view! { <Table first=w::V_KIND heads=heads.to_vec()>{rows}</Table> }.into_any()
            }}
        </section>
    }
}
