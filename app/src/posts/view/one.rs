//! One post: what it says, who holds it, one's own claim; and for the admins everything to decide.

use super::deciding::{Decide, Keep};
use super::mine::Mine;
use super::{Chips, Facts, FindRecords, Records, path};
use crate::communities::hours::{DAY_NAMES, DAYS};
use crate::communities::model::{Frame, Framed};
use crate::communities::view::{Page, param, slug};
use crate::kernel::actor::Role;
use crate::kernel::said::Said;
use crate::posts::api;
use crate::posts::model::{HolderCard, ObjectionCard, PostCard, PostPage as Matter, PostStage, Shown};
use crate::posts::words as w;
use crate::ui::fault::{NotFound, load};
use crate::ui::form::{Area, Field, Form, Kept, Radios, Send, Ticks};
use crate::ui::look::Look;
use crate::ui::paths;
use leptos::prelude::*;

/// One post.
#[component]
pub fn PostPage(
    /// What whoever claims it did before, for the admins.
    records: FindRecords,
) -> impl IntoView {
    match param("post").parse() {
        Ok(post) => {
            let (page, records) = (api::get_post(slug(), post), records(slug(), post));
            let both = async move {
                let page = page.await?;
                let records = if page.body.deciding.is_some() { records.await? } else { Records::new() };
                Ok((page, records))
            };
            load(both, |(post, records)| view! { <ThePost post=post records=records /> }).into_any()
        }
        Err(_) => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn ThePost(post: Framed<Matter>, records: Records) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = post;
    let (slug, today) = (frame.community.slug.clone(), frame.today);
    let card = body.card.clone();
    let keeps = body.deciding.is_some();
    let looks_after = (!body.looks_after.is_empty()).then(|| {
        let names: Vec<&str> = body.looks_after.iter().map(|name| name.t(l)).collect();
        view! { <p>{l.fill(w::LOOKS_AFTER, &[&names.join(l.pick("、", ", "))])}</p> }
    });
    view! {
        <Page frame=frame.clone() title=card.title.clone() lead=body.purpose.clone()>
            {keeps.then(|| view! { <Keep post=card.clone() slug=slug.clone() /> })}
            <section class="card wide">
                <Chips post=card.clone() today=today />
                <Facts post=card.clone() today=today />
                <h2>{l.t(w::DUTIES)}</h2>
                <p class="words">{body.duties.clone()}</p>
                {looks_after}
                <p class="soft">{l.fill(w::PUBLIC_DAYS, &[&body.public_days])}</p>
            </section>
            {body.mine.clone().map(|mine| view! {
                <section class="moves" aria-labelledby="mine">
                    <h2 id="mine">{l.t(w::MINE)}</h2>
                    <Mine claim=mine slug=slug.clone() today=today titled=false />
                </section>
            })}
            <Claiming post=body.clone() frame=frame.clone() />
            {body.deciding.clone().map(|deciding| view! { <Decide deciding=deciding records=records post=card.clone() slug=slug.clone() today=today /> })}
            {(!body.holders.is_empty()).then(|| view! {
                <section aria-labelledby="holders">
                    <h2 id="holders">{l.t(w::HOLDERS)}</h2>
                    <ul class="cards wide">
                        {body.holders.into_iter().map(|holder| view! { <Holder holder=holder frame=frame.clone() /> }).collect_view()}
                    </ul>
                </section>
            })}
            {(!keeps && !body.my_objections.is_empty()).then(|| view! { <MyObjections objections=body.my_objections /> })}
            <p class="links"><a class="link" href=paths::of(&slug, "posts")>{l.t(w::BOARD)}</a></p>
        </Page>
    }
}

/// Claiming it, or why not.
#[component]
fn Claiming(post: Matter, frame: Frame) -> impl IntoView {
    let l = Look::here().lang;
    if post.can_claim {
        return view! { <Claim post=post.card slug=frame.community.slug /> }.into_any();
    }
    let live = post.mine.is_some_and(|mine| mine.stage.is_live());
    let said = match () {
        () if !post.card.stage.is_on_board() || live => None,
        () if post.card.claim_by < frame.today => Some(w::CLAIMS_CLOSED),
        () if !frame.logged_in => Some(w::CLAIM_LOG_IN),
        () if frame.roles.any(&[Role::Staff, Role::Admin, Role::GridWorker]) => None,
        () => Some(w::CLAIM_NO_VOLUNTEER),
    };
    let way = (!frame.logged_in && post.card.stage == PostStage::Open).then(|| {
        let href = paths::log_in(&path(&frame.community.slug, post.card.id));
        view! { " " <a href=href>{l.t(crate::ui::words::LOG_IN)}</a> }
    });
    said.map(|said| view! { <p class="empty">{l.t(said)} {way}</p> }).into_any()
}

#[component]
fn Claim(post: PostCard, slug: String) -> impl IntoView {
    let l = Look::here().lang;
    let kept = Kept::of("posts.claim", None);
    let choices = Shown::ALL.iter().map(|shown| (shown.code().to_owned(), l.t(shown.name()).to_owned())).collect();
    let hidden = vec![("community", slug), ("post", post.id.to_string())];
    let served = post.times.weekly_days();
    let days = DAYS.into_iter().zip(DAY_NAMES).filter(|(day, _)| served.contains(day));
    let days: Vec<(String, Said)> = days.map(|(day, name)| (day.to_owned(), Said::from(name))).collect();
    view! {
        <section class="moves" aria-labelledby="claim">
            <h2 id="claim">{l.t(w::DO_CLAIM)}</h2>
            <Form kept=kept.clone() hidden=hidden class="card narrow">
                <Area kept=kept.clone() name="promise" label=w::PROMISE hint=w::PROMISE_HINT />
                <Field kept=kept.clone() name="skills" label=w::MY_SKILLS hint=w::MY_SKILLS_HINT optional=true />
                {(days.len() > 1).then(|| view! {
                    <Ticks kept=kept.clone() name="days" title=w::MY_DAYS choices=days />
                })}
                <Radios kept=kept name="shown" label=w::SHOWN choices=choices />
                <p class="hint">{l.t(w::CLAIM_NOTE)}</p>
                <Send label=w::DO_CLAIM />
            </Form>
        </section>
    }
}

/// Somebody who was appointed; while that is public, others may object.
#[component]
fn Holder(holder: HolderCard, frame: Frame) -> impl IntoView {
    let l = Look::here().lang;
    let id = holder.claim.to_string();
    let today = frame.today;
    let object = holder.can_object.then(|| {
        let kept = Kept::of("posts.object", Some(("claim", &id)));
        let open = kept.failed();
        let hidden = vec![("community", frame.community.slug.clone()), ("claim", id.clone())];
        view! {
            <details open=open>
                <summary>{l.t(w::DO_OBJECT)}</summary>
                <Form kept=kept.clone() hidden=hidden>
                    <Area kept=kept name="words" label=w::OBJECTION hint=w::OBJECTION_HINT />
                    <Send label=w::DO_OBJECT rank="quiet" />
                </Form>
            </details>
        }
    });
    view! {
        <li class="card" id=format!("claim-{id}")>
            <p><strong>{holder.name}</strong></p>
            <p class="words">{l.fill(w::PROMISES, &[&holder.promise])}</p>
            {holder.until.map(|until| view! { <p class="soft">{l.fill(w::PUBLIC_UNTIL, &[&until.said(l, today)])}</p> })}
            {object}
        </li>
    }
}

#[component]
fn MyObjections(objections: Vec<ObjectionCard>) -> impl IntoView {
    let l = Look::here().lang;
    let card = |one: ObjectionCard| {
        let outcome = one.outcome.map_or(w::OBJECTION_OPEN, crate::posts::model::Outcome::name);
        view! {
            <li class="card">
                <p><strong>{one.against}</strong> " · " <span class="chip">{l.t(outcome)}</span></p>
                <blockquote class="words">{one.words}</blockquote>
                {one.answer.filter(|answer| !answer.is_empty()).map(|answer| view! { <p class="words">{l.fill(w::ANSWERED, &[&answer])}</p> })}
            </li>
        }
    };
    view! {
        <section aria-labelledby="objections">
            <h2 id="objections">{l.t(w::MY_OBJECTIONS)}</h2>
            <ul class="cards wide">{objections.into_iter().map(card).collect_view()}</ul>
        </section>
    }
}
