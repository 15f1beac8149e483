//! The seals on the history: one an event, in a chain, so that an event that was changed, removed, swapped, or put in among
//! those that are sealed, behind the application's back, is found. A seal is a keyed hash over the seal before it and all that the event says; the key lies
//! outside the database. What people wrote is sealed as a keyed hash of its own, so that it can be removed when they go and
//! the chain still holds.
//!
//! Events are sealed some minutes after they happened, by whoever works off what is due, and not in their own transaction:
//! a chain is written one after the other, and nobody is to wait for it. What is done to an event before its seal is not
//! found; nor what is put in with a time after the last sealed event's, less a day: it is sealed like any other.

use super::authz::inserted;
use super::ctx::Ctx;
use super::events::{self, Row, Words};
use super::fault::Failure;
use super::ids::{EventId, made_at};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use std::collections::{BTreeSet, HashMap, HashSet};
use uuid::Uuid;

type Result<T> = std::result::Result<T, Failure>;

mod table {
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::{EventId, TenantId};
    use chrono::{DateTime, Utc};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "event_seals")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: TenantId,
        /// 1, 2, 3, …
        #[sea_orm(primary_key, auto_increment = false)]
        pub no: i64,
        pub event_id: EventId,
        /// The keyed hash of what people wrote, where they did.
        pub words: Option<String>,
        pub seal: String,
        pub sealed_at: DateTime<Utc>,
    }

    crate::plain_entity!();
}

crate::tenant_scoped!(table, No);

/// How far back the events are looked through for what is not sealed yet: further than any transaction takes, and any clock
/// stands wrong unnoticed. What is older and has no seal was put in later.
const LOOKS_BACK: TimeDelta = TimeDelta::days(1);
/// How many events are sealed, or checked, at a time.
const AT_A_TIME: usize = 1000;
/// Stands for words that had been removed before they were sealed.
const GONE: &str = "removed";

/// The end of a chain: whoever writes it down elsewhere finds out when a chain is cut short.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// How many seals there are.
    pub no: i64,
    /// The last of them.
    pub seal: String,
}

/// What is wrong with a history.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// This event says something else than when it was sealed; or two were swapped.
    Changed(EventId),
    /// This event is gone.
    Removed(EventId),
    /// This event has no seal, though it is old enough.
    Added(EventId),
    /// What was written in this event is another text, or was removed though nobody went.
    Words(EventId),
    /// The seal of this number is missing, or not the one that was written down.
    Seal(i64),
}

/// What looking through a whole history found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The end of the chain, if there is any.
    pub head: Option<Head>,
    /// Events that wait for their seal.
    pub waiting: u64,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

/// Seals what is not sealed yet, up to a thousand events; says how many.
///
/// # Errors
/// When the database does, or another server seals at the same moment: then nothing happened.
pub async fn seal(ctx: &Ctx) -> Result<usize> {
    let (mut no, mut last) = last(ctx).await?.map_or((0, String::new()), |(head, _)| (head.no, head.seal));
    let since = horizon(ctx).await?;
    let sealed = sealed_since(ctx, since).await?;
    let events = events::list_from(ctx, since, sealed.len() + AT_A_TIME).await?;
    let fresh: Vec<Row> = events.into_iter().filter(|event| !sealed.contains(&event.id)).take(AT_A_TIME).collect();
    let words = said_in(ctx, &fresh).await?;
    let mut rows = Vec::with_capacity(fresh.len());
    for event in &fresh {
        let digest = words.get(&event.id).map(|row| row.words.as_ref().map_or_else(|| GONE.to_owned(), |said| digest(ctx, event.id, said)));
        no += 1;
        last = link(ctx, &last, (no, ctx.now), event, digest.as_deref())?;
        rows.push(table::ActiveModel {
            no: Set(no),
            event_id: Set(event.id),
            words: Set(digest),
            seal: Set(last.clone()),
            sealed_at: Set(ctx.now),
            ..Default::default()
        });
    }
    inserted(ctx.tx().insert_all::<table::Entity>(rows).await)?;
    Ok(fresh.len())
}

/// The end of the chain, and when it was made.
///
/// # Errors
/// When the database does.
pub async fn last(ctx: &Ctx) -> Result<Option<(Head, DateTime<Utc>)>> {
    let row = ctx.tx().find::<table::Entity>().descending(table::Column::No).limit(1).one().await?;
    Ok(row.map(|row| (Head { no: row.no, seal: row.seal }, row.sealed_at)))
}

/// Looks through the whole history and its seals. `written_down` is the end of the chain at some time before, kept
/// elsewhere.
///
/// # Errors
/// When the database does.
pub async fn verify(ctx: &Ctx, written_down: Option<&Head>) -> Result<Report> {
    let mut findings = BTreeSet::new();
    let (mut head, mut sealed, mut removed) = (None::<Head>, HashSet::new(), Vec::new());
    loop {
        let (before, last) = head.as_ref().map_or((0, String::new()), |head| (head.no, head.seal.clone()));
        let page = ctx.tx().find::<table::Entity>().filter(table::Column::No.gt(before)).ascending(table::Column::No);
        let page = page.limit(AT_A_TIME as u64).all().await?;
        if page.is_empty() {
            break;
        }
        let events = events::list_these(ctx, page.iter().map(|row| row.event_id).collect()).await?;
        let words = said_in(ctx, &events).await?;
        let events: HashMap<EventId, Row> = events.into_iter().map(|event| (event.id, event)).collect();
        let (mut no, mut last) = (before, last);
        for row in page {
            no += 1;
            if row.no != no {
                findings.insert(Finding::Seal(no));
                no = row.no;
            }
            sealed.insert(row.event_id);
            match events.get(&row.event_id) {
                None => drop(findings.insert(Finding::Removed(row.event_id))),
                Some(event) => {
                    if link(ctx, &last, (no, row.sealed_at), event, row.words.as_deref())? != row.seal {
                        findings.insert(Finding::Changed(event.id));
                    }
                    match still_says(ctx, &row, event, words.get(&event.id)) {
                        Says::TheSame => {}
                        Says::Nothing => removed.push((event.id, event.subject_id)),
                        Says::Otherwise => drop(findings.insert(Finding::Words(event.id))),
                    }
                }
            }
            if written_down.is_some_and(|known| known.no == no && known.seal != row.seal) {
                findings.insert(Finding::Seal(no));
            }
            last.clone_from(&row.seal);
            head = Some(Head { no, seal: row.seal });
        }
    }
    // Cut short: what was written down lies beyond the end.
    if let Some(known) = written_down.filter(|known| head.as_ref().is_none_or(|head| head.no < known.no)) {
        findings.insert(Finding::Seal(known.no));
    }
    findings.extend(without_leave(ctx, removed).await?.into_iter().map(Finding::Words));
    let (waiting, added) = unsealed(ctx, &sealed).await?;
    findings.extend(added.into_iter().map(Finding::Added));
    Ok(Report { head, waiting, findings: findings.into_iter().collect() })
}

/// From which event on it is looked for what is not sealed yet; `None` where nothing is sealed at all.
async fn horizon(ctx: &Ctx) -> Result<Option<EventId>> {
    let newest = ctx.tx().find::<table::Entity>().descending(table::Column::EventId).limit(1).one().await?;
    // An event of a clock that was ahead does not keep the others from their seals.
    Ok(newest.and_then(|row| made_at(row.event_id.0)).map(|at| EventId::new(at.min(ctx.now) - LOOKS_BACK)))
}

async fn sealed_since(ctx: &Ctx, since: Option<EventId>) -> Result<HashSet<EventId>> {
    let Some(since) = since else { return Ok(HashSet::new()) };
    let rows = ctx.tx().find::<table::Entity>().filter(table::Column::EventId.gte(since)).all().await?;
    Ok(rows.into_iter().map(|row| row.event_id).collect())
}

async fn said_in(ctx: &Ctx, events: &[Row]) -> Result<HashMap<EventId, Words>> {
    let rows = events::words::rows_of(ctx, events.iter().map(|event| event.id).collect()).await?;
    Ok(rows.into_iter().map(|row| (row.event_id, row)).collect())
}

/// What the words of an event say now.
enum Says {
    TheSame,
    /// They were removed.
    Nothing,
    Otherwise,
}

fn still_says(ctx: &Ctx, sealed: &table::Model, event: &Row, now: Option<&Words>) -> Says {
    match (sealed.words.as_deref(), now) {
        (None, None) => Says::TheSame,
        (_, Some(words)) if words.subject_id != event.subject_id => Says::Otherwise,
        (Some(then), Some(Words { words: Some(said), .. })) if then == digest(ctx, sealed.event_id, said) => Says::TheSame,
        (Some(_), Some(Words { words: None, .. })) => Says::Nothing,
        _ => Says::Otherwise,
    }
}

/// The events out of which words were removed though their subject was not cleared.
async fn without_leave(ctx: &Ctx, removed: Vec<(EventId, Uuid)>) -> Result<Vec<EventId>> {
    let subjects: BTreeSet<Uuid> = removed.iter().map(|(_, subject)| *subject).collect();
    let mut cleared = HashSet::new();
    for some in subjects.into_iter().collect::<Vec<_>>().chunks(AT_A_TIME) {
        cleared.extend(
            events::newest_of(ctx, &["cleared"], some.to_vec(), some.len() as u64 * 2).await?.into_iter().map(|entry| entry.subject),
        );
    }
    Ok(removed.into_iter().filter(|(_, subject)| !cleared.contains(subject)).map(|(event, _)| event).collect())
}

/// How many events wait for their seal, and those that should have one.
async fn unsealed(ctx: &Ctx, sealed: &HashSet<EventId>) -> Result<(u64, Vec<EventId>)> {
    let horizon = horizon(ctx).await?;
    let (mut waiting, mut added, mut since) = (0, Vec::new(), None);
    loop {
        let page = events::list_from(ctx, since, AT_A_TIME).await?;
        // The page begins with the last of the one before.
        let fresh = page.iter().filter(|event| since != Some(event.id));
        for event in fresh.filter(|event| !sealed.contains(&event.id)) {
            if horizon.is_some_and(|horizon| event.id < horizon) { added.push(event.id) } else { waiting += 1 }
        }
        since = page.last().map(|event| event.id);
        if page.len() < AT_A_TIME {
            return Ok((waiting, added));
        }
    }
}

/// The seal of an event, after the one before it.
fn link(ctx: &Ctx, before: &str, (no, sealed_at): (i64, DateTime<Utc>), event: &Row, words: Option<&str>) -> Result<String> {
    let said = (
        event.tenant_id,
        (no, sealed_at.timestamp_micros()),
        event.id,
        (&event.subject_kind, event.subject_id),
        (&event.kind, event.actor_id),
        (&event.channel, event.at.timestamp_micros()),
        &event.payload,
        words,
    );
    let said = serde_json::to_vec(&said).map_err(|e| Failure::Broken(format!("an event does not serialize: {e}")))?;
    Ok(ctx.keys.chain(&[b"seal", before.as_bytes(), &said]))
}

/// The keyed hash of what people wrote in an event.
fn digest(ctx: &Ctx, event: EventId, said: &serde_json::Value) -> String {
    ctx.keys.chain(&[b"words", event.0.as_bytes(), said.to_string().as_bytes()])
}
