//! Delegates: whom a resident lets act for them, and for whom one acts.

use super::{Page, for_whom, query, slug};
use crate::communities::api;
use crate::communities::model::{Delegates, DelegationCard, Framed, OfferCard, grouped};
use crate::communities::words as w;
use crate::kernel::actor::Role;
use crate::kernel::said::Text;
use crate::ui::fault::load;
use crate::ui::form::{Field, Form, Kept, Send};
use crate::ui::icon::Icon;
use crate::ui::look::Look;
use crate::ui::paths;
use chrono::NaiveDate;
use leptos::prelude::*;

/// One's own delegates, or those of the resident whom the address names.
#[component]
pub fn DelegatesPage() -> impl IntoView {
    match for_whom() {
        Some(resident) => {
            load(api::list_delegates(slug(), resident), |delegates| view! { <TheDelegates delegates=delegates /> }).into_any()
        }
        None => view! { <crate::ui::fault::NotFound /> }.into_any(),
    }
}

#[component]
fn TheDelegates(delegates: Framed<Delegates>) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = delegates;
    let (slug, today) = (frame.community.slug.clone(), frame.today);
    let Delegates { resident, offer, delegates, residents } = body;
    let (title, lead, head, none) = match &resident {
        None => (l.t(w::DELEGATES).to_owned(), w::DELEGATES_LEAD, w::MY_DELEGATES, w::NO_DELEGATES),
        Some(one) => (l.fill(w::DELEGATES_OF, &[&one.name]), w::DELEGATES_OF_LEAD, w::THEIR_DELEGATES, w::NO_DELEGATES_YET),
    };
    let own = resident.is_none();
    let has_delegates = !own || frame.roles.has(Role::Resident);
    let resident = resident.map(|one| one.id.to_string());
    let taken = own && !query("taken").is_empty() && !residents.is_empty();
    view! {
        <Page frame=frame title=title lead=l.t(lead).to_owned()>
            {taken.then(|| view! { <p class="done" role="status"><Icon name="check" />{l.t(w::TAKEN_ON)}</p> })}
            {has_delegates.then(|| view! {
                <section aria-labelledby="delegates">
                    <h2 id="delegates">{l.t(head)}</h2>
                    {delegates.is_empty().then(|| view! { <p class="soft">{l.t(none)}</p> })}
                    <ul class="cards wide">
                        {delegates
                            .into_iter()
                            .map(|one| view! { <Delegation one=one slug=slug.clone() today=today order=false /> })
                            .collect_view()}
                    </ul>
                    <Offer offer=offer slug=slug.clone() resident=resident today=today />
                </section>
            })}
            {own.then(|| view! {
                <section aria-labelledby="residents">
                    <h2 id="residents">{l.t(w::I_ACT_FOR)}</h2>
                    <ul class="cards wide">
                        {residents
                            .into_iter()
                            .map(|one| view! { <Delegation one=one slug=slug.clone() today=today order=true /> })
                            .collect_view()}
                    </ul>
                    <TakeOn slug=slug.clone() />
                </section>
            })}
        </Page>
    }
}

/// The other one of two, with the way to end it; for whom one acts, also the way to their order.
#[component]
fn Delegation(one: DelegationCard, slug: String, today: NaiveDate, order: bool) -> impl IntoView {
    let l = Look::here().lang;
    let href = format!("{}?for={}", paths::of(&slug, "wishes/new"), one.member);
    view! {
        <li class="card">
            <h3>{one.name}</h3>
            <p class="soft"><time datetime=one.since.0.to_rfc3339() title=one.since.full()>
                {l.fill(w::DELEGATE_SINCE, &[&one.since.said(l, today)])}
            </time></p>
            {order.then(|| view! { <p><a class="button quiet" href=href>{l.t(w::ORDER_FOR)}</a></p> })}
            <End id=one.id.to_string() slug=slug label=w::END_DELEGATION />
        </li>
    }
}

#[component]
fn End(id: String, slug: String, label: Text) -> impl IntoView {
    let kept = Kept::of("communities.end_delegation", Some(("delegation", &id)));
    view! {
        <Form kept=kept hidden=vec![("community", slug), ("delegation", id)]>
            <Send label=label rank="quiet" />
        </Form>
    }
}

/// The code to pass on, in large digits; and the way to get one.
#[component]
fn Offer(offer: Option<OfferCard>, slug: String, resident: Option<String>, today: NaiveDate) -> impl IntoView {
    let l = Look::here().lang;
    let mut hidden = vec![("community", slug.clone())];
    hidden.extend(resident.map(|id| ("resident", id)));
    let (label, rank) = if offer.is_some() { (w::OFFER_ANEW, "quiet") } else { (w::OFFER, "main") };
    view! {
        {offer.map(|offer| {
            let until = offer.until.said(l, today);
            view! {
                <div class="card narrow">
                    <p class="code">{grouped(&offer.code)}</p>
                    <p>{l.fill(w::OFFER_NOTE, &[&until])}</p>
                    <End id=offer.id.to_string() slug=slug label=w::CODE_VOID />
                </div>
            }
        })}
        <Form kept=Kept::of("communities.offer_delegation", None) hidden=hidden>
            <Send label=label rank=rank />
        </Form>
    }
}

/// Where somebody types the code that they were told.
#[component]
fn TakeOn(slug: String) -> impl IntoView {
    let l = Look::here().lang;
    let kept = Kept::of("communities.take_on", None);
    let open = kept.failed();
    view! {
        <details class="card narrow" open=open>
            <summary>{l.t(w::TAKE_ON)}</summary>
            <Form kept=kept.clone() hidden=vec![("community", slug)]>
                <Field kept=kept name="code" label=w::CODE hint=w::CODE_HINT kind="tel" />
                <Send label=w::TAKE_ON_SEND rank="quiet" />
            </Form>
        </details>
    }
}
