//! What people see of a wish, and how they ask for lists of them.

use super::{CallBack, Move, Outcome, PhotoCard, Side, Stage, WishId};
use crate::communities::model::{CategoryCard, CategoryId, Kind, ResidentCard};
use crate::kernel::ids::MemberId;
use crate::kernel::said::Lang;
use crate::kernel::when::Moment;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// How to reach the resident: for those alone whom a rule names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Contact {
    /// The name.
    pub name: String,
    /// The phone.
    pub phone: Option<String>,
    /// The building.
    pub building: String,
    /// The door.
    pub door: String,
}

/// A wish in a list, or on the wall: what the reader may see of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[expect(clippy::struct_excessive_bools, reason = "each says one thing of the reader, and is a field of its own in JSON")]
pub struct WishCard {
    /// Its id.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub id: WishId,
    /// Where it stands.
    pub stage: Stage,
    /// Counted up by every move.
    pub version: i32,
    /// The kind.
    pub kind: Kind,
    /// The category.
    pub category: CategoryCard,
    /// What others may read.
    pub public_card: Option<String>,
    /// The title: only for the resident, their delegates, the holder and the desk; none once the resident has gone.
    pub title: Option<String>,
    /// The resident's masked name: only for the desk and their delegates.
    pub resident: Option<String>,
    /// Whether it is the reader's own.
    pub mine: bool,
    /// Whether the reader holds it.
    pub held: bool,
    /// Whether the reader takes down what the resident says, having filed it for them or sitting at the desk.
    #[serde(default)]
    pub filed: bool,
    /// Whether the reader is the resident's delegate.
    #[serde(default)]
    pub delegate: bool,
    /// Whether the resident is to be called back, or was; for the desk alone.
    #[serde(default)]
    pub call_back: Option<CallBack>,
    /// When it was placed.
    #[cfg_attr(feature = "ssr", schema(value_type = chrono::DateTime<chrono::Utc>))]
    pub placed_at: Moment,
    /// When it last moved.
    #[cfg_attr(feature = "ssr", schema(value_type = chrono::DateTime<chrono::Utc>))]
    pub moved_at: Moment,
    /// The moves that the reader may make now.
    pub can: Vec<Move>,
    /// Its clock, where one runs or ran.
    pub clock: Option<ClockCard>,
}

impl WishCard {
    /// What a list shows: the title to those who may read it, else the card; where both are removed, what kind of order it was.
    pub fn headline(&self, l: Lang) -> &str {
        self.title.as_deref().or(self.public_card.as_deref()).unwrap_or_else(|| self.category.name(l))
    }
}

/// A wish's clock, as everyone who sees the wish may read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ClockCard {
    /// By when the community answers, or should have.
    #[cfg_attr(feature = "ssr", schema(value_type = Option<chrono::DateTime<chrono::Utc>>))]
    pub answer_by: Option<Moment>,
    /// By when it is delivered, or should have been.
    #[cfg_attr(feature = "ssr", schema(value_type = Option<chrono::DateTime<chrono::Utc>>))]
    pub deliver_by: Option<Moment>,
    /// Whether it stands still now.
    pub paused: bool,
    /// Until when it stands still.
    #[cfg_attr(feature = "ssr", schema(value_type = Option<chrono::DateTime<chrono::Utc>>))]
    pub paused_until: Option<Moment>,
    /// How much of the limit that runs now has passed, in percent of its time by the clock; 100 when it has run out.
    pub used_percent: Option<u8>,
    /// Seconds until the limit that runs now runs out; negative when it has; `null` when nothing is awaited.
    pub remaining_s: Option<i64>,
}

/// An open wish that is like what the reader writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct AlikeCard {
    /// Its id.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub id: WishId,
    /// The public card; of the reader's own, the title.
    pub headline: String,
    /// Whether it is the reader's own.
    pub mine: bool,
}

/// What a household's card shows of an order: how far it is, and nothing of what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CardLine {
    /// Where it stands.
    pub stage: Stage,
    /// Its clock, where one runs or ran.
    pub clock: Option<ClockCard>,
}

/// One wish: what the reader may see of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct WishPage {
    /// As in a list.
    #[serde(flatten)]
    pub card: WishCard,
    /// The resident's own words: only for the resident, their delegates, the holder and the desk.
    pub text: Option<String>,
    /// Who holds it, masked.
    pub holder: Option<String>,
    /// How to reach the resident: for the holder while they hold it, and for the desk while it is open. Only where the
    /// wish is looked at, never in the answer of a move.
    pub contact: Option<Contact>,
    /// The grade, when confirmed.
    pub grade: Option<i16>,
    /// How many neighbours need the same.
    #[serde(default)]
    pub followers: u64,
    /// Whether the reader is one of them; nothing for those who take part in it anyway.
    #[serde(default)]
    pub follows: Option<bool>,
    /// Its photos: only for those who see the whole of it, and where it is looked at, never in the answer of a move.
    #[serde(default)]
    pub photos: Vec<PhotoCard>,
    /// On whose side the reader may add a photo now.
    #[serde(default)]
    pub adds_photo: Option<Side>,
}

/// One line of a wish's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct WishLine {
    /// Its id.
    pub id: uuid::Uuid,
    /// What happened: `placed`, `accepted`, … or `looked`.
    pub kind: String,
    /// Who did it, masked; the reader's own lines say so by `mine`.
    pub actor: Option<String>,
    /// As what.
    pub role: Option<crate::kernel::actor::Role>,
    /// Whether it was done in the resident's place by a delegate.
    #[serde(default)]
    pub delegate: bool,
    /// Whether the reader did it.
    pub mine: bool,
    /// By what way.
    pub channel: String,
    /// When.
    #[cfg_attr(feature = "ssr", schema(value_type = chrono::DateTime<chrono::Utc>))]
    pub at: Moment,
    /// To whom it was dispatched, masked.
    pub to: Option<String>,
    /// What was said: a reason, note, comment or closing words.
    pub words: Option<String>,
    /// The grade that was given.
    pub grade: Option<i16>,
    /// How a call back went.
    #[serde(default)]
    pub outcome: Option<Outcome>,
}

/// Somebody looked at the reader's name, phone and door, or at more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct LookLine {
    /// For which wish, if for one.
    #[cfg_attr(feature = "ssr", schema(value_type = Option<uuid::Uuid>))]
    pub wish: Option<WishId>,
    /// Its title.
    pub title: Option<String>,
    /// Who looked, masked.
    pub who: Option<String>,
    /// As what.
    pub role: Option<crate::kernel::actor::Role>,
    /// At what: `looked` (name, phone and door), `photos_seen`, `given_out` (all that is kept, which the desk gave out).
    pub kind: String,
    /// When; a second look on the same day is not written down again.
    #[cfg_attr(feature = "ssr", schema(value_type = chrono::DateTime<chrono::Utc>))]
    pub at: Moment,
}

/// Where a list goes on: after this wish, as its limit stood when it was seen. What happens to the wish between two pages
/// leaves nothing out. Written `id`, or `id.microseconds`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The wish.
    pub id: WishId,
    /// Its limit, in a list that goes by limits.
    pub due_at: Option<DateTime<Utc>>,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.due_at {
            Some(at) => write!(f, "{}.{}", self.id, at.timestamp_micros()),
            None => write!(f, "{}", self.id),
        }
    }
}

impl FromStr for Cursor {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let (id, due_at) = text.split_once('.').map_or((text, None), |(id, at)| (id, Some(at)));
        let due_at = due_at.map(|at| at.parse().ok().and_then(DateTime::from_timestamp_micros).ok_or(())).transpose()?;
        Ok(Self { id: id.parse().map_err(|_| ())?, due_at })
    }
}

/// How a list of wishes is narrowed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct WishQuery {
    /// Only this stage.
    pub stage: Option<Stage>,
    /// Only this category.
    pub category: Option<CategoryId>,
    /// `placed`: the reader's own; `held`: those that the reader holds.
    pub mine: Option<Mine>,
    /// Part of the title, the card or (for those who may read it) the text.
    pub q: Option<String>,
    /// Where to go on.
    pub cursor: Option<Cursor>,
    /// Most rows, 1 to 100.
    pub limit: Option<u64>,
    /// Only those whose limit has run out.
    pub overdue: bool,
    /// Only those whose resident is to be called back.
    pub to_call_back: bool,
    /// Whose limit runs out soonest first, as the desk works; else newest first.
    pub soonest_first: bool,
}

/// In what way a wish is the reader's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mine {
    /// Placed by them.
    Placed,
    /// Held or brought by them.
    Held,
}

/// What the page shows on which a wish is placed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceForm {
    /// For whom it is filed; nobody for oneself.
    pub resident: Option<ResidentCard>,
    /// Whether the reader is their delegate: then they write for themselves, and nothing is taken down.
    pub delegate: bool,
    /// What can be ordered.
    pub categories: Vec<CategoryCard>,
}

/// What the page of one wish shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OneWish {
    /// The wish.
    pub wish: WishPage,
    /// Its history.
    pub lines: Vec<WishLine>,
    /// For the desk: the categories of its kind.
    pub categories: Vec<CategoryCard>,
    /// For the desk: to whom it may be dispatched, id and name.
    pub hands: Vec<(MemberId, String)>,
}

/// A page that lists wishes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WishList {
    /// The page of the list.
    pub page: crate::communities::model::Page<WishCard>,
    /// How many there are in all.
    pub total: u64,
    /// How many residents are to be called back; for the desk alone.
    pub to_call_back: Option<u64>,
    /// Who is on duty today; for the desk alone.
    pub duty: Option<crate::communities::model::Duty>,
    /// The categories, for the filter.
    pub categories: Vec<CategoryCard>,
}
