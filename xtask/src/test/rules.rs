//! Style, lints, documentation, and the tests that need no database and no browser.

use super::count::Tally;
use super::steps;
use crate::places::Places;
use crate::program;
use crate::setup;
use crate::trouble::{Outcome, Trouble};
use std::process::Command;

/// Each crate alone: in one call the features of both halves would be switched on together.
const CLIPPY: [&[&str]; 5] = [
    &["-p", "app", "--features", "ssr", "--all-targets"],
    &["-p", "server", "--all-targets"],
    &["-p", "migrations", "--all-targets"],
    &["-p", "xtask", "--all-targets"],
    // The app's browser half is linted along.
    &["-p", "frontend"],
];

pub fn run(places: &Places, tally: &mut Tally) -> Outcome {
    component("fmt", "rustfmt")?;
    component("clippy", "clippy")?;
    steps::check(places, tally, "Format", cargo(places, &["fmt", "--all", "--check"]).arg("--quiet"))?;
    for words in CLIPPY {
        let package = words.get(1).copied().unwrap_or_default();
        let mut clippy = cargo(places, &["clippy"]);
        clippy.args(words).args(["--", "-D", "warnings"]);
        steps::check(places, tally, &format!("Lints of {package}"), &mut clippy)?;
    }
    for words in [&["-p", "app", "--features", "ssr"][..], &["-p", "server", "-p", "migrations"], &["-p", "xtask"]] {
        let mut doc = cargo(places, &["doc", "--no-deps"]);
        doc.args(words).env("RUSTDOCFLAGS", "-D warnings");
        steps::check(places, tally, &format!("Documentation of {}", words.get(1).copied().unwrap_or_default()), &mut doc)?;
    }
    let mut app = cargo(places, &["test", "--no-fail-fast", "-p", "app", "--features", "ssr"]);
    steps::cargo_tests(places, tally, "Tests of the rules", &mut app)?;
    let mut xtask = cargo(places, &["test", "--no-fail-fast", "-p", "xtask"]);
    steps::cargo_tests(places, tally, "Tests of xtask", &mut xtask)
}

fn cargo(places: &Places, words: &[&str]) -> Command {
    let mut cargo = program::cargo(&places.root);
    cargo.args(words);
    cargo
}

/// A minimal toolchain lacks these two.
fn component(command: &str, name: &str) -> Outcome {
    let there = || program::answer(Command::new("cargo").args([command, "--version"])).is_some();
    if there() || (setup::rustup(&["component", "add", name])? && there()) {
        return Ok(());
    }
    Err(Trouble::new(format!("the Rust toolchain lacks {name}: rustup component add {name}")))
}
