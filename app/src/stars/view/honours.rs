//! Sheets that honour a quarter's or a year's stars, one for each, to be printed.

use super::Stars;
use crate::communities::model::Framed;
use crate::communities::view::{Page, query, slug};
use crate::kernel::when::said_date;
use crate::stars::api;
use crate::stars::model::{Honour, Honours, quarter_name};
use crate::stars::words as w;
use crate::ui::fault::load;
use crate::ui::look::Look;
use chrono::NaiveDate;
use leptos::prelude::*;

/// The honours.
#[component]
pub fn HonoursPage() -> impl IntoView {
    load(api::get_honours(slug(), query("quarter")), |honours| view! { <All honours=honours /> })
}

#[component]
fn All(honours: Framed<Honours>) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = honours;
    let community = frame.community.name(l).to_owned();
    let quarter = quarter_name(&body.quarter).t(l).to_owned();
    let sealed_on = body.sealed_on;
    view! {
        <Page frame=frame title=format!("{} · {quarter}", l.t(w::HONOURS)) lead=l.t(w::HONOURS_LEAD).to_owned()>
            {body.honours.is_empty().then(|| view! { <p class="empty">{l.t(w::NO_HONOURS)}</p> })}
            {body
                .honours
                .into_iter()
                .map(|one| view! { <One honour=one community=community.clone() quarter=quarter.clone() sealed_on=sealed_on /> })
                .collect_view()}
        </Page>
    }
}

#[component]
fn One(honour: Honour, community: String, quarter: String, sealed_on: NaiveDate) -> impl IntoView {
    let l = Look::here().lang;
    let says = l.fill(w::HONOUR_SAYS, &[&honour.name, &quarter, &community, &w::stars(l, honour.stars)]);
    view! {
        <section class="card certificate honour" aria-label=honour.name>
            <h2>{l.t(w::HONOUR)}</h2>
            <p><Stars stars=honour.stars /></p>
            <p>{says}</p>
            <p class="by">{community}<br />{said_date(l, sealed_on)}</p>
        </section>
    }
}
