//! What is due later: one row a subject, with the time at which somebody must look at it again. It is written in the
//! transaction of what makes it due, and taken in the transaction of what it brings about, guarded by the time it was
//! due at: so an effect happens once, whichever server works it off, and is not lost when one is killed.
//!
//! A row says that there is something to look at, never what: that is read from the history, so a row that rings too
//! early finds nothing to do and is put where it belongs.

use super::ctx::Ctx;
use super::db::{PlatformScoped, PlatformTx};
use super::fault::Failure;
use super::ids::TenantId;
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};
use uuid::Uuid;

type Result<T> = std::result::Result<T, Failure>;

mod table {
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::TenantId;
    use chrono::{DateTime, Utc};
    use uuid::Uuid;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "jobs")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub community_id: TenantId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub subject_id: Uuid,
        pub due_at: DateTime<Utc>,
        pub attempts: i32,
    }

    crate::plain_entity!();
}

impl PlatformScoped for table::Entity {}

/// Something that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// In which community.
    pub community: TenantId,
    /// What kind of subject.
    pub kind: String,
    /// Which one.
    pub subject: Uuid,
    /// Since when.
    pub due_at: DateTime<Utc>,
    /// How often it failed.
    pub attempts: i32,
}

/// Says when to look at a subject again, or that there is no need to; called by permits alone.
pub(super) async fn schedule(ctx: &Ctx, kind: &str, subject: Uuid, due_at: Option<DateTime<Utc>>) -> Result<()> {
    let tx = ctx.tx().platform();
    let Some(due_at) = due_at else {
        return tx.delete::<table::Entity>(this(ctx.place.id, kind, subject)).await.map(|_| ());
    };
    let row = table::ActiveModel {
        community_id: Set(ctx.place.id),
        kind: Set(kind.to_owned()),
        subject_id: Set(subject),
        due_at: Set(due_at),
        attempts: Set(0),
    };
    tx.put::<table::Entity>(row, [table::Column::DueAt, table::Column::Attempts]).await
}

/// Holds a subject's job for the rest of the transaction, whether there is one or not: whoever works it off waits, or is
/// waited for. [`schedule`] says then when it is due.
pub(super) async fn hold(ctx: &Ctx, kind: &str, subject: Uuid) -> Result<()> {
    schedule(ctx, kind, subject, Some(ctx.now)).await
}

/// Lets one command at a time deal with a thing, until it ends; the others wait. The row is there for the lock alone, and gone
/// with the command.
///
/// # Errors
/// When the database does.
pub async fn alone(ctx: &Ctx, kind: &str, subject: Uuid) -> Result<()> {
    hold(ctx, kind, subject).await?;
    schedule(ctx, kind, subject, None).await
}

/// What a later slice is to look at, where an earlier one says in its own command that something changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Later {
    /// Somebody's ledger of points; the subject is the member.
    Ledger,
    /// A wish that can be taken on now, for whoever looks after its category; the subject is the wish.
    Wanted,
    /// The next shifts of a post; the subject is the claim by which it is held.
    Reminders,
}

impl Later {
    /// The kind of job.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ledger => "points",
            Self::Wanted => "wanted",
            Self::Reminders => "reminders",
        }
    }
}

/// How much of this is still to be looked at in this community.
///
/// # Errors
/// When the database does.
pub async fn count_later(ctx: &Ctx, later: Later) -> Result<u64> {
    let here = ctx.tx().platform().find::<table::Entity>().filter(table::Column::CommunityId.eq(ctx.place.id));
    here.filter(table::Column::Kind.eq(later.code())).count().await
}

/// The kind of job that is worked off by asking somebody outside.
const OUTSIDE: &str = "message";

/// Where a job is worked off: inside, or by asking somebody outside, whom nothing inside may wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Queue {
    /// All but messages.
    Inside,
    /// Messages.
    Outside,
}

/// What is due by now, the longest first.
///
/// # Errors
/// When the database does.
pub async fn list_due(tx: &PlatformTx, now: DateTime<Utc>, queue: Queue, limit: u64) -> Result<Vec<Job>> {
    let kind = match queue {
        Queue::Inside => table::Column::Kind.ne(OUTSIDE),
        Queue::Outside => table::Column::Kind.eq(OUTSIDE),
    };
    let due = tx.find::<table::Entity>().filter(table::Column::DueAt.lte(now)).filter(kind).ascending(table::Column::DueAt);
    let job = |row: table::Model| Job {
        community: row.community_id,
        kind: row.kind,
        subject: row.subject_id,
        due_at: row.due_at,
        attempts: row.attempts,
    };
    Ok(due.limit(limit).all().await?.into_iter().map(job).collect())
}

/// Takes a job for the rest of this transaction; false where somebody else has done it, or it is due at another time now.
///
/// # Errors
/// When the database does.
pub async fn take(ctx: &Ctx, job: &Job) -> Result<bool> {
    let as_it_is = table::ActiveModel { attempts: Set(job.attempts), ..Default::default() };
    Ok(ctx.tx().platform().update::<table::Entity>(as_it_is, as_seen(job)).await? == 1)
}

/// After a failure: later, and each time twice as long, a minute at first and at most six hours, so that one that always
/// fails does not hold up the others. False where somebody else has, or it is due at another time now.
///
/// # Errors
/// When the database does.
pub async fn put_off(tx: &PlatformTx, job: &Job, now: DateTime<Utc>) -> Result<bool> {
    let later = TimeDelta::minutes(1 << job.attempts.clamp(0, 8)).min(TimeDelta::hours(6));
    let row = table::ActiveModel { due_at: Set(now + later), attempts: Set(job.attempts.saturating_add(1)), ..Default::default() };
    Ok(tx.update::<table::Entity>(row, as_seen(job)).await? == 1)
}

/// How many jobs have failed at least so often, for the doctor. That somebody outside does not answer is no failure of ours.
///
/// # Errors
/// When the database does.
pub async fn count_failing(tx: &PlatformTx, attempts: i32) -> Result<u64> {
    let inside = tx.find::<table::Entity>().filter(table::Column::Kind.ne(OUTSIDE));
    inside.filter(table::Column::Attempts.gte(attempts)).count().await
}

fn this(community: TenantId, kind: &str, subject: Uuid) -> Condition {
    Condition::all()
        .add(table::Column::CommunityId.eq(community))
        .add(table::Column::Kind.eq(kind))
        .add(table::Column::SubjectId.eq(subject))
}

fn as_seen(job: &Job) -> Condition {
    this(job.community, &job.kind, job.subject).add(table::Column::DueAt.eq(job.due_at))
}
