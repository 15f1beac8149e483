//! Watching what one has open.

use super::looks::seen;
use crate::communities;
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::Failure;
use crate::kernel::ids::TenantId;
use crate::kernel::live;
use crate::wishes::model::WishId;
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// What somebody wants to watch.
#[derive(Debug, Clone, Copy)]
pub struct Watched {
    /// The screen of the hall, which everybody may see.
    pub screen: bool,
    /// One wish; all that one may see of the community where there is none.
    pub wish: Option<WishId>,
    /// What was read at that time; what changed after it is told at once.
    pub since: Option<DateTime<Utc>>,
}

/// What is watched.
#[derive(Debug, Clone, Copy)]
pub struct Watch {
    /// In which community.
    pub community: TenantId,
    /// Only this subject.
    pub subject: Option<Uuid>,
    /// Whether it has changed meanwhile.
    pub changed: bool,
}

/// Whether this reader may watch, and whether they are behind already. Nothing of what changes is told but that it did.
///
/// # Errors
/// [`crate::kernel::fault::Fault::NotFound`] for those who are not members here, or a wish that they may not see.
pub async fn watch(ctx: Ctx, Watched { screen, wish, since }: Watched) -> Result<Watch, Failure> {
    if !screen {
        communities::policy::inside(&ctx.actor)?;
    }
    let subject = match wish {
        Some(id) => Some(seen(&ctx, id).await?.id.0),
        None => None,
    };
    let changed = match since {
        None => false,
        Some(since) if ctx.now - since > live::REMEMBERED => true,
        Some(since) => live::changed_since(&ctx, subject, since - live::BACK).await?,
    };
    Ok(Watch { community: ctx.place.id, subject, changed })
}
