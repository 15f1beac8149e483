//! Somebody's certificates, and the way to a new one.

use crate::certificates::api;
use crate::certificates::model::{CertificateCard, Certificates};
use crate::certificates::words as w;
use crate::communities::model::Framed;
use crate::communities::view::{Page, query, slug};
use crate::kernel::when::said_day;
use crate::shifts::words::lasted;
use crate::ui::fault::load;
use crate::ui::form::{Form, Kept, Send};
use crate::ui::look::Look;
use crate::ui::paths;
use chrono::NaiveDate;
use leptos::prelude::*;

/// One's own certificates, or for the desk somebody's.
#[component]
pub fn CertificatesPage() -> impl IntoView {
    load(api::get_list(slug(), query("for").parse().ok()), |certificates| view! { <All certificates=certificates /> })
}

#[component]
fn All(certificates: Framed<Certificates>) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = certificates;
    let Certificates { member, name, certificates } = body;
    let (slug, today) = (frame.community.slug.clone(), frame.today);
    let title = if member.is_some() { l.fill(w::OF, &[&name]) } else { l.t(crate::posts::words::CERTIFICATES).to_owned() };
    let mut hidden = vec![("community", slug.clone())];
    hidden.extend(member.map(|member| ("member", member.to_string())));
    view! {
        <Page frame=frame title=title lead=l.t(w::LEAD).to_owned()>
            <Form kept=Kept::of("certificates.issue", None) hidden=hidden>
                <p class="hint">{l.t(w::MAKE_HINT)}</p>
                <Send label=w::MAKE />
            </Form>
            <section aria-labelledby="made">
                <h2 id="made">{l.t(w::MADE)}</h2>
                {certificates.is_empty().then(|| view! { <p class="empty">{l.t(w::NONE)}</p> })}
                <ul class="stack">
                    {certificates.into_iter().map(|one| view! { <Listed one=one slug=slug.clone() today=today /> }).collect_view()}
                </ul>
            </section>
        </Page>
    }
}

#[component]
fn Listed(one: CertificateCard, slug: String, today: NaiveDate) -> impl IntoView {
    let l = Look::here().lang;
    let href = paths::of(&slug, &format!("certificates/{}", one.id));
    view! {
        <li class="card wide">
            <p class="name">{l.fill(w::HOURS, &[&lasted(l, one.minutes), &one.services])}</p>
            <p class="soft">{l.fill(w::MADE_ON, &[&said_day(l, one.made_on, today)])} " · " {l.fill(w::NUMBER, &[&one.number])}</p>
            {one.void.map(|reason| view! {
                <p><span class="chip amber">{l.t(w::IS_VOID)}</span> " " {(!reason.is_empty()).then(|| l.fill(w::BECAUSE, &[&reason]))}</p>
            })}
            <p><a class="link" href=href>{l.t(w::SEE)}</a></p>
        </li>
    }
}
