//! The month's page for the wall of the community: read from two steps away, printed on A4, for everybody.

use super::month::Sentences;
use crate::communities::model::Framed;
use crate::communities::view::{Page, query, slug};
use crate::figures::api;
use crate::figures::model::{DeskLine, FEWEST, FEWEST_GRADES, WallSheet};
use crate::figures::told;
use crate::figures::words as w;
use crate::kernel::actor::Role;
use crate::kernel::when::said_month;
use crate::ui::fault::load;
use crate::ui::look::{Look, origin};
use crate::ui::paths;
use crate::ui::qr::Qr;
use crate::ui::table::{Row, Table};
use leptos::prelude::*;

/// The sheet of a month.
#[component]
pub fn SheetPage() -> impl IntoView {
    load(api::get_wall_sheet(slug(), query("month")), |sheet| view! { <Sheet sheet=sheet /> })
}

#[component]
fn Sheet(sheet: Framed<WallSheet>) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = sheet;
    let WallSheet { period, to, whole, before, desks } = body;
    let address = format!("{}{}?month={}", origin(), paths::of(&frame.community.slug, "figures/sheet"), period.code());
    let desk = frame.roles.any(&[Role::Staff, Role::Admin]);
    let title = l.fill(w::WALL_TITLE, &[&frame.community.name(l), &said_month(l, period.from)]);
    view! {
        <Page frame=frame title=title lead=l.t(w::WALL_LEAD).to_owned()>
            <div class="sheet">
                <Sentences said=told::sentences(&whole, Some(&before)) />
                {(!desks.is_empty()).then(|| view! { <Desks desks=desks /> })}
                <p class="soft">{l.fill(w::WALL_FEW, &[&to, &FEWEST])}</p>
                <div class="origin">
                    <Qr says=address.clone() label=l.t(crate::ui::words::FIGURES) />
                    <p class="soft">{l.fill(w::WALL_ADDRESS, &[&address])}</p>
                </div>
            </div>
            {desk.then(|| view! { <p class="hint noprint">{l.t(w::WALL_PRINT)}</p> })}
        </Page>
    }
}

/// What each desk did; never who.
#[component]
fn Desks(desks: Vec<DeskLine>) -> impl IntoView {
    let l = Look::here().lang;
    let heads = [w::N_PLACED, w::IN_TIME, w::BROUGHT_IN_TIME, w::SATISFIED];
    let percent = |n: Option<i64>| n.map_or_else(|| "—".to_owned(), |n| format!("{n}%"));
    let row = move |desk: DeskLine| {
        let cells = [desk.placed.to_string(), percent(desk.answered), percent(desk.delivered), percent(desk.satisfied)];
        view! { <Row name=desk.name cells=heads.into_iter().zip(cells).collect() /> }
    };
    view! {
        <section aria-labelledby="desks">
            <h2 id="desks">{l.t(w::WALL_DESKS)}</h2>
            <Table first=w::DESK heads=heads.to_vec()>{desks.into_iter().map(row).collect_view()}</Table>
            <p class="soft">{l.fill(w::WALL_DESKS_NOTE, &[&FEWEST_GRADES])}</p>
        </section>
    }
}
