//! Reading: one's own points, and what must hold of all of them.

use super::deeds;
use crate::communities;
use crate::communities::model::{CategoryCard, CategoryId, Framed, Page};
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::{Failure, Fault};
use crate::kernel::ids::MemberId;
use crate::kernel::jobs::{self, Later};
use crate::kernel::period::Period;
use crate::kernel::said::Said;
use crate::points::entity::entry;
use crate::points::ledger::{What, due, missing, whole};
use crate::points::model::{Because, EntryCard, EntryQuery, MyPoints};
use crate::points::policy::earns;
use crate::points::store;
use crate::posts;
use crate::posts::model::PostId;

type Result<T> = std::result::Result<T, Failure>;

/// One's own points: the sum, this quarter, and every entry with the arithmetic behind it.
///
/// # Errors
/// [`Fault::NotFound`] for those who are not members here.
pub async fn list_mine(ctx: Ctx, query: EntryQuery) -> Result<MyPoints> {
    communities::policy::inside(&ctx.actor)?;
    let member = ctx.actor.member.ok_or(Fault::NotFound)?;
    let quarter = Period::quarter_of(ctx.today());
    let (version, rates) = store::book(&ctx).await?.at(ctx.today());
    let limit = query.limit.unwrap_or(20).clamp(1, 100);
    let mut rows = store::list(&ctx, member, &query, limit + 1).await?;
    let more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = rows.last().filter(|_| more).map(|last| last.id.to_string());
    Ok(MyPoints {
        points: store::total(&ctx, member, None).await?,
        quarter,
        points_in_quarter: store::total(&ctx, member, Some(quarter)).await?,
        earns: earns(&ctx.actor.roles),
        version,
        rates,
        entries: Page { items: cards(&ctx, rows).await?, next },
    })
}

/// The page of it.
///
/// # Errors
/// As [`list_mine`].
pub async fn mine_page(ctx: Ctx, query: EntryQuery) -> Result<Framed<MyPoints>> {
    let mine = list_mine(ctx.clone(), query).await?;
    communities::ops::frame(&ctx, mine).await
}

/// Every entry of this member, oldest first.
///
/// # Errors
/// When the database does.
pub async fn kept_of(ctx: &Ctx, member: MemberId) -> Result<Vec<EntryCard>> {
    cards(ctx, store::list_of(ctx, member).await?).await
}

/// The points of these days, by member; of this member alone, where one is named.
///
/// # Errors
/// When the database does.
pub async fn sums(ctx: &Ctx, member: Option<MemberId>, days: &[Period]) -> Result<Vec<(MemberId, i64)>> {
    store::sums(ctx, member, days).await
}

/// How many ledgers are to be looked at still.
///
/// # Errors
/// When the database does.
pub async fn count_unsettled(ctx: &Ctx) -> Result<u64> {
    jobs::count_later(ctx, Later::Ledger).await
}

async fn cards(ctx: &Ctx, rows: Vec<entry::Model>) -> Result<Vec<EntryCard>> {
    let of = |what: What| rows.iter().filter(move |row| row.what == what.code()).map(|row| row.about_id);
    let posts = posts::ops::list_titles(ctx, of(What::Shift).map(PostId).collect()).await?;
    let categories = communities::find_categories(ctx, of(What::Wish).map(CategoryId).collect()).await?;
    let card = |row: entry::Model| {
        let what = What::from_code(&row.what).ok_or_else(|| Failure::Broken(format!("an entry for {}", row.what)))?;
        let title = match what {
            What::Shift => {
                let title = posts.get(&PostId(row.about_id)).cloned().unwrap_or_default();
                Said { zh: title.clone().into(), en: title.into() }
            }
            What::Wish => {
                categories.get(&CategoryId(row.about_id)).map_or_else(|| Said { zh: "".into(), en: "".into() }, CategoryCard::said)
            }
        };
        let because = match () {
            () if row.is_barred => Some(Because::Barred),
            () if row.n == 0 => Some(Because::Gone),
            () if row.points != row.due => Some(Because::Corrected),
            () if row.due < whole(what, row.n, row.rate) => Some(Because::DayFull),
            () => None,
        };
        let entry::Model { id, day, n, rate, version, due, points, .. } = row;
        Ok(EntryCard { id, what, title, day, n, rate, version, due, points, because })
    };
    rows.into_iter().map(card).collect()
}

/// What must hold of every ledger here, once all that is due was worked off: it is exactly what the deeds are worth.
///
/// # Errors
/// What does not hold.
pub async fn check(ctx: Ctx, (): ()) -> Result<()> {
    let book = store::book(&ctx).await?;
    let mut deeds = deeds(&ctx, None, None).await?;
    let mut booked = store::booked(&ctx, None, None).await?;
    let members: Vec<MemberId> = deeds.keys().chain(booked.keys()).copied().collect();
    let names = communities::list_names(&ctx, members.iter().copied()).await?;
    for member in members {
        let earns = names.get(&member).is_some_and(|(_, roles)| earns(roles));
        let due = due(&deeds.remove(&member).unwrap_or_default(), &book);
        let missing = missing(&due, &booked.remove(&member).unwrap_or_default(), &book, earns);
        if !missing.is_empty() {
            return Err(Failure::Broken(format!("the ledger of {member} lacks {missing:?}")));
        }
    }
    Ok(())
}
