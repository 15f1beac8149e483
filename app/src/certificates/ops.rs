//! The use cases of certificates.

use super::model::{
    Asked, Certificate, CertificateCard, CertificateEvent, CertificateId, Certificates, Confirmed, DIGITS, REASON, initials, number, wrong,
};
use super::policy::{ClearCertificate, Issue, Void, may_see};
use super::store;
use crate::accounts::{self, Try};
use crate::communities;
use crate::communities::model::{Framed, card_number};
use crate::kernel::authz::Action as _;
use crate::kernel::ctx::{Call, Ctx};
use crate::kernel::db::Mode;
use crate::kernel::fault::{Failure, Fault};
use crate::kernel::ids::MemberId;
use crate::kernel::keys::random_digits;
use crate::kernel::notices::Notice;
use crate::kernel::said::{Said, Text, text};
use crate::shifts;

type Result<T> = std::result::Result<T, Failure>;

const NO_HOURS: Text = text("还没有社区确认过的时长，开不了证明。", "There are no confirmed hours yet, so there is nothing to certify.");
const IS_VOID: Text = text("这张证明已经作废了。", "This certificate is void already.");
const VOIDED: Text = text("您的服务时长证明 {} 已作废。原因：{}", "Your certificate of hours {} is void. The reason: {}");

/// The certificates of the reader, or, for the desk, of this member, the newest first.
///
/// # Errors
/// [`Fault::NotFound`] for those who may not see them.
pub async fn list(ctx: Ctx, member: Option<MemberId>) -> Result<Vec<CertificateCard>> {
    let whose = whose(&ctx, member)?;
    Ok(store::list_of(&ctx, whose).await?.into_iter().map(|one| card(&ctx, one)).collect())
}

/// The page of them.
///
/// # Errors
/// As [`list`].
pub async fn list_page(ctx: Ctx, member: Option<MemberId>) -> Result<Framed<Certificates>> {
    let certificates = list(ctx.clone(), member).await?;
    let name = communities::get_member(&ctx, whose(&ctx, member)?).await?.name;
    communities::ops::frame(&ctx, Certificates { member, name, certificates }).await
}

fn whose(ctx: &Ctx, member: Option<MemberId>) -> Result<MemberId> {
    communities::policy::inside(&ctx.actor)?;
    let member = member.or(ctx.actor.member).ok_or(Fault::NotFound)?;
    may_see(&ctx.actor, member)?;
    Ok(member)
}

/// One certificate, to be printed.
///
/// # Errors
/// [`Fault::NotFound`] for those who may not see it.
pub async fn get(ctx: Ctx, id: CertificateId) -> Result<CertificateCard> {
    let certificate = seen(&ctx, id).await?;
    Ok(card(&ctx, certificate))
}

/// The page of it.
///
/// # Errors
/// As [`get`].
pub async fn page(ctx: Ctx, id: CertificateId) -> Result<Framed<CertificateCard>> {
    let certificate = get(ctx.clone(), id).await?;
    communities::ops::frame(&ctx, certificate).await
}

async fn seen(ctx: &Ctx, id: CertificateId) -> Result<Certificate> {
    communities::policy::inside(&ctx.actor)?;
    let certificate = store::find(ctx, id).await?.ok_or(Fault::NotFound)?;
    may_see(&ctx.actor, certificate.member)?;
    Ok(certificate)
}

fn card(ctx: &Ctx, certificate: Certificate) -> CertificateCard {
    let can_void = certificate.void.is_none() && Void::check(&ctx.actor, &certificate).is_ok();
    CertificateCard {
        number: number(&ctx.place.slug, &certificate.digits),
        id: certificate.id,
        name: certificate.name,
        minutes: certificate.minutes,
        services: certificate.services,
        from: certificate.from,
        to: certificate.to,
        made_on: certificate.made_on,
        void: certificate.void,
        can_void,
    }
}

/// Makes a certificate of what is confirmed now, of the reader or, for the desk, of this member; the newest there is, where it
/// says the same.
///
/// # Errors
/// As [`list`]; a rule, `no_hours`, where nothing is confirmed.
pub async fn issue(ctx: Ctx, member: Option<MemberId>) -> Result<CertificateCard> {
    let whose = whose(&ctx, member)?;
    // One at a time of this member: two presses are one, and whoever is just going gets none.
    communities::ops::stays(&ctx, whose).await?;
    let name = communities::get_member(&ctx, whose).await?.name;
    let served = shifts::ops::list_confirmed(&ctx, Some(whose), None).await?;
    let days = || served.iter().map(|shift| ctx.moment(shift.from).local().date());
    let (from, to) = days().min().zip(days().max()).ok_or_else(|| Fault::Rule { code: "no_hours".into(), said: NO_HOURS.into() })?;
    let new = Certificate {
        id: CertificateId::new(ctx.now),
        digits: free_digits(&ctx).await?,
        member: whose,
        name,
        minutes: served.iter().map(|shift| shift.minutes(ctx.now)).sum(),
        services: i64::try_from(served.len()).unwrap_or(i64::MAX),
        from,
        to,
        made_on: ctx.today(),
        void: None,
    };
    let says = |one: &Certificate| (one.name.clone(), one.minutes, one.services, one.from, one.to, one.void.clone());
    let newest = store::list_of(&ctx, whose).await?.into_iter().next();
    if let Some(same) = newest.filter(|one| says(one) == says(&new)) {
        return Ok(card(&ctx, same));
    }
    ctx.permit::<Issue>(&new)?.create(store::new_row(&new), &CertificateEvent::Issued).await?;
    Ok(card(&ctx, new))
}

/// Digits that no certificate here has.
async fn free_digits(ctx: &Ctx) -> Result<String> {
    for _ in 0..10 {
        let digits = card_number(&random_digits(DIGITS)?);
        if store::find_by_digits(ctx, &digits).await?.is_none() {
            return Ok(digits);
        }
    }
    Err(Failure::Broken("ten numbers of certificates in a row were taken".to_owned()))
}

/// The desk declares a certificate void, and says why; whose it is is told.
///
/// # Errors
/// As [`get`]; [`Fault::Refused`] of one's own; a problem of the reason; a rule, `is_void`, where it is.
pub async fn void(ctx: Ctx, (id, reason): (CertificateId, String)) -> Result<CertificateCard> {
    let before = seen(&ctx, id).await?;
    Void::check(&ctx.actor, &before)?;
    let reason = REASON.check(&reason)?;
    if before.void.is_some() {
        return Err(Fault::Rule { code: "is_void".into(), said: IS_VOID.into() }.into());
    }
    let now = Certificate { void: Some(reason.clone()), ..before.clone() };
    let permit = ctx.permit::<Void>(&before)?;
    let said = VOIDED.fill(&[&number(&ctx.place.slug, &now.digits), &reason]);
    permit.tell(now.member, &Notice { kind: "certificate_voided", said, link: "certificates".to_owned() }).await?;
    permit.change(store::changed_row(&now), store::holds(), &CertificateEvent::Voided).await?;
    Ok(card(&ctx, now))
}

/// Removes the name from the certificates of whoever goes, and why one was void.
///
/// # Errors
/// When the database does.
pub async fn clear(ctx: &Ctx, member: MemberId) -> Result<()> {
    for before in store::list_of(ctx, member).await? {
        let now = Certificate { name: String::new(), void: before.void.as_ref().map(|_| String::new()), ..before.clone() };
        ctx.permit::<ClearCertificate>(&before)?.change(store::changed_row(&now), store::is_named(), &CertificateEvent::Cleared).await?;
    }
    Ok(())
}

/// This member's certificates, the newest first.
///
/// # Errors
/// When the database does.
pub async fn kept_of(ctx: &Ctx, member: MemberId) -> Result<Vec<CertificateCard>> {
    Ok(store::list_of(ctx, member).await?.into_iter().map(|one| card(ctx, one)).collect())
}

/// How often one certificate, and how often certificates from one address, may be asked for in vain in ten minutes.
const TRIES: (u64, u64) = (5, 40);

/// Confirms a certificate to whoever knows its number and how the name on it begins.
///
/// # Errors
/// Problems of what was typed; the same one for a number of nothing and for a name that does not fit; [`Fault::SlowDown`] after
/// too many of these.
pub async fn confirm(call: &Call, (typed, name): (String, String)) -> std::result::Result<Confirmed, Fault> {
    let asked = Asked::read(&typed, &name)?;
    let keys = &call.app.keys;
    let one = keys.throttle_key(&["certificate", &asked.slug, &asked.digits]);
    let address = keys.throttle_key(&["certificate and address", &call.address]);
    let counted = accounts::count_try(call, vec![(one, TRIES.0), (address, TRIES.1)]).await?;
    let (slug, input) = (asked.slug.clone(), (asked, counted.clone()));
    let found = match communities::serve(call, "certificates.confirm", Mode::Read, &slug, input, look_up).await {
        // No such community: as if it had no such certificate.
        Err(Fault::NotFound) => Ok(None),
        other => other,
    };
    counted.settle(call, found, wrong).await
}

async fn look_up(ctx: Ctx, (asked, counted): (Asked, Try)) -> Result<Option<Confirmed>> {
    counted.check(ctx.tx().platform(), ctx.now).await?;
    let Some(found) = store::find_by_digits(&ctx, &asked.digits).await? else { return Ok(None) };
    if initials(&found.name).is_none_or(|name| name != asked.name) {
        return Ok(None);
    }
    let community = communities::ops::get_community(ctx.clone(), ()).await?;
    Ok(Some(Confirmed {
        number: number(&ctx.place.slug, &found.digits),
        holds: found.void.is_none(),
        community: Said { zh: community.name_zh.into(), en: community.name_en.into() },
        minutes: found.minutes,
        from: found.from,
        to: found.to,
        made_on: found.made_on,
    }))
}
