//! What a community and its volunteers choose: thresholds for quarters to come, and how somebody is shown.

use super::Result;
use crate::communities;
use crate::communities::model::Framed;
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::{Fault, Problem};
use crate::kernel::ids::MemberId;
use crate::kernel::period::Period;
use crate::kernel::said::{Text, text};
use crate::stars::model::{MyStars, RulesCard, RulesEvent, RulesId, Showing, StarObjectionCard};
use crate::stars::policy::{Choice, Choose, SetRules, TheRules, may_keep};
use crate::stars::rules::{NewThresholds, at, numbered};
use crate::stars::store;

const SHOWING: Text = text("请选怎样公开。", "Please choose how they are shown.");

/// What stars take here: what holds for this quarter, and every version; for everybody.
///
/// # Errors
/// When the database does.
pub async fn get_rules(ctx: Ctx, (): ()) -> Result<RulesCard> {
    let mut versions = store::list_rules(&ctx).await?;
    let version = at(&versions, Period::quarter_of(ctx.today())).version;
    versions.reverse();
    versions.extend(numbered(&[], 0));
    Ok(RulesCard { version, versions, can_set: may_keep(&ctx.actor).is_ok() })
}

/// The page of it.
///
/// # Errors
/// As [`get_rules`].
pub async fn rules_page(ctx: Ctx, (): ()) -> Result<Framed<RulesCard>> {
    let card = get_rules(ctx.clone(), ()).await?;
    communities::ops::frame(&ctx, card).await
}

/// An admin sets what stars take from a quarter to come on.
///
/// # Errors
/// [`Fault::Refused`] for all but admins; problems of the form.
pub async fn set_rules(ctx: Ctx, new: NewThresholds) -> Result<RulesCard> {
    may_keep(&ctx.actor)?;
    crate::points::ops::turn(&ctx).await?;
    let (thresholds, from) = new.check(ctx.today())?;
    let version = store::list_rules(&ctx).await?.last().map_or(1, |last| last.version + 1);
    let id = RulesId::new(ctx.now);
    let event = RulesEvent::Made { version, from: Period::quarter_of(from).quarter_code() };
    ctx.permit::<SetRules>(&TheRules(id))?.create(store::rules_row(id, version, from, &thresholds)?, &event).await?;
    get_rules(ctx, ()).await
}

/// Chooses how one's stars are shown to others.
///
/// # Errors
/// [`Fault::NotFound`] for those who are not members here; a problem of the choice.
pub async fn choose(ctx: Ctx, showing: String) -> Result<MyStars> {
    communities::policy::inside(&ctx.actor)?;
    let member = ctx.actor.member.ok_or(Fault::NotFound)?;
    let showing = Showing::from_code(showing.trim()).ok_or_else(|| Problem::new("showing", "showing", SHOWING))?;
    communities::ops::stays(&ctx, member).await?;
    put(&ctx, member, showing).await?;
    super::list_mine(ctx, ()).await
}

async fn put(ctx: &Ctx, member: MemberId, showing: Showing) -> Result<()> {
    let before = store::list_showing(ctx, vec![member]).await?.remove(&member);
    if before.unwrap_or(Showing::Hidden) == showing {
        return Ok(());
    }
    let choice = Choice(member);
    store::write_showing(ctx.permit::<Choose>(&choice)?, choice, showing, before.is_none()).await
}

/// Shows the stars of whoever goes to nobody.
pub(super) async fn hide(ctx: &Ctx, member: MemberId) -> Result<()> {
    put(ctx, member, Showing::Hidden).await
}

/// What is kept of this member: their quarters, how they are shown, and what they said against others' stars.
///
/// # Errors
/// When the database does.
pub async fn kept_of(ctx: &Ctx, member: MemberId) -> Result<(MyStars, Vec<StarObjectionCard>)> {
    Ok((super::lists::of(ctx, member).await?, super::objecting::list_by(ctx, member).await?))
}
