//! What people choose, where messages go, and what became of each.

mod choices;
mod log;

pub use choices::{Choices, Chosen, Mail, NewChoices, Wants, WayCard, no_mail_here, not_an_address, wrong_code};
pub use log::{LogQuery, MessageCard, MessageLog, Stage, Why};

use crate::id;
use crate::kernel::fault::Fault;
use crate::kernel::said::{Text, text};
use crate::kernel::text::Bounds;
use crate::kernel::when::Moment;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

id! {
    /// A message.
    MessageId
}
id! {
    /// A webhook of a community.
    WebhookId
}

/// So long after a notice its message is sent, so that whoever reads it at once is not told twice.
pub const AFTER: TimeDelta = TimeDelta::minutes(1);
/// So often it is tried; waits double from a minute on, so that the last try comes after some four hours.
pub const MOST_TRIES: i32 = 9;
/// How long a code is good that came by e-mail.
pub const CODE_FOR: TimeDelta = TimeDelta::minutes(30);
/// How many digits it has.
pub const CODE_DIGITS: u32 = 6;
/// How many webhooks a community may have at a time.
pub const MOST_WEBHOOKS: usize = 10;

/// By what way a message goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// E-mail.
    Mail,
    /// A webhook of the community.
    Webhook(WebhookId),
}

impl Way {
    /// The name at rest, in JSON and in forms: `mail`, or the webhook's id.
    pub fn code(self) -> String {
        match self {
            Self::Mail => "mail".to_owned(),
            Self::Webhook(id) => id.to_string(),
        }
    }

    /// The one of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        if code == "mail" { Some(Self::Mail) } else { code.parse().ok().map(Self::Webhook) }
    }
}

/// A webhook of the community.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct WebhookCard {
    /// Its id.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub id: WebhookId,
    /// What members read when they choose it.
    pub name: String,
    /// Where it leads.
    pub url: String,
    /// What its messages are signed with: `whsec_…`.
    pub secret: String,
    /// Whether it gets the phones of those who chose it.
    pub gets_phones: bool,
    /// Since when.
    #[cfg_attr(feature = "ssr", schema(value_type = chrono::DateTime<chrono::Utc>))]
    pub since: Moment,
}

/// A new webhook, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct NewWebhook {
    /// What members read when they choose it, 1 to 20 characters: 短信, 企业微信.
    pub name: String,
    /// Where it leads: `https://…`.
    pub url: String,
    /// Whether it gets the phones of those who choose it.
    pub gets_phones: bool,
}

/// What a webhook is called.
pub const WEBHOOK_NAME: Bounds = Bounds::line("name", 1, 20);

const ENOUGH: Text = text("已经有 {} 个了，请先停用一个。", "There are {} already. Please close one first.");

/// No more webhooks fit.
pub fn enough_webhooks() -> Fault {
    Fault::Rule { code: "enough_webhooks".into(), said: ENOUGH.fill(&[&MOST_WEBHOOKS]) }
}

/// What is kept of a member to reach them, and what was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct KeptOfMessages {
    /// What they chose.
    pub choices: Choices,
    /// The newest thousand messages to them, newest first.
    pub messages: Vec<MessageCard>,
}

/// What happens to what a member chose: history. Addresses stand nowhere in it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OutletEvent {
    /// They chose.
    Chosen {
        /// What is sent.
        wants: Wants,
    },
    /// They typed an address, and a code was sent there.
    MailAsked,
    /// They typed the code.
    MailConfirmed,
    /// They took the address away, or have gone.
    MailRemoved,
    /// Their account was joined to their record, and what they chose went with it.
    Carried,
}

/// What happens to a webhook: history.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum WebhookEvent {
    /// It was set up.
    Opened {
        /// Whether it gets phones.
        gets_phones: bool,
    },
    /// A message was sent to try it out.
    Tried,
    /// It was closed.
    Closed,
}

/// What people do to a message: history. What becomes of it by itself stands in its row alone.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum MessageEvent {
    /// It is tried again.
    Retried,
}

#[cfg(feature = "ssr")]
mod facts {
    use super::{MessageEvent, OutletEvent, WebhookEvent};
    use crate::kernel::events::Fact;

    impl Fact for OutletEvent {}
    impl Fact for WebhookEvent {}
    impl Fact for MessageEvent {}
}
