//! Shifts that change hands between those who hold the same post.

use super::claiming::{alone, clash};
use super::lists::{posts_of, shown};
use super::{Held, Turn, list_held, myself};
use crate::communities;
use crate::communities::model::Framed;
use crate::kernel::authz::{Action, At};
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::{Failure, Fault, Problem};
use crate::kernel::ids::AccountId;
use crate::kernel::notices::Notice;
use crate::kernel::said::{Said, Text, text};
use crate::kernel::stages::not_in_stage;
use crate::posts::model::{Claim, ClaimId, ClaimStage, Post, PostId};
use crate::posts::moves::Serving;
use crate::posts::policy::{AnswerSwap, Follow, Offer, OfferSwap};
use crate::posts::swaps::{Fellow, NewSwap, Swap, SwapCard, SwapEvent, SwapId, SwapStage, Swappable, Swaps};
use crate::posts::times::{self, Planned, Shift};
use crate::posts::{store, told};
use chrono::Days;
use std::collections::HashMap;

type Result<T> = std::result::Result<T, Failure>;

/// For how many days ahead shifts can be swapped.
const AHEAD: Days = Days::new(28);
/// How many of the newest offers are listed.
const NEWEST: u64 = 50;

const NOT_YOURS: Text = text("这一班不是您的，或者已经开始了。", "That shift is not yours, or has begun already.");
const NOT_THEIRS: Text = text("这一班不是对方的，或者已经开始了。", "That shift is not theirs, or has begun already.");
const NO_FELLOW: Text = text("请选一位同岗的志愿者。", "Please choose somebody who holds the same post.");
const THERE_ALREADY: Text = text("对方那时已经有这个岗位的班。", "They have a shift of this post at that time already.");
const OFFERED_ALREADY: Text = text(
    "这一班您已经请这位答复了。要改，请先撤回。",
    "You have asked this person about this shift already. To change it, take that back first.",
);
const OVER: Text =
    text("这次换班过时了：班已经开始，或者换不成了。", "This swap is out of date: a shift has begun, or it cannot be swapped so any more.");

/// An offer and, if the caller insists on what was seen, its version.
pub type SwapAt = At<SwapId>;

fn rule(code: &'static str, said: impl Into<Said>) -> Failure {
    Fault::Rule { code: code.into(), said: said.into() }.into()
}

/// Whoever holds a post by this claim now.
fn holder(turn: &Turn, id: ClaimId) -> Option<&Claim> {
    turn.claims.iter().find(|claim| claim.id == id && claim.stage == ClaimStage::Serving)
}

/// The shifts of whoever holds a post that have not begun, and can be swapped already.
fn shifts_ahead(ctx: &Ctx, claim: &Claim, post: &Post) -> Vec<Shift> {
    let held = Held { claim: claim.clone(), post: post.clone() };
    let shifts = held.planned(ctx, ctx.today(), ctx.today() + AHEAD);
    shifts.into_iter().filter(|(from, _)| *from > ctx.now).collect()
}

/// Whether both shifts are still to come, and are theirs who give them, and the other has none of this post at that time.
fn stands(ctx: &Ctx, swap: &Swap, by: &Claim, with: &Claim, post: &Post) -> bool {
    let [ours, theirs] = [by, with].map(|claim| shifts_ahead(ctx, claim, post));
    let free = |shifts: &[Shift], comes: Option<Shift>, goes: Option<Shift>| {
        let stay: Vec<Shift> = shifts.iter().copied().filter(|shift| Some(*shift) != goes).collect();
        comes.is_none_or(|comes| times::clash(&stay, &[comes]).is_none())
    };
    ours.contains(&swap.gives)
        && swap.takes.is_none_or(|takes| theirs.contains(&takes))
        && free(&theirs, Some(swap.gives), swap.takes)
        && free(&ours, swap.takes, Some(swap.gives))
}

/// Whoever holds a post offers one of their shifts to another who holds it: for one of theirs, or for nothing.
///
/// # Errors
/// [`Fault::NotFound`] for a post that is not theirs; problems of the form: a shift that is not theirs or has begun, nobody who holds
/// the same post, a clash with a shift of one's own; rule `offered_already`.
pub async fn offer(ctx: Ctx, (id, new): (ClaimId, NewSwap)) -> Result<SwapCard> {
    communities::policy::inside(&ctx.actor)?;
    let seen = store::find_claim(&ctx, id).await?.filter(|claim| ctx.actor.is(claim.member)).ok_or(Fault::NotFound)?;
    let turn = Turn::of(&ctx, seen.post).await?;
    let by = holder(&turn, id).ok_or_else(|| not_in_stage(seen.stage.name()))?;
    let (gives, with, takes) = new.check()?;
    let problem = |field: &'static str, code: &'static str, said: Said| Failure::from(Problem::new(field, code, said));
    let find = |claim: &Claim, from| shifts_ahead(&ctx, claim, &turn.post).into_iter().find(|shift| shift.0 == from);
    let gives = find(by, gives).ok_or_else(|| problem("gives", "not_yours", NOT_YOURS.into()))?;
    let with = holder(&turn, with).filter(|with| with.id != id && with.account.is_some());
    let with = with.ok_or_else(|| problem("asks", "no_fellow", NO_FELLOW.into()))?;
    let takes = takes.map(|from| find(with, from).ok_or_else(|| problem("asks", "not_theirs", NOT_THEIRS.into()))).transpose()?;
    if let Some((account, takes)) = by.account.zip(takes) {
        alone(&ctx, account).await?;
        if let Some(clash) = clash(&ctx, account, &[takes], Some(gives)).await? {
            return Err(problem("asks", "clash", clash));
        }
    }
    let swap = Swap {
        id: SwapId::new(ctx.now),
        post: turn.post.id,
        by: id,
        with: with.id,
        gives,
        takes,
        stage: SwapStage::Offered,
        version: 1,
        moved_at: ctx.event_at(),
    };
    if !stands(&ctx, &swap, by, with, &turn.post) {
        return Err(problem("asks", "there_already", THERE_ALREADY.into()));
    }
    if store::list_open_swaps(&ctx, id, gives).await?.iter().any(|open| open.with == with.id) {
        return Err(rule("offered_already", OFFERED_ALREADY));
    }
    let (event, row) = (SwapEvent::Offered { by: id, with: with.id }, store::new_swap_row(&swap));
    let offer = Offer { swap, by: by.member, with: with.member };
    let permit = ctx.permit::<OfferSwap>(&offer)?;
    permit.tell(offer.with, &notice(&ctx, &turn.post, &offer.swap, &event)).await?;
    permit.create(row, &event).await?;
    card(&ctx, offer.swap.id).await
}

/// Whoever was asked agrees: from now on each has the other's shift.
///
/// # Errors
/// [`Fault::NotFound`], [`Fault::Refused`] for whoever made the offer, an offer or version that is not as seen; rules: `clash` with another
/// shift of one's own, `swap_over`.
pub async fn agree(ctx: Ctx, at: SwapAt) -> Result<SwapCard> {
    let (mut turn, offer) = read::<AnswerSwap>(&ctx, at).await?;
    let swap = &offer.swap;
    let both = holder(&turn, swap.by).cloned().zip(holder(&turn, swap.with).cloned());
    let both = both.filter(|(by, with)| stands(&ctx, swap, by, with, &turn.post));
    let (by, with) = both.ok_or_else(|| rule("swap_over", OVER))?;
    let mut accounts: Vec<AccountId> = by.account.into_iter().chain(with.account).collect();
    accounts.sort_unstable();
    for account in accounts {
        alone(&ctx, account).await?;
    }
    if let Some(account) = with.account
        && let Some(own) = clash(&ctx, account, &[swap.gives], swap.takes).await?
    {
        return Err(rule("clash", own));
    }
    // Whoever offered it has another shift by now: where is not the other's to know.
    if let Some((account, takes)) = by.account.zip(swap.takes)
        && clash(&ctx, account, &[takes], Some(swap.gives)).await?.is_some()
    {
        return Err(rule("swap_over", OVER));
    }
    for (claim, gives, takes) in [(by, Some(swap.gives), swap.takes), (with, swap.takes, Some(swap.gives))] {
        let moved = Serving::try_from(claim.clone())?.swap(gives, takes);
        turn.put::<Follow>(&ctx, &claim, moved).await?;
    }
    write::<AnswerSwap>(&ctx, &turn.post, &offer, (SwapStage::Agreed, SwapEvent::Agreed)).await
}

/// Whoever was asked cannot.
///
/// # Errors
/// As [`agree`].
pub async fn decline_swap(ctx: Ctx, at: SwapAt) -> Result<SwapCard> {
    let (turn, offer) = read::<AnswerSwap>(&ctx, at).await?;
    write::<AnswerSwap>(&ctx, &turn.post, &offer, (SwapStage::Declined, SwapEvent::Declined)).await
}

/// Whoever made an offer takes it back.
///
/// # Errors
/// As [`agree`].
pub async fn withdraw_swap(ctx: Ctx, at: SwapAt) -> Result<SwapCard> {
    let (turn, offer) = read::<OfferSwap>(&ctx, at).await?;
    write::<OfferSwap>(&ctx, &turn.post, &offer, (SwapStage::Withdrawn, SwapEvent::Withdrawn)).await
}

/// Reads an open offer that the actor may take this step with, in the turn of its post.
async fn read<A: Action<On = Offer>>(ctx: &Ctx, at: SwapAt) -> Result<(Turn, Offer)> {
    communities::policy::inside(&ctx.actor)?;
    let seen = store::find_swap(ctx, at.id).await?.ok_or(Fault::NotFound)?;
    let turn = Turn::of(ctx, seen.post).await?;
    let swap = store::find_swap(ctx, at.id).await?.ok_or(Fault::NotFound)?;
    let member = |id: ClaimId| turn.claims.iter().find(|claim| claim.id == id).map(|claim| claim.member).ok_or(Fault::NotFound);
    let (by, with) = (member(swap.by)?, member(swap.with)?);
    let offer = Offer { swap, by, with };
    A::check(&ctx.actor, &offer)?;
    at.insist(offer.swap.version)?;
    if offer.swap.stage == SwapStage::Offered { Ok((turn, offer)) } else { Err(not_in_stage(offer.swap.stage.name()).into()) }
}

async fn write<A: Action<On = Offer>>(ctx: &Ctx, post: &Post, offer: &Offer, (to, event): (SwapStage, SwapEvent)) -> Result<SwapCard> {
    let permit = ctx.permit::<A>(offer)?;
    let other = if ctx.actor.is(offer.by) { offer.with } else { offer.by };
    permit.tell(other, &notice(ctx, post, &offer.swap, &event)).await?;
    permit.change(store::moved_swap_row(&offer.swap, to, ctx.event_at()), store::swap_as_seen(&offer.swap), &event).await?;
    card(ctx, offer.swap.id).await
}

fn notice(ctx: &Ctx, post: &Post, swap: &Swap, event: &SwapEvent) -> Notice {
    let [gives, takes] = [Some(swap.gives), swap.takes].map(|shift| shift.map(|(from, _)| ctx.moment(from)));
    let said = told::of_swap(event, &post.terms.title, gives.unwrap_or_else(|| ctx.moment(swap.gives.0)), takes);
    Notice { kind: "shift_swap", said, link: "swaps".to_owned() }
}

/// What the reader can swap, and the newest offers that they made or that were made to them.
///
/// # Errors
/// [`Fault::NotFound`] for those who are not members here.
pub async fn list_swaps(ctx: Ctx, (): ()) -> Result<Swaps> {
    communities::policy::inside(&ctx.actor)?;
    let me = myself(&ctx)?;
    let mine: Vec<ClaimId> = store::list_claims_by(&ctx, vec![me]).await?.into_iter().map(|claim| claim.id).collect();
    let offers = cards(&ctx, store::list_swaps(&ctx, mine, NEWEST).await?).await?;
    let held = list_held(&ctx, Some(me)).await?;
    let fellows = store::list_serving(&ctx, held.iter().map(|held| held.post.id).collect()).await?;
    let names = communities::list_names(&ctx, fellows.iter().map(|claim| claim.member)).await?;
    let planned = |claim: &Claim, post: &Post| shifts_ahead(&ctx, claim, post).into_iter().map(|shift| said(&ctx, shift)).collect();
    let posts = held.into_iter().map(|Held { claim, post }| {
        let others = fellows.iter().filter(|other| other.post == post.id && other.id != claim.id && other.account.is_some());
        let fellow = |other: &Claim| {
            let name = shown(&names.get(&other.member)?.0, other.shown);
            Some(Fellow { claim: other.id, name, shifts: planned(other, &post) })
        };
        Swappable {
            claim: claim.id,
            title: post.terms.title.clone(),
            shifts: planned(&claim, &post),
            fellows: others.filter_map(fellow).collect(),
        }
    });
    Ok(Swaps { offers, posts: posts.collect() })
}

/// The page of them.
///
/// # Errors
/// As [`list_swaps`].
pub async fn swaps_page(ctx: Ctx, (): ()) -> Result<Framed<Swaps>> {
    let swaps = list_swaps(ctx.clone(), ()).await?;
    communities::ops::frame(&ctx, swaps).await
}

fn said(ctx: &Ctx, (from, to): Shift) -> Planned {
    Planned { from: ctx.moment(from), to: ctx.moment(to) }
}

async fn card(ctx: &Ctx, id: SwapId) -> Result<SwapCard> {
    let swap = store::find_swap(ctx, id).await?.ok_or(Fault::NotFound)?;
    cards(ctx, vec![swap]).await?.pop().ok_or_else(|| Failure::Broken(format!("a swap {id} of no post")))
}

async fn cards(ctx: &Ctx, swaps: Vec<Swap>) -> Result<Vec<SwapCard>> {
    let claims = store::list_these_claims(ctx, swaps.iter().flat_map(|swap| [swap.by, swap.with]).collect()).await?;
    let posts: HashMap<PostId, Post> = posts_of(ctx, &claims).await?;
    let names = communities::list_names(ctx, claims.iter().map(|claim| claim.member)).await?;
    let claims: HashMap<ClaimId, Claim> = claims.into_iter().map(|claim| (claim.id, claim)).collect();
    let card = |swap: Swap| {
        let (by, with, post) = (claims.get(&swap.by)?, claims.get(&swap.with)?, posts.get(&swap.post)?);
        let is_mine = ctx.actor.is(by.member);
        let other = if is_mine { with } else { by };
        let both_serve = by.stage == ClaimStage::Serving && with.stage == ClaimStage::Serving;
        Some(SwapCard {
            title: post.terms.title.clone(),
            is_mine,
            other: shown(&names.get(&other.member)?.0, other.shown),
            gives: said(ctx, swap.gives),
            takes: swap.takes.map(|takes| said(ctx, takes)),
            is_open: swap.stage == SwapStage::Offered && both_serve && stands(ctx, &swap, by, with, post),
            id: swap.id,
            post: swap.post,
            stage: swap.stage,
            version: swap.version,
        })
    };
    Ok(swaps.into_iter().filter_map(card).collect())
}
