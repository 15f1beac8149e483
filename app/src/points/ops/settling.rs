//! Writing what is missing into somebody's ledger.

use super::{deeds, turn};
use crate::communities;
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::Failure;
use crate::kernel::ids::MemberId;
use crate::kernel::jobs::{self, Job};
use crate::points::ledger::{due, missing};
use crate::points::model::EntryId;
use crate::points::policy::{Ledger, Settle, earns};
use crate::points::store;

/// Works one job off: brings a member's ledger up to what they did, as it stands now. False where there was nothing to write.
///
/// # Errors
/// When the database does; then nothing happened, and the job stands.
pub async fn settle(ctx: Ctx, job: Job) -> Result<bool, Failure> {
    turn(&ctx).await?;
    if !jobs::take(&ctx, &job).await? {
        return Ok(false);
    }
    let member = MemberId(job.subject);
    let permit = ctx.permit::<Settle>(&Ledger(member))?;
    let book = store::book(&ctx).await?;
    let deeds = deeds(&ctx, Some(member), None).await?.remove(&member).unwrap_or_default();
    let booked = store::booked(&ctx, Some(member), None).await?.remove(&member).unwrap_or_default();
    let earns = communities::list_names(&ctx, [member]).await?.get(&member).is_some_and(|(_, roles)| earns(roles));
    let missing = missing(&due(&deeds, &book), &booked, &book, earns);
    // Entries of one moment stand in the order of their days.
    let mut ids: Vec<EntryId> = missing.iter().map(|_| EntryId::new(ctx.now)).collect();
    ids.sort_unstable();
    let rows = missing.iter().zip(ids).map(|(new, id)| store::entry_row(id, member, new)).collect();
    permit.add_all::<crate::points::entity::entry::Entity>(rows).await?;
    permit.schedule(None).await?;
    Ok(!missing.is_empty())
}
