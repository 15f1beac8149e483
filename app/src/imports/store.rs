//! What was brought in, in the database: rows to models and back. Decides nothing.

use super::entity::{import, part};
use super::model::{Counts, HOURS, ImportId, Stage, What};
use super::plan::Made;
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::Failure;
use crate::kernel::ids::MemberId;
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

type Result<T> = std::result::Result<T, Failure>;

/// How many stand in the list.
const LISTED: u64 = 50;

/// A table that was brought in.
#[derive(Debug, Clone)]
pub struct Import {
    pub id: ImportId,
    pub what: What,
    pub by: MemberId,
    pub rows: i32,
    pub stage: Stage,
    pub at: DateTime<Utc>,
    pub applied_at: Option<DateTime<Utc>>,
}

/// The rows of a table that may come in: their numbers and cells, in the order of the columns.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Draft {
    pub left_out: Vec<String>,
    pub rows: Vec<(u32, Vec<String>)>,
}

/// What became of a table.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Applied {
    pub counts: Counts,
    pub made: Vec<Made>,
    pub stayed: Vec<u32>,
}

impl Import {
    /// Until when it can be taken back, where it can.
    pub fn undo_until(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let until = self.applied_at.filter(|_| self.stage == Stage::Applied)? + TimeDelta::hours(HOURS);
        (now < until).then_some(until)
    }
}

pub async fn find(ctx: &Ctx, id: ImportId) -> Result<Option<Import>> {
    ctx.tx().find::<import::Entity>().filter(import::Column::Id.eq(id)).one().await?.map(model).transpose()
}

/// The newest of them.
pub async fn list(ctx: &Ctx) -> Result<Vec<Import>> {
    let rows = ctx.tx().find::<import::Entity>().descending(import::Column::Id).limit(LISTED).all().await?;
    rows.into_iter().map(model).collect()
}

/// The drafts there are; of somebody, where they are named.
pub async fn list_drafts(ctx: &Ctx, by: Option<MemberId>) -> Result<Vec<Import>> {
    let mut find = ctx.tx().find::<import::Entity>().filter(import::Column::Stage.eq(Stage::Draft.code()));
    if let Some(by) = by {
        find = find.filter(import::Column::ById.eq(by));
    }
    find.all().await?.into_iter().map(model).collect()
}

/// The rows of a draft.
pub async fn get_draft(ctx: &Ctx, import: &Import) -> Result<Draft> {
    let sealed = get_part(ctx, import).await?.draft_sealed.ok_or_else(|| Failure::Broken(format!("draft {} is empty", import.id)))?;
    read(&ctx.keys.open(&sealed)?)
}

/// What became of a table that came in.
pub async fn get_applied(ctx: &Ctx, import: &Import) -> Result<Applied> {
    get_part(ctx, import).await?.made.as_deref().map_or_else(|| Ok(Applied::default()), read)
}

async fn get_part(ctx: &Ctx, import: &Import) -> Result<part::Model> {
    let found = ctx.tx().find::<part::Entity>().filter(part::Column::ImportId.eq(import.id)).one().await?;
    found.ok_or_else(|| Failure::Broken(format!("import {} has no rows", import.id)))
}

pub fn new_row(import: &Import) -> import::ActiveModel {
    import::ActiveModel {
        id: Set(import.id),
        what: Set(import.what.code().to_owned()),
        by_id: Set(import.by),
        row_count: Set(import.rows),
        stage: Set(import.stage.code().to_owned()),
        created_at: Set(import.at),
        ..Default::default()
    }
}

pub fn new_part(ctx: &Ctx, import: &Import, draft: &Draft) -> Result<part::ActiveModel> {
    Ok(part::ActiveModel { import_id: Set(import.id), draft_sealed: Set(Some(ctx.keys.seal(&json(draft)?)?)), ..Default::default() })
}

/// The row of a table that is at another stage from now on.
pub fn moved(to: Stage, applied_at: Option<DateTime<Utc>>) -> import::ActiveModel {
    let mut row = import::ActiveModel { stage: Set(to.code().to_owned()), ..Default::default() };
    if applied_at.is_some() {
        row.applied_at = Set(applied_at);
    }
    row
}

/// What is kept of its rows from now on.
pub fn kept(applied: Option<&Applied>) -> Result<part::ActiveModel> {
    Ok(part::ActiveModel { draft_sealed: Set(None), made: Set(applied.map(json).transpose()?), ..Default::default() })
}

fn model(row: import::Model) -> Result<Import> {
    let broken = || Failure::Broken(format!("import {}: {} {}", row.id, row.what, row.stage));
    Ok(Import {
        id: row.id,
        what: What::from_code(&row.what).ok_or_else(broken)?,
        by: row.by_id,
        rows: row.row_count,
        stage: Stage::from_code(&row.stage).ok_or_else(broken)?,
        at: row.created_at,
        applied_at: row.applied_at,
    })
}

fn json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|e| Failure::Broken(format!("an import does not serialize: {e}")))
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|e| Failure::Broken(format!("an import does not read: {e}")))
}
