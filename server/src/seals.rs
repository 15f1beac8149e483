//! The seals on the histories of all communities: set every few minutes, looked through every night and on demand.

use crate::doctor::slugs;
use crate::operator::{say, sentence};
use app::kernel::ctx::Call;
use app::kernel::db::Mode;
use app::kernel::fault::Fault;
use app::kernel::seals::{Finding, Head, Report};
use app::{audit, communities};
use std::path::Path;

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
        Some(file) => heads(&std::fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?),
        None => Vec::new(),
    };
    let found = verify(call, &written_down).await.map_err(sentence)?;
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
    let wrong: usize = found.iter().map(|(_, report)| report.findings.len()).sum();
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
