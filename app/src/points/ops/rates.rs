//! What deeds are worth: reading it, setting it for days to come, and computing a quarter anew.

use super::{deeds, turn};
use crate::communities;
use crate::communities::model::Framed;
use crate::kernel::authz::someone_was_faster;
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::{Failure, Fault, Problem};
use crate::kernel::ids::MemberId;
use crate::kernel::jobs::Later;
use crate::kernel::period::Period;
use crate::kernel::said::{Said, Text, text};
use crate::points::entity::version;
use crate::points::ledger::{due, missing};
use crate::points::model::{Difference, DifferenceLine, DifferenceQuery, RatesCard, RatesPage, Recomputed, TermEvent, TermId, VersionCard};
use crate::points::policy::{SetRates, TheTerm, earns, may_set};
use crate::points::rates::{Book, Known, NewRates, Rates, Term};
use crate::points::store;
use crate::posts;
use crate::posts::model::Post;
use crate::posts::presets::{OWN, PRESETS, kind_name};

type Result<T> = std::result::Result<T, Failure>;

const VERSION: Text = text("没有这一版规则。", "There is no such version of the rules.");
const NOT_BEGUN: Text = text("这个季度还没有开始。", "That quarter has not begun.");
const NO_DIFFERENCE: Text = text("按这一版重算，没有人的积分会变。", "By that version nobody's points would change.");

/// The rates of this community: what holds today, and every version.
///
/// # Errors
/// [`Fault::NotFound`] for those who are not members here.
pub async fn get_rates(ctx: Ctx, (): ()) -> Result<RatesCard> {
    communities::policy::inside(&ctx.actor)?;
    Ok(card(&ctx, &store::book(&ctx).await?))
}

fn card(ctx: &Ctx, book: &Book) -> RatesCard {
    let (version, _) = book.at(ctx.today());
    let from = |version| book.terms.iter().find(|term| term.version == version && term.to.is_none()).map(|term| term.from);
    let all = book.versions.iter().rev().map(|(number, rates)| VersionCard { version: *number, from: from(*number), rates: rates.clone() });
    let standard = VersionCard { version: 0, from: None, rates: Rates::standard() };
    let quarter = |term: &Term| Recomputed { quarter: Period::quarter_of(term.from).quarter_code(), version: term.version };
    let recomputed = book.terms.iter().rev().filter(|term| term.to.is_some()).map(quarter).collect();
    RatesCard { version, versions: all.chain([standard]).collect(), recomputed }
}

/// The page of it, for admins with what there is to give points for, and the difference that was asked for.
///
/// # Errors
/// As [`get_rates`]; problems of the question.
pub async fn rates_page(ctx: Ctx, query: DifferenceQuery) -> Result<Framed<RatesPage>> {
    let card = get_rates(ctx.clone(), ()).await?;
    let can_set = may_set(&ctx.actor).is_ok();
    let difference = if query.quarter.is_empty() { None } else { Some(difference(ctx.clone(), query).await?) };
    let posts = posts::ops::list_opened(&ctx).await?;
    let title = |post: &Post| (post.id.to_string(), Said { zh: post.terms.title.clone().into(), en: post.terms.title.clone().into() });
    let kinds = kinds(&posts).into_iter().map(|code| (code.clone(), Said::from(kind_name(&code)))).collect();
    let categories = communities::ops::list_categories(ctx.clone(), ()).await?;
    let categories = categories.iter().map(|category| (category.code.clone(), category.said())).collect();
    let page = RatesPage { card, kinds, posts: posts.iter().map(title).collect(), categories, can_set, difference };
    communities::ops::frame(&ctx, page).await
}

/// The kinds of which there are posts here, in the order of the presets.
fn kinds(posts: &[Post]) -> Vec<String> {
    let all = PRESETS.iter().map(|preset| preset.code).chain([OWN]);
    all.filter(|code| posts.iter().any(|post| post.terms.kind == *code)).map(str::to_owned).collect()
}

/// An admin sets what deeds are worth from a day to come on.
///
/// # Errors
/// [`Fault::Refused`] for all but admins, [`someone_was_faster`] where another set them meanwhile, and problems of the form.
pub async fn set_rates(ctx: Ctx, new: NewRates) -> Result<RatesCard> {
    may_set(&ctx.actor)?;
    turn(&ctx).await?;
    let posts = posts::ops::list_opened(&ctx).await?;
    let categories = communities::ops::list_categories(ctx.clone(), ()).await?;
    let known = Known {
        kinds: kinds(&posts),
        posts: posts.iter().map(|post| post.id.0).collect(),
        categories: categories.into_iter().map(|category| category.code).collect(),
    };
    let (rates, from) = new.check(ctx.today(), &known)?;
    let number = store::book(&ctx).await?.next();
    let id = TermId::new(ctx.now);
    ctx.permit::<SetRates>(&TheTerm(id))?.add::<version::Entity>(store::version_row(number, &rates)?).await?;
    let term = store::term_row(id, Term { version: number, from, to: None });
    ctx.permit::<SetRates>(&TheTerm(id))?.create(term, &TermEvent::Made { version: number, from }).await?;
    Ok(card(&ctx, &store::book(&ctx).await?))
}

/// What a quarter would be by a version of the rates, for an admin to look at.
///
/// # Errors
/// [`Fault::Refused`] for all but admins; problems of a quarter or a version that is none; rule: `not_begun`.
pub async fn difference(ctx: Ctx, query: DifferenceQuery) -> Result<Difference> {
    may_set(&ctx.actor)?;
    Ok(compare(&ctx, &query).await?.0)
}

async fn compare(ctx: &Ctx, query: &DifferenceQuery) -> Result<(Difference, Term)> {
    let quarter = Period::quarter_named(&query.quarter)?;
    let book = store::book(ctx).await?;
    let version = query.version.trim().parse().ok().filter(|version| book.version(*version).is_some());
    let version = version.ok_or_else(|| Problem::new("version", "version", VERSION))?;
    if quarter.from > ctx.today() {
        return Err(Fault::Rule { code: "not_begun".into(), said: NOT_BEGUN.into() }.into());
    }
    let term = Term { version, from: quarter.from, to: Some(quarter.to) };
    // Where it holds already, what is not in the ledgers yet is on its way there.
    let holds = quarter.days().all(|day| book.at(day).0 == version);
    let book = book.with(term);
    let mut deeds = deeds(ctx, None, Some(quarter)).await?;
    let mut booked = store::booked(ctx, None, Some(quarter)).await?;
    let mut members: Vec<MemberId> = deeds.keys().chain(booked.keys()).copied().collect();
    members.sort_unstable();
    members.dedup();
    let names = communities::list_names(ctx, members.iter().copied()).await?;
    let (mut before, mut after, mut lines) = (0, 0, Vec::new());
    for member in members {
        let Some((name, roles)) = names.get(&member) else { continue };
        let booked = booked.remove(&member).unwrap_or_default();
        let due = due(&deeds.remove(&member).unwrap_or_default(), &book);
        let new = if holds { Vec::new() } else { missing(&due, &booked, &book, earns(roles)) };
        let change: i64 = new.iter().map(|new| new.points).sum();
        let stands: i64 = booked.values().map(|booked| booked.points).sum();
        before += stands;
        after += stands + change;
        if change != 0 {
            lines.push(DifferenceLine { member, name: name.clone(), before: stands, after: stands + change });
        }
    }
    lines.sort_by(|a, b| (&a.name, a.member).cmp(&(&b.name, b.member)));
    let seen = format!("{}.{before}.{after}", lines.len());
    Ok((Difference { quarter: quarter.quarter_code(), version, before, after, lines, seen }, term))
}

/// An admin agrees to a difference as it was shown: from now on the quarter is computed by that version, and the ledgers of all
/// whom it concerns follow.
///
/// # Errors
/// As [`difference`]; [`someone_was_faster`] where it is another one by now; rule: `no_difference`.
pub async fn recompute(ctx: Ctx, (query, seen): (DifferenceQuery, String)) -> Result<Difference> {
    may_set(&ctx.actor)?;
    turn(&ctx).await?;
    let (difference, term) = compare(&ctx, &query).await?;
    if difference.seen != seen.trim() {
        return Err(someone_was_faster().into());
    }
    if difference.lines.is_empty() {
        return Err(Fault::Rule { code: "no_difference".into(), said: NO_DIFFERENCE.into() }.into());
    }
    let id = TermId::new(ctx.now);
    let permit = ctx.permit::<SetRates>(&TheTerm(id))?;
    for line in &difference.lines {
        permit.wake(Later::Ledger, line.member.0).await?;
    }
    let event = TermEvent::Recomputed {
        quarter: difference.quarter.clone(),
        version: term.version,
        people: difference.lines.len(),
        points: difference.after - difference.before,
    };
    permit.create(store::term_row(id, term), &event).await?;
    Ok(difference)
}
