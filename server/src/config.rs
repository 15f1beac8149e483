//! The settings that hold for every command: the one place that reads the environment.

use app::kernel::clock::Clock;
use app::kernel::ctx::{App, Reach};
use app::kernel::db::Db;
use app::kernel::keys::Keys;
use app::kernel::live::Hub;
use clap::{Args, ValueEnum};
use std::io::{BufRead as _, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::sync::Arc;

/// What holds for every command.
#[derive(Debug, Clone, Args)]
pub struct Settings {
    /// The database: <sqlite://FILE> or <postgres://USER:PASSWORD@HOST/NAME>
    #[arg(
        long,
        global = true,
        value_name = "URL",
        env = "LINLI_DATABASE_URL",
        hide_env_values = true,
        default_value = "sqlite://data/linli.db"
    )]
    pub database: String,
    /// The folder of the keys
    #[arg(long, global = true, value_name = "DIR", env = "LINLI_DATA", default_value = "data")]
    pub data: PathBuf,
    /// What to log to standard error, and how much
    #[arg(long, global = true, value_name = "FILTER", env = "LINLI_LOG", default_value = "info,sqlx=warn,sea_orm=warn")]
    pub log: String,
    /// Who types this: it stays on record with roles that are given or taken
    #[arg(long, global = true, value_name = "NAME", env = "USER", default_value = "operator", hide_env_values = true)]
    pub by: String,
    /// How the log looks
    #[arg(long, global = true, value_enum, default_value = "text")]
    pub log_format: LogFormat,
}

/// How people are reached outside of Linli.
#[derive(Debug, Clone, Default, Args)]
pub struct Outside {
    /// The mail server: <smtps://USER:PASSWORD@HOST>, or <smtp://HOST:PORT?tls=required>; without one no e-mail is sent
    #[arg(long, value_name = "URL", env = "LINLI_SMTP_URL", hide_env_values = true, requires_all = ["mail_from", "public_url"])]
    pub smtp: Option<String>,
    /// Whom e-mail is from: <linli@example.org>, or <邻里 <linli@example.org>>
    #[arg(long, value_name = "ADDRESS", env = "LINLI_MAIL_FROM")]
    pub mail_from: Option<String>,
    /// Where people reach Linli, for links in messages: <https://linli.example.org>
    #[arg(long, value_name = "URL", env = "LINLI_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Webhooks may lead into private networks, and go without TLS
    #[arg(long, env = "LINLI_PRIVATE_WEBHOOKS")]
    pub private_webhooks: bool,
}

/// How the log looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// A line for people.
    Text,
    /// A line of JSON for machines.
    Json,
}

/// Which engine a URL names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Engine {
    /// SQLite, in this file.
    Sqlite(PathBuf),
    /// PostgreSQL.
    Postgres,
}

/// Reads which engine a database's URL names.
///
/// # Errors
/// When it names none, or a database that would not outlive the command.
pub fn engine(url: &str) -> Result<Engine, String> {
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        return Ok(Engine::Postgres);
    }
    if !url.starts_with("sqlite:") {
        return Err("the database's URL begins with sqlite:// or postgres://".to_owned());
    }
    if url.contains(":memory:") || url.contains("mode=memory") {
        return Err("a database in memory ends with the command; name a file: sqlite://FILE".to_owned());
    }
    let options = sqlx::sqlite::SqliteConnectOptions::from_str(url).map_err(|e| format!("the database's URL does not read: {e}"))?;
    Ok(Engine::Sqlite(options.get_filename().to_path_buf()))
}

impl Settings {
    /// Which engine the database runs on.
    ///
    /// # Errors
    /// As [`engine`].
    pub fn engine(&self) -> Result<Engine, String> {
        engine(&self.database)
    }

    /// Opens a database that is there already.
    ///
    /// # Errors
    /// When it is not, or cannot be reached.
    pub async fn open(&self) -> Result<Db, String> {
        if let Engine::Sqlite(file) = self.engine()?
            && !file.exists()
        {
            return Err(format!("there is no database at {} yet: run `linli migrate`", file.display()));
        }
        Db::open(&self.database).await.map_err(|failure| {
            format!("the database cannot be reached, is it running and the URL right? ({})", crate::operator::cause(failure))
        })
    }

    /// The application on a database whose tables are up to date.
    ///
    /// # Errors
    /// When they are not, or the keys cannot be read.
    pub async fn app(&self, clock: Clock) -> Result<App, String> {
        self.app_reaching(clock, Reach::default()).await
    }

    /// The same, reaching people outside.
    ///
    /// # Errors
    /// As [`Settings::app`].
    pub async fn app_reaching(&self, clock: Clock, reach: Reach) -> Result<App, String> {
        let db = self.open().await?;
        crate::migrate::demand_current(&db).await?;
        let keys =
            Keys::load_or_make(&self.data).map_err(|failure| format!("the keys cannot be read: {}", crate::operator::cause(failure)))?;
        Ok(App { db, clock, keys: Arc::new(keys), live: Hub::default(), reach })
    }

    /// Where the keys lie.
    pub fn keys_file(&self) -> PathBuf {
        self.data.join("keys.json")
    }
}

/// A file with this ending added to its name.
pub fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Makes an empty file for people's data: readable by its owner alone.
///
/// # Errors
/// When it cannot be written.
pub fn private_file(path: &Path) -> Result<(), String> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop).map_err(|e| format!("{} cannot be written: {e}", path.display()))
}

/// A password: `LINLI_PASSWORD`, else one line of standard input. Never an argument: those are seen by every user of the machine.
///
/// # Errors
/// When there is none.
#[expect(clippy::disallowed_methods, reason = "this module is where settings come from")]
pub fn password() -> Result<String, String> {
    if let Ok(password) = std::env::var("LINLI_PASSWORD") {
        return Ok(password);
    }
    let input = std::io::stdin();
    if input.is_terminal() {
        eprint!("Password (it shows as you type): ");
    }
    let mut line = String::new();
    input.lock().read_line(&mut line).map_err(|e| format!("the password cannot be read: {e}"))?;
    let password = line.trim_end_matches(['\r', '\n']);
    if password.is_empty() {
        Err("a password is needed: one line of standard input, or LINLI_PASSWORD".to_owned())
    } else {
        Ok(password.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_names_an_engine_and_a_file() {
        assert_eq!(engine("sqlite://data/linli.db"), Ok(Engine::Sqlite("data/linli.db".into())));
        assert_eq!(engine("sqlite:///var/lib/linli.db?mode=rwc"), Ok(Engine::Sqlite("/var/lib/linli.db".into())));
        assert_eq!(engine("postgresql://linli@db/linli"), Ok(Engine::Postgres));
        assert!(engine("sqlite::memory:").is_err());
        assert!(engine("mysql://x").is_err());
    }
}
