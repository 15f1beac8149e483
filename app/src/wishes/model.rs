//! What a wish is, what people write about it, and what happens to it.

mod call_back;
mod photo;
mod seen;

pub use call_back::{Call, CallBack, LOW, NewCall, Outcome};
pub use photo::{
    MOST_PHOTOS, PHOTO_BYTES, PhotoCard, PhotoId, Side, enough_photos, no_photo, not_a_picture, too_many_bytes, too_many_photos,
    too_many_pixels,
};
pub use seen::{
    AlikeCard, CardLine, ClockCard, Contact, Cursor, LookLine, Mine, OneWish, PlaceForm, WishCard, WishLine, WishList, WishPage, WishQuery,
};

use super::clock::{Awaited, Due};
use crate::communities::calendar::Limits;
use crate::communities::model::{CategoryId, Kind};
use crate::id;
use crate::kernel::fault::{Fault, Problem, Problems};
use crate::kernel::ids::MemberId;
use crate::kernel::said::{Text, text};
use crate::kernel::text::Bounds;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use super::stage::{Move, Stage};

id! {
    /// A wish.
    WishId
}

/// The title: what it is about.
pub const TITLE: Bounds = Bounds::line("title", 4, 60);
/// The resident's own words.
pub const TEXT: Bounds = Bounds::lines("text", 1, 2000);
/// The public card.
pub const CARD: Bounds = Bounds::lines("public_card", 4, 300);
/// Why something is declined, released or reopened.
pub const REASON: Bounds = Bounds::lines("reason", 2, 500);
/// What was done.
pub const NOTE: Bounds = Bounds::lines("note", 2, 1000);
/// How long a clock may stand still at a time.
pub const PAUSE_DAYS: i64 = 60;
/// A comment.
pub const COMMENT: Bounds = Bounds::lines("text", 1, 1000);
/// The resident's words at the end.
pub const WORDS: Bounds = Bounds::lines("words", 0, 1000);

/// A wish as it stands: its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Its id.
    pub id: WishId,
    /// Whose wish.
    pub resident: MemberId,
    /// What kind of order.
    pub kind: Kind,
    /// Under what category.
    pub category: CategoryId,
    /// What it is about.
    pub title: String,
    /// The resident's own words.
    pub text: String,
    /// What others may read.
    pub public_card: Option<String>,
    /// Where it stands.
    pub stage: Stage,
    /// Counted up by every move.
    pub version: i32,
    /// Who holds it, or brought it.
    pub holder: Option<MemberId>,
    /// Who filed it for the resident, where they did not write themselves.
    pub filed_by: Option<MemberId>,
    /// When it was placed.
    pub placed_at: DateTime<Utc>,
    /// When it last moved.
    pub moved_at: DateTime<Utc>,
    /// How the resident graded it, 1 to 5.
    pub grade: Option<i16>,
    /// Whether the resident is to be called back, or was.
    pub call_back: Option<CallBack>,
    /// How its clocks stand.
    pub due: Due,
}

impl Wish {
    /// Whether the resident has gone, and what was written is removed.
    pub fn is_cleared(&self) -> bool {
        self.title.is_empty()
    }

    /// Whether the resident is still to be called back.
    pub fn owes_call(&self) -> bool {
        self.call_back.is_some_and(CallBack::is_owed)
    }
}

const KIND: Text = text("请选一种：微心愿、服务或提问。", "Please choose one: small wish, service or question.");
const CATEGORY: Text = text("请从列表里选一类。", "Please choose a category from the list.");
const GRADE: Text = text("请选一个满意程度。", "Please choose how satisfied you are.");
const MARK: Text = text("分数在 1 到 5 之间。", "A mark lies between 1 and 5.");

/// What a resident types to place a wish.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct NewWish {
    /// The kind, by its code.
    pub kind: String,
    /// The category's id.
    pub category: String,
    /// The title.
    pub title: String,
    /// The resident's own words.
    pub text: String,
    /// For whom it is filed, by the membership's id; empty for oneself.
    pub resident: String,
    /// By what way they came, when it is filed for them: `phone`, `text`, `desk`, `visit` or `card`.
    pub channel: String,
}

/// A [`NewWish`] that passed the checks.
#[derive(Debug, Clone)]
pub struct CheckedWish {
    /// The kind.
    pub kind: Kind,
    /// The category.
    pub category: CategoryId,
    /// The title.
    pub title: String,
    /// The text.
    pub text: String,
}

impl NewWish {
    /// Checks and cleans every field; the same rule in browser and server.
    ///
    /// # Errors
    /// All problems at once.
    pub fn check(&self) -> Result<CheckedWish, Fault> {
        let mut problems = Problems::default();
        let kind = problems.take(Kind::from_code(&self.kind).ok_or_else(|| Problem::new("kind", "kind", KIND)));
        let category = problems.take(self.category.parse().map_err(|_| unknown_category()));
        let title = problems.take(TITLE.check(&self.title));
        let text = problems.take(TEXT.check(&self.text));
        let all = kind.zip(category).zip(title.zip(text));
        problems.finish(all.map(|((kind, category), (title, text))| CheckedWish { kind, category, title, text }))
    }
}

/// A category that is not on this community's list, or of another kind.
pub fn unknown_category() -> Problem {
    Problem::new("category", "category", CATEGORY)
}

/// What the resident says at the end.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Rating {
    /// The whole: 5 and 4 satisfied, 3 basically satisfied, 2 and 1 not satisfied.
    pub grade: i16,
    /// The attitude.
    pub attitude: Option<i16>,
    /// The ability.
    pub ability: Option<i16>,
    /// The quality.
    pub quality: Option<i16>,
    /// The efficiency.
    pub efficiency: Option<i16>,
    /// In words.
    pub words: Option<String>,
}

impl Rating {
    /// Checks the marks and cleans the words.
    ///
    /// # Errors
    /// All problems at once.
    pub fn check(self) -> Result<Self, Fault> {
        let mut problems = Problems::default();
        problems.take(if (1..=5).contains(&self.grade) { Ok(()) } else { Err(Problem::new("grade", "grade", GRADE)) });
        let marks = [("attitude", self.attitude), ("ability", self.ability), ("quality", self.quality), ("efficiency", self.efficiency)];
        for (field, mark) in marks {
            problems.take(if mark.is_none_or(|mark| (1..=5).contains(&mark)) { Ok(()) } else { Err(Problem::new(field, "mark", MARK)) });
        }
        let words = problems.take(WORDS.check_optional(self.words.as_deref()));
        problems.finish(words.map(|words| Self { words, ..self }))
    }
}

/// How satisfied, in the three steps that people are shown.
pub fn grade_name(grade: i16) -> Text {
    match grade {
        4.. => text("满意", "satisfied"),
        3 => text("基本满意", "basically satisfied"),
        _ => text("不满意", "not satisfied"),
    }
}

/// What happens to a wish: its history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum WishEvent {
    /// A resident placed it.
    Placed {
        /// Under what category.
        category: CategoryId,
        /// Its limits on that day: a later change never re-judges the past.
        #[serde(default)]
        limits: Option<Limits>,
    },
    /// The community took the order.
    Accepted {
        /// Under what category now.
        category: CategoryId,
        /// What others may read.
        public_card: Option<String>,
        /// The limits of that category on that day.
        #[serde(default)]
        limits: Option<Limits>,
    },
    /// Not possible for now.
    Declined {
        /// Why.
        #[serde(default)]
        reason: String,
    },
    /// Someone took it on.
    Claimed,
    /// The desk handed it to someone.
    Dispatched {
        /// To whom.
        to: MemberId,
    },
    /// It is free again.
    Released {
        /// Why, when the holder said.
        reason: Option<String>,
    },
    /// It was brought.
    Delivered {
        /// What was done.
        #[serde(default)]
        note: String,
    },
    /// The resident closed it.
    Confirmed(Rating),
    /// Nobody said a word after delivery: it closed by itself.
    Lapsed,
    /// It is not solved.
    Reopened {
        /// Why.
        #[serde(default)]
        reason: String,
    },
    /// The resident took it back.
    Withdrawn,
    /// Its clock stands still.
    Paused {
        /// Why.
        #[serde(default)]
        reason: String,
        /// Until when, unless it is ended before.
        until: DateTime<Utc>,
    },
    /// Its clock runs again before its time.
    Resumed,
    /// A part of its limit had run out, and those concerned were told.
    Reminded {
        /// Of which limit.
        awaited: Awaited,
        /// How much of it, in percent: 50 or 80.
        percent: u8,
    },
    /// Its limit ran out, and those concerned were told.
    Overdue {
        /// Which limit.
        awaited: Awaited,
    },
    /// The lot fell on it: the resident is to be called back.
    CallBackDrawn,
    /// The resident was called back, or tried to.
    CalledBack(Call),
    /// Somebody said something.
    Commented {
        /// What.
        #[serde(default)]
        text: String,
    },
    /// A neighbour needs the same, or does so no more.
    Followed {
        /// Whether they follow from now on.
        on: bool,
    },
    /// Somebody saw name, phone and door.
    Looked,
    /// The resident, or the holder, added a photo.
    PhotoAdded {
        /// Which.
        photo: PhotoId,
    },
    /// They took one away.
    PhotoRemoved {
        /// Which.
        photo: PhotoId,
    },
    /// Somebody else looked at photos.
    PhotosSeen,
    /// The resident has gone: what was written about it is removed.
    Cleared,
}

#[cfg(feature = "ssr")]
impl crate::kernel::events::Fact for WishEvent {
    fn is_change(&self) -> bool {
        !matches!(self, Self::Looked | Self::PhotosSeen)
    }

    const WORDS: &'static [&'static str] = &["reason", "note", "words", "text", "public_card"];
}
