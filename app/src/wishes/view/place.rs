//! Placing a wish: the kind first, then what it is about. Two short pages, each whole with scripts off.

use super::island_alike::Alike;
use super::island_counted::Counted;
use super::moves::CameBy;
use super::photos::ChoosePhotos;
use crate::communities::model::{Framed, Kind, ResidentCard};
use crate::communities::view::{Page, query, slug};
use crate::ui::assets::Scripts;
use crate::ui::fault::load;
use crate::ui::form::{Form, Kept, Select, Send};
use crate::ui::look::Look;
use crate::ui::paths;
use crate::wishes::api::{self, PlaceForm};
use crate::wishes::words as w;
use leptos::prelude::*;

/// Placing a wish.
#[component]
pub fn PlacePage() -> impl IntoView {
    let kind = Kind::from_code(&query("kind"));
    load(api::get_place_form(slug(), query("for").parse().ok()), move |form| view! { <Place form=form kind=kind /> })
}

#[component]
fn Place(form: Framed<PlaceForm>, kind: Option<Kind>) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = form;
    let slug = frame.community.slug.clone();
    let (title, lead) = match &body.resident {
        None => (l.t(w::PLACE).to_owned(), l.t(w::PLACE_LEAD)),
        Some(resident) => (l.fill(w::PLACE_FOR, &[&resident.name]), l.t(w::PLACE_FOR_LEAD)),
    };
    view! {
        <Page frame=frame title=title lead=lead.to_owned()>
            {match kind {
                None => view! { <Kinds slug=slug resident=body.resident /> }.into_any(),
                Some(kind) => view! { <Order slug=slug kind=kind form=body /> }.into_any(),
            }}
        </Page>
    }
}

/// The kinds, as links.
#[component]
fn Kinds(slug: String, resident: Option<ResidentCard>) -> impl IntoView {
    let l = Look::here().lang;
    let filed = resident.map(|resident| format!("&for={}", resident.id)).unwrap_or_default();
    let says = |kind| match kind {
        Kind::MicroWish => l.t(w::KIND_WISH),
        Kind::ServiceOrder => l.t(w::KIND_SERVICE),
        Kind::Question => l.t(w::KIND_QUESTION),
    };
    view! {
        <h2>{l.t(w::KIND)}</h2>
        <ul class="cards">
            {Kind::ALL
                .iter()
                .map(|kind| {
                    let href = format!("{}?kind={}{filed}", paths::of(&slug, "wishes/new"), kind.code());
                    view! {
                        <li class="card">
                            <a class="card-link" href=href>{l.t(kind.name())}</a>
                            <p class="soft">{says(*kind)}</p>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
}

#[component]
fn Order(slug: String, kind: Kind, form: PlaceForm) -> impl IntoView {
    let l = Look::here().lang;
    let PlaceForm { resident, delegate, categories } = form;
    let filed = resident.map(|resident| resident.id.to_string());
    let other_kind = filed.as_ref().map_or_else(String::new, |id| format!("?for={id}"));
    let other_kind = format!("{}{other_kind}", paths::of(&slug, "wishes/new"));
    let community = slug.clone();
    let mut hidden = vec![("community", slug), ("kind", kind.code().to_owned())];
    hidden.extend(filed.clone().map(|id| ("resident", id)));
    let kept = Kept::of("wishes.place", None);
    let mut choices = vec![(String::new(), l.t(w::CHOOSE).to_owned())];
    choices.extend(categories.iter().filter(|one| one.kind == kind).map(|one| {
        let way = one.way.map_or(String::new(), |way| format!(" · {}", l.t(way.name())));
        (one.id.to_string(), format!("{}{way}", one.name(l)))
    }));
    let title = kept.id("title");
    let again = kept.clone();
    let counted = move |long: bool, name: &'static str| {
        let (id, value) = (again.id(name), again.value(name).unwrap_or_default());
        let problem = again.problem(name, l);
        view! { <Counted lang=l long=long id=id value=value problem=problem /> }
    };
    view! {
        <p><a class="link" href=other_kind>{l.t(w::OTHER_KIND)}</a></p>
        <Form kept=kept.clone() hidden=hidden class="card narrow" files=true>
            <h2>{l.t(kind.name())}</h2>
            {filed.filter(|_| !delegate).map(|_| view! { <CameBy kept=kept.clone() label=w::CAME_BY /> })}
            <Select kept=kept.clone() name="category" label=w::CATEGORY choices=choices />
            {counted(false, "title")}
            <Alike lang=l community=community field=title />
            {counted(true, "text")}
            <ChoosePhotos kept=kept label=w::PLACE_PHOTOS optional=true />
            <Send label=w::PLACE_SEND />
        </Form>
        <Scripts />
    }
}
