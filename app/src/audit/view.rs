//! The page of who did what.

use super::api;
use super::model::{About, AuditLine, AuditLog, AuditQuery};
use super::names;
use super::words as w;
use crate::communities::model::Framed;
use crate::communities::view::{Page, query, slug};
use crate::kernel::actor::Channel;
use crate::ui::fault::load;
use crate::ui::look::Look;
use crate::ui::{paths, words};
use chrono::NaiveDate;
use leptos::prelude::*;

/// Who did what.
#[component]
pub fn AuditPage() -> impl IntoView {
    let asked =
        AuditQuery { about: query("about"), who: query("who"), from: query("from"), to: query("to"), cursor: query("cursor").parse().ok() };
    load(api::get_audit(slug(), asked.clone()), move |log| view! { <Audit log=log asked=asked /> })
}

#[component]
fn Audit(log: Framed<AuditLog>, asked: AuditQuery) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = log;
    let (slug, today) = (frame.community.slug.clone(), frame.today);
    let narrowed = format!("about={}&who={}&from={}&to={}", asked.about, paths::encode(&asked.who), asked.from, asked.to);
    let next = body.next.map(|cursor| format!("{}?{narrowed}&cursor={cursor}", paths::of(&slug, "audit")));
    let sheet = format!("/c/{slug}/audit.csv?{narrowed}");
    let sealed = match body.sealed_at {
        Some(at) => l.fill(w::SEALED, &[&body.sealed, &at.said(l, today)]),
        None => l.t(w::NOT_SEALED).to_owned(),
    };
    view! {
        <Page frame=frame title=l.t(w::AUDIT).to_owned() lead=l.t(w::LEAD).to_owned()>
            <Narrow slug=slug.clone() asked=asked />
            <p class="links">
                <a class="link" href=sheet download="">{l.fill(w::SHEET, &[&10_000])}</a>
                <span class="soft">{sealed}</span>
            </p>
            {body.items.is_empty().then(|| view! { <p class="empty">{l.t(w::EMPTY)}</p> })}
            <ol class="history">
                {body.items.into_iter().map(|line| view! { <Line line=line slug=slug.clone() today=today /> }).collect_view()}
            </ol>
            {next.map(|href| view! { <p class="actions"><a class="button quiet" href=href>{l.t(words::MORE)}</a></p> })}
        </Page>
    }
}

#[component]
fn Narrow(slug: String, asked: AuditQuery) -> impl IntoView {
    let l = Look::here().lang;
    view! {
        <form method="get" action=paths::of(&slug, "audit") class="search" role="search">
            <label for="about">{l.t(w::ABOUT)}</label>
            <select id="about" name="about">
                <option value="">{l.t(w::ANYTHING)}</option>
                {About::ALL
                    .into_iter()
                    .map(|about| view! { <option value=about.code() selected=asked.about == about.code()>{l.t(about.name())}</option> })
                    .collect_view()}
            </select>
            <label for="who">{l.t(w::WHO)}</label>
            <input id="who" name="who" type="search" value=asked.who maxlength="30" />
            <span class="pair"><label for="from">{l.t(w::FROM)}</label><input id="from" name="from" type="date" value=asked.from /></span>
            <span class="pair"><label for="to">{l.t(w::TO)}</label><input id="to" name="to" type="date" value=asked.to /></span>
            <button type="submit" class="button quiet">{l.t(w::SHOW)}</button>
        </form>
    }
}

#[component]
fn Line(line: AuditLine, slug: String, today: NaiveDate) -> impl IntoView {
    let l = Look::here().lang;
    let who = line.who.unwrap_or_else(|| l.t(w::BY_ITSELF).to_owned());
    let what = names::name(line.about, &line.kind).map_or(line.kind, |name| l.t(name).to_owned());
    let whom = line.whom.filter(|name| *name != who).map(|name| format!(" · {name}"));
    let order = (line.about == About::Wish).then(|| paths::wish(&slug, line.subject));
    view! {
        <li>
            <p><strong>{who}</strong> " " {what} {whom} {line.detail.map(|said| format!(" · {}", said.t(l)))}</p>
            <p class="soft">
                <time datetime=line.at.0.to_rfc3339() title=line.at.full()>{line.at.said(l, today)}</time> " · "
                {l.t(line.about.name())} " · " {l.t(Channel::name(&line.channel))}
                {order.map(|href| view! { " · " <a class="link" href=href>{l.t(w::OPEN)}</a> })}
            </p>
        </li>
    }
}
