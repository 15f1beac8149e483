//! The frame of a community's pages: where one is, who one is, and where one may go.

use crate::communities::model::Frame;
use crate::kernel::actor::Role;
use crate::kernel::said::Text;
use crate::ui::icon::Icon;
use crate::ui::look::Look;
use crate::ui::page::{Content, PageTitle, Seal, Switches};
use crate::ui::paths;
use crate::ui::words as w;
use leptos::prelude::*;

/// A page of a community.
#[component]
pub fn Page(
    /// What stands around it.
    frame: Frame,
    /// The title.
    title: String,
    /// What this page is for, in one sentence.
    #[prop(optional, into)]
    lead: Option<String>,
    children: Children,
) -> impl IntoView {
    let l = Look::here().lang;
    let place = frame.community.name(l).to_owned();
    let who = frame.name.clone().unwrap_or_else(|| l.t(if frame.logged_in { w::MY_ACCOUNT } else { w::LOG_IN }).to_owned());
    let account = if frame.logged_in { "/account".to_owned() } else { paths::log_in(&Look::here().here) };
    view! {
        <PageTitle title=title.clone() place=Some(place.clone()) />
        <header class="top">
            <a class="brand" href=paths::home(&frame.community.slug)><Seal />{place}</a>
            <Menu frame=frame.clone() />
            <Switches />
            {frame.name.is_some().then(|| view! { <Bell frame=frame.clone() /> })}
            <a class="who" href=account><Icon name="person" />{who}</a>
        </header>
        <Content title=title lead=lead>{children()}</Content>
        <Bottom frame=frame />
    }
}

/// Where this reader may go in this community: address, name, icon.
fn ways(frame: &Frame) -> Vec<(String, Text, &'static str)> {
    let slug = &frame.community.slug;
    let way = |page: &str, name, icon| (paths::of(slug, page), name, icon);
    let mut ways = vec![(paths::home(slug), w::HOME, "home")];
    let roles = &frame.roles;
    if roles.has(Role::Resident) {
        ways.push(way("wishes/new", w::ORDER, "heart"));
        ways.push(way("mine", w::MINE, "list"));
    }
    if roles.any(&[Role::Staff, Role::Admin]) {
        ways.push(way("desk", w::DESK, "inbox"));
        ways.push(way("people", w::PEOPLE, "person"));
        ways.push(way("figures", w::FIGURES, "list"));
    }
    if roles.any(&Role::FILERS) {
        ways.push(way("file", w::FILE, "person"));
        ways.push(way("diary", w::DIARY, "list"));
    }
    if roles.has(Role::Admin) {
        ways.push(way("settings", w::SETTINGS, "clock"));
    }
    if frame.verified || roles.any(&[Role::Staff, Role::Admin]) {
        ways.push(way("wall", w::WALL, "wall"));
    }
    if roles.any(&[Role::Volunteer, Role::Admin]) {
        ways.push(way("posts", w::POSTS, "person"));
    }
    if roles.any(&[Role::Volunteer, Role::Merchant, Role::Staff, Role::Admin, Role::GridWorker]) {
        ways.push(way("claims", w::CLAIMS, "hand"));
    }
    ways
}

/// The way to one's notices, with how many are new.
#[component]
fn Bell(frame: Frame) -> impl IntoView {
    let l = Look::here().lang;
    let href = paths::of(&frame.community.slug, "notices");
    let here = current(&href);
    let new = (frame.unread > 0).then(|| {
        let said = l.fill(w::NEW_NOTICES, &[&frame.unread]);
        view! { <span class="unread-count" aria-label=said>{frame.unread.min(99)}</span> }
    });
    view! { <a class="bell" data-live="bell" href=href aria-current=here><Icon name="bell" />{l.t(w::NOTICES)}{new}</a> }
}

fn current(href: &str) -> Option<&'static str> {
    (Look::here().path == href).then_some("page")
}

#[component]
fn Menu(frame: Frame) -> impl IntoView {
    let l = Look::here().lang;
    view! {
        <nav class="menu" aria-label=l.pick("主菜单", "Main menu")>
            {ways(&frame)
                .into_iter()
                .map(|(href, name, _)| {
                    let here = current(&href);
                    view! { <a href=href aria-current=here>{l.t(name)}</a> }
                })
                .collect_view()}
        </nav>
    }
}

/// On phones: the four ways that matter most to this reader; where there are more, the fourth opens the rest.
#[component]
fn Bottom(frame: Frame) -> impl IntoView {
    let l = Look::here().lang;
    let mut ways = ways(&frame);
    let rest = if ways.len() > 4 { ways.split_off(3) } else { Vec::new() };
    let way = move |(href, name, icon): (String, Text, &'static str)| {
        let here = current(&href);
        view! { <a href=href aria-current=here><Icon name=icon />{l.t(name)}</a> }
    };
    let more = (!rest.is_empty()).then(|| {
        view! {
            <details>
                <summary><Icon name="more" />{l.t(w::MORE_WAYS)}</summary>
                <div>{rest.into_iter().map(way).collect_view()}</div>
            </details>
        }
    });
    (ways.len() > 1).then(|| {
        view! {
            <nav class="bottom" aria-label=l.pick("常用", "Shortcuts")>
                {ways.into_iter().map(way).collect_view()}
                {more}
            </nav>
        }
    })
}
