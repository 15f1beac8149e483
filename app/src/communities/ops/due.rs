//! What is due in any community, for those who work it off.

use crate::accounts::PersonCtx;
use crate::communities::store;
use crate::kernel::fault::Failure;
use crate::kernel::jobs::{self, Job, Queue};
use crate::kernel::live::{self, Change};
use chrono::{DateTime, TimeDelta, Utc};

type Result<T> = std::result::Result<T, Failure>;

/// The jobs that are due, the longest first, each with its community's slug.
///
/// # Errors
/// When the database does.
pub async fn list_due(ctx: PersonCtx, (queue, limit): (Queue, u64)) -> Result<Vec<(String, Job)>> {
    let jobs = jobs::list_due(ctx.tx(), ctx.now, queue, limit).await?;
    let slugs = store::slugs(ctx.tx(), jobs.iter().map(|job| job.community)).await?;
    Ok(jobs.into_iter().filter_map(|job| Some((slugs.get(&job.community)?.clone(), job))).collect())
}

/// Puts a job that failed off.
///
/// # Errors
/// When the database does.
pub async fn put_off(ctx: PersonCtx, job: Job) -> Result<()> {
    jobs::put_off(ctx.tx(), &job, ctx.now).await.map(|_| ())
}

/// What changed since then, in all communities.
///
/// # Errors
/// When the database does.
pub async fn list_changes(ctx: PersonCtx, since: DateTime<Utc>) -> Result<Vec<Change>> {
    live::list_since(ctx.tx(), since).await
}

/// Forgets what live pages have been told long ago.
///
/// # Errors
/// When the database does.
pub async fn forget_changes(ctx: PersonCtx, (): ()) -> Result<u64> {
    live::forget(ctx.tx(), ctx.now - live::REMEMBERED).await
}

/// What nobody works off, for the doctor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backlog {
    /// Since how long the oldest is due.
    pub oldest: TimeDelta,
    /// How many have failed three times or more.
    pub failing: u64,
}

/// How long the oldest job waits, and how many fail again and again.
///
/// # Errors
/// When the database does.
pub async fn backlog(ctx: PersonCtx, (): ()) -> Result<Backlog> {
    let mut oldest = TimeDelta::zero();
    for queue in [Queue::Inside, Queue::Outside] {
        let first = jobs::list_due(ctx.tx(), ctx.now, queue, 1).await?.into_iter().next();
        oldest = first.map_or(oldest, |job| oldest.max(ctx.now - job.due_at));
    }
    Ok(Backlog { oldest, failing: jobs::count_failing(ctx.tx(), 3).await? })
}
