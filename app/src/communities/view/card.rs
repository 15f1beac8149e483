//! The household card, to be printed: number and code in large print.

use super::{Page, for_whom, query, slug};
use crate::communities::api;
use crate::communities::model::{CommunityCard, Framed, HouseholdCard, grouped};
use crate::communities::words as w;
use crate::ui::fault::load;
use crate::ui::form::{Form, Kept, Send};
use crate::ui::look::{Look, origin};
use crate::ui::paths;
use crate::ui::qr::Qr;
use leptos::prelude::*;

/// One's own card, or that of the resident whom the address names.
#[component]
pub fn CardPrintPage() -> impl IntoView {
    match for_whom() {
        Some(resident) => load(api::get_card(slug(), resident), |card| view! { <ThePage card=card /> }).into_any(),
        None => view! { <crate::ui::fault::NotFound /> }.into_any(),
    }
}

#[component]
fn ThePage(card: Framed<HouseholdCard>) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = card;
    let community = frame.community.clone();
    let asked = query("for");
    let mut hidden = vec![("community", community.slug.clone())];
    hidden.extend(Some(asked.clone()).filter(|id| !id.is_empty()).map(|id| ("resident", id)));
    let title = if asked.is_empty() { l.t(w::CARD).to_owned() } else { l.fill(w::CARD_OF, &[&body.name]) };
    let first = body.number.is_none();
    let label = if first { w::MAKE_CARD } else { w::MAKE_CARD_ANEW };
    view! {
        <Page frame=frame title=title lead=l.t(w::CARD_LEAD).to_owned()>
            {body.number.clone().map(|number| view! { <TheCard number=number card=body.clone() community=community.clone() /> })}
            {body.can_make.then(|| view! { <div class="moves">
                {(!first).then(|| view! { <p class="hint">{l.t(w::CARD_PRINT)}</p><p class="hint">{l.t(w::MAKE_CARD_NOTE)}</p> })}
                <Form kept=Kept::of("communities.make_card", None) hidden=hidden>
                    <Send label=label rank=if first { "main" } else { "quiet" } />
                </Form>
            </div> })}
        </Page>
    }
}

/// What is printed. Whoever finds it learns a masked name, and no address.
#[component]
fn TheCard(number: String, card: HouseholdCard, community: CommunityCard) -> impl IntoView {
    let l = Look::here().lang;
    let address = format!("{}{}", origin(), paths::of(&community.slug, "card"));
    view! {
        <section class="card household" aria-label=l.t(w::CARD)>
            <h2>{community.name(l).to_owned()} " · " {l.t(w::CARD)}</h2>
            <p>{card.name}</p>
            <p class="soft">{l.t(w::CARD_NUMBER)}</p>
            <p class="code">{grouped(&number)}</p>
            // Without the number: addresses stand in logs and histories, and the number alone orders at the desk.
            {card.has_phone.then(|| view! { <Qr says=address.clone() label=l.t(w::CARD_STEP_SCAN) /> })}
            <ol>
                {community.desk_phone.map(|phone| view! { <li>{l.fill(w::CARD_STEP_CALL, &[&phone])}</li> })}
                <li>{l.t(w::CARD_STEP_DESK)}</li>
                <li>{l.t(if card.has_phone { w::CARD_STEP_SCAN } else { w::CARD_NO_PHONE })}</li>
            </ol>
            {card.has_phone.then(|| view! { <p class="soft">{address}</p> })}
        </section>
    }
}
