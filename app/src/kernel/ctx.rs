//! How a call becomes a command: who calls, in what community, at what time, in one transaction.
//!
//! [`guarded`] runs a command in a task of its own, so that a client that hangs up cancels nothing half-way; retries
//! what the database asks to retry; logs a failure once; and answers with what the caller may see. The slices that
//! own sessions and memberships build their `serve` on it.

use super::actor::{Actor, Channel};
use super::clock::Clock;
use super::db::{Db, Ending, TenantTx};
use super::fault::{Failure, Fault};
use super::ids::{AccountId, SessionId, TenantId};
use super::keys::Keys;
use super::live::Hub;
use super::said::Lang;
use super::when::Moment;
use chrono::{DateTime, NaiveDate, SubsecRound as _, TimeDelta, TimeZone, Utc};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tracing::Instrument;

type Result<T> = std::result::Result<T, Failure>;

/// How this deployment reaches people outside of Linli.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reach {
    /// Whether it sends e-mail.
    pub mail: bool,
    /// Whether webhooks may lead into private networks.
    pub private_webhooks: bool,
}

/// What every call needs: made once at start.
#[derive(Debug, Clone)]
pub struct App {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// The secrets, kept outside the database.
    pub keys: Arc<Keys>,
    /// Who looks at live pages.
    pub live: Hub,
    /// How people are reached outside.
    pub reach: Reach,
}

/// Who a verified access token speaks for. That the session still stands is looked up in each command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    /// The account.
    pub account: AccountId,
    /// The session.
    pub session: SessionId,
}

/// An `Idempotency-Key` with the fingerprint of the request it came with.
#[derive(Debug, Clone)]
pub struct Once {
    /// The key that the client chose.
    pub key: String,
    /// A keyed hash over method, path and body: a body may hold a password.
    pub fingerprint: String,
}

/// What a door knows of one request before any database work.
#[derive(Debug, Clone)]
pub struct Call {
    /// The application.
    pub app: App,
    /// By what way the call came.
    pub channel: Channel,
    /// Finds the request in the log.
    pub request_id: String,
    /// Who the token speaks for.
    pub identity: Option<Identity>,
    /// The reader's language.
    pub lang: Lang,
    /// The caller's address, for throttling alone.
    pub address: String,
    /// What the browser says it is, for the list of sessions.
    pub device: String,
    /// What the browser keeps of an earlier log-in on it, for throttling alone.
    pub mark: Option<String>,
    /// For doing a thing only once.
    pub once: Option<Once>,
    /// Nobody looks: an open page asks for itself again.
    pub again: bool,
}

impl Call {
    /// The call that the current page or server function answers.
    ///
    /// # Errors
    /// [`Fault::Broken`] outside a request.
    pub fn here() -> std::result::Result<Self, Fault> {
        leptos::prelude::use_context::<http::request::Parts>()
            .and_then(|parts| parts.extensions.get::<Self>().cloned())
            .ok_or_else(|| Fault::Broken { incident: "no-call".to_owned() })
    }

    /// Who is logged in, or the fault that asks to log in.
    ///
    /// # Errors
    /// [`Fault::SignIn`].
    pub fn identity(&self) -> std::result::Result<Identity, Fault> {
        self.identity.ok_or(Fault::SignIn)
    }
}

/// The community a command runs in.
#[derive(Debug, Clone)]
pub struct Place {
    /// The tenant.
    pub id: TenantId,
    /// Its part of the path.
    pub slug: String,
    /// Its Chinese name.
    pub zh: String,
    /// Its English name.
    pub en: String,
    /// Its district's time zone.
    pub zone: chrono_tz::Tz,
    /// Whether anybody here chose to be told outside.
    pub tells: bool,
}

/// A command in one community: who, where, when, and the one transaction. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Ctx {
    /// Who is asking.
    pub actor: Arc<Actor>,
    /// Where.
    pub place: Arc<Place>,
    /// When: one time for the whole command.
    pub now: DateTime<Utc>,
    /// By what way.
    pub channel: Channel,
    /// The secrets.
    pub keys: Arc<Keys>,
    /// Nobody looks: an open page asks for itself again.
    pub again: bool,
    /// How people are reached outside.
    pub reach: Reach,
    /// How many events this command has recorded.
    recorded: Arc<AtomicI64>,
    tx: Arc<TenantTx>,
}

impl Ctx {
    /// Made by the community's door alone, once it knows who is asking.
    pub(crate) fn new(call: &Call, actor: Actor, place: Place, tx: TenantTx) -> Self {
        Self {
            actor: Arc::new(actor),
            place: Arc::new(place),
            now: call.app.clock.now(),
            channel: call.channel,
            keys: Arc::clone(&call.app.keys),
            again: call.again,
            reach: call.app.reach,
            recorded: Arc::default(),
            tx: Arc::new(tx),
        }
    }

    /// The same command, not before what it goes on from: where a clock was set back meanwhile, a history still keeps its order.
    #[must_use]
    pub(crate) fn after(mut self, earlier: DateTime<Utc>) -> Self {
        self.now = self.now.max(earlier + TimeDelta::microseconds(1));
        self
    }

    /// The same command for somebody who came this way, as whoever took it down says.
    #[must_use]
    pub(crate) fn taken_down(mut self, channel: Channel) -> Self {
        self.channel = channel;
        self
    }

    /// The time that the next event will have: a microsecond after the one before it, so that a history keeps its order.
    pub fn event_at(&self) -> DateTime<Utc> {
        self.now + TimeDelta::microseconds(self.recorded.load(Ordering::Relaxed))
    }

    /// Lets the next event be after that: a history keeps its order where a clock was set back, or another server's is ahead.
    pub fn go_on_after(&self, earlier: DateTime<Utc>) {
        let ahead = (earlier - self.now).num_microseconds().unwrap_or_default().saturating_add(1);
        self.recorded.fetch_max(ahead, Ordering::Relaxed);
    }

    /// The time of an event that is recorded now.
    pub(super) fn next_event_at(&self) -> DateTime<Utc> {
        self.now + TimeDelta::microseconds(self.recorded.fetch_add(1, Ordering::Relaxed))
    }

    /// The same command in the name of someone who just became a member; drop it before the command ends.
    pub(crate) fn as_member(&self, account: AccountId, member: super::ids::MemberId) -> Self {
        let actor = Actor { account: Some(account), member: Some(member), ..(*self.actor).clone() };
        Self { actor: Arc::new(actor), ..self.clone() }
    }

    /// The transaction: the only thing that runs SQL.
    pub fn tx(&self) -> &TenantTx {
        &self.tx
    }

    /// The local reading of a moment.
    pub fn moment(&self, at: DateTime<Utc>) -> Moment {
        Moment(at.with_timezone(&self.place.zone).fixed_offset())
    }

    /// The moment that somebody wrote: in RFC 3339, or a day, which means its beginning here.
    pub fn moment_of(&self, text: &str) -> Option<DateTime<Utc>> {
        let text = text.trim();
        if let Ok(at) = DateTime::parse_from_rfc3339(text) {
            return Some(at.to_utc().trunc_subsecs(6));
        }
        let midnight = text.parse::<NaiveDate>().ok()?.and_time(chrono::NaiveTime::MIN);
        self.place.zone.from_local_datetime(&midnight).earliest().map(|at| at.to_utc())
    }

    /// Today in the district's time zone.
    pub fn today(&self) -> NaiveDate {
        self.moment(self.now).local().date()
    }

    /// The moment at which today began here.
    pub fn start_of_today(&self) -> DateTime<Utc> {
        self.start_of(self.today())
    }

    /// The moment at which that day begins here.
    pub fn start_of(&self, day: NaiveDate) -> DateTime<Utc> {
        let midnight = day.and_time(chrono::NaiveTime::MIN);
        self.place.zone.from_local_datetime(&midnight).earliest().map_or(self.now, |at| at.with_timezone(&Utc))
    }

    /// Ends the command: keeps what it did when it succeeded, else undoes it.
    pub(crate) async fn end<T>(self, result: Result<T>) -> Result<T> {
        end(self.tx, result).await
    }
}

/// Ends a command's transaction, which nobody else may hold any more: keeps it when the command succeeded.
pub(crate) async fn end<T, X: Ending>(tx: Arc<X>, result: Result<T>) -> Result<T> {
    let Some(tx) = Arc::into_inner(tx) else {
        return Err(Failure::Broken("a command kept its transaction".to_owned()));
    };
    tx.end(result.is_ok()).await?;
    result
}

/// How often a command is tried when the database asks for another go.
const TRIES: u32 = 4;

/// Runs a command in a task of its own and turns its failure into what the caller may see.
///
/// # Errors
/// The [`Fault`] of the command; [`Fault::Broken`] when it panicked.
#[expect(clippy::disallowed_methods, reason = "the one place that spawns: a client that hangs up must cancel nothing half-way")]
pub async fn guarded<T, F, Fut>(call: &Call, door: &'static str, attempt: F) -> std::result::Result<T, Fault>
where
    T: Send + 'static,
    F: Fn() -> Fut + Send + 'static,
    Fut: Future<Output = Result<T>> + Send,
{
    let span = tracing::info_span!("command", door, request_id = %call.request_id);
    let work = async move {
        let mut tries = 1;
        loop {
            match attempt().await {
                Err(failure) if failure.is_passing() && tries < TRIES => {
                    tokio::time::sleep(Duration::from_millis(u64::from(jitter()) % 20 + 5 * u64::from(tries))).await;
                    tries += 1;
                }
                result => return result,
            }
        }
    };
    let result = match tokio::spawn(work.instrument(span)).await {
        Ok(result) => result,
        Err(join) => Err(Failure::Broken(format!("the command panicked: {join}"))),
    };
    let result = result.map_err(|failure| failure.into_fault(&call.request_id));
    let outcome = result.as_ref().map_or_else(|fault| fault.code().to_owned(), |_| "ok".to_owned());
    metrics::counter!("linli_commands_total", "door" => door, "outcome" => outcome).increment(1);
    result
}

fn jitter() -> u8 {
    let mut byte = [0];
    // Without randomness all wait the same: slower, not wrong.
    drop(super::keys::random_into(&mut byte));
    byte.first().copied().unwrap_or_default()
}
