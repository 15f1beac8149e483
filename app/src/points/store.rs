//! Points in the database: rows to models and back. Decides nothing.

use super::entity::{entry, term, version};
use super::ledger::{Booked, Key, Missing, What};
use super::model::{EntryId, EntryQuery, TermId};
use super::rates::{Book, Rates, Term};
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::Failure;
use crate::kernel::ids::MemberId;
use crate::kernel::period::Period;
use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, FromQueryResult};
use std::collections::BTreeMap;
use uuid::Uuid;

type Result<T> = std::result::Result<T, Failure>;

/// Every version and every term of this community.
pub async fn book(ctx: &Ctx) -> Result<Book> {
    let read = |row: version::Model| {
        let rates: Rates = serde_json::from_value(row.rates).map_err(|e| Failure::Broken(format!("rates {}: {e}", row.version)))?;
        Ok((row.version, rates))
    };
    let versions = ctx.tx().find::<version::Entity>().all().await?.into_iter().map(read).collect::<Result<_>>()?;
    let terms = ctx.tx().find::<term::Entity>().ascending(term::Column::Id).all().await?;
    let terms = terms.into_iter().map(|row| Term { version: row.version, from: row.from_day, to: row.to_day }).collect();
    Ok(Book { versions, terms })
}

pub fn version_row(number: i32, rates: &Rates) -> Result<version::ActiveModel> {
    let rates = serde_json::to_value(rates).map_err(|e| Failure::Broken(format!("rates: {e}")))?;
    Ok(version::ActiveModel { version: Set(number), rates: Set(rates), ..Default::default() })
}

pub fn term_row(id: TermId, term: Term) -> term::ActiveModel {
    term::ActiveModel { id: Set(id), version: Set(term.version), from_day: Set(term.from), to_day: Set(term.to), ..Default::default() }
}

pub fn entry_row(id: EntryId, member: MemberId, new: &Missing) -> entry::ActiveModel {
    let Missing { key, worth, points, is_barred } = *new;
    entry::ActiveModel {
        id: Set(id),
        member_id: Set(member),
        what: Set(key.what.code().to_owned()),
        source_id: Set(key.id),
        about_id: Set(worth.about),
        day: Set(key.day),
        n: Set(worth.n),
        rate: Set(worth.rate),
        version: Set(worth.version),
        due: Set(worth.due),
        points: Set(points),
        is_barred: Set(is_barred),
        ..Default::default()
    }
}

#[derive(Debug, FromQueryResult)]
struct Sum {
    member_id: MemberId,
    what: String,
    source_id: Uuid,
    about_id: Uuid,
    day: NaiveDate,
    is_barred: bool,
    n: i64,
}

/// What stands in the ledgers: of this member, or of everybody; of these days, or of all.
pub async fn booked(ctx: &Ctx, member: Option<MemberId>, days: Option<Period>) -> Result<BTreeMap<MemberId, BTreeMap<Key, Booked>>> {
    use entry::Column::{AboutId, Day, IsBarred, MemberId as Member, Points, SourceId, What as Of};
    let mut find = ctx.tx().find::<entry::Entity>();
    if let Some(member) = member {
        find = find.filter(Member.eq(member));
    }
    if let Some(days) = days {
        find = find.filter(Day.gte(days.from)).filter(Day.lte(days.to));
    }
    let sums: Vec<Sum> = find.sums([Member, Of, SourceId, AboutId, Day, IsBarred], Points).await?;
    let mut all: BTreeMap<MemberId, BTreeMap<Key, Booked>> = BTreeMap::new();
    for sum in sums {
        let what = What::from_code(&sum.what).ok_or_else(|| Failure::Broken(format!("an entry for {}", sum.what)))?;
        let key = Key { what, id: sum.source_id, day: sum.day };
        let stands = all.entry(sum.member_id).or_default().entry(key);
        let stands = stands.or_insert(Booked { about: sum.about_id, points: 0, is_barred: false });
        stands.points += sum.n;
        stands.is_barred |= sum.is_barred;
    }
    Ok(all)
}

#[derive(Debug, FromQueryResult)]
struct Total {
    n: Option<i64>,
}

/// The sum of this member's ledger; of these days alone, where they are said.
pub async fn total(ctx: &Ctx, member: MemberId, days: Option<Period>) -> Result<i64> {
    let mut find = ctx.tx().find::<entry::Entity>().filter(entry::Column::MemberId.eq(member));
    if let Some(days) = days {
        find = find.filter(entry::Column::Day.gte(days.from)).filter(entry::Column::Day.lte(days.to));
    }
    let sums: Vec<Total> = find.sums([], entry::Column::Points).await?;
    Ok(sums.first().and_then(|sum| sum.n).unwrap_or_default())
}

#[derive(Debug, FromQueryResult)]
struct OfMember {
    member_id: MemberId,
    n: i64,
}

/// The sums of everybody's ledger over these days; of this member's alone, where one is named.
pub async fn sums(ctx: &Ctx, member: Option<MemberId>, days: &[Period]) -> Result<Vec<(MemberId, i64)>> {
    if days.is_empty() {
        return Ok(Vec::new());
    }
    let within = |days: &Period| Condition::all().add(entry::Column::Day.gte(days.from)).add(entry::Column::Day.lte(days.to));
    let any = days.iter().fold(Condition::any(), |any, days| any.add(within(days)));
    let mut find = ctx.tx().find::<entry::Entity>().filter(any);
    if let Some(member) = member {
        find = find.filter(entry::Column::MemberId.eq(member));
    }
    let sums: Vec<OfMember> = find.sums([entry::Column::MemberId], entry::Column::Points).await?;
    Ok(sums.into_iter().map(|sum| (sum.member_id, sum.n)).collect())
}

/// A page of this member's entries, newest first, with one more than the limit where there are more.
pub async fn list(ctx: &Ctx, member: MemberId, query: &EntryQuery, limit: u64) -> Result<Vec<entry::Model>> {
    let mut find = ctx.tx().find::<entry::Entity>().filter(entry::Column::MemberId.eq(member));
    if let Some(cursor) = query.cursor {
        find = find.filter(entry::Column::Id.lt(cursor));
    }
    find.descending(entry::Column::Id).limit(limit).all().await
}

/// Every entry of this member, oldest first.
pub async fn list_of(ctx: &Ctx, member: MemberId) -> Result<Vec<entry::Model>> {
    ctx.tx().find::<entry::Entity>().filter(entry::Column::MemberId.eq(member)).ascending(entry::Column::Id).all().await
}
