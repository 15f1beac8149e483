//! The month's page for the wall of the community: read from two steps away, printed on A4, for everybody.

use super::month::Sentences;
use crate::communities::model::Framed;
use crate::communities::view::{Page, query, slug};
use crate::figures::api;
use crate::figures::model::{CategoryFigures, FEWEST, MonthOfFigures};
use crate::figures::told;
use crate::figures::words as w;
use crate::kernel::actor::Role;
use crate::kernel::when::said_month;
use crate::ui::fault::load;
use crate::ui::look::{Look, origin};
use crate::ui::paths;
use crate::ui::qr::Qr;
use leptos::prelude::*;

/// The sheet of a month.
#[component]
pub fn SheetPage() -> impl IntoView {
    load(api::get_wall_sheet(slug(), query("month")), |month| view! { <Sheet month=month /> })
}

#[component]
fn Sheet(month: Framed<MonthOfFigures>) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = month;
    let MonthOfFigures { period, figures, before } = body;
    let address = format!("{}{}?month={}", origin(), paths::of(&frame.community.slug, "figures/sheet"), period.code());
    let desk = frame.roles.any(&[Role::Staff, Role::Admin]);
    let title = l.fill(w::WALL_TITLE, &[&frame.community.name(l), &said_month(l, period.from)]);
    view! {
        <Page frame=frame title=title lead=l.t(w::WALL_LEAD).to_owned()>
            <div class="sheet">
                <Sentences said=told::sentences(&figures.whole, Some(&before)) />
                <Lines lines=figures.categories />
                <p class="soft">{l.fill(w::WALL_FEW, &[&figures.to, &FEWEST])}</p>
                <div class="origin">
                    <Qr says=address.clone() label=l.t(crate::ui::words::FIGURES) />
                    <p class="soft">{l.fill(w::WALL_ADDRESS, &[&address])}</p>
                </div>
            </div>
            {desk.then(|| view! { <p class="hint noprint">{l.t(w::WALL_PRINT)}</p> })}
        </Page>
    }
}

/// How much of what: the orders of each category, as bars of one scale with their number.
#[component]
fn Lines(lines: Vec<CategoryFigures>) -> impl IntoView {
    let l = Look::here().lang;
    let most = lines.iter().map(|line| line.tally.placed).max().unwrap_or(1);
    view! {
        <ul class="bars">
            {lines
                .into_iter()
                .map(|line| {
                    let n = line.tally.placed;
                    view! {
                        <li>
                            <span>{line.name.t(l).to_owned()}</span>
                            <progress max=most.to_string() value=n.to_string() aria-hidden="true"></progress>
                            <strong>{n}</strong>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
}
