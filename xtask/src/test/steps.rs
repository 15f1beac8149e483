//! One step of the tests: announced, run with its output in a file, and counted; a failing one shows its output.

use super::count::Tally;
use crate::places::Places;
use crate::program;
use crate::say;
use crate::trouble::{Outcome, Trying as _};
use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

/// What Cargo tells of its own work; of no use in a report of what failed.
const CHATTER: [&str; 9] =
    ["Compiling", "Checking", "Downloaded", "Downloading", "Blocking", "Updating", "Locking", "Documenting", "Dirty"];

/// The longest step takes a quarter of this where it has never been built. What takes longer hangs; its output names where.
const LIMIT: Duration = Duration::from_mins(35);

/// A check: it passes or it fails.
pub fn check(places: &Places, tally: &mut Tally, title: &str, command: &mut Command) -> Outcome {
    step(places, tally, title, command, |_, succeeded| if succeeded { Tally::ONE_PASSED } else { Tally::ONE_FAILED })
}

/// A `cargo test`: every test counts.
pub fn cargo_tests(places: &Places, tally: &mut Tally, title: &str, command: &mut Command) -> Outcome {
    step(places, tally, title, command, Tally::of_cargo)
}

fn step(places: &Places, tally: &mut Tally, title: &str, command: &mut Command, count: fn(&str, bool) -> Tally) -> Outcome {
    say::step(title);
    let started = Instant::now();
    let file = places.target.join("xtask-step.log");
    let succeeded = program::log(command, &file, LIMIT)?;
    // Programs under test may print anything, also what is no UTF-8.
    let output = fs::read(&file).trying(file.display())?;
    let output = String::from_utf8_lossy(&output);
    let counted = count(&output, succeeded);
    if counted.failed > 0 {
        show(&output);
        if started.elapsed() > LIMIT {
            say::note(&format!("ended after {} minutes", LIMIT.as_secs() / 60));
        }
        say::note(&format!("failed: {}", program::line(command)));
    }
    say::result(&counted, counted.left_out, started.elapsed());
    *tally += counted;
    Ok(())
}

fn show(output: &str) {
    for line in output.lines().filter(|line| worth_showing(line)) {
        println!("   | {line}");
    }
}

fn worth_showing(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or_default();
    let cargo_at_work = line.starts_with(' ') && CHATTER.contains(&first);
    let test_passed = first == "test" && line.ends_with("... ok");
    !cargo_at_work && !test_passed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_leaves_out_cargo_at_work_and_passing_tests() {
        assert!(!worth_showing("   Compiling app v0.1.0"));
        assert!(!worth_showing("test kernel::a ... ok"));
        assert!(worth_showing("test kernel::b ... FAILED"));
        assert!(worth_showing("Checking is what the assertion was about"));
    }
}
