//! How far the orders of a household are, for whoever has its card and knows the end of its phone number: stages and clocks,
//! and nothing else.

use super::looks::clock_card;
use crate::accounts::Try;
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

/// What was typed to open a card, and that it is counted.
#[derive(Debug, Clone)]
struct Tried {
    number: String,
    last_four: String,
    counted: Try,
}

/// Checks what was typed, counts the try, and runs the use case.
async fn opened<O, Fut>(
    call: &Call,
    door: &'static str,
    slug: &str,
    (number, last_four): (String, String),
    op: fn(Ctx, Tried) -> Fut,
) -> std::result::Result<O, Fault>
where
    O: Send + 'static,
    Fut: Future<Output = Result<Option<O>>> + Send + 'static,
{
    let mut problems = Problems::default();
    let (number, last_four) = (problems.take(read_card(&number)), problems.take(read_last_four(&last_four)));
    let (number, last_four) = problems.finish(number.zip(last_four))?;
    let counted = communities::ops::count_card_try(call, slug, &number).await?;
    let tried = Tried { number, last_four, counted: counted.clone() };
    let shown = communities::serve(call, door, Mode::Read, slug, tried, op).await;
    counted.settle(call, shown, wrong_card).await
}

/// How far the orders of this card are.
///
/// # Errors
/// Problems of what was typed; the same one for a number of nobody and for digits that do not fit; [`Fault::SlowDown`]
/// after too many of these.
pub async fn card_status(call: &Call, slug: &str, typed: (String, String)) -> std::result::Result<Vec<CardLine>, Fault> {
    opened(call, "wishes.card_status", slug, typed, lines_of).await
}

async fn lines_of(ctx: Ctx, tried: Tried) -> Result<Option<Vec<CardLine>>> {
    match communities::ops::check_card(&ctx, &tried.number, &tried.last_four, &tried.counted).await? {
        Some(resident) => lines(&ctx, resident).await.map(Some),
        None => Ok(None),
    }
}

/// Opens a card in a browser: a sealed pass that the browser keeps for [`PASS_FOR`].
///
/// # Errors
/// As [`card_status`].
pub async fn open_card(call: &Call, slug: &str, typed: (String, String)) -> std::result::Result<String, Fault> {
    opened(call, "wishes.open_card", slug, typed, pass).await
}

async fn pass(ctx: Ctx, tried: Tried) -> Result<Option<String>> {
    let is_right = communities::ops::check_card(&ctx, &tried.number, &tried.last_four, &tried.counted).await?.is_some();
    // By its number, so that a card that is void opens nothing any more.
    let until = (ctx.now + PASS_FOR).timestamp();
    is_right.then(|| ctx.keys.seal(&format!("card {} {} {until}", ctx.place.id, tried.number))).transpose()
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
