//! The use cases of shifts. Whatever writes down when somebody served takes their turn first, in whatever communities: one
//! command at a time looks at what they served already, and writes beside it.

mod calendar;
mod deciding;
mod lists;
mod reminding;
mod serving;

pub use calendar::{calendar, end_calendar, find_calendar, renew_calendar};
pub use deciding::{confirm, confirm_all, dispute, explain, miss, revoke};
pub use lists::{check, count_waiting, desk_page, kept_of, list, list_confirmed, list_expected, list_mine, mine_page, sums};
pub use reminding::remind;
pub use serving::{check_in, check_out, clear, correct, enter, withdraw};

use super::model::{Shift, ShiftCard, ShiftEvent, ShiftId, ShiftStage, Span};
use super::moves::Moved;
use super::rules::fits;
use super::{store, told};
use crate::accounts;
use crate::communities;
use crate::kernel::actor::Role;
use crate::kernel::authz::{Action, At, Permit};
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::{Failure, Fault};
use crate::kernel::ids::{AccountId, MemberId};
use crate::kernel::jobs::{self, Later};
use crate::kernel::notices::Notice;
use crate::posts;

type Result<T> = std::result::Result<T, Failure>;

/// A shift and, if the caller insists on what was seen, its version.
pub type ShiftAt = At<ShiftId>;

/// Reads a shift that the actor may take this step with, in the turn of whoever served it.
async fn read<A: Action<On = Shift>>(ctx: &Ctx, at: ShiftAt) -> Result<Shift> {
    communities::policy::inside(&ctx.actor)?;
    let seen = store::find(ctx, at.id).await?.ok_or(Fault::NotFound)?;
    ctx.permit::<A>(&seen)?;
    alone(ctx, seen.account, seen.member).await?;
    let shift = store::find(ctx, at.id).await?.ok_or(Fault::NotFound)?;
    at.insist(shift.version)?;
    ctx.go_on_after(shift.moved_at);
    Ok(shift)
}

/// Lets one command at a time write down what this person serves, wherever.
async fn alone(ctx: &Ctx, account: Option<AccountId>, member: MemberId) -> Result<()> {
    match account {
        Some(account) if accounts::alone(ctx.tx().platform(), account).await? => Ok(()),
        Some(_) => Err(Fault::NotFound.into()),
        None => jobs::alone(ctx, "shift_turn", member.0).await,
    }
}

/// What this person served around these times, in whatever community, but this one.
async fn beside(ctx: &Ctx, account: Option<AccountId>, span: Span, but: Option<ShiftId>) -> Result<Vec<Shift>> {
    let Some(account) = account else { return Ok(Vec::new()) };
    let all = store::list_served_near(ctx, account, span).await?;
    Ok(all.into_iter().filter(|shift| Some(shift.id) != but).collect())
}

/// Refuses times for which there is no room beside the others.
fn has_room(ctx: &Ctx, span: Span, others: &[Shift]) -> Result<()> {
    let others: Vec<Span> = others.iter().map(|shift| shift.span(ctx.now)).collect();
    Ok(fits(span, &others, &ctx.place.zone)?)
}

/// Writes a move, and tells whom it concerns.
async fn write<A: Action<On = Shift>>(ctx: Ctx, before: &Shift, mut moved: Moved) -> Result<ShiftCard> {
    moved.shift.moved_at = ctx.event_at();
    let permit = ctx.permit::<A>(before)?;
    tell(&ctx, &permit, &moved.shift, &moved.event).await?;
    if moved.from == ShiftStage::Confirmed || moved.shift.stage == ShiftStage::Confirmed {
        permit.wake(Later::Ledger, before.member.0).await?;
    }
    store::write(permit, &moved).await?;
    lists::card(&ctx, moved.shift).await
}

/// Tells whoever served, or the admins where they answered; nobody what they did themselves.
async fn tell<A: Action<On = Shift>>(ctx: &Ctx, permit: &Permit<'_, A>, shift: &Shift, event: &ShiftEvent) -> Result<()> {
    let titles = posts::ops::list_titles(ctx, vec![shift.post]).await?;
    let title = titles.get(&shift.post).map(String::as_str).unwrap_or_default();
    let Some(said) = told::said(event, title, ctx.moment(shift.from)) else { return Ok(()) };
    let (people, link) = if *event == ShiftEvent::Explained {
        (communities::list_with_role(ctx, Role::Admin).await?, "shifts?stage=missed")
    } else {
        (vec![shift.member], "my-shifts")
    };
    let notice = Notice { kind: kind(event), said, link: link.to_owned() };
    for member in people.into_iter().filter(|member| !ctx.actor.is(*member)) {
        permit.tell(member, &notice).await?;
    }
    Ok(())
}

/// What a notice about an event is called, for programs.
fn kind(event: &ShiftEvent) -> &'static str {
    match event {
        ShiftEvent::CheckedIn { .. } => "shift_checked_in",
        ShiftEvent::Entered { .. } => "shift_entered",
        ShiftEvent::CheckedOut => "shift_checked_out",
        ShiftEvent::Confirmed => "shift_confirmed",
        ShiftEvent::Disputed => "shift_disputed",
        ShiftEvent::Missed { .. } => "shift_missed",
        ShiftEvent::Revoked => "shift_revoked",
        ShiftEvent::Explained | ShiftEvent::Corrected | ShiftEvent::Withdrawn | ShiftEvent::Cleared => "shift_explained",
    }
}
