//! Who may read figures, and who mends them.

use crate::communities::policy::inside;
use crate::kernel::actor::Actor;
use crate::kernel::authz::{Action, Subject};
use crate::kernel::fault::Fault;
use crate::kernel::figures;
use crate::kernel::ids::TenantId;
use uuid::Uuid;

/// All of it: staff and admins.
///
/// # Errors
/// As [`inside`], and [`Fault::Refused`] for other members.
pub fn may_read(actor: &Actor) -> Result<(), Fault> {
    inside(actor)?;
    if actor.at_desk() { Ok(()) } else { Err(Fault::Refused) }
}

/// The figures of one community, as something that can be put right.
#[derive(Debug, Clone, Copy)]
pub struct TheFigures(pub TenantId);

impl Subject for TheFigures {
    type Table = figures::Table;
    const KIND: &'static str = "figures";
    fn key(&self) -> Uuid {
        self.0.0
    }
}

/// Counting them again, and putting right what does not stand as the history says: nobody but the clock and the operator.
#[derive(Debug)]
pub struct Mend;

impl Action for Mend {
    type On = TheFigures;
    fn check(actor: &Actor, _: &TheFigures) -> Result<(), Fault> {
        let operator = actor.account.is_none() && actor.at_desk();
        if actor.is_clock || operator { Ok(()) } else { Err(Fault::Refused) }
    }
}
