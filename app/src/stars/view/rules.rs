//! What stars take: what holds, what held, and for admins new thresholds.

use super::version_name;
use crate::communities::model::Framed;
use crate::communities::view::{Page, slug};
use crate::kernel::period::Period;
use crate::kernel::said::{Said, Text};
use crate::posts::words as posts;
use crate::stars::api;
use crate::stars::model::{RulesCard, quarter_name};
use crate::stars::rules::{KEYS, Threshold, Thresholds, Version};
use crate::stars::words as w;
use crate::ui::fault::load;
use crate::ui::form::{Field, Form, Kept, Send};
use crate::ui::look::Look;
use crate::ui::paths;
use crate::ui::table::{Row, Table};
use leptos::prelude::*;

/// What stars take.
#[component]
pub fn RulesPage() -> impl IntoView {
    load(api::get_rules(slug()), |rules| view! { <All rules=rules /> })
}

#[component]
fn All(rules: Framed<RulesCard>) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = rules;
    let slug = frame.community.slug.clone();
    let now = body.versions.iter().find(|one| one.version == body.version).copied();
    let next = Period::quarter_of(Period::quarter_of(frame.today).to + chrono::Days::new(1)).quarter_code();
    let inside = frame.name.is_some();
    let ways = [(inside, "stars/mine", posts::MY_STARS), (true, "stars", posts::STARS), (inside, "points/rates", posts::POINT_RULES)];
    let ways = ways.into_iter().filter(|(there, ..)| *there).map(|(_, page, name)| (paths::of(&slug, page), l.t(name)));
    let ways: Vec<_> = ways.map(|(href, name)| view! { <a class="link" href=href>{name}</a> " " }).collect();
    view! {
        <Page frame=frame title=l.t(w::RULES).to_owned() lead=l.t(w::RULES_LEAD).to_owned()>
            <p class="links">{ways}</p>
            <section aria-labelledby="now">
                <h2 id="now">{l.t(w::NOW)}</h2>
                {now.map(|one| view! { <Says one=one /> })}
            </section>
            {now.filter(|_| body.can_set).map(|now| view! { <New slug=slug.clone() begin=now.thresholds from=next.clone() /> })}
            <section aria-labelledby="versions">
                <h2 id="versions">{l.t(w::EARLIER)}</h2>
                {body.versions.into_iter().map(|one| view! { <Says one=one /> }).collect_view()}
            </section>
        </Page>
    }
}

/// A version as a table.
#[component]
fn Says(one: Version) -> impl IntoView {
    let l = Look::here().lang;
    let from = one.from.map(|from| quarter_name(&Period::quarter_of(from).quarter_code()));
    let from = from.map(|from| format!(" · {}", l.fill(w::FROM_QUARTER, &[&from.t(l)])));
    let heads = [w::TAKES_POINTS, w::TAKES_HOURS, w::MOST_MISSED];
    let row = |(number, star): (u8, Threshold)| {
        let cells = [star.points, star.hours, star.most_missed].map(|number| number.to_string());
        let name = w::stars(l, number);
        view! { <Row name=Said { zh: name.clone().into(), en: name.into() } cells=heads.into_iter().zip(cells).collect() /> }
    };
    let rows: Vec<_> = (1..).zip(one.thresholds.0).map(row).collect();
    view! {
        <h3>{version_name(l, one.version)} {from}</h3>
        <Table first=w::STAR heads=heads.to_vec()>{rows}</Table>
    }
}

/// New thresholds, beginning with those that hold.
#[component]
fn New(slug: String, begin: Thresholds, from: String) -> impl IntoView {
    let l = Look::here().lang;
    let kept = Kept::of("stars.set_rules", None);
    let stars: Vec<_> = (1..).zip(KEYS).zip(begin.0).map(|((number, key), star)| fields(&kept, number, key, star)).collect();
    view! {
        <section aria-labelledby="new">
            <h2 id="new">{l.t(w::SET)}</h2>
            <p class="hint">{l.t(w::SET_HINT)}</p>
            <Form kept=kept.clone() hidden=vec![("community", slug)] class="card narrow">
                <Field kept=kept name="from" label=w::FROM hint=w::FROM_HINT value=from />
                {stars}
                <Send label=w::SAVE />
            </Form>
        </section>
    }
}

/// What so many stars take.
fn fields(kept: &Kept, number: u8, key: &str, star: Threshold) -> impl IntoView + use<> {
    let columns = [("points", w::POINTS_OF, star.points), ("hours", w::HOURS_OF, star.hours), ("missed", w::MISSED_OF, star.most_missed)];
    let field = |(name, label, value): (&str, Text, i64)| {
        let label = label.fill_said(&w::stars_said(number));
        view! { <Field kept=kept.clone() name=format!("{name}[{key}]") label=label kind="tel" value=value.to_string() /> }
    };
    columns.map(field).collect_view()
}
