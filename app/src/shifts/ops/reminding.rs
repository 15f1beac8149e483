//! Reminding whoever holds a post of its next shift.

use crate::kernel::ctx::Ctx;
use crate::kernel::fault::{Failure, Fault};
use crate::kernel::jobs::{self, Job};
use crate::kernel::notices::Notice;
use crate::posts;
use crate::posts::model::{ClaimId, ClaimStage};
use crate::shifts::policy::{Remind, Reminders};
use crate::shifts::{reminding, store, told};

/// Works one job off: tells whoever holds a post by this claim of the shifts that are near, and says when to look again. False
/// where there was nothing to tell.
///
/// # Errors
/// When the database does; then nothing happened, and the job stands.
pub async fn remind(ctx: Ctx, job: Job) -> Result<bool, Failure> {
    if !jobs::take(&ctx, &job).await? {
        return Ok(false);
    }
    let claim = ClaimId(job.subject);
    let permit = ctx.permit::<Remind>(&Reminders(claim))?;
    let held = match posts::ops::get_held(&ctx, claim).await {
        Ok((held, _)) if held.claim.stage == ClaimStage::Serving => held,
        Ok(_) | Err(Failure::Fault(Fault::NotFound)) => return permit.schedule(None).await.map(|()| false),
        Err(other) => return Err(other),
    };
    let until = store::find_told_until(&ctx, claim).await?;
    let planned = held.planned(&ctx, ctx.today(), held.post.terms.to);
    let (near, next) = reminding::due(&planned, until.unwrap_or(held.claim.moved_at), ctx.now);
    for (from, _) in &near {
        let said = told::of_reminder(&held.post.terms.title, &held.post.terms.place, ctx.moment(*from));
        permit.tell(held.claim.member, &Notice { kind: "shift_reminder", said, link: "my-shifts".to_owned() }).await?;
    }
    store::write_told_until(&ctx, permit, claim, next).await?;
    Ok(!near.is_empty())
}
