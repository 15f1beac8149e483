//! What goes wrong, in two kinds. A [`Fault`] is what a person may read; a `Failure` is for the log alone.
//! Only `Failure` is made from a driver's error, so no driver text, SQL or path can reach a client.

use super::said::{Lang, Said, Text, text};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// One wrong field, with what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The field's name in forms and JSON.
    pub field: Cow<'static, str>,
    /// A stable code for programs.
    pub code: Cow<'static, str>,
    /// The sentence for the person.
    pub said: Said,
}

impl Problem {
    /// A problem beside a field.
    pub fn new(field: &'static str, code: &'static str, said: impl Into<Said>) -> Self {
        Self { field: field.into(), code: code.into(), said: said.into() }
    }
}

/// What a caller may see of something that went wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// A rule of the business says no, for example a move that the stage does not allow.
    Rule {
        /// A stable code for programs.
        code: Cow<'static, str>,
        /// The sentence for the person.
        said: Said,
    },
    /// Fields to mend.
    Invalid(Vec<Problem>),
    /// A log-in that did not work, whatever the reason; said beside the field.
    WrongCredentials(Vec<Problem>),
    /// Nobody is logged in, or no longer.
    SignIn,
    /// It does not exist, or not for you.
    NotFound,
    /// You see it, but this is not yours to do.
    Refused,
    /// Too many tries; again after this many seconds.
    SlowDown {
        /// Seconds to wait.
        after: u32,
    },
    /// The database or a queue has no room just now.
    Unavailable,
    /// Our mistake; the number finds it in the log.
    Broken {
        /// The request's id.
        incident: String,
    },
    /// The browser has no network.
    Offline,
    /// The page is older than the server.
    OutOfDate,
    /// The address is one, but takes no request of this method.
    WrongMethod,
}

const SIGN_IN: Text = text("请先登录，再继续。", "Please log in first, then go on.");
const NOT_FOUND: Text =
    text("这里没有您要找的内容，可能已经撤下，或者不对您开放。", "What you look for is not here. It may be gone, or not open to you.");
const REFUSED: Text =
    text("这一步不由您来办。如有需要，请联系社区。", "This step is not yours to take. If you need it, please ask the community.");
const SLOW_DOWN: Text = text("试得太频繁了，请过 {} 秒再试。", "Too many tries. Please try again in {} seconds.");
const UNAVAILABLE: Text = text(
    "现在有点忙，您填的内容没有提交。请稍等一会儿再试。",
    "We are busy right now and nothing was changed. Please try again in a moment.",
);
const BROKEN: Text = text(
    "是我们出了差错，已经记下（编号 {}）。什么都没有改动，请稍后再试。",
    "This is our mistake and it is noted (number {}). Nothing was changed; please try again later.",
);
const OFFLINE: Text =
    text("没有连上网络。您写的内容还在，联网后再试。", "There is no network. What you wrote is still here; try again once connected.");
const OUT_OF_DATE: Text = text("页面有更新，请刷新后再试。", "This page has been renewed. Please reload it and try again.");
const WRONG_METHOD: Text = text("这个地址不接受这种请求方法。", "This address takes no request of this method.");
const INVALID: Text = text("有 {} 处需要改一下。", "{} field(s) need a correction.");

impl Fault {
    /// The HTTP status of this fault.
    pub fn status(&self) -> u16 {
        match self {
            Self::Rule { .. } => 409,
            Self::Invalid(_) => 422,
            Self::SignIn | Self::WrongCredentials(_) => 401,
            Self::NotFound => 404,
            Self::Refused => 403,
            Self::SlowDown { .. } => 429,
            Self::Unavailable | Self::Offline => 503,
            Self::Broken { .. } => 500,
            Self::OutOfDate => 400,
            Self::WrongMethod => 405,
        }
    }

    /// The stable code for programs.
    pub fn code(&self) -> &str {
        match self {
            Self::Rule { code, .. } => code,
            Self::Invalid(_) => "invalid",
            Self::WrongCredentials(_) => "wrong_credentials",
            Self::SignIn => "sign_in",
            Self::NotFound => "not_found",
            Self::Refused => "refused",
            Self::SlowDown { .. } => "slow_down",
            Self::Unavailable => "unavailable",
            Self::Broken { .. } => "broken",
            Self::Offline => "offline",
            Self::OutOfDate => "out_of_date",
            Self::WrongMethod => "wrong_method",
        }
    }

    /// The sentence for a person.
    pub fn said(&self, lang: Lang) -> String {
        match self {
            Self::Rule { said, .. } => said.t(lang).to_owned(),
            Self::Invalid(problems) => lang.fill(INVALID, &[&problems.len()]),
            Self::WrongCredentials(problems) => problems.iter().map(|problem| problem.said.t(lang)).collect(),
            Self::SignIn => lang.t(SIGN_IN).to_owned(),
            Self::NotFound => lang.t(NOT_FOUND).to_owned(),
            Self::Refused => lang.t(REFUSED).to_owned(),
            Self::SlowDown { after } => lang.fill(SLOW_DOWN, &[after]),
            Self::Unavailable => lang.t(UNAVAILABLE).to_owned(),
            Self::Broken { incident } => lang.fill(BROKEN, &[incident]),
            Self::Offline => lang.t(OFFLINE).to_owned(),
            Self::OutOfDate => lang.t(OUT_OF_DATE).to_owned(),
            Self::WrongMethod => lang.t(WRONG_METHOD).to_owned(),
        }
    }

    /// The problems beside fields, if that is what this is.
    pub fn problems(&self) -> &[Problem] {
        match self {
            Self::Invalid(problems) | Self::WrongCredentials(problems) => problems,
            _ => &[],
        }
    }
}

impl From<Problem> for Fault {
    fn from(problem: Problem) -> Self {
        Self::Invalid(vec![problem])
    }
}

/// Collects the problems of a form, so that all of them show at once.
#[derive(Debug, Default)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// The value, or `None` with its problem noted.
    pub fn take<T>(&mut self, checked: Result<T, Problem>) -> Option<T> {
        match checked {
            Ok(value) => Some(value),
            Err(problem) => {
                self.0.push(problem);
                None
            }
        }
    }

    /// The finished value, or all problems.
    ///
    /// # Errors
    /// [`Fault::Invalid`] when any problem was noted.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Fault> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            _ => Err(Fault::Invalid(self.0)),
        }
    }
}

impl server_fn::error::FromServerFnError for Fault {
    type Encoder = server_fn::codec::JsonEncoding;

    fn from_server_fn_error(error: server_fn::error::ServerFnErrorErr) -> Self {
        use server_fn::error::ServerFnErrorErr as E;
        match error {
            E::Request(_) => Self::Offline,
            E::Args(_) | E::MissingArg(_) | E::Deserialization(_) => Self::OutOfDate,
            _ => Self::Broken { incident: "-".to_owned() },
        }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for Fault {}

/// What went wrong, for the log. Shown to a caller only as the [`Fault`] it turns into.
#[cfg(feature = "ssr")]
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Something the caller may read.
    #[error("{0}")]
    Fault(#[from] Fault),
    /// The database said no.
    #[error("database: {0}")]
    Db(#[from] sea_orm::DbErr),
    /// A row or a secret is not as it must be.
    #[error("broken: {0}")]
    Broken(String),
}

#[cfg(feature = "ssr")]
impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Fault(problem.into())
    }
}

#[cfg(feature = "ssr")]
impl Failure {
    /// Whether the same transaction may well succeed if run again: serialization failure or deadlock.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Db(error) if matches!(sqlstate(error).as_deref(), Some("40001" | "40P01")))
    }

    /// What the caller sees; anything that is ours is logged here, once, under the request's id.
    pub fn into_fault(self, incident: &str) -> Fault {
        match self {
            Self::Fault(fault) => fault,
            Self::Db(error) if is_away(&error) => {
                tracing::warn!(incident, error = %error, "the database is away or has no room");
                Fault::Unavailable
            }
            other => {
                tracing::error!(incident, error = %other, "a use case broke");
                Fault::Broken { incident: incident.to_owned() }
            }
        }
    }
}

/// The five-character SQLSTATE (PostgreSQL) or result code (SQLite) of a database error.
#[cfg(feature = "ssr")]
pub fn sqlstate(error: &sea_orm::DbErr) -> Option<String> {
    use sea_orm::{DbErr, RuntimeErr, sqlx};
    match error {
        DbErr::Exec(RuntimeErr::SqlxError(e)) | DbErr::Query(RuntimeErr::SqlxError(e)) | DbErr::Conn(RuntimeErr::SqlxError(e)) => {
            match &**e {
                sqlx::Error::Database(e) => e.code().map(std::borrow::Cow::into_owned),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Whether the database cannot be reached, is shutting down, is full, or lends no connection.
#[cfg(feature = "ssr")]
fn is_away(error: &sea_orm::DbErr) -> bool {
    use sea_orm::{DbErr, RuntimeErr, sqlx};
    match error {
        DbErr::ConnectionAcquire(_) => true,
        DbErr::Exec(RuntimeErr::SqlxError(e)) | DbErr::Query(RuntimeErr::SqlxError(e)) | DbErr::Conn(RuntimeErr::SqlxError(e)) => {
            match &**e {
                sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => true,
                // 57P0x: PostgreSQL shuts down or starts; 53xxx: no disk, memory or connection; 55000: the database is closed to
                // connections; 3D000: it is not there (being restored); 5, 6, 13, 14: SQLite busy, locked, full, cannot open.
                sqlx::Error::Database(e) => e.code().is_some_and(|code| {
                    code.starts_with("57P")
                        || code.starts_with("53")
                        || code.starts_with("08")
                        || matches!(&*code, "55000" | "3D000" | "5" | "6" | "13" | "14" | "261" | "517")
                }),
                _ => false,
            }
        }
        _ => false,
    }
}
