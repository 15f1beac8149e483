//! People: search, verify, give roles.

use super::{Page, query, slug};
use crate::communities::api;
use crate::communities::model::{Frame, Framed, Member, Page as Rows, VolunteerKind};
use crate::communities::words as w;
use crate::kernel::actor::Role;
use crate::ui::fault::load;
use crate::ui::form::{Form, Kept, Send};
use crate::ui::look::Look;
use crate::ui::{paths, words};
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
    let slug = frame.community.slug.clone();
    let next = body.next.map(|cursor| {
        let role = asked.role.map_or("", Role::code);
        let unverified = if asked.unverified { "&unverified=1" } else { "" };
        format!("{}?q={}&role={role}{unverified}&cursor={cursor}", paths::of(&slug, "people"), paths::encode(&asked.q))
    });
    view! {
        <Page frame=frame.clone() title=l.t(w::PEOPLE).to_owned() lead=l.t(w::PEOPLE_LEAD).to_owned()>
            {(!query("gone").is_empty()).then(|| view! { <p class="done" role="status">{l.t(w::RECORD_GONE)}</p> })}
            <p class="links"><a class="link" href=paths::of(&slug, "invite")>{l.t(w::INVITE)}</a></p>
            <Search slug=slug asked=asked />
            {body.items.is_empty().then(|| view! { <p class="empty">{l.t(w::NO_PEOPLE)}</p> })}
            <ul class="cards wide">
                {body.items.into_iter().map(|member| view! { <Person member=member frame=frame.clone() /> }).collect_view()}
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

#[component]
fn Person(member: Member, frame: Frame) -> impl IntoView {
    let l = Look::here().lang;
    let slug = frame.community.slug.clone();
    let id = member.id.to_string();
    let which = Some(("member", id.as_str()));
    let (verify, roles) = (Kept::of("communities.verify", which), Kept::of("communities.set_roles", which));
    let same_person = format!("{}?q={}&join={id}", paths::of(&slug, "file"), paths::encode(&member.name));
    let kept_data = format!("{}?for={id}", paths::of(&slug, "my-data"));
    let hidden = vec![("community", slug), ("member", id)];
    let names = member.roles.iter().map(|role| l.t(role.name())).collect::<Vec<_>>().join(l.pick("、", ", "));
    let unverified = member.verified_at.is_none();
    // Also of whoever came by an invitation; one that was used is refused when it is tried.
    let resident = !member.is_record && member.roles.iter().eq([Role::Resident]);
    let since = l.fill(w::REGISTERED_ON, &[&member.created_at.said(l, frame.today)]);
    view! {
        <li class="card">
            <h2 class="name">
                {member.name.clone()} " "
                <span class=if unverified { "chip amber" } else { "chip pine" }>{l.t(if unverified { w::UNVERIFIED } else { w::VERIFIED })}</span>
            </h2>
            <p>{format!("{} {}", member.building, member.door)}</p>
            <p class="soft">{names} " · " {since}</p>
            {unverified
                .then(|| {
                    view! {
                        <Form kept=verify hidden=hidden.clone()>
                            <Send label=w::VERIFY rank="quiet" />
                        </Form>
                    }
                })}
            {(unverified || resident).then(|| view! { <p><a class="link" href=same_person>{l.t(w::SAME_PERSON)}</a></p> })}
            {member.is_record.then(|| {
                view! {
                    <p class="chips"><span class="chip">{l.t(w::NO_ACCOUNT)}</span></p>
                    <p><a class="link" href=kept_data>{l.t(w::GIVE_OUT)}</a></p>
                }
            })}
            {(frame.roles.has(Role::Admin) && !member.is_record).then(|| view! { <RolesForm member=member kept=roles hidden=hidden /> })}
        </li>
    }
}

#[component]
fn RolesForm(member: Member, kept: Kept, hidden: Vec<(&'static str, String)>) -> impl IntoView {
    let l = Look::here().lang;
    let mut kinds = vec![(String::new(), l.t(w::NO_KIND).to_owned())];
    kinds.extend(VolunteerKind::ALL.iter().map(|kind| (kind.code().to_owned(), l.t(kind.name()).to_owned())));
    let kind = member.volunteer_kind.map_or("", VolunteerKind::code).to_owned();
    let tag = kept.id(&member.id.to_string());
    let open = kept.failed();
    view! {
        <details open=open>
            <summary>{l.t(w::CHANGE_ROLES)}</summary>
            <Form kept=kept.clone() hidden=hidden>
                <fieldset id=tag.clone()>
                    <legend>{l.t(w::ROLES)}</legend>
                    {Role::ALL
                        .into_iter()
                        .enumerate()
                        .map(|(at, role)| {
                            let name = format!("roles[{at}]");
                            let id = format!("{tag}-{}", role.code());
                            let held = if kept.failed() { kept.value(&name).is_some() } else { member.roles.has(role) };
                            view! {
                                <div class="choice">
                                    <input type="checkbox" id=id.clone() name=name value=role.code() checked=held />
                                    <label for=id>{l.t(role.name())}</label>
                                </div>
                            }
                        })
                        .collect_view()}
                </fieldset>
                <KindOf kept=kept.clone() tag=tag kinds=kinds value=kind />
                <Send label=w::SAVE_ROLES rank="quiet" />
            </Form>
        </details>
    }
}

/// The kind of volunteer; its id carries the member's, because the page has one such field a person.
#[component]
fn KindOf(kept: Kept, tag: String, kinds: Vec<(String, String)>, value: String) -> impl IntoView {
    let l = Look::here().lang;
    let id = format!("{tag}-kind");
    let chosen = kept.value("volunteer_kind").unwrap_or(value);
    view! {
        <div class="field">
            <label for=id.clone()>{l.t(w::VOLUNTEER_KIND)}</label>
            <select id=id name="volunteer_kind">
                {kinds
                    .into_iter()
                    .map(|(value, name)| {
                        let selected = chosen == value;
                        view! { <option value=value selected=selected>{name}</option> }
                    })
                    .collect_view()}
            </select>
        </div>
    }
}
