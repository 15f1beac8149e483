//! Delegates: a resident gets a code and passes it on; whoever types it speaks for them until one of the two, or the desk,
//! ends it. No list of people is searched, so nobody learns who lives here.

use super::{frame, get_resident, stays};
use crate::accounts::model::masked_name;
use crate::accounts::{self, Try};
use crate::communities::door::serve_once;
use crate::communities::entity::delegation;
use crate::communities::model::{
    CODE_DIGITS, CODE_FOR, Delegates, Delegation, DelegationCard, DelegationEvent, DelegationId, Framed, MOST_DELEGATES, OfferCard,
    read_code, wrong_code,
};
use crate::communities::policy::{self, EndDelegation, OfferDelegation, TakeOn};
use crate::communities::store;
use crate::kernel::authz::{Action, Permit};
use crate::kernel::ctx::{Call, Ctx};
use crate::kernel::fault::{Failure, Fault};
use crate::kernel::ids::MemberId;
use crate::kernel::keys::random_digits;
use crate::kernel::notices::Notice;
use crate::kernel::said::{Text, text};
use sea_orm::ActiveValue::Set;

type Result<T> = std::result::Result<T, Failure>;

/// Who speaks for the reader and for whom they speak; or, for whoever files orders, who speaks for this resident.
///
/// # Errors
/// [`Fault::NotFound`] for a resident of elsewhere; [`Fault::Refused`] to ask for others, but for the desk and grid workers.
pub async fn list_delegates(ctx: Ctx, resident: Option<MemberId>) -> Result<Delegates> {
    policy::inside(&ctx.actor)?;
    let member = ctx.actor.member.ok_or(Fault::NotFound)?;
    let card = match resident {
        Some(id) => Some(get_resident(&ctx, id).await?),
        None => None,
    };
    let whose = card.as_ref().map_or(member, |card| card.id);
    let offer = store::find_offer(&ctx, whose).await?;
    let delegates = store::delegations_of(&ctx, whose).await?;
    let residents = if card.is_none() { store::delegations_to(&ctx, member).await? } else { Vec::new() };
    let others = delegates.iter().filter_map(|one| one.delegate).chain(residents.iter().map(|one| one.resident));
    let names = store::list_names(&ctx, others.collect::<Vec<_>>()).await?;
    // The two know each other; the desk does not need to.
    let at_desk = card.is_some();
    let line = |one: &Delegation, other: MemberId| {
        let name = names.get(&other).map(|(name, _)| if at_desk { masked_name(name) } else { name.clone() })?;
        Some(DelegationCard { id: one.id, member: other, name, since: ctx.moment(one.begun_at?) })
    };
    Ok(Delegates {
        resident: card,
        offer: offer.map(|(one, code)| OfferCard { id: one.id, code, until: ctx.moment(one.expires_at) }),
        delegates: delegates.iter().filter_map(|one| line(one, one.delegate?)).collect(),
        residents: residents.iter().filter_map(|one| line(one, one.resident)).collect(),
    })
}

/// The page of delegates.
///
/// # Errors
/// As [`list_delegates`].
pub async fn delegates_page(ctx: Ctx, resident: Option<MemberId>) -> Result<Framed<Delegates>> {
    let delegates = list_delegates(ctx.clone(), resident).await?;
    frame(&ctx, delegates).await
}

const ENOUGH: Text =
    text("已经有 {} 位代办人了。先请一位停下，再换人。", "There are {} delegates already. Please end one of them before another begins.");

/// A code with which somebody becomes this resident's delegate: for oneself, or at the desk. One that was not used yet is
/// void from now on.
///
/// # Errors
/// A rule where there are [`MOST_DELEGATES`] already; [`Fault::NotFound`] and [`Fault::Refused`] as for [`list_delegates`].
pub async fn offer_delegation(ctx: Ctx, resident: Option<MemberId>) -> Result<OfferCard> {
    policy::inside(&ctx.actor)?;
    let resident = match resident {
        Some(id) => get_resident(&ctx, id).await?.id,
        None => ctx.actor.member.ok_or(Fault::NotFound)?,
    };
    let offered_by = ctx.actor.member.ok_or(Fault::NotFound)?;
    let new =
        Delegation { id: DelegationId::new(ctx.now), resident, delegate: None, offered_by, expires_at: ctx.now + CODE_FOR, begun_at: None };
    let permit = ctx.permit::<OfferDelegation>(&new)?;
    stays(&ctx, resident).await?;
    not_enough(&ctx, resident).await?;
    if let Some(old) = store::find_unused(&ctx, resident).await? {
        over(ctx.permit::<EndDelegation>(&old)?, &ctx, &old).await?;
    }
    let code = random_digits(CODE_DIGITS)?;
    permit.create(store::new_offer(&ctx, &new, &code)?, &DelegationEvent::Offered).await?;
    Ok(OfferCard { id: new.id, code, until: ctx.moment(new.expires_at) })
}

async fn not_enough(ctx: &Ctx, resident: MemberId) -> Result<()> {
    if store::delegations_of(ctx, resident).await?.len() < MOST_DELEGATES {
        return Ok(());
    }
    Err(Fault::Rule { code: "enough_delegates".into(), said: ENOUGH.fill(&[&MOST_DELEGATES]) }.into())
}

/// How many codes a person, and how many all of one address, may try in vain in ten minutes.
const TRIES: (u64, u64) = (8, 40);

/// Somebody types a code and is the resident's delegate.
///
/// # Errors
/// A problem beside the code; a rule for one's own, and where one speaks for this resident already; [`Fault::SlowDown`]
/// after too many that were wrong.
pub async fn take_on(call: &Call, slug: &str, code: String) -> std::result::Result<DelegationCard, Fault> {
    let code = read_code(&code)?;
    let keys = &call.app.keys;
    // Whoever is not logged in is turned away inside, and counted by their address until then.
    let who = call.identity.map(|who| (keys.throttle_key(&["code", &who.account.to_string()]), TRIES.0));
    let address = (keys.throttle_key(&["code and address", &call.address]), TRIES.1);
    let counted = accounts::count_try(call, who.into_iter().chain([address]).collect()).await?;
    let taken = serve_once(call, "communities.take_on", slug, (code, counted.clone()), try_code).await;
    counted.settle(call, taken, wrong_code).await
}

const OWN: Text = text("这是您自己要来的代办码，要请别人来填。", "You got this code yourself: somebody else has to type it.");
const ALREADY: Text = text("您已经是这位居民的代办人了。", "You speak for this resident already.");
const BEGUN: Text = text(
    "有人填了您的代办码，从现在起可以替您点单、看进展、确认。请看看是谁；不认识的话，请马上停用。",
    "Somebody used your code and can order, follow and confirm for you from now on. Please look who it is, and end it at once if you do not know them.",
);

/// `None` for a code that is not good.
async fn try_code(ctx: Ctx, (code, counted): (String, Try)) -> Result<Option<DelegationCard>> {
    policy::inside(&ctx.actor)?;
    let member = ctx.actor.member.ok_or(Fault::NotFound)?;
    counted.check(ctx.tx().platform(), ctx.now).await?;
    let Some(offer) = store::find_by_code(&ctx, &code).await? else { return Ok(None) };
    let rule = |code: &'static str, said: Text| Err(Fault::Rule { code: code.into(), said: said.into() }.into());
    if offer.resident == member || offer.offered_by == member {
        return rule("own_code", OWN);
    }
    if ctx.actor.stands_for(offer.resident) {
        return rule("delegate_already", ALREADY);
    }
    not_enough(&ctx, offer.resident).await?;
    let row = delegation::ActiveModel { delegate_id: Set(Some(member)), begun_at: Set(Some(ctx.now)), ..Default::default() };
    let permit = ctx.permit::<TakeOn>(&offer)?;
    tell(&permit, offer.resident, BEGUN).await?;
    permit.change(row, store::is_open(), &DelegationEvent::TakenOn).await?;
    let name = store::get_member(&ctx, offer.resident).await?.name;
    Ok(Some(DelegationCard { id: offer.id, member: offer.resident, name, since: ctx.moment(ctx.now) }))
}

const ENDED: Text = text("一位代办人停下了，不再替您办事。", "Somebody who spoke for you does so no more.");
const NO_MORE: Text = text("您不再是一位居民的代办人了。", "You no longer speak for a resident.");

/// One of the two, or the desk, ends it; or calls a code back.
///
/// # Errors
/// [`Fault::NotFound`] for those whom it does not concern, and when it is over.
pub async fn end_delegation(ctx: Ctx, id: DelegationId) -> Result<()> {
    policy::inside(&ctx.actor)?;
    let delegation = store::get_delegation(&ctx, id).await?;
    let permit = ctx.permit::<EndDelegation>(&delegation)?;
    if let Some(delegate) = delegation.delegate {
        for (member, said) in [(delegation.resident, ENDED), (delegate, NO_MORE)] {
            if !ctx.actor.is(member) {
                tell(&permit, member, said).await?;
            }
        }
    }
    over(permit, &ctx, &delegation).await
}

/// Ends what was read: a code that was used in the meantime is a delegation now, and not ended unseen.
async fn over(permit: Permit<'_, EndDelegation>, ctx: &Ctx, read: &Delegation) -> Result<()> {
    let row = delegation::ActiveModel { ended_at: Set(Some(ctx.now)), ..Default::default() };
    let as_read = if read.delegate.is_some() { store::stands() } else { store::is_open() };
    permit.change(row, as_read, &DelegationEvent::Ended).await
}

async fn tell<A: Action>(permit: &Permit<'_, A>, member: MemberId, said: Text) -> Result<()> {
    permit.tell(member, &Notice { kind: "delegation", said: said.into(), link: "delegates".to_owned() }).await
}
