//! Who looked at my information.

use crate::communities::model::Framed;
use crate::communities::view::{Page, slug};
use crate::kernel::said::Text;
use crate::ui::fault::load;
use crate::ui::look::Look;
use crate::ui::paths;
use crate::wishes::api::{self, LookLine};
use crate::wishes::words as w;
use chrono::NaiveDate;
use leptos::prelude::*;

/// Who looked at my name, phone and door.
#[component]
pub fn LooksPage() -> impl IntoView {
    load(api::list_looks(slug()), |looks| view! { <Looks looks=looks /> })
}

#[component]
fn Looks(looks: Framed<Vec<LookLine>>) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = looks;
    let (slug, today) = (frame.community.slug.clone(), frame.today);
    view! {
        <Page frame=frame title=l.t(w::LOOKS).to_owned() lead=l.t(w::LOOKS_LEAD).to_owned()>
            {body.is_empty().then(|| view! { <p class="empty">{l.t(w::LOOKS_EMPTY)}</p> })}
            <ul class="cards wide">
                {body.into_iter().map(|line| view! { <Line line=line slug=slug.clone() today=today /> }).collect_view()}
            </ul>
        </Page>
    }
}

/// What somebody who looked did.
pub fn did(kind: &str) -> Text {
    match kind {
        "photos_seen" => w::DID_PHOTOS_SEEN,
        "given_out" => w::DID_GIVE_OUT,
        _ => w::DID_LOOKED,
    }
}

#[component]
fn Line(line: LookLine, slug: String, today: NaiveDate) -> impl IntoView {
    let l = Look::here().lang;
    let role = line.role.map_or_else(String::new, |role| format!("{} ", l.t(role.name())));
    let who = line.who.unwrap_or_else(|| l.t(w::SOMEONE).to_owned());
    let wish = line.wish.zip(line.title);
    view! {
        <li class="card">
            <p><strong>{role}{who}</strong> " " {l.t(did(&line.kind))}</p>
            <p class="soft">
                <time datetime=line.at.0.to_rfc3339() title=line.at.full()>{line.at.said(l, today)}</time>
                {wish.map(|(id, title)| view! { " · " <a class="link" href=paths::wish(&slug, id)>{title}</a> })}
            </p>
        </li>
    }
}
