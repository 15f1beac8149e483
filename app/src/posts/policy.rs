//! Who may do what with posts, claims and objections. Pure: the actor's roles here and the row, nothing else.

use super::model::{Claim, Step};
use crate::kernel::actor::{Actor, Role};
use crate::kernel::fault::Fault;
use crate::kernel::ids::MemberId;

/// Setting posts up, appointing, answering: admins.
///
/// # Errors
/// [`Fault::SignIn`] for a passer-by, [`Fault::NotFound`] for a member of elsewhere, [`Fault::Refused`] for other members.
pub fn may_keep(actor: &Actor) -> Result<(), Fault> {
    inside(actor)?;
    if actor.roles.has(Role::Admin) { Ok(()) } else { Err(Fault::Refused) }
}

/// Claiming: volunteers.
///
/// # Errors
/// As [`may_keep`].
pub fn may_claim(actor: &Actor) -> Result<(), Fault> {
    inside(actor)?;
    if actor.roles.has(Role::Volunteer) { Ok(()) } else { Err(Fault::Refused) }
}

/// Objecting: verified members.
///
/// # Errors
/// As [`may_keep`].
pub fn may_object(actor: &Actor) -> Result<(), Fault> {
    inside(actor)?;
    if actor.verified { Ok(()) } else { Err(Fault::Refused) }
}

fn inside(actor: &Actor) -> Result<(), Fault> {
    match (actor.account, actor.member) {
        (_, Some(_)) => Ok(()),
        (None, None) => Err(Fault::SignIn),
        (Some(_), None) => Err(Fault::NotFound),
    }
}

/// Who may take a step with a claim; whether its stage allows it is the stage's matter. Nobody decides on their own.
///
/// # Errors
/// [`Fault::NotFound`] for those who do not see it, [`Fault::Refused`] for those who do.
pub fn may_step(actor: &Actor, claim: &Claim, step: Step) -> Result<(), Fault> {
    let (own, keeps) = (actor.is(claim.member), actor.roles.has(Role::Admin));
    if !own && !keeps {
        return Err(Fault::NotFound);
    }
    let allowed = match step {
        Step::Appoint | Step::Decline | Step::Dismiss => !own,
        Step::Withdraw | Step::StepDown => own,
    };
    if allowed { Ok(()) } else { Err(Fault::Refused) }
}

/// Who may move an offer of a shift: this one of the two whom it concerns.
///
/// # Errors
/// [`Fault::NotFound`] for all others, [`Fault::Refused`] for the other.
pub fn may_move(actor: &Actor, (by, with): (MemberId, MemberId), mover: MemberId) -> Result<(), Fault> {
    inside(actor)?;
    match () {
        () if actor.is(mover) => Ok(()),
        () if actor.is(by) || actor.is(with) => Err(Fault::Refused),
        () => Err(Fault::NotFound),
    }
}

#[cfg(feature = "ssr")]
mod actions {
    use super::super::entity::{claim, objection, post, swap};
    use super::super::model::{Objection, Post};
    use super::super::swaps::Swap;
    use super::{Actor, Claim, Fault, MemberId, Step, may_claim, may_keep, may_move, may_object, may_step};
    use crate::kernel::authz::{Action, Subject};
    use crate::kernel::jobs::Later;
    use crate::wishes::model::WishId;
    use uuid::Uuid;

    impl Subject for Post {
        type Table = post::Entity;
        const KIND: &'static str = "post";
        fn key(&self) -> Uuid {
            self.id.0
        }
    }

    impl Subject for Claim {
        type Table = claim::Entity;
        const KIND: &'static str = "claim";
        fn key(&self) -> Uuid {
            self.id.0
        }
    }

    impl Subject for Objection {
        type Table = objection::Entity;
        const KIND: &'static str = "objection";
        fn key(&self) -> Uuid {
            self.id.0
        }
    }

    /// A wish that can be taken on, for whoever looks after its category.
    #[derive(Debug, Clone, Copy)]
    pub struct Wanted(pub WishId);

    impl Subject for Wanted {
        type Table = claim::Entity;
        const KIND: &'static str = Later::Wanted.code();
        fn key(&self) -> Uuid {
            self.0.0
        }
    }

    /// Telling them. Nobody does it: it follows from that it can be taken on.
    #[derive(Debug)]
    pub struct Call;

    impl Action for Call {
        type On = Wanted;
        fn check(actor: &Actor, _: &Wanted) -> Result<(), Fault> {
            if actor.is_clock { Ok(()) } else { Err(Fault::Refused) }
        }
    }

    /// Setting a post up, changing and opening it.
    #[derive(Debug)]
    pub struct SetUp;

    impl Action for SetUp {
        type On = Post;
        fn check(actor: &Actor, _: &Post) -> Result<(), Fault> {
            may_keep(actor)
        }
    }

    /// Ending a post: an admin, or its last day.
    #[derive(Debug)]
    pub struct End;

    impl Action for End {
        type On = Post;
        fn check(actor: &Actor, _: &Post) -> Result<(), Fault> {
            if actor.is_clock { Ok(()) } else { may_keep(actor) }
        }
    }

    /// Counting the places that are taken. It follows from what became of a claim, whoever did that, and says nothing else.
    #[derive(Debug)]
    pub struct Count;

    impl Action for Count {
        type On = Post;
        fn check(_: &Actor, _: &Post) -> Result<(), Fault> {
            Ok(())
        }
    }

    /// Claiming a post, for oneself.
    #[derive(Debug)]
    pub struct MakeClaim;

    impl Action for MakeClaim {
        type On = Claim;
        fn check(actor: &Actor, claim: &Claim) -> Result<(), Fault> {
            may_claim(actor)?;
            if actor.is(claim.member) { Ok(()) } else { Err(Fault::Refused) }
        }
    }

    /// What happens to a claim by itself: a place becomes free, the days are over, the post ends. It follows from what
    /// somebody else may do, or from a time that has come.
    #[derive(Debug)]
    pub struct Follow;

    impl Action for Follow {
        type On = Claim;
        fn check(_: &Actor, _: &Claim) -> Result<(), Fault> {
            Ok(())
        }
    }

    /// An offer of a shift, with whoever made it and whoever is asked.
    #[derive(Debug)]
    pub struct Offer {
        /// The offer.
        pub swap: Swap,
        /// Who made it.
        pub by: MemberId,
        /// Who is asked.
        pub with: MemberId,
    }

    impl Subject for Offer {
        type Table = swap::Entity;
        const KIND: &'static str = "swap";
        fn key(&self) -> Uuid {
            self.swap.id.0
        }
    }

    /// Offering a shift of one's own, or taking that back.
    #[derive(Debug)]
    pub struct OfferSwap;

    impl Action for OfferSwap {
        type On = Offer;
        fn check(actor: &Actor, offer: &Offer) -> Result<(), Fault> {
            may_move(actor, (offer.by, offer.with), offer.by)
        }
    }

    /// Answering an offer that was made to oneself.
    #[derive(Debug)]
    pub struct AnswerSwap;

    impl Action for AnswerSwap {
        type On = Offer;
        fn check(actor: &Actor, offer: &Offer) -> Result<(), Fault> {
            may_move(actor, (offer.by, offer.with), offer.with)
        }
    }

    /// Removing what was written in a claim: whoever made it and goes, or the desk for one without an account.
    #[derive(Debug)]
    pub struct ClearClaim;

    impl Action for ClearClaim {
        type On = Claim;
        fn check(actor: &Actor, claim: &Claim) -> Result<(), Fault> {
            if actor.is(claim.member) || actor.at_desk() { Ok(()) } else { Err(Fault::Refused) }
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

    /// Closing an objection whose appointment ended otherwise. It follows from that.
    #[derive(Debug)]
    pub struct Settle;

    impl Action for Settle {
        type On = Objection;
        fn check(_: &Actor, objection: &Objection) -> Result<(), Fault> {
            if objection.answer.is_none() { Ok(()) } else { Err(Fault::Refused) }
        }
    }

    /// Removing what was written in an objection: whoever made it or is meant and goes, or the desk for one without an account.
    #[derive(Debug)]
    pub struct ClearObjection;

    impl Action for ClearObjection {
        type On = Objection;
        fn check(actor: &Actor, objection: &Objection) -> Result<(), Fault> {
            let part = actor.is(objection.by) || actor.is(objection.against);
            if part || actor.at_desk() { Ok(()) } else { Err(Fault::Refused) }
        }
    }

    macro_rules! steps {
        ($($(#[$doc:meta])* $name:ident;)*) => {$(
            $(#[$doc])*
            #[derive(Debug)]
            pub struct $name;

            impl Action for $name {
                type On = Claim;
                fn check(actor: &Actor, claim: &Claim) -> Result<(), Fault> {
                    may_step(actor, claim, Step::$name)
                }
            }
        )*};
    }

    steps! {
        /// Giving it a place, or a turn on the waiting list.
        Appoint;
        /// Saying that it will not be.
        Decline;
        /// Taking it back.
        Withdraw;
        /// Leaving the post.
        StepDown;
        /// Taking the post away.
        Dismiss;
    }
}

#[cfg(feature = "ssr")]
pub use actions::{
    Answer, AnswerSwap, Appoint, Call, ClearClaim, ClearObjection, Count, Decline, Dismiss, End, Follow, MakeClaim, Object, Offer,
    OfferSwap, SetUp, Settle, StepDown, Wanted, Withdraw,
};
