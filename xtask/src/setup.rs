//! Bringing what the machine lacks: first what is there, then the system's packages where we may, else one line that
//! says what to install.

use crate::program;
use crate::say;
use crate::trouble::{Outcome, Trouble};
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

/// How long a download by rustup may take. Behind some firewalls it never ends.
const RUSTUP_LIMIT: Duration = Duration::from_mins(1);

/// Where a program lies, if it is on the PATH.
pub fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|dir| dir.join(name)).find(|file| file.is_file())
}

/// Whether xtask runs as root: clusters and browsers want other care then.
pub fn root() -> bool {
    static ROOT: OnceLock<bool> = OnceLock::new();
    *ROOT.get_or_init(|| program::answer(Command::new("id").arg("-u")).as_deref() == Some("0"))
}

/// Adds to the Rust toolchain by rustup; false where there is no rustup or it cannot reach its server.
pub fn rustup(what: &[&str]) -> Outcome<bool> {
    if find("rustup").is_none() {
        return Ok(false);
    }
    say::note(&format!("rustup {}", what.join(" ")));
    program::quiet(Command::new("rustup").args(what), RUSTUP_LIMIT)
}

/// Installs Debian packages, as root or by a sudo that asks nothing. `what_for` opens the line of a refusal.
pub fn packages(names: &[&str], what_for: &str) -> Outcome {
    let by_hand = || Trouble::new(format!("{what_for}: sudo apt-get install {}", names.join(" ")));
    if find("apt-get").is_none() {
        return Err(Trouble::new(format!("{what_for}: install it by your system's packages (Debian's: {})", names.join(", "))));
    }
    if !root() && find("sudo").is_none() {
        return Err(by_hand());
    }
    say::note(&format!("apt-get install {}", names.join(" ")));
    // A stale or half-broken list still installs most things: the install decides.
    let _fresh_list = apt(&["update"])?;
    let mut install = vec!["install", "-y", "--no-install-recommends"];
    install.extend(names);
    if apt(&install)? { Ok(()) } else { Err(by_hand()) }
}

fn apt(words: &[&str]) -> Outcome<bool> {
    let mut command = if root() { Command::new("apt-get") } else { Command::new("sudo") };
    if !root() {
        command.args(["-n", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    }
    command.env("DEBIAN_FRONTEND", "noninteractive").arg("-q").args(words);
    program::quiet(&mut command, Duration::from_mins(20))
}
