//! The page of notices.

use super::api;
use super::model::NoticeCard;
use super::words as w;
use crate::communities::model::{Framed, Page as Rows};
use crate::communities::view::{Live, Page, query, slug};
use crate::ui::fault::load;
use crate::ui::form::{Form, Kept, Send};
use crate::ui::look::Look;
use crate::ui::{paths, words};
use chrono::NaiveDate;
use leptos::prelude::*;

/// What I was told.
#[component]
pub fn NoticesPage() -> impl IntoView {
    load(api::list_notices(slug(), query("cursor").parse().ok()), |notices| view! { <Notices notices=notices /> })
}

#[component]
fn Notices(notices: Framed<Rows<NoticeCard>>) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = notices;
    let slug = frame.community.slug.clone();
    let (today, choices) = (frame.today, slug.clone());
    let live = frame.clone();
    // New ones come first, and reading them changes how many are new.
    let version = format!("{} {}", frame.unread, body.items.first().map(|newest| newest.id.to_string()).unwrap_or_default());
    let read_all = (frame.unread > 0).then(|| {
        view! {
            <Form kept=Kept::of("notices.read_all", None) hidden=vec![("community", slug.clone())]>
                <Send label=w::READ_ALL rank="quiet" />
            </Form>
        }
    });
    let next = body.next.map(|cursor| format!("{}?cursor={cursor}", paths::of(&slug, "notices")));
    view! {
        <Page frame=frame title=l.t(w::NOTICES).to_owned() lead=l.t(w::LEAD).to_owned()>
            <p class="links"><a class="link" href=paths::of(&choices, "notices/choices")>{l.t(w::CHOICES)}</a></p>
            <div data-live="notices" data-v=version>
                {body.items.is_empty().then(|| view! { <p class="empty">{l.t(w::EMPTY)}</p> })}
                {read_all}
                <ul class="cards wide">
                    {body.items.into_iter().map(|notice| view! { <Notice notice=notice slug=slug.clone() today=today /> }).collect_view()}
                </ul>
                {next.map(|href| view! { <p class="actions"><a class="button quiet" href=href>{l.t(words::MORE)}</a></p> })}
            </div>
            <Live frame=live />
        </Page>
    }
}

/// One notice: what happened leads to what it is about, which marks it as read.
#[component]
fn Notice(notice: NoticeCard, slug: String, today: NaiveDate) -> impl IntoView {
    let l = Look::here().lang;
    view! {
        <li class="card" class:unread=!notice.read>
            <p class="words">
                {(!notice.read).then(|| view! { <span class="chip amber">{l.t(w::NEW)}</span> " " })}
                {notice.said.t(l).to_owned()}
            </p>
            <p class="soft">
                <time datetime=notice.at.0.to_rfc3339() title=notice.at.full()>{notice.at.said(l, today)}</time> " · "
                <a class="link" href=paths::of(&slug, &notice.link)>{l.t(w::SEE)}</a>
            </p>
        </li>
    }
}
