//! One's own points: the sum, and every entry with the arithmetic behind it.

use super::version_name;
use crate::communities::model::Framed;
use crate::communities::view::{Page, query, slug};
use crate::kernel::said::Lang;
use crate::kernel::when::said_day;
use crate::points::api;
use crate::points::ledger::What;
use crate::points::model::{Because, EntryCard, EntryQuery, MyPoints};
use crate::points::words as w;
use crate::shifts::words::lasted;
use crate::ui::fault::load;
use crate::ui::look::Look;
use crate::ui::paths;
use chrono::NaiveDate;
use leptos::prelude::*;

/// One's own points.
#[component]
pub fn MyPointsPage() -> impl IntoView {
    let asked = EntryQuery { cursor: query("cursor").parse().ok(), limit: None };
    load(api::get_mine(slug(), asked), |mine| view! { <All mine=mine /> })
}

#[component]
fn All(mine: Framed<MyPoints>) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = mine;
    let MyPoints { points, points_in_quarter, earns, version, rates, entries, .. } = body;
    let (slug, today) = (frame.community.slug.clone(), frame.today);
    let sums = [(w::ALL_POINTS, points), (w::IN_QUARTER, points_in_quarter)];
    let sums =
        sums.map(|(name, points)| view! { <li>{l.t(name)} " " <strong>{l.fill(w::POINTS, &[&points])}</strong></li> }).collect_view();
    let rules = [(w::PER_HOUR, rates.hour), (w::PER_WISH, rates.wish), (w::A_DAY, rates.most_a_day)];
    let rules = rules.map(|(said, points)| view! { <li>{l.fill(said, &[&points])}</li> }).collect_view();
    let differ = !(rates.kinds.is_empty() && rates.posts.is_empty() && rates.categories.is_empty());
    let next = entries.next.map(|cursor| format!("{}?cursor={cursor}", paths::of(&slug, "points")));
    view! {
        <Page frame=frame title=l.t(crate::posts::words::MY_POINTS).to_owned() lead=l.t(w::MY_POINTS_LEAD).to_owned()>
            <p class="links"><a class="link" href=paths::of(&slug, "my-shifts")>{l.t(crate::posts::words::MY_SHIFTS)}</a> " " <a class="link" href=paths::of(&slug, "stars/mine")>{l.t(crate::posts::words::MY_STARS)}</a></p>
            <ul class="facts">{sums}</ul>
            {(!earns).then(|| view! { <p class="soft">{l.t(w::NOT_EARNING)}</p> })}
            <section aria-labelledby="how">
                <h2 id="how">{l.t(w::HOW)}</h2>
                <p class="soft">{version_name(l, version)}</p>
                <ul>{rules}{differ.then(|| view! { <li>{l.t(w::MAY_DIFFER)}</li> })}</ul>
                <p><a class="link" href=paths::of(&slug, "points/rates")>{l.t(w::TO_RATES)}</a></p>
            </section>
            <section aria-labelledby="ledger">
                <h2 id="ledger">{l.t(w::LEDGER)}</h2>
                {entries.items.is_empty().then(|| view! { <p class="empty">{l.t(w::NO_ENTRIES)}</p> })}
                <ul class="stack">{entries.items.into_iter().map(|entry| view! { <One entry=entry today=today /> }).collect_view()}</ul>
                {next.map(|href| view! { <p class="actions"><a class="button quiet" href=href>{l.t(w::EARLIER)}</a></p> })}
            </section>
        </Page>
    }
}

#[component]
fn One(entry: EntryCard, today: NaiveDate) -> impl IntoView {
    let l = Look::here().lang;
    let by = if entry.version == 0 { l.t(w::BY_STANDARD).to_owned() } else { l.fill(w::BY_VERSION, &[&entry.version]) };
    let (maths, because) = (maths(l, &entry), because(l, &entry));
    view! {
        <li class="card wide">
            <p class="name">{entry.title.t(l).to_owned()} " " <strong>{signed(entry.points)}</strong></p>
            <p class="soft">
                <time datetime=entry.day.to_string()>{said_day(l, entry.day, today)}</time>
                {maths.map(|maths| format!(" · {maths}"))}
                {format!(" · {by}")}
            </p>
            {because.map(|because| view! { <p>{because}</p> })}
        </li>
    }
}

/// Points with their sign: +15, −5, 0.
pub fn signed(points: i64) -> String {
    match points {
        0 => "0".to_owned(),
        1.. => format!("+{points}"),
        _ => format!("−{}", points.unsigned_abs()),
    }
}

/// What the rate says: 1 小时 30 分 × 每小时 10 分.
pub fn maths(l: Lang, entry: &EntryCard) -> Option<String> {
    let said = match entry.what {
        What::Shift => l.fill(w::SHIFT_MATHS, &[&lasted(l, entry.n), &entry.rate]),
        What::Wish => l.fill(w::WISH_MATHS, &[&entry.rate]),
    };
    (entry.n > 0).then_some(said)
}

/// Why it is not simply that.
pub fn because(l: Lang, entry: &EntryCard) -> Option<String> {
    Some(match entry.because? {
        Because::Barred => l.t(w::BARRED).to_owned(),
        Because::Gone => l.t(w::GONE).to_owned(),
        Because::Corrected => l.fill(w::CORRECTED, &[&entry.due]),
        Because::DayFull => l.fill(w::DAY_FULL, &[&entry.due]),
    })
}
