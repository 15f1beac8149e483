//! The command line.

use crate::config::{Outside, Settings};
use app::kernel::actor::Role;
use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand};
use std::net::SocketAddr;
use std::path::PathBuf;

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

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve pages and API
    Serve(Serve),
    /// Work off what is due and serve nothing: beside servers that have enough to do (each of them does it as well)
    Worker(Outside),
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
    /// The day figures
    #[command(subcommand)]
    Figures(FiguresCommand),
    /// The histories
    #[command(subcommand)]
    Audit(AuditCommand),
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
        /// Make a larger world instead, for measuring: so many communities
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=2000), conflicts_with = "date")]
        communities: Option<u16>,
        /// How many wishes each of them has
        #[arg(long, value_name = "M", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..=200_000), requires = "communities")]
        wishes: u32,
        /// Another number tells other days
        #[arg(long, value_name = "N", default_value_t = 365)]
        seed: u64,
        /// Where people live already, say so and do nothing
        #[arg(long)]
        if_empty: bool,
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
    /// How people are reached outside.
    #[command(flatten)]
    pub outside: Outside,
}

/// Districts.
#[derive(Debug, Subcommand)]
pub enum District {
    /// Set a district up, with the categories that its communities inherit
    Create(NewDistrict),
    /// Enter a holiday, or a working day that makes up for one; clocks that run already are not moved by it
    Holiday {
        /// The district's slug
        district: String,
        /// The day
        #[arg(value_name = "YYYY-MM-DD")]
        day: NaiveDate,
        /// The desks are open on it, whatever day of the week it is
        #[arg(long)]
        open: bool,
    },
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
    /// Take a role over a district, a street or the platform away; in a community, `grant` replaces the roles
    Revoke(Revoke),
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

/// A role above the communities that ends.
#[derive(Debug, Args)]
pub struct Revoke {
    /// Log-in name or phone
    pub login: String,
    /// As an official of the district of this slug
    #[arg(long, value_name = "SLUG", required_unless_present = "operator", conflicts_with = "operator")]
    pub district: Option<String>,
    /// In a district: as an official of this street alone, by its Chinese name
    #[arg(long, value_name = "ZH", requires = "district")]
    pub street: Option<String>,
    /// As an operator of the platform
    #[arg(long)]
    pub operator: bool,
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

/// The day figures.
#[derive(Debug, Clone, Copy, Subcommand)]
pub enum FiguresCommand {
    /// Count every figure again from the history, and say which do not stand as it says
    Verify,
    /// Count them again and put right what does not; nobody waits for it or reads half of it
    Rebuild,
}

/// The histories.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Look through every history and its seals, and name each event that was changed, removed, swapped or put in
    Verify {
        /// What this command said some time before: finds out whether a chain was cut short or made anew since then
        #[arg(long, value_name = "FILE")]
        since: Option<PathBuf>,
    },
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_holds_together() {
        use clap::CommandFactory as _;
        Line::command().debug_assert();
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
        assert!(line("linli account revoke x --district nanming").is_ok());
        assert!(line("linli account revoke x --operator").is_ok());
        assert!(line("linli account revoke x").is_err());
    }
}
