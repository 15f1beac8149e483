//! The browser half as a WebAssembly module, by whichever toolchain has the standard library for it.

use crate::places::Places;
use crate::program;
use crate::say;
use crate::setup;
use crate::trouble::{Outcome, Trouble};
use std::path::{Path, PathBuf};
use std::process::Command;

const TARGET: &str = "wasm32-unknown-unknown";
const PROFILE: &str = "wasm-release";
/// Debian's own, newer Rust with the sources of its standard library, which is built along.
const DEBIAN: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-22"];
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";

/// Who builds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Builder {
    /// The toolchain in use has the target.
    Toolchain,
    /// Debian's packages, building the standard library themselves.
    Debian,
}

/// Builds the module; the second build of the same sources takes a second.
pub fn build(places: &Places) -> Outcome<PathBuf> {
    let builder = builder()?;
    let (mut cargo, target) = match builder {
        Builder::Toolchain => (program::cargo(&places.root), places.target.clone()),
        Builder::Debian => debian(places),
    };
    let module = target.join(TARGET).join(PROFILE).join("frontend.wasm");
    say::build("The browser half", &module, "some minutes");
    cargo.args(["build", "-p", "frontend", "--profile", PROFILE, "--target", TARGET]);
    program::run(&mut cargo)?;
    Ok(module)
}

/// `LINLI_WASM=debian` asks for Debian's toolchain where both would do.
fn builder() -> Outcome<Builder> {
    let debian_wanted = std::env::var_os("LINLI_WASM").is_some_and(|who| who == "debian");
    if !debian_wanted && (toolchain_has_target() || added_by_rustup()?) {
        return Ok(Builder::Toolchain);
    }
    if !debian_is_there() {
        say::step("A Rust toolchain for the browser half");
        let what_for = format!("Rust's standard library for {TARGET} is missing (rustup target add {TARGET})");
        setup::packages(&DEBIAN, &what_for)?;
    }
    if debian_is_there() {
        Ok(Builder::Debian)
    } else {
        Err(Trouble::new(format!("Rust's standard library for {TARGET} is missing: rustup target add {TARGET}")))
    }
}

fn toolchain_has_target() -> bool {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let folder = program::answer(Command::new(rustc).args(["--print", "target-libdir", "--target", TARGET]));
    folder.is_some_and(|folder| has_std(Path::new(&folder)))
}

fn has_std(folder: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else { return false };
    entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-"))
}

fn added_by_rustup() -> Outcome<bool> {
    say::step(&format!("Rust's standard library for {TARGET}"));
    Ok(setup::rustup(&["target", "add", TARGET])? && toolchain_has_target())
}

/// The `rustc` in /usr/bin may also be Debian's ordinary, much older one, which has no sources to build from.
fn debian_is_there() -> bool {
    let sysroot = program::answer(Command::new(DEBIAN_RUSTC).args(["--print", "sysroot"]));
    let sources = sysroot.map(|sysroot| Path::new(&sysroot).join("lib/rustlib/src/rust/library/std/Cargo.toml"));
    sources.is_some_and(|file| file.is_file()) && Path::new(DEBIAN_CARGO).is_file() && debian_linker().is_some()
}

/// The newest `wasm-ld-N`: an older one may not read what a newer compiler wrote.
fn debian_linker() -> Option<PathBuf> {
    let entries = std::fs::read_dir("/usr/bin").ok()?.flatten();
    let versions = entries.filter_map(|entry| entry.file_name().to_str()?.strip_prefix("wasm-ld-")?.parse::<u32>().ok());
    versions.max().map(|version| PathBuf::from(format!("/usr/bin/wasm-ld-{version}")))
}

/// A target folder of its own: the two toolchains' files do not mix. The flag for `-Z` is set here and nowhere else,
/// since in `.cargo/config.toml` it would also rebuild the server's standard library.
fn debian(places: &Places) -> (Command, PathBuf) {
    let target = places.target.join("wasm-debian");
    let mut cargo = Command::new(DEBIAN_CARGO);
    cargo.current_dir(&places.root);
    program::with_erased_components(&mut cargo);
    program::without_xtask(&mut cargo);
    // The other toolchain's, its libraries above all.
    for inherited in ["CARGO", "RUSTUP_TOOLCHAIN", "RUSTC_WRAPPER", "RUSTDOC", "LD_LIBRARY_PATH"] {
        cargo.env_remove(inherited);
    }
    cargo.env("RUSTC", DEBIAN_RUSTC).env("RUSTC_BOOTSTRAP", "1").env("CARGO_TARGET_DIR", &target).arg("-Zbuild-std=std,panic_abort");
    if let Some(linker) = debian_linker() {
        cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
    }
    (cargo, target)
}
