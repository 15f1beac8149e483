//! The command line with its settings: the one place that reads the environment.

use app::kernel::actor::Role;
use app::kernel::clock::Clock;
use app::kernel::ctx::App;
use app::kernel::db::Db;
use app::kernel::keys::Keys;
use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::io::{BufRead as _, IsTerminal as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::sync::Arc;

/// Linli (邻里): communities serve their residents.
#[derive(Debug, Parser)]
#[command(name = "linli", version, about, disable_help_subcommand = true)]
pub struct Line {
    /// What holds for every command.
    #[command(flatten)]
    pub settings: Settings,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

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
    /// How the log looks
    #[arg(long, global = true, value_enum, default_value = "text")]
    pub log_format: LogFormat,
}

/// How the log looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// A line for people.
    Text,
    /// A line of JSON for machines.
    Json,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve pages and API
    Serve(Serve),
    /// Bring the tables up to date, or back
    Migrate {
        /// Take the newest so many migrations back, with their data
        #[arg(long, value_name = "N")]
        down: Option<u32>,
    },
    /// Districts
    #[command(subcommand)]
    District(District),
    /// Communities
    #[command(subcommand)]
    Community(Community),
    /// Accounts and their roles
    #[command(subcommand)]
    Account(Account),
    /// The secrets outside the database
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Say what is wrong with this deployment, and what to do
    Doctor,
    /// Write the whole database to a file (the keys are not in it: keep keys.json as well)
    Backup {
        /// The file to write; it must not be there yet
        file: PathBuf,
        /// PostgreSQL: as a role that sees every row, since the server's own does not
        #[arg(long, value_name = "URL", env = "LINLI_OPS_DATABASE_URL", hide_env_values = true)]
        ops_database: Option<String>,
    },
    /// Put the database back from a backup (PostgreSQL: as the role that owns the tables)
    Restore {
        /// The file to read
        file: PathBuf,
        /// Even over a database that has accounts
        #[arg(long)]
        force: bool,
    },
    /// Fill an empty database with invented people and their wishes
    Demo {
        /// How many days to tell
        #[arg(long, value_name = "N", default_value_t = 90, value_parser = clap::value_parser!(u16).range(7..=365))]
        days: u16,
        /// The last of the days [default: today]
        #[arg(long, value_name = "YYYY-MM-DD")]
        date: Option<NaiveDate>,
        /// Another number tells other days
        #[arg(long, value_name = "N", default_value_t = 365)]
        seed: u64,
    },
}

/// How to serve.
#[derive(Debug, Args)]
pub struct Serve {
    /// Where pages and API are
    #[arg(long, value_name = "ADDR", env = "LINLI_LISTEN", default_value = "127.0.0.1:3000")]
    pub listen: SocketAddr,
    /// The folder of the browser half
    #[arg(long, value_name = "DIR", env = "LINLI_SITE", default_value = "target/site")]
    pub site: PathBuf,
    /// Where the figures for monitoring are; nowhere by default
    #[arg(long, value_name = "ADDR", env = "LINLI_METRICS")]
    pub metrics: Option<SocketAddr>,
}

/// Districts.
#[derive(Debug, Subcommand)]
pub enum District {
    /// Set a district up, with the categories that its communities inherit
    Create(NewDistrict),
}

/// A new district.
#[derive(Debug, Args)]
pub struct NewDistrict {
    /// Its part of the path: lower-case letters and digits
    #[arg(long)]
    pub slug: String,
    /// Its Chinese name
    #[arg(long)]
    pub name_zh: String,
    /// Its English name
    #[arg(long)]
    pub name_en: String,
    /// Its time zone: where its days begin
    #[arg(long, default_value = "Asia/Shanghai")]
    pub zone: String,
}

/// Communities.
#[derive(Debug, Subcommand)]
pub enum Community {
    /// Set a community up, with its grids and the categories of its district
    Create(NewCommunity),
}

/// A new community.
#[derive(Debug, Args)]
pub struct NewCommunity {
    /// The slug of its district
    #[arg(long)]
    pub district: String,
    /// Its part of the path: lower-case letters and digits
    #[arg(long)]
    pub slug: String,
    /// Its Chinese name
    #[arg(long)]
    pub name_zh: String,
    /// Its English name
    #[arg(long)]
    pub name_en: String,
    /// People who live there
    #[arg(long)]
    pub population: i32,
    /// Households
    #[arg(long)]
    pub households: i32,
    /// People of 60 and more, per thousand
    #[arg(long, value_name = "PERMILLE")]
    pub over60: i32,
    /// The Chinese name of its street
    #[arg(long, requires = "street_en")]
    pub street_zh: Option<String>,
    /// The English name of its street
    #[arg(long, requires = "street_zh")]
    pub street_en: Option<String>,
    /// When its desk opens
    #[arg(long, value_name = "HH:MM", default_value = "08:30", value_parser = hour)]
    pub opens: String,
    /// When its desk closes
    #[arg(long, value_name = "HH:MM", default_value = "17:30", value_parser = hour)]
    pub closes: String,
    /// How many grids it begins with
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub grids: u8,
}

/// Accounts.
#[derive(Debug, Subcommand)]
pub enum Account {
    /// Make an account; the password is one line of standard input, or `LINLI_PASSWORD`
    Create {
        /// A log-in name
        #[arg(long, required_unless_present = "phone")]
        login: Option<String>,
        /// A mobile number
        #[arg(long)]
        phone: Option<String>,
    },
    /// Set a new password and log the account out everywhere; the password comes as with `create`
    ResetPassword {
        /// Log-in name or phone
        login: String,
    },
    /// Give an account a role in a community, a district, a street, or over the platform
    Grant(Grant),
}

/// A role for an account.
#[derive(Debug, Args)]
pub struct Grant {
    /// Log-in name or phone
    pub login: String,
    /// Where
    #[command(flatten)]
    pub scope: Scope,
    /// In a community: as what, for example admin,staff; the roles held before are replaced
    #[arg(long, value_delimiter = ',', value_parser = role, requires = "community")]
    pub role: Vec<Role>,
    /// In a community: the person's name, for someone who is no member yet
    #[arg(long, requires = "community")]
    pub name: Option<String>,
    /// In a district: as an official of this street alone, by its Chinese name
    #[arg(long, value_name = "ZH", requires = "district")]
    pub street: Option<String>,
}

/// Where a role holds: exactly one of these.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct Scope {
    /// In the community of this slug
    #[arg(long, value_name = "SLUG", requires = "role")]
    pub community: Option<String>,
    /// As an official of the district of this slug
    #[arg(long, value_name = "SLUG")]
    pub district: Option<String>,
    /// As an operator of the platform
    #[arg(long)]
    pub operator: bool,
}

/// The secrets.
#[derive(Debug, Clone, Copy, Subcommand)]
pub enum KeysCommand {
    /// Sign log-ins with a new key from the server's next start on; those under way go on
    Rotate,
}

fn role(text: &str) -> Result<Role, String> {
    let known = || Role::ALL.map(Role::code).join(", ");
    Role::from_code(text.trim()).ok_or_else(|| format!("the roles are {}", known()))
}

fn hour(text: &str) -> Result<String, String> {
    let time = chrono::NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| "an hour looks like 08:30".to_owned())?;
    Ok(time.format("%H:%M").to_string())
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
        let db = self.open().await?;
        crate::migrate::demand_current(&db).await?;
        let keys =
            Keys::load_or_make(&self.data).map_err(|failure| format!("the keys cannot be read: {}", crate::operator::cause(failure)))?;
        Ok(App { db, clock, keys: Arc::new(keys) })
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
    fn the_command_line_holds_together() {
        use clap::CommandFactory as _;
        Line::command().debug_assert();
    }

    #[test]
    fn a_url_names_an_engine_and_a_file() {
        assert_eq!(engine("sqlite://data/linli.db"), Ok(Engine::Sqlite("data/linli.db".into())));
        assert_eq!(engine("sqlite:///var/lib/linli.db?mode=rwc"), Ok(Engine::Sqlite("/var/lib/linli.db".into())));
        assert_eq!(engine("postgresql://linli@db/linli"), Ok(Engine::Postgres));
        assert!(engine("sqlite::memory:").is_err());
        assert!(engine("mysql://x").is_err());
    }

    #[test]
    fn a_grant_names_one_place_and_its_roles() {
        let line = |words: &str| Line::try_parse_from(words.split(' '));
        assert!(line("linli account grant x --operator").is_ok());
        assert!(line("linli account grant x --district nanming --street 兴关路街道").is_ok());
        assert!(line("linli account grant x --community houba --role admin,staff --name 李").is_ok());
        assert!(line("linli account grant x --community houba").is_err());
        assert!(line("linli account grant x --community houba --role king").is_err());
        assert!(line("linli account grant x --operator --district nanming").is_err());
        assert!(line("linli account grant x").is_err());
    }
}
