//! One certificate, to be printed on A4; for the desk with the way to declare it void.

use crate::certificates::api;
use crate::certificates::model::CertificateCard;
use crate::certificates::words as w;
use crate::communities::model::Framed;
use crate::communities::view::{Page, param, slug};
use crate::kernel::when::said_date;
use crate::shifts::words::lasted;
use crate::ui::fault::{NotFound, load};
use crate::ui::form::{Area, Form, Kept, Send};
use crate::ui::icon::Icon;
use crate::ui::look::{Look, origin};
use crate::ui::qr::Qr;
use leptos::prelude::*;

/// One certificate.
#[component]
pub fn CertificatePage() -> impl IntoView {
    match param("certificate").parse() {
        Ok(id) => load(api::get_one(slug(), id), |certificate| view! { <One certificate=certificate /> }).into_any(),
        Err(_) => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn One(certificate: Framed<CertificateCard>) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = certificate;
    let (slug, community) = (frame.community.slug.clone(), frame.community.name(l).to_owned());
    let page = format!("{}/certificates", origin());
    let says = l.fill(
        w::SAYS,
        &[&body.name, &said_date(l, body.from), &said_date(l, body.to), &community, &body.services, &lasted(l, body.minutes)],
    );
    let void = body.void.clone();
    let hidden = vec![("community", slug), ("certificate", body.id.to_string())];
    view! {
        <Page frame=frame title=l.t(w::CERTIFICATE).to_owned()>
            {void.map(|reason| view! {
                <p class="refused" role="status">
                    <Icon name="warning" />
                    <strong>{l.t(w::IS_VOID)}</strong>
                    " "
                    {(!reason.is_empty()).then(|| l.fill(w::BECAUSE, &[&reason]))}
                </p>
            })}
            <section class="card certificate" aria-label=l.t(w::CERTIFICATE)>
                <p>{says}</p>
                <p class="soft">{l.t(w::NO_TRAVEL)}</p>
                <p class="by">{community}<br />{said_date(l, body.made_on)}</p>
                <div class="origin">
                    <Qr says=format!("{page}?number={}", body.number) label=l.t(w::CODE) />
                    <div>
                        <p><strong>{l.fill(w::NUMBER, &[&body.number])}</strong></p>
                        <p class="soft">{l.fill(w::CHECK_IT, &[&page])}</p>
                    </div>
                </div>
            </section>
            <p class="hint noprint">{l.t(w::TO_PRINT)}</p>
            {body.can_void.then(|| {
                let kept = Kept::of("certificates.void", None);
                let open = kept.failed();
                view! {
                    <details class="noprint" open=open>
                        <summary>{l.t(w::VOID_IT)}</summary>
                        <Form kept=kept.clone() hidden=hidden>
                            <Area kept=kept name="reason" label=w::VOID_REASON hint=w::VOID_HINT rows=2 />
                            <Send label=w::DO_VOID rank="quiet" />
                        </Form>
                    </details>
                }
            })}
        </Page>
    }
}
