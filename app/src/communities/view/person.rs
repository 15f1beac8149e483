//! One member in full: verify, give roles, and the ways on from here. Who opens it has looked, and the member reads that.

use super::{Page, param, slug};
use crate::communities::api;
use crate::communities::model::{Framed, GridCard, Member, Person, PersonPage as Matter, VolunteerKind};
use crate::communities::words as w;
use crate::kernel::actor::Role;
use crate::ui::fault::{NotFound, load};
use crate::ui::form::{Form, Kept, Select, Send};
use crate::ui::look::Look;
use crate::ui::{paths, words};
use leptos::prelude::*;
use uuid::Uuid;

/// One member, whom the address names.
#[component]
pub fn PersonPage() -> impl IntoView {
    match param("member").parse() {
        Ok(member) => load(api::get_person(slug(), member), |person| view! { <ThePerson person=person /> }).into_any(),
        Err(_) => view! { <NotFound /> }.into_any(),
    }
}

/// Whether they are verified, and whether they have an account.
#[component]
pub(super) fn Standing(member: Member) -> impl IntoView {
    let l = Look::here().lang;
    let unverified = member.verified_at.is_none();
    let (class, said) = if unverified { ("chip amber", w::UNVERIFIED) } else { ("chip pine", w::VERIFIED) };
    view! {
        <span class=class>{l.t(said)}</span>
        {member.is_record.then(|| view! { " " <span class="chip">{l.t(w::NO_ACCOUNT)}</span> })}
    }
}

#[component]
fn ThePerson(person: Framed<Matter>) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body: Matter { person: Person { member, phone, grid }, grids } } = person;
    let (slug, today) = (frame.community.slug.clone(), frame.today);
    let id = member.id.to_string();
    let which = Some(("member", id.as_str()));
    let (verify, roles) = (Kept::of("communities.verify", which), Kept::of("communities.set_roles", which));
    let hidden = vec![("community", slug.clone()), ("member", id.clone())];
    let names = member.roles.iter().map(|role| l.t(role.name())).collect::<Vec<_>>().join(l.pick("、", ", "));
    let (desk, admin) = (frame.roles.any(&[Role::Staff, Role::Admin]), frame.roles.has(Role::Admin));
    let unverified = member.verified_at.is_none();
    let all = grids.clone();
    let in_grid = grids.iter().find(|one| Some(one.id) == grid).map_or_else(|| l.t(w::NO_GRID).to_owned(), |grid| grid.name(l).to_owned());
    // Also of whoever came by an invitation; one that was used is refused when it is tried.
    let joins = desk && !member.is_record && (unverified || member.roles.iter().eq([Role::Resident]));
    let files = !unverified && member.roles.has(Role::Resident) && frame.roles.any(&Role::FILERS);
    let since = l.fill(w::REGISTERED_ON, &[&member.created_at.said(l, today)]);
    let about = |page: &str| format!("{}?for={id}", paths::of(&slug, page));
    let order = files.then(|| view! { <p><a class="button quiet" href=about("wishes/new")>{l.t(w::FILE_FOR)}</a></p> });
    let ways = [
        (joins, format!("{}?join={id}", paths::of(&slug, "file")), w::SAME_PERSON),
        (files, about("card/print"), w::CARD),
        (files, about("diary"), words::DIARY),
        (files, about("delegates"), w::DELEGATES),
        (desk && member.roles.has(Role::Volunteer), about("certificates"), w::CERTIFICATES),
        (desk && member.is_record, about("my-data"), w::GIVE_OUT),
    ];
    let ways: Vec<_> =
        ways.into_iter().filter(|(open, ..)| *open).map(|(_, href, said)| view! { <a class="link" href=href>{l.t(said)}</a> }).collect();
    let phone = phone.map(|phone| view! { <p><a class="link" href=format!("tel:{phone}")>{phone.clone()}</a></p> });
    view! {
        <Page frame=frame title=member.name.clone() lead=l.t(w::PERSON_LEAD).to_owned()>
            <section class="card wide">
                <p class="chips">
                    <Standing member=member.clone() />
                    {member.needs.iter().map(|need| view! { <span class="chip amber">{l.t(need.name())}</span> }).collect_view()}
                </p>
                <p>{format!("{} {}", member.building, member.door)}</p>
                {phone}
                <p class="soft">{names} " · " {since}</p>
                {(unverified && desk)
                    .then(|| {
                        view! {
                            <Form kept=verify.clone() hidden=hidden.clone()>
                                <InGrid kept=verify grids=grids grid=grid />
                                <Send label=w::VERIFY />
                            </Form>
                        }
                    })}
                {(!unverified || !desk).then(|| view! { <p>{l.fill(w::IN_GRID, &[&in_grid])}</p> })}
                {order}
                <p class="links">{ways}</p>
                {(!unverified && desk).then(|| view! { <GridForm member=id grids=all grid=grid hidden=hidden.clone() /> })}
                {(admin && !member.is_record).then(|| view! { <RolesForm member=member kept=roles hidden=hidden /> })}
            </section>
            <p class="links">
                {desk.then(|| view! { <a class="link" href=paths::of(&slug, "people")>{l.t(w::PEOPLE)}</a> })}
                <a class="link" href=paths::of(&slug, "file")>{l.t(w::FILE)}</a>
            </p>
        </Page>
    }
}

/// In what grid they live.
#[component]
fn InGrid(kept: Kept, grids: Vec<GridCard>, grid: Option<Uuid>) -> impl IntoView {
    let l = Look::here().lang;
    let mut choices = vec![(String::new(), l.t(w::NO_GRID).to_owned())];
    choices.extend(grids.iter().map(|grid| (grid.id.to_string(), grid.name(l).to_owned())));
    let value = grid.map(|grid| grid.to_string()).unwrap_or_default();
    view! { <Select kept=kept name="grid" label=w::GRID choices=choices value=value /> }
}

#[component]
fn GridForm(member: String, grids: Vec<GridCard>, grid: Option<Uuid>, hidden: Vec<(&'static str, String)>) -> impl IntoView {
    let l = Look::here().lang;
    let kept = Kept::of("communities.set_grid", Some(("member", &member)));
    let open = kept.failed();
    view! {
        <details open=open>
            <summary>{l.t(w::SET_GRID)}</summary>
            <Form kept=kept.clone() hidden=hidden>
                <InGrid kept=kept grids=grids grid=grid />
                <Send label=w::SAVE_GRID rank="quiet" />
            </Form>
        </details>
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
