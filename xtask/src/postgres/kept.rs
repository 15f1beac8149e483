//! The cluster of `cargo xtask run --postgres`: in `data/postgres`, or, where PostgreSQL's user cannot enter the
//! checkout, in a folder of that user's which `data/postgres.folder` names. Its passwords are random and in `data/postgres.passwords`.

use super::{Cluster, Passwords, as_postgres, home_in, programs, roles};
use crate::places::Places;
use crate::program;
use crate::setup;
use crate::trouble::{Outcome, Trouble, Trying as _};
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

const DATABASE: &str = "linli";

/// The running cluster and what the server needs of it.
#[derive(Debug)]
pub struct Database {
    pub owner_url: String,
    pub app_url: String,
    /// It was made just now and is empty.
    pub new: bool,
    cluster: Cluster,
}

/// Starts the cluster, making whatever of it is not there yet.
pub fn kept(places: &Places) -> Outcome<Database> {
    let programs = programs()?;
    fs::create_dir_all(places.data()).trying(places.data().display())?;
    let (superuser, passwords) = remembered_passwords(&places.data().join("postgres.passwords"))?;
    let home = home(places)?;
    let mut cluster = Cluster { programs, home, thrown_away: false, port: 0, superuser };
    if cluster.data().exists() {
        cluster.stop_left_over()?;
    } else {
        cluster.create()?;
    }
    cluster.start()?;
    cluster.sql("postgres", &roles::creation(&passwords))?;
    let new = cluster.ask("postgres", &format!("SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'")).as_deref() != Some("1");
    if new {
        cluster.make_database()?;
    }
    let owner_url = cluster.url("linli_owner", &passwords.owner, DATABASE);
    let app_url = cluster.url("linli_app", &passwords.app, DATABASE);
    Ok(Database { owner_url, app_url, new, cluster })
}

impl Database {
    /// Throws the database away and makes it again, empty.
    pub fn renew(&mut self) -> Outcome {
        self.cluster.sql("postgres", &format!("DROP DATABASE IF EXISTS {DATABASE};"))?;
        self.cluster.make_database()?;
        self.new = true;
        Ok(())
    }
}

impl Cluster {
    fn make_database(&self) -> Outcome {
        self.sql("postgres", &format!("CREATE DATABASE {DATABASE} OWNER linli_owner;"))?;
        let grants = format!(
            "REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC;
             GRANT CONNECT ON DATABASE {DATABASE} TO linli_app, linli_ops;
             GRANT USAGE ON SCHEMA public TO linli_app, linli_ops;"
        );
        self.sql(DATABASE, &grants)
    }
}

/// `data/postgres` if PostgreSQL's user can reach it, else the folder that was made elsewhere.
fn home(places: &Places) -> Outcome<PathBuf> {
    let note = places.data().join("postgres.folder");
    if let Ok(elsewhere) = fs::read_to_string(&note) {
        let elsewhere = PathBuf::from(elsewhere.trim());
        if elsewhere.is_dir() {
            return Ok(elsewhere);
        }
    }
    let here = places.data().join("postgres");
    if here.join("cluster").is_dir() || reachable(&here)? {
        return Ok(here);
    }
    let elsewhere = home_in(&[PathBuf::from("/var/lib/postgresql"), PathBuf::from("/var/tmp")])?;
    fs::write(&note, format!("{}\n", elsewhere.display())).trying(note.display())?;
    Ok(elsewhere)
}

/// Makes the folder, the postgres user's own where xtask is root; takes it back where that user cannot enter.
fn reachable(folder: &Path) -> Outcome<bool> {
    fs::create_dir_all(folder).trying(folder.display())?;
    if !setup::root() {
        return Ok(true);
    }
    program::run(Command::new("chown").arg("postgres:").arg(folder))?;
    let text = folder.to_string_lossy();
    let enters = program::answer(&mut as_postgres("test", &["-w", &text, "-a", "-x", &text])).is_some();
    if !enters {
        fs::remove_dir(folder).trying(folder.display())?;
    }
    Ok(enters)
}

/// The passwords of the superuser and the roles; made at the first start, readable by their owner only.
fn remembered_passwords(file: &Path) -> Outcome<(String, Passwords)> {
    if !file.exists() {
        let roles = ["postgres", "linli_owner", "linli_app", "linli_ops"];
        let lines = roles.map(|role| roles::password().map(|password| format!("{role}: {password}\n")));
        let text = lines.into_iter().collect::<Outcome<String>>()?;
        let beside = file.with_added_extension("new");
        let mut open = fs::OpenOptions::new();
        let mut out = open.write(true).create(true).truncate(true).mode(0o600).open(&beside).trying(beside.display())?;
        out.write_all(text.as_bytes()).trying(beside.display())?;
        fs::rename(&beside, file).trying(file.display())?;
    }
    let text = fs::read_to_string(file).trying(file.display())?;
    read_passwords(&text).ok_or_else(|| Trouble::new(format!("{} lacks a password: delete data/ to begin anew", file.display())))
}

fn read_passwords(text: &str) -> Option<(String, Passwords)> {
    let of = |role: &str| {
        let mut lines = text.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(name, _)| *name == role).map(|(_, password)| password.to_owned())
    };
    Some((of("postgres")?, Passwords { owner: of("linli_owner")?, app: of("linli_app")?, ops: of("linli_ops")? }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_read_by_role() {
        let read = read_passwords("postgres: a\nlinli_owner: b\nlinli_app: c\nlinli_ops: d\n");
        let passwords = Passwords { owner: "b".into(), app: "c".into(), ops: "d".into() };
        assert_eq!(read, Some(("a".into(), passwords)));
    }

    #[test]
    fn a_file_cut_short_gives_no_passwords() {
        assert_eq!(read_passwords("postgres: a\nlinli_owner: b\n"), None);
    }
}
