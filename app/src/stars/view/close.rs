//! Closing a quarter, step by step on one page; on paper the table for the meeting.

use super::{time, version_name};
use crate::communities::model::Framed;
use crate::communities::view::{Page, query, slug};
use crate::kernel::period::Period;
use crate::kernel::said::{Lang, Said, Text};
use crate::posts::words as posts;
use crate::stars::api;
use crate::stars::model::{CloseStep, Closing, LineCard, PUBLIC_DAYS, QuarterStage, Showing, StarObjectionCard, StarOutcome, quarter_name};
use crate::stars::words as w;
use crate::ui::fault::load;
use crate::ui::form::{Area, Field, Form, Kept, Radios, Select, Send};
use crate::ui::look::Look;
use crate::ui::table::{Row, Table};
use crate::ui::{paths, words};
use chrono::NaiveDate;
use leptos::prelude::*;

/// How many quarters can be chosen.
const QUARTERS: usize = 8;

/// Closing a quarter.
#[component]
pub fn ClosePage() -> impl IntoView {
    load(api::get_closing(slug(), query("quarter")), |closing| view! { <All closing=closing /> })
}

#[component]
fn All(closing: Framed<Closing>) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = closing;
    let (slug, today) = (frame.community.slug.clone(), frame.today);
    let name = quarter_name(&body.quarter).t(l).to_owned();
    let lines = body.lines.clone();
    let has_lines = body.stage.is_some();
    view! {
        <Page frame=frame title=format!("{} · {name}", l.t(posts::CLOSE_QUARTER)) lead=l.t(w::CLOSE_LEAD).to_owned()>
            <Which slug=slug.clone() quarter=body.quarter.clone() today=today />
            <div class="noprint">
                <Steps closing=body slug=slug today=today />
            </div>
            {has_lines.then(|| view! { <Lines lines=lines name=name /> })}
        </Page>
    }
}

/// Another quarter: a question, so it changes nothing.
#[component]
fn Which(slug: String, quarter: String, today: NaiveDate) -> impl IntoView {
    let l = Look::here().lang;
    let kept = Kept::of("stars.closing", None);
    let quarters = std::iter::successors(Some(Period::quarter_of(today)), |quarter| Some(quarter.quarter_before()));
    let mut choices: Vec<(String, String)> =
        quarters.take(QUARTERS).map(|one| (one.quarter_code(), quarter_name(&one.quarter_code()).t(l).to_owned())).collect();
    if !choices.iter().any(|(code, _)| *code == quarter) {
        choices.push((quarter.clone(), quarter_name(&quarter).t(l).to_owned()));
    }
    view! {
        <form method="get" action=paths::of(&slug, "stars/close") class="search noprint">
            <Select kept=kept name="quarter" label=w::QUARTER choices=choices value=quarter />
            <button class="button quiet">{l.t(words::SHOW)}</button>
        </form>
    }
}

#[component]
fn Steps(closing: Closing, slug: String, today: NaiveDate) -> impl IntoView {
    let l = Look::here().lang;
    let Closing { quarter, days, stage, version, until, waiting, settling, is_stale, rules, can, sums, objections, .. } = closing;
    let hidden = vec![("community", slug.clone()), ("quarter", quarter.clone()), ("version", version.to_string())];
    let hours = if waiting > 0 {
        view! { <p>{l.fill(w::WAITING, &[&waiting])} " " <a class="link" href=paths::of(&slug, "shifts")>{l.t(w::TO_HOURS)}</a></p> }
            .into_any()
    } else {
        view! { <p class="soft">{l.t(w::HOURS_DONE)}</p> }.into_any()
    };
    let computed = stage.map(|_| {
        let sums = summed(l, &sums);
        view! { <p>{l.fill(w::COMPUTED, &[&sums])} " " <span class="soft">{version_name(l, rules.version)}</span></p> }
    });
    let may = |step| can.contains(&step);
    let computes = may(CloseStep::Compute).then(|| {
        let (label, rank) = if stage.is_none() || is_stale { (w::DO_COMPUTE, "main") } else { (w::DO_AGAIN, "quiet") };
        view! { <Form kept=Kept::of("stars.compute", None) hidden=hidden.clone()><Send label=label rank=rank /></Form> }
    });
    let publishes = may(CloseStep::Publish).then(|| {
        let kept = Kept::of("stars.publish", None);
        view! {
            <p class="hint">{l.t(w::PUBLISH_HINT)}</p>
            <Form kept=kept.clone() hidden=hidden.clone()>
                <Field kept=kept name="days" label=w::F_DAYS kind="tel" value=PUBLIC_DAYS.0.to_string() />
                <Send label=w::DO_PUBLISH rank=if is_stale { "quiet" } else { "main" } />
            </Form>
        }
    });
    let public = until.map(|until| {
        let href = format!("{}?quarter={quarter}", paths::of(&slug, "stars"));
        view! { <p>{l.fill(w::PUBLIC_UNTIL, &[&until.said(l, today)])} " " <a class="link" href=href>{l.t(w::TO_BOARD)}</a></p> }
    });
    let seals = may(CloseStep::Seal).then(|| {
        view! {
            <p class="hint">{l.t(w::SEAL_HINT)}</p>
            <Form kept=Kept::of("stars.seal", None) hidden=hidden.clone()>
                <Send label=w::DO_SEAL rank=if is_stale { "quiet" } else { "main" } />
            </Form>
        }
    });
    let sealed = stage == Some(QuarterStage::Sealed);
    let first = move |waits: bool| waits.then(|| view! { <p class="soft">{l.t(w::FIRST_THE_ONE_BEFORE)}</p> });
    let no_objections = objections.is_empty();
    let objections = objections.into_iter().map(|one| view! { <Objection objection=one slug=slug.clone() today=today /> }).collect_view();
    view! {
        <Step title=w::STEP_HOURS>{hours} {(settling > 0).then(|| view! { <p>{l.t(w::SETTLING)}</p> })}</Step>
        <Step title=w::STEP_COMPUTE>
            {(days.to >= today).then(|| view! { <p class="soft">{l.t(w::NOT_OVER)}</p> })}
            {computed}
            {is_stale.then(|| view! { <p class="refused" role="status">{l.t(w::STALE)}</p> })}
            {computes}
        </Step>
        <Step title=w::STEP_PUBLISH>{public} {publishes} {first(stage.is_none())}</Step>
        <Step title=w::STEP_OBJECTIONS>
            {no_objections.then(|| view! { <p class="soft">{l.t(w::NO_OBJECTIONS)}</p> })}
            {objections}
        </Step>
        <Step title=w::STEP_SEAL>
            {sealed.then(|| view! { <p>{l.t(w::SEALED)}</p> })}
            {seals}
            {first(stage.is_none_or(|stage| stage == QuarterStage::Computed))}
        </Step>
        <Step title=w::STEP_OUTPUT><Outputs slug=slug quarter=quarter stage=stage /></Step>
    }
}

#[component]
fn Step(title: Text, children: Children) -> impl IntoView {
    view! { <section class="card wide"><h2>{Look::here().lang.t(title)}</h2>{children()}</section> }
}

/// How many have how many stars: 五星 2 人，四星 7 人.
fn summed(l: Lang, sums: &[usize; 6]) -> String {
    let one = |(stars, people): (u8, &usize)| (*people > 0).then(|| l.fill(w::SO_MANY, &[&w::stars(l, stars), people]));
    let all: Vec<String> = (0..6).zip(sums).rev().filter_map(one).collect();
    if all.is_empty() { l.t(w::NO_LINES).to_owned() } else { all.join(l.pick("，", ", ")) }
}

/// What can be taken away: the table once it is computed, the poster once it is public, the honours once it is final.
#[component]
fn Outputs(slug: String, quarter: String, stage: Option<QuarterStage>) -> impl IntoView {
    let l = Look::here().lang;
    let sheets = [
        (stage.is_some(), "stars.xlsx", w::WORKBOOK),
        (matches!(stage, Some(QuarterStage::Published | QuarterStage::Sealed)), "stars", w::POSTER),
        (stage == Some(QuarterStage::Sealed), "stars/honours", w::HONOURS),
    ];
    let sheets = sheets.into_iter().filter(|(there, ..)| *there);
    let links: Vec<_> = sheets
        .map(|(_, page, name)| {
            let href = format!("{}?quarter={quarter}", paths::of(&slug, page));
            view! { <a class="link" href=href>{l.t(name)}</a> " " }
        })
        .collect();
    let there = if links.is_empty() { (w::FIRST_THE_ONE_BEFORE, "soft") } else { (w::PRINT, "hint") };
    view! { <p class="links">{links}</p> <p class=there.1>{l.t(there.0)}</p> }
}

/// The table for the meeting.
#[component]
fn Lines(lines: Vec<LineCard>, name: String) -> impl IntoView {
    let l = Look::here().lang;
    let heads = [w::STAR, w::BUILDING, w::POINTS, w::HOURS, w::TIMES_MISSED, w::SHOWN];
    let row = |line: LineCard| {
        let shown = if line.showing == Showing::Hidden { w::NO_SHOWN } else { w::YES_SHOWN };
        let cells = [
            w::stars(l, line.stars),
            line.building,
            line.count.points.to_string(),
            time(l, line.count.minutes),
            line.count.missed.to_string(),
            l.t(shown).to_owned(),
        ];
        view! { <Row name=Said { zh: line.name.clone().into(), en: line.name.into() } cells=heads.into_iter().zip(cells).collect() /> }
    };
    let nothing = lines.is_empty();
    let rows: Vec<_> = lines.into_iter().map(row).collect();
    view! {
        <section aria-labelledby="table">
            <h2 id="table">{l.fill(w::TABLE_TITLE, &[&name])}</h2>
            {if nothing {
                view! { <p class="empty">{l.t(w::NO_LINES)}</p> }.into_any()
            } else {
                view! { <Table first=w::NAME heads=heads.to_vec()>{rows}</Table> }.into_any()
            }}
        </section>
    }
}

/// An objection, with the form that answers it while it is open.
#[component]
fn Objection(objection: StarObjectionCard, slug: String, today: NaiveDate) -> impl IntoView {
    let l = Look::here().lang;
    let id = objection.id.to_string();
    let line = l.fill(w::OBJECTION_LINE, &[&objection.by, &objection.against]);
    let form = objection.can_answer.then(|| {
        let kept = Kept::of("stars.answer", Some(("objection", &id)));
        let choices = [StarOutcome::Overruled, StarOutcome::Upheld].map(|one| (one.code().to_owned(), l.t(one.name()).to_owned())).to_vec();
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
            {objection.answer.map(|answer| view! { <p class="words">{l.fill(w::ANSWERED, &[&answer])}</p> })}
            {form}
        </div>
    }
}
