//! Who may choose, set up, send and try again.

use super::entity::{message, outlet, webhook};
use super::store::{Message, Outlet, Webhook};
use crate::communities::policy::{inside, keep_people, keep_settings};
use crate::kernel::actor::Actor;
use crate::kernel::authz::{Action, Subject};
use crate::kernel::fault::Fault;
use crate::kernel::ids::NoticeId;
use uuid::Uuid;

impl Subject for Outlet {
    type Table = outlet::Entity;
    const KIND: &'static str = "outlet";
    fn key(&self) -> Uuid {
        self.member.0
    }
}

impl Subject for Webhook {
    type Table = webhook::Entity;
    const KIND: &'static str = "webhook";
    fn key(&self) -> Uuid {
        self.id.0
    }
}

impl Subject for Message {
    type Table = message::Entity;
    const KIND: &'static str = "message";
    fn key(&self) -> Uuid {
        self.id.0
    }
}

/// A notice that is to become messages.
#[derive(Debug, Clone, Copy)]
pub struct Heard(pub NoticeId);

impl Subject for Heard {
    type Table = message::Entity;
    const KIND: &'static str = "notice";
    fn key(&self) -> Uuid {
        self.0.0
    }
}

/// Choosing how one is reached: everybody for themselves. Whoever has no account chooses nothing.
#[derive(Debug)]
pub struct Choose;

impl Action for Choose {
    type On = Outlet;
    fn check(actor: &Actor, outlet: &Outlet) -> Result<(), Fault> {
        inside(actor)?;
        if actor.is(outlet.member) { Ok(()) } else { Err(Fault::NotFound) }
    }
}

/// Taking over what somebody chose when their account is joined to their record: the desk, which joins them.
#[derive(Debug)]
pub struct Carry;

impl Action for Carry {
    type On = Outlet;
    fn check(actor: &Actor, _: &Outlet) -> Result<(), Fault> {
        keep_people(actor)
    }
}

/// Setting up, trying and closing a webhook: admins.
#[derive(Debug)]
pub struct KeepWebhook;

impl Action for KeepWebhook {
    type On = Webhook;
    fn check(actor: &Actor, _: &Webhook) -> Result<(), Fault> {
        keep_settings(actor)
    }
}

/// A message of one's own making: the code to an address of one's own, an admin's try.
#[derive(Debug)]
pub struct Ask;

impl Action for Ask {
    type On = Message;
    fn check(actor: &Actor, message: &Message) -> Result<(), Fault> {
        inside(actor)?;
        if actor.is(message.member) && message.notice.is_none() { Ok(()) } else { Err(Fault::Refused) }
    }
}

/// Trying again what could not be sent: admins.
#[derive(Debug)]
pub struct Retry;

impl Action for Retry {
    type On = Message;
    fn check(actor: &Actor, _: &Message) -> Result<(), Fault> {
        keep_settings(actor)
    }
}

/// Making messages of a notice: the clock.
#[derive(Debug)]
pub struct Plan;

impl Action for Plan {
    type On = Heard;
    fn check(actor: &Actor, _: &Heard) -> Result<(), Fault> {
        if actor.is_clock { Ok(()) } else { Err(Fault::Refused) }
    }
}

/// Sending a message, and noting what became of it: the clock.
#[derive(Debug)]
pub struct Send;

impl Action for Send {
    type On = Message;
    fn check(actor: &Actor, _: &Message) -> Result<(), Fault> {
        if actor.is_clock { Ok(()) } else { Err(Fault::Refused) }
    }
}
