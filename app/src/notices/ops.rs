//! The use cases of notices.

use super::model::NoticeCard;
use crate::communities;
use crate::communities::model::{Framed, Page};
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::Failure;
use crate::kernel::ids::NoticeId;
use crate::kernel::notices;

type Result<T> = std::result::Result<T, Failure>;

/// How a list is asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoticeQuery {
    /// Where to go on.
    pub cursor: Option<NoticeId>,
    /// Most rows, 1 to 100.
    pub limit: Option<u64>,
}

/// What the reader was told, newest first.
///
/// # Errors
/// [`crate::kernel::fault::Fault::NotFound`] for those who are not members here.
pub async fn list(ctx: Ctx, query: NoticeQuery) -> Result<Page<NoticeCard>> {
    communities::policy::inside(&ctx.actor)?;
    let limit = query.limit.unwrap_or(20).clamp(1, 100);
    let mut told = notices::list(&ctx, query.cursor, limit + 1).await?;
    let more = told.len() as u64 > limit;
    told.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = more.then(|| told.last().map(|notice| notice.id.to_string())).flatten();
    let card = |notice: notices::Told| NoticeCard {
        id: notice.id,
        kind: notice.kind,
        said: notice.said,
        link: notice.link,
        at: ctx.moment(notice.at),
        read: notice.read,
    };
    Ok(Page { items: told.into_iter().map(card).collect(), next })
}

/// The page of notices.
///
/// # Errors
/// As [`list`].
pub async fn page(ctx: Ctx, query: NoticeQuery) -> Result<Framed<Page<NoticeCard>>> {
    let page = list(ctx.clone(), query).await?;
    communities::ops::frame(&ctx, page).await
}

/// The reader has read them all; says how many were new.
///
/// # Errors
/// As [`list`].
pub async fn read_all(ctx: Ctx, (): ()) -> Result<u64> {
    communities::policy::inside(&ctx.actor)?;
    notices::mark_read(&ctx, None).await
}
