//! Objections to somebody's stars.

use super::{Result, count};
use crate::accounts::model::masked_name;
use crate::communities;
use crate::kernel::actor::Role;
use crate::kernel::authz::Action;
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::{Fault, Problem, Problems};
use crate::kernel::ids::MemberId;
use crate::kernel::notices::Notice;
use crate::kernel::said::{Text, text};
use crate::kernel::stages::not_in_stage;
use crate::shifts::model::Span;
use crate::stars::model::{
    ANSWER, LineId, OBJECTION, Objection, Quarter, QuarterStage, Showing, StarObjectionCard, StarObjectionEvent, StarObjectionId,
    StarOutcome, quarter_name,
};
use crate::stars::policy::{Answer, ClearObjection, Object, may_keep, may_object};
use crate::stars::rules::at;
use crate::stars::store;

const OWN: Text = text(
    "不能对自己的星级提出异议。时长或者积分不对，请和社区说，社区改记录。",
    "You cannot object to your own stars. Where hours or points are wrong, please tell the community, so that it puts the record right.",
);
const ALREADY: Text = text("您已经提过异议，社区正在核实。", "You have objected already; the community is looking into it.");
const OUTCOME: Text = text("请选异议成立，还是不成立。", "Please choose whether it is upheld.");
const UNCHANGED: Text = text(
    "记录还没有改，现在算出来还是一样。请先在时长里改正，再答复“成立”。",
    "The record has not changed: counted now, it would be the same. Please put the hours right first, then uphold the objection.",
);
const OBJECTED: Text = text("有居民对{}的星级提出异议，请核实。", "A resident objects to stars of {}. Please look into it.");
const UPHELD: Text = text(
    "{}的星级异议成立，记录已改正，会重新计算。",
    "The objection to stars of {} was upheld: the record was put right and is counted again.",
);
const OVERRULED: Text = text("{}的星级异议不成立，星级不变。", "The objection to stars of {} was not upheld: they stand.");

/// A resident objects to somebody's stars that are public now, in their own name, to the admins alone.
///
/// # Errors
/// [`Fault::Refused`] for those who are not verified here; [`Fault::NotFound`] for what is not shown; rules: one's own stars, an
/// objection that is open already; a quarter that is sealed.
pub async fn object(ctx: Ctx, (id, words): (LineId, String)) -> Result<StarObjectionCard> {
    may_object(&ctx.actor)?;
    let by = ctx.actor.member.ok_or(Fault::NotFound)?;
    crate::points::ops::turn(&ctx).await?;
    let (line, computation) = store::find_line(&ctx, id).await?.ok_or(Fault::NotFound)?;
    let against = line.counted.member;
    let quarters = store::list_quarters(&ctx).await?;
    let quarter = quarters.into_iter().find(|one| one.id == line.quarter && one.computation == computation).ok_or(Fault::NotFound)?;
    let rule = |code: &'static str, said: Text| Err(Fault::Rule { code: code.into(), said: said.into() }.into());
    if quarter.stage == QuarterStage::Computed {
        return Err(Fault::NotFound.into());
    }
    if against == by {
        return rule("own_stars", OWN);
    }
    communities::ops::stays(&ctx, by).await?;
    let showing = store::list_showing(&ctx, vec![against]).await?.remove(&against).unwrap_or(Showing::Hidden);
    if showing == Showing::Hidden || line.counted.stars == 0 {
        return Err(Fault::NotFound.into());
    }
    if quarter.stage == QuarterStage::Sealed {
        return Err(not_in_stage(quarter.stage.name()).into());
    }
    let open = store::list_objections_by(&ctx, by).await?;
    if open.iter().any(|one| one.quarter == quarter.id && one.against == against && one.is_open()) {
        return rule("objected_already", ALREADY);
    }
    let words = OBJECTION.check(&words)?;
    let id = StarObjectionId::new(ctx.now);
    let objection = Objection { id, quarter: quarter.id, line: line.id, by, against, words, at: ctx.now, answer: None };
    let permit = ctx.permit::<Object>(&objection)?;
    let notice = notice("star_objection", OBJECTED, &quarter, format!("stars/close?quarter={}", quarter.days.quarter_code()));
    for admin in communities::list_with_role(&ctx, Role::Admin).await?.into_iter().filter(|admin| ![by, against].contains(admin)) {
        permit.tell(admin, &notice).await?;
    }
    permit.create(store::new_objection_row(&objection), &StarObjectionEvent::Objected { line: line.id }).await?;
    card(&ctx, objection, &quarter).await
}

fn notice(kind: &'static str, said: Text, quarter: &Quarter, link: String) -> Notice {
    Notice { kind, said: said.fill_said(&quarter_name(&quarter.days.quarter_code())), link }
}

/// An admin answers an objection. Stars come from the record alone, so it is upheld once the record is put right.
///
/// # Errors
/// [`Fault::Refused`] for all but admins who have no part in it; [`Fault::NotFound`]; an objection that was answered; problems of
/// the form; a rule, `unchanged`, for one that is upheld while the record says the same.
pub async fn answer(ctx: Ctx, (id, outcome, answer): (StarObjectionId, String, String)) -> Result<StarObjectionCard> {
    may_keep(&ctx.actor)?;
    crate::points::ops::turn(&ctx).await?;
    let objection = store::find_objection(&ctx, id).await?.ok_or(Fault::NotFound)?;
    Answer::check(&ctx.actor, &objection)?;
    let mut problems = Problems::default();
    let outcome = StarOutcome::from_code(&outcome).filter(|outcome| *outcome != StarOutcome::Settled);
    let outcome = problems.take(outcome.ok_or_else(|| Problem::new("outcome", "outcome", OUTCOME)));
    let answer = problems.take(ANSWER.check(&answer));
    let (outcome, answer) = problems.finish(outcome.zip(answer))?;
    let quarter = quarter_of(&ctx, &objection).await?;
    if outcome == StarOutcome::Upheld && !is_put_right(&ctx, &objection, &quarter).await? {
        return Err(Fault::Rule { code: "unchanged".into(), said: UNCHANGED.into() }.into());
    }
    finish::<Answer>(&ctx, &objection, &quarter, (outcome, answer)).await?;
    let now = store::find_objection(&ctx, id).await?.ok_or(Fault::NotFound)?;
    card(&ctx, now, &quarter).await
}

async fn quarter_of(ctx: &Ctx, objection: &Objection) -> Result<Quarter> {
    let mut quarters = store::list_quarters(ctx).await?.into_iter();
    Ok(quarters.find(|one| one.id == objection.quarter).ok_or(Fault::NotFound)?)
}

/// Whether what was objected to would be counted otherwise now.
async fn is_put_right(ctx: &Ctx, objection: &Objection, quarter: &Quarter) -> Result<bool> {
    let (line, _) = store::find_line(ctx, objection.line).await?.ok_or(Fault::NotFound)?;
    let holds = at(&store::list_rules(ctx).await?, quarter.days);
    let now = count(ctx, quarter.days, &holds, Some(objection.against)).await?;
    Ok(now.first() != Some(&line.counted))
}

/// Writes how an objection ended, and tells whoever made it, and whoever is meant where the record was put right.
async fn finish<A: Action<On = Objection>>(
    ctx: &Ctx,
    objection: &Objection,
    quarter: &Quarter,
    (outcome, answer): (StarOutcome, String),
) -> Result<()> {
    let permit = ctx.permit::<A>(objection)?;
    let (event, said) = match outcome {
        StarOutcome::Upheld => (StarObjectionEvent::Upheld, Some(UPHELD)),
        StarOutcome::Overruled => (StarObjectionEvent::Overruled, Some(OVERRULED)),
        StarOutcome::Settled => (StarObjectionEvent::Settled, None),
    };
    if let Some(said) = said {
        let notice = notice("star_objection_answered", said, quarter, format!("stars?quarter={}", quarter.days.quarter_code()));
        let meant = (outcome == StarOutcome::Upheld).then_some(objection.against);
        for member in [Some(objection.by), meant].into_iter().flatten().filter(|member| !ctx.actor.is(*member)) {
            permit.tell(member, &notice).await?;
        }
    }
    permit.change(store::answered_row(ctx, outcome, answer), store::is_open(), &event).await
}

/// The objections: all of them for admins, one's own for others; newest first.
///
/// # Errors
/// [`Fault::Refused`] for those who are not verified here.
pub async fn list_objections(ctx: Ctx, (): ()) -> Result<Vec<StarObjectionCard>> {
    may_object(&ctx.actor)?;
    let mut all = if ctx.actor.roles.has(Role::Admin) {
        store::list_all_objections(&ctx).await?
    } else {
        store::list_objections_by(&ctx, ctx.actor.member.ok_or(Fault::NotFound)?).await?
    };
    all.reverse();
    let mut all_cards = Vec::new();
    for quarter in store::list_quarters(&ctx).await? {
        let of: Vec<Objection> = all.iter().filter(|one| one.quarter == quarter.id).cloned().collect();
        all_cards.extend(cards(&ctx, of, &quarter).await?);
    }
    Ok(all_cards)
}

/// How many objections to stars were made in these times, the end not in it.
///
/// # Errors
/// When the database does.
pub async fn count_objections(ctx: &Ctx, span: Span) -> Result<u64> {
    store::count_objections(ctx, span).await
}

/// What this member said against others' stars.
pub(super) async fn list_by(ctx: &Ctx, member: MemberId) -> Result<Vec<StarObjectionCard>> {
    let mut all = Vec::new();
    for objection in store::list_objections_by(ctx, member).await? {
        let quarter = quarter_of(ctx, &objection).await?;
        all.push(card(ctx, objection, &quarter).await?);
    }
    Ok(all)
}

async fn card(ctx: &Ctx, objection: Objection, quarter: &Quarter) -> Result<StarObjectionCard> {
    Ok(cards(ctx, vec![objection], quarter).await?.pop().ok_or(Fault::NotFound)?)
}

/// The objections to this quarter, for those who may read them: names as admins see them, or, for whoever objected, as whoever is
/// meant is shown.
pub(super) async fn cards(ctx: &Ctx, objections: Vec<Objection>, quarter: &Quarter) -> Result<Vec<StarObjectionCard>> {
    let names = communities::list_names(ctx, objections.iter().flat_map(|one| [one.by, one.against])).await?;
    let showing = store::list_showing(ctx, objections.iter().map(|one| one.against).collect()).await?;
    let admin = ctx.actor.roles.has(Role::Admin);
    let name = |member: &MemberId| names.get(member).map(|(name, _)| name.clone()).unwrap_or_default();
    let card = |one: Objection| {
        let whole = admin || showing.get(&one.against) == Some(&Showing::Whole);
        let against = if whole { name(&one.against) } else { masked_name(&name(&one.against)) };
        StarObjectionCard {
            can_answer: super::closing::can_answer(ctx, &one),
            id: one.id,
            quarter: quarter.days.quarter_code(),
            by: name(&one.by),
            against,
            words: one.words,
            at: ctx.moment(one.at),
            outcome: one.answer.as_ref().map(|(outcome, _)| *outcome),
            answer: one.answer.map(|(_, answer)| answer).filter(|answer| !answer.is_empty()),
        }
    };
    Ok(objections.into_iter().map(card).collect())
}

/// Ends what a member who goes objected to, and what was objected to them, removes the words, and shows their stars to nobody.
///
/// # Errors
/// [`Fault::Refused`] for all but that member and the desk.
pub async fn clear(ctx: &Ctx, member: MemberId) -> Result<()> {
    let mut all = store::list_objections_by(ctx, member).await?;
    all.extend(store::list_objections_against(ctx, member).await?);
    for objection in all {
        if objection.is_open() {
            let quarter = quarter_of(ctx, &objection).await?;
            finish::<ClearObjection>(ctx, &objection, &quarter, (StarOutcome::Settled, String::new())).await?;
        }
        if !objection.words.is_empty() {
            let permit = ctx.permit::<ClearObjection>(&objection)?;
            permit.change(store::cleared_row(), store::has_words(), &StarObjectionEvent::Cleared).await?;
        }
    }
    super::choosing::hide(ctx, member).await
}
