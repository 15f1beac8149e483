//! The use cases of posts. Whatever touches the claims of a post takes its turn first: one command at a time reads them,
//! decides, and writes; so places are never given twice.

mod appointing;
mod calling;
mod claiming;
mod clearing;
mod holding;
mod lists;
mod needing;
mod objecting;
mod swapping;

pub use appointing::{ClaimAt, appoint, decline, dismiss, step_down, withdraw};
pub use calling::call;
pub use claiming::claim;
pub use clearing::{clear, kept_of};
pub use holding::{Held, count_objections, get_held, list_at_work, list_held, list_live, list_opened, list_these, list_titles};
pub use lists::{
    board, check, decide, get_one, holder, holder_page, list, list_mine, list_to_decide, mine_page, page, roster, roster_page,
};
pub use needing::{draft, list_needs, needs_page};
pub use objecting::{answer, list_objections, object, ring};
pub use swapping::{SwapAt, agree, decline_swap, list_swaps, offer, swaps_page, withdraw_swap};

use super::model::{
    Claim, ClaimEvent, ClaimStage, NewForm, NewPost, Objection, ObjectionEvent, Outcome, Post, PostEvent, PostId, PostPage, PostStage,
    Terms,
};
use super::moves::{Moved, Pending, Placed, Waiting};
use super::policy::{Count, End, Follow, SetUp, Settle, may_keep};
use super::presets::preset;
use super::store;
use super::told::{self, Whom};
use crate::communities;
use crate::communities::model::Framed;
use crate::kernel::actor::Role;
use crate::kernel::authz::{Action, At, Permit, Subject as _, someone_was_faster};
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::{Failure, Fault, Problem};
use crate::kernel::ids::MemberId;
use crate::kernel::jobs::{self, Job, Later};
use crate::kernel::notices::Notice;
use crate::kernel::said::{Lang, Said, Text, text};
use crate::kernel::stages::not_in_stage;
use crate::posts::model::REASON;
use chrono::{DateTime, Days, NaiveTime, TimeDelta, TimeZone as _, Utc};

type Result<T> = std::result::Result<T, Failure>;

/// With what the page on which a post is set up begins.
#[derive(Debug, Clone, Default)]
pub struct Begin {
    /// The code of a preset.
    pub preset: String,
    /// A post that it shall be like.
    pub like: Option<PostId>,
    /// A post that is changed.
    pub post: Option<PostId>,
    /// In what language a preset is written.
    pub lang: Lang,
}

/// The page on which a post is set up, or changed.
///
/// # Errors
/// [`Fault::Refused`] for all but admins; [`Fault::NotFound`] for a post of nothing.
pub async fn form(ctx: Ctx, begin: Begin) -> Result<Framed<NewForm>> {
    may_keep(&ctx.actor)?;
    let own = store::list_presets(&ctx).await?.into_iter().map(|post| (post.id, post.terms.title)).collect();
    let grids = communities::list_grids(&ctx).await?;
    let categories = communities::ops::list_categories(ctx.clone(), ()).await?;
    let categories = categories.into_iter().map(|category| (category.code.clone(), category.said())).collect();
    let mut form = NewForm { begin: None, post: None, held: false, own, grids, categories };
    if let Some(id) = begin.post {
        let post = get(&ctx, id).await?;
        form.held = store::list_claims(&ctx, id).await?.iter().any(|claim| claim.stage.is_live());
        form.begin = Some(NewPost::from(&post.terms));
        form.post = Some((id, post.version));
    } else if let Some(id) = begin.like {
        // Another one like it, for days to come.
        let like = NewPost::from(&get(&ctx, id).await?.terms);
        form.begin = Some(NewPost { preset: String::new(), ..days(&ctx, like) });
    } else if let Some(preset) = preset(&begin.preset) {
        let l = begin.lang;
        let new = NewPost {
            kind: preset.code.to_owned(),
            title: l.t(preset.name).to_owned(),
            purpose: l.t(preset.purpose).to_owned(),
            duties: l.t(preset.duties).to_owned(),
            skills: l.t(preset.skills).to_owned(),
            ..NewPost::default()
        };
        form.begin = Some(days(&ctx, new));
    } else if begin.preset == super::presets::OWN {
        form.begin = Some(days(&ctx, NewPost { kind: super::presets::OWN.to_owned(), ..NewPost::default() }));
    }
    communities::ops::frame(&ctx, form).await
}

/// From a week from now on, for half a year; claims until it begins.
fn days(ctx: &Ctx, new: NewPost) -> NewPost {
    let from = ctx.today() + Days::new(7);
    let to = from + Days::new(182);
    NewPost { from: from.to_string(), claim_by: from.to_string(), to: to.to_string(), ..new }
}

/// The post of that id.
async fn get(ctx: &Ctx, id: PostId) -> Result<Post> {
    Ok(store::find(ctx, id).await?.ok_or(Fault::NotFound)?)
}

async fn checked(ctx: &Ctx, new: &NewPost) -> Result<Terms> {
    let categories = communities::ops::list_categories(ctx.clone(), ()).await?;
    let codes: Vec<String> = categories.into_iter().map(|category| category.code).collect();
    Ok(new.check(&communities::list_grids(ctx).await?, &codes, ctx.today())?)
}

/// An admin sets a post up, as a draft.
///
/// # Errors
/// [`Fault::Refused`] for all but admins; all problems of the form at once.
pub async fn set_up(ctx: Ctx, new: NewPost) -> Result<PostPage> {
    may_keep(&ctx.actor)?;
    let terms = checked(&ctx, &new).await?;
    let post = Post { id: PostId::new(ctx.now), terms, stage: PostStage::Draft, version: 1, taken: 0, moved_at: ctx.now };
    ctx.permit::<SetUp>(&post)?.create(store::new_row(&post)?, &PostEvent::SetUp).await?;
    lists::get_page(&ctx, post.id).await
}

/// A post and, if the caller insists on what was seen, its version.
pub type PostAt = At<PostId>;

const TIMES_HELD: Text = text(
    "已经有人认领，服务时间和起止日期不能再改。要改时间，请结束这个岗位，另设一个。",
    "Somebody claims it already, so its times and days stay. To change them, end this post and set up another.",
);
const TOO_FEW: Text = text("已经定岗 {} 人，名额不能比这少。", "{} are appointed already, so there cannot be fewer places.");

/// An admin changes what a post says; whoever claims or holds it is told. Its times stay while somebody does.
///
/// # Errors
/// As [`set_up`]; [`Fault::NotFound`] for a post of nothing; a post that has ended.
pub async fn change(ctx: Ctx, (at, new): (PostAt, NewPost)) -> Result<PostPage> {
    may_keep(&ctx.actor)?;
    let mut turn = Turn::at(&ctx, at).await?;
    let before = turn.post.clone();
    if before.stage == PostStage::Ended {
        return Err(not_in_stage(before.stage.name()).into());
    }
    let terms = checked(&ctx, &new).await?;
    let live: Vec<Claim> = turn.claims.iter().filter(|claim| claim.stage.is_live()).cloned().collect();
    let same_times = (&terms.times, terms.from, terms.to) == (&before.terms.times, before.terms.from, before.terms.to);
    if !live.is_empty() && !same_times {
        return Err(Problem::new("when", "times_held", TIMES_HELD).into());
    }
    if terms.places < before.taken {
        return Err(Problem::new("places", "too_few", TOO_FEW.fill(&[&before.taken])).into());
    }
    let post = &mut turn.post;
    post.terms = terms;
    post.version += 1;
    post.stage = counted(post, before.taken);
    let permit = ctx.permit::<SetUp>(&before)?;
    if before.stage != PostStage::Draft {
        permit.schedule(Some(end_of(&ctx, post)?)).await?;
        let notice = notice("post_changed", told::changed(&post.terms.title), post.id);
        for claim in live.iter().filter(|claim| !ctx.actor.is(claim.member)) {
            permit.tell(claim.member, &notice).await?;
        }
    }
    permit.change(store::changed_row(post)?, as_seen(&before), &PostEvent::Changed).await?;
    turn.finish(&ctx).await?;
    lists::get_page(&ctx, at.id).await
}

const CLAIMS_OVER: Text =
    text("认领截止日 {} 已经过了，请先改一下日期。", "The last day for claims, {}, has passed. Please change it first.");

/// An admin puts a draft on the board.
///
/// # Errors
/// As [`change`]; a post that is no draft, or whose last day for claims has passed.
pub async fn open(ctx: Ctx, at: PostAt) -> Result<PostPage> {
    may_keep(&ctx.actor)?;
    let Turn { post: before, .. } = Turn::at(&ctx, at).await?;
    if before.stage != PostStage::Draft {
        return Err(not_in_stage(before.stage.name()).into());
    }
    if before.terms.claim_by < ctx.today() {
        return Err(Fault::Rule { code: "claims_over".into(), said: CLAIMS_OVER.fill(&[&before.terms.claim_by]) }.into());
    }
    let post = Post { stage: PostStage::Open, version: before.version + 1, moved_at: ctx.now, ..before.clone() };
    let permit = ctx.permit::<SetUp>(&before)?;
    permit.schedule(Some(end_of(&ctx, &post)?)).await?;
    permit.change(store::changed_row(&post)?, as_seen(&before), &PostEvent::Opened).await?;
    lists::get_page(&ctx, at.id).await
}

/// An admin ends a post before its time and says why; everything that was claimed of it ends.
///
/// # Errors
/// As [`change`].
pub async fn end(ctx: Ctx, (at, reason): (PostAt, String)) -> Result<PostPage> {
    may_keep(&ctx.actor)?;
    let turn = Turn::at(&ctx, at).await?;
    if turn.post.stage == PostStage::Ended {
        return Err(not_in_stage(turn.post.stage.name()).into());
    }
    let reason = REASON.check(&reason)?;
    turn.end(&ctx, &reason).await?;
    lists::get_page(&ctx, at.id).await
}

/// Ends a post whose last day is over. False where there was nothing to do.
///
/// # Errors
/// When the database does; then nothing happened.
pub async fn expire(ctx: Ctx, job: Job) -> Result<bool> {
    let turn = Turn::of(&ctx, PostId(job.subject)).await?;
    if !jobs::take(&ctx, &job).await? {
        return Ok(false);
    }
    let due = end_of(&ctx, &turn.post)?;
    if due > ctx.now || !turn.post.stage.is_on_board() {
        let later = Some(due).filter(|_| turn.post.stage.is_on_board());
        ctx.permit::<End>(&turn.post)?.schedule(later).await?;
        return Ok(false);
    }
    turn.end(&ctx, "").await?;
    Ok(true)
}

/// When a post is over: the midnight after its last day.
fn end_of(ctx: &Ctx, post: &Post) -> Result<DateTime<Utc>> {
    let after = post.terms.to.succ_opt().ok_or_else(|| Failure::Broken("the end of time".to_owned()))?;
    let midnight = ctx.place.zone.from_local_datetime(&after.and_time(NaiveTime::MIN)).earliest();
    Ok(midnight.map_or(ctx.now + TimeDelta::days(1), |at| at.with_timezone(&Utc)))
}

/// How a post on the board stands with so many places taken.
fn counted(post: &Post, taken: i32) -> PostStage {
    match post.stage {
        PostStage::Open | PostStage::Filled if taken < post.terms.places => PostStage::Open,
        PostStage::Open | PostStage::Filled => PostStage::Filled,
        other => other,
    }
}

fn as_seen(post: &Post) -> sea_orm::Condition {
    use super::entity::post::Column;
    use sea_orm::ColumnTrait as _;
    sea_orm::Condition::all().add(Column::Version.eq(post.version)).add(Column::Stage.eq(post.stage.code()))
}

fn notice(kind: &'static str, said: Said, post: PostId) -> Notice {
    Notice { kind, said, link: format!("posts/{post}") }
}

/// A post with its claims, oldest first, of which one command at a time takes care.
#[derive(Debug)]
struct Turn {
    post: Post,
    claims: Vec<Claim>,
}

impl Turn {
    /// Takes the turn: waits for whoever has it.
    async fn of(ctx: &Ctx, id: PostId) -> Result<Self> {
        jobs::alone(ctx, "post_turn", id.0).await?;
        let post = get(ctx, id).await?;
        let claims = store::list_claims(ctx, id).await?;
        ctx.go_on_after(claims.iter().map(|claim| claim.moved_at).fold(post.moved_at, DateTime::max));
        Ok(Self { post, claims })
    }

    /// As [`Self::of`], insisting on what was seen.
    async fn at(ctx: &Ctx, at: PostAt) -> Result<Self> {
        let turn = Self::of(ctx, at.id).await?;
        at.insist(turn.post.version)?;
        Ok(turn)
    }

    /// Writes a move of one of its claims, with all that hangs on it.
    async fn put<A: Action<On = Claim>>(&mut self, ctx: &Ctx, before: &Claim, mut moved: Moved) -> Result<()> {
        if !matches!(moved.event, ClaimEvent::Cleared | ClaimEvent::Swapped) {
            moved.claim.moved_at = ctx.event_at();
        }
        let permit = ctx.permit::<A>(before)?;
        let claim = moved.claim.clone();
        match (moved.from, claim.stage) {
            (_, ClaimStage::Published) => permit.schedule(claim.public_until).await?,
            (ClaimStage::Published, _) => permit.schedule(None).await?,
            _ => {}
        }
        if claim.stage == ClaimStage::Serving {
            permit.wake(Later::Reminders, claim.id.0).await?;
        }
        self.tell(ctx, &permit, &moved).await?;
        store::write(permit, &moved).await?;
        if moved.from == ClaimStage::Published && !claim.stage.is_live() {
            for objection in store::list_objections(ctx, vec![claim.id]).await?.iter().filter(|one| one.answer.is_none()) {
                settle(ctx, objection, &self.post).await?;
            }
        }
        if let Some(slot) = self.claims.iter_mut().find(|one| one.id == claim.id) {
            *slot = claim;
        }
        Ok(())
    }

    /// Tells whom it concerns, and nobody what they did themselves.
    async fn tell<A: Action<On = Claim>>(&self, ctx: &Ctx, permit: &Permit<'_, A>, moved: &Moved) -> Result<()> {
        let people = match told::of_claim(&moved.event) {
            None => return Ok(()),
            Some(Whom::Volunteer) => vec![moved.claim.member],
            Some(Whom::Admins) => communities::list_with_role(ctx, Role::Admin).await?,
        };
        let until = moved.claim.public_until.map(|until| ctx.moment(until));
        let notice = notice(kind(&moved.event), told::said(&moved.event, &self.post.terms.title, until), self.post.id);
        for member in people.into_iter().filter(|member| !ctx.actor.is(*member)) {
            permit.tell(member, &notice).await?;
        }
        Ok(())
    }

    /// How many places are taken, as its claims say.
    fn taken(&self) -> Result<i32> {
        let taken = self.claims.iter().filter(|claim| claim.stage.takes_place()).count();
        i32::try_from(taken).map_err(|_| Failure::Broken("more holders than a post can have".to_owned()))
    }

    /// Lets those who wait move up as long as there are places, and counts them. The last thing of every turn.
    async fn finish(mut self, ctx: &Ctx) -> Result<()> {
        let mut waiting: Vec<Claim> = self.claims.iter().filter(|claim| claim.stage == ClaimStage::Waiting).cloned().collect();
        waiting.sort_by_key(|claim| (claim.moved_at, claim.id));
        for claim in waiting {
            if !self.post.stage.is_on_board() || self.taken()? >= self.post.terms.places {
                break;
            }
            let moved = Waiting::try_from(claim.clone())?.move_up(public_until(ctx, &self.post));
            self.put::<Follow>(ctx, &claim, moved).await?;
        }
        let taken = self.taken()?;
        let (before, stage) = (self.post.clone(), counted(&self.post, taken));
        if (taken, stage) != (before.taken, before.stage) {
            let post = Post { taken, stage, version: before.version + 1, ..before.clone() };
            let this = as_seen(&before).add(sea_orm::ColumnTrait::eq(&super::entity::post::Column::Id, before.id));
            let counted = ctx.permit::<Count>(&before)?.change_parts::<super::entity::post::Entity>(store::taken_row(&post), this).await?;
            if counted != 1 {
                return Err(someone_was_faster().into());
            }
        }
        Ok(())
    }

    /// Ends the post and everything that was claimed of it.
    async fn end(mut self, ctx: &Ctx, reason: &str) -> Result<()> {
        let live: Vec<Claim> = self.claims.iter().filter(|claim| claim.stage.is_live()).cloned().collect();
        for claim in live {
            let moved = if claim.stage.takes_place() {
                Placed::try_from(claim.clone())?.end(reason.to_owned())
            } else {
                Pending::try_from(claim.clone())?.end(reason.to_owned())
            };
            self.put::<Follow>(ctx, &claim, moved).await?;
        }
        let before = self.post;
        let post = Post { stage: PostStage::Ended, taken: 0, version: before.version + 1, moved_at: ctx.event_at(), ..before.clone() };
        let permit = ctx.permit::<End>(&before)?;
        permit.schedule(None).await?;
        permit.change(store::changed_row(&post)?, as_seen(&before), &PostEvent::Ended).await
    }
}

/// Until when an appointment of now is public.
fn public_until(ctx: &Ctx, post: &Post) -> DateTime<Utc> {
    ctx.now + TimeDelta::days(post.terms.public_days.into())
}

/// An appointment ended otherwise: what was said against it needs no answer any more.
async fn settle(ctx: &Ctx, objection: &Objection, post: &Post) -> Result<()> {
    answered::<Settle>(ctx, objection, (Outcome::Settled, String::new()), &ObjectionEvent::Settled, post).await
}

/// Writes how an objection ended, and tells whoever made it.
async fn answered<A: Action<On = Objection>>(
    ctx: &Ctx,
    objection: &Objection,
    (outcome, answer): (Outcome, String),
    event: &ObjectionEvent,
    post: &Post,
) -> Result<()> {
    use super::entity::objection::{ActiveModel, Column};
    use sea_orm::{ActiveValue::Set, ColumnTrait as _};
    let permit = ctx.permit::<A>(objection)?;
    if !ctx.actor.is(objection.by) {
        permit.tell(objection.by, &notice("objection_answered", told::of_objection(event, &post.terms.title), post.id)).await?;
    }
    let row = ActiveModel {
        outcome: Set(Some(outcome.code().to_owned())),
        answer: Set(answer),
        answered_at: Set(Some(ctx.now)),
        ..Default::default()
    };
    permit.change(row, Column::AnsweredAt.is_null(), event).await
}

/// What a notice about an event is called, for programs.
fn kind(event: &ClaimEvent) -> &'static str {
    match event {
        ClaimEvent::Claimed { .. } => "post_claimed",
        ClaimEvent::Appointed => "post_appointed",
        ClaimEvent::Queued => "post_queued",
        ClaimEvent::MovedUp => "post_moved_up",
        ClaimEvent::TookEffect => "post_took_effect",
        ClaimEvent::Declined => "post_declined",
        ClaimEvent::Withdrawn => "post_withdrawn",
        ClaimEvent::SteppedDown => "post_stepped_down",
        ClaimEvent::Dismissed => "post_dismissed",
        ClaimEvent::Struck => "post_struck",
        ClaimEvent::PostEnded | ClaimEvent::Swapped | ClaimEvent::Cleared => "post_ended",
    }
}

/// Whoever acts, as a member.
fn myself(ctx: &Ctx) -> Result<MemberId> {
    Ok(ctx.actor.member.ok_or(Fault::Refused)?)
}

/// The history's name for claims.
const CLAIM: &str = Claim::KIND;
