//! What was brought in, in the database: rows to models and back. Decides nothing.

use super::entity::import;
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
    pub at: DateTime<Utc>,
    pub draft: Option<Draft>,
    pub applied: Option<Applied>,
    pub applied_at: Option<DateTime<Utc>>,
    pub undone_at: Option<DateTime<Utc>>,
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
    pub fn stage(&self) -> Stage {
        match (&self.draft, self.applied_at, self.undone_at) {
            (Some(_), ..) => Stage::Draft,
            (None, None, _) => Stage::Dropped,
            (None, Some(_), None) => Stage::Applied,
            (None, Some(_), Some(_)) => Stage::Undone,
        }
    }

    /// Until when it can be taken back, where it can.
    pub fn undo_until(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let until = self.applied_at.filter(|_| self.undone_at.is_none())? + TimeDelta::hours(HOURS);
        (now < until).then_some(until)
    }
}

pub async fn find(ctx: &Ctx, id: ImportId) -> Result<Option<Import>> {
    ctx.tx().find::<import::Entity>().filter(import::Column::Id.eq(id)).one().await?.map(|row| model(ctx, row)).transpose()
}

/// The newest of them.
pub async fn list(ctx: &Ctx) -> Result<Vec<Import>> {
    let rows = ctx.tx().find::<import::Entity>().descending(import::Column::Id).limit(LISTED).all().await?;
    rows.into_iter().map(|row| model(ctx, row)).collect()
}

/// The drafts of somebody.
pub async fn list_drafts(ctx: &Ctx, by: MemberId) -> Result<Vec<Import>> {
    let find = ctx.tx().find::<import::Entity>().filter(import::Column::ById.eq(by)).filter(import::Column::DraftSealed.is_not_null());
    find.all().await?.into_iter().map(|row| model(ctx, row)).collect()
}

pub fn new_row(ctx: &Ctx, import: &Import) -> Result<import::ActiveModel> {
    let draft = import.draft.as_ref().map(|draft| ctx.keys.seal(&json(draft)?)).transpose()?;
    Ok(import::ActiveModel {
        id: Set(import.id),
        what: Set(import.what.code().to_owned()),
        by_id: Set(import.by),
        row_count: Set(import.rows),
        draft_sealed: Set(draft),
        created_at: Set(import.at),
        ..Default::default()
    })
}

/// What becomes of a draft that comes in.
pub fn applied(at: DateTime<Utc>, applied: &Applied) -> Result<import::ActiveModel> {
    Ok(import::ActiveModel { draft_sealed: Set(None), made: Set(Some(json(applied)?)), applied_at: Set(Some(at)), ..Default::default() })
}

/// What becomes of a draft that is thrown away.
pub fn dropped() -> import::ActiveModel {
    import::ActiveModel { draft_sealed: Set(None), ..Default::default() }
}

/// What becomes of a table that is taken back.
pub fn undone(at: DateTime<Utc>, applied: &Applied) -> Result<import::ActiveModel> {
    Ok(import::ActiveModel { made: Set(Some(json(applied)?)), undone_at: Set(Some(at)), ..Default::default() })
}

fn model(ctx: &Ctx, row: import::Model) -> Result<Import> {
    let what = What::from_code(&row.what).ok_or_else(|| Failure::Broken(format!("an import of {}", row.what)))?;
    Ok(Import {
        id: row.id,
        what,
        by: row.by_id,
        rows: row.row_count,
        at: row.created_at,
        draft: row.draft_sealed.map(|sealed| read(&ctx.keys.open(&sealed)?)).transpose()?,
        applied: row.made.as_deref().map(read).transpose()?,
        applied_at: row.applied_at,
        undone_at: row.undone_at,
    })
}

fn json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|e| Failure::Broken(format!("an import does not serialize: {e}")))
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|e| Failure::Broken(format!("an import does not read: {e}")))
}
