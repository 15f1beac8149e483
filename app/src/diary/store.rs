//! The diary in the database: rows to models and back. Decides nothing.

use super::entity::diary;
use super::model::{Entry, EntryId};
use crate::kernel::actor::Channel;
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::Failure;
use crate::kernel::ids::MemberId;
use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait};

type Result<T> = std::result::Result<T, Failure>;

pub async fn find(ctx: &Ctx, id: EntryId) -> Result<Option<Entry>> {
    ctx.tx().find::<diary::Entity>().filter(diary::Column::Id.eq(id)).one().await?.map(model).transpose()
}

/// The entries from one moment up to another, newest first; about somebody, where they are named.
pub async fn list(ctx: &Ctx, from: DateTime<Utc>, to: DateTime<Utc>, about: Option<MemberId>) -> Result<Vec<Entry>> {
    let mut find = ctx.tx().find::<diary::Entity>().filter(diary::Column::At.gte(from)).filter(diary::Column::At.lt(to));
    if let Some(resident) = about {
        find = find.filter(diary::Column::ResidentId.eq(resident));
    }
    find.descending(diary::Column::Id).all().await?.into_iter().map(model).collect()
}

/// The entries about these members, newest first.
pub async fn list_about(ctx: &Ctx, members: Vec<MemberId>) -> Result<Vec<Entry>> {
    let find = ctx.tx().find::<diary::Entity>().filter(diary::Column::ResidentId.is_in(members));
    find.descending(diary::Column::Id).all().await?.into_iter().map(model).collect()
}

pub fn new_row(entry: &Entry) -> diary::ActiveModel {
    diary::ActiveModel {
        id: Set(entry.id),
        author_id: Set(entry.author),
        resident_id: Set(entry.resident),
        way: Set(entry.way.code().to_owned()),
        words: Set(entry.words.clone()),
        at: Set(entry.at),
        wish_id: Set(None),
        ..Default::default()
    }
}

fn model(row: diary::Model) -> Result<Entry> {
    let way = Channel::taken_down(&row.way).ok_or_else(|| Failure::Broken(format!("diary entry {}: way", row.id)))?;
    Ok(Entry { id: row.id, author: row.author_id, resident: row.resident_id, way, words: row.words, at: row.at, wish: row.wish_id })
}
