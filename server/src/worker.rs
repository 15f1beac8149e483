//! Works off what is due: reminders, closings. Every server does, and `linli worker` does nothing else; a job's effect
//! happens once however many work at it (see `app::kernel::jobs`).

use crate::doctor;
use crate::operator;
use app::kernel::actor::Channel;
use app::kernel::ctx::{App, Call};
use app::kernel::db::Mode;
use app::kernel::fault::{Failure, Fault};
use app::kernel::jobs::{Job, Later, Queue};
use app::kernel::live;
use app::{accounts, communities, figures, imports, messages, points, posts, shifts, wishes};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use std::convert::Infallible;
use std::time::Duration;

/// How long to rest when nothing is due. The shortest mark comes after two and a half minutes.
const REST: Duration = Duration::from_secs(2);
/// How many jobs are looked up at a time.
const BATCH: u64 = 100;

/// A call in nobody's name: a time that was set has come.
pub fn call(app: &App) -> Call {
    Call { channel: Channel::Clock, request_id: "clock".to_owned(), device: "clock".to_owned(), ..operator::call(app) }
}

/// Works for ever. What is under way when it is dropped is finished: each job runs in a task of its own.
pub async fn run(app: &App) -> Infallible {
    let call = call(app);
    let mut checked: Option<NaiveDate> = None;
    let mut forgotten: Option<DateTime<Utc>> = None;
    loop {
        once_a_night(&call, &mut checked).await;
        let now = app.clock.now();
        if forgotten.is_none_or(|last| now - last >= live::REMEMBERED) {
            forget(&call).await;
            // What was removed is to be gone from the log as well.
            drop(app.db.checkpoint().await);
            forgotten = Some(now);
        }
        if round(&call).await < BATCH {
            tokio::time::sleep(REST).await;
        }
    }
}

/// Once a night, and when it begins to work: whether what is late still reaches a person in every community. Says in how many it
/// does not; none where it has looked this night already, or could not.
pub async fn once_a_night(call: &Call, checked: &mut Option<NaiveDate>) -> Option<usize> {
    let tonight = night(call.app.clock.now());
    if *checked == Some(tonight) {
        return None;
    }
    *checked = Some(tonight);
    nightly(call).await
}

/// The night of that moment: another one begins at three in the morning in China, where all districts lie.
pub fn night(now: DateTime<Utc>) -> NaiveDate {
    const THREE_AT_NIGHT: TimeDelta = TimeDelta::hours(5);
    (now + THREE_AT_NIGHT).date_naive()
}

/// Forgets what live pages were told long ago. Where this fails it stands a little longer.
pub async fn forget(call: &Call) {
    drop(accounts::serve(call, "worker.forget", Mode::Write, (), communities::ops::forget_changes).await);
}

/// Works off what is due now, once, up to a hundred jobs; says how many there were.
pub async fn round(call: &Call) -> u64 {
    let jobs = due(call).await.unwrap_or_default();
    let found = jobs.len() as u64;
    for (slug, job) in jobs {
        if let Err(fault) = work(call, &slug, job.clone()).await {
            tracing::warn!(slug, kind = job.kind, attempts = job.attempts, code = fault.code(), "a job failed and is put off");
            // Where this fails too, the job stands as it was.
            drop(accounts::serve(call, "worker.put_off", Mode::Write, job, communities::ops::put_off).await);
        }
    }
    found
}

/// What is due now, with the communities' slugs.
///
/// # Errors
/// When the database does not answer.
pub async fn due(call: &Call) -> Result<Vec<(String, Job)>, Fault> {
    accounts::serve(call, "worker.due", Mode::Read, (Queue::Inside, BATCH), communities::ops::list_due).await
}

/// Works one job off; false where there was nothing to do.
///
/// # Errors
/// When it failed; then nothing happened.
pub async fn work(call: &Call, slug: &str, job: Job) -> Result<bool, Fault> {
    match job.kind.as_str() {
        "wish" => communities::serve(call, "wishes.ring", Mode::Write, slug, job, wishes::ops::ring).await,
        "claim" => communities::serve(call, "posts.ring", Mode::Write, slug, job, posts::ops::ring).await,
        "post" => communities::serve(call, "posts.expire", Mode::Write, slug, job, posts::ops::expire).await,
        "community" => communities::serve(call, "wishes.draw", Mode::Write, slug, job, wishes::ops::draw).await,
        "import" => communities::serve(call, "imports.expire", Mode::Write, slug, job, imports::ops::expire).await,
        "notice" => communities::serve(call, "messages.plan", Mode::Write, slug, job, messages::sending::plan).await,
        kind if kind == Later::Reminders.code() => {
            communities::serve(call, "shifts.remind", Mode::Write, slug, job, shifts::ops::remind).await
        }
        kind if kind == Later::Wanted.code() => communities::serve(call, "posts.call", Mode::Write, slug, job, posts::ops::call).await,
        kind if kind == Later::Ledger.code() => {
            communities::serve(call, "points.settle", Mode::Write, slug, job, points::ops::settle).await
        }
        "figures" => recount(call, slug, job).await.map(|mended| mended > 0),
        other => {
            // A newer server's, perhaps: it is put off until one that knows it comes by.
            Err(Failure::Broken(format!("a job of kind {other}")).into_fault(&call.request_id))
        }
    }
}

/// Counts a community's figures again and adds what is missing; says how many counters did not stand as its history says.
/// Two commands: the long one only looks, all at one moment, and whoever places an order meanwhile does not wait for it.
pub async fn recount(call: &Call, slug: &str, job: Job) -> Result<usize, Fault> {
    let missing = communities::serve(call, "figures.missing", Mode::Snapshot, slug, (), figures::ops::missing).await?;
    let counters = missing.len();
    let ours = communities::serve(call, "figures.mend", Mode::Write, slug, (job, missing), figures::ops::mend).await?;
    Ok(if ours { counters } else { 0 })
}

/// Works off what is due up to then, each at its own time, on a clock that can be moved: for the demo.
///
/// # Errors
/// When a job fails.
pub async fn until(call: &Call, then: DateTime<Utc>) -> Result<(), Fault> {
    call.app.clock.set(then);
    loop {
        let jobs = due(call).await?;
        if jobs.is_empty() {
            return Ok(());
        }
        for (slug, job) in jobs {
            call.app.clock.set(job.due_at);
            work(call, &slug, job).await?;
        }
        call.app.clock.set(then);
    }
}

async fn nightly(call: &Call) -> Option<usize> {
    match doctor::unheard(call).await {
        Ok(unheard) => {
            for (slug, roles) in &unheard {
                let missing: Vec<&str> = roles.iter().map(|role| role.code()).collect();
                tracing::error!(slug, missing = missing.join(","), "what is late reaches nobody: give somebody the role");
            }
            #[expect(clippy::cast_precision_loss, reason = "a count of communities")]
            metrics::gauge!("linli_communities_unheard").set(unheard.len() as f64);
            Some(unheard.len())
        }
        Err(fault) => {
            tracing::error!(code = fault.code(), "whether what is late reaches a person could not be looked at");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_night_begins_at_three_in_the_morning_in_china() {
        let night_of = |at: &str| night(at.parse().unwrap_or_default()).to_string();
        assert_eq!(night_of("2026-12-31T18:59:59Z"), "2026-12-31");
        assert_eq!(night_of("2026-12-31T19:00:00Z"), "2027-01-01");
    }
}
