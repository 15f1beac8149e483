//! What is listed, and how it is asked for.

use crate::kernel::ids::EventId;
use crate::kernel::said::{Said, Text, text};
use crate::kernel::when::Moment;
use serde::{Deserialize, Serialize};

/// What events are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// An order.
    Wish,
    /// A member.
    Member,
    /// The community's settings.
    Community,
    /// A category.
    Category,
    /// Who speaks for whom.
    Delegation,
    /// An invitation.
    Invitation,
    /// A volunteer post.
    Post,
    /// A claim of one.
    Claim,
    /// An objection to an appointment.
    Objection,
    /// A shift that is offered to another.
    Swap,
    /// A shift that was served, or missed.
    Shift,
    /// The link of somebody's calendar.
    Calendar,
    /// What deeds are worth.
    PointTerm,
    /// What stars take.
    StarRules,
    /// A quarter whose stars are counted.
    StarQuarter,
    /// An objection to stars.
    StarObjection,
    /// How somebody's stars are shown.
    StarChoice,
    /// A certificate of hours.
    Certificate,
    /// An entry of the diary.
    Diary,
    /// The figures.
    Figures,
    /// A table that was brought in.
    Import,
    /// How somebody is reached outside.
    Outlet,
    /// Where messages go.
    Webhook,
    /// A message.
    Message,
}

impl About {
    /// All of them, as the form lists them.
    pub const ALL: [Self; 24] = [
        Self::Wish,
        Self::Member,
        Self::Community,
        Self::Category,
        Self::Delegation,
        Self::Invitation,
        Self::Post,
        Self::Claim,
        Self::Objection,
        Self::Swap,
        Self::Shift,
        Self::Calendar,
        Self::PointTerm,
        Self::StarRules,
        Self::StarQuarter,
        Self::StarObjection,
        Self::StarChoice,
        Self::Certificate,
        Self::Diary,
        Self::Figures,
        Self::Import,
        Self::Outlet,
        Self::Webhook,
        Self::Message,
    ];

    /// What the history files it under.
    pub fn code(self) -> &'static str {
        match self {
            Self::Wish => "wish",
            Self::Member => "member",
            Self::Community => "community",
            Self::Category => "category",
            Self::Delegation => "delegation",
            Self::Invitation => "invitation",
            Self::Post => "post",
            Self::Claim => "claim",
            Self::Objection => "objection",
            Self::Swap => "swap",
            Self::Shift => "shift",
            Self::Calendar => "calendar",
            Self::PointTerm => "point_term",
            Self::StarRules => "star_rules",
            Self::StarQuarter => "star_quarter",
            Self::StarObjection => "star_objection",
            Self::StarChoice => "star_choice",
            Self::Certificate => "certificate",
            Self::Diary => "diary",
            Self::Figures => "figures",
            Self::Import => "import",
            Self::Outlet => "outlet",
            Self::Webhook => "webhook",
            Self::Message => "message",
        }
    }

    /// The one of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|about| about.code() == code)
    }

    /// The name for people.
    pub fn name(self) -> Text {
        match self {
            Self::Wish => text("点的单", "an order"),
            Self::Member => text("人员", "a member"),
            Self::Community => text("社区设置", "the settings"),
            Self::Category => text("类别", "a category"),
            Self::Delegation => text("代办关系", "a delegation"),
            Self::Invitation => text("邀请", "an invitation"),
            Self::Post => text("志愿岗位", "a post"),
            Self::Claim => text("岗位认领", "a claim of a post"),
            Self::Objection => text("公示异议", "an objection"),
            Self::Swap => text("换班", "a swap of shifts"),
            Self::Shift => text("志愿服务", "a shift"),
            Self::Certificate => text("服务时长证明", "a certificate of hours"),
            Self::Calendar => text("日历链接", "a calendar's link"),
            Self::PointTerm => text("积分规则", "the rules of points"),
            Self::StarRules => text("评星规则", "the rules of stars"),
            Self::StarQuarter => text("季度评星", "a quarter's stars"),
            Self::StarObjection => text("星级异议", "an objection to stars"),
            Self::StarChoice => text("星级是否公开", "how stars are shown"),
            Self::Diary => text("民情日记", "the diary"),
            Self::Figures => text("统计数字", "the figures"),
            Self::Import => text("批量导入", "a table brought in"),
            Self::Outlet => text("通知方式", "how somebody is told"),
            Self::Webhook => text("对外发送", "a webhook"),
            Self::Message => text("发出的消息", "a message"),
        }
    }
}

/// How the list is narrowed, as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AuditQuery {
    /// What it is about, by its code; empty for all.
    pub about: String,
    /// Part of the name of who did it; empty for everybody.
    pub who: String,
    /// The first day, `2026-11-01`; empty for all before.
    pub from: String,
    /// The last day; empty up to now.
    pub to: String,
    /// Where to go on.
    pub cursor: Option<EventId>,
}

/// Something that somebody did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct AuditLine {
    /// The event's id.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub id: EventId,
    /// When.
    #[cfg_attr(feature = "ssr", schema(value_type = chrono::DateTime<chrono::Utc>))]
    pub at: Moment,
    /// Who; `null` for what happened by itself, and for the operator.
    pub who: Option<String>,
    /// By what way.
    pub channel: String,
    /// What it is about.
    pub about: About,
    /// Its id.
    pub subject: uuid::Uuid,
    /// The name of the member whom it is about, where it is about one.
    pub whom: Option<String>,
    /// What happened, for programs.
    pub kind: String,
    /// From what to what, where a setting or a role changed.
    pub detail: Option<Said>,
}

/// A page of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct AuditLog {
    /// Newest first.
    pub items: Vec<AuditLine>,
    /// Where to go on, if there is more.
    pub next: Option<String>,
    /// How many events are sealed.
    pub sealed: i64,
    /// When the last of them was.
    #[cfg_attr(feature = "ssr", schema(value_type = Option<chrono::DateTime<chrono::Utc>>))]
    pub sealed_at: Option<Moment>,
}
