//! Where posts are missing, and a draft from it.

use super::{days, may_keep, set_up};
use crate::communities;
use crate::communities::hours::DAYS;
use crate::communities::model::{CategoryId, Framed};
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::{Failure, Fault};
use crate::kernel::said::{Lang, Said, Text, text};
use crate::posts::model::PostPage;
use crate::posts::need::{self, BACK_DAYS, MOST_ROWS, Need, NeedAt, NeedCard, Needs, Where, gather};
use crate::wishes;
use crate::wishes::unmet::Unmet;
use chrono::{Datelike as _, TimeDelta, Timelike as _};

type Result<T> = std::result::Result<T, Failure>;

/// What went unmet in the last 90 days, by category, grid and hours.
///
/// # Errors
/// [`Fault::Refused`] for all but admins.
pub async fn list_needs(ctx: Ctx, (): ()) -> Result<Needs> {
    may_keep(&ctx.actor)?;
    let (mut rows, newest_only) = rows(&ctx).await?;
    let left_out = rows.len().saturating_sub(MOST_ROWS);
    rows.truncate(MOST_ROWS);
    let items = cards(&ctx, rows).await?.into_iter().map(|(card, _)| card).collect();
    Ok(Needs { items, left_out, newest_only })
}

/// The page of it.
///
/// # Errors
/// As [`list_needs`].
pub async fn needs_page(ctx: Ctx, (): ()) -> Result<Framed<Needs>> {
    let needs = list_needs(ctx.clone(), ()).await?;
    communities::ops::frame(&ctx, needs).await
}

const GONE: Text = text(
    "这一行现在没有了：这些单子有人办了，或者已经过了 90 天。请看看现在的列表。",
    "This row is gone: somebody has seen to these orders, or 90 days are over. Please look at the list as it is now.",
);

/// Drafts a post from a row, to be changed before it is put on the board.
///
/// # Errors
/// [`Fault::Refused`] for all but admins; a rule where there is no such row any more.
pub async fn draft(ctx: Ctx, (at, lang): (NeedAt, Lang)) -> Result<PostPage> {
    may_keep(&ctx.actor)?;
    let wanted = at.read();
    let (rows, _) = rows(&ctx).await?;
    let row = rows.into_iter().filter(|(at, _)| Some(*at) == wanted).collect();
    let gone = || Fault::Rule { code: "need_gone".into(), said: GONE.into() };
    let (card, code) = cards(&ctx, row).await?.pop().ok_or_else(gone)?;
    let mut new = days(&ctx, need::draft(&card, &code, lang));
    // A category that was closed meanwhile is looked after no more.
    let categories = communities::ops::list_categories(ctx.clone(), ()).await?;
    new.categories.retain(|code| categories.iter().any(|category| category.code == *code));
    set_up(ctx, new).await
}

async fn rows(ctx: &Ctx) -> Result<(Vec<(Where, Need)>, bool)> {
    let (unmet, newest_only) = wishes::ops::list_unmet(ctx, ctx.now - TimeDelta::days(BACK_DAYS)).await?;
    let homes = communities::list_homes(ctx, unmet.iter().map(|one| one.resident).collect()).await?;
    let rows = gather(unmet.into_iter().map(|one| {
        let at = ctx.moment(one.placed_at).0;
        let day = at.weekday().num_days_from_monday() as usize;
        (Where::of(one.category, homes.get(&one.resident).copied(), at.hour()), day, one.how == Unmet::Unclaimed)
    }));
    Ok((rows, newest_only))
}

/// Rows with their names, and the codes of their categories.
async fn cards(ctx: &Ctx, rows: Vec<(Where, Need)>) -> Result<Vec<(NeedCard, String)>> {
    let categories = communities::find_categories(ctx, rows.iter().map(|(at, _)| CategoryId(at.category)).collect()).await?;
    let grids = communities::list_grids(ctx).await?;
    let card = |(at, need): (Where, Need)| {
        let category = categories.get(&CategoryId(at.category))?;
        let grid = grids.iter().find(|grid| Some(grid.id) == at.grid);
        let card = NeedCard {
            category: category.id,
            category_name: category.said(),
            grid: at.grid,
            grid_name: grid.map(|grid| Said { zh: grid.name_zh.clone().into(), en: grid.name_en.clone().into() }),
            hour: at.hour,
            unclaimed: need.unclaimed,
            late: need.late,
            days: DAYS.into_iter().zip(need.days).filter(|(_, on)| *on).map(|(day, _)| day.to_owned()).collect(),
        };
        Some((card, category.code.clone()))
    };
    Ok(rows.into_iter().filter_map(card).collect())
}
