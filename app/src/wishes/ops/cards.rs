//! How far the orders of a household are, for whoever has its card and knows the end of its phone number: stages and clocks,
//! and nothing else.

use super::looks::clock_card;
use crate::communities;
use crate::communities::model::{Framed, read_card, read_last_four, wrong_card};
use crate::kernel::ctx::{Call, Ctx};
use crate::kernel::db::Mode;
use crate::kernel::fault::{Failure, Fault, Problems};
use crate::kernel::ids::MemberId;
use crate::wishes::model::CardLine;
use crate::wishes::stage::REOPEN_WITHIN;
use crate::wishes::store;
use chrono::{DateTime, TimeDelta, Utc};

type Result<T> = std::result::Result<T, Failure>;

/// How many orders a card shows, the newest first.
const MOST: u64 = 20;
/// How long a browser goes on showing them, on the phone of somebody else perhaps.
pub const PASS_FOR: TimeDelta = TimeDelta::minutes(10);

/// What was typed to open a card.
#[derive(Debug, Clone)]
struct Try {
    number: String,
    last_four: String,
    address: String,
}

fn typed(call: &Call, number: &str, last_four: &str) -> std::result::Result<Try, Fault> {
    let mut problems = Problems::default();
    let number = problems.take(read_card(number));
    let last_four = problems.take(read_last_four(last_four));
    let address = call.address.clone();
    problems.finish(number.zip(last_four).map(|(number, last_four)| Try { number, last_four, address }))
}

/// How far the orders of this card are.
///
/// # Errors
/// Problems of what was typed; the same one for a number of nobody and for digits that do not fit; [`Fault::SlowDown`]
/// after too many of these.
pub async fn card_status(call: &Call, slug: &str, (number, last_four): (String, String)) -> std::result::Result<Vec<CardLine>, Fault> {
    let tried = typed(call, &number, &last_four)?;
    let lines = communities::serve(call, "wishes.card_status", Mode::Write, slug, tried, lines_of).await?;
    lines.ok_or_else(|| wrong_card().into())
}

async fn lines_of(ctx: Ctx, tried: Try) -> Result<Option<Vec<CardLine>>> {
    match communities::ops::check_card(&ctx, &tried.number, &tried.last_four, &tried.address).await? {
        Some(resident) => lines(&ctx, resident).await.map(Some),
        None => Ok(None),
    }
}

/// Opens a card in a browser: a sealed pass that the browser keeps for [`PASS_FOR`].
///
/// # Errors
/// As [`card_status`].
pub async fn open_card(call: &Call, slug: &str, (number, last_four): (String, String)) -> std::result::Result<String, Fault> {
    let tried = typed(call, &number, &last_four)?;
    let pass = communities::serve(call, "wishes.open_card", Mode::Write, slug, tried, pass).await?;
    pass.ok_or_else(|| wrong_card().into())
}

async fn pass(ctx: Ctx, tried: Try) -> Result<Option<String>> {
    let opened = communities::ops::check_card(&ctx, &tried.number, &tried.last_four, &tried.address).await?.is_some();
    // By its number, so that a card that is void opens nothing any more.
    let until = (ctx.now + PASS_FOR).timestamp();
    opened.then(|| ctx.keys.seal(&format!("card {} {} {until}", ctx.place.id, tried.number))).transpose()
}

/// The page of a card: the orders of the one that the browser's pass opens, if there is one.
///
/// # Errors
/// When the database does.
pub async fn by_card(ctx: Ctx, pass: Option<String>) -> Result<Framed<Option<Vec<CardLine>>>> {
    let number = pass.and_then(|pass| ctx.keys.open(&pass).ok()).and_then(|plain| number_of(&ctx, &plain));
    let member = match number {
        Some(number) => communities::find_by_card(&ctx, &number).await?,
        None => None,
    };
    let shown = match member {
        Some(member) => Some(lines(&ctx, member.id).await?),
        None => None,
    };
    communities::ops::frame(&ctx, shown).await
}

/// The number in a pass that is of this community and has not run out.
fn number_of(ctx: &Ctx, plain: &str) -> Option<String> {
    let mut parts = plain.split(' ');
    let is_card = parts.next() == Some("card") && parts.next() == Some(ctx.place.id.to_string().as_str());
    let number = parts.next()?.to_owned();
    let until = DateTime::<Utc>::from_timestamp(parts.next()?.parse().ok()?, 0)?;
    (is_card && ctx.now < until).then_some(number)
}

/// What is open, and what was closed within the days in which it may be reopened.
async fn lines(ctx: &Ctx, resident: MemberId) -> Result<Vec<CardLine>> {
    let wishes = store::list_current(ctx, resident, ctx.now - REOPEN_WITHIN, MOST).await?;
    Ok(wishes.into_iter().map(|wish| CardLine { stage: wish.stage, clock: clock_card(ctx, &wish.due) }).collect())
}
