//! Noting, reading, and making orders of what was noted.

use super::entity::diary;
use super::model::{DiaryPage, Entry, EntryCard, EntryId, MonthOfDiary, NewEntry, Summary};
use super::policy::{Clear, Note, Turn};
use super::store;
use crate::accounts::model::masked_name;
use crate::communities;
use crate::communities::model::{CategoryId, Framed};
use crate::communities::policy::may_file;
use crate::kernel::authz::Action as _;
use crate::kernel::ctx::Ctx;
use crate::kernel::events::Fact;
use crate::kernel::fault::{Failure, Fault, Problem};
use crate::kernel::ids::MemberId;
use crate::kernel::period::Period;
use crate::kernel::said::{Text, text};
use crate::wishes;
use crate::wishes::model::{NewWish, TITLE, WishId, WishPage, unknown_category};
use sea_orm::{ActiveValue::Set, ColumnTrait as _};
use serde::Serialize;

type Result<T> = std::result::Result<T, Failure>;

/// How many entries stand on a page.
const MOST: usize = 50;

const RESIDENT: Text =
    text("没有找到这位居民，请从“替人点单”里找。", "This resident was not found here; please search under “Order for someone”.");

/// What happens in the diary: history.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum DiaryEvent {
    /// Somebody noted something.
    Noted,
    /// An order was made of it.
    Turned {
        /// Which.
        wish: WishId,
    },
    /// Whom it is about has gone: what was said is removed.
    Cleared,
}

impl Fact for DiaryEvent {}

/// How the diary is asked for.
#[derive(Debug, Clone, Default)]
pub struct DiaryQuery {
    /// `2026-11`; empty for this month.
    pub month: String,
    /// About whom alone.
    pub resident: Option<MemberId>,
    /// Where to go on.
    pub cursor: Option<EntryId>,
}

/// A month of the diary, summed up, with its entries.
///
/// # Errors
/// [`Fault::Refused`] for all but the desk and grid workers; a month that does not read.
pub async fn list(ctx: Ctx, query: DiaryQuery) -> Result<MonthOfDiary> {
    may_file(&ctx.actor)?;
    let period = Period::named(&query.month, ctx.today())?;
    let after = period.month_after().from;
    let begins = |day: chrono::NaiveDate| ctx.moment_of(&day.to_string()).ok_or_else(|| Failure::Broken(format!("the day {day}")));
    let entries = store::list(&ctx, begins(period.from)?, begins(after)?, query.resident).await?;
    let summary = Summary::of(&entries);
    let mut rest = entries.into_iter().filter(|entry| query.cursor.is_none_or(|cursor| entry.id < cursor));
    let page: Vec<Entry> = rest.by_ref().take(MOST).collect();
    let next = rest.next().and(page.last().map(|last| last.id.to_string()));
    Ok(MonthOfDiary { period, summary, items: cards(&ctx, page).await?, next })
}

/// The page of the diary.
///
/// # Errors
/// As [`list`]; [`Fault::NotFound`] for a resident of elsewhere.
pub async fn page(ctx: Ctx, query: DiaryQuery) -> Result<Framed<DiaryPage>> {
    let resident = match query.resident {
        Some(id) => Some(communities::ops::get_resident(&ctx, id).await?),
        None => None,
    };
    let month = list(ctx.clone(), query).await?;
    let categories = communities::ops::list_categories(ctx.clone(), ()).await?;
    communities::ops::frame(&ctx, DiaryPage { resident, month, categories }).await
}

/// Notes something.
///
/// # Errors
/// All problems of the form at once; [`Fault::Refused`] for all but the desk and grid workers.
pub async fn note(ctx: Ctx, new: NewEntry) -> Result<EntryCard> {
    may_file(&ctx.actor)?;
    let author = ctx.actor.member.ok_or(Fault::Refused)?;
    let resident = match new.resident.trim() {
        "" => None,
        id => Some(resident_of(&ctx, id).await?),
    };
    let (way, words) = new.check()?;
    if let Some(resident) = resident {
        communities::ops::stays(&ctx, resident).await?;
    }
    let entry = Entry { id: EntryId::new(ctx.now), author, resident, way, words, at: ctx.now, wish: None };
    ctx.permit::<Note>(&entry)?.create(store::new_row(&entry), &DiaryEvent::Noted).await?;
    card(&ctx, entry).await
}

async fn resident_of(ctx: &Ctx, typed: &str) -> Result<MemberId> {
    let nobody = || Failure::from(Problem::new("resident", "resident", RESIDENT));
    let id = typed.parse().map(MemberId).map_err(|_| nobody())?;
    match communities::ops::get_resident(ctx, id).await {
        Ok(found) => Ok(found.id),
        Err(Failure::Fault(Fault::NotFound)) => Err(nobody()),
        Err(other) => Err(other),
    }
}

/// Makes an order of an entry: for whom it is about, by the way they were met, in the words that were noted.
///
/// # Errors
/// [`Fault::NotFound`] where there is no such entry; [`Fault::Refused`] where it is about nobody, oneself, or was made an
/// order before; a category that is not on this community's list.
pub async fn turn(ctx: Ctx, (id, category): (EntryId, CategoryId)) -> Result<WishPage> {
    may_file(&ctx.actor)?;
    let entry = store::find(&ctx, id).await?.ok_or(Fault::NotFound)?;
    let permit = ctx.permit::<Turn>(&entry)?;
    let kind = communities::find_category(&ctx, category).await?.ok_or_else(unknown_category)?.kind;
    let new = NewWish {
        kind: kind.code().to_owned(),
        category: category.to_string(),
        title: title(&entry.words),
        text: entry.words.clone(),
        resident: entry.resident.map(|id| id.to_string()).unwrap_or_default(),
        channel: entry.way.code().to_owned(),
    };
    let wish = wishes::ops::place(ctx.clone(), new).await?;
    let row = diary::ActiveModel { wish_id: Set(Some(wish.card.id)), ..Default::default() };
    permit.change(row, diary::Column::WishId.is_null(), &DiaryEvent::Turned { wish: wish.card.id }).await?;
    Ok(wish)
}

/// Everything that was noted about this member.
///
/// # Errors
/// When the database does.
pub async fn list_about(ctx: &Ctx, member: MemberId) -> Result<Vec<Entry>> {
    store::list_about(ctx, vec![member]).await
}

/// Those of these members about whom something was noted.
///
/// # Errors
/// When the database does.
pub async fn who_was_noted(ctx: &Ctx, members: &[MemberId]) -> Result<Vec<MemberId>> {
    let mut noted = Vec::new();
    for some in members.chunks(500) {
        noted.extend(store::list_about(ctx, some.to_vec()).await?.into_iter().filter_map(|entry| entry.resident));
    }
    Ok(noted)
}

/// Removes what was said, in every entry about a member who goes.
///
/// # Errors
/// [`Fault::Refused`] for all but that member and the desk.
pub async fn clear(ctx: &Ctx, member: MemberId) -> Result<()> {
    for entry in store::list_about(ctx, vec![member]).await?.into_iter().filter(|entry| !entry.is_cleared()) {
        let row = diary::ActiveModel { words: Set(String::new()), ..Default::default() };
        ctx.permit::<Clear>(&entry)?.change(row, diary::Column::Words.eq(entry.words.as_str()), &DiaryEvent::Cleared).await?;
    }
    Ok(())
}

/// What an order is called that is made of these words: their first line, as far as a title goes.
fn title(words: &str) -> String {
    let line = words.lines().find(|line| line.chars().count() >= TITLE.min).unwrap_or(words);
    line.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(TITLE.max).collect()
}

async fn card(ctx: &Ctx, entry: Entry) -> Result<EntryCard> {
    cards(ctx, vec![entry]).await?.pop().ok_or_else(|| Failure::Broken("an entry without a card".to_owned()))
}

async fn cards(ctx: &Ctx, entries: Vec<Entry>) -> Result<Vec<EntryCard>> {
    let people: Vec<MemberId> = entries.iter().flat_map(|entry| [Some(entry.author), entry.resident]).flatten().collect();
    let names = communities::list_names(ctx, people).await?;
    let name = |id: &MemberId| names.get(id).map(|(name, _)| name.clone());
    let card = |entry: Entry| EntryCard {
        id: entry.id,
        author: name(&entry.author).unwrap_or_default(),
        resident: entry.resident.as_ref().and_then(name).as_deref().map(masked_name),
        channel: entry.way.code().to_owned(),
        can_turn: Turn::check(&ctx.actor, &entry).is_ok(),
        words: entry.words,
        at: ctx.moment(entry.at),
        wish: entry.wish,
    };
    Ok(entries.into_iter().map(card).collect())
}

#[cfg(test)]
mod tests {
    use super::title;

    #[test]
    fn an_order_is_called_by_the_first_line_that_says_something() {
        assert_eq!(title("灯坏了，想请人换一盏\n晚上看不见"), "灯坏了，想请人换一盏");
        assert_eq!(title("好\n想请人换一盏灯"), "想请人换一盏灯");
        assert_eq!(title("你好\n在吗"), "你好 在吗");
        assert_eq!(title(&"灯".repeat(99)).chars().count(), 60);
    }
}
