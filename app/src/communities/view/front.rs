//! The front door: find a district and a community.

use super::query;
use crate::accounts::model::MembershipCard;
use crate::communities::api;
use crate::communities::model::{CommunityCard, DistrictCard, FrontDoor};
use crate::communities::words as w;
use crate::ui::fault::load;
use crate::ui::look::Look;
use crate::ui::page::Plain;
use crate::ui::{paths, words};
use leptos::prelude::*;

/// The front door.
#[component]
pub fn FrontPage() -> impl IntoView {
    let q = query("q");
    load(api::get_front_door(q.clone()), move |door| view! { <Front door=door q=q /> })
}

#[component]
fn Front(door: FrontDoor, q: String) -> impl IntoView {
    let l = Look::here().lang;
    let nothing = door.districts.iter().all(|(_, communities)| communities.is_empty());
    view! {
        <Plain title=l.t(w::FRONT_TITLE).to_owned() lead=l.t(w::FRONT_LEAD).to_owned()>
            {(!door.mine.is_empty()).then(|| view! { <Mine mine=door.mine.clone() /> })}
            <form method="get" action="/" class="search" role="search">
                <label for="q">{l.t(w::SEARCH_LABEL)}</label>
                <input id="q" name="q" type="search" value=q.clone() maxlength="40" />
                <button type="submit" class="button quiet">{l.t(words::SEARCH)}</button>
            </form>
            {nothing
                .then(|| {
                    let said = if q.is_empty() { l.t(w::NO_COMMUNITIES).to_owned() } else { l.fill(w::NOTHING_FOUND, &[&q]) };
                    view! { <p class="empty">{said} " " {(!q.is_empty()).then(|| view! { <a href="/">{l.t(w::SHOW_ALL)}</a> })}</p> }
                })}
            {door
                .districts
                .into_iter()
                .filter(|(_, communities)| !communities.is_empty())
                .map(|(district, communities)| view! { <District district=district communities=communities /> })
                .collect_view()}
        </Plain>
    }
}

#[component]
fn Mine(mine: Vec<MembershipCard>) -> impl IntoView {
    let l = Look::here().lang;
    view! {
        <section aria-labelledby="mine">
            <h2 id="mine">{l.t(w::MY_COMMUNITIES)}</h2>
            <ul class="cards">
                {mine
                    .into_iter()
                    .map(|one| {
                        let roles = one.roles.iter().map(|role| l.t(role.name())).collect::<Vec<_>>().join(l.pick("、", ", "));
                        view! {
                            <li class="card">
                                <a class="card-link" href=paths::home(&one.community)>{l.pick(&one.name_zh, &one.name_en).to_owned()}</a>
                                <p class="soft">{roles}</p>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn District(district: DistrictCard, communities: Vec<CommunityCard>) -> impl IntoView {
    let l = Look::here().lang;
    let id = format!("district-{}", district.slug);
    view! {
        <section aria-labelledby=id.clone()>
            <h2 id=id.clone()>{l.pick(&district.name_zh, &district.name_en).to_owned()}</h2>
            <ul class="cards">
                {communities
                    .into_iter()
                    .map(|one| {
                        let street = l.pick(one.street_zh.as_deref().unwrap_or(""), one.street_en.as_deref().unwrap_or("")).to_owned();
                        view! {
                            <li class="card">
                                <a class="card-link" href=paths::home(&one.slug)>{one.name(l).to_owned()}</a>
                                {(!street.is_empty()).then(|| view! { <p class="soft">{street}</p> })}
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}
