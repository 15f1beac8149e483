//! The tables of moves and of who may, written a second time by hand.

use super::model::{NewEnd, NewTime, Shift, ShiftEvent, ShiftId, ShiftStage, Step};
use super::moves::{self, Awaited, Disputed, Missed, Moved, Pending, Running, Stated};
use super::policy::{keep, may_begin, may_step};
use super::told;
use crate::kernel::actor::{Actor, Role, Roles};
use crate::kernel::fault::Fault;
use crate::kernel::ids::{AccountId, MemberId};
use crate::kernel::when::Moment;
use crate::posts::model::{ClaimId, PostId};
use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use proptest::prelude::*;
use uuid::Uuid;

const VOLUNTEER: MemberId = MemberId(Uuid::from_u128(1));
const OTHER: MemberId = MemberId(Uuid::from_u128(2));

fn at(stage: ShiftStage) -> Shift {
    Shift {
        id: ShiftId(Uuid::from_u128(3)),
        claim: ClaimId(Uuid::from_u128(4)),
        post: PostId(Uuid::from_u128(5)),
        member: VOLUNTEER,
        account: Some(AccountId(Uuid::from_u128(6))),
        from: DateTime::UNIX_EPOCH,
        to: (stage != ShiftStage::Running).then(later),
        stage,
        version: 7,
        note: "补记".to_owned(),
        reason: String::new(),
        word: String::new(),
        moved_at: DateTime::UNIX_EPOCH,
    }
}

fn later() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::hours(2)
}

fn all_moves(shift: &Shift) -> Vec<(&'static str, Moved)> {
    let one = || shift.clone();
    let why = || "签到本上不是这样".to_owned();
    let all: Vec<(&'static str, Result<Moved, Fault>)> = vec![
        ("check_out", Running::try_from(one()).map(|one| one.check_out(later(), String::new()))),
        ("withdraw", Pending::try_from(one()).map(Pending::withdraw)),
        ("confirm", Awaited::try_from(one()).map(Awaited::confirm)),
        ("dispute", Stated::try_from(one()).map(|one| one.dispute(why()))),
        ("correct", Disputed::try_from(one()).map(|one| one.correct((DateTime::UNIX_EPOCH, later()), why()))),
        ("explain", Missed::try_from(one()).map(|one| one.explain(why()))),
        ("revoke", Missed::try_from(one()).map(|one| one.revoke(why()))),
    ];
    all.into_iter().filter_map(|(name, moved)| Some((name, moved.ok()?))).collect()
}

#[test]
fn a_shift_moves_as_the_diagram_says() {
    use ShiftStage::{Confirmed, Disputed, Missed, Reported, Running, Withdrawn};
    for (stage, expected) in [
        (Running, vec![("check_out", Reported), ("withdraw", Withdrawn)]),
        (Reported, vec![("withdraw", Withdrawn), ("confirm", Confirmed), ("dispute", Disputed)]),
        (Confirmed, vec![("dispute", Disputed)]),
        (Disputed, vec![("withdraw", Withdrawn), ("confirm", Confirmed), ("correct", Reported)]),
        (Missed, vec![("explain", Missed), ("revoke", Withdrawn)]),
        (Withdrawn, vec![]),
    ] {
        let moves: Vec<_> = all_moves(&at(stage)).into_iter().map(|(name, moved)| (name, moved.shift.stage)).collect();
        assert_eq!(moves, expected, "{stage:?}");
        let offered: Vec<&str> = Step::ALL.iter().filter(|step| step.is_legal(stage)).map(|step| step.code()).collect();
        assert_eq!(offered, expected.iter().map(|(name, _)| *name).collect::<Vec<_>>(), "{stage:?}");
        assert_eq!(stage.is_served(), ShiftStage::SERVED.contains(&stage));
    }
}

#[test]
fn whoever_goes_takes_their_words_along_and_what_runs_is_taken_back() {
    for (stage, then) in [(ShiftStage::Running, ShiftStage::Withdrawn), (ShiftStage::Confirmed, ShiftStage::Confirmed)] {
        let cleared = moves::clear(Shift { reason: "为什么".to_owned(), word: "生病".to_owned(), ..at(stage) }).shift;
        assert_eq!((cleared.note.as_str(), cleared.reason.as_str(), cleared.word.as_str(), cleared.account), ("", "", "", None));
        assert_eq!((cleared.stage, cleared.version, cleared.to.is_some()), (then, 8, true));
    }
}

fn actor(roles: &[Role], member: MemberId) -> Actor {
    let account = Some(AccountId(member.0));
    Actor { account, member: Some(member), verified: true, roles: Roles::new(roles.iter().copied()), ..Actor::default() }
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
fn who_may_see_begin_and_take_which_step() {
    // Keep, begin; check out, withdraw, confirm, dispute, correct, explain, revoke.
    for (who, expected) in [
        (Actor::default(), "sssssssss"),
        (actor(&[Role::Volunteer], VOLUNTEER), "ryyyrryyr"),
        (actor(&[Role::Volunteer, Role::Staff], VOLUNTEER), "yyyyrryyr"),
        (actor(&[Role::Volunteer], OTHER), "rnnnnnnnn"),
        (actor(&[Role::GridWorker], OTHER), "rnnnnnnnn"),
        (actor(&[Role::Staff], OTHER), "yyyryyrry"),
        (actor(&[Role::Admin], OTHER), "yyyryyrry"),
    ] {
        let shift = at(ShiftStage::Reported);
        let seen = [keep(&who), may_begin(&who, VOLUNTEER)];
        let answers: String = seen.iter().map(said).chain(Step::ALL.iter().map(|step| said(&may_step(&who, &shift, *step)))).collect();
        assert_eq!(answers, expected, "{who:?}");
    }
}

#[test]
fn an_end_is_on_the_day_it_began_or_the_one_after() {
    let zone = FixedOffset::east_opt(8 * 3600).unwrap();
    let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    // It began at ten in the evening of the 1st.
    let (from, now) = (at("2026-12-01T14:00:00Z"), at("2026-12-02T01:00:00Z"));
    let end = |until: &str, note: &str| NewEnd { until: until.to_owned(), note: note.to_owned() }.check(from, now, &zone);
    assert_eq!(end("", ""), Ok((now, String::new())));
    assert_eq!(end("23:30", "忘了").unwrap().0, at("2026-12-01T15:30:00Z"));
    assert_eq!(end("0:30", "忘了").unwrap().0, at("2026-12-01T16:30:00Z"));
    assert_eq!(end("22:00", "忘了").unwrap().0, at("2026-12-02T14:00:00Z"));
    assert!(end("23:30", "").is_err() && end("半夜", "忘了").is_err());
}

#[test]
fn what_is_typed_with_full_width_digits_is_read() {
    let typed = NewTime { day: "2026-12-01".into(), from: "９：00".into(), to: "10:30".into(), note: "补记一次".into() };
    let ((from, to), note) = typed.check(&FixedOffset::east_opt(8 * 3600).unwrap()).unwrap();
    assert_eq!((from.to_rfc3339().as_str(), (to - from).num_minutes(), note.as_str()), ("2026-12-01T01:00:00+00:00", 90, "补记一次"));
}

#[test]
fn every_sentence_names_the_post_and_the_time_and_is_filled() {
    use ShiftEvent::{CheckedIn, CheckedOut, Cleared, Confirmed, Corrected, Disputed, Entered, Explained, Missed, Revoked, Withdrawn};
    let (claim, from) = (ClaimId(Uuid::nil()), Moment("2026-12-01T14:00:00+08:00".parse().unwrap()));
    for event in [CheckedIn { claim }, Entered { claim }, Missed { claim }, CheckedOut, Confirmed, Disputed, Explained, Revoked] {
        let said = told::said(&event, "巡查岗", from).unwrap();
        assert!(said.zh.contains("“巡查岗”") && said.zh.contains("12月1日 周二 14:00") && !said.zh.contains("{}"), "{said:?}");
        assert!(said.en.contains("“巡查岗”") && said.en.contains("14:00") && !said.en.contains("{}"), "{said:?}");
    }
    assert!([Corrected, Withdrawn, Cleared].iter().all(|event| told::said(event, "巡查岗", from).is_none()));
}

proptest! {
    /// However a shift goes on, its history alone says where it stands.
    #[test]
    fn a_history_replays_to_where_the_shift_stands(begin in 0_usize..3, choices in proptest::collection::vec(0_usize..100, 0..8)) {
        let claim = ClaimId(Uuid::from_u128(4));
        let (stage, first) = [
            (ShiftStage::Running, ShiftEvent::CheckedIn { claim }),
            (ShiftStage::Reported, ShiftEvent::Entered { claim }),
            (ShiftStage::Missed, ShiftEvent::Missed { claim }),
        ][begin].clone();
        let mut shift = Shift { version: 1, ..at(stage) };
        let mut history = vec![first];
        for choice in choices {
            let mut open = all_moves(&shift);
            open.push(("clear", moves::clear(shift.clone())));
            let moved = open.swap_remove(choice % open.len()).1;
            prop_assert_eq!(moved.seen, shift.version);
            shift = moved.shift;
            history.push(moved.event);
        }
        prop_assert_eq!(moves::replay(&history), Some((shift.stage, shift.version)));
        prop_assert_eq!(shift.stage == ShiftStage::Running, shift.to.is_none());
    }
}
