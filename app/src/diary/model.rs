//! What is noted.

use crate::communities::model::{CategoryCard, ResidentCard};
use crate::id;
use crate::kernel::actor::Channel;
use crate::kernel::fault::{Fault, Problem, Problems};
use crate::kernel::ids::MemberId;
use crate::kernel::period::Period;
use crate::kernel::said::{Text, text};
use crate::kernel::text::Bounds;
use crate::kernel::when::Moment;
use crate::wishes::model::WishId;
use serde::{Deserialize, Serialize};

id! {
    /// An entry of the diary.
    EntryId
}

/// What was said: two lines, and long enough to become an order.
pub const WORDS: Bounds = Bounds::lines("words", 4, 300);

const WAY: Text =
    text("请选是怎么见到的：电话、短信、服务台、走访或便民卡。", "Please choose how: phone, text, the desk, a visit or a card.");

/// What is typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct NewEntry {
    /// Whom it is about, by the membership's id; empty for nobody in particular.
    pub resident: String,
    /// By what way: `phone`, `text`, `desk`, `visit`, `card`.
    pub channel: String,
    /// What was said.
    pub words: String,
}

impl NewEntry {
    /// Checks and cleans: the way and the words.
    ///
    /// # Errors
    /// All problems at once.
    pub fn check(&self) -> Result<(Channel, String), Fault> {
        let mut problems = Problems::default();
        let way = problems.take(Channel::taken_down(&self.channel).ok_or_else(|| Problem::new("channel", "channel", WAY)));
        let words = problems.take(WORDS.check(&self.words));
        problems.finish(way.zip(words))
    }
}

/// An entry as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: EntryId,
    /// Who wrote it.
    pub author: MemberId,
    /// Whom it is about.
    pub resident: Option<MemberId>,
    /// By what way they were met.
    pub way: Channel,
    /// What was said.
    pub words: String,
    /// When.
    pub at: chrono::DateTime<chrono::Utc>,
    /// The order that was made of it.
    pub wish: Option<WishId>,
}

impl Entry {
    /// Whether whom it is about has gone, and what was said is removed.
    pub fn is_cleared(&self) -> bool {
        self.words.is_empty()
    }
}

/// An entry as its reader sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct EntryCard {
    /// Its id.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub id: EntryId,
    /// Who wrote it.
    pub author: String,
    /// Whom it is about, masked.
    pub resident: Option<String>,
    /// By what way they were met.
    pub channel: String,
    /// What was said; empty once whom it is about has gone.
    pub words: String,
    /// When.
    #[cfg_attr(feature = "ssr", schema(value_type = chrono::DateTime<chrono::Utc>))]
    pub at: Moment,
    /// The order that was made of it.
    #[cfg_attr(feature = "ssr", schema(value_type = Option<uuid::Uuid>))]
    pub wish: Option<WishId>,
    /// Whether the reader may make an order of it.
    pub can_turn: bool,
}

/// A month in numbers; nobody's in particular.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Summary {
    /// Entries by way: code and how many, the most first.
    pub by_way: Vec<(String, u64)>,
    /// How many in all.
    pub entries: u64,
    /// How many different people they are about.
    pub people: u64,
    /// How many became orders.
    pub turned: u64,
}

impl Summary {
    /// Sums entries up.
    pub fn of<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Self {
        let mut sum = Self::default();
        let mut people = std::collections::BTreeSet::new();
        for entry in entries {
            sum.entries += 1;
            sum.turned += u64::from(entry.wish.is_some());
            people.extend(entry.resident);
            match sum.by_way.iter_mut().find(|(way, _)| way == entry.way.code()) {
                Some((_, n)) => *n += 1,
                None => sum.by_way.push((entry.way.code().to_owned(), 1)),
            }
        }
        sum.people = people.len() as u64;
        sum.by_way.sort_by(|(a, n), (b, m)| m.cmp(n).then_with(|| a.cmp(b)));
        sum
    }
}

/// A month of the diary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct MonthOfDiary {
    /// Which month.
    pub period: Period,
    /// Summed up.
    pub summary: Summary,
    /// Its entries, newest first.
    pub items: Vec<EntryCard>,
    /// Where to go on, if there is more.
    pub next: Option<String>,
}

/// The page of the diary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiaryPage {
    /// About whom the address asks.
    pub resident: Option<ResidentCard>,
    /// The month.
    pub month: MonthOfDiary,
    /// Of what orders can be.
    pub categories: Vec<CategoryCard>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use uuid::Uuid;

    #[test]
    fn a_month_is_summed_up_by_way_and_people_are_counted_once() {
        let entry = |way, resident: Option<u128>, wish: Option<u128>| Entry {
            id: EntryId(Uuid::nil()),
            author: MemberId(Uuid::nil()),
            resident: resident.map(|id| MemberId(Uuid::from_u128(id))),
            way,
            words: "问候".to_owned(),
            at: DateTime::UNIX_EPOCH,
            wish: wish.map(|id| WishId(Uuid::from_u128(id))),
        };
        let month = [
            entry(Channel::Phone, Some(1), None),
            entry(Channel::Visit, Some(1), Some(9)),
            entry(Channel::Visit, Some(2), None),
            entry(Channel::Desk, None, None),
        ];
        let by_way = [("visit", 2), ("desk", 1), ("phone", 1)].map(|(way, n)| (way.to_owned(), n)).to_vec();
        assert_eq!(Summary::of(&month), Summary { by_way, entries: 4, people: 2, turned: 1 });
    }
}
