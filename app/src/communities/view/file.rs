//! Filing an order for somebody who does not write themselves: they are found, or a record of them is made.

use super::{Page, query, slug};
use crate::communities::api;
use crate::communities::model::{FilePage as Matter, Framed, GridCard, NOTICE, Need, ResidentCard};
use crate::communities::words as w;
use crate::kernel::actor::Role;
use crate::ui::fault::load;
use crate::ui::form::{Field, Form, Kept, Select, Send, Tick};
use crate::ui::look::Look;
use crate::ui::{paths, words};
use leptos::prelude::*;

/// Filing an order for somebody.
#[component]
pub fn FilePage() -> impl IntoView {
    let q = query("q");
    load(api::find_residents(slug(), q.clone(), query("join").parse().ok()), move |found| view! { <File found=found q=q /> })
}

#[component]
fn File(found: Framed<Matter>, q: String) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body: Matter { found: body, grids } } = found;
    let slug = frame.community.slug.clone();
    let join = query("join");
    let none = !(q.trim().is_empty() && join.is_empty()) && body.is_empty();
    let lead = if join.is_empty() { w::FILE_LEAD } else { w::JOIN_LEAD };
    view! {
        <Page frame=frame title=l.t(w::FILE).to_owned() lead=l.t(lead).to_owned()>
            <form method="get" action=paths::of(&slug, "file") class="search" role="search">
                <label for="q">{l.t(w::FILE_SEARCH)}</label>
                <input id="q" name="q" type="search" value=q maxlength="40" />
                {(!join.is_empty()).then(|| view! { <input type="hidden" name="join" value=join.clone() /> })}
                <button type="submit" class="button quiet">{l.t(words::SEARCH)}</button>
            </form>
            {none.then(|| view! { <p class="empty">{l.t(w::FILE_NONE)}</p> })}
            <ul class="cards wide">
                {body.into_iter().map(|one| view! { <Found one=one slug=slug.clone() join=join.clone() /> }).collect_view()}
            </ul>
            {join.is_empty().then(|| view! { <NewRecord slug=slug.clone() grids=grids /> })}
        </Page>
    }
}

/// Somebody who was found: the way to their order, or to joining their record with the account that asks for it.
#[component]
fn Found(one: ResidentCard, slug: String, join: String) -> impl IntoView {
    let l = Look::here().lang;
    let id = one.id.to_string();
    let action = if join.is_empty() {
        let href = format!("{}?for={id}", paths::of(&slug, "wishes/new"));
        Some(view! { <a class="button quiet" href=href>{l.t(w::FILE_FOR)}</a> }.into_any())
    } else {
        (!one.account).then(|| {
            let kept = Kept::of("personal.join", Some(("record", &id)));
            let hidden = vec![("community", slug.clone()), ("record", id.clone()), ("member", join.clone())];
            view! { <Form kept=kept hidden=hidden><Send label=w::JOIN rank="quiet" /></Form> }.into_any()
        })
    };
    view! {
        <li class="card">
            <h2>{one.name}</h2>
            <p class="chips">
                <span class="chip">{l.t(if one.account { w::HAS_ACCOUNT } else { w::NO_ACCOUNT })}</span>
                {(one.volunteer && !join.is_empty()).then(|| view! { <span class="chip pine">{l.t(Role::Volunteer.name())}</span> })}
                {one.needs.iter().map(|need| view! { <span class="chip amber">{l.t(need.name())}</span> }).collect_view()}
            </p>
            <p class="soft">{one.building} " · " <a class="link" href=paths::member(&slug, one.id)>{l.t(w::WHOLE_NAME)}</a></p>
            {action}
            {join.is_empty().then(|| {
                let about = |page: &str| format!("{}?for={id}", paths::of(&slug, page));
                view! {
                    <p class="links">
                        <a class="link" href=about("card/print")>{l.t(w::CARD)}</a>
                        <a class="link" href=about("diary")>{l.t(words::DIARY)}</a>
                        <a class="link" href=about("delegates")>{l.t(w::DELEGATES)}</a>
                    </p>
                }
            })}
        </li>
    }
}

/// The form for a record of somebody who has no account.
#[component]
fn NewRecord(slug: String, grids: Vec<GridCard>) -> impl IntoView {
    let l = Look::here().lang;
    let mut choices = vec![(String::new(), l.t(w::NO_GRID).to_owned())];
    choices.extend(grids.iter().map(|grid| (grid.id.to_string(), grid.name(l).to_owned())));
    let kept = Kept::of("communities.keep_record", None);
    let open = kept.failed();
    view! {
        <details class="card narrow" open=open>
            <summary>{l.t(w::NEW_RECORD)}</summary>
            <Form kept=kept.clone() hidden=vec![("community", slug)]>
                <p class="hint">{l.t(w::NEW_RECORD_HINT)}</p>
                <Field kept=kept.clone() name="name" label=w::NAME />
                <Field kept=kept.clone() name="phone" label=w::PHONE kind="tel" optional=true />
                <Field kept=kept.clone() name="building" label=w::BUILDING hint=w::BUILDING_HINT />
                <Field kept=kept.clone() name="door" label=w::DOOR hint=w::DOOR_HINT />
                <Select kept=kept.clone() name="grid" label=w::GRID choices=choices />
                <Field kept=kept.clone() name="born" label=w::BORN kind="tel" optional=true />
                <fieldset class="field">
                    <legend>{l.t(w::NEEDS)}</legend>
                    {Need::ALL
                        .iter()
                        .enumerate()
                        .map(|(at, need)| {
                            let (value, label) = (need.code().to_owned(), l.t(need.name()).to_owned());
                            view! { <Tick kept=kept.clone() name=format!("needs[{at}]") value=value label=label /> }
                        })
                        .collect_view()}
                    <Tick
                        kept=kept.clone()
                        name="needs_consent".to_owned()
                        value=NOTICE.to_owned()
                        label=l.t(w::NEEDS_CONSENT).to_owned()
                    />
                </fieldset>
                <Tick kept=kept.clone() name="consent".to_owned() value=NOTICE.to_owned() label=l.t(w::RECORD_CONSENT).to_owned() />
                <Send label=w::KEEP_RECORD />
            </Form>
        </details>
    }
}
