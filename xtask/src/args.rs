//! What may be typed after `cargo xtask`.

use crate::trouble::{Outcome, Trouble};

pub const HELP: &str = "\
cargo xtask run [--postgres] [--database URL] [--listen ADDR] [--empty]
                      set up what is missing, build, start Linli (SQLite in data/ unless told otherwise)
cargo xtask test [rules|server|browser]
                      all tests, or one part of them
cargo xtask build     both halves, for release
cargo xtask site      the browser half only
";

/// One call of xtask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Task {
    Help,
    Site,
}

pub fn parse(mut words: impl Iterator<Item = String>) -> Outcome<Task> {
    match words.next().as_deref() {
        None | Some("help" | "--help" | "-h") => Ok(Task::Help),
        Some("site") => Ok(Task::Site),
        Some(word) => Err(Trouble::new(format!("`{word}` is unknown; `cargo xtask` lists what there is"))),
    }
}
