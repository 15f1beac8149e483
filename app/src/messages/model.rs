//! What people choose, where messages go, and what became of each.

use super::quiet::Quiet;
use crate::id;
use crate::kernel::fault::{Fault, Problem, Problems};
use crate::kernel::said::{Lang, Said, Text, text};
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

/// What somebody wants to be told outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Wants {
    /// Every notice.
    All,
    /// Reminders, and what is late.
    Late,
    /// Nothing.
    None,
}

impl Wants {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::All, Self::Late, Self::None];

    /// The name at rest, in JSON and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Late => "late",
            Self::None => "none",
        }
    }

    /// The one of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|wants| wants.code() == code)
    }

    /// The name for people.
    pub fn name(self) -> Text {
        match self {
            Self::All => text("所有通知都发给我", "send me every notice"),
            Self::Late => text("只发快到时限和超时的", "only reminders and what is late"),
            Self::None => text("什么都不发，我自己来看", "send me nothing, I look myself"),
        }
    }

    /// Whether a notice of this kind is wanted.
    pub fn take(self, kind: &str) -> bool {
        match self {
            Self::All => true,
            Self::Late => ["reminded", "overdue"].contains(&kind),
            Self::None => false,
        }
    }
}

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

/// How far one's e-mail is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Mail {
    /// The address that is confirmed.
    pub address: Option<String>,
    /// The address that waits for its code.
    pub asked: Option<String>,
}

/// A way that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct WayCard {
    /// `mail`, or the webhook's id.
    pub way: String,
    /// What the community calls it; empty for e-mail.
    pub name: String,
    /// Whether one's phone goes with it.
    pub gets_phones: bool,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// What a member chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Choices {
    /// What is sent.
    pub wants: Wants,
    /// The e-mail.
    pub mail: Mail,
    /// Whether this deployment sends e-mail at all.
    pub mail_here: bool,
    /// The ways there are: e-mail once it is confirmed, and those of the community.
    pub ways: Vec<WayCard>,
    /// When nothing is sent; `null` for always.
    pub quiet: Option<Quiet>,
    /// In which language: `zh-CN` or `en`.
    pub lang: String,
}

/// What a member chooses from now on, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewChoices {
    /// `all`, `late`, `none`.
    pub wants: String,
    /// `mail`, ids of webhooks.
    pub ways: Vec<String>,
    /// A time; empty for none.
    pub quiet_from: String,
    /// A time; empty for none.
    pub quiet_to: String,
    /// `zh-CN` or `en`.
    pub lang: String,
}

/// What a member chose, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// What is sent.
    pub wants: Wants,
    /// By what ways.
    pub ways: Vec<Way>,
    /// When nothing is sent.
    pub quiet: Option<Quiet>,
    /// In which language.
    pub lang: Lang,
}

const WANTS: Text = text("请选想收到哪些通知。", "Please choose what to be sent.");
const NO_WAY: Text = text("请至少选一种方式；不想收到，请选“什么都不发”。", "Please choose at least one way, or that nothing is sent.");
const WRONG_WAY: Text = text("有一种方式已经停用了，请重新选。", "One of these ways is closed by now; please choose again.");

impl NewChoices {
    /// Reads every field, given the ways there are.
    ///
    /// # Errors
    /// All problems at once.
    pub fn check(&self, open: &[Way]) -> Result<Chosen, Fault> {
        let mut problems = Problems::default();
        let wants = Wants::from_code(&self.wants).ok_or_else(|| Problem::new("wants", "wants", WANTS));
        let quiet = problems.take(Quiet::typed(&self.quiet_from, &self.quiet_to));
        let read: Option<Vec<Way>> = self.ways.iter().map(|code| Way::from_code(code).filter(|way| open.contains(way))).collect();
        let ways = match (&wants, read) {
            (_, None) => Err(Problem::new("ways", "closed", WRONG_WAY)),
            (Ok(Wants::All | Wants::Late), Some(ways)) if ways.is_empty() => Err(Problem::new("ways", "no_way", NO_WAY)),
            // The same way twice is one way.
            (_, Some(ways)) => Ok(open.iter().copied().filter(|way| ways.contains(way)).collect()),
        };
        let (wants, ways) = (problems.take(wants), problems.take(ways));
        let lang = Lang::from_tag(&self.lang);
        problems.finish(wants.zip(ways).zip(quiet).map(|((wants, ways), quiet)| Chosen { wants, ways, quiet, lang }))
    }
}

const NOT_AN_ADDRESS: Text = text("这不像一个邮箱地址，例如 wang@example.com。", "This is no e-mail address, such as wang@example.com.");
const WRONG_CODE: Text = text("验证码不对，或者已经过期。可以再要一个。", "This code is wrong or has run out. You can ask for another.");
const NO_MAIL_HERE: Text = text("这里还不能发电子邮件。", "E-mail cannot be sent from here yet.");

/// What was typed is no e-mail address.
pub fn not_an_address() -> Problem {
    Problem::new("address", "address", NOT_AN_ADDRESS)
}

/// What was typed is not the code that was sent.
pub fn wrong_code() -> Problem {
    Problem::new("code", "wrong_code", WRONG_CODE)
}

/// This deployment sends no e-mail.
pub fn no_mail_here() -> Fault {
    Fault::Rule { code: "no_mail".into(), said: NO_MAIL_HERE.into() }
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

    #[test]
    fn choices_are_read_and_all_problems_said_at_once() {
        let hook = Way::Webhook(WebhookId(uuid::Uuid::from_u128(7)));
        let new = |wants: &str, ways: &[String], from: &str| NewChoices {
            wants: wants.to_owned(),
            ways: ways.to_vec(),
            quiet_from: from.to_owned(),
            quiet_to: "08:00".to_owned(),
            lang: "en".to_owned(),
        };
        let twice = [hook.code(), hook.code().to_uppercase()];
        let chosen = new("late", &twice, "21:00").check(&[Way::Mail, hook]);
        assert_eq!(chosen, Ok(Chosen { wants: Wants::Late, ways: vec![hook], quiet: Quiet::usual(), lang: Lang::En }));
        assert!(new("none", &[], "21:00").check(&[]).is_ok());
        let fields = |new: NewChoices| {
            let fault = new.check(&[Way::Mail]).err();
            fault.map(|fault| fault.problems().iter().map(|problem| format!("{}:{}", problem.field, problem.code)).collect::<Vec<_>>())
        };
        assert_eq!(fields(new("all", &[], "21:00")), Some(vec!["ways:no_way".to_owned()]));
        assert_eq!(fields(new("all", &[hook.code()], "21:00")), Some(vec!["ways:closed".to_owned()]));
        let three = ["quiet_from:time", "wants:wants", "ways:closed"].map(str::to_owned).to_vec();
        assert_eq!(fields(new("some", &["pigeon".to_owned()], "9pm")), Some(three));
    }

    #[test]
    fn who_wants_what_is_late_gets_reminders_and_nothing_else() {
        let taken = |wants: Wants| ["accepted", "reminded", "overdue", "delivered"].map(|kind| wants.take(kind));
        assert_eq!(taken(Wants::All), [true; 4]);
        assert_eq!(taken(Wants::Late), [false, true, true, false]);
        assert_eq!(taken(Wants::None), [false; 4]);
    }
}
