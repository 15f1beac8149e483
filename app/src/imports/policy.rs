//! Who may bring tables in, and take them back.

use super::entity::import;
use super::store::Import;
use crate::communities::policy::{inside, keep_settings};
use crate::kernel::actor::Actor;
use crate::kernel::authz::{Action, Subject};
use crate::kernel::fault::Fault;
use uuid::Uuid;

impl Subject for Import {
    type Table = import::Entity;
    const KIND: &'static str = "import";
    fn key(&self) -> Uuid {
        self.id.0
    }
}

/// Bringing a table, looking at its rows, letting it come in, throwing it away: the admin whose table it is. To others a draft
/// is not there.
#[derive(Debug)]
pub struct Bring;

impl Action for Bring {
    type On = Import;
    fn check(actor: &Actor, import: &Import) -> Result<(), Fault> {
        keep_settings(actor)?;
        if actor.is(import.by) { Ok(()) } else { Err(Fault::NotFound) }
    }
}

/// Taking back what came in: admins.
#[derive(Debug)]
pub struct TakeBack;

impl Action for TakeBack {
    type On = Import;
    fn check(actor: &Actor, _: &Import) -> Result<(), Fault> {
        keep_settings(actor)
    }
}

/// Throwing a draft away that names somebody who goes: members, as part of going.
#[derive(Debug)]
pub struct Forget;

impl Action for Forget {
    type On = Import;
    fn check(actor: &Actor, _: &Import) -> Result<(), Fault> {
        inside(actor)
    }
}

/// Throwing a draft away whose day has passed, and what is kept of one that came in: the clock.
#[derive(Debug)]
pub struct Expire;

impl Action for Expire {
    type On = Import;
    fn check(actor: &Actor, _: &Import) -> Result<(), Fault> {
        if actor.is_clock { Ok(()) } else { Err(Fault::Refused) }
    }
}
