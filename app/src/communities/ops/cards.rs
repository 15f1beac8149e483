//! Household cards: made for a resident, found again by their number, and checked with the end of a phone number.

use super::{frame, get_resident_to_speak_for, stays};
use crate::accounts::model::masked_name;
use crate::accounts::{self, Try};
use crate::communities::entity::membership;
use crate::communities::model::{CARD_DIGITS, Framed, HouseholdCard, Member, MemberEvent, card_number};
use crate::communities::policy::{self, MakeCard};
use crate::communities::store;
use crate::kernel::authz::Action as _;
use crate::kernel::ctx::{Call, Ctx};
use crate::kernel::fault::{Failure, Fault};
use crate::kernel::ids::MemberId;
use crate::kernel::keys::random_digits;
use sea_orm::{ActiveValue::Set, ColumnTrait as _};

type Result<T> = std::result::Result<T, Failure>;

/// The card of the reader, or of a resident for whom they may order.
///
/// # Errors
/// [`Fault::NotFound`] for a resident of elsewhere; [`Fault::Refused`] for members who are not residents, and to ask for others.
pub async fn get_card(ctx: Ctx, resident: Option<MemberId>) -> Result<HouseholdCard> {
    let whose = whose(&ctx, resident).await?;
    card(&ctx, whose).await
}

/// The page of the card.
///
/// # Errors
/// As [`get_card`].
pub async fn card_page(ctx: Ctx, resident: Option<MemberId>) -> Result<Framed<HouseholdCard>> {
    let card = get_card(ctx.clone(), resident).await?;
    frame(&ctx, card).await
}

/// Makes a card with a new number; one that was there before is void from now on.
///
/// # Errors
/// As [`get_card`].
pub async fn make_card(ctx: Ctx, resident: Option<MemberId>) -> Result<HouseholdCard> {
    let whose = whose(&ctx, resident).await?;
    // Somebody who is just going gets none.
    stays(&ctx, whose.id).await?;
    let number = free_number(&ctx).await?;
    let row = membership::ActiveModel { card_no: Set(Some(number)), ..Default::default() };
    let here = membership::Column::LeftAt.is_null();
    ctx.permit::<MakeCard>(&whose)?.change(row, here, &MemberEvent::CardMade).await?;
    card(&ctx, whose).await
}

async fn whose(ctx: &Ctx, resident: Option<MemberId>) -> Result<Member> {
    policy::inside(&ctx.actor)?;
    let id = match resident {
        Some(id) => get_resident_to_speak_for(ctx, id).await?.id,
        None => ctx.actor.member.ok_or(Fault::NotFound)?,
    };
    let member = store::get_member(ctx, id).await?;
    policy::may_see_card(&ctx.actor, &member)?;
    Ok(member)
}

async fn card(ctx: &Ctx, member: Member) -> Result<HouseholdCard> {
    let has_phone = store::find_phone(ctx, &member).await?.is_some();
    let number = store::find_card_number(ctx, member.id).await?;
    let can_make = MakeCard::check(&ctx.actor, &member).is_ok();
    Ok(HouseholdCard { member: member.id, name: masked_name(&member.name), number, has_phone, can_make })
}

/// A number that nobody here has.
async fn free_number(ctx: &Ctx) -> Result<String> {
    for _ in 0..10 {
        let number = card_number(&random_digits(CARD_DIGITS)?);
        if store::find_by_card(ctx, &number).await?.is_none() {
            return Ok(number);
        }
    }
    Err(Failure::Broken("ten card numbers in a row were taken".to_owned()))
}

/// How often a card, and how often cards from one address, may be tried in vain in ten minutes.
const TRIES: (u64, u64) = (5, 40);

/// Counts a try to open the card of this number.
///
/// # Errors
/// [`Fault::SlowDown`] after too many in vain.
pub async fn count_card_try(call: &Call, slug: &str, number: &str) -> std::result::Result<Try, Fault> {
    let keys = &call.app.keys;
    let counted =
        vec![(keys.throttle_key(&["card", slug, number]), TRIES.0), (keys.throttle_key(&["card and address", &call.address]), TRIES.1)];
    accounts::count_try(call, counted).await
}

/// Whose card it is, where the number and the end of the phone on file fit; `None` where they do not.
///
/// # Errors
/// [`Fault::SlowDown`] where too many were tried at the same moment.
pub async fn check_card(ctx: &Ctx, number: &str, last_four: &str, tried: &Try) -> Result<Option<MemberId>> {
    tried.check(ctx.tx().platform(), ctx.now).await?;
    let Some(member) = store::find_by_card(ctx, number).await? else { return Ok(None) };
    let fits = store::find_phone(ctx, &member).await?.is_some_and(|phone| phone.ends_with(last_four));
    Ok(fits.then_some(member.id))
}
