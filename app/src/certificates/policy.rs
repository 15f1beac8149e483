//! Who may do what with certificates. Pure: the actor's roles here and the row, nothing else.

use super::entity::certificate;
use super::model::Certificate;
use crate::communities::policy::inside;
use crate::kernel::actor::Actor;
use crate::kernel::authz::{Action, Subject};
use crate::kernel::fault::Fault;
use crate::kernel::ids::MemberId;
use uuid::Uuid;

/// Seeing somebody's certificates, and having one made: they themselves, and the desk.
///
/// # Errors
/// [`Fault::SignIn`] for a passer-by, [`Fault::NotFound`] for everybody else.
pub fn may_see(actor: &Actor, member: MemberId) -> Result<(), Fault> {
    inside(actor)?;
    if actor.is(member) || actor.at_desk() { Ok(()) } else { Err(Fault::NotFound) }
}

impl Subject for Certificate {
    type Table = certificate::Entity;
    const KIND: &'static str = "certificate";
    fn key(&self) -> Uuid {
        self.id.0
    }
}

/// Making one.
#[derive(Debug)]
pub struct Issue;

impl Action for Issue {
    type On = Certificate;
    fn check(actor: &Actor, certificate: &Certificate) -> Result<(), Fault> {
        may_see(actor, certificate.member)
    }
}

/// Declaring one void: the desk, never its own.
#[derive(Debug)]
pub struct Void;

impl Action for Void {
    type On = Certificate;
    fn check(actor: &Actor, certificate: &Certificate) -> Result<(), Fault> {
        may_see(actor, certificate.member)?;
        if actor.is(certificate.member) { Err(Fault::Refused) } else { Ok(()) }
    }
}

/// Removing the name of whoever goes: they themselves, or the desk for one without an account.
#[derive(Debug)]
pub struct ClearCertificate;

impl Action for ClearCertificate {
    type On = Certificate;
    fn check(actor: &Actor, certificate: &Certificate) -> Result<(), Fault> {
        may_see(actor, certificate.member)
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::CertificateId;
    use super::*;
    use crate::kernel::actor::{Role, Roles};
    use crate::kernel::ids::AccountId;
    use chrono::NaiveDate;

    #[test]
    fn one_has_ones_own_made_and_the_desk_anybodys_and_voids_all_but_its_own() {
        let member = |n| MemberId(Uuid::from_u128(n));
        let actor = |n, role| {
            let account = Some(AccountId(Uuid::from_u128(n)));
            Actor { account, member: Some(member(n)), roles: Roles::new([role]), ..Actor::default() }
        };
        let day = NaiveDate::default();
        let certificate = Certificate {
            id: CertificateId(Uuid::nil()),
            digits: "1234567897".to_owned(),
            member: member(1),
            name: "张三丰".to_owned(),
            minutes: 60,
            services: 1,
            from: day,
            to: day,
            made_on: day,
            void: None,
        };
        let may =
            |who: &Actor| (Issue::check(who, &certificate), Void::check(who, &certificate), ClearCertificate::check(who, &certificate));
        let (yes, no, nothing) = (Ok(()), Err(Fault::Refused), Err(Fault::NotFound));
        assert_eq!(may(&actor(1, Role::Volunteer)), (yes.clone(), no.clone(), yes.clone()));
        assert_eq!(may(&actor(1, Role::Staff)), (yes.clone(), no, yes.clone()));
        for desk in [Role::Staff, Role::Admin] {
            assert_eq!(may(&actor(2, desk)), (yes.clone(), yes.clone(), yes.clone()), "{desk:?}");
        }
        for other in [Role::Volunteer, Role::Resident, Role::GridWorker, Role::Merchant] {
            assert_eq!(may(&actor(2, other)), (nothing.clone(), nothing.clone(), nothing.clone()), "{other:?}");
        }
        assert_eq!(may(&Actor::default()).0, Err(Fault::SignIn));
    }
}
