//! PostgreSQL clusters of our own, on loopback and a free port: one kept in `data/` for `run`, one thrown away after
//! `test`. They touch no cluster of the machine, and stop when they are dropped.

mod kept;
mod roles;

pub use kept::{Database, kept};
pub use roles::Passwords;

use crate::program;
use crate::setup;
use crate::trouble::{Outcome, Trouble, Trying as _};
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// Starting replays what an unclean end left over; that may take its time.
const START_LIMIT: Duration = Duration::from_mins(3);
/// Another program may take the free port between our looking and our starting.
const START_TRIES: u32 = 3;
/// For tests that each hold a small pool. The folder for sockets is off: TCP with passwords is the one way in.
const SETTINGS: &str = "-c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200";

/// A cluster that runs as long as this value lives.
#[derive(Debug)]
pub struct Cluster {
    programs: PathBuf,
    /// Holds the cluster and its log; belongs to the user who runs it.
    home: PathBuf,
    thrown_away: bool,
    port: u16,
    superuser: String,
}

/// A cluster in a temporary folder with the roles of Linli; a role's password is its name.
pub fn throw_away() -> Outcome<Cluster> {
    let programs = programs()?;
    let home = home_in(&[std::env::temp_dir(), PathBuf::from("/tmp"), PathBuf::from("/var/tmp")])?;
    let mut cluster = Cluster { programs, home, thrown_away: true, port: 0, superuser: roles::password()? };
    cluster.create()?;
    cluster.start()?;
    cluster.sql("postgres", &roles::creation(&Passwords::same_as_names()))?;
    Ok(cluster)
}

impl Cluster {
    /// The address of a database for a role.
    pub fn url(&self, role: &str, password: &str, database: &str) -> String {
        format!("postgres://{role}:{password}@127.0.0.1:{}/{database}", self.port)
    }

    /// The address for whoever may do everything.
    pub fn superuser_url(&self) -> String {
        self.url("postgres", &self.superuser, "postgres")
    }

    fn data(&self) -> PathBuf {
        self.home.join("cluster")
    }

    /// Made beside and moved: what is called `cluster` is whole.
    fn create(&self) -> Outcome {
        let beside = self.home.join("cluster.new");
        if beside.exists() {
            fs::remove_dir_all(&beside).trying(beside.display())?;
        }
        let password = self.home.join("password");
        let write = format!("umask 077; cat > '{}'", password.display());
        program::feed(&mut as_postgres("sh", &["-c", &write]), &self.superuser)?;
        let mut initdb = self.program("initdb");
        initdb.arg("-D").arg(&beside).arg("--pwfile").arg(&password);
        initdb.args(["-U", "postgres", "-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8"]);
        let made = program::feed(&mut initdb, "");
        fs::remove_file(&password).trying(password.display())?;
        made?;
        fs::rename(&beside, self.data()).trying(beside.display())
    }

    fn start(&mut self) -> Outcome {
        for _ in 0..START_TRIES {
            self.port = free_port()?;
            let mut start = self.program("pg_ctl");
            start.arg("-D").arg(self.data()).arg("-l").arg(self.home.join("log"));
            start.args(["-w", "-t", &START_LIMIT.as_secs().to_string()]);
            start.args(["-o", &format!("{SETTINGS} -p {}", self.port), "start"]);
            if program::quiet(&mut start, START_LIMIT * 2)? {
                return Ok(());
            }
        }
        Err(Trouble::new(format!("PostgreSQL does not start: see {}", self.home.join("log").display())))
    }

    /// Whether a server already runs here, left over by an xtask that was killed.
    fn stop_left_over(&self) -> Outcome {
        let mut status = self.program("pg_ctl");
        status.arg("-D").arg(self.data()).arg("status");
        if program::quiet(&mut status, START_LIMIT)? {
            self.stop();
        }
        Ok(())
    }

    /// Works in the midst of a Ctrl-C too: in a group of its own, the terminal's signals do not reach it.
    fn stop(&self) {
        use std::os::unix::process::CommandExt as _;
        let mut stop = self.program("pg_ctl");
        stop.arg("-D").arg(self.data()).args(["-m", "fast", "-w", "stop"]);
        stop.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
        // Nobody is left to be told that it was not running.
        let _not_running = stop.status();
    }

    /// Runs statements as the superuser; the first that fails ends them.
    fn sql(&self, database: &str, statements: &str) -> Outcome {
        program::feed(&mut self.psql(database), statements)
    }

    /// The single value a query gives.
    fn ask(&self, database: &str, query: &str) -> Option<String> {
        program::answer(self.psql(database).args(["-At", "-c", query]))
    }

    fn psql(&self, database: &str) -> Command {
        let mut psql = Command::new(self.programs.join("psql"));
        psql.env("PGPASSWORD", &self.superuser);
        psql.args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-U", "postgres", "-d", database]);
        psql.args(["-p", &self.port.to_string()]);
        psql
    }

    fn program(&self, name: &str) -> Command {
        as_postgres(&self.programs.join(name).to_string_lossy(), &[])
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.stop();
        if self.thrown_away {
            // A folder left in the system's temporary one does no harm.
            let _left = fs::remove_dir_all(&self.home);
        }
    }
}

/// PostgreSQL refuses to run as root; its Debian package brings a user to run as.
fn as_postgres(program: &str, words: &[&str]) -> Command {
    let mut command = if setup::root() { Command::new("runuser") } else { Command::new(program) };
    if setup::root() {
        command.args(["-u", "postgres", "--", program]);
    }
    // The checkout may lie where that user cannot look.
    command.args(words).current_dir("/");
    command
}

/// Makes a folder that the one who runs PostgreSQL can enter.
fn home_in(candidates: &[PathBuf]) -> Outcome<PathBuf> {
    let made = candidates.iter().find_map(|folder| {
        let pattern = folder.join("linli-postgres.XXXXXX");
        program::answer(&mut as_postgres("mktemp", &["-d", &pattern.to_string_lossy()]))
    });
    made.map(PathBuf::from).ok_or_else(|| Trouble::new("no folder that PostgreSQL can write to: set TMPDIR"))
}

fn free_port() -> Outcome<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").trying("looking for a free port")?;
    Ok(listener.local_addr().trying("looking for a free port")?.port())
}

/// The folder of `initdb`, `pg_ctl` and `psql`; installs them where they are missing.
fn programs() -> Outcome<PathBuf> {
    if let Some(found) = find_programs() {
        return Ok(found);
    }
    crate::say::step("PostgreSQL");
    setup::packages(&["postgresql"], "PostgreSQL is missing")?;
    find_programs().ok_or_else(|| Trouble::new("PostgreSQL is missing: sudo apt-get install postgresql"))
}

/// Debian keeps a folder a version and none of them on the PATH.
fn find_programs() -> Option<PathBuf> {
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = debian
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path().join("bin"))))
        .filter(|(_, folder)| folder.join("initdb").is_file())
        .max();
    let on_path = || setup::find("initdb")?.parent().map(Path::to_path_buf);
    newest.map(|(_, folder)| folder).or_else(on_path)
}
