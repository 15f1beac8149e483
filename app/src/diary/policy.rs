//! Who may note, read, and make orders of it.

use super::entity::diary;
use super::model::Entry;
use crate::communities::policy::may_file;
use crate::kernel::actor::Actor;
use crate::kernel::authz::{Action, Subject};
use crate::kernel::fault::Fault;
use uuid::Uuid;

impl Subject for Entry {
    type Table = diary::Entity;
    const KIND: &'static str = "diary";
    fn key(&self) -> Uuid {
        self.id.0
    }
}

/// Noting something: the desk and grid workers, in their own name.
#[derive(Debug)]
pub struct Note;

impl Action for Note {
    type On = Entry;
    fn check(actor: &Actor, entry: &Entry) -> Result<(), Fault> {
        may_file(actor)?;
        if actor.is(entry.author) { Ok(()) } else { Err(Fault::Refused) }
    }
}

/// Removing what was said: whom it is about, when they go, or the desk for one without an account.
#[derive(Debug)]
pub struct Clear;

impl Action for Clear {
    type On = Entry;
    fn check(actor: &Actor, entry: &Entry) -> Result<(), Fault> {
        let about = entry.resident.is_some_and(|resident| actor.is(resident));
        if about || actor.at_desk() { Ok(()) } else { Err(Fault::Refused) }
    }
}

/// Making an order of an entry: whoever files orders, for whom it is about, never for themselves, and once.
#[derive(Debug)]
pub struct Turn;

impl Action for Turn {
    type On = Entry;
    fn check(actor: &Actor, entry: &Entry) -> Result<(), Fault> {
        may_file(actor)?;
        let somebody_else = entry.resident.is_some_and(|resident| !actor.is(resident));
        if somebody_else && entry.wish.is_none() && !entry.is_cleared() { Ok(()) } else { Err(Fault::Refused) }
    }
}
