//! Tests in a real browser: Playwright starts the server on a fresh database and drives the system's Chromium.

use super::count::Tally;
use crate::places::Places;
use crate::program;
use crate::say;
use crate::setup;
use crate::signals;
use crate::site;
use crate::trouble::{Outcome, Trouble, Trying as _};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// Where the server is started for the tests, if nobody else is there.
const PORT: u16 = 3457;
/// Playwright's own condition. Debian 12 brings an older one.
const OLDEST_NODE: u32 = 20;
const OWN_NODE: &str = "node@22";

pub fn run(places: &Places, tally: &mut Tally) -> Outcome {
    let chromium = chromium()?;
    let node = node(places)?;
    site::build(places)?;
    say::build("The server for the browser", &places.linli("debug"), "some minutes");
    program::run(program::cargo(&places.root).args(["build", "-p", "server", "--bin", "linli"]))?;
    install(places)?;
    say::step("Tests in the browser");
    let started = Instant::now();
    let scratch = Scratch::make(&places.target)?;
    let report = scratch.0.join("report.json");
    let mut playwright = Command::new(node);
    playwright.current_dir(places.end2end()).args(["node_modules/@playwright/test/cli.js", "test"]);
    playwright
        .env("LINLI_BIN", places.linli("debug"))
        .env("LINLI_SITE", places.site())
        .env("LINLI_CHROMIUM", chromium)
        .env("LINLI_SCRATCH", &scratch.0)
        .env("LINLI_REPORT", &report)
        .env("LINLI_PORT", port()?.to_string());
    let succeeded = program::wait(program::spawn(&mut playwright)?, None)?.success();
    if signals::stopping() {
        return Err(Trouble::new("stopped"));
    }
    let counted = Tally::of_playwright(&fs::read_to_string(&report).unwrap_or_default(), succeeded);
    say::result(&counted, counted.left_out, started.elapsed());
    *tally += counted;
    Ok(())
}

/// The database and the report of one run; gone afterwards.
struct Scratch(PathBuf);

impl Scratch {
    fn make(target: &Path) -> Outcome<Self> {
        let folder = target.join(format!("end2end-{}", std::process::id()));
        fs::create_dir_all(&folder).trying(folder.display())?;
        Ok(Self(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // It lies below target/: left over, it does no harm.
        let _left = fs::remove_dir_all(&self.0);
    }
}

fn port() -> Outcome<u16> {
    let listener = std::net::TcpListener::bind(("127.0.0.1", PORT)).or_else(|_| std::net::TcpListener::bind("127.0.0.1:0"));
    Ok(listener.and_then(|listener| listener.local_addr()).trying("looking for a free port")?.port())
}

/// The browser of the system, with a font that has Chinese.
fn chromium() -> Outcome<PathBuf> {
    let found = || ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|name| setup::find(name));
    let mut missing = Vec::new();
    if found().is_none() {
        missing.push("chromium");
    }
    if program::answer(Command::new("fc-list").arg(":lang=zh-cn")).is_none_or(|fonts| fonts.is_empty()) {
        missing.push("fonts-noto-cjk");
    }
    if !missing.is_empty() {
        say::step("A browser");
        setup::packages(&missing, "a browser with a Chinese font is missing")?;
    }
    found().ok_or_else(|| Trouble::new("Chromium is missing: sudo apt-get install chromium"))
}

/// A Node.js that Playwright takes: the machine's, or, where that is older, one from npm in `target/`.
fn node(places: &Places) -> Outcome<PathBuf> {
    if setup::find("node").is_none() || setup::find("npm").is_none() {
        say::step("Node.js");
        setup::packages(&["nodejs", "npm"], "Node.js is missing")?;
    }
    if new_enough(Path::new("node")) {
        return Ok(PathBuf::from("node"));
    }
    let folder = places.target.join("node");
    let own = folder.join("node_modules/node/bin/node");
    if !new_enough(&own) {
        say::step("A newer Node.js");
        fs::create_dir_all(&folder).trying(folder.display())?;
        let mut npm = npm(&folder);
        program::run(npm.args(["install", "--no-save", "--prefix"]).arg(&folder).arg(OWN_NODE))?;
    }
    if new_enough(&own) {
        return Ok(own);
    }
    Err(Trouble::new(format!("Playwright needs Node.js {OLDEST_NODE} or later: install it from nodejs.org")))
}

fn new_enough(node: &Path) -> bool {
    let version = program::answer(Command::new(node).arg("--version")).unwrap_or_default();
    major(&version).is_some_and(|major| major >= OLDEST_NODE)
}

/// Of "v20.20.2", 20.
fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

fn npm(folder: &Path) -> Command {
    let mut npm = Command::new("npm");
    npm.current_dir(folder).args(["--no-audit", "--no-fund", "--loglevel=error"]);
    npm
}

/// `npm ci`, unless what is installed comes from this very lock file.
fn install(places: &Places) -> Outcome {
    let folder = places.end2end();
    let lock = fs::read(folder.join("package-lock.json")).trying("end2end/package-lock.json")?;
    let installed = folder.join("node_modules/.linli-lock");
    if fs::read(&installed).is_ok_and(|last| last == lock) {
        return Ok(());
    }
    say::step("Playwright");
    let mut npm = npm(&folder);
    npm.arg("ci");
    // The browser is the system's own.
    program::run(npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))?;
    fs::write(&installed, lock).trying(installed.display())
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn the_major_version_is_read_from_what_node_says() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("node"), None);
    }
}
