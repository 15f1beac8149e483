//! Telling whoever looks after a category of wishes of one that can be taken on.

use crate::communities;
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::{Failure, Fault};
use crate::kernel::jobs::{self, Job};
use crate::kernel::notices::Notice;
use crate::posts::model::ClaimStage;
use crate::posts::policy::{Call, Wanted};
use crate::posts::{store, told};
use crate::wishes;
use crate::wishes::model::WishId;

/// Works one job off: tells whoever holds a post that looks after the category of this wish, each once, but for the resident
/// whose it is. False where there was nobody to tell.
///
/// # Errors
/// When the database does; then nothing happened, and the job stands.
pub async fn call(ctx: Ctx, job: Job) -> Result<bool, Failure> {
    if !jobs::take(&ctx, &job).await? {
        return Ok(false);
    }
    let wish = WishId(job.subject);
    let permit = ctx.permit::<Call>(&Wanted(wish))?;
    permit.schedule(None).await?;
    let Some((resident, category)) = wishes::ops::find_waiting(&ctx, wish).await? else { return Ok(false) };
    let category = communities::find_category(&ctx, category).await?.ok_or(Fault::NotFound)?;
    let mut posts = super::list_at_work(&ctx).await?;
    posts.retain(|post| post.terms.categories.contains(&category.code));
    let mut told = Vec::new();
    for post in &posts {
        for claim in store::list_claims(&ctx, post.id).await?.into_iter().filter(|claim| claim.stage == ClaimStage::Serving) {
            if claim.member != resident && !told.contains(&claim.member) {
                let said = told::of_wanted(&post.terms.title, &category.said());
                permit.tell(claim.member, &Notice { kind: "post_wanted", said, link: format!("wishes/{wish}") }).await?;
                told.push(claim.member);
            }
        }
    }
    Ok(!told.is_empty())
}
