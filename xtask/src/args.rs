//! What may be typed after `cargo xtask`.

use crate::run::Wishes;
use crate::test::Part;
use crate::trouble::{Outcome, Trouble};
use std::net::SocketAddr;

pub const HELP: &str = "\
cargo xtask run [--postgres] [--database URL] [--listen ADDR] [--empty]
                      set up what is missing, build, start Linli (SQLite in data/ unless told otherwise)
                      --postgres: on a PostgreSQL that it starts itself
                      --database URL: sqlite://FILE, or the postgres:// address of the role that serves; that of the role
                        which owns the tables is then LINLI_OWNER_DATABASE_URL (README, \"Running it for real\")
                      --empty: without demo data
cargo xtask test [rules|server|browser]
                      all tests, or one part of them
cargo xtask build     both halves, for release
cargo xtask site      the browser half only
";

/// One call of xtask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Task {
    Help,
    Run(Wishes),
    Test(Option<Part>),
    Build,
    Site,
}

pub fn parse(mut words: impl Iterator<Item = String>) -> Outcome<Task> {
    let Some(first) = words.next() else { return Ok(Task::Help) };
    let task = match first.as_str() {
        "help" | "--help" | "-h" => Task::Help,
        "run" => return Ok(Task::Run(wishes(words)?)),
        "test" => Task::Test(words.next().as_deref().map(part).transpose()?),
        "build" => Task::Build,
        "site" => Task::Site,
        word => return Err(unknown(word)),
    };
    words.next().map_or(Ok(task), |word| Err(unknown(&word)))
}

fn part(word: &str) -> Outcome<Part> {
    match word {
        "rules" => Ok(Part::Rules),
        "server" => Ok(Part::Server),
        "browser" => Ok(Part::Browser),
        _ => Err(unknown(word)),
    }
}

fn wishes(mut words: impl Iterator<Item = String>) -> Outcome<Wishes> {
    let mut wishes = Wishes::default();
    while let Some(word) = words.next() {
        let mut value = |what: &str| words.next().ok_or_else(|| Trouble::new(format!("`{word}` wants {what}")));
        match word.as_str() {
            "--postgres" => wishes.postgres = true,
            "--empty" => wishes.empty = true,
            "--database" => wishes.database = Some(value("a URL: sqlite://FILE or postgres://…")?),
            "--listen" => wishes.listen = address(&value("an address: 127.0.0.1:3000")?)?,
            _ => return Err(unknown(&word)),
        }
    }
    if wishes.postgres && wishes.database.is_some() {
        return Err(Trouble::new("`--postgres` starts a PostgreSQL of its own; `--database` names another: take one of them"));
    }
    Ok(wishes)
}

fn address(text: &str) -> Outcome<SocketAddr> {
    let address = text.parse().ok().filter(|address: &SocketAddr| address.port() != 0);
    address.ok_or_else(|| Trouble::new(format!("`{text}` is no address to listen on; one is 127.0.0.1:3000")))
}

fn unknown(word: &str) -> Trouble {
    Trouble::new(format!("`{word}` is unknown here; `cargo xtask` lists what there is"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(line: &str) -> Outcome<Task> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn nothing_typed_asks_for_help() {
        assert_eq!(typed(""), Ok(Task::Help));
    }

    #[test]
    fn a_part_of_the_tests_can_be_asked_for() {
        assert_eq!(typed("test"), Ok(Task::Test(None)));
        assert_eq!(typed("test server"), Ok(Task::Test(Some(Part::Server))));
    }

    #[test]
    fn run_takes_its_wishes_in_any_order() {
        let wishes = Wishes { empty: true, listen: SocketAddr::from(([0, 0, 0, 0], 80)), ..Wishes::default() };
        assert_eq!(typed("run --listen 0.0.0.0:80 --empty"), Ok(Task::Run(wishes)));
    }

    #[test]
    fn what_is_unknown_or_too_much_or_incomplete_is_refused() {
        for line in ["runn", "test everything", "site now", "run --fast", "run --listen", "run --listen here", "build x"] {
            assert!(typed(line).is_err(), "{line}");
        }
        assert!(typed("run --postgres --database sqlite://a.db").is_err());
    }
}
