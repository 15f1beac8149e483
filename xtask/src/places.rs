//! Where things lie in the checkout.

use crate::trouble::{Outcome, Trouble, Trying as _};
use std::path::PathBuf;

/// The folders every step needs.
#[derive(Debug, Clone)]
pub struct Places {
    /// The checkout.
    pub root: PathBuf,
    /// Cargo's target folder.
    pub target: PathBuf,
}

impl Places {
    /// Asks the environment first: the path compiled in is wrong once the checkout has moved.
    pub fn find() -> Outcome<Self> {
        let own = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = own
            .parent()
            .filter(|root| root.join("Cargo.toml").is_file())
            .ok_or_else(|| Trouble::new("no workspace here: call `cargo xtask` inside the checkout"))?
            .to_path_buf();
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir));
        std::fs::create_dir_all(&target).trying(target.display())?;
        Ok(Self { root, target })
    }

    /// All of this is served; nothing secret goes in.
    pub fn site(&self) -> PathBuf {
        self.target.join("site")
    }

    pub fn pkg(&self) -> PathBuf {
        self.site().join("pkg")
    }

    /// The names of the current assets. Not under the site: the server reads it at every render, nobody else needs it.
    pub fn hashes(&self) -> PathBuf {
        self.target.join("hash.txt")
    }

    /// The database, keys and passwords of a local run.
    pub fn data(&self) -> PathBuf {
        self.root.join("data")
    }

    pub fn style(&self) -> PathBuf {
        self.root.join("app/style/main.css")
    }

    /// Copied as it is to the root of the site.
    pub fn public(&self) -> PathBuf {
        self.root.join("app/public")
    }

    pub fn end2end(&self) -> PathBuf {
        self.root.join("end2end")
    }

    /// The server binary of a profile, `debug` or `release`.
    pub fn linli(&self, profile: &str) -> PathBuf {
        self.target.join(profile).join("linli")
    }
}
