//! A community's home page.

use super::{Page, query, slug};
use crate::communities::api;
use crate::communities::model::{CategoryCard, Class, CommunityCard, Framed, Home, Kind};
use crate::communities::words as w;
use crate::kernel::actor::Role;
use crate::kernel::said::{Lang, Text};
use crate::ui::fault::load;
use crate::ui::icon::Icon;
use crate::ui::look::Look;
use crate::ui::paths;
use leptos::prelude::*;

/// A community's home page.
#[component]
pub fn HomePage() -> impl IntoView {
    load(api::get_home(slug()), |home| view! { <TheHome home=home /> })
}

#[component]
fn TheHome(home: Framed<Home>) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = home;
    let community = frame.community.clone();
    let slug = community.slug.clone();
    let resident = frame.roles.has(Role::Resident);
    let desk = frame.roles.any(&[Role::Staff, Role::Admin]);
    let wall = frame.verified || desk;
    let welcome = if frame.verified { w::WELCOME_VERIFIED } else { w::WELCOME };
    let welcome = (!query("welcome").is_empty() && resident).then_some(welcome);
    let way = move |page: &str, text: Text, icon, class: &'static str| {
        let href = paths::of(&slug, page);
        view! { <a class=class href=href><Icon name=icon />{l.t(text)}</a> }
    };
    view! {
        <Page frame=frame.clone() title=community.name(l).to_owned() lead=l.t(w::HOME_LEAD).to_owned()>
            {welcome.map(|said| view! { <p class="done" role="status"><Icon name="check" />{l.t(said)}</p> })}
            <p class="actions">
                {resident.then(|| way("wishes/new", w::PLACE_WISH, "heart", "button main"))}
                {desk.then(|| way("desk", w::SEE_DESK, "inbox", if resident { "button quiet" } else { "button main" }))}
                {resident.then(|| way("mine", w::SEE_MINE, "list", "button quiet"))}
                {wall.then(|| way("wall", w::SEE_WALL, "wall", "button quiet"))}
                {way("posts", w::SEE_POSTS, "hand", "button quiet")}
                {(frame.roles.is_empty() && frame.name.is_none()).then(|| way("register", w::REGISTER_HERE, "person", "button main"))}
            </p>
            <section aria-labelledby="orders">
                <h2 id="orders">{l.t(w::WHAT_CAN_I_ORDER)}</h2>
                <div class="columns">
                    {Kind::ALL.iter().map(|kind| view! { <Orders kind=*kind categories=body.categories.clone() /> }).collect_view()}
                </div>
            </section>
            <About community=community grids=body.grids.len() />
        </Page>
    }
}

#[component]
fn Orders(kind: Kind, categories: Vec<CategoryCard>) -> impl IntoView {
    let l = Look::here().lang;
    let mine = move |class: Option<Class>| {
        let names = categories.iter().filter(|one| one.kind == kind && one.class == class).map(|one| described(one, l));
        names.collect::<Vec<_>>()
    };
    let groups: Vec<(Option<Class>, Vec<String>)> = if kind == Kind::ServiceOrder {
        Class::ALL.iter().map(|class| (Some(*class), mine(Some(*class)))).filter(|(_, names)| !names.is_empty()).collect()
    } else {
        vec![(None, mine(None))]
    };
    view! {
        <section class="card">
            <h3>{l.t(kind.name())}</h3>
            {groups
                .into_iter()
                .map(|(class, names)| {
                    view! {
                        {class.map(|class| view! { <h4>{l.t(class.name())}</h4> })}
                        <ul class="plain">{names.into_iter().map(|name| view! { <li>{name}</li> }).collect_view()}</ul>
                    }
                })
                .collect_view()}
        </section>
    }
}

fn described(category: &CategoryCard, l: Lang) -> String {
    match category.way {
        Some(way) => format!("{} · {}", category.name(l), l.t(way.name())),
        None => category.name(l).to_owned(),
    }
}

#[component]
fn About(community: CommunityCard, grids: usize) -> impl IntoView {
    let l = Look::here().lang;
    let share = f64::from(community.over60_permille) / 10.0;
    view! {
        <section aria-labelledby="about">
            <h2 id="about">{l.t(w::ABOUT)}</h2>
            <ul class="facts">
                <li>{l.fill(w::PEOPLE_COUNT, &[&community.population, &community.households])}</li>
                <li>{l.fill(w::OVER60, &[&share])}</li>
                {(grids > 0).then(|| view! { <li>{l.fill(w::GRIDS, &[&grids])}</li> })}
                <li>{l.fill(w::HOURS, &[&community.hours.said(l)])}</li>
                {community.desk_phone.map(|phone| {
                    view! { <li><a class="link" href=format!("tel:{phone}")>{l.fill(w::CALL_THE_DESK, &[&phone])}</a></li> }
                })}
            </ul>
        </section>
    }
}
