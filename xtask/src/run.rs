//! `cargo xtask run`: from a fresh checkout to a Linli that answers; the second time within seconds.

mod serve;
mod store;

use crate::places::Places;
use crate::program;
use crate::say;
use crate::site;
use crate::trouble::{Outcome, Trouble};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;
use store::{State, Store};

/// What may be wished for; nothing has to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wishes {
    /// A PostgreSQL of our own instead of SQLite.
    pub postgres: bool,
    /// A database that is there already, or an SQLite file.
    pub database: Option<String>,
    pub listen: SocketAddr,
    /// No demo data at the first start.
    pub empty: bool,
}

impl Default for Wishes {
    fn default() -> Self {
        Self { postgres: false, database: None, listen: SocketAddr::from(([127, 0, 0, 1], 3000)), empty: false }
    }
}

pub fn run(places: &Places, wishes: &Wishes) -> Outcome {
    // Better said now than after ten minutes of building.
    free(wishes.listen)?;
    let kind = store::kind(wishes)?;
    let linli = build(places)?;
    let store = store::open(places, &kind)?;
    let state = prepare(places, &linli, &store, wishes)?;
    serve::serve(places, &linli, &store, wishes.listen, state)
}

/// Both halves, for release.
pub fn build(places: &Places) -> Outcome<PathBuf> {
    site::build(places)?;
    say::build("The server", &places.linli("release"), "about ten minutes");
    program::run(program::cargo(&places.root).args(["build", "-p", "server", "--bin", "linli", "--release"]))?;
    Ok(places.linli("release"))
}

fn free(listen: SocketAddr) -> Outcome {
    TcpListener::bind(listen).map(drop).map_err(|error| {
        Trouble::new(format!("cannot listen on {listen} ({error}); choose another address: cargo xtask run --listen 127.0.0.1:3001"))
    })
}

/// Brings the database's tables up to date, and fills it if it was made just now.
fn prepare(places: &Places, linli: &Path, store: &Store, wishes: &Wishes) -> Outcome<State> {
    say::step("The database's tables");
    store.begin()?;
    program::run(command(places, linli).args(["migrate", "--database", &store.owner_url]))?;
    // What is in somebody else's database, the program itself finds out: the demo is told in an empty one alone.
    let foreign = store.state() == State::Foreign;
    if !wishes.empty && (store.new || foreign) {
        say::step("Demo data");
        let mut demo = command(places, linli);
        demo.args(["demo", "--if-empty", "--database", &store.app_url, "--data"]).arg(places.data());
        program::run(&mut demo)?;
    }
    if !store.new {
        return Ok(store.state());
    }
    let state = if wishes.empty { State::Empty } else { State::Demo };
    store.remember(state)?;
    Ok(state)
}

/// Our own program, in the checkout: relative SQLite paths begin there.
fn command(places: &Places, linli: &Path) -> Command {
    let mut command = Command::new(linli);
    command.current_dir(&places.root);
    command
}
