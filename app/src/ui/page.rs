//! What stands around a page: top bar, title, one sentence, content, foot. The frame of a community's pages is made of
//! the same parts, in that slice.

use super::assets::Assets;
use super::escape;
use super::form::{Form, Kept, Left};
use super::icon::Icon;
use super::look::Look;
use super::words as w;
use leptos::prelude::*;
use leptos_meta::Title;

/// A page of no community.
#[component]
pub fn Plain(
    /// The title.
    title: String,
    /// What this page is for, in one sentence.
    #[prop(optional, into)]
    lead: Option<String>,
    children: Children,
) -> impl IntoView {
    let l = Look::here().lang;
    view! {
        <PageTitle title=title.clone() place=None />
        <header class="top">
            <a class="brand" href="/"><Seal />{l.t(w::LINLI)}</a>
            <Switches />
            <a class="who" href="/account"><Icon name="person" />{l.t(w::MY_ACCOUNT)}</a>
        </header>
        <Content title=title lead=lead>{children()}</Content>
    }
}

/// The title of the window, escaped: Leptos leaves that to us.
#[component]
pub fn PageTitle(
    /// The page's title.
    title: String,
    /// The community.
    place: Option<String>,
) -> impl IntoView {
    let l = Look::here().lang;
    let text = [Some(title), place, Some(l.t(w::LINLI).to_owned())].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    view! { <Title text=escape::html(&text) /> }
}

/// The middle of every page: its title, one sentence, and what it is about.
#[component]
pub fn Content(
    /// The title.
    title: String,
    /// What this page is for.
    lead: Option<String>,
    children: Children,
) -> impl IntoView {
    let l = Look::here().lang;
    let is_demo = use_context::<Assets>().is_some_and(|assets| assets.is_demo);
    view! {
        {is_demo.then(|| view! { <aside class="demo">{l.t(w::DEMO)}</aside> })}
        <main id="main">
            <Left />
            <h1>{title}</h1>
            {lead.map(|lead| view! { <p class="lead">{lead}</p> })}
            {children()}
        </main>
        <footer class="foot"><p>{l.t(w::FOOT)}</p></footer>
    }
}

/// The one seal of vermilion.
#[component]
pub fn Seal() -> impl IntoView {
    view! {
        <svg class="seal" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
            <rect x="1" y="1" width="30" height="30" rx="6" />
            <path d="M8 24V13l8-6 8 6v11h-5v-6h-6v6z" />
        </svg>
    }
}

/// Language and elder mode: plain forms, so that they work with scripts off.
#[component]
pub fn Switches() -> impl IntoView {
    let look = Look::here();
    let l = look.lang;
    let other = l.pick("en", "zh").to_owned();
    let elder = if look.elder { "off" } else { "on" }.to_owned();
    let kept = Kept::of("accounts.set_look", None);
    view! {
        <div class="switches">
            <Form kept=kept.clone() hidden=vec![("lang", other), ("next", look.here.clone())]>
                <button type="submit" class="link" lang=l.pick("en", "zh-CN")>{l.t(w::OTHER_LANGUAGE)}</button>
            </Form>
            <Form kept=kept hidden=vec![("elder", elder), ("next", look.here.clone())]>
                <button type="submit" class="link">{l.t(if look.elder { w::STANDARD } else { w::ELDER })}</button>
            </Form>
        </div>
    }
}
