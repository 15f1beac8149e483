//! Claiming a post.

use super::{Turn, myself};
use crate::accounts;
use crate::communities;
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::{Failure, Fault, Problem};
use crate::kernel::ids::AccountId;
use crate::kernel::said::{Lang, Said, Text, text};
use crate::kernel::stages::not_in_stage;
use crate::posts::model::{Claim, ClaimCard, ClaimEvent, ClaimId, ClaimStage, NewClaim, PostId, PostStage, Terms};
use crate::posts::moves::Moved;
use crate::posts::policy::{MakeClaim, may_claim};
use crate::posts::swaps::Covers;
use crate::posts::times::Shift;
use crate::posts::{store, times};

type Result<T> = std::result::Result<T, Failure>;

const CLAIMS_OVER: Text = text("认领到 {} 截止了。", "Claims ended on {}.");
const OTHER_KIND: Text = text("这个岗位请{}认领。", "This post is for: {}.");
const ALREADY: Text = text("您已经认领了这个岗位。", "You have claimed this post already.");
const CLASH: Text =
    text("{} 您在{}已有班，两个岗位的时间冲突了。", "At {} you have a shift in {} already: the two posts are at the same time.");

/// A volunteer claims a post, with a promise.
///
/// # Errors
/// [`Fault::Refused`] for those who are no volunteers here; [`Fault::NotFound`] for a post that is not on the board; all
/// problems of the form at once; rules: claims are over, another kind of volunteer, claimed already, a clash with a shift of one's own.
pub async fn claim(ctx: Ctx, (id, new): (PostId, NewClaim)) -> Result<ClaimCard> {
    may_claim(&ctx.actor)?;
    let member = communities::get_member(&ctx, myself(&ctx)?).await?;
    communities::ops::stays(&ctx, member.id).await?;
    let turn = Turn::of(&ctx, id).await?;
    let (post, terms) = (&turn.post, &turn.post.terms);
    match post.stage {
        PostStage::Draft => return Err(Fault::NotFound.into()),
        PostStage::Ended => return Err(not_in_stage(post.stage.name()).into()),
        PostStage::Open | PostStage::Filled => {}
    }
    if ctx.today() > terms.claim_by {
        return Err(rule("claims_over", CLAIMS_OVER.fill(&[&terms.claim_by])));
    }
    if !terms.who.is_empty() && !member.volunteer_kind.is_some_and(|kind| terms.who.contains(&kind)) {
        return Err(rule("other_kind", other_kind(terms)));
    }
    if turn.claims.iter().any(|claim| claim.member == member.id && claim.stage.is_live()) {
        return Err(rule("already_claimed", ALREADY.into()));
    }
    let (promise, skills, shown, times) = new.check(&terms.times)?;
    if let Some(account) = member.account {
        alone(&ctx, account).await?;
        let ours = times.shifts(terms.from, terms.to, &ctx.place.zone);
        if let Some(clash) = clash(&ctx, account, &ours, None).await? {
            return Err(Problem::new("promise", "clash", clash).into());
        }
    }
    let claim = Claim {
        id: ClaimId::new(ctx.now),
        post: id,
        member: member.id,
        account: member.account,
        promise,
        skills,
        shown,
        times,
        covers: Covers::default(),
        stage: ClaimStage::Claimed,
        version: 1,
        claimed_at: ctx.event_at(),
        moved_at: ctx.event_at(),
        public_until: None,
        reason: String::new(),
    };
    let event = ClaimEvent::Claimed { post: id };
    let moved = Moved { claim: claim.clone(), event, from: ClaimStage::Claimed, seen: 1 };
    let permit = ctx.permit::<MakeClaim>(&claim)?;
    turn.tell(&ctx, &permit, &moved).await?;
    permit.create(store::new_claim_row(&ctx, &claim, terms)?, &moved.event).await?;
    Ok(super::lists::claim_card(&ctx, &claim, &turn.post))
}

fn rule(code: &'static str, said: Said) -> Failure {
    Fault::Rule { code: code.into(), said }.into()
}

fn other_kind(terms: &Terms) -> Said {
    let names = |lang: Lang, joint: &str| terms.who.iter().map(|kind| lang.t(kind.name())).collect::<Vec<_>>().join(joint);
    let who = Said { zh: names(Lang::Zh, "、").into(), en: names(Lang::En, ", ").into() };
    OTHER_KIND.fill_said(&who)
}

/// Lets one command at a time say what shifts this person has, wherever.
pub(super) async fn alone(ctx: &Ctx, account: AccountId) -> Result<()> {
    if accounts::alone(ctx.tx().platform(), account).await? { Ok(()) } else { Err(Fault::SignIn.into()) }
}

/// What this person is told of another shift of theirs at these times, in whatever community; the one that they give away is none.
pub(super) async fn clash(ctx: &Ctx, account: AccountId, ours: &[Shift], gives: Option<Shift>) -> Result<Option<Said>> {
    for (community, mut theirs) in store::list_shifts_of(ctx, account).await? {
        theirs.retain(|shift| Some(*shift) != gives);
        if let Some((from, _)) = times::clash(&theirs, ours) {
            let (at, place) = (ctx.moment(from), communities::name_of(ctx, community).await?);
            let said = |lang: Lang| lang.fill(CLASH, &[&at.dated(lang), &place.t(lang)]).into();
            return Ok(Some(Said { zh: said(Lang::Zh), en: said(Lang::En) }));
        }
    }
    Ok(None)
}
