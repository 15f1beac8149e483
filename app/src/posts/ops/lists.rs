//! Reading: the board, one post, one's own claims, the roster, a service card; and what must hold of all of them.

use super::{CLAIM, get, myself};
use crate::accounts::model::masked_name;
use crate::communities;
use crate::communities::model::{CategoryCard, Framed, GridCard, Page};
use crate::kernel::actor::Role;
use crate::kernel::ctx::Ctx;
use crate::kernel::events;
use crate::kernel::fault::{Failure, Fault};
use crate::kernel::ids::MemberId;
use crate::kernel::said::Said;
use crate::posts::model::{
    Applicant, Board, BoardQuery, Claim, ClaimCard, ClaimEvent, ClaimId, ClaimStage, Deciding, HolderCard, HolderPage, Objection,
    ObjectionCard, Post, PostCard, PostId, PostPage, PostStage, Shown, Step, ToDecide,
};
use crate::posts::moves;
use crate::posts::policy::{may_claim, may_keep, may_object, may_step};
use crate::posts::store;
use crate::posts::times;
use std::collections::{BTreeMap, HashMap};

type Result<T> = std::result::Result<T, Failure>;

/// The posts on the board, for everybody; drafts and ended ones for admins who ask for them.
///
/// # Errors
/// When the database does.
pub async fn list(ctx: Ctx, query: BoardQuery) -> Result<Page<PostCard>> {
    let stages = match query.stage {
        None => vec![PostStage::Open, PostStage::Filled],
        Some(stage) if stage.is_on_board() => vec![stage],
        Some(stage) => may_keep(&ctx.actor).map(|()| vec![stage])?,
    };
    let limit = query.limit.unwrap_or(20).clamp(1, 100);
    let mut posts = store::list(&ctx, &stages, &query, limit).await?;
    let more = posts.len() as u64 > limit;
    posts.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = posts.last().filter(|_| more).map(|last| last.id.to_string());
    let grids = communities::list_grids(&ctx).await?;
    Ok(Page { items: posts.iter().map(|post| post_card(post, &grids)).collect(), next })
}

/// The board, with whose appointments are public now.
///
/// # Errors
/// As [`list`].
pub async fn board(ctx: Ctx, query: BoardQuery) -> Result<Framed<Board>> {
    let page = list(ctx.clone(), query).await?;
    let published = holders(&ctx, store::list_claims_at(&ctx, &[ClaimStage::Published]).await?).await?;
    let grids = communities::list_grids(&ctx).await?;
    let keeps = may_keep(&ctx.actor).is_ok();
    communities::ops::frame(&ctx, Board { page, published, grids, keeps }).await
}

/// How much waits for an admin, by post.
///
/// # Errors
/// [`Fault::Refused`] for all but admins.
pub async fn list_to_decide(ctx: Ctx, (): ()) -> Result<Vec<ToDecide>> {
    may_keep(&ctx.actor)?;
    let live = store::list_claims_at(&ctx, &[ClaimStage::Claimed, ClaimStage::Published]).await?;
    let of: HashMap<ClaimId, PostId> = live.iter().map(|claim| (claim.id, claim.post)).collect();
    let mut waits: BTreeMap<PostId, (u64, u64)> = BTreeMap::new();
    for claim in live.iter().filter(|claim| claim.stage == ClaimStage::Claimed) {
        waits.entry(claim.post).or_default().0 += 1;
    }
    for objection in store::list_objections(&ctx, of.keys().copied().collect()).await? {
        if let (None, Some(post)) = (objection.answer, of.get(&objection.claim)) {
            waits.entry(*post).or_default().1 += 1;
        }
    }
    let grids = communities::list_grids(&ctx).await?;
    let posts = store::list_these(&ctx, waits.keys().copied().collect()).await?;
    let waiting = |post: &Post| {
        let (claims, objections) = *waits.get(&post.id)?;
        Some(ToDecide { post: post_card(post, &grids), claims, objections })
    };
    let mut lines: Vec<_> = posts.iter().filter_map(waiting).collect();
    lines.sort_by_key(|line| line.post.id);
    Ok(lines)
}

/// The page of it.
///
/// # Errors
/// As [`list_to_decide`].
pub async fn decide(ctx: Ctx, (): ()) -> Result<Framed<Vec<ToDecide>>> {
    let lines = list_to_decide(ctx.clone(), ()).await?;
    communities::ops::frame(&ctx, lines).await
}

/// One post: what it says for everybody, what becomes of one's claim for whoever made it, and everything for the admins.
///
/// # Errors
/// [`Fault::NotFound`] for a draft, or one that has ended, to those it is nothing to.
pub async fn get_page(ctx: &Ctx, id: PostId) -> Result<PostPage> {
    let post = get(ctx, id).await?;
    let claims = store::list_claims(ctx, id).await?;
    let keeps = may_keep(&ctx.actor).is_ok();
    let mine = claims.iter().rev().find(|claim| ctx.actor.is(claim.member));
    if !post.stage.is_on_board() && !keeps && mine.is_none() {
        return Err(Fault::NotFound.into());
    }
    let grids = communities::list_grids(ctx).await?;
    let (placed, objections): (Vec<Claim>, _) = (
        claims.iter().filter(|claim| claim.stage.takes_place()).cloned().collect(),
        store::list_objections(ctx, claims.iter().map(|claim| claim.id).collect()).await?,
    );
    let by_me = objections.iter().filter(|one| ctx.actor.is(one.by)).cloned().collect();
    let live = mine.is_some_and(|claim| claim.stage.is_live());
    let open = post.stage.is_on_board() && ctx.today() <= post.terms.claim_by;
    let deciding = if keeps {
        Some(Deciding { claims: applicants(ctx, &post, &claims).await?, objections: objection_cards(ctx, objections).await? })
    } else {
        None
    };
    let categories = communities::ops::list_categories(ctx.clone(), ()).await?;
    let named = |code: &String| categories.iter().find(|category| category.code == *code).map(CategoryCard::said);
    Ok(PostPage {
        looks_after: post.terms.categories.iter().filter_map(named).collect(),
        card: post_card(&post, &grids),
        holders: holders(ctx, placed).await?,
        mine: mine.map(|claim| claim_card(ctx, claim, &post)),
        my_objections: objection_cards(ctx, by_me).await?,
        can_claim: open && !live && may_claim(&ctx.actor).is_ok(),
        deciding,
        purpose: post.terms.purpose,
        duties: post.terms.duties,
        public_days: post.terms.public_days,
    })
}

/// One post, for a program.
///
/// # Errors
/// [`Fault::NotFound`] for a draft, or one that has ended, to those it is nothing to.
pub async fn get_one(ctx: Ctx, id: PostId) -> Result<PostPage> {
    get_page(&ctx, id).await
}

/// The page of one post.
///
/// # Errors
/// As [`get_one`].
pub async fn page(ctx: Ctx, id: PostId) -> Result<Framed<PostPage>> {
    let page = get_page(&ctx, id).await?;
    communities::ops::frame(&ctx, page).await
}

/// The claims of the reader, newest first.
///
/// # Errors
/// [`Fault::NotFound`] for those who are not members here.
pub async fn list_mine(ctx: Ctx, (): ()) -> Result<Vec<ClaimCard>> {
    communities::policy::inside(&ctx.actor)?;
    let mut cards = claim_cards(&ctx, store::list_claims_by(&ctx, vec![myself(&ctx)?]).await?).await?;
    cards.reverse();
    Ok(cards)
}

/// The page of them.
///
/// # Errors
/// As [`list_mine`].
pub async fn mine_page(ctx: Ctx, (): ()) -> Result<Framed<Vec<ClaimCard>>> {
    let mine = list_mine(ctx.clone(), ()).await?;
    communities::ops::frame(&ctx, mine).await
}

/// Who holds a post, for everybody: by post, then by name.
///
/// # Errors
/// When the database does.
pub async fn roster(ctx: Ctx, (): ()) -> Result<Vec<HolderCard>> {
    let mut holders = holders(&ctx, store::list_claims_at(&ctx, &[ClaimStage::Serving]).await?).await?;
    holders.sort_by(|a, b| (&a.title, a.post, a.claim).cmp(&(&b.title, b.post, b.claim)));
    Ok(holders)
}

/// The page of the roster.
///
/// # Errors
/// As [`roster`].
pub async fn roster_page(ctx: Ctx, (): ()) -> Result<Framed<Vec<HolderCard>>> {
    let roster = roster(ctx.clone(), ()).await?;
    communities::ops::frame(&ctx, roster).await
}

/// Whether somebody's service card is valid today, for everybody who has its code. Of one that is not, nothing else is told.
///
/// # Errors
/// [`Fault::NotFound`] for a claim that was never in effect or public.
pub async fn holder(ctx: Ctx, id: ClaimId) -> Result<HolderPage> {
    let claim = store::find_claim(&ctx, id).await?.filter(|claim| claim.public_until.is_some()).ok_or(Fault::NotFound)?;
    let post = get(&ctx, claim.post).await?;
    let (from, to) = (post.terms.from, post.terms.to);
    let serving = claim.stage == ClaimStage::Serving;
    let valid = serving && (from..=to).contains(&ctx.today());
    let can_print = serving && (ctx.actor.is(claim.member) || ctx.actor.roles.has(Role::Admin));
    let holder = if serving { holders(&ctx, vec![claim]).await?.pop() } else { None };
    Ok(HolderPage { valid, holder, from, to, can_print })
}

/// The page of it.
///
/// # Errors
/// As [`holder`].
pub async fn holder_page(ctx: Ctx, id: ClaimId) -> Result<Framed<HolderPage>> {
    let page = holder(ctx.clone(), id).await?;
    communities::ops::frame(&ctx, page).await
}

fn post_card(post: &Post, grids: &[GridCard]) -> PostCard {
    let terms = post.terms.clone();
    let grid = grids.iter().find(|grid| terms.grid == Some(grid.id));
    PostCard {
        id: post.id,
        kind: terms.kind,
        title: terms.title,
        place: terms.place,
        grid: grid.map(|grid| Said { zh: grid.name_zh.clone().into(), en: grid.name_en.clone().into() }),
        skills: terms.skills,
        who: terms.who,
        times: terms.times,
        from: terms.from,
        to: terms.to,
        claim_by: terms.claim_by,
        places: terms.places,
        taken: post.taken,
        stage: post.stage,
        version: post.version,
    }
}

pub(super) fn claim_card(ctx: &Ctx, claim: &Claim, post: &Post) -> ClaimCard {
    let can = |step: &Step| step.is_legal(claim.stage) && may_step(&ctx.actor, claim, *step).is_ok();
    ClaimCard {
        id: claim.id,
        post: claim.post,
        title: post.terms.title.clone(),
        kind: post.terms.kind.clone(),
        times: claim.times.clone(),
        from: post.terms.from,
        to: post.terms.to,
        promise: claim.promise.clone(),
        stage: claim.stage,
        version: claim.version,
        at: ctx.moment(claim.claimed_at),
        until: claim.public_until.filter(|_| claim.stage == ClaimStage::Published).map(|until| ctx.moment(until)),
        reason: claim.reason.clone(),
        can: Step::ALL.iter().copied().filter(can).collect(),
    }
}

pub(super) async fn claim_cards(ctx: &Ctx, claims: Vec<Claim>) -> Result<Vec<ClaimCard>> {
    let posts = posts_of(ctx, &claims).await?;
    Ok(claims.iter().filter_map(|claim| Some(claim_card(ctx, claim, posts.get(&claim.post)?))).collect())
}

pub(super) async fn posts_of(ctx: &Ctx, claims: &[Claim]) -> Result<HashMap<PostId, Post>> {
    let mut ids: Vec<PostId> = claims.iter().map(|claim| claim.post).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(store::list_these(ctx, ids).await?.into_iter().map(|post| (post.id, post)).collect())
}

/// Those who were appointed, as everybody sees them.
async fn holders(ctx: &Ctx, claims: Vec<Claim>) -> Result<Vec<HolderCard>> {
    let posts = posts_of(ctx, &claims).await?;
    let names = communities::list_names(ctx, claims.iter().map(|claim| claim.member)).await?;
    let card = |claim: Claim| {
        let (post, (name, _)) = (posts.get(&claim.post)?, names.get(&claim.member)?);
        let is_public = claim.stage == ClaimStage::Published;
        Some(HolderCard {
            name: shown(name, claim.shown),
            title: post.terms.title.clone(),
            kind: post.terms.kind.clone(),
            place: post.terms.place.clone(),
            times: claim.times.clone(),
            until: claim.public_until.filter(|_| is_public).map(|until| ctx.moment(until)),
            can_object: is_public && may_object(&ctx.actor).is_ok() && !ctx.actor.is(claim.member),
            claim: claim.id,
            post: claim.post,
            promise: claim.promise,
        })
    };
    Ok(claims.into_iter().filter_map(card).collect())
}

pub(super) fn shown(name: &str, shown: Shown) -> String {
    match shown {
        Shown::Whole => name.to_owned(),
        Shown::Masked => masked_name(name),
    }
}

/// Side by side: those that wait for a word first, then those who wait for a place, then the others; each the oldest first.
async fn applicants(ctx: &Ctx, post: &Post, claims: &[Claim]) -> Result<Vec<Applicant>> {
    let people: Vec<MemberId> = claims.iter().map(|claim| claim.member).collect();
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let names = communities::list_names(ctx, people.iter().copied()).await?;
    let kinds = communities::list_volunteer_kinds(ctx, people.clone()).await?;
    let elsewhere = store::list_claims_by(ctx, people).await?.into_iter();
    let elsewhere: Vec<Claim> = elsewhere.filter(|claim| claim.post != post.id && claim.stage.is_live()).collect();
    let posts = posts_of(ctx, &elsewhere).await?;
    let others = |member| {
        let theirs = elsewhere.iter().filter(|claim| claim.member == member);
        theirs.filter_map(|claim| Some(posts.get(&claim.post)?.terms.title.clone())).collect()
    };
    let one = |claim: &Claim| Applicant {
        claim: claim_card(ctx, claim, post),
        name: names.get(&claim.member).map(|(name, _)| name.clone()).unwrap_or_default(),
        kind_of_volunteer: kinds.get(&claim.member).copied(),
        skills: claim.skills.clone(),
        others: others(claim.member),
    };
    let mut sorted: Vec<&Claim> = claims.iter().collect();
    sorted.sort_by_key(|claim| (ClaimStage::ALL.iter().position(|stage| *stage == claim.stage), claim.moved_at));
    Ok(sorted.into_iter().map(one).collect())
}

pub(super) async fn objection_cards(ctx: &Ctx, objections: Vec<Objection>) -> Result<Vec<ObjectionCard>> {
    if objections.is_empty() {
        return Ok(Vec::new());
    }
    let claims = store::list_these_claims(ctx, objections.iter().map(|one| one.claim).collect()).await?;
    let posts = posts_of(ctx, &claims).await?;
    let people = objections.iter().flat_map(|one| [one.by, one.against]);
    let names = communities::list_names(ctx, people).await?;
    let name = |id: &MemberId| names.get(id).map(|(name, _)| name.clone()).unwrap_or_default();
    let card = |objection: Objection| {
        let claim = claims.iter().find(|claim| claim.id == objection.claim)?;
        let (outcome, answer) = objection.answer.unzip();
        Some(ObjectionCard {
            id: objection.id,
            claim: objection.claim,
            against: shown(&name(&objection.against), claim.shown),
            title: posts.get(&claim.post)?.terms.title.clone(),
            by: name(&objection.by),
            words: objection.words,
            at: ctx.moment(objection.at),
            outcome,
            answer,
        })
    };
    Ok(objections.into_iter().filter_map(card).collect())
}

/// What must hold of every post and claim here, whatever happened: places as the claims say, every claim as its history
/// says, nobody on two shifts at once.
///
/// # Errors
/// What does not hold.
pub async fn check(ctx: Ctx, (): ()) -> Result<()> {
    let broken = |what: String| Err(Failure::Broken(what));
    let mut by_person: BTreeMap<MemberId, Vec<Vec<times::Shift>>> = BTreeMap::new();
    for post in store::list_all(&ctx).await? {
        let claims = store::list_claims(&ctx, post.id).await?;
        let taken = claims.iter().filter(|claim| claim.stage.takes_place()).count();
        if usize::try_from(post.taken) != Ok(taken) || post.taken > post.terms.places {
            return broken(format!(
                "post {} says {} of {} places are taken, its claims say {taken}",
                post.id, post.taken, post.terms.places
            ));
        }
        if post.free() > 0 && claims.iter().any(|claim| claim.stage == ClaimStage::Waiting) {
            return broken(format!("somebody waits for a free place of post {}", post.id));
        }
        for claim in claims {
            let history = events::of(&ctx, CLAIM, claim.id.0).await?;
            let history =
                history.into_iter().map(|entry| serde_json::from_value(entry.fact)).collect::<std::result::Result<Vec<ClaimEvent>, _>>();
            let history = history.map_err(|e| Failure::Broken(format!("claim {}: {e}", claim.id)))?;
            if moves::replay(&history) != Some((claim.stage, claim.version)) {
                return broken(format!("claim {} stands at {:?}, its history says {history:?}", claim.id, claim.stage));
            }
            if claim.stage.is_live() {
                let shifts = claim.shifts((post.terms.from, post.terms.to), &ctx.place.zone);
                let theirs = by_person.entry(claim.member).or_default();
                if theirs.iter().any(|others| times::clash(others, &shifts).is_some()) {
                    return broken(format!("claim {} is at the same time as another of its member", claim.id));
                }
                theirs.push(shifts);
            }
        }
    }
    Ok(())
}
