//! Closing a quarter: count it, make it public, seal it.

use super::{Result, count, lines, people, span};
use crate::communities::model::Framed;
use crate::kernel::authz::{Action as _, someone_was_faster};
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::{Failure, Fault, Problem};
use crate::kernel::ids::MemberId;
use crate::kernel::notices::Notice;
use crate::kernel::period::Period;
use crate::kernel::said::{Lang, Said, Text, text};
use crate::kernel::table;
use crate::kernel::text::plain_digits;
use crate::stars::counting::Counted;
use crate::stars::entity::line;
use crate::stars::model::{
    At, CloseStep, Closing, LineCard, Objection, PUBLIC_DAYS, Quarter, QuarterId, QuarterStage, Showing, quarter_name,
};
use crate::stars::moves::{Computed, Published, compute as computed};
use crate::stars::policy::{Answer, Close, may_keep};
use crate::stars::rules::{Version, at, numbered};
use crate::stars::{store, words};
use crate::{communities, points, shifts};
use chrono::TimeDelta;
use std::cmp::Reverse;
use std::collections::HashSet;

const NOT_OVER: Text = text("这个季度还没有结束。", "That quarter is not over.");
const WAITING: Text =
    text("这个季度还有 {} 条服务记录等确认。请先确认。", "{} shifts of that quarter wait for a word. Please confirm the hours first.");
const SETTLING: Text = text("积分正在入账，请过一会儿再试。", "Points are being booked at this moment. Please try again soon.");
const CHANGED: Text = text(
    "计算以后，时长或者积分又有变化。请重新计算，再公示。",
    "Hours or points have changed since. Please compute it again and make it public again.",
);
const OPEN: Text = text("还有 {} 条异议没有答复。", "{} objections wait for an answer.");
const DAYS: Text = text("要写 1 到 {} 之间的天数。", "Please write a number of days from 1 to {}.");
const PUBLISHED: Text = text(
    "{}的星级开始公示，到 {} 为止。您是{}。点开看怎么算的。",
    "The stars of {} are public until {}. You have {}. Open them to see how they were counted.",
);

/// A quarter as an admin closes it.
///
/// # Errors
/// [`Fault::Refused`] for all but admins; a problem of a quarter that does not read.
pub async fn get_closing(ctx: Ctx, quarter: String) -> Result<Closing> {
    may_keep(&ctx.actor)?;
    let days = if quarter.trim().is_empty() { Period::quarter_of(ctx.today()).quarter_before() } else { Period::quarter_named(&quarter)? };
    closing(&ctx, days).await
}

/// The page of it; the quarter that was over last, where none is named.
///
/// # Errors
/// As [`get_closing`].
pub async fn close_page(ctx: Ctx, quarter: String) -> Result<Framed<Closing>> {
    let closing = get_closing(ctx.clone(), quarter).await?;
    communities::ops::frame(&ctx, closing).await
}

/// The table of it for the meeting, as a workbook.
///
/// # Errors
/// As [`get_closing`]; [`Fault::NotFound`] before it is computed.
pub async fn sheet(ctx: Ctx, (quarter, l): (String, Lang)) -> Result<Vec<u8>> {
    let closing = get_closing(ctx, quarter).await?;
    if closing.stage.is_none() {
        return Err(Fault::NotFound.into());
    }
    let heads = words::TABLE.map(|head| table::Cell::Text(l.t(head).to_owned())).to_vec();
    let row = |line: &LineCard| {
        let numbers = [line.count.points, line.count.minutes, line.count.missed].map(table::Cell::Number);
        let [name, building] = [&line.name, &line.building].map(|text| table::Cell::Text(text.clone()));
        let [points, minutes, missed] = numbers;
        vec![building, name, table::Cell::Number(line.stars.into()), points, minutes, missed]
    };
    table::xlsx(quarter_name(&closing.quarter).t(l), &[vec![heads], closing.lines.iter().map(row).collect()].concat())
}

async fn closing(ctx: &Ctx, days: Period) -> Result<Closing> {
    let quarter = store::find_quarter(ctx, days).await?;
    let versions = store::list_rules(ctx).await?;
    let (holds, is_over) = (at(&versions, days), days.to < ctx.today());
    let (mut lines_now, mut is_stale, mut objections) = (Vec::new(), false, Vec::new());
    let mut rules = holds;
    if let Some(quarter) = &quarter {
        lines_now = lines(ctx, quarter).await?;
        rules = numbered(&versions, quarter.rules).ok_or_else(|| Failure::Broken(format!("no thresholds {}", quarter.rules)))?;
        is_stale = quarter.stage != QuarterStage::Sealed && is_changed(ctx, quarter, &holds).await?;
        objections = super::objecting::cards(ctx, store::list_objections(ctx, quarter.id).await?, quarter).await?;
        objections.sort_by_key(|one| (one.outcome.is_some(), Reverse(one.id)));
    }
    let mut here = people(ctx, &lines_now).await?;
    let showing = store::list_showing(ctx, here.keys().copied().collect()).await?;
    let card = |line: &crate::stars::model::Line| {
        let Counted { member, count, late, stars, is_barred } = line.counted;
        let of = here.remove(&member).filter(|_| !is_barred)?;
        let showing = showing.get(&member).copied().unwrap_or(Showing::Hidden);
        Some(LineCard { id: line.id, member, name: of.name, building: of.building, stars, count, late, showing })
    };
    let mut cards: Vec<LineCard> = lines_now.iter().filter_map(card).collect();
    cards.sort_by(|a, b| (Reverse(a.stars), &a.building, &a.name, a.id).cmp(&(Reverse(b.stars), &b.building, &b.name, b.id)));
    let mut sums = [0; 6];
    for card in &cards {
        if let Some(sum) = sums.get_mut(usize::from(card.stars)) {
            *sum += 1;
        }
    }
    let stage = quarter.as_ref().map(|quarter| quarter.stage);
    let can = match stage {
        None if is_over => vec![CloseStep::Compute],
        None | Some(QuarterStage::Sealed) => Vec::new(),
        Some(QuarterStage::Computed) => vec![CloseStep::Compute, CloseStep::Publish],
        Some(QuarterStage::Published) => vec![CloseStep::Compute, CloseStep::Seal],
    };
    Ok(Closing {
        quarter: days.quarter_code(),
        days,
        stage,
        version: quarter.as_ref().map_or(0, |quarter| quarter.version),
        until: quarter.and_then(|quarter| quarter.public_until).map(|until| ctx.moment(until)),
        waiting: shifts::ops::count_waiting(ctx, span(ctx, days)).await?,
        settling: points::ops::count_unsettled(ctx).await?,
        is_stale,
        rules,
        can,
        sums,
        lines: cards,
        objections,
    })
}

/// Whether counting it now, by what holds for it, would give something else than what stands there; that somebody has gone since
/// changes nothing for the others.
async fn is_changed(ctx: &Ctx, quarter: &Quarter, holds: &Version) -> Result<bool> {
    let mut stands: Vec<Counted> = lines(ctx, quarter).await?.into_iter().map(|line| line.counted).collect();
    let mut now = count(ctx, quarter.days, holds, None).await?;
    let members = stands.iter().chain(&now).map(|one| one.member).collect();
    let here: HashSet<MemberId> = communities::list_here(ctx, members).await?.into_iter().map(|member| member.id).collect();
    stands.retain(|one| here.contains(&one.member));
    now.retain(|one| here.contains(&one.member));
    Ok(holds.version != quarter.rules || stands != now)
}

/// What counts can be said: the quarter is over, no shift waits for a word, no point is on its way.
async fn is_ready(ctx: &Ctx, days: Period) -> Result<()> {
    let rule = |code: &'static str, said: Said| Err(Fault::Rule { code: code.into(), said }.into());
    if days.to >= ctx.today() {
        return rule("not_over", NOT_OVER.into());
    }
    let waiting = shifts::ops::count_waiting(ctx, span(ctx, days)).await?;
    if waiting > 0 {
        return rule("hours_wait", WAITING.fill(&[&waiting]));
    }
    if points::ops::count_unsettled(ctx).await? > 0 {
        return rule("settling", SETTLING.into());
    }
    Ok(())
}

/// Takes the turn, and reads the quarter as it stands then.
async fn read(ctx: &Ctx, at: &At) -> Result<(Period, Option<Quarter>)> {
    may_keep(&ctx.actor)?;
    let days = Period::quarter_named(&at.quarter)?;
    points::ops::turn(ctx).await?;
    let quarter = store::find_quarter(ctx, days).await?;
    let version = quarter.as_ref().map_or(0, |quarter| quarter.version);
    if at.version.is_some_and(|seen| seen != version) {
        return Err(someone_was_faster().into());
    }
    Ok((days, quarter))
}

/// An admin counts a quarter that is over, or counts it again: all of it at once. Where nothing has changed since, what was
/// counted stays, and so does that it is public.
///
/// # Errors
/// [`Fault::Refused`] for all but admins; [`someone_was_faster`]; rules: `not_over`, `sealed`, `hours_wait`, `settling`.
pub async fn compute(ctx: Ctx, at: At) -> Result<Closing> {
    let (days, before) = read(&ctx, &at).await?;
    let holds = crate::stars::rules::at(&store::list_rules(&ctx).await?, days);
    let new = Quarter {
        id: QuarterId::new(ctx.now),
        days,
        stage: QuarterStage::Computed,
        version: 0,
        computation: 0,
        rules: holds.version,
        public_until: None,
        moved_at: ctx.now,
    };
    let is_new = before.is_none();
    let before = before.unwrap_or(new);
    let counted = count(&ctx, days, &holds, None).await?;
    let people = counted.iter().filter(|one| one.stars > 0).count();
    let moved = computed(before.clone(), holds.version, people, ctx.now)?;
    is_ready(&ctx, days).await?;
    if !is_new && !is_changed(&ctx, &before, &holds).await? {
        return closing(&ctx, days).await;
    }
    let permit = ctx.permit::<Close>(&before)?;
    if is_new {
        permit.create(store::new_quarter_row(&moved.quarter), &moved.event).await?;
    } else {
        store::write(permit, &moved).await?;
    }
    let rows = counted.iter().map(|one| store::line_row(&ctx, &moved.quarter, one)).collect();
    ctx.permit::<Close>(&before)?.add_all::<line::Entity>(rows).await?;
    closing(&ctx, days).await
}

/// An admin makes a quarter public for so many days; whoever has stars is told.
///
/// # Errors
/// As [`compute`]; a problem of the days; a quarter at another stage; [`Fault::NotFound`] before it is computed.
pub async fn publish(ctx: Ctx, (at, days): (At, String)) -> Result<Closing> {
    let (quarter_days, quarter) = read(&ctx, &at).await?;
    let quarter = quarter.ok_or(Fault::NotFound)?;
    let typed = plain_digits(&days);
    let days = if typed.is_empty() { Some(PUBLIC_DAYS.0) } else { typed.parse().ok().filter(|_| !days.contains('-')) };
    let days = days.filter(|days| (1..=PUBLIC_DAYS.1).contains(days));
    let days = days.ok_or_else(|| Problem::new("days", "days", DAYS.fill(&[&PUBLIC_DAYS.1])))?;
    let until = ctx.now + TimeDelta::days(days);
    let moved = Computed::try_from(quarter.clone())?.publish(until, ctx.now);
    let permit = ctx.permit::<Close>(&quarter)?;
    let (name, until) = (quarter_name(&quarter.days.quarter_code()), ctx.moment(until));
    let lines = lines(&ctx, &quarter).await?;
    let here = people(&ctx, &lines).await?;
    for line in lines.iter().filter(|line| line.counted.stars > 0) {
        let told = here.get(&line.counted.member).filter(|member| member.account.is_some());
        if let Some(member) = told {
            let one = |l: Lang| l.fill(PUBLISHED, &[&name.t(l), &until.dated(l), &words::stars(l, line.counted.stars)]);
            let said = Said { zh: one(Lang::Zh).into(), en: one(Lang::En).into() };
            permit.tell(member.id, &Notice { kind: "stars_published", said, link: "stars/mine".to_owned() }).await?;
        }
    }
    store::write(permit, &moved).await?;
    closing(&ctx, quarter_days).await
}

/// An admin makes a quarter final, once its public days are over, every objection is answered, and it still counts what was done.
///
/// # Errors
/// As [`publish`]; rules: `still_public`, `objections_open`, `changed`.
pub async fn seal(ctx: Ctx, at: At) -> Result<Closing> {
    let (days, quarter) = read(&ctx, &at).await?;
    let quarter = quarter.ok_or(Fault::NotFound)?;
    let moved = Published::try_from(quarter.clone())?.seal(ctx.now)?;
    let open = store::list_objections(&ctx, quarter.id).await?.iter().filter(|one| one.is_open()).count();
    if open > 0 {
        return Err(Fault::Rule { code: "objections_open".into(), said: OPEN.fill(&[&open]) }.into());
    }
    is_ready(&ctx, days).await?;
    let holds = crate::stars::rules::at(&store::list_rules(&ctx).await?, days);
    if is_changed(&ctx, &quarter, &holds).await? {
        return Err(Fault::Rule { code: "changed".into(), said: CHANGED.into() }.into());
    }
    store::write(ctx.permit::<Close>(&quarter)?, &moved).await?;
    closing(&ctx, days).await
}

/// Whether the reader may answer this objection.
pub(super) fn can_answer(ctx: &Ctx, objection: &Objection) -> bool {
    objection.is_open() && Answer::check(&ctx.actor, objection).is_ok()
}
