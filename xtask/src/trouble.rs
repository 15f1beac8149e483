//! What went wrong, in one sentence a reader can act on. Nothing here prints a stack trace.

use std::fmt;

/// One line: what is wrong and, where there is one, the command that mends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble(String);

/// Every step of xtask ends so.
pub type Outcome<T = ()> = Result<T, Trouble>;

impl Trouble {
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Adds to a foreign error what was being tried.
pub trait Trying<T> {
    fn trying(self, what: impl fmt::Display) -> Outcome<T>;
}

impl<T, E: fmt::Display> Trying<T> for Result<T, E> {
    fn trying(self, what: impl fmt::Display) -> Outcome<T> {
        self.map_err(|error| Trouble(format!("{what}: {error}")))
    }
}
