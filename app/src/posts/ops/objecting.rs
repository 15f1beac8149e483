//! Objections to appointments, and what happens when an appointment's days are over.

use super::{CLAIM, Turn, answered, myself, notice};
use crate::communities;
use crate::kernel::actor::Role;
use crate::kernel::authz::Action as _;
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::{Failure, Fault, Problem, Problems};
use crate::kernel::jobs::{self, Job};
use crate::kernel::said::{Text, text};
use crate::kernel::stages::not_in_stage;
use crate::posts::model::{ANSWER, Claim, ClaimId, ClaimStage, OBJECTION, Objection, ObjectionCard, ObjectionEvent, ObjectionId, Outcome};
use crate::posts::moves::Published;
use crate::posts::policy::{Answer, Follow, Object, may_keep, may_object};
use crate::posts::{store, told};

type Result<T> = std::result::Result<T, Failure>;

const OWN: Text =
    text("不能对自己的定岗提出异议。要离开，请用“离岗”。", "You cannot object to your own appointment. To leave it, step down.");
const OUTCOME: Text = text("请选异议成立，还是不成立。", "Please choose whether it is upheld.");
const ALREADY: Text = text("您已经提过异议，社区正在核实。", "You have objected already; the community is looking into it.");

/// A resident objects to an appointment that is public now, in their own name, to the admins alone.
///
/// # Errors
/// [`Fault::Refused`] for those who are not verified here; [`Fault::NotFound`] for what is not public; rules: one's own
/// appointment, an objection that is open already, an appointment that is in effect.
pub async fn object(ctx: Ctx, (id, words): (ClaimId, String)) -> Result<ObjectionCard> {
    may_object(&ctx.actor)?;
    let by = myself(&ctx)?;
    let claim = store::find_claim(&ctx, id).await?.ok_or(Fault::NotFound)?;
    communities::ops::stays(&ctx, by).await?;
    let turn = Turn::of(&ctx, claim.post).await?;
    let claim = turn.claims.iter().find(|one| one.id == id).ok_or(Fault::NotFound)?;
    let rule = |code: &'static str, said: Text| Err(Fault::Rule { code: code.into(), said: said.into() }.into());
    match claim.stage {
        ClaimStage::Published => {}
        ClaimStage::Serving => return Err(not_in_stage(claim.stage.name()).into()),
        _ => return Err(Fault::NotFound.into()),
    }
    if claim.member == by {
        return rule("own_appointment", OWN);
    }
    let open = store::list_objections(&ctx, vec![id]).await?;
    if open.iter().any(|one| one.by == by && one.answer.is_none()) {
        return rule("objected_already", ALREADY);
    }
    let words = OBJECTION.check(&words)?;
    let objection = Objection { id: ObjectionId::new(ctx.now), claim: id, by, against: claim.member, words, at: ctx.now, answer: None };
    let event = ObjectionEvent::Objected { claim: id };
    let permit = ctx.permit::<Object>(&objection)?;
    let notice = notice("objection", told::of_objection(&event, &turn.post.terms.title), turn.post.id);
    for admin in communities::list_with_role(&ctx, Role::Admin).await?.into_iter().filter(|admin| ![by, claim.member].contains(admin)) {
        permit.tell(admin, &notice).await?;
    }
    permit.create(store::new_objection_row(&objection), &event).await?;
    card(&ctx, objection.id).await
}

/// An admin answers an objection: upheld, the appointment ends; dismissed, it takes effect once its days are over.
///
/// # Errors
/// [`Fault::Refused`] for all but admins who have no part in it; [`Fault::NotFound`]; an objection that was answered.
pub async fn answer(ctx: Ctx, (id, outcome, answer): (ObjectionId, String, String)) -> Result<ObjectionCard> {
    may_keep(&ctx.actor)?;
    let objection = store::find_objection(&ctx, id).await?.ok_or(Fault::NotFound)?;
    Answer::check(&ctx.actor, &objection)?;
    let mut problems = Problems::default();
    let outcome = Outcome::from_code(&outcome).filter(|outcome| *outcome != Outcome::Settled);
    let outcome = problems.take(outcome.ok_or_else(|| Problem::new("outcome", "outcome", OUTCOME)));
    let answer = problems.take(ANSWER.check(&answer));
    let (outcome, answer) = problems.finish(outcome.zip(answer))?;
    let upheld = outcome == Outcome::Upheld;
    let claim = store::find_claim(&ctx, objection.claim).await?.ok_or(Fault::NotFound)?;
    let mut turn = Turn::of(&ctx, claim.post).await?;
    let claim = turn.claims.iter().find(|one| one.id == claim.id).cloned().ok_or(Fault::NotFound)?;
    let event = if upheld { ObjectionEvent::Upheld } else { ObjectionEvent::Overruled };
    answered::<Answer>(&ctx, &objection, (outcome, answer.clone()), &event, &turn.post).await?;
    if upheld {
        let moved = Published::try_from(claim.clone())?.strike(answer);
        turn.put::<Follow>(&ctx, &claim, moved).await?;
    } else {
        take_effect(&ctx, &mut turn, &claim).await?;
    }
    turn.finish(&ctx).await?;
    card(&ctx, id).await
}

/// An appointment whose days are over takes effect, unless an objection is open; then its answer sees to it. False where
/// there was nothing to do.
///
/// # Errors
/// When the database does; then nothing happened.
pub async fn ring(ctx: Ctx, job: Job) -> Result<bool> {
    let claim = store::find_claim(&ctx, ClaimId(job.subject)).await?;
    let claim = claim.ok_or_else(|| Failure::Broken(format!("a job for a claim {} that is not there", job.subject)))?;
    let mut turn = Turn::of(&ctx, claim.post).await?;
    if !jobs::take(&ctx, &job).await? {
        return Ok(false);
    }
    let claim = turn.claims.iter().find(|one| one.id == claim.id).cloned().ok_or(Fault::NotFound)?;
    let done = take_effect(&ctx, &mut turn, &claim).await?;
    if !done {
        let later = claim.public_until.filter(|until| claim.stage == ClaimStage::Published && *until > ctx.now);
        ctx.permit::<Follow>(&claim)?.schedule(later).await?;
    }
    turn.finish(&ctx).await?;
    Ok(done)
}

/// Lets an appointment take effect if its days are over and nobody's objection is open; says whether it did.
pub(super) async fn take_effect(ctx: &Ctx, turn: &mut Turn, claim: &Claim) -> Result<bool> {
    let over = claim.stage == ClaimStage::Published && claim.public_until.is_some_and(|until| until <= ctx.now);
    if !over || store::list_objections(ctx, vec![claim.id]).await?.iter().any(|one| one.answer.is_none()) {
        return Ok(false);
    }
    let moved = Published::try_from(claim.clone())?.take_effect();
    turn.put::<Follow>(ctx, claim, moved).await?;
    Ok(true)
}

/// The objections: all of them for admins, one's own for others; newest first.
///
/// # Errors
/// [`Fault::NotFound`] for those who are not members here.
pub async fn list_objections(ctx: Ctx, (): ()) -> Result<Vec<ObjectionCard>> {
    may_object(&ctx.actor)?;
    let all = if ctx.actor.roles.has(Role::Admin) {
        store::list_all_objections(&ctx).await?
    } else {
        store::list_objections_by(&ctx, myself(&ctx)?).await?
    };
    let mut cards = super::lists::objection_cards(&ctx, all).await?;
    cards.reverse();
    Ok(cards)
}

async fn card(ctx: &Ctx, id: ObjectionId) -> Result<ObjectionCard> {
    let objection = store::find_objection(ctx, id).await?.ok_or(Fault::NotFound)?;
    let card = super::lists::objection_cards(ctx, vec![objection]).await?.pop();
    card.ok_or_else(|| Failure::Broken(format!("an objection to no {CLAIM}")))
}
