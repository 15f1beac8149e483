//! What people choose: what to be sent, by what ways, when not; and their e-mail.

use super::Way;
use crate::kernel::fault::{Fault, Problem, Problems};
use crate::kernel::said::{Lang, Text, text};
use crate::messages::quiet::Quiet;
use serde::{Deserialize, Serialize};

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::model::WebhookId;

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
