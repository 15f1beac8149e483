//! Who holds which post, to be read and printed; and a service card, whose code says whether it is valid today.

use super::path;
use crate::communities::model::{CommunityCard, Frame, Framed};
use crate::communities::view::{Page, param, slug};
use crate::kernel::actor::Role;
use crate::kernel::when::said_day;
use crate::posts::api;
use crate::posts::model::{HolderCard, HolderPage as Matter};
use crate::posts::presets::kind_said;
use crate::posts::words as w;
use crate::ui::fault::{NotFound, load};
use crate::ui::icon::Icon;
use crate::ui::look::{Look, origin};
use crate::ui::paths;
use crate::ui::qr::Qr;
use leptos::prelude::*;

/// The roster.
#[component]
pub fn RosterPage() -> impl IntoView {
    load(api::get_roster(slug()), |roster| view! { <Roster roster=roster /> })
}

#[component]
fn Roster(roster: Framed<Vec<HolderCard>>) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = roster;
    let slug = frame.community.slug.clone();
    let heads = [w::VOLUNTEER, w::POST, w::V_PROMISE];
    let desk = frame.roles.any(&[Role::Staff, Role::Admin]);
    let orders = frame.roles.has(Role::Resident);
    let (board, order) = (paths::of(&slug, "posts"), paths::of(&slug, "wishes/new"));
    let row = move |holder: HolderCard| {
        let href = path(&slug, holder.post);
        view! {
            <tr>
                <th scope="row">{holder.name}</th>
                <td data-head=l.t(w::POST)>
                    <div><a class="link" href=href>{holder.title}</a><p class="soft">{holder.times.said(l)}</p></div>
                </td>
                <td data-head=l.t(w::V_PROMISE)>{holder.promise}</td>
            </tr>
        }
    };
    view! {
        <Page frame=frame.clone() title=l.t(w::ROSTER).to_owned() lead=l.t(w::ROSTER_LEAD).to_owned()>
            <p class="links noprint">
                <a class="link" href=board>{l.t(w::BOARD)}</a>
                {orders.then(|| view! { <a class="link" href=order>{l.t(w::ASK_FOR_HELP)}</a> })}
            </p>
            {if body.is_empty() {
                view! { <p class="empty">{l.t(w::ROSTER_EMPTY)}</p> }.into_any()
            } else {
                view! {
                    <table class="table texts roster">
                        <thead><tr>{heads.into_iter().map(|head| view! { <th scope="col">{l.t(head)}</th> }).collect_view()}</tr></thead>
                        <tbody>{body.into_iter().map(row).collect_view()}</tbody>
                    </table>
                    <Origin frame=frame />
                }
                .into_any()
            }}
            {desk.then(|| view! { <p class="hint noprint">{l.t(w::ROSTER_PRINT)}</p> })}
        </Page>
    }
}

/// On paper: where this stands, as of when.
#[component]
fn Origin(frame: Frame) -> impl IntoView {
    let l = Look::here().lang;
    let address = format!("{}{}", origin(), paths::of(&frame.community.slug, "roster"));
    view! {
        <div class="origin">
            <Qr says=address.clone() label=l.t(w::ROSTER) />
            <p class="soft">{address} " · " {frame.today.to_string()}</p>
        </div>
    }
}

/// Whether a service card is valid today; with the card itself for whoever may print it.
#[component]
pub fn HolderPage() -> impl IntoView {
    match param("claim").parse() {
        Ok(claim) => load(api::get_holder(slug(), claim), |holder| view! { <Holder holder=holder /> }).into_any(),
        Err(_) => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn Holder(holder: Framed<Matter>) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = holder;
    let (community, today) = (frame.community.clone(), frame.today);
    let (said, lead, class) =
        if body.valid { (w::CARD_VALID, w::CARD_VALID_LEAD, "done") } else { (w::CARD_INVALID, w::CARD_INVALID_LEAD, "refused") };
    let not_yet = (body.holder.is_some() && body.from > today).then(|| l.fill(w::CARD_NOT_YET, &[&said_day(l, body.from, today)]));
    let about = body.holder.clone().map(|holder| {
        view! {
            <p><strong>{holder.name}</strong> " · " <a class="link" href=path(&community.slug, holder.post)>{holder.title}</a></p>
            <p class="soft">{l.fill(w::WHEN, &[&holder.times.said(l)])}</p>
        }
    });
    let card = body.holder.clone().filter(|_| body.can_print);
    view! {
        <Page frame=frame title=l.t(w::CARD).to_owned()>
            <section class="card wide standing">
                <p class=class role="status"><Icon name=if body.valid { "check" } else { "warning" } /><strong>{l.t(said)}</strong></p>
                <p>{l.t(lead)} " " {not_yet}</p>
                {about}
                {community.desk_phone.clone().map(|phone| {
                    view! { <p><a class="link" href=format!("tel:{phone}")>{l.fill(w::CARD_REACH, &[&phone])}</a></p> }
                })}
            </section>
            {card.map(|holder| view! {
                <TheCard holder=holder span=l.fill(w::CARD_SPAN, &[&body.from, &body.to]) community=community />
                <p class="hint noprint">{l.t(w::CARD_PRINT)}</p>
            })}
        </Page>
    }
}

/// What is printed and carried.
#[component]
fn TheCard(holder: HolderCard, span: String, community: CommunityCard) -> impl IntoView {
    let l = Look::here().lang;
    let address = format!("{}{}", origin(), paths::of(&community.slug, &format!("roster/{}", holder.claim)));
    let kind = Some(kind_said(&holder.kind, l)).filter(|kind| *kind != holder.title);
    view! {
        <section class="card household service" aria-label=l.t(w::CARD)>
            <h2>{community.name(l).to_owned()} " · " {l.t(w::CARD)}</h2>
            <Qr says=address label=l.t(w::CARD_SCAN) />
            <p class="code">{holder.name}</p>
            <p><strong>{holder.title.clone()}</strong> {kind.map(|kind| format!(" · {kind}"))}</p>
            <p class="words">{l.fill(w::PROMISES, &[&holder.promise])}</p>
            <p>{l.t(w::CARD_SCAN)}</p>
            <p class="soft">{span}</p>
            {community.desk_phone.map(|phone| view! { <p class="soft">{l.fill(w::CARD_REACH, &[&phone])}</p> })}
        </section>
    }
}
