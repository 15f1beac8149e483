//! The only way into a community. [`serve`] finds the community by its slug, looks up the session and the membership,
//! and runs one command in one transaction; [`serve_once`] does so under an `Idempotency-Key`.

use super::store;
use crate::accounts;
use crate::kernel::actor::{Actor, Channel, Role, Roles};
use crate::kernel::ctx::{Call, Ctx, guarded};
use crate::kernel::db::Mode;
use crate::kernel::fault::{Failure, Fault};
use crate::kernel::idempotency;
use serde::{Serialize, de::DeserializeOwned};

type Result<T> = std::result::Result<T, Failure>;

/// Runs one command in a community.
///
/// # Errors
/// [`Fault::NotFound`] for a slug of nothing, else the fault of the command.
pub async fn serve<I, O, Fut>(
    call: &Call,
    door: &'static str,
    mode: Mode,
    slug: &str,
    input: I,
    op: fn(Ctx, I) -> Fut,
) -> std::result::Result<O, Fault>
where
    I: Clone + Send + Sync + 'static,
    O: Send + 'static,
    Fut: Future<Output = Result<O>> + Send + 'static,
{
    let (inner, slug) = (call.clone(), slug.to_owned());
    guarded(call, door, move || {
        let (call, slug, input) = (inner.clone(), slug.clone(), input.clone());
        async move {
            let ctx = open(&call, mode, &slug).await?;
            let result = op(ctx.clone(), input).await;
            ctx.end(result).await
        }
    })
    .await
}

/// Runs one changing command in a community; when the call carries an `Idempotency-Key`, its effect happens once and
/// every repetition gets the first answer.
///
/// # Errors
/// As [`serve`], and those of `idempotency`.
pub async fn serve_once<I, O, Fut>(
    call: &Call,
    door: &'static str,
    slug: &str,
    input: I,
    op: fn(Ctx, I) -> Fut,
) -> std::result::Result<O, Fault>
where
    I: Clone + Send + Sync + 'static,
    O: Serialize + DeserializeOwned + Send + Sync + 'static,
    Fut: Future<Output = Result<O>> + Send + 'static,
{
    let (inner, slug) = (call.clone(), slug.to_owned());
    guarded(call, door, move || {
        let (call, slug, input) = (inner.clone(), slug.clone(), input.clone());
        async move {
            let ctx = open(&call, Mode::Write, &slug).await?;
            let result = once(&call, ctx.clone(), input, op).await;
            ctx.end(result).await
        }
    })
    .await
}

async fn once<I, O, Fut>(call: &Call, ctx: Ctx, input: I, op: fn(Ctx, I) -> Fut) -> Result<O>
where
    O: Serialize + DeserializeOwned,
    Fut: Future<Output = Result<O>>,
{
    let Some(once) = &call.once else { return op(ctx, input).await };
    if let Some(answer) = idempotency::begin(&ctx, once).await? {
        return Ok(answer);
    }
    let answer = op(ctx.clone(), input).await?;
    idempotency::finish(&ctx, once, &answer).await?;
    Ok(answer)
}

async fn open(call: &Call, mode: Mode, slug: &str) -> Result<Ctx> {
    let tx = call.app.db.begin(mode).await?;
    let now = call.app.clock.now();
    let identity = accounts::identify(&tx, call, now).await?;
    let place = store::find_place(&tx, slug).await?.ok_or(Fault::NotFound)?;
    let tx = tx.enter(place.id).await?;
    let mut actor = Actor::default();
    if call.channel == Channel::Cli && identity.is_none() {
        // The operator's command line sets communities up; a request's channel is never this one.
        actor.roles = Roles::new([Role::Admin]);
    }
    actor.is_clock = call.channel == Channel::Clock;
    if let Some(who) = identity {
        actor.account = Some(who.account);
        actor.session = Some(who.session);
        if let Some(member) = store::find_membership(&tx, who.account).await? {
            actor.member = Some(member.id);
            actor.verified = member.verified_at.is_some();
            actor.roles = Roles::from_rest(&member.roles);
            actor.stands_for = store::stands_for(&tx, member.id).await?;
        }
    }
    Ok(Ctx::new(call, actor, place, tx))
}
