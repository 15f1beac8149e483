//! Giving out, correcting, going.

use super::model::{Done, Going, Held, MyData, MyWish, Noted};
use crate::accounts;
use crate::certificates;
use crate::communities;
use crate::communities::model::{Framed, Member};
use crate::diary;
use crate::imports;
use crate::kernel::ctx::{Call, Ctx};
use crate::kernel::db::Mode;
use crate::kernel::events::{self, Entry};
use crate::kernel::fault::{Failure, Fault};
use crate::kernel::ids::MemberId;
use crate::messages;
use crate::notices;
use crate::notices::ops::NoticeQuery;
use crate::points;
use crate::posts;
use crate::shifts;
use crate::stars;
use crate::wishes;
use crate::wishes::model::WishCard;
use std::collections::HashSet;
use uuid::Uuid;

type Result<T> = std::result::Result<T, Failure>;

/// All that this community keeps of the reader; or, for the desk, of somebody without an account, which is on record.
///
/// # Errors
/// [`Fault::NotFound`] for those who are not members here; [`Fault::Refused`] to ask for others.
pub async fn give_out(ctx: Ctx, record: Option<MemberId>) -> Result<MyData> {
    let member = communities::ops::kept_of(&ctx, record).await?;
    let own = ctx.actor.is(member.id);
    let account = match ctx.actor.account.filter(|_| own) {
        Some(account) => Some(accounts::ops::kept_of(ctx.tx().platform(), &ctx.keys, account, ctx.now).await?),
        None => None,
    };
    let mut orders = Vec::new();
    for (wish, history) in wishes::ops::list_of(&ctx, member.id).await? {
        orders.push(MyWish { wish, history });
    }
    let held = wishes::ops::list_held(&ctx, member.id).await?.into_iter().map(held).collect();
    let done = done(&ctx, member.id, &orders).await?;
    let (posts, objections) = posts::ops::kept_of(&ctx, member.id).await?;
    let shifts = shifts::ops::kept_of(&ctx, member.id).await?;
    let points = points::ops::kept_of(&ctx, member.id).await?;
    let (stars, star_objections) = stars::ops::kept_of(&ctx, member.id).await?;
    let certificates = certificates::ops::kept_of(&ctx, member.id).await?;
    let noted = diary::ops::list_about(&ctx, member.id).await?;
    let noted = noted.into_iter().map(|entry| Noted { at: ctx.moment(entry.at), channel: entry.way.code().to_owned(), words: entry.words });
    let looks = wishes::ops::list_looks_at(&ctx, member.id).await?;
    let notices = if own { told(&ctx).await? } else { Vec::new() };
    let messages = messages::ops::kept_of(&ctx, member.id).await?;
    let (at, community) = (ctx.moment(ctx.now), ctx.place.slug.clone());
    Ok(MyData {
        at,
        community,
        account,
        member,
        wishes: orders,
        held,
        done,
        posts,
        objections,
        shifts,
        points,
        stars,
        star_objections,
        certificates,
        diary: noted.collect(),
        looks,
        notices,
        messages,
    })
}

/// The page of it.
///
/// # Errors
/// As [`give_out`].
pub async fn page(ctx: Ctx, record: Option<MemberId>) -> Result<Framed<MyData>> {
    let data = give_out(ctx.clone(), record).await?;
    communities::ops::frame(&ctx, data).await
}

fn held(card: WishCard) -> Held {
    Held { id: card.id, category_zh: card.category.name_zh, category_en: card.category.name_en, stage: card.stage, moved_at: card.moved_at }
}

/// The newest of what they did that is given out.
const MOST_DONE: u64 = 1000;

async fn done(ctx: &Ctx, member: MemberId, orders: &[MyWish]) -> Result<Vec<Done>> {
    let own: HashSet<Uuid> = orders.iter().map(|order| order.wish.card.id.0).collect();
    let elsewhere = events::by(ctx, member, MOST_DONE).await?.into_iter().filter(|entry| !own.contains(&entry.subject));
    let one = |entry: Entry| {
        let kind = entry.fact.get("kind").and_then(|kind| kind.as_str()).unwrap_or_default().to_owned();
        Done { at: ctx.moment(entry.at), about: entry.about, kind }
    };
    Ok(elsewhere.map(one).collect())
}

async fn told(ctx: &Ctx) -> Result<Vec<notices::model::NoticeCard>> {
    let (mut all, mut cursor) = (Vec::new(), None);
    loop {
        let page = notices::ops::list(ctx.clone(), NoticeQuery { cursor, limit: Some(100) }).await?;
        all.extend(page.items);
        cursor = page.next.and_then(|next| next.parse().ok());
        if cursor.is_none() {
            return Ok(all);
        }
    }
}

/// Leaves this community; or, for the desk, lets somebody without an account leave it, who asked for it.
///
/// # Errors
/// As [`give_out`]; a rule for the only admin.
pub async fn leave(ctx: Ctx, going: Going) -> Result<()> {
    let member = communities::ops::who_leaves(&ctx, going.record).await?;
    going.check()?;
    imports::ops::forget(&ctx, &member.name).await?;
    messages::ops::clear(&ctx, member.id).await?;
    diary::ops::clear(&ctx, member.id).await?;
    certificates::ops::clear(&ctx, member.id).await?;
    stars::ops::clear(&ctx, member.id).await?;
    shifts::ops::clear(&ctx, member.id).await?;
    posts::ops::clear(&ctx, member.id).await?;
    wishes::ops::clear(&ctx, member.id).await?;
    communities::ops::leave(&ctx, &member).await
}

/// Joins the record of somebody to the account that they have now: see [`communities::ops::join_record`].
///
/// # Errors
/// As there; a rule where something was ordered for the account here, or noted of it.
pub async fn join(ctx: Ctx, (record, member): (MemberId, MemberId)) -> Result<Member> {
    communities::policy::keep_people(&ctx.actor)?;
    // Whoever writes something of it meanwhile waits.
    communities::ops::stays(&ctx, member).await?;
    let ordered = wishes::ops::who_ordered(&ctx, &[member]).await?;
    let noted = diary::ops::who_was_noted(&ctx, &[member]).await?;
    if !ordered.is_empty() || !noted.is_empty() {
        return Err(communities::ops::account_in_use().into());
    }
    let joined = communities::ops::join_record(ctx.clone(), (record, member)).await?;
    messages::ops::carry_over(&ctx, member, record).await?;
    Ok(joined)
}

async fn may_leave(ctx: Ctx, (): ()) -> Result<()> {
    communities::ops::who_leaves(&ctx, None).await.map(|_| ())
}

/// Closes the account of whoever is logged in: they leave every community, one after the other, and then the account is
/// gone. What fails on the way has left whole communities or none, and is done again by pressing once more.
///
/// # Errors
/// A problem of the field where the password is wrong; a rule for the only admin of a community, before anything is done.
pub async fn close_account(call: &Call, password: &str) -> std::result::Result<(), Fault> {
    accounts::ops::prove(call, password).await?;
    let account = call.identity()?.account;
    let mine = accounts::serve(call, "personal.memberships", Mode::Read, account, communities::ops::memberships).await?;
    for one in &mine {
        communities::serve(call, "personal.may_leave", Mode::Write, &one.community, (), may_leave).await?;
    }
    for one in &mine {
        communities::serve(call, "personal.leave", Mode::Write, &one.community, Going { record: None, sure: true }, leave).await?;
    }
    accounts::serve(call, "personal.close_account", Mode::Write, (), communities::ops::close_account).await
}
