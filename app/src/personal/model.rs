//! What is given out.

use crate::accounts::model::KeptOfAccount;
use crate::certificates::model::CertificateCard;
use crate::communities::model::KeptOfMember;
use crate::kernel::fault::Problem;
use crate::kernel::ids::MemberId;
use crate::kernel::said::{Text, text};
use crate::kernel::when::Moment;
use crate::messages::model::KeptOfMessages;
use crate::notices::model::NoticeCard;
use crate::points::model::EntryCard;
use crate::posts::model::{ClaimCard, ObjectionCard};
use crate::shifts::model::ShiftCard;
use crate::stars::model::{MyStars, StarObjectionCard};
use crate::wishes::model::{LookLine, WishLine, WishPage};
use serde::{Deserialize, Serialize};

const SURE: Text = text("请先勾选：您知道删除以后找不回来。", "Please tick first that you know it cannot be undone.");

/// Somebody goes.
#[derive(Debug, Clone, Copy)]
pub struct Going {
    /// Somebody without an account, for the desk; `None` for the reader.
    pub record: Option<MemberId>,
    /// Whether they said that they know what it means.
    pub sure: bool,
}

impl Going {
    /// Whether they are sure.
    ///
    /// # Errors
    /// The problem of the box that was not ticked.
    pub fn check(self) -> Result<(), Problem> {
        if self.sure { Ok(()) } else { Err(Problem::new("sure", "sure", SURE)) }
    }
}

/// All that a community keeps of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct MyData {
    /// When it was put together.
    #[cfg_attr(feature = "ssr", schema(value_type = chrono::DateTime<chrono::Utc>))]
    pub at: Moment,
    /// The community's slug.
    pub community: String,
    /// The account, which is the same in every community; none for whoever has none.
    pub account: Option<KeptOfAccount>,
    /// The membership.
    pub member: KeptOfMember,
    /// What they ordered, newest first, each with its history.
    pub wishes: Vec<MyWish>,
    /// What they took on for others: when, and how it stands; nothing of whose it was.
    pub held: Vec<Held>,
    /// What they did beside their own orders, newest first, the newest thousand.
    pub done: Vec<Done>,
    /// The posts that they claimed.
    pub posts: Vec<ClaimCard>,
    /// What they objected to.
    pub objections: Vec<ObjectionCard>,
    /// What they served, or missed.
    pub shifts: Vec<ShiftCard>,
    /// What they earned by it.
    pub points: Vec<EntryCard>,
    /// Their stars, and how they chose to be shown.
    pub stars: MyStars,
    /// What they objected to of others' stars.
    pub star_objections: Vec<StarObjectionCard>,
    /// Their certificates of hours.
    pub certificates: Vec<CertificateCard>,
    /// What was noted of visits and calls.
    pub diary: Vec<Noted>,
    /// Who looked at their name, phone and door: the newest hundred.
    pub looks: Vec<LookLine>,
    /// What they were told, newest first.
    pub notices: Vec<NoticeCard>,
    /// How they chose to be reached outside, and what was sent; `null` where they never chose.
    pub messages: Option<KeptOfMessages>,
}

/// An order of theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct MyWish {
    /// The order.
    pub wish: WishPage,
    /// Its history, oldest first.
    pub history: Vec<WishLine>,
}

/// An order of somebody else's that they took on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Held {
    /// Its id.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub id: crate::wishes::model::WishId,
    /// What kind of order it is, in Chinese.
    pub category_zh: String,
    /// The same in English.
    pub category_en: String,
    /// How it stands.
    pub stage: crate::wishes::model::Stage,
    /// When it last moved.
    #[cfg_attr(feature = "ssr", schema(value_type = chrono::DateTime<chrono::Utc>))]
    pub moved_at: Moment,
}

/// Something that they did: to an order of somebody else's, to a member, to the settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Done {
    /// When.
    #[cfg_attr(feature = "ssr", schema(value_type = chrono::DateTime<chrono::Utc>))]
    pub at: Moment,
    /// To what kind of thing: `wish`, `member`, …
    pub about: String,
    /// What: the event's code. What was written there belongs to whose order it is.
    pub kind: String,
}

/// What was noted of a visit or a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Noted {
    /// When.
    #[cfg_attr(feature = "ssr", schema(value_type = chrono::DateTime<chrono::Utc>))]
    pub at: Moment,
    /// By what way: `phone`, `text`, `desk`, `visit`, `card`.
    pub channel: String,
    /// What was said.
    pub words: String,
}
