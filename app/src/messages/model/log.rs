//! What became of messages, and why.

use super::{MessageId, WebhookCard};
use crate::kernel::said::{Said, Text, text};
use crate::kernel::when::Moment;
use serde::{Deserialize, Serialize};

/// How far a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// It is to be sent.
    Waiting,
    /// Whoever it went to has taken it.
    Sent,
    /// It was not to be sent.
    Skipped,
    /// It could not be sent.
    Failed,
}

impl Stage {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Sent, Self::Skipped, Self::Failed];

    /// The name at rest and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Skipped => "skipped",
            Self::Failed => "failed",
        }
    }

    /// The one of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.code() == code)
    }

    /// The name for people.
    pub fn name(self) -> Text {
        match self {
            Self::Waiting => text("等着发", "waiting"),
            Self::Sent => text("已发出", "sent"),
            Self::Skipped => text("没有发", "not sent"),
            Self::Failed => text("发不出去", "failed"),
        }
    }
}

/// Why a message waits, was not sent, or could not be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It is quiet there until later.
    Quiet,
    /// It was read meanwhile.
    Read,
    /// This kind is not wanted.
    NotWanted,
    /// The way is not theirs any more: closed, not chosen, not confirmed.
    NoWay,
    /// There is no phone to go with it.
    NoPhone,
    /// Whom it was for has gone.
    Gone,
    /// This deployment sends no e-mail.
    NoMail,
    /// The address lies in a private network.
    Private,
    /// Nobody answered there.
    Unreachable,
    /// Nobody answered in time.
    TooSlow,
    /// The answer was this HTTP status or SMTP code.
    Answered(u16),
}

impl Why {
    const PLAIN: [(&'static str, Self, Text); 10] = [
        ("quiet", Self::Quiet, text("免打扰时间，过后再发", "quiet hours; it is sent after them")),
        ("read", Self::Read, text("已经在网上看过了", "it was read in Linli meanwhile")),
        ("not_wanted", Self::NotWanted, text("本人没有选这一类", "they did not choose this kind")),
        ("no_way", Self::NoWay, text("这种方式已经停用", "this way is closed")),
        ("no_phone", Self::NoPhone, text("没有手机号", "there is no phone")),
        ("gone", Self::Gone, text("已经不在这个社区了", "no longer in this community")),
        ("no_mail", Self::NoMail, text("这里没有设置发信服务器", "no mail server is set up")),
        ("private", Self::Private, text("网址在内部网络里", "the address lies in a private network")),
        ("unreachable", Self::Unreachable, text("对方连不上", "the other side cannot be reached")),
        ("too_slow", Self::TooSlow, text("对方没有及时回应", "the other side did not answer in time")),
    ];

    /// The name at rest and in JSON.
    pub fn code(self) -> String {
        match self {
            Self::Answered(status) => format!("answered_{status}"),
            plain => Self::PLAIN.iter().find(|(_, why, _)| *why == plain).map(|(code, ..)| (*code).to_owned()).unwrap_or_default(),
        }
    }

    /// The one of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        match code.strip_prefix("answered_") {
            Some(status) => status.parse().ok().map(Self::Answered),
            None => Self::PLAIN.iter().find(|(name, ..)| *name == code).map(|(_, why, _)| *why),
        }
    }

    /// In words.
    pub fn said(self) -> Said {
        const ANSWERED: Text = text("对方回答了错误 {}", "the other side answered with error {}");
        match self {
            Self::Answered(status) => ANSWERED.fill(&[&status]),
            plain => Self::PLAIN.iter().find(|(_, why, _)| *why == plain).map_or_else(|| text("", "").into(), |(.., said)| (*said).into()),
        }
    }
}

/// What became of a message: to whom it went is not said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct MessageCard {
    /// Its id, the same at each try.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub id: MessageId,
    /// `mail`, or the webhook's id.
    pub way: String,
    /// What the webhook is called; empty for e-mail.
    pub name: String,
    /// What it was about: the notice's kind, `code` or `test`.
    pub kind: String,
    /// How far it is.
    pub stage: Stage,
    /// Why, as a code; empty where there is nothing to say.
    pub why: String,
    /// Why, in words.
    pub said: Option<Said>,
    /// How often it was tried.
    pub tries: i32,
    /// Since when it is to be sent.
    #[cfg_attr(feature = "ssr", schema(value_type = chrono::DateTime<chrono::Utc>))]
    pub at: Moment,
    /// When it ended; `null` while it waits.
    #[cfg_attr(feature = "ssr", schema(value_type = Option<chrono::DateTime<chrono::Utc>>))]
    pub settled_at: Option<Moment>,
}

/// How the list of messages is asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct LogQuery {
    /// Those at this stage alone.
    pub stage: Option<Stage>,
    /// Where to go on.
    pub cursor: Option<MessageId>,
}

/// The admin's page: where messages go, and what became of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageLog {
    /// The webhooks that are open.
    pub webhooks: Vec<WebhookCard>,
    /// Whether this deployment sends e-mail.
    pub mail_here: bool,
    /// How many could not be sent in the last seven days and were not tried again.
    pub failed: u64,
    /// The newest messages first.
    pub items: Vec<MessageCard>,
    /// Where to go on.
    pub next: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_reads_back_and_has_words() {
        let all = Why::PLAIN.iter().map(|(_, why, _)| *why).chain([Why::Answered(503)]);
        for why in all {
            assert_eq!(Why::from_code(&why.code()), Some(why));
            assert!(!why.said().zh.is_empty() && !why.said().en.is_empty());
        }
        assert_eq!(Why::from_code("answered_x"), None);
    }
}
