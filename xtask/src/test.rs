//! `cargo xtask test`: every check and test with what it needs set up, counted on one last line.

mod browser;
mod count;
mod rules;
mod server;
mod steps;

use crate::places::Places;
use crate::say;
use crate::signals;
use crate::trouble::{Outcome, Trouble};
use count::Tally;
use std::process::ExitCode;

/// A part of the tests that can be asked for alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Style, lints, docs and the tests that need nothing.
    Rules,
    /// The server on both real engines.
    Server,
    /// A real browser.
    Browser,
}

const PARTS: [Part; 3] = [Part::Rules, Part::Server, Part::Browser];

/// Runs on after a failure: one run tells everything.
pub fn run(places: &Places, only: Option<Part>) -> Outcome<ExitCode> {
    let mut tally = Tally::default();
    for part in PARTS {
        if only.is_some_and(|only| only != part) {
            continue;
        }
        let done = match part {
            Part::Rules => rules::run(places, &mut tally),
            Part::Server => server::run(places, &mut tally),
            Part::Browser => browser::run(places, &mut tally),
        };
        if signals::stopping() {
            return Err(Trouble::new("stopped"));
        }
        if let Err(trouble) = done {
            say::trouble(&trouble);
            tally.failed += 1;
        }
    }
    println!("{tally}");
    Ok(if tally.good() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
