//! Sends messages: e-mail by SMTP, webhooks by HTTP as Standard Webhooks asks. Every server does, and `linli worker`.
//!
//! What is due is handed out first, each message in a short command of its own, and then sent with no transaction open. Each
//! place gets what is for it one after the other, all places at the same time; one that does not answer keeps what is for it
//! waiting, and nothing else. See `app::messages::sending` for what happens when a server stops half-way.

use crate::config::Outside;
use crate::worker;
use app::kernel::ctx::{App, Call, Reach};
use app::kernel::db::Mode;
use app::kernel::jobs::{Job, Queue};
use app::messages::letter::Letter;
use app::messages::model::Why;
use app::messages::sending::{self, Outcome, Parcel, To};
use app::messages::target;
use app::{accounts, communities};
use futures_util::future::join_all;
use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::error::Error;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::time::Instant;

/// How long to rest when nothing is due.
const REST: Duration = Duration::from_secs(2);
/// How many messages are handed out at a time.
const BATCH: u64 = 100;
/// How long a place may take for one message.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long it may take for all that is for it: with the last one well below the minute after which a message is handed out anew.
const BUDGET: Duration = Duration::from_secs(20);

/// What sends.
#[derive(Debug, Clone)]
pub struct Post {
    mail: Option<Mailer>,
    webhooks: Option<reqwest::Client>,
    base: String,
    private_webhooks: bool,
    patience: Duration,
}

#[derive(Debug, Clone)]
struct Mailer {
    smtp: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Post {
    /// Readies what the settings name; connects to nobody yet.
    ///
    /// # Errors
    /// When a setting does not read.
    pub fn new(outside: &Outside) -> Result<Self, String> {
        // Already there where another Post was made before.
        drop(rustls::crypto::ring::default_provider().install_default());
        let mail = outside.smtp.as_deref().zip(outside.mail_from.as_deref()).map(|(smtp, from)| mailer(smtp, from)).transpose()?;
        let webhooks = reqwest::Client::builder()
            .user_agent("Linli")
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .dns_resolver(Guard { private_too: outside.private_webhooks })
            .build();
        if let Err(error) = &webhooks {
            tracing::warn!(error = %cause(error), "webhooks cannot be sent: are the machine's root certificates (ca-certificates) there?");
        }
        let base = outside.public_url.as_deref().unwrap_or_default().trim_end_matches('/').to_owned();
        Ok(Self { mail, webhooks: webhooks.ok(), base, private_webhooks: outside.private_webhooks, patience: PATIENCE })
    }

    /// The same, waiting at most so long for each answer.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// What it reaches.
    pub fn reach(&self) -> Reach {
        Reach { mail: self.mail.is_some(), private_webhooks: self.private_webhooks }
    }

    async fn send(&self, call: &Call, parcel: &Parcel) -> Outcome {
        match &parcel.to {
            To::Mail(address) => match &self.mail {
                Some(mailer) => {
                    let sent = tokio::time::timeout(self.patience, mailer.send(address, parcel, &self.base)).await;
                    sent.unwrap_or(Outcome::Later(Why::TooSlow))
                }
                // Another server may have what this one was not given.
                None => Outcome::Later(Why::NoMail),
            },
            To::Webhook { url, secret } => self.knock(call, url, secret, parcel).await,
        }
    }

    async fn knock(&self, call: &Call, url: &str, secret: &str, parcel: &Parcel) -> Outcome {
        let Some(client) = &self.webhooks else { return Outcome::Later(Why::Unreachable) };
        // It was looked at when it was set up; what the operator allows may have changed since.
        let Ok(url) = target::check(url, self.private_webhooks) else { return Outcome::Never(Why::Private) };
        let body = parcel.letter.json(&self.base).to_string();
        let (id, at) = (parcel.id.to_string(), call.app.clock.now().timestamp());
        let Some(signature) = sign(secret, &id, at, &body) else { return Outcome::Never(Why::NoWay) };
        let request = client
            .post(url)
            .timeout(self.patience)
            .header("content-type", "application/json")
            .header("webhook-id", &id)
            .header("webhook-timestamp", at.to_string())
            .header("webhook-signature", signature)
            .body(body);
        match request.send().await {
            Ok(answer) if answer.status().is_success() => Outcome::Sent,
            // "Gone" is how a receiver says that it wants no more.
            Ok(answer) if answer.status().as_u16() == 410 => Outcome::Never(Why::Answered(410)),
            Ok(answer) => Outcome::Later(Why::Answered(answer.status().as_u16())),
            Err(error) if error.is_timeout() => Outcome::Later(Why::TooSlow),
            Err(error) if is_private(&error) => Outcome::Never(Why::Private),
            Err(_) => Outcome::Later(Why::Unreachable),
        }
    }
}

/// The signature over a message, as Standard Webhooks asks: `v1,` and an HMAC-SHA-256 over id, time and body.
fn sign(secret: &str, id: &str, at: i64, body: &str) -> Option<String> {
    standardwebhooks::Webhook::new(secret).and_then(|webhook| webhook.sign(id, at, body.as_bytes())).ok()
}

fn mailer(smtp: &str, from: &str) -> Result<Mailer, String> {
    // What the URL holds is never repeated: a password stands in it.
    let smtp = AsyncSmtpTransport::<Tokio1Executor>::from_url(smtp).map_err(|_| "the mail server's URL does not read".to_owned())?;
    let from = from.parse().map_err(|_| format!("{from} is no e-mail address to send from"))?;
    Ok(Mailer { smtp: smtp.build(), from })
}

impl Mailer {
    async fn send(&self, address: &str, parcel: &Parcel, base: &str) -> Outcome {
        let Some(message) = self.message(address, &parcel.id.to_string(), &parcel.letter, base) else {
            return Outcome::Never(Why::NoWay);
        };
        let Err(error) = self.smtp.send(message).await else { return Outcome::Sent };
        match error.status().map(u16::from) {
            // The address is wrong (RFC 3463, 5.1.x). Other refusals may be about this server, and pass.
            Some(code @ 500..) if error.to_string().contains(" 5.1.") => Outcome::Never(Why::Answered(code)),
            Some(code) => Outcome::Later(Why::Answered(code)),
            None => Outcome::Later(Why::Unreachable),
        }
    }

    fn message(&self, address: &str, id: &str, letter: &Letter, base: &str) -> Option<Message> {
        let mail = letter.mail(base);
        Message::builder()
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())))
            .from(self.from.clone())
            .to(Mailbox::new(None, address.parse().ok()?))
            .subject(mail.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(mail.body)
            .ok()
    }
}

/// Looks names up, and gives the addresses alone to which a webhook may lead: what a name means is known only then.
#[derive(Debug, Clone, Copy)]
struct Guard {
    private_too: bool,
}

/// A name led into a private network.
#[derive(Debug)]
struct IsPrivate;

impl std::fmt::Display for IsPrivate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the name leads into a private network")
    }
}

impl Error for IsPrivate {}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let private_too = self.private_too;
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let open: Vec<SocketAddr> = found.into_iter().filter(|at| private_too || target::is_public(at.ip())).collect();
            if open.is_empty() { Err(IsPrivate.into()) } else { Ok(Box::new(open.into_iter()) as Addrs) }
        })
    }
}

fn is_private(error: &reqwest::Error) -> bool {
    causes(error).any(<dyn Error>::is::<IsPrivate>)
}

/// What an error says at its root, without the address that the others repeat.
fn cause(error: &(dyn Error + 'static)) -> String {
    causes(error).last().map(ToString::to_string).unwrap_or_default()
}

fn causes<'e>(error: &'e (dyn Error + 'static)) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error| (*error).source())
}

/// Sends for ever, beside whatever else is done. What is under way when it is dropped is handed out again.
pub async fn run(app: &App, post: &Post) -> Infallible {
    let call = worker::call(app);
    loop {
        if round(&call, post).await < BATCH {
            tokio::time::sleep(REST).await;
        }
    }
}

/// Sends what is due now, once, up to a hundred messages; says how many there were.
pub async fn round(call: &Call, post: &Post) -> u64 {
    let due = accounts::serve(call, "post.due", Mode::Read, (Queue::Outside, BATCH), communities::ops::list_due).await;
    let due = due.unwrap_or_default();
    let found = due.len() as u64;
    let mut places: BTreeMap<String, Vec<(String, Parcel)>> = BTreeMap::new();
    for (slug, job) in due {
        if let Some(parcel) = hand_out(call, &slug, job).await {
            let place = match &parcel.to {
                To::Mail(_) => "mail".to_owned(),
                To::Webhook { url, .. } => url.clone(),
            };
            places.entry(place).or_default().push((slug, parcel));
        }
    }
    join_all(places.into_values().map(|parcels| deliver(call, post, parcels))).await;
    found
}

async fn hand_out(call: &Call, slug: &str, job: Job) -> Option<Parcel> {
    let parcel = communities::serve(call, "messages.hand_out", Mode::Write, slug, job.clone(), sending::hand_out).await;
    if parcel.is_err() {
        // Where this fails too, the job stands as it was.
        drop(accounts::serve(call, "post.put_off", Mode::Write, job, communities::ops::put_off).await);
    }
    parcel.ok().flatten()
}

/// Brings a place all that is for it; where it does not answer, the rest is not tried.
async fn deliver(call: &Call, post: &Post, parcels: Vec<(String, Parcel)>) {
    let until = Instant::now() + BUDGET;
    let mut enough = false;
    for (slug, parcel) in parcels {
        let outcome = if enough { Outcome::Untried } else { post.send(call, &parcel).await };
        enough |= matches!(outcome, Outcome::Later(Why::Unreachable | Why::TooSlow)) || Instant::now() > until;
        // Where this fails, it goes out again with the same id.
        drop(communities::serve(call, "messages.settle", Mode::Write, &slug, (parcel.id, outcome), sending::settle).await);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_signed_as_the_standard_says() {
        // The example in the specification of Standard Webhooks.
        let signature =
            sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#);
        assert_eq!(signature.as_deref(), Some("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
        assert_eq!(sign("whsec_*", "a", 0, ""), None);
    }

    #[tokio::test]
    async fn a_name_that_leads_home_is_refused_where_it_is_looked_up() {
        let refused = |private_too| async move {
            let name = "localhost".parse().map_err(drop)?;
            Ok::<_, ()>(Guard { private_too }.resolve(name).await.is_err_and(|error| error.is::<IsPrivate>()))
        };
        assert_eq!((refused(false).await, refused(true).await), (Ok(true), Ok(false)));
    }
}
