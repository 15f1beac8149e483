//! What everybody may see of a quarter's stars; on paper the poster of it.

use super::{Stars, counts};
use crate::communities::model::{Frame, Framed};
use crate::communities::view::{Page, query, slug};
use crate::kernel::actor::Role;
use crate::posts::words as posts;
use crate::stars::api;
use crate::stars::model::{BoardQuery, QuarterCard, QuarterStage, StarBoard, StarBuilding, StarCard, quarter_name};
use crate::stars::words as w;
use crate::ui::fault::load;
use crate::ui::form::{Area, Form, Kept, Send};
use crate::ui::look::{Look, origin};
use crate::ui::paths;
use crate::ui::qr::Qr;
use leptos::prelude::*;

/// The stars of a quarter, or a year.
#[component]
pub fn BoardPage() -> impl IntoView {
    let asked = BoardQuery { quarter: query("quarter") };
    load(api::get_board(slug(), asked), |board| view! { <TheBoard board=board /> })
}

#[component]
fn TheBoard(board: Framed<StarBoard>) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = board;
    let slug = frame.community.slug.clone();
    let ways = [
        (frame.roles.has(Role::Volunteer), "stars/mine", posts::MY_STARS),
        (true, "stars/rules", w::RULES),
        (frame.roles.has(Role::Admin), "stars/close", posts::CLOSE_QUARTER),
    ];
    let ways = ways.into_iter().filter(|(there, ..)| *there).map(|(_, page, name)| (paths::of(&slug, page), l.t(name)));
    let ways: Vec<_> = ways.map(|(href, name)| view! { <a class="link" href=href>{name}</a> " " }).collect();
    let title = match &body.shown {
        Some(shown) => l.fill(w::TABLE_TITLE, &[&quarter_name(&shown.quarter).t(l)]),
        None => l.t(posts::STARS).to_owned(),
    };
    let nobody = body.buildings.is_empty();
    let shown = body.shown.clone();
    view! {
        <Page frame=frame.clone() title=title lead=l.t(w::BOARD_LEAD).to_owned()>
            <p class="links noprint">{ways}</p>
            {body.shown.is_none().then(|| view! { <p class="empty">{l.t(w::NONE_YET)}</p> })}
            {shown.map(|shown| view! {
                <Which slug=slug.clone() quarters=body.quarters shown=shown.quarter.clone() />
                <Standing shown=shown.clone() frame=frame.clone() />
                {nobody.then(|| view! { <p class="empty">{l.t(w::NOBODY)}</p> })}
                {body
                    .buildings
                    .into_iter()
                    .map(|one| view! { <Of building=one slug=slug.clone() can_object=body.can_object /> })
                    .collect_view()}
                {(body.hidden > 0).then(|| view! { <p class="soft">{l.fill(w::HIDDEN, &[&body.hidden])}</p> })}
                <Origin frame=frame quarter=shown.quarter />
            })}
        </Page>
    }
}

/// The others that there are.
#[component]
fn Which(slug: String, quarters: Vec<QuarterCard>, shown: String) -> impl IntoView {
    let l = Look::here().lang;
    let link = |one: QuarterCard| {
        let href = format!("{}?quarter={}", paths::of(&slug, "stars"), one.quarter);
        let current = (one.quarter == shown).then_some("page");
        view! { <a class="link" href=href aria-current=current>{quarter_name(&one.quarter).t(l).to_owned()}</a> " " }
    };
    (quarters.len() > 1).then(|| {
        view! { <nav class="links noprint" aria-label=l.t(w::WHICH)>{quarters.into_iter().map(link).collect_view()}</nav> }
    })
}

#[component]
fn Standing(shown: QuarterCard, frame: Frame) -> impl IntoView {
    let l = Look::here().lang;
    let said = match shown.until.filter(|_| shown.stage == QuarterStage::Published) {
        Some(until) => l.fill(w::UNTIL, &[&until.said(l, frame.today)]),
        None => l.t(w::IS_FINAL).to_owned(),
    };
    view! { <p class="soft">{said}</p> }
}

#[component]
fn Of(building: StarBuilding, slug: String, can_object: bool) -> impl IntoView {
    let l = Look::here().lang;
    let name = if building.building.is_empty() { l.t(w::NO_BUILDING).to_owned() } else { building.building };
    view! {
        <section>
            <h2>{name}</h2>
            <ul class="cards">
                {building.people.into_iter().map(|one| view! { <One star=one slug=slug.clone() can_object=can_object /> }).collect_view()}
            </ul>
        </section>
    }
}

/// Somebody who agreed to be shown, with the way to object.
#[component]
fn One(star: StarCard, slug: String, can_object: bool) -> impl IntoView {
    let l = Look::here().lang;
    let objects = star.line.filter(|_| can_object).map(|line| {
        let id = line.to_string();
        let kept = Kept::of("stars.object", Some(("line", &id)));
        let open = kept.failed();
        view! {
            <details class="noprint" open=open>
                <summary>{l.t(w::OBJECT)}</summary>
                <Form kept=kept.clone() hidden=vec![("community", slug), ("line", id)]>
                    <Area kept=kept name="words" label=w::WORDS hint=w::WORDS_HINT rows=3 />
                    <Send label=w::DO_OBJECT rank="quiet" />
                </Form>
            </details>
        }
    });
    view! {
        <li class="card">
            <p class="name">{star.name}</p>
            <p><Stars stars=star.stars /></p>
            <p class="soft">{counts(l, star.count)}</p>
            {objects}
        </li>
    }
}

/// On paper: where this stands, as of when.
#[component]
fn Origin(frame: Frame, quarter: String) -> impl IntoView {
    let l = Look::here().lang;
    let address = format!("{}{}?quarter={quarter}", origin(), paths::of(&frame.community.slug, "stars"));
    view! {
        <div class="origin">
            <Qr says=address.clone() label=l.t(posts::STARS) />
            <p class="soft">{address} " · " {frame.today.to_string()}</p>
        </div>
        {frame.roles.any(&[Role::Staff, Role::Admin]).then(|| view! { <p class="hint noprint">{l.t(w::PRINT_POSTER)}</p> })}
    }
}
