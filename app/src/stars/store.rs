//! Stars in the database: rows to models and back. Decides nothing.

use super::counting::{Count, Counted, Tally};
use super::entity::{choice, line, objection, quarter, rules};
use super::model::{Line, LineId, Objection, Quarter, QuarterId, QuarterStage, RulesId, Showing, StarObjectionId, StarOutcome};
use super::moves::Moved;
use super::policy::{Choice, Choose, Close};
use super::rules::{Thresholds, Version};
use crate::kernel::authz::Permit;
use crate::kernel::ctx::Ctx;
use crate::kernel::db::Find;
use crate::kernel::fault::Failure;
use crate::kernel::ids::MemberId;
use crate::kernel::period::Period;
use crate::shifts::model::Span;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, FromQueryResult};
use std::collections::HashMap;

type Result<T> = std::result::Result<T, Failure>;

/// Every version of the thresholds, in their order.
pub async fn list_rules(ctx: &Ctx) -> Result<Vec<Version>> {
    let read = |row: rules::Model| {
        let thresholds = serde_json::from_value(row.thresholds);
        let thresholds = thresholds.map_err(|e| Failure::Broken(format!("thresholds {}: {e}", row.version)))?;
        Ok(Version { version: row.version, from: Some(row.from_day), thresholds })
    };
    ctx.tx().find::<rules::Entity>().ascending(rules::Column::Version).all().await?.into_iter().map(read).collect()
}

pub fn rules_row(id: RulesId, version: i32, from: chrono::NaiveDate, thresholds: &Thresholds) -> Result<rules::ActiveModel> {
    let thresholds = serde_json::to_value(thresholds).map_err(|e| Failure::Broken(format!("thresholds: {e}")))?;
    Ok(rules::ActiveModel { id: Set(id), version: Set(version), from_day: Set(from), thresholds: Set(thresholds), ..Default::default() })
}

/// Every quarter that is closed, or being closed, the newest first.
pub async fn list_quarters(ctx: &Ctx) -> Result<Vec<Quarter>> {
    let find = ctx.tx().find::<quarter::Entity>().descending(quarter::Column::FromDay);
    find.all().await?.into_iter().map(quarter_model).collect()
}

pub async fn find_quarter(ctx: &Ctx, days: Period) -> Result<Option<Quarter>> {
    let find = ctx.tx().find::<quarter::Entity>().filter(quarter::Column::FromDay.eq(days.from));
    find.one().await?.map(quarter_model).transpose()
}

pub fn new_quarter_row(new: &Quarter) -> quarter::ActiveModel {
    quarter::ActiveModel { id: Set(new.id), from_day: Set(new.days.from), to_day: Set(new.days.to), ..changed_row(new) }
}

fn changed_row(now: &Quarter) -> quarter::ActiveModel {
    quarter::ActiveModel {
        stage: Set(now.stage.code().to_owned()),
        version: Set(now.version),
        computation: Set(now.computation),
        rules: Set(now.rules),
        public_ends_at: Set(now.public_until),
        moved_at: Set(now.moved_at),
        ..Default::default()
    }
}

/// Writes a move with its event, if the quarter still stands as it was read.
pub async fn write(permit: Permit<'_, Close>, moved: &Moved) -> Result<()> {
    let guard = quarter::Column::Version.eq(moved.quarter.version - 1);
    permit.change(changed_row(&moved.quarter), guard, &moved.event).await
}

fn quarter_model(row: quarter::Model) -> Result<Quarter> {
    let stage = QuarterStage::from_code(&row.stage).ok_or_else(|| Failure::Broken(format!("quarter {}: stage", row.id)))?;
    Ok(Quarter {
        id: row.id,
        days: Period { from: row.from_day, to: row.to_day },
        stage,
        version: row.version,
        computation: row.computation,
        rules: row.rules,
        public_until: row.public_ends_at,
        moved_at: row.moved_at,
    })
}

pub fn line_row(ctx: &Ctx, quarter: &Quarter, one: &Counted) -> line::ActiveModel {
    line::ActiveModel {
        id: Set(LineId::new(ctx.now)),
        quarter_id: Set(quarter.id),
        computation: Set(quarter.computation),
        member_id: Set(one.member),
        points: Set(one.count.points),
        minutes: Set(one.count.minutes),
        missed: Set(one.count.missed),
        late_points: Set(one.late.points),
        late_minutes: Set(one.late.minutes),
        late_missed: Set(one.late.missed),
        stars: Set(i32::from(one.stars)),
        is_barred: Set(one.is_barred),
        ..Default::default()
    }
}

/// The lines of what these quarters' last computations counted; of these members alone, where some are named.
pub async fn list_lines(ctx: &Ctx, of: &[Quarter], members: Option<&[MemberId]>) -> Result<Vec<Line>> {
    if of.is_empty() {
        return Ok(Vec::new());
    }
    let mut find = lines(ctx, of);
    if let Some(members) = members {
        find = find.filter(line::Column::MemberId.is_in(members.iter().copied()));
    }
    find.all().await?.into_iter().map(line_model).collect()
}

fn lines<'c>(ctx: &'c Ctx, of: &[Quarter]) -> Find<'c, line::Entity> {
    let one = |quarter: &Quarter| {
        Condition::all().add(line::Column::QuarterId.eq(quarter.id)).add(line::Column::Computation.eq(quarter.computation))
    };
    let any = of.iter().fold(Condition::any(), |any, quarter| any.add(one(quarter)));
    ctx.tx().find::<line::Entity>().filter(any)
}

#[derive(Debug, FromQueryResult)]
struct Sum {
    member_id: MemberId,
    n: i64,
}

/// What the last computations of these quarters counted of everybody, or of this member, in sum.
pub async fn sum_lines(ctx: &Ctx, of: &[Quarter], member: Option<MemberId>) -> Result<Tally> {
    use line::Column::{MemberId as Member, Minutes, Missed, Points};
    let mut tally = Tally::new();
    if of.is_empty() {
        return Ok(tally);
    }
    for column in [Points, Minutes, Missed] {
        let mut find = lines(ctx, of);
        if let Some(member) = member {
            find = find.filter(Member.eq(member));
        }
        let sums: Vec<Sum> = find.sums([Member], column).await?;
        for sum in sums {
            let count = tally.entry(sum.member_id).or_default();
            match column {
                Points => count.points = sum.n,
                Minutes => count.minutes = sum.n,
                _ => count.missed = sum.n,
            }
        }
    }
    Ok(tally)
}

pub async fn find_line(ctx: &Ctx, id: LineId) -> Result<Option<(Line, i32)>> {
    let row = ctx.tx().find::<line::Entity>().filter(line::Column::Id.eq(id)).one().await?;
    row.map(|row| {
        let computation = row.computation;
        Ok((line_model(row)?, computation))
    })
    .transpose()
}

fn line_model(row: line::Model) -> Result<Line> {
    let stars = u8::try_from(row.stars).map_err(|_| Failure::Broken(format!("line {}: stars", row.id)))?;
    let counted = Counted {
        member: row.member_id,
        count: Count { points: row.points, minutes: row.minutes, missed: row.missed },
        late: Count { points: row.late_points, minutes: row.late_minutes, missed: row.late_missed },
        stars,
        is_barred: row.is_barred,
    };
    Ok(Line { id: row.id, quarter: row.quarter_id, counted })
}

/// How these members are shown; who is not among them is hidden.
pub async fn list_showing(ctx: &Ctx, members: Vec<MemberId>) -> Result<HashMap<MemberId, Showing>> {
    if members.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = ctx.tx().find::<choice::Entity>().filter(choice::Column::MemberId.is_in(members)).all().await?;
    let read = |row: choice::Model| {
        let showing = Showing::from_code(&row.showing).ok_or_else(|| Failure::Broken(format!("choice of {}", row.member_id)))?;
        Ok((row.member_id, showing))
    };
    rows.into_iter().map(read).collect()
}

/// Writes how somebody is shown; `is_new` where nothing stands there yet.
pub async fn write_showing(permit: Permit<'_, Choose>, choice: Choice, showing: Showing, is_new: bool) -> Result<()> {
    use super::model::ChoiceEvent;
    let (event, code) = (ChoiceEvent::Chosen { showing }, showing.code().to_owned());
    if is_new {
        return permit.create(choice::ActiveModel { member_id: Set(choice.0), showing: Set(code), ..Default::default() }, &event).await;
    }
    let guard = choice::Column::Showing.ne(code.as_str());
    permit.change(choice::ActiveModel { showing: Set(code), ..Default::default() }, guard, &event).await
}

fn objections(ctx: &Ctx) -> Find<'_, objection::Entity> {
    ctx.tx().find::<objection::Entity>().ascending(objection::Column::Id)
}

async fn objection_models(find: Find<'_, objection::Entity>) -> Result<Vec<Objection>> {
    find.all().await?.into_iter().map(objection_model).collect()
}

pub async fn find_objection(ctx: &Ctx, id: StarObjectionId) -> Result<Option<Objection>> {
    objections(ctx).filter(objection::Column::Id.eq(id)).one().await?.map(objection_model).transpose()
}

/// The objections to this quarter, oldest first.
pub async fn list_objections(ctx: &Ctx, quarter: QuarterId) -> Result<Vec<Objection>> {
    objection_models(objections(ctx).filter(objection::Column::QuarterId.eq(quarter))).await
}

/// Every objection, oldest first.
pub async fn list_all_objections(ctx: &Ctx) -> Result<Vec<Objection>> {
    objection_models(objections(ctx)).await
}

/// The objections of this member, oldest first.
pub async fn list_objections_by(ctx: &Ctx, member: MemberId) -> Result<Vec<Objection>> {
    objection_models(objections(ctx).filter(objection::Column::ById.eq(member))).await
}

/// The objections to this member's stars, oldest first.
pub async fn list_objections_against(ctx: &Ctx, member: MemberId) -> Result<Vec<Objection>> {
    objection_models(objections(ctx).filter(objection::Column::AgainstId.eq(member))).await
}

/// How many were made in these times, the end not in it.
pub async fn count_objections(ctx: &Ctx, (from, to): Span) -> Result<u64> {
    let find = ctx.tx().find::<objection::Entity>().filter(objection::Column::At.gte(from));
    find.filter(objection::Column::At.lt(to)).count().await
}

pub fn new_objection_row(new: &Objection) -> objection::ActiveModel {
    objection::ActiveModel {
        id: Set(new.id),
        quarter_id: Set(new.quarter),
        line_id: Set(new.line),
        by_id: Set(new.by),
        against_id: Set(new.against),
        words: Set(new.words.clone()),
        at: Set(new.at),
        outcome: Set(None),
        answer: Set(String::new()),
        answered_at: Set(None),
        ..Default::default()
    }
}

/// How it ended.
pub fn answered_row(ctx: &Ctx, outcome: StarOutcome, answer: String) -> objection::ActiveModel {
    objection::ActiveModel {
        outcome: Set(Some(outcome.code().to_owned())),
        answer: Set(answer),
        answered_at: Set(Some(ctx.now)),
        ..Default::default()
    }
}

/// Nothing of what was written in it.
pub fn cleared_row() -> objection::ActiveModel {
    objection::ActiveModel { words: Set(String::new()), answer: Set(String::new()), ..Default::default() }
}

/// That it is open still.
pub fn is_open() -> sea_orm::sea_query::Expr {
    objection::Column::AnsweredAt.is_null()
}

/// That its words stand there.
pub fn has_words() -> sea_orm::sea_query::Expr {
    objection::Column::Words.ne("")
}

fn objection_model(row: objection::Model) -> Result<Objection> {
    let outcome = |code: &str| StarOutcome::from_code(code).ok_or_else(|| Failure::Broken(format!("objection {}: outcome", row.id)));
    let answer = row.outcome.as_deref().map(outcome).transpose()?.map(|outcome| (outcome, row.answer));
    Ok(Objection {
        id: row.id,
        quarter: row.quarter_id,
        line: row.line_id,
        by: row.by_id,
        against: row.against_id,
        words: row.words,
        at: row.at,
        answer,
    })
}
