//! The invitation of a community: a link, and the poster that carries it.

use super::{Page, slug};
use crate::communities::api;
use crate::communities::model::{CommunityCard, Framed, InvitationCard};
use crate::communities::words as w;
use crate::ui::fault::load;
use crate::ui::form::{Form, Kept, Send};
use crate::ui::look::{Look, origin};
use crate::ui::paths;
use crate::ui::qr::Qr;
use leptos::prelude::*;

/// The invitation.
#[component]
pub fn InvitePage() -> impl IntoView {
    load(api::get_invitation(slug()), |invitation| view! { <Invitation invitation=invitation /> })
}

#[component]
fn Invitation(invitation: Framed<Option<InvitationCard>>) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = invitation;
    let (community, today) = (frame.community.clone(), frame.today);
    let hidden = vec![("community", community.slug.clone())];
    let (label, rank) = if body.is_some() { (w::INVITE_ANEW, "quiet") } else { (w::INVITE_MAKE, "main") };
    view! {
        <Page frame=frame title=l.t(w::INVITE).to_owned() lead=l.t(w::INVITE_LEAD).to_owned()>
            {match body {
                None => view! { <p class="empty">{l.t(w::INVITE_NONE)}</p> }.into_any(),
                Some(card) => {
                    let until = card.until.said(l, today);
                    let hidden = hidden.clone();
                    view! {
                        <Poster token=card.token community=community />
                        <div class="moves">
                            <p>{l.fill(w::INVITE_USED, &[&card.used, &until])}</p>
                            <p class="hint">{l.t(w::INVITE_PRINT)}</p>
                            <Form kept=Kept::of("communities.end_invitation", None) hidden=hidden>
                                <Send label=w::INVITE_END rank="quiet" />
                            </Form>
                        </div>
                    }
                    .into_any()
                }
            }}
            <div class="moves">
                <Form kept=Kept::of("communities.make_invitation", None) hidden=hidden>
                    <Send label=label rank=rank />
                </Form>
            </div>
        </Page>
    }
}

/// What is hung up: in both languages, because nobody knows who comes by.
#[component]
fn Poster(token: String, community: CommunityCard) -> impl IntoView {
    let l = Look::here().lang;
    let address = format!("{}{}?invite={token}", origin(), paths::of(&community.slug, "register"));
    view! {
        <section class="card poster" aria-label=l.t(w::POSTER)>
            <h2>{community.name_zh}</h2>
            <p lang="en">{community.name_en}</p>
            <Qr says=address.clone() label=l.t(w::POSTER_SCAN) />
            <p><strong lang="zh-CN">{w::POSTER_SCAN.zh}</strong></p>
            <p lang="en">{w::POSTER_SCAN.en}</p>
            <p class="soft">{address}</p>
        </section>
    }
}
