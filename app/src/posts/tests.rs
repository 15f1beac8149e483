//! The tables of moves and of who may, written a second time by hand.

use super::model::{Claim, ClaimEvent, ClaimId, ClaimStage, NewPost, PostId, Shown, Step};
use super::moves::{self, Claimed, Moved, Pending, Placed, Published, Serving, Waiting};
use super::policy::{may_claim, may_keep, may_move, may_object, may_step};
use super::swaps::Covers;
use super::times::{Shift, Times};
use crate::kernel::actor::{Actor, Role, Roles};
use crate::kernel::fault::Fault;
use crate::kernel::ids::{AccountId, MemberId};
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use uuid::Uuid;

const VOLUNTEER: MemberId = MemberId(Uuid::from_u128(1));
const OTHER: MemberId = MemberId(Uuid::from_u128(2));

fn at(stage: ClaimStage) -> Claim {
    Claim {
        id: ClaimId(Uuid::from_u128(3)),
        post: PostId(Uuid::from_u128(4)),
        member: VOLUNTEER,
        account: Some(AccountId(Uuid::from_u128(5))),
        promise: "准时到".to_owned(),
        skills: String::new(),
        shown: Shown::Whole,
        times: Times::Open,
        covers: Covers::default(),
        stage,
        version: 7,
        claimed_at: DateTime::UNIX_EPOCH,
        moved_at: DateTime::UNIX_EPOCH,
        public_until: None,
        reason: String::new(),
    }
}

fn shift() -> Shift {
    (later(), later() + TimeDelta::hours(2))
}

fn later() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(5)
}

/// Every move that a claim at this stage allows, by the event it leaves and where it leads.
fn moves_of(stage: ClaimStage) -> Vec<(&'static str, ClaimStage)> {
    let claim = || at(stage);
    let why = || "另有安排".to_owned();
    let all: Vec<(&'static str, Result<Moved, Fault>)> = vec![
        ("appoint", Claimed::try_from(claim()).map(|one| one.appoint(later()))),
        ("queue", Claimed::try_from(claim()).map(Claimed::queue)),
        ("move_up", Waiting::try_from(claim()).map(|one| one.move_up(later()))),
        ("decline", Pending::try_from(claim()).map(|one| one.decline(why()))),
        ("withdraw", Pending::try_from(claim()).map(Pending::withdraw)),
        ("take_effect", Published::try_from(claim()).map(Published::take_effect)),
        ("strike", Published::try_from(claim()).map(|one| one.strike(why()))),
        ("swap", Serving::try_from(claim()).map(|one| one.swap(Some(shift()), None))),
        ("step_down", Placed::try_from(claim()).map(|one| one.step_down(why()))),
        ("dismiss", Placed::try_from(claim()).map(|one| one.dismiss(why()))),
        ("end", Placed::try_from(claim()).map(|one| one.end(why())).or_else(|_| Pending::try_from(claim()).map(|one| one.end(why())))),
        ("clear", moves::clear(claim())),
    ];
    all.into_iter().filter_map(|(name, moved)| Some((name, moved.ok()?.claim.stage))).collect()
}

#[test]
fn a_claim_moves_as_the_diagram_says() {
    use ClaimStage::{Claimed, Declined, Ended, Published, Serving, Waiting, Withdrawn};
    for (stage, expected) in [
        (Claimed, vec![("appoint", Published), ("queue", Waiting), ("decline", Declined), ("withdraw", Withdrawn), ("end", Declined)]),
        (Waiting, vec![("move_up", Published), ("decline", Declined), ("withdraw", Withdrawn), ("end", Declined)]),
        (Published, vec![("take_effect", Serving), ("strike", Ended), ("step_down", Ended), ("dismiss", Ended), ("end", Ended)]),
        (Serving, vec![("swap", Serving), ("step_down", Ended), ("dismiss", Ended), ("end", Ended)]),
        (Declined, vec![("clear", Declined)]),
        (Withdrawn, vec![("clear", Withdrawn)]),
        (Ended, vec![("clear", Ended)]),
    ] {
        assert_eq!(moves_of(stage), expected, "{stage:?}");
    }
}

#[test]
fn the_steps_that_are_offered_are_those_that_are_legal() {
    for stage in ClaimStage::ALL {
        let legal: Vec<&str> = moves_of(*stage).into_iter().map(|(name, _)| name).collect();
        for step in Step::ALL {
            assert_eq!(step.is_legal(*stage), legal.contains(&step.code()), "{step:?} at {stage:?}");
        }
    }
}

#[test]
fn whoever_goes_takes_their_words_along() {
    let claim = Claim { reason: "另有安排".to_owned(), skills: "会电工".to_owned(), ..at(ClaimStage::Ended) };
    let cleared = moves::clear(claim).unwrap().claim;
    assert_eq!((cleared.promise.as_str(), cleared.skills.as_str(), cleared.reason.as_str(), cleared.account), ("", "", "", None));
    assert_eq!(cleared.version, 8);
}

fn actor(roles: &[Role], member: Option<MemberId>, verified: bool) -> Actor {
    let account = member.map(|member| AccountId(member.0));
    Actor { account, member, verified, roles: Roles::new(roles.iter().copied()), ..Actor::default() }
}

/// What a check answers, in a letter: yes, refused, not found, sign in.
fn said(result: &Result<(), Fault>) -> char {
    match result {
        Ok(()) => 'y',
        Err(Fault::Refused) => 'r',
        Err(Fault::NotFound) => 'n',
        Err(Fault::SignIn) => 's',
        Err(_) => '?',
    }
}

#[test]
fn an_offer_is_answered_by_whom_it_was_made_to_and_taken_back_by_who_made_it() {
    let third = MemberId(Uuid::from_u128(77));
    let asks = |who: &Actor, mover| said(&may_move(who, (VOLUNTEER, OTHER), mover));
    for (who, expected) in [
        (Actor::default(), "ss"),
        (actor(&[Role::Volunteer], Some(VOLUNTEER), true), "yr"),
        (actor(&[Role::Volunteer], Some(OTHER), true), "ry"),
        (actor(&[Role::Volunteer], Some(third), true), "nn"),
        (actor(&[Role::Admin], Some(third), true), "nn"),
    ] {
        assert_eq!([VOLUNTEER, OTHER].map(|mover| asks(&who, mover)).into_iter().collect::<String>(), expected, "{who:?}");
    }
}

#[test]
fn who_may_keep_claim_and_object() {
    let outsider = Actor { account: Some(AccountId(Uuid::from_u128(9))), ..Actor::default() };
    for (who, expected) in [
        (Actor::default(), "sss"),
        (outsider, "nnn"),
        (actor(&[Role::Resident], Some(OTHER), false), "rrr"),
        (actor(&[Role::Resident], Some(OTHER), true), "rry"),
        (actor(&[Role::Volunteer], Some(OTHER), true), "ryy"),
        (actor(&[Role::Merchant], Some(OTHER), true), "rry"),
        (actor(&[Role::Staff], Some(OTHER), true), "rry"),
        (actor(&[Role::GridWorker], Some(OTHER), true), "rry"),
        (actor(&[Role::Admin], Some(OTHER), true), "yry"),
    ] {
        let answers: String = [may_keep(&who), may_claim(&who), may_object(&who)].iter().map(said).collect();
        assert_eq!(answers, expected, "{who:?}");
    }
}

#[test]
fn who_may_take_which_step_with_a_claim() {
    // Appoint, decline, withdraw, step down, dismiss.
    for (who, expected) in [
        (actor(&[Role::Volunteer], Some(VOLUNTEER), true), "rryyr"),
        (actor(&[Role::Volunteer, Role::Admin], Some(VOLUNTEER), true), "rryyr"),
        (actor(&[Role::Admin], Some(OTHER), true), "yyrry"),
        (actor(&[Role::Staff], Some(OTHER), true), "nnnnn"),
        (actor(&[Role::Volunteer], Some(OTHER), true), "nnnnn"),
    ] {
        let answers: String = Step::ALL.iter().map(|step| said(&may_step(&who, &at(ClaimStage::Claimed), *step))).collect();
        assert_eq!(answers, expected, "{who:?}");
    }
}

fn typed() -> NewPost {
    let text = |text: &str| text.to_owned();
    NewPost {
        kind: text("patrol"),
        title: text("巡查岗"),
        purpose: text("早晚走一圈"),
        place: text("小区里"),
        duties: text("看门禁和路灯"),
        who: vec![text("retired")],
        places: text("２"),
        when: text("weekly"),
        wed: text("16：00－18：00"),
        from: text("2026-12-01"),
        to: text("2027-02-28"),
        claim_by: text("2026-12-31"),
        ..NewPost::default()
    }
}

#[test]
fn what_is_typed_is_read_and_typed_again_reads_the_same() {
    let today = "2026-11-23".parse().unwrap();
    let terms = typed().check(&[], &[], today).unwrap();
    assert_eq!((terms.places, terms.public_days, terms.is_preset), (2, 5, false));
    let again = NewPost::from(&terms);
    assert_eq!(again.wed, "16:00-18:00");
    assert_eq!(again.check(&[], &[], today).unwrap(), terms);
}

/// One of the moves that a claim allows, by a number.
fn any_move(claim: &Claim, choice: usize) -> Option<Moved> {
    let one = || claim.clone();
    let why = String::new;
    let open: Vec<Moved> = [
        Claimed::try_from(one()).map(|one| one.appoint(later())).ok(),
        Claimed::try_from(one()).map(Claimed::queue).ok(),
        Waiting::try_from(one()).map(|one| one.move_up(later())).ok(),
        Pending::try_from(one()).map(|one| one.decline(why())).ok(),
        Pending::try_from(one()).map(Pending::withdraw).ok(),
        Pending::try_from(one()).map(|one| one.end(why())).ok(),
        Published::try_from(one()).map(Published::take_effect).ok(),
        Published::try_from(one()).map(|one| one.strike(why())).ok(),
        Serving::try_from(one()).map(|one| one.swap(None, Some(shift()))).ok(),
        Placed::try_from(one()).map(|one| one.step_down(why())).ok(),
        Placed::try_from(one()).map(|one| one.dismiss(why())).ok(),
        Placed::try_from(one()).map(|one| one.end(why())).ok(),
        moves::clear(one()).ok(),
    ]
    .into_iter()
    .flatten()
    .collect();
    open.get(choice % open.len().max(1)).cloned()
}

proptest! {
    /// However a claim goes on, its history alone says where it stands.
    #[test]
    fn a_history_replays_to_where_the_claim_stands(choices in proptest::collection::vec(0_usize..100, 0..8)) {
        let mut claim = Claim { version: 1, ..at(ClaimStage::Claimed) };
        let mut history = vec![ClaimEvent::Claimed { post: claim.post }];
        for choice in choices {
            let Some(moved) = any_move(&claim, choice) else { break };
            prop_assert_eq!(moved.seen, claim.version);
            claim = moved.claim;
            history.push(moved.event);
        }
        prop_assert_eq!(moves::replay(&history), Some((claim.stage, claim.version)));
    }
}
