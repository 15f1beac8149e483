//! The seals on the histories of all communities: set every few minutes, looked through every night and on demand.

use crate::doctor::slugs;
use crate::operator::{say, sentence};
use crate::worker;
use app::kernel::ctx::{App, Call};
use app::kernel::db::Mode;
use app::kernel::fault::Fault;
use app::kernel::seals::{Finding, Head, Report};
use app::{audit, communities};
use std::convert::Infallible;
use std::path::Path;
use std::time::Duration;

/// How long what happened waits for its seal.
const EVERY: Duration = Duration::from_mins(5);

/// Seals and looks through for ever, beside whatever else is done.
pub async fn go_on(app: &App) -> Infallible {
    let call = worker::call(app);
    let night = || worker::night(app.clock.now());
    let mut last = night();
    loop {
        drop(seal(&call).await);
        if night() != last {
            nightly(&call).await;
            last = night();
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Looks through every history, and says in the log what is wrong and where each chain ends: out of reach of whoever writes
/// into the database.
async fn nightly(call: &Call) {
    let found = match verify(call, &[]).await {
        Ok(found) => found,
        Err(fault) => {
            tracing::error!(code = fault.code(), "the histories could not be looked through");
            return;
        }
    };
    for (slug, report) in &found {
        if !report.findings.is_empty() {
            tracing::error!(slug, findings = report.findings.len(), "a history is not as it was written: see `linli audit verify`");
        }
        if let Some(head) = &report.head {
            tracing::info!(slug, no = head.no, seal = head.seal, "the history is sealed up to here");
        }
    }
    let wrong: usize = found.iter().map(|(_, report)| report.findings.len()).sum();
    #[expect(clippy::cast_precision_loss, reason = "a count of events")]
    metrics::gauge!("linli_history_findings").set(wrong as f64);
}

/// Seals what happened in every community since the last time; says how many events.
///
/// # Errors
/// When the database does not answer.
pub async fn seal(call: &Call) -> Result<usize, Fault> {
    let mut sealed = 0;
    for slug in slugs(call).await? {
        loop {
            match communities::serve(call, "audit.seal", Mode::Write, &slug, (), audit::ops::seal).await {
                Ok(0) => break,
                Ok(some) => sealed += some,
                // Another server seals at the same moment: what is left is its, or of the next time.
                Err(fault) => {
                    tracing::debug!(slug, code = fault.code(), "the history was not sealed this time");
                    break;
                }
            }
        }
    }
    Ok(sealed)
}

/// What looking through the history of each community found.
///
/// # Errors
/// When the database does not answer.
pub async fn verify(call: &Call, written_down: &[(String, Head)]) -> Result<Vec<(String, Report)>, Fault> {
    let mut found = Vec::new();
    for slug in slugs(call).await? {
        let head = written_down.iter().find(|(one, _)| *one == slug).map(|(_, head)| head.clone());
        let report = communities::serve(call, "audit.verify", Mode::Snapshot, &slug, head, audit::ops::verify).await?;
        found.push((slug, report));
    }
    Ok(found)
}

/// Looks through every history and says what was found; `since` is a file with what this said some time before. Whether all
/// is well.
///
/// # Errors
/// When the database does not answer, or the file does not read.
pub async fn run(call: &Call, since: Option<&Path>) -> Result<bool, String> {
    let written_down = match since {
        Some(file) => {
            let heads = heads(&std::fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?);
            if heads.is_empty() {
                return Err(format!("{}: there is no line in it that begins with `head` and reads", file.display()));
            }
            heads
        }
        None => Vec::new(),
    };
    let found = verify(call, &written_down).await.map_err(sentence)?;
    let gone: Vec<&str> =
        written_down.iter().map(|(slug, _)| slug.as_str()).filter(|slug| found.iter().all(|(one, _)| one != slug)).collect();
    for slug in &gone {
        say(&format!("WRONG  {slug}: there is no such community any more"));
    }
    for (slug, report) in &found {
        for finding in &report.findings {
            say(&format!("WRONG  {slug}: {}", said(finding)));
        }
        if let Some(head) = &report.head {
            say(&format!("head {slug} {} {}", head.no, head.seal));
        }
        if report.waiting > 0 {
            say(&format!("       {slug}: {} events wait for their seal", report.waiting));
        }
    }
    let wrong = found.iter().map(|(_, report)| report.findings.len()).sum::<usize>() + gone.len();
    if wrong == 0 {
        say("Every history is as it was written. Keep the lines that begin with `head` elsewhere, for the next `--since`.");
    }
    Ok(wrong == 0)
}

/// What is wrong, in a sentence.
fn said(finding: &Finding) -> String {
    match finding {
        Finding::Changed(event) => format!("event {event} says something else than when it was sealed, or two were swapped"),
        Finding::Removed(event) => format!("event {event} is gone"),
        Finding::Added(event) => {
            format!("event {event} has no seal: it was put in later, or written while a clock stood more than a day wrong")
        }
        Finding::Words(event) => format!("what was written in event {event} is another text, or was removed though nobody went"),
        Finding::Seal(no) => format!("seal {no} is missing, or not the one that was written down"),
    }
}

/// The lines that begin with `head`: community, number, seal.
fn heads(text: &str) -> Vec<(String, Head)> {
    let line = |line: &str| {
        let [_, slug, no, seal] = line.split_whitespace().collect::<Vec<_>>().try_into().ok()?;
        Some((slug.to_owned(), Head { no: no.parse().ok()?, seal: seal.to_owned() }))
    };
    text.lines().filter(|one| one.starts_with("head ")).filter_map(line).collect()
}
