//! The rules of points: what holds, what held, and for admins new ones and a quarter computed again.

use super::mine::signed;
use super::version_name;
use crate::communities::model::Framed;
use crate::communities::view::{Page, query, slug};
use crate::kernel::period::Period;
use crate::kernel::said::{Lang, Said, Text};
use crate::kernel::when::said_day;
use crate::points::api;
use crate::points::model::{Difference, DifferenceQuery, RatesPage as Matter, VersionCard};
use crate::points::rates::{BEFORE_ID, Rates};
use crate::points::words as w;
use crate::ui::fault::load;
use crate::ui::form::{Field, Form, Kept, Select, Send};
use crate::ui::look::Look;
use crate::ui::paths;
use crate::ui::table::{Row, Table};
use chrono::{Days, NaiveDate};
use leptos::prelude::*;

/// How many quarters can be chosen to be computed again.
const QUARTERS: usize = 4;

/// The rules of points.
#[component]
pub fn RatesPage() -> impl IntoView {
    let asked = DifferenceQuery { quarter: query("quarter"), version: query("version") };
    load(api::get_rates(slug(), asked), |rates| view! { <All rates=rates /> })
}

#[component]
fn All(rates: Framed<Matter>) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = rates;
    let (slug, today) = (frame.community.slug.clone(), frame.today);
    let now = body.card.versions.iter().find(|one| one.version == body.card.version).cloned();
    let shown = StoredValue::new(body.clone());
    let versions = body.card.versions.clone();
    let recomputed = body.card.recomputed.iter().map(|one| l.fill(w::RECOMPUTED, &[&one.quarter, &version_name(l, one.version)]));
    let recomputed: Vec<_> = recomputed.map(|said| view! { <li>{said}</li> }).collect();
    view! {
        <Page frame=frame title=l.t(crate::posts::words::POINT_RULES).to_owned() lead=l.t(w::RATES_LEAD).to_owned()>
            <p class="links"><a class="link" href=paths::of(&slug, "points")>{l.t(crate::posts::words::MY_POINTS)}</a></p>
            <section aria-labelledby="now">
                <h2 id="now">{l.t(w::NOW)}</h2>
                {now.clone().map(|one| view! { <Says one=one page=shown today=today /> })}
            </section>
            {body.difference.map(|difference| view! { <TheDifference difference=difference slug=slug.clone() /> })}
            {body.can_set.then(|| view! {
                <New slug=slug.clone() page=shown begin=now.map_or_else(Rates::standard, |one| one.rates) today=today />
                <Again slug=slug versions=versions.iter().map(|one| one.version).collect() today=today />
            })}
            <section aria-labelledby="versions">
                <h2 id="versions">{l.t(w::EARLIER_VERSIONS)}</h2>
                <ul>{recomputed}</ul>
                {versions.into_iter().map(|one| view! { <Says one=one page=shown today=today /> }).collect_view()}
            </section>
        </Page>
    }
}

/// A version in words.
#[component]
fn Says(one: VersionCard, page: StoredValue<Matter>, today: NaiveDate) -> impl IntoView {
    let l = Look::here().lang;
    let VersionCard { version, from, rates } = one;
    let common = [(w::PER_HOUR, rates.hour), (w::PER_WISH, rates.wish), (w::A_DAY, rates.most_a_day)];
    let common = common.into_iter().map(|(said, points)| l.fill(said, &[&points]));
    let singles = page.with_value(|page| {
        let hours = rates.kinds.iter().map(|(code, points)| (named(&page.kinds, code, l), *points));
        let posts = rates.posts.iter().map(|(id, points)| (named(&page.posts, &id.to_string(), l), *points));
        let wishes = rates.categories.iter().map(|(code, points)| (named(&page.categories, code, l), *points));
        let hours = hours.chain(posts).map(|(name, points)| l.fill(w::SINGLE_OF, &[&name, &points]));
        hours.chain(wishes.map(|(name, points)| l.fill(w::SINGLE_WISH, &[&name, &points]))).collect::<Vec<_>>()
    });
    let lines: Vec<_> = common.chain(singles).map(|line| view! { <li>{line}</li> }).collect();
    let from = from.map(|from| format!(" · {}", l.fill(w::FROM_DAY, &[&said_day(l, from, today)])));
    view! {
        <div class="card wide">
            <p class="name">{version_name(l, version)} {from}</p>
            <ul>{lines}</ul>
        </div>
    }
}

/// What something is called here; its code where it is gone.
fn named(list: &[(String, Said)], code: &str, l: Lang) -> String {
    list.iter().find(|(one, _)| one == code).map_or_else(|| code.to_owned(), |(_, said)| said.t(l).to_owned())
}

/// New rules, beginning with those that hold.
#[component]
fn New(slug: String, page: StoredValue<Matter>, begin: Rates, today: NaiveDate) -> impl IntoView {
    let l = Look::here().lang;
    let kept = Kept::of("points.set_rates", None);
    let page = page.get_value();
    let text = |points: Option<&i32>| points.map(ToString::to_string).unwrap_or_default();
    let kinds = page.kinds.into_iter().map(|(code, said)| (format!("kinds[{code}]"), said, text(begin.kinds.get(&code)))).collect();
    let post = |(id, said): (String, Said)| {
        let points = id.parse().ok().and_then(|id| begin.posts.get(&id));
        (format!("posts[{BEFORE_ID}{id}]"), said, text(points))
    };
    let posts = page.posts.into_iter().map(post).collect();
    let category = |(code, said): (String, Said)| (format!("categories[{code}]"), said, text(begin.categories.get(&code)));
    let categories = page.categories.into_iter().map(category).collect();
    view! {
        <section aria-labelledby="new">
            <h2 id="new">{l.t(w::SET)}</h2>
            <p class="hint">{l.t(w::SET_HINT)}</p>
            <Form kept=kept.clone() hidden=vec![("community", slug)] class="card narrow">
                <Field kept=kept.clone() name="from" label=w::FROM hint=w::FROM_HINT kind="date" value=(today + Days::new(1)).to_string() />
                <Field kept=kept.clone() name="hour" label=w::HOUR kind="tel" value=begin.hour.to_string() />
                <Field kept=kept.clone() name="wish" label=w::WISH kind="tel" value=begin.wish.to_string() />
                <Field kept=kept.clone() name="most_a_day" label=w::MOST_A_DAY kind="tel" value=begin.most_a_day.to_string() />
                <Singles kept=kept.clone() title=w::BY_KIND fields=kinds />
                <Singles kept=kept.clone() title=w::BY_POST fields=posts />
                <Singles kept=kept title=w::BY_CATEGORY fields=categories />
                <Send label=w::SAVE />
            </Form>
        </section>
    }
}

/// Rates of their own, each empty where the common one holds.
#[component]
fn Singles(kept: Kept, title: Text, fields: Vec<(String, Said, String)>) -> impl IntoView {
    let l = Look::here().lang;
    let wrong = fields.iter().any(|(name, ..)| kept.problem(name, l).is_some());
    (!fields.is_empty()).then(|| {
        view! {
            <details open=wrong>
                <summary>{l.t(title)}</summary>
                <p class="hint">{l.t(w::EMPTY_HINT)}</p>
                {fields
                    .into_iter()
                    .map(|(name, label, value)| view! { <Field kept=kept.clone() name=name label=label kind="tel" optional=true value=value /> })
                    .collect_view()}
            </details>
        }
    })
}

/// Which quarter is to be computed again, and by which version: a question, so it changes nothing.
#[component]
fn Again(slug: String, versions: Vec<i32>, today: NaiveDate) -> impl IntoView {
    let l = Look::here().lang;
    let kept = Kept::of("points.difference", None);
    let quarters = std::iter::successors(Some(Period::quarter_of(today)), |quarter| Some(quarter.quarter_before()));
    let quarters = quarters.take(QUARTERS).map(|quarter| (quarter.quarter_code(), quarter.quarter_code())).collect();
    let versions = versions.into_iter().map(|version| (version.to_string(), version_name(l, version))).collect();
    view! {
        <section aria-labelledby="again">
            <h2 id="again">{l.t(w::RECOMPUTE)}</h2>
            <p class="hint">{l.t(w::RECOMPUTE_HINT)}</p>
            <form method="get" action=paths::of(&slug, "points/rates") class="card narrow">
                <Select kept=kept.clone() name="quarter" label=w::QUARTER choices=quarters value=query("quarter") />
                <Select kept=kept name="version" label=w::WHICH_VERSION choices=versions value=query("version") />
                <p class="actions"><button class="button quiet">{l.t(w::SHOW_DIFFERENCE)}</button></p>
            </form>
        </section>
    }
}

/// What would change, and the way to agree to it.
#[component]
fn TheDifference(difference: Difference, slug: String) -> impl IntoView {
    let l = Look::here().lang;
    let Difference { quarter, version, before, after, lines, seen } = difference;
    let title = l.fill(w::DIFFERENCE, &[&quarter, &version_name(l, version)]);
    let hidden = vec![("community", slug), ("quarter", quarter), ("version", version.to_string()), ("seen", seen)];
    let heads = [w::BEFORE, w::AFTER, w::CHANGE];
    let row = move |name: Said, before: i64, after: i64| {
        let cells = [before.to_string(), after.to_string(), signed(after - before)];
        view! { <Row name=name cells=heads.into_iter().zip(cells).collect() /> }
    };
    let nothing = lines.is_empty();
    let rows: Vec<_> =
        lines.into_iter().map(|line| row(Said { zh: line.name.clone().into(), en: line.name.into() }, line.before, line.after)).collect();
    view! {
        <section aria-labelledby="difference" id="difference-of-quarter">
            <h2 id="difference">{title}</h2>
            {if nothing {
                view! { <p class="empty">{l.t(w::NO_DIFFERENCE)}</p> }.into_any()
            } else {
                view! {
                    <Table first=w::WHO heads=heads.to_vec()>{rows}{row(w::SUM.into(), before, after)}</Table>
                    <Form kept=Kept::of("points.recompute", None) hidden=hidden><Send label=w::AGREE /></Form>
                }
                .into_any()
            }}
        </section>
    }
}
