//! One's own stars, each opened to its arithmetic; and how they are shown to others.

use super::{Stars, counts, time, version_name};
use crate::communities::model::Framed;
use crate::communities::view::{Page, slug};
use crate::kernel::said::Lang;
use crate::posts::words as posts;
use crate::stars::api;
use crate::stars::counting::Count;
use crate::stars::model::{MyQuarter, MyStars, MyYear, QuarterStage, Showing, quarter_name};
use crate::stars::rules::Threshold;
use crate::stars::words as w;
use crate::ui::fault::load;
use crate::ui::form::{Form, Kept, Radios, Send};
use crate::ui::look::Look;
use crate::ui::paths;
use crate::ui::table::{Row, Table};
use leptos::prelude::*;

/// One's own stars.
#[component]
pub fn MyStarsPage() -> impl IntoView {
    load(api::get_mine(slug()), |mine| view! { <All mine=mine /> })
}

#[component]
fn All(mine: Framed<MyStars>) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = mine;
    let MyStars { showing, earns, so_far, quarters, years } = body;
    let slug = frame.community.slug.clone();
    let ways = [("points", posts::MY_POINTS), ("my-shifts", posts::MY_SHIFTS), ("stars/rules", w::RULES), ("stars", posts::STARS)];
    let ways = ways.map(|(page, name)| view! { <a class="link" href=paths::of(&slug, page)>{l.t(name)}</a> " " }).collect_view();
    let stands = l.fill(w::AS_IT_STANDS, &[&w::stars(l, so_far.stars)]);
    view! {
        <Page frame=frame title=l.t(posts::MY_STARS).to_owned() lead=l.t(w::MINE_LEAD).to_owned()>
            <p class="links">{ways}</p>
            {if earns {
                view! {
                    <section aria-labelledby="so-far">
                        <h2 id="so-far">{l.t(w::SO_FAR)}</h2>
                        <p>{stands}</p>
                        <Counted quarter=so_far open=true />
                    </section>
                }
                .into_any()
            } else {
                view! { <p class="soft">{l.t(w::NOT_EARNING)}</p> }.into_any()
            }}
            <section aria-labelledby="quarters">
                <h2 id="quarters">{l.t(w::QUARTERS)}</h2>
                {quarters.is_empty().then(|| view! { <p class="empty">{l.t(w::NO_QUARTERS)}</p> })}
                <ul class="stack">{quarters.into_iter().map(|one| view! { <One quarter=one slug=slug.clone() /> }).collect_view()}</ul>
            </section>
            {(!years.is_empty()).then(|| view! { <Years years=years slug=slug.clone() /> })}
            <Choice showing=showing slug=slug />
        </Page>
    }
}

#[component]
fn One(quarter: MyQuarter, slug: String) -> impl IntoView {
    let l = Look::here().lang;
    let sealed = quarter.stage == Some(QuarterStage::Sealed) && quarter.stars > 0;
    let chip = quarter.stage.map(|stage| view! { <span class="chip">{l.t(stage.name())}</span> });
    let name = quarter_name(&quarter.quarter).t(l).to_owned();
    let honour = sealed.then(|| honour(l, &slug, &quarter.quarter));
    let stars = quarter.stars;
    view! {
        <li class="card wide">
            <h3 class="name">{name}</h3>
            <p><Stars stars=stars /> " " {chip}</p>
            <Counted quarter=quarter open=false />
            {honour}
        </li>
    }
}

fn honour(l: Lang, slug: &str, quarter: &str) -> impl IntoView + use<> {
    let href = format!("{}?quarter={quarter}", paths::of(slug, "stars/honours"));
    view! { <p><a class="link" href=href>{l.t(w::MY_HONOUR)}</a></p> }
}

/// What counts, and what each star takes of it.
#[component]
fn Counted(quarter: MyQuarter, open: bool) -> impl IntoView {
    let l = Look::here().lang;
    let MyQuarter { count, late, rules, stars, .. } = quarter;
    let late = (late != Count::default()).then(|| view! { <p class="soft">{l.fill(w::LATE, &[&counts(l, late)])}</p> });
    let heads = [w::TAKES_POINTS, w::TAKES_HOURS, w::MOST_MISSED, w::REACHED];
    let row = |(number, star): (u8, Threshold)| {
        let cells = [star.points, star.hours, star.most_missed].map(|number| number.to_string());
        let reached = if number <= stars { l.t(w::YES).to_owned() } else { lacks(l, star, count) };
        let cells = heads.into_iter().zip(cells.into_iter().chain([reached])).collect();
        let name = w::stars(l, number);
        view! { <Row name=crate::kernel::said::Said { zh: name.clone().into(), en: name.into() } cells=cells /> }
    };
    let rows: Vec<_> = (1..).zip(rules.thresholds.0).map(row).collect();
    let version = version_name(l, rules.version);
    view! {
        <p>{l.fill(w::ALL_COUNTS, &[&counts(l, count)])}</p>
        {late}
        <details open=open>
            <summary>{l.t(w::ARITHMETIC)} " · " {version}</summary>
            <Table first=w::STAR heads=heads.to_vec()>{rows}</Table>
        </details>
    }
}

/// What is missing for a star; that it is reached, where nothing is.
fn lacks(l: Lang, star: Threshold, count: Count) -> String {
    let points = (star.points > count.points).then(|| l.fill(w::LACKS_POINTS, &[&(star.points - count.points)]));
    let minutes = star.hours * 60;
    let hours = (minutes > count.minutes).then(|| l.fill(w::LACKS_MINUTES, &[&time(l, minutes - count.minutes)]));
    let missed = (count.missed > star.most_missed).then(|| l.fill(w::TOO_MANY, &[&(count.missed - star.most_missed)]));
    let all: Vec<String> = [points, hours, missed].into_iter().flatten().collect();
    if all.is_empty() { l.t(w::YES).to_owned() } else { all.join(l.pick("，", ", ")) }
}

#[component]
fn Years(years: Vec<MyYear>, slug: String) -> impl IntoView {
    let l = Look::here().lang;
    let line = |one: MyYear| {
        let honour = (one.stars > 0).then(|| honour(l, &slug, &one.year.to_string()));
        let said = l.fill(w::YEAR_LINE, &[&one.year, &w::stars(l, one.stars), &one.quarters]);
        view! { <li>{said} {honour}</li> }
    };
    view! {
        <section aria-labelledby="years">
            <h2 id="years">{l.t(w::YEARS)}</h2>
            <ul>{years.into_iter().map(line).collect_view()}</ul>
        </section>
    }
}

#[component]
fn Choice(showing: Showing, slug: String) -> impl IntoView {
    let l = Look::here().lang;
    let kept = Kept::of("stars.choose", None);
    let choices = Showing::ALL.iter().map(|one| (one.code().to_owned(), l.t(one.name()).to_owned())).collect();
    view! {
        <section aria-labelledby="shown">
            <h2 id="shown">{l.t(w::SHOWN_AS)}</h2>
            <p class="hint">{l.t(w::SHOWN_HINT)}</p>
            <Form kept=kept.clone() hidden=vec![("community", slug)] class="card narrow">
                <Radios kept=kept name="showing" label=w::F_SHOWING choices=choices value=showing.code().to_owned() />
                <Send label=w::SAVE />
            </Form>
        </section>
    }
}
