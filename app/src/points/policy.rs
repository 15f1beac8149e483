//! Who may do what with points. Pure: the actor's roles here and the row, nothing else.

use super::entity::{entry, term};
use super::model::TermId;
use crate::communities::policy::inside;
use crate::kernel::actor::{Actor, Role, Roles};
use crate::kernel::authz::{Action, Subject};
use crate::kernel::fault::Fault;
use crate::kernel::ids::MemberId;
use crate::kernel::jobs::Later;
use uuid::Uuid;

/// Whether what somebody with these roles does earns points: volunteers alone, never whoever works for the community.
pub fn earns(roles: &Roles) -> bool {
    roles.has(Role::Volunteer) && !roles.any(&[Role::Staff, Role::Admin, Role::GridWorker])
}

/// Setting rates, and recomputing a quarter: admins.
///
/// # Errors
/// [`Fault::SignIn`] for a passer-by, [`Fault::NotFound`] for a member of elsewhere, [`Fault::Refused`] for other members.
pub fn may_set(actor: &Actor) -> Result<(), Fault> {
    inside(actor)?;
    if actor.roles.has(Role::Admin) { Ok(()) } else { Err(Fault::Refused) }
}

/// Somebody's ledger.
#[derive(Debug, Clone, Copy)]
pub struct Ledger(pub MemberId);

impl Subject for Ledger {
    type Table = entry::Entity;
    const KIND: &'static str = Later::Ledger.code();
    fn key(&self) -> Uuid {
        self.0.0
    }
}

/// From when to when a version of the rates holds.
#[derive(Debug, Clone, Copy)]
pub struct TheTerm(pub TermId);

impl Subject for TheTerm {
    type Table = term::Entity;
    const KIND: &'static str = "point_term";
    fn key(&self) -> Uuid {
        self.0.0
    }
}

/// Writing what is missing into a ledger. Nobody does it: it follows from what was done.
#[derive(Debug)]
pub struct Settle;

impl Action for Settle {
    type On = Ledger;
    fn check(actor: &Actor, _: &Ledger) -> Result<(), Fault> {
        if actor.is_clock { Ok(()) } else { Err(Fault::Refused) }
    }
}

/// Setting rates.
#[derive(Debug)]
pub struct SetRates;

impl Action for SetRates {
    type On = TheTerm;
    fn check(actor: &Actor, _: &TheTerm) -> Result<(), Fault> {
        may_set(actor)
    }
}
