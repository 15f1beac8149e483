//! Appointments in effect, for what builds on them: whoever holds a post serves it.

use super::{CLAIM, get};
use crate::kernel::ctx::Ctx;
use crate::kernel::events;
use crate::kernel::fault::{Failure, Fault};
use crate::kernel::ids::MemberId;
use crate::posts::model::{Claim, ClaimId, ClaimStage, Post, PostId, PostStage};
use crate::posts::store;
use chrono::{DateTime, Days, NaiveDate, Utc};
use std::cmp::Reverse;
use std::collections::HashMap;

type Result<T> = std::result::Result<T, Failure>;

/// A post and who holds it, or held it.
#[derive(Debug, Clone)]
pub struct Held {
    /// How the claim stands.
    pub claim: Claim,
    /// The post.
    pub post: Post,
}

impl Held {
    /// From when to when somebody is expected between these days, in their order.
    pub fn planned(&self, ctx: &Ctx, from: NaiveDate, to: NaiveDate) -> Vec<crate::posts::times::Shift> {
        let terms = &self.post.terms;
        let all = self.claim.shifts((from.max(terms.from), to.min(terms.to)), &ctx.place.zone);
        let (first, after) = (ctx.start_of(from).max(self.claim.moved_at), ctx.start_of(to + Days::new(1)));
        all.into_iter().filter(|(begin, _)| (first..after).contains(begin)).collect()
    }
}

/// Who holds, or held, by this claim, and from when to when it was in effect; to none while it is.
///
/// # Errors
/// [`Fault::NotFound`] for a claim of nothing, or one that never was in effect.
pub async fn get_held(ctx: &Ctx, id: ClaimId) -> Result<(Held, (DateTime<Utc>, Option<DateTime<Utc>>))> {
    let claim = store::find_claim(ctx, id).await?.ok_or(Fault::NotFound)?;
    let post = get(ctx, claim.post).await?;
    let span = match claim.stage {
        ClaimStage::Serving => (claim.moved_at, None),
        ClaimStage::Ended => {
            let history = events::of(ctx, CLAIM, id.0).await?;
            let began = history.iter().find(|entry| entry.fact.get("kind").and_then(|kind| kind.as_str()) == Some("took_effect"));
            (began.ok_or(Fault::NotFound)?.at, Some(claim.moved_at))
        }
        _ => return Err(Fault::NotFound.into()),
    };
    Ok((Held { claim, post }, span))
}

/// Every post that is held here now; of this member alone where one is named.
///
/// # Errors
/// When the database does.
pub async fn list_held(ctx: &Ctx, member: Option<MemberId>) -> Result<Vec<Held>> {
    let claims = match member {
        Some(member) => store::list_claims_by(ctx, vec![member]).await?,
        None => store::list_claims_at(ctx, &[ClaimStage::Serving]).await?,
    };
    let claims: Vec<Claim> = claims.into_iter().filter(|claim| claim.stage == ClaimStage::Serving).collect();
    let posts = super::lists::posts_of(ctx, &claims).await?;
    Ok(claims.into_iter().filter_map(|claim| Some(Held { post: posts.get(&claim.post)?.clone(), claim })).collect())
}

/// The claims of a post that are not over, oldest first.
///
/// # Errors
/// [`Fault::NotFound`] for a post of nothing.
pub async fn list_live(ctx: &Ctx, post: PostId) -> Result<Vec<Claim>> {
    let mut claims = store::list_claims(ctx, get(ctx, post).await?.id).await?;
    claims.retain(|claim| claim.stage.is_live());
    Ok(claims)
}

/// What these posts are called.
///
/// # Errors
/// When the database does.
pub async fn list_titles(ctx: &Ctx, posts: Vec<PostId>) -> Result<HashMap<PostId, String>> {
    Ok(list_these(ctx, posts).await?.into_iter().map(|(id, post)| (id, post.terms.title)).collect())
}

/// These posts.
///
/// # Errors
/// When the database does.
pub async fn list_these(ctx: &Ctx, mut posts: Vec<PostId>) -> Result<HashMap<PostId, Post>> {
    posts.sort_unstable();
    posts.dedup();
    if posts.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(store::list_these(ctx, posts).await?.into_iter().map(|post| (post.id, post)).collect())
}

/// Every post on the board, whether it has a free place or not.
///
/// # Errors
/// When the database does.
pub async fn list_at_work(ctx: &Ctx) -> Result<Vec<Post>> {
    store::list_at(ctx, &[PostStage::Open, PostStage::Filled]).await
}

/// How many objections to appointments were made in these times, the end not in it.
///
/// # Errors
/// When the database does.
pub async fn count_objections(ctx: &Ctx, span: (DateTime<Utc>, DateTime<Utc>)) -> Result<u64> {
    store::count_objections(ctx, span).await
}

/// Every post that was ever on the board, newest first.
///
/// # Errors
/// When the database does.
pub async fn list_opened(ctx: &Ctx) -> Result<Vec<Post>> {
    let mut posts = store::list_all(ctx).await?;
    posts.retain(|post| post.stage != PostStage::Draft);
    posts.sort_by_key(|post| Reverse(post.id));
    Ok(posts)
}
