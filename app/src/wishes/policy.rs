//! Who may do what with a wish. Pure: the actor's roles here and the wish's row, nothing else.

use super::model::{Side, Wish};
use super::stage::{Move, Stage};
use crate::kernel::actor::{Actor, Role};
use crate::kernel::fault::Fault;

/// How much of a wish a reader sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// Nothing: it is not there.
    None,
    /// The public card.
    Card,
    /// Title, text and history.
    Whole,
}

/// How much of a wish this reader sees: the resident, their delegates, the desk, whoever filed it and whoever holds or brought
/// it see the whole; other verified members the public card, once there is one and as long as the wish is not closed without being granted.
pub fn sight(actor: &Actor, wish: &Wish) -> Sight {
    let Some(member) = actor.member else { return Sight::None };
    let speaks = filed(actor, wish) || actor.stands_for(wish.resident);
    if wish.resident == member || wish.holder == Some(member) || speaks || actor.at_desk() {
        return Sight::Whole;
    }
    let shown = wish.public_card.is_some() && !matches!(wish.stage, Stage::Placed | Stage::Declined | Stage::Withdrawn);
    if shown && may_see_wall(actor) { Sight::Card } else { Sight::None }
}

/// The wall is for the verified members of the community.
pub fn may_see_wall(actor: &Actor) -> bool {
    actor.member.is_some() && (actor.verified || actor.at_desk())
}

/// Whether this reader sees the resident's name, phone and door: the resident; whoever holds the wish, from the claim to
/// the closing; the desk, while it is open or somebody is to be called back.
pub fn may_see_contact(actor: &Actor, wish: &Wish) -> bool {
    let Some(member) = actor.member else { return false };
    let holds = wish.holder == Some(member) && !wish.stage.is_closed();
    let takes_care = (actor.at_desk() || filed(actor, wish)) && !wish.stage.is_closed();
    wish.resident == member || holds || takes_care || (actor.at_desk() && wish.owes_call())
}

/// Who may place a wish: a resident, for themselves.
///
/// # Errors
/// [`Fault::Refused`] for members who are not residents.
pub fn may_place(actor: &Actor) -> Result<(), Fault> {
    if actor.roles.has(Role::Resident) { Ok(()) } else { Err(Fault::Refused) }
}

/// Whether this actor filed the wish for its resident, as a role that they still hold.
fn filed(actor: &Actor, wish: &Wish) -> bool {
    actor.roles.any(&Role::FILERS) && wish.filed_by.is_some_and(|filer| actor.is(filer))
}

/// Whether this actor takes down what the resident says: whoever filed the wish for them, and the desk where somebody did or
/// the resident is called back. A delegate speaks for themselves.
pub fn takes_down(actor: &Actor, wish: &Wish) -> bool {
    let was_filed = (wish.filed_by.is_some() || wish.owes_call()) && actor.at_desk();
    !actor.is(wish.resident) && !actor.stands_for(wish.resident) && (was_filed || filed(actor, wish))
}

/// Whether this reader may say that they need the same: a neighbour who sees the card and takes no part in it.
pub fn may_follow(actor: &Actor, wish: &Wish) -> bool {
    sight(actor, wish) == Sight::Card && matches!(wish.stage, Stage::Accepted | Stage::Claimed)
}

/// On whose side this actor may add a photo now: the resident, and whoever speaks for them, until it is brought; whoever holds
/// it, from the claim to the resident's word.
///
/// # Errors
/// [`Fault::NotFound`] for those who do not see the wish, [`Fault::Refused`] for those who do.
pub fn photo_side(actor: &Actor, wish: &Wish) -> Result<Side, Fault> {
    if sight(actor, wish) == Sight::None {
        return Err(Fault::NotFound);
    }
    let speaks = actor.is(wish.resident) || actor.stands_for(wish.resident) || takes_down(actor, wish);
    let holds = wish.holder.is_some_and(|holder| actor.is(holder));
    match wish.stage {
        Stage::Claimed | Stage::Delivered if holds => Ok(Side::Holder),
        Stage::Placed | Stage::Accepted | Stage::Claimed if speaks => Ok(Side::Resident),
        _ => Err(Fault::Refused),
    }
}

/// Who may make a move; whether the stage allows it is the stage's matter.
///
/// # Errors
/// [`Fault::NotFound`] for those who do not see the wish, [`Fault::Refused`] for those who do.
pub fn may_move(actor: &Actor, wish: &Wish, step: Move) -> Result<(), Fault> {
    let sight = sight(actor, wish);
    let Some(member) = actor.member else { return Err(Fault::NotFound) };
    let (owns, holds) = (wish.resident == member, wish.holder == Some(member));
    let speaks = owns || actor.stands_for(wish.resident) || takes_down(actor, wish);
    let allowed = match step {
        Move::Accept | Move::Decline | Move::Dispatch | Move::Pause | Move::Resume => actor.at_desk(),
        // Nobody checks their own words or work.
        Move::CallBack => actor.at_desk() && !owns && !holds && !actor.stands_for(wish.resident),
        Move::Claim => !owns && actor.roles.any(&[Role::Volunteer, Role::Merchant, Role::Staff]),
        Move::Release | Move::Deliver => holds || actor.at_desk(),
        // Nobody grades what they brought themselves.
        Move::Confirm => owns || (speaks && !holds),
        Move::Reopen | Move::Withdraw => speaks,
        Move::Comment => speaks || holds || actor.at_desk(),
    };
    match (sight, allowed) {
        (Sight::None, _) => Err(Fault::NotFound),
        // Nobody is there any more to whom anything could be said or brought.
        (_, true) if !wish.is_cleared() => Ok(()),
        (_, _) => Err(Fault::Refused),
    }
}

#[cfg(feature = "ssr")]
mod actions {
    use super::super::entity::wish;
    use super::{Actor, Fault, Move, Sight, Wish, may_move, may_place, may_see_contact, photo_side, sight};
    use crate::communities;
    use crate::communities::model::TheCommunity;
    use crate::kernel::authz::{Action, Subject};
    use uuid::Uuid;

    impl Subject for Wish {
        type Table = wish::Entity;
        const KIND: &'static str = "wish";
        fn key(&self) -> Uuid {
            self.id.0
        }
    }

    /// Placing a wish.
    #[derive(Debug)]
    pub struct Place;

    impl Action for Place {
        type On = Wish;
        fn check(actor: &Actor, wish: &Wish) -> Result<(), Fault> {
            if actor.stands_for(wish.resident) && wish.filed_by.is_none() {
                return Ok(());
            }
            if let Some(filer) = wish.filed_by {
                communities::policy::may_file(actor)?;
                return if actor.is(filer) && !actor.is(wish.resident) { Ok(()) } else { Err(Fault::Refused) };
            }
            may_place(actor)?;
            if actor.is(wish.resident) { Ok(()) } else { Err(Fault::Refused) }
        }
    }

    /// Seeing name, phone and door.
    #[derive(Debug)]
    pub struct Look;

    impl Action for Look {
        type On = Wish;
        fn check(actor: &Actor, wish: &Wish) -> Result<(), Fault> {
            if may_see_contact(actor, wish) { Ok(()) } else { Err(Fault::Refused) }
        }
    }

    /// Removing what was written about it: the resident who goes, or the desk for one without an account.
    #[derive(Debug)]
    pub struct Clear;

    impl Action for Clear {
        type On = Wish;
        fn check(actor: &Actor, wish: &Wish) -> Result<(), Fault> {
            if actor.is(wish.resident) || actor.at_desk() { Ok(()) } else { Err(Fault::Refused) }
        }
    }

    /// Adding a photo, and taking one's own away.
    #[derive(Debug)]
    pub struct AddPhoto;

    impl Action for AddPhoto {
        type On = Wish;
        fn check(actor: &Actor, wish: &Wish) -> Result<(), Fault> {
            photo_side(actor, wish).map(|_| ())
        }
    }

    /// Seeing the photos: whoever sees the whole wish.
    #[derive(Debug)]
    pub struct SeePhotos;

    impl Action for SeePhotos {
        type On = Wish;
        fn check(actor: &Actor, wish: &Wish) -> Result<(), Fault> {
            if sight(actor, wish) == Sight::Whole { Ok(()) } else { Err(Fault::NotFound) }
        }
    }

    /// Writing wishes of the past: the operator's command line alone.
    #[derive(Debug)]
    pub struct Load;

    impl Action for Load {
        type On = TheCommunity;
        fn check(actor: &Actor, community: &TheCommunity) -> Result<(), Fault> {
            communities::policy::SetUp::check(actor, community)
        }
    }

    /// Drawing who is called back. Nobody does it: its time has come.
    #[derive(Debug)]
    pub struct Draw;

    impl Action for Draw {
        type On = TheCommunity;
        fn check(actor: &Actor, _: &TheCommunity) -> Result<(), Fault> {
            if actor.is_clock { Ok(()) } else { Err(Fault::Refused) }
        }
    }

    /// Saying that one needs the same, or does so no more.
    #[derive(Debug)]
    pub struct Follow;

    impl Action for Follow {
        type On = Wish;
        fn check(actor: &Actor, wish: &Wish) -> Result<(), Fault> {
            match sight(actor, wish) {
                Sight::None => Err(Fault::NotFound),
                Sight::Whole => Err(Fault::Refused),
                Sight::Card => Ok(()),
            }
        }
    }

    /// What happens to a wish by itself: telling that a part of a limit, or all of it, has run out, and closing it after
    /// seven days without a word. Nobody does it.
    #[derive(Debug)]
    pub struct Ring;

    impl Action for Ring {
        type On = Wish;
        fn check(actor: &Actor, _: &Wish) -> Result<(), Fault> {
            if actor.is_clock { Ok(()) } else { Err(Fault::Refused) }
        }
    }

    macro_rules! moves {
        ($($(#[$doc:meta])* $name:ident;)*) => {$(
            $(#[$doc])*
            #[derive(Debug)]
            pub struct $name;

            impl Action for $name {
                type On = Wish;
                fn check(actor: &Actor, wish: &Wish) -> Result<(), Fault> {
                    may_move(actor, wish, Move::$name)
                }
            }
        )*};
    }

    moves! {
        /// Taking the order.
        Accept;
        /// Saying that it is not possible for now.
        Decline;
        /// Taking it on.
        Claim;
        /// Handing it to a member.
        Dispatch;
        /// Giving it back.
        Release;
        /// Saying that it was brought.
        Deliver;
        /// Closing it with a grade.
        Confirm;
        /// Saying that it is not solved.
        Reopen;
        /// Taking it back.
        Withdraw;
        /// Letting its clock stand still.
        Pause;
        /// Letting its clock run again.
        Resume;
        /// Writing down how a call back went.
        CallBack;
        /// Saying something.
        Comment;
    }
}

#[cfg(feature = "ssr")]
pub use actions::{
    Accept, AddPhoto, CallBack, Claim, Clear, Comment, Confirm, Decline, Deliver, Dispatch, Draw, Follow, Load, Look, Pause, Place,
    Release, Reopen, Resume, Ring, SeePhotos, Withdraw,
};
