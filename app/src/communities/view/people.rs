//! People: the list, by masked names.

use super::person::Standing;
use super::{Page, query, slug};
use crate::communities::api;
use crate::communities::model::{Framed, Member, Page as Rows};
use crate::communities::words as w;
use crate::kernel::actor::Role;
use crate::ui::fault::load;
use crate::ui::look::Look;
use crate::ui::{paths, words};
use chrono::NaiveDate;
use leptos::prelude::*;

/// People.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let asked = Asked { q: query("q"), role: Role::from_code(&query("role")), unverified: !query("unverified").is_empty() };
    let people = api::list_people(slug(), asked.q.clone(), asked.role, asked.unverified, query("cursor").parse().ok());
    load(people, move |people| view! { <People people=people asked=asked /> })
}

#[derive(Debug, Clone)]
struct Asked {
    q: String,
    role: Option<Role>,
    unverified: bool,
}

#[component]
fn People(people: Framed<Rows<Member>>, asked: Asked) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = people;
    let (slug, today) = (frame.community.slug.clone(), frame.today);
    let next = body.next.map(|cursor| {
        let role = asked.role.map_or("", Role::code);
        let unverified = if asked.unverified { "&unverified=1" } else { "" };
        format!("{}?q={}&role={role}{unverified}&cursor={cursor}", paths::of(&slug, "people"), paths::encode(&asked.q))
    });
    view! {
        <Page frame=frame title=l.t(w::PEOPLE).to_owned() lead=l.t(w::PEOPLE_LEAD).to_owned()>
            {(!query("gone").is_empty()).then(|| view! { <p class="done" role="status">{l.t(w::RECORD_GONE)}</p> })}
            <p class="links"><a class="link" href=paths::of(&slug, "invite")>{l.t(w::INVITE)}</a></p>
            <Search slug=slug.clone() asked=asked />
            {body.items.is_empty().then(|| view! { <p class="empty">{l.t(w::NO_PEOPLE)}</p> })}
            <ul class="cards wide">
                {body.items.into_iter().map(|member| view! { <Listed member=member slug=slug.clone() today=today /> }).collect_view()}
            </ul>
            {next.map(|href| view! { <p class="actions"><a class="button quiet" href=href>{l.t(words::MORE)}</a></p> })}
        </Page>
    }
}

#[component]
fn Search(slug: String, asked: Asked) -> impl IntoView {
    let l = Look::here().lang;
    view! {
        <form method="get" action=paths::of(&slug, "people") class="search" role="search">
            <label for="q">{l.t(w::SEARCH_PEOPLE)}</label>
            <input id="q" name="q" type="search" value=asked.q maxlength="40" />
            <label for="role">{l.t(w::ROLE)}</label>
            <select id="role" name="role">
                <option value="">{l.t(w::ANY_ROLE)}</option>
                {Role::ALL
                    .into_iter()
                    .map(|role| view! { <option value=role.code() selected=asked.role == Some(role)>{l.t(role.name())}</option> })
                    .collect_view()}
            </select>
            <span class="choice">
                <input type="checkbox" id="unverified" name="unverified" value="1" checked=asked.unverified />
                <label for="unverified">{l.t(w::ONLY_UNVERIFIED)}</label>
            </span>
            <button type="submit" class="button quiet">{l.t(words::SEARCH)}</button>
        </form>
    }
}

/// One member in the list; the whole of them is a page of its own.
#[component]
fn Listed(member: Member, slug: String, today: NaiveDate) -> impl IntoView {
    let l = Look::here().lang;
    let href = paths::member(&slug, member.id);
    let names = member.roles.iter().map(|role| l.t(role.name())).collect::<Vec<_>>().join(l.pick("、", ", "));
    let since = l.fill(w::REGISTERED_ON, &[&member.created_at.said(l, today)]);
    view! {
        <li class="card">
            <h2 class="name"><a href=href>{member.name.clone()}</a> " " <Standing member=member.clone() /></h2>
            <p>{member.building}</p>
            <p class="soft">{names} " · " {since}</p>
        </li>
    }
}
