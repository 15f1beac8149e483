//! What an admin does with a post: opens, changes and ends it, appoints side by side, answers objections.

use super::{Records, StageChip, path};
use crate::kernel::said::Text;
use crate::posts::model::{Applicant, Deciding, ObjectionCard, Outcome, PostCard, PostStage, Step};
use crate::posts::words as w;
use crate::ui::form::{Area, Form, Kept, Radios, Send};
use crate::ui::look::Look;
use crate::ui::paths;
use chrono::NaiveDate;
use leptos::prelude::*;

/// What can be done with the post itself.
#[component]
pub fn Keep(post: PostCard, slug: String) -> impl IntoView {
    let l = Look::here().lang;
    let id = post.id.to_string();
    let hidden = vec![("community", slug.clone()), ("post", id.clone()), ("version", post.version.to_string())];
    let open = (post.stage == PostStage::Draft).then(|| {
        view! {
            <p class="hint">{l.t(w::PREVIEW)}</p>
            <Form kept=Kept::of("posts.open", None) hidden=hidden.clone()>
                <Send label=w::DO_OPEN />
            </Form>
        }
    });
    let ends = (post.stage != PostStage::Ended).then(|| {
        let kept = Kept::of("posts.end", None);
        let unfolded = kept.failed();
        view! {
            <details open=unfolded>
                <summary>{l.t(w::DO_END)}</summary>
                <Form kept=kept.clone() hidden=hidden.clone()>
                    <Area kept=kept name="reason" label=w::END_REASON hint=w::END_HINT />
                    <Send label=w::DO_END rank="quiet" />
                </Form>
            </details>
        }
    });
    let change = (post.stage != PostStage::Ended).then(|| {
        let href = format!("{}/edit", path(&slug, &id));
        view! { <a class="link" href=href>{l.t(w::DO_CHANGE)}</a> }
    });
    let like = format!("{}?like={id}", paths::of(&slug, "posts/new"));
    view! {
        <div class="moves">
            {open}
            <p class="links">{change} <a class="link" href=like>{l.t(w::SET_UP_LIKE)}</a></p>
            {ends}
        </div>
    }
}

/// Every claim side by side, and the objections.
#[component]
pub fn Decide(deciding: Deciding, records: Records, post: PostCard, slug: String, today: NaiveDate) -> impl IntoView {
    let l = Look::here().lang;
    let Deciding { claims, objections } = deciding;
    let full = post.taken >= post.places;
    let open: Vec<ObjectionCard> = objections;
    view! {
        {(!open.is_empty()).then(|| view! {
            <section aria-labelledby="objections">
                <h2 id="objections">{l.t(w::OBJECTIONS)}</h2>
                <div class="stack">
                    {open.into_iter().map(|one| view! { <Objection objection=one slug=slug.clone() today=today /> }).collect_view()}
                </div>
            </section>
        })}
        <section aria-labelledby="claims">
            <h2 id="claims">{l.t(w::CLAIMS)}</h2>
            {if claims.is_empty() {
                view! { <p class="empty">{l.t(w::CLAIMS_EMPTY)}</p> }.into_any()
            } else {
                view! { <Applicants claims=claims records=records slug=slug full=full today=today /> }.into_any()
            }}
        </section>
    }
}

#[component]
fn Applicants(claims: Vec<Applicant>, records: Records, slug: String, full: bool, today: NaiveDate) -> impl IntoView {
    let l = Look::here().lang;
    let heads = [w::VOLUNTEER, w::V_KIND, w::V_SKILLS, w::V_RECORD, w::V_PROMISE, w::V_OTHERS, w::V_STAGE, w::V_DECIDE];
    let row = move |one: Applicant| {
        let or_none = |said: String| if said.is_empty() { l.t(w::NONE).to_owned() } else { said };
        let kind = one.kind_of_volunteer.map(|kind| l.t(kind.name()).to_owned()).unwrap_or_default();
        let record = records.get(&one.claim.id).map(|lines| lines.join(l.pick("；", "; "))).unwrap_or_default();
        let cells =
            [(w::V_KIND, kind), (w::V_SKILLS, one.skills.clone()), (w::V_RECORD, record), (w::V_PROMISE, one.claim.promise.clone())];
        let others = one.others.join(l.pick("、", ", "));
        let until = one.claim.until.map(|until| l.fill(w::PUBLIC_UNTIL, &[&until.said(l, today)]));
        view! {
            <tr>
                <th scope="row">{one.name.clone()}</th>
                {cells.into_iter().map(|(head, cell)| view! { <td data-head=l.t(head)>{or_none(cell)}</td> }).collect_view()}
                <td data-head=l.t(w::V_OTHERS)>{or_none(others)}</td>
                <td data-head=l.t(w::V_STAGE)>
                    <div>
                        <StageChip stage=one.claim.stage />
                        {until.map(|until| view! { <p class="soft">{until}</p> })}
                        {(!one.claim.reason.is_empty()).then(|| view! { <p class="soft">{l.fill(w::SAID_WHY, &[&one.claim.reason])}</p> })}
                    </div>
                </td>
                <td data-head=l.t(w::V_DECIDE)><div><Steps one=one slug=slug.clone() full=full /></div></td>
            </tr>
        }
    };
    view! {
        <table class="table texts">
            <thead><tr>{heads.into_iter().map(|head| view! { <th scope="col">{l.t(head)}</th> }).collect_view()}</tr></thead>
            <tbody>{claims.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}

/// What the admin can do with a claim now.
#[component]
fn Steps(one: Applicant, slug: String, full: bool) -> impl IntoView {
    let l = Look::here().lang;
    let can = one.claim.can.clone();
    let id = one.claim.id.to_string();
    let hidden = vec![("community", slug), ("claim", id.clone()), ("version", one.claim.version.to_string())];
    let own = one.claim.stage.is_live() && !can.iter().any(|step| matches!(step, Step::Decline | Step::Dismiss));
    let appoint = can.contains(&Step::Appoint).then(|| {
        let label = if full { w::DO_QUEUE } else { w::DO_APPOINT };
        view! {
            <Form kept=Kept::of("posts.appoint", Some(("claim", &id))) hidden=hidden.clone()>
                <Send label=label rank="quiet" />
            </Form>
        }
    });
    let with_reason = |step: Step, door: &'static str, label: Text| {
        can.contains(&step).then(|| {
            let kept = Kept::of(door, Some(("claim", &id)));
            let open = kept.failed();
            view! {
                <details open=open>
                    <summary>{l.t(label)}</summary>
                    <Form kept=kept.clone() hidden=hidden.clone()>
                        <Area kept=kept name="reason" label=w::DECLINE_REASON hint=w::DECLINE_HINT rows=2 />
                        <Send label=label rank="quiet" />
                    </Form>
                </details>
            }
        })
    };
    view! {
        {appoint}
        {with_reason(Step::Decline, "posts.decline", w::DO_DECLINE)}
        {with_reason(Step::Dismiss, "posts.dismiss", w::DO_DISMISS)}
        {own.then(|| view! { <span class="soft">{l.t(w::OWN_CLAIM)}</span> })}
    }
}

/// An objection, with the form that answers it while it is open.
#[component]
fn Objection(objection: ObjectionCard, slug: String, today: NaiveDate) -> impl IntoView {
    let l = Look::here().lang;
    let id = objection.id.to_string();
    let line = l.fill(w::OBJECTION_LINE, &[&objection.by, &objection.against]);
    let open = objection.outcome.is_none();
    let form = open.then(|| {
        let kept = Kept::of("posts.answer", Some(("objection", &id)));
        let choices = [Outcome::Overruled, Outcome::Upheld].map(|one| (one.code().to_owned(), l.t(one.name()).to_owned())).to_vec();
        view! {
            <Form kept=kept.clone() hidden=vec![("community", slug), ("objection", id)]>
                <Radios kept=kept.clone() name="outcome" label=w::OUTCOME choices=choices />
                <Area kept=kept name="answer" label=w::ANSWER hint=w::ANSWER_HINT />
                <Send label=w::DO_ANSWER rank="quiet" />
            </Form>
        }
    });
    view! {
        <div class="card wide">
            <p>{line} " " <span class="soft">{objection.at.said(l, today)}</span></p>
            <blockquote class="words">{objection.words}</blockquote>
            {objection.outcome.map(|outcome| view! { <p class="chips"><span class="chip">{l.t(outcome.name())}</span></p> })}
            {objection.answer.filter(|answer| !answer.is_empty()).map(|answer| view! { <p class="words">{l.fill(w::ANSWERED, &[&answer])}</p> })}
            {form}
        </div>
    }
}
