//! Who may do what with stars. Pure: the actor's roles here and the row, nothing else.

use super::entity::{choice, objection, quarter, rules};
use super::model::{Objection, Quarter, RulesId};
use crate::communities::policy::inside;
use crate::kernel::actor::{Actor, Role};
use crate::kernel::authz::{Action, Subject};
use crate::kernel::fault::Fault;
use crate::kernel::ids::MemberId;
use uuid::Uuid;

/// Setting thresholds, closing quarters, answering: admins.
///
/// # Errors
/// [`Fault::SignIn`] for a passer-by, [`Fault::NotFound`] for a member of elsewhere, [`Fault::Refused`] for other members.
pub fn may_keep(actor: &Actor) -> Result<(), Fault> {
    inside(actor)?;
    if actor.roles.has(Role::Admin) { Ok(()) } else { Err(Fault::Refused) }
}

/// Objecting: verified members.
///
/// # Errors
/// As [`may_keep`].
pub fn may_object(actor: &Actor) -> Result<(), Fault> {
    inside(actor)?;
    if actor.verified { Ok(()) } else { Err(Fault::Refused) }
}

/// Whether somebody is, or speaks at the desk for, this member.
fn is_or_serves(actor: &Actor, member: MemberId) -> bool {
    actor.is(member) || actor.at_desk()
}

impl Subject for Quarter {
    type Table = quarter::Entity;
    const KIND: &'static str = "star_quarter";
    fn key(&self) -> Uuid {
        self.id.0
    }
}

impl Subject for Objection {
    type Table = objection::Entity;
    const KIND: &'static str = "star_objection";
    fn key(&self) -> Uuid {
        self.id.0
    }
}

/// A version of the thresholds.
#[derive(Debug, Clone, Copy)]
pub struct TheRules(pub RulesId);

impl Subject for TheRules {
    type Table = rules::Entity;
    const KIND: &'static str = "star_rules";
    fn key(&self) -> Uuid {
        self.0.0
    }
}

/// How somebody's stars are shown.
#[derive(Debug, Clone, Copy)]
pub struct Choice(pub MemberId);

impl Subject for Choice {
    type Table = choice::Entity;
    const KIND: &'static str = "star_choice";
    fn key(&self) -> Uuid {
        self.0.0
    }
}

/// Setting thresholds.
#[derive(Debug)]
pub struct SetRules;

impl Action for SetRules {
    type On = TheRules;
    fn check(actor: &Actor, _: &TheRules) -> Result<(), Fault> {
        may_keep(actor)
    }
}

/// Closing a quarter, step by step.
#[derive(Debug)]
pub struct Close;

impl Action for Close {
    type On = Quarter;
    fn check(actor: &Actor, _: &Quarter) -> Result<(), Fault> {
        may_keep(actor)
    }
}

/// Choosing how one's stars are shown; the desk, for whoever goes.
#[derive(Debug)]
pub struct Choose;

impl Action for Choose {
    type On = Choice;
    fn check(actor: &Actor, choice: &Choice) -> Result<(), Fault> {
        inside(actor)?;
        if is_or_serves(actor, choice.0) { Ok(()) } else { Err(Fault::Refused) }
    }
}

/// Objecting, in one's own name.
#[derive(Debug)]
pub struct Object;

impl Action for Object {
    type On = Objection;
    fn check(actor: &Actor, objection: &Objection) -> Result<(), Fault> {
        may_object(actor)?;
        if actor.is(objection.by) && !actor.is(objection.against) { Ok(()) } else { Err(Fault::Refused) }
    }
}

/// Answering an objection: an admin who neither made it nor is meant.
#[derive(Debug)]
pub struct Answer;

impl Action for Answer {
    type On = Objection;
    fn check(actor: &Actor, objection: &Objection) -> Result<(), Fault> {
        may_keep(actor)?;
        if actor.is(objection.by) || actor.is(objection.against) { Err(Fault::Refused) } else { Ok(()) }
    }
}

/// Closing an objection, and removing what it says, when whoever made it or is meant goes: they, or the desk for one without an
/// account.
#[derive(Debug)]
pub struct ClearObjection;

impl Action for ClearObjection {
    type On = Objection;
    fn check(actor: &Actor, objection: &Objection) -> Result<(), Fault> {
        if is_or_serves(actor, objection.by) || actor.is(objection.against) { Ok(()) } else { Err(Fault::Refused) }
    }
}
