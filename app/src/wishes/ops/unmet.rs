//! What nobody took, or came late, for whoever sets up posts where they are missing.

use crate::communities::model::CategoryId;
use crate::kernel::ctx::Ctx;
use crate::kernel::events;
use crate::kernel::fault::Failure;
use crate::kernel::ids::MemberId;
use crate::wishes::history;
use crate::wishes::model::WishEvent;
use crate::wishes::store;
use crate::wishes::unmet::{TELLING, Unmet, unmet};
use chrono::{DateTime, Utc};
use std::collections::HashMap;
use uuid::Uuid;

/// How many of the newest wishes are looked through.
const LOOKED_THROUGH: u64 = 5000;
const AT_A_TIME: usize = 500;
/// More than any wish has of these kinds.
const OF_EACH: u64 = 100;

/// A wish that went unmet.
#[derive(Debug, Clone, Copy)]
pub struct UnmetWish {
    /// Under what category it stands.
    pub category: CategoryId,
    /// Whose.
    pub resident: MemberId,
    /// When it was placed.
    pub placed_at: DateTime<Utc>,
    /// How.
    pub how: Unmet,
}

/// The wishes placed since then that went unmet, and whether there were more than the newest 5,000, which are looked
/// through; for a use case that has asked who may.
///
/// # Errors
/// When the database does, or an event does not read.
pub async fn list_unmet(ctx: &Ctx, since: DateTime<Utc>) -> Result<(Vec<UnmetWish>, bool), Failure> {
    let wishes = store::list_placed_since(ctx, since, LOOKED_THROUGH).await?;
    let mut found = Vec::new();
    for some in wishes.chunks(AT_A_TIME) {
        let subjects = some.iter().map(|wish| wish.id.0).collect();
        let mut happened: HashMap<Uuid, Vec<WishEvent>> = HashMap::new();
        for entry in events::newest_of(ctx, &TELLING, subjects, AT_A_TIME as u64 * OF_EACH).await? {
            let (entry, event) = history::event_of(entry)?;
            happened.entry(entry.subject).or_default().push(event);
        }
        found.extend(some.iter().filter_map(|wish| {
            let how = unmet(wish.stage, happened.get(&wish.id.0).into_iter().flatten())?;
            Some(UnmetWish { category: wish.category, resident: wish.resident, placed_at: wish.placed_at, how })
        }));
    }
    Ok((found, wishes.len() as u64 == LOOKED_THROUGH))
}
