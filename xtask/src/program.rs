//! Running other programs: each is waited for, stopped when xtask is, and named when it fails.

use crate::signals;
use crate::trouble::{Outcome, Trouble, Trying as _};
use std::ffi::OsStr;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// How often a waiting step looks up.
const TICK: Duration = Duration::from_millis(50);
/// A child that was told to stop is told again after this, and killed after three times as long.
const GRACE: Duration = Duration::from_secs(6);
/// After this long without a word a reader wonders.
const PATIENCE: Duration = Duration::from_mins(1);

/// Cargo, with both halves built alike.
pub fn cargo(root: &Path) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut cargo = Command::new(program);
    cargo.current_dir(root);
    with_erased_components(&mut cargo);
    without_xtask(&mut cargo);
    cargo
}

/// What `cargo run` tells xtask about xtask is not for the builds that xtask starts.
pub fn without_xtask(cargo: &mut Command) {
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            cargo.env_remove(&name);
        }
    }
}

/// A RUSTFLAGS variable replaces the flags of `.cargo/config.toml`; without this one the halves of a page would differ.
pub fn with_erased_components(cargo: &mut Command) {
    if let Some(mut flags) = std::env::var_os("RUSTFLAGS")
        && !flags.to_string_lossy().contains("erase_components")
    {
        flags.push(" --cfg erase_components");
        cargo.env("RUSTFLAGS", flags);
    }
}

/// Runs to the end with the reader's own terminal.
pub fn run(command: &mut Command) -> Outcome {
    let status = wait(spawn(command)?, None)?;
    success(command, status)
}

/// Runs with what it prints going to `log`, at most for `limit`; tells whether it succeeded. In a group of its own, since
/// what a test program has started would outlive it.
pub fn log(command: &mut Command, log: &Path, limit: Duration) -> Outcome<bool> {
    let out = std::fs::File::create(log).trying(format_args!("writing {}", log.display()))?;
    let err = out.try_clone().trying(format_args!("writing {}", log.display()))?;
    command.stdin(Stdio::null()).stdout(out).stderr(err).process_group(0);
    let status = watch(spawn(command)?, Some(limit), PATIENCE, Reach::Group)?;
    // What was cut off is neither a success nor a failure.
    if signals::stopping() { Err(stopped()) } else { Ok(status.success()) }
}

/// Runs silently, at most for `limit`; tells whether it succeeded.
pub fn quiet(command: &mut Command, limit: Duration) -> Outcome<bool> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    Ok(wait(spawn(command)?, Some(limit))?.success())
}

/// What a short program prints, or none where it is missing or fails.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

/// Runs with `input` on its standard input and its standard error shown only in the trouble.
pub fn feed(command: &mut Command, input: &str) -> Outcome {
    use std::io::Write as _;
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = spawn(command)?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that ends early explains itself better than a broken pipe does.
        let _early_end = stdin.write_all(input.as_bytes());
    }
    let output = child.wait_with_output().trying(name(command))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().find(|line| !line.trim().is_empty()).unwrap_or("it failed without a word");
    Err(Trouble::new(format!("{}: {said}", name(command))))
}

/// Starts a program, or says which one is missing.
pub fn spawn(command: &mut Command) -> Outcome<Child> {
    if signals::stopping() {
        return Err(stopped());
    }
    command.spawn().trying(format_args!("{} cannot be started", name(command)))
}

/// Waits for a program that has an end; passes a stop on to it; kills it after `limit`.
pub fn wait(child: Child, limit: Option<Duration>) -> Outcome<ExitStatus> {
    watch(child, limit, PATIENCE, Reach::One)
}

/// Waits for a program that runs until it is stopped, and says nothing meanwhile.
pub fn wait_patiently(child: Child) -> Outcome<ExitStatus> {
    watch(child, None, Duration::MAX, Reach::One)
}

/// Ends a program that is of no more use.
pub fn end(child: &mut Child) {
    kill(child, "KILL", Reach::One);
    // It is dead; waiting only clears it away.
    let _dead = child.wait();
}

fn watch(mut child: Child, limit: Option<Duration>, patience: Duration, reach: Reach) -> Outcome<ExitStatus> {
    let started = Instant::now();
    let mut stop = Stop::default();
    let mut spoken = started;
    loop {
        if let Some(status) = child.try_wait().trying("waiting for a program")? {
            return Ok(status);
        }
        if limit.is_some_and(|limit| started.elapsed() > limit) {
            kill(&mut child, "KILL", reach);
        }
        stop.pass_on(&mut child, reach);
        if spoken.elapsed() > patience {
            spoken = Instant::now();
            crate::say::waiting(started.elapsed());
        }
        std::thread::sleep(TICK);
    }
}

/// Whom a signal is meant for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// The program. It is in the terminal's group, and hears Ctrl-C by itself.
    One,
    /// The program and all that it started. Nobody else tells them anything.
    Group,
}

/// How far a child has been asked to end.
#[derive(Debug, Default)]
struct Stop {
    since: Option<Instant>,
    last: Option<&'static str>,
}

impl Stop {
    /// First as Ctrl-C does it, which all our programs know how to obey; then ever more rudely.
    fn pass_on(&mut self, child: &mut Child, reach: Reach) {
        if !signals::stopping() {
            return;
        }
        let waited = self.since.get_or_insert_with(Instant::now).elapsed();
        let unheard = reach == Reach::Group || signals::terminated();
        let due = match waited {
            _ if waited > GRACE * 3 => Some("KILL"),
            _ if waited > GRACE => Some("TERM"),
            _ => unheard.then_some("INT"),
        };
        if let Some(signal) = due.filter(|_| due != self.last) {
            self.last = due;
            kill(child, signal, reach);
        }
    }
}

/// The standard library only knows how to kill one; everything else is another program's.
fn kill(child: &mut Child, signal: &str, reach: Reach) {
    let whom = if reach == Reach::Group { format!("-{}", child.id()) } else { child.id().to_string() };
    let asked = Command::new("kill").args(["-s", signal, "--", &whom]).stderr(Stdio::null()).status();
    if asked.is_err() || signal == "KILL" {
        // An error here means that it is gone already.
        let _gone = child.kill();
    }
}

fn stopped() -> Trouble {
    Trouble::new("stopped")
}

fn success(command: &Command, status: ExitStatus) -> Outcome {
    if status.success() {
        Ok(())
    } else if signals::stopping() {
        Err(stopped())
    } else {
        Err(Trouble::new(format!("{} failed ({status})", line(command))))
    }
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

/// A command as one would type it.
pub fn line(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_else(|| command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_hangs_is_ended_with_all_that_it_started_and_what_it_said_is_kept() {
        let log = std::env::temp_dir().join(format!("xtask-hangs-{}.log", std::process::id()));
        let mut hangs = Command::new("sh");
        hangs.args(["-c", "echo begun; sleep 300 & echo $!; wait"]);
        assert!(!super::log(&mut hangs, &log, Duration::from_secs(2)).unwrap());
        let said = std::fs::read_to_string(&log).unwrap();
        std::fs::remove_file(&log).unwrap();
        let (begun, child) = said.trim().split_once('\n').unwrap();
        assert_eq!(begun, "begun");
        // Whoever waits for the dead of a killed shell may not have come by yet: a zombie is dead too.
        let state = std::fs::read_to_string(format!("/proc/{child}/stat"));
        assert!(state.is_err() || state.is_ok_and(|stat| stat.contains(") Z ")));
    }
}
