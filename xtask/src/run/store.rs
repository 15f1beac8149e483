//! Which database a run uses, and whether it was made just now.
//!
//! A small file beside the database tells how its first start went. One that was stopped half-way is begun anew: what
//! lies there is then xtask's own unfinished work and nobody's data.

use super::Wishes;
use crate::places::Places;
use crate::postgres;
use crate::say;
use crate::trouble::{Outcome, Trouble, Trying as _};
use std::fs;
use std::path::{Path, PathBuf};

/// How the first start went, as far as xtask knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Begun and not finished.
    Unfinished,
    /// With demo data.
    Demo,
    /// Without, as wished.
    Empty,
    /// Not made by xtask.
    Foreign,
}

/// The database of a run; a PostgreSQL of our own stops with it.
#[derive(Debug)]
pub struct Store {
    /// For changing tables.
    pub owner_url: String,
    /// For everything else.
    pub app_url: String,
    /// Made just now, empty.
    pub new: bool,
    /// Remembers the state; none where the database is not ours.
    note: Option<Note>,
    _running: Option<postgres::Database>,
}

/// What was asked for, understood before anything is built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    OwnPostgres,
    ForeignPostgres(String),
    Sqlite { url: String, file: String },
}

pub fn kind(wishes: &Wishes) -> Outcome<Kind> {
    if wishes.postgres {
        return Ok(Kind::OwnPostgres);
    }
    let url = wishes.database.clone().unwrap_or_else(|| "sqlite://data/linli.db".to_owned());
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        return Ok(Kind::ForeignPostgres(url));
    }
    match sqlite_file(&url).map(str::to_owned) {
        Some(file) => Ok(Kind::Sqlite { url, file }),
        None => Err(Trouble::new(format!("`{url}` is no database Linli knows: sqlite://FILE or postgres://…"))),
    }
}

pub fn open(places: &Places, kind: &Kind) -> Outcome<Store> {
    fs::create_dir_all(places.data()).trying(places.data().display())?;
    match kind {
        Kind::OwnPostgres => own_postgres(places),
        Kind::ForeignPostgres(url) => Ok(foreign_postgres(url)),
        Kind::Sqlite { url, file } => sqlite(&places.root.join(file), url),
    }
}

fn own_postgres(places: &Places) -> Outcome<Store> {
    say::step("PostgreSQL");
    let note = Note::open(places.data().join("postgres.state"))?;
    let mut running = postgres::kept(places)?;
    if note.read() == State::Unfinished && !running.new {
        begun_anew();
        running.renew()?;
    }
    let (owner_url, app_url) = (running.owner_url.clone(), running.app_url.clone());
    Ok(Store { owner_url, app_url, new: running.new, note: Some(note), _running: Some(running) })
}

/// Somebody else's: it is brought up to date and served, filled only where it is empty, never thrown away.
fn foreign_postgres(url: &str) -> Store {
    let owner = std::env::var_os("LINLI_OWNER_DATABASE_URL").and_then(|url| url.into_string().ok());
    let owner_url = owner.unwrap_or_else(|| url.to_owned());
    Store { owner_url, app_url: url.to_owned(), new: false, note: None, _running: None }
}

fn sqlite(file: &Path, url: &str) -> Outcome<Store> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).trying(folder.display())?;
    }
    let note = Note::open(file.with_added_extension("state"))?;
    if note.read() == State::Unfinished && file.exists() {
        begun_anew();
        for part in [file.to_path_buf(), beside(file, "-wal"), beside(file, "-shm")] {
            if part.exists() {
                fs::remove_file(&part).trying(part.display())?;
            }
        }
    }
    Ok(Store { owner_url: url.to_owned(), app_url: url.to_owned(), new: !file.exists(), note: Some(note), _running: None })
}

impl Store {
    /// From here to `remember` the database is unfinished.
    pub fn begin(&self) -> Outcome {
        if self.new { self.remember(State::Unfinished) } else { Ok(()) }
    }

    pub fn remember(&self, state: State) -> Outcome {
        self.note.as_ref().map_or(Ok(()), |note| note.write(state))
    }

    pub fn state(&self) -> State {
        self.note.as_ref().map_or(State::Foreign, Note::read)
    }
}

/// The file that remembers; locked, so that no second run works on the same database.
#[derive(Debug)]
struct Note {
    file: PathBuf,
    _locked: fs::File,
}

impl Note {
    fn open(file: PathBuf) -> Outcome<Self> {
        let locked = fs::OpenOptions::new().append(true).create(true).open(&file).trying(file.display())?;
        let in_use = |_| Trouble::new(format!("another `cargo xtask run` uses this database ({} is locked)", file.display()));
        locked.try_lock().map_err(in_use)?;
        Ok(Self { file, _locked: locked })
    }

    fn read(&self) -> State {
        let text = fs::read_to_string(&self.file).unwrap_or_default();
        let known = [State::Unfinished, State::Demo, State::Empty];
        known.into_iter().find(|state| word(*state) == text.trim()).unwrap_or(State::Foreign)
    }

    fn write(&self, state: State) -> Outcome {
        fs::write(&self.file, word(state)).trying(self.file.display())
    }
}

fn begun_anew() {
    say::note("the first start was stopped half-way: its database is begun anew");
}

fn word(state: State) -> &'static str {
    match state {
        State::Unfinished => "unfinished",
        State::Demo => "demo",
        State::Empty => "empty",
        State::Foreign => "",
    }
}

/// SQLite's companions have the file's name and a tail, without a dot.
fn beside(file: &Path, tail: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(tail);
    PathBuf::from(name)
}

/// `sqlite://data/linli.db?mode=rwc` names `data/linli.db`. A database in memory would be lost between our programs.
fn sqlite_file(url: &str) -> Option<&str> {
    let path = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:"))?;
    let path = path.split('?').next().unwrap_or(path);
    (!path.is_empty() && !path.contains(":memory:")).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_sqlite_url_names_a_file() {
        assert_eq!(sqlite_file("sqlite://data/linli.db"), Some("data/linli.db"));
        assert_eq!(sqlite_file("sqlite:///var/a.db?mode=rwc"), Some("/var/a.db"));
        assert_eq!(sqlite_file("sqlite::memory:"), None);
        assert_eq!(sqlite_file("mysql://x"), None);
    }

    #[test]
    fn a_first_start_that_was_stopped_is_begun_anew_and_a_finished_one_is_kept() -> Outcome {
        let folder = std::env::temp_dir().join(format!("linli-store-{}", std::process::id()));
        let file = folder.join("a.db");
        let url = format!("sqlite://{}", file.display());
        let first = sqlite(&file, &url)?;
        assert!(first.new);
        first.begin()?;
        fs::write(&file, "half").trying("a file")?;
        assert!(sqlite(&file, &url).is_err(), "one at a time");
        drop(first);
        let second = sqlite(&file, &url)?;
        assert!(second.new && !file.exists());
        second.begin()?;
        fs::write(&file, "whole").trying("a file")?;
        second.remember(State::Demo)?;
        drop(second);
        let third = sqlite(&file, &url)?;
        let kept = !third.new && third.state() == State::Demo && file.exists();
        fs::remove_dir_all(&folder).trying("a folder")?;
        assert!(kept);
        Ok(())
    }
}
