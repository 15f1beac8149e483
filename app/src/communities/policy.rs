//! Who may do what with members and settings.

use super::entity::{category, delegation, invitation, membership};
use super::model::{CategoryCard, Delegation, Invitation, Member, TheCommunity, is_pseudonym};
use crate::accounts::model::masked_name;
use crate::kernel::actor::{Actor, Role, Roles};
use crate::kernel::authz::{Action, Subject};
use crate::kernel::fault::Fault;
use uuid::Uuid;

impl Subject for Member {
    type Table = membership::Entity;
    const KIND: &'static str = "member";
    fn key(&self) -> Uuid {
        self.id.0
    }
}

impl Subject for TheCommunity {
    type Table = super::entity::grid::Entity;
    const KIND: &'static str = "community";
    fn key(&self) -> Uuid {
        self.0.0
    }
}

impl Subject for CategoryCard {
    type Table = category::Entity;
    const KIND: &'static str = "category";
    fn key(&self) -> Uuid {
        self.id.0
    }
}

impl Subject for Delegation {
    type Table = delegation::Entity;
    const KIND: &'static str = "delegation";
    fn key(&self) -> Uuid {
        self.id.0
    }
}

impl Subject for Invitation {
    type Table = invitation::Entity;
    const KIND: &'static str = "invitation";
    fn key(&self) -> Uuid {
        self.id.0
    }
}

/// Only those who are members here see the community from inside; to others it is not there.
///
/// # Errors
/// [`Fault::SignIn`] for a passer-by, [`Fault::NotFound`] for a member of elsewhere.
pub fn inside(actor: &Actor) -> Result<(), Fault> {
    match (actor.account, actor.member) {
        (None, _) => Err(Fault::SignIn),
        (Some(_), None) => Err(Fault::NotFound),
        (Some(_), Some(_)) => Ok(()),
    }
}

/// Staff and admins keep the list of people.
///
/// # Errors
/// As [`inside`], and [`Fault::Refused`] for other members.
pub fn keep_people(actor: &Actor) -> Result<(), Fault> {
    inside(actor)?;
    if actor.at_desk() { Ok(()) } else { Err(Fault::Refused) }
}

/// The desk and grid workers file orders for residents, and keep records of those without an account.
///
/// # Errors
/// As [`inside`], and [`Fault::Refused`] for other members.
pub fn may_file(actor: &Actor) -> Result<(), Fault> {
    inside(actor)?;
    if actor.roles.any(&Role::FILERS) { Ok(()) } else { Err(Fault::Refused) }
}

/// Seeing a member in full: the desk; grid workers see those for whom they may file an order.
#[derive(Debug)]
pub struct LookUp;

impl Action for LookUp {
    type On = Member;
    fn check(actor: &Actor, subject: &Member) -> Result<(), Fault> {
        may_file(actor)?;
        let files_for = subject.roles.has(Role::Resident) && (subject.account.is_none() || subject.verified_at.is_some());
        // Who has gone has neither.
        let is_here = subject.account.is_some() || !subject.roles.is_empty();
        if is_here && (actor.at_desk() || files_for) { Ok(()) } else { Err(Fault::NotFound) }
    }
}

/// What the lists of the desk show of a name: of residents its first character; of those who work here, all of it, and of those
/// who have gone the name that says nothing.
pub fn listed_name(name: &str, roles: &Roles) -> String {
    let says_nothing = roles.is_empty() && is_pseudonym(name);
    if says_nothing || roles.iter().any(|role| role != Role::Resident) { name.to_owned() } else { masked_name(name) }
}

/// Keeping a record of somebody without an account: never one with roles beyond a resident's.
#[derive(Debug)]
pub struct KeepRecord;

impl Action for KeepRecord {
    type On = Member;
    fn check(actor: &Actor, subject: &Member) -> Result<(), Fault> {
        may_file(actor)?;
        let resident = subject.account.is_none() && subject.roles.iter().eq([Role::Resident]);
        if resident { Ok(()) } else { Err(Fault::Refused) }
    }
}

/// Bringing in what a table holds: admins.
#[derive(Debug)]
pub struct BringIn;

impl Action for BringIn {
    type On = TheCommunity;
    fn check(actor: &Actor, _: &TheCommunity) -> Result<(), Fault> {
        keep_settings(actor)
    }
}

/// Making a member a volunteer as a table says, with an account or without, and taking that back: admins, not of themselves.
#[derive(Debug)]
pub struct Recruit;

impl Action for Recruit {
    type On = Member;
    fn check(actor: &Actor, subject: &Member) -> Result<(), Fault> {
        keep_settings(actor)?;
        if actor.is(subject.id) || subject.roles.is_empty() { Err(Fault::Refused) } else { Ok(()) }
    }
}

/// Closing a category that a table opened: admins.
#[derive(Debug)]
pub struct CloseCategory;

impl Action for CloseCategory {
    type On = CategoryCard;
    fn check(actor: &Actor, _: &CategoryCard) -> Result<(), Fault> {
        keep_settings(actor)
    }
}

/// Joining a record to an account: staff and admins, not of themselves.
#[derive(Debug)]
pub struct JoinRecord;

impl Action for JoinRecord {
    type On = Member;
    fn check(actor: &Actor, subject: &Member) -> Result<(), Fault> {
        Verify::check(actor, subject)
    }
}

/// Inviting people: staff and admins.
#[derive(Debug)]
pub struct MakeInvitation;

impl Action for MakeInvitation {
    type On = Invitation;
    fn check(actor: &Actor, _: &Invitation) -> Result<(), Fault> {
        keep_people(actor)
    }
}

/// Calling an invitation back: staff and admins.
#[derive(Debug)]
pub struct EndInvitation;

impl Action for EndInvitation {
    type On = Invitation;
    fn check(actor: &Actor, _: &Invitation) -> Result<(), Fault> {
        keep_people(actor)
    }
}

/// Coming by an invitation: whoever registers with what opens it.
#[derive(Debug)]
pub struct ComeBy;

impl Action for ComeBy {
    type On = Invitation;
    fn check(actor: &Actor, _: &Invitation) -> Result<(), Fault> {
        if actor.account.is_some() && actor.member.is_some() { Ok(()) } else { Err(Fault::Refused) }
    }
}

/// Reading a household card: the resident, their delegates, and whoever files for them.
///
/// # Errors
/// As [`inside`], and [`Fault::Refused`] for others and for members who are not residents.
pub fn may_see_card(actor: &Actor, subject: &Member) -> Result<(), Fault> {
    if actor.stands_for(subject.id) { inside(actor) } else { MakeCard::check(actor, subject) }
}

/// Being verified by an invitation: whoever is a member already, for themselves.
#[derive(Debug)]
pub struct VerifyByInvitation;

impl Action for VerifyByInvitation {
    type On = Member;
    fn check(actor: &Actor, subject: &Member) -> Result<(), Fault> {
        inside(actor)?;
        if actor.is(subject.id) { Ok(()) } else { Err(Fault::Refused) }
    }
}

/// Being on duty at the desk: staff and admins, of themselves.
#[derive(Debug)]
pub struct BeOnDuty;

impl Action for BeOnDuty {
    type On = Member;
    fn check(actor: &Actor, subject: &Member) -> Result<(), Fault> {
        keep_people(actor)?;
        if actor.is(subject.id) { Ok(()) } else { Err(Fault::Refused) }
    }
}

/// Going, and being given all that is kept: members of themselves; the desk for somebody without an account, who asked for it.
#[derive(Debug)]
pub struct Leave;

impl Action for Leave {
    type On = Member;
    fn check(actor: &Actor, subject: &Member) -> Result<(), Fault> {
        inside(actor)?;
        if actor.is(subject.id) {
            return Ok(());
        }
        keep_people(actor)?;
        if subject.is_of_nobodys_account() { Ok(()) } else { Err(Fault::Refused) }
    }
}

/// Correcting what is kept: members of themselves.
#[derive(Debug)]
pub struct Correct;

impl Action for Correct {
    type On = Member;
    fn check(actor: &Actor, subject: &Member) -> Result<(), Fault> {
        inside(actor)?;
        if actor.is(subject.id) { Ok(()) } else { Err(Fault::Refused) }
    }
}

/// Correcting the record of somebody without an account, who said so: the desk. A volunteer's is known again by its phone when it
/// becomes an account's: an admin.
#[derive(Debug)]
pub struct CorrectRecord;

impl Action for CorrectRecord {
    type On = Member;
    fn check(actor: &Actor, subject: &Member) -> Result<(), Fault> {
        keep_people(actor)?;
        let may = actor.roles.has(Role::Admin) || !subject.roles.has(Role::Volunteer);
        if may && subject.is_of_nobodys_account() { Ok(()) } else { Err(Fault::Refused) }
    }
}

/// Making a household card, which voids the one before: the resident, and whoever files for them.
#[derive(Debug)]
pub struct MakeCard;

impl Action for MakeCard {
    type On = Member;
    fn check(actor: &Actor, subject: &Member) -> Result<(), Fault> {
        inside(actor)?;
        if !subject.roles.has(Role::Resident) {
            return Err(Fault::Refused);
        }
        if actor.is(subject.id) { Ok(()) } else { may_file(actor) }
    }
}

/// Giving out a code with which somebody speaks for a resident: the resident, or whoever files for them.
#[derive(Debug)]
pub struct OfferDelegation;

impl Action for OfferDelegation {
    type On = Delegation;
    fn check(actor: &Actor, subject: &Delegation) -> Result<(), Fault> {
        match (actor.is(subject.resident), actor.roles.has(Role::Resident)) {
            (true, true) => Ok(()),
            (true, false) => Err(Fault::Refused),
            (false, _) => may_file(actor),
        }
    }
}

/// Using the code: any member but the resident and whoever got it for them.
#[derive(Debug)]
pub struct TakeOn;

impl Action for TakeOn {
    type On = Delegation;
    fn check(actor: &Actor, subject: &Delegation) -> Result<(), Fault> {
        inside(actor)?;
        let own = actor.is(subject.resident) || actor.is(subject.offered_by);
        if own { Err(Fault::Refused) } else { Ok(()) }
    }
}

/// Ending it: either of the two, or whoever files for the resident. To others it is not there.
#[derive(Debug)]
pub struct EndDelegation;

impl Action for EndDelegation {
    type On = Delegation;
    fn check(actor: &Actor, subject: &Delegation) -> Result<(), Fault> {
        let own = actor.is(subject.resident) || subject.delegate.is_some_and(|delegate| actor.is(delegate));
        if own { Ok(()) } else { may_file(actor).map_err(|_| Fault::NotFound) }
    }
}

/// Becoming a member: anyone with an account, for themselves.
#[derive(Debug)]
pub struct Register;

impl Action for Register {
    type On = Member;
    fn check(actor: &Actor, subject: &Member) -> Result<(), Fault> {
        let own = actor.is(subject.id) && subject.account.is_some() && actor.account == subject.account;
        if own { Ok(()) } else { Err(Fault::Refused) }
    }
}

/// Saying that a member is who they say: staff and admins, not of themselves.
#[derive(Debug)]
pub struct Verify;

impl Action for Verify {
    type On = Member;
    fn check(actor: &Actor, subject: &Member) -> Result<(), Fault> {
        keep_people(actor)?;
        if actor.is(subject.id) { Err(Fault::Refused) } else { Ok(()) }
    }
}

/// Saying in what grid somebody lives: staff and admins. Of a record, too.
#[derive(Debug)]
pub struct SetGrid;

impl Action for SetGrid {
    type On = Member;
    fn check(actor: &Actor, _: &Member) -> Result<(), Fault> {
        keep_people(actor)
    }
}

/// Giving and taking roles: admins, not of themselves (so that none locks themselves out, or lets themselves in), and only
/// where there is an account.
#[derive(Debug)]
pub struct ChangeRoles;

impl Action for ChangeRoles {
    type On = Member;
    fn check(actor: &Actor, subject: &Member) -> Result<(), Fault> {
        keep_people(actor)?;
        // Somebody without an account can do nothing with a role.
        let may = actor.roles.has(Role::Admin) && !actor.is(subject.id) && subject.account.is_some();
        if may { Ok(()) } else { Err(Fault::Refused) }
    }
}

/// Admins set when the community is open and how long things may take.
///
/// # Errors
/// As [`inside`], and [`Fault::Refused`] for other members.
pub fn keep_settings(actor: &Actor) -> Result<(), Fault> {
    inside(actor)?;
    if actor.roles.has(Role::Admin) { Ok(()) } else { Err(Fault::Refused) }
}

/// Setting how the desk is reached and what it checks.
#[derive(Debug)]
pub struct SetDesk;

impl Action for SetDesk {
    type On = TheCommunity;
    fn check(actor: &Actor, _: &TheCommunity) -> Result<(), Fault> {
        keep_settings(actor)
    }
}

/// Setting the opening hours.
#[derive(Debug)]
pub struct SetHours;

impl Action for SetHours {
    type On = TheCommunity;
    fn check(actor: &Actor, _: &TheCommunity) -> Result<(), Fault> {
        keep_settings(actor)
    }
}

/// Setting the limits of a category.
#[derive(Debug)]
pub struct SetLimits;

impl Action for SetLimits {
    type On = CategoryCard;
    fn check(actor: &Actor, _: &CategoryCard) -> Result<(), Fault> {
        keep_settings(actor)
    }
}

/// Setting a community up, from the operator's command line alone.
#[derive(Debug)]
pub struct SetUp;

impl Action for SetUp {
    type On = TheCommunity;
    fn check(actor: &Actor, _: &TheCommunity) -> Result<(), Fault> {
        // The command line acts without an account; a request never reaches an operation that asks for this.
        if actor.account.is_none() && actor.roles.has(Role::Admin) { Ok(()) } else { Err(Fault::Refused) }
    }
}

/// Making someone a member with roles, from the operator's command line alone.
#[derive(Debug)]
pub struct GrantRoles;

impl Action for GrantRoles {
    type On = Member;
    fn check(actor: &Actor, _: &Member) -> Result<(), Fault> {
        SetUp::check(actor, &TheCommunity(crate::kernel::ids::TenantId(Uuid::nil())))
    }
}
