//! Who may do what with shifts. Pure: the actor's roles here and the row, nothing else.

use super::entity::{calendar, reminder, shift};
use super::model::{Shift, Step};
use crate::communities::policy::inside;
use crate::kernel::actor::Actor;
use crate::kernel::authz::{Action, Subject};
use crate::kernel::fault::Fault;
use crate::kernel::ids::MemberId;
use crate::kernel::jobs::Later;
use crate::posts::model::ClaimId;
use uuid::Uuid;

/// Seeing everybody's shifts: the desk.
///
/// # Errors
/// [`Fault::SignIn`] for a passer-by, [`Fault::NotFound`] for a member of elsewhere, [`Fault::Refused`] for other members.
pub fn keep(actor: &Actor) -> Result<(), Fault> {
    inside(actor)?;
    if actor.at_desk() { Ok(()) } else { Err(Fault::Refused) }
}

/// Writing down what somebody serves: they themselves, and the desk for them.
///
/// # Errors
/// [`Fault::SignIn`] for a passer-by, [`Fault::NotFound`] for everybody else.
pub fn may_begin(actor: &Actor, member: MemberId) -> Result<(), Fault> {
    inside(actor)?;
    if actor.is(member) || actor.at_desk() { Ok(()) } else { Err(Fault::NotFound) }
}

/// Who may take a step with a shift; whether its stage allows it is the stage's matter. Nobody decides on their own.
///
/// # Errors
/// [`Fault::NotFound`] for those who do not see it, [`Fault::Refused`] for those who do.
pub fn may_step(actor: &Actor, shift: &Shift, step: Step) -> Result<(), Fault> {
    let own = actor.is(shift.member);
    may_begin(actor, shift.member)?;
    let allowed = match step {
        Step::CheckOut => true,
        Step::Withdraw | Step::Correct | Step::Explain => own,
        Step::Confirm | Step::Dispute | Step::Revoke => !own,
    };
    if allowed { Ok(()) } else { Err(Fault::Refused) }
}

impl Subject for Shift {
    type Table = shift::Entity;
    const KIND: &'static str = "shift";
    fn key(&self) -> Uuid {
        self.id.0
    }
}

/// The link of somebody's calendar.
#[derive(Debug, Clone, Copy)]
pub struct TheCalendar(pub MemberId);

impl Subject for TheCalendar {
    type Table = calendar::Entity;
    const KIND: &'static str = "calendar";
    fn key(&self) -> Uuid {
        self.0.0
    }
}

/// Making and ending it: whose it is; the desk, for whoever goes.
#[derive(Debug)]
pub struct KeepCalendar;

impl Action for KeepCalendar {
    type On = TheCalendar;
    fn check(actor: &Actor, calendar: &TheCalendar) -> Result<(), Fault> {
        may_begin(actor, calendar.0)
    }
}

/// What somebody was reminded of, of a claim's shifts.
#[derive(Debug, Clone, Copy)]
pub struct Reminders(pub ClaimId);

impl Subject for Reminders {
    type Table = reminder::Entity;
    const KIND: &'static str = Later::Reminders.code();
    fn key(&self) -> Uuid {
        self.0.0
    }
}

/// Reminding. Nobody does it: its time has come.
#[derive(Debug)]
pub struct Remind;

impl Action for Remind {
    type On = Reminders;
    fn check(actor: &Actor, _: &Reminders) -> Result<(), Fault> {
        if actor.is_clock { Ok(()) } else { Err(Fault::Refused) }
    }
}

/// Checking in, or entering later.
#[derive(Debug)]
pub struct Begin;

impl Action for Begin {
    type On = Shift;
    fn check(actor: &Actor, shift: &Shift) -> Result<(), Fault> {
        may_begin(actor, shift.member)
    }
}

/// Recording that somebody did not come: the desk, never of oneself.
#[derive(Debug)]
pub struct Miss;

impl Action for Miss {
    type On = Shift;
    fn check(actor: &Actor, shift: &Shift) -> Result<(), Fault> {
        keep(actor)?;
        if actor.is(shift.member) { Err(Fault::Refused) } else { Ok(()) }
    }
}

/// Removing what was written: whoever served and goes, or the desk for one without an account.
#[derive(Debug)]
pub struct ClearShift;

impl Action for ClearShift {
    type On = Shift;
    fn check(actor: &Actor, shift: &Shift) -> Result<(), Fault> {
        if actor.is(shift.member) || actor.at_desk() { Ok(()) } else { Err(Fault::Refused) }
    }
}

macro_rules! steps {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name;

        impl Action for $name {
            type On = Shift;
            fn check(actor: &Actor, shift: &Shift) -> Result<(), Fault> {
                may_step(actor, shift, Step::$name)
            }
        }
    )*};
}

steps! {
    /// Stopping.
    CheckOut;
    /// Taking it back.
    Withdraw;
    /// Saying that it was so.
    Confirm;
    /// Asking.
    Dispute;
    /// Saying when it really was.
    Correct;
    /// Saying why one did not come.
    Explain;
    /// Taking back that somebody did not come.
    Revoke;
}
