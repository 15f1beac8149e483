//! From what to what something changed.

use super::model::About;
use crate::communities::model::{CategoryEvent, CommunityEvent, MemberEvent};
use crate::imports::model::ImportEvent;
use crate::kernel::actor::Roles;
use crate::kernel::events::Entry;
use crate::kernel::said::{Lang, Said, Text, text};
use crate::messages::model::WebhookEvent;
use crate::points::model::TermEvent;
use crate::stars::model::{ChoiceEvent, QuarterEvent, RulesEvent};

const FROM_TO: Text = text("从“{}”改为“{}”", "from “{}” to “{}”");
const LIMITS: Text = text("答复 {}、办理 {}", "answer {}, delivery {}");
const DESK: Text = text("电话 {}，回访 {}%", "phone {}, call backs {} %");
const BROUGHT: Text = text("{}，{} 行", "{}, {} row(s)");
const APPLIED: Text = text("新增 {} 行，改 {} 行", "{} added, {} changed");
const STAYED: Text = text("{} 行留下", "{} row(s) stayed");
const GETS_PHONES: Text = text("会拿到手机号", "it gets phones");
const RATES: Text = text("第 {} 版，从 {} 起", "version {}, from {}");
const RECOMPUTED: Text = text("{}，按第 {} 版，{} 人，一共变动 {} 分", "{}, by version {}, {} member(s), {} point(s) in sum");
const COMPUTED: Text = text("{}，按第 {} 版，{} 人有星", "{}, by version {}, {} member(s) with stars");
const NO_ROLE: Text = text("没有身份", "no role");
const NO_PHONE: Text = text("不公布", "none");

/// What is said of it beside its name; `None` where the name says it all.
pub fn of(about: About, entry: &Entry) -> Option<Said> {
    match about {
        About::Member => match serde_json::from_value(entry.fact.clone()).ok()? {
            MemberEvent::RolesChanged { from, to, .. } => Some(both(|l| l.fill(FROM_TO, &[&roles(&from, l), &roles(&to, l)]))),
            _ => None,
        },
        About::Category => match serde_json::from_value(entry.fact.clone()).ok()? {
            CategoryEvent::Opened | CategoryEvent::Closed => None,
            CategoryEvent::LimitsSet { from, to } => Some(both(|l| {
                let said = |limits: &crate::communities::calendar::Limits| l.fill(LIMITS, &[&limits.answer.t(l), &limits.deliver.t(l)]);
                l.fill(FROM_TO, &[&said(&from), &said(&to)])
            })),
        },
        About::Community => match serde_json::from_value(entry.fact.clone()).ok()? {
            CommunityEvent::HoursSet { hours } => Some(both(|l| hours.said(l))),
            CommunityEvent::DeskSet { phone, call_back_percent } => {
                Some(both(|l| l.fill(DESK, &[&phone.as_deref().unwrap_or(l.t(NO_PHONE)), &call_back_percent])))
            }
            CommunityEvent::Created | CommunityEvent::AuditTaken => None,
        },
        About::Import => match serde_json::from_value(entry.fact.clone()).ok()? {
            ImportEvent::Brought { what, rows } => Some(both(|l| l.fill(BROUGHT, &[&l.t(what.name()), &rows]))),
            ImportEvent::Applied { new, changed } => Some(both(|l| l.fill(APPLIED, &[&new, &changed]))),
            ImportEvent::Undone { stayed } => Some(both(|l| l.fill(STAYED, &[&stayed]))),
            ImportEvent::Dropped => None,
        },
        About::Webhook => match serde_json::from_value(entry.fact.clone()).ok()? {
            WebhookEvent::Opened { gets_phones } => gets_phones.then(|| GETS_PHONES.into()),
            WebhookEvent::Tried | WebhookEvent::Closed => None,
        },
        About::PointTerm => match serde_json::from_value(entry.fact.clone()).ok()? {
            TermEvent::Made { version, from } => Some(RATES.fill(&[&version, &from])),
            TermEvent::Recomputed { quarter, version, people, points } => Some(RECOMPUTED.fill(&[&quarter, &version, &people, &points])),
        },
        About::StarRules => match serde_json::from_value(entry.fact.clone()).ok()? {
            RulesEvent::Made { version, from } => Some(RATES.fill(&[&version, &from])),
        },
        About::StarQuarter => Some(match serde_json::from_value(entry.fact.clone()).ok()? {
            QuarterEvent::Computed { quarter, rules, people } => COMPUTED.fill(&[&quarter, &rules, &people]),
            QuarterEvent::Published { quarter } | QuarterEvent::Sealed { quarter } => {
                Said { zh: quarter.clone().into(), en: quarter.into() }
            }
        }),
        About::StarChoice => match serde_json::from_value(entry.fact.clone()).ok()? {
            ChoiceEvent::Chosen { showing } => Some(showing.name().into()),
        },
        About::Outlet
        | About::Message
        | About::Wish
        | About::Delegation
        | About::Invitation
        | About::Diary
        | About::Figures
        | About::Post
        | About::Claim
        | About::Objection
        | About::Swap
        | About::Shift
        | About::StarObjection
        | About::Calendar
        | About::Certificate => None,
    }
}

fn both(said: impl Fn(Lang) -> String) -> Said {
    Said { zh: said(Lang::Zh).into(), en: said(Lang::En).into() }
}

fn roles(roles: &Roles, l: Lang) -> String {
    let names: Vec<&str> = roles.iter().map(|role| l.t(role.name())).collect();
    if names.is_empty() { l.t(NO_ROLE).to_owned() } else { names.join(l.pick("、", ", ")) }
}
