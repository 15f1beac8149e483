//! What stars take, by hand; who may do what; how a quarter moves; and that over all quarters exactly what was done is counted.

use super::counting::{Count, Tally, counted};
use super::model::{Objection, Quarter, QuarterEvent, QuarterId, QuarterStage, StarObjectionId};
use super::moves::{Computed, Published, compute, replay};
use super::policy::{Answer, Choice, Choose, ClearObjection, Close, Object};
use super::rules::{KEYS, NewThresholds, Thresholds, Version, at, numbered, yearly};
use crate::kernel::actor::{Actor, Role, Roles};
use crate::kernel::authz::Action as _;
use crate::kernel::fault::Fault;
use crate::kernel::ids::{AccountId, MemberId};
use crate::kernel::period::Period;
use crate::stars::model::LineId;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use proptest::prelude::*;
use std::collections::BTreeMap;
use uuid::Uuid;

fn count(points: i64, minutes: i64, missed: i64) -> Count {
    Count { points, minutes, missed }
}

fn member(n: u128) -> MemberId {
    MemberId(Uuid::from_u128(n))
}

fn quarter(code: &str) -> Period {
    Period::quarter_named(code).unwrap_or_else(|_| Period::quarter_of(NaiveDate::default()))
}

#[test]
fn a_star_takes_points_hours_and_few_missed_shifts_all_three() {
    let standard = Thresholds::standard();
    for (did, stars) in [
        (count(0, 0, 0), 0),
        (count(20, 59, 0), 0),
        (count(20, 60, 5), 1),
        (count(20, 60, 6), 0),
        (count(60, 180, 3), 2),
        (count(300, 180, 0), 2),
        (count(199, 600, 1), 3),
        (count(200, 600, 1), 4),
        (count(300, 900, 1), 4),
        (count(300, 900, 0), 5),
        (count(-5, 900, 0), 0),
    ] {
        assert_eq!(standard.stars(did), stars, "{did:?}");
    }
}

#[test]
fn the_last_version_that_was_agreed_for_a_quarter_holds_for_it() {
    let version = |version, from| Version { version, from: Some(quarter(from).from), thresholds: Thresholds::standard() };
    let versions = [version(1, "2027Q1"), version(2, "2027Q3"), version(3, "2027Q2")];
    let holds = |code| at(&versions, quarter(code)).version;
    assert_eq!(["2026Q4", "2027Q1", "2027Q2", "2027Q3", "2028Q1"].map(holds), [0, 1, 3, 3, 3]);
    assert_eq!((numbered(&versions, 2).map(|one| one.version), numbered(&versions, 9), numbered(&[], 0).is_some()), (Some(2), None, true));
}

#[test]
fn a_year_is_the_mean_of_its_quarters_rounded_half_up() {
    for (quarters, stars) in [
        (vec![], None),
        (vec![3], Some(3)),
        (vec![2, 3], Some(3)),
        (vec![0, 0, 0, 1], Some(0)),
        (vec![4, 4, 5, 5], Some(5)),
        (vec![1, 2, 2, 4], Some(2)),
    ] {
        assert_eq!(yearly(&quarters), stars, "{quarters:?}");
    }
}

fn typed(points: [&str; 5], hours: [&str; 5], missed: [&str; 5]) -> NewThresholds {
    let map =
        |column: [&str; 5]| KEYS.iter().zip(column).map(|(key, text)| ((*key).to_owned(), text.to_owned())).collect::<BTreeMap<_, _>>();
    NewThresholds { from: "2027Q1".to_owned(), points: map(points), hours: map(hours), missed: map(missed) }
}

#[test]
fn thresholds_are_read_and_each_wrong_one_is_named() {
    let today: NaiveDate = "2026-11-24".parse().unwrap();
    let right = typed(["１0", "20", "30", "40", "50"], ["0", "1", "1", "2", "3"], ["9", "9", "5", "1", "0"]);
    let (thresholds, from) = right.check(today).unwrap();
    assert_eq!((thresholds.0[0].points, thresholds.0[4].most_missed, from.to_string()), (10, 0, "2027-01-01".to_owned()));
    let wrong = |new: NewThresholds| {
        new.check(today).unwrap_err().problems().iter().map(|one| format!("{} {}", one.field, one.code)).collect::<Vec<_>>()
    };
    let falling = typed(["10", "9", "30", "x", "20"], ["0", "1", "1", "2", "501"], ["1", "2", "1", "", "-1"]);
    assert_eq!(
        wrong(falling),
        [
            "points[s2] order",
            "points[s4] number",
            "points[s5] order",
            "hours[s5] number",
            "missed[s2] order",
            "missed[s4] number",
            "missed[s5] number"
        ]
    );
    for from in ["2026Q4", "2026Q3", "", "soon"] {
        assert_eq!(wrong(NewThresholds { from: from.to_owned(), ..right.clone() }), ["from from"], "{from}");
    }
}

#[test]
fn what_comes_late_counts_in_the_next_quarter_and_nothing_twice() {
    let (rules, who) = (Thresholds::standard(), member(1));
    let of = |count| Tally::from([(who, count)]);
    let first = counted(&of(count(60, 180, 1)), &Tally::new(), &Tally::new(), &rules, |_| true);
    assert_eq!((first[0].count, first[0].late, first[0].stars), (count(60, 180, 1), Count::default(), 2));
    // An hour of the sealed quarter is confirmed afterwards, and its missed shift is taken back.
    let second = counted(&of(count(55, 120, 0)), &of(count(70, 240, 0)), &of(first[0].count), &rules, |_| true);
    assert_eq!((second[0].count, second[0].late, second[0].stars), (count(65, 180, -1), count(10, 60, -1), 2));
    let both = of(first[0].count + second[0].count);
    let third = counted(&Tally::new(), &of(count(125, 360, 0)), &both, &rules, |_| true);
    assert_eq!(third, [], "all of it was counted");
    let barred = counted(&of(count(300, 900, 0)), &Tally::new(), &Tally::new(), &rules, |_| false);
    assert_eq!((barred[0].stars, barred[0].is_barred, barred[0].count), (0, true, count(300, 900, 0)));
}

fn row(stage: QuarterStage, public_until: Option<DateTime<Utc>>) -> Quarter {
    let id = QuarterId(Uuid::nil());
    Quarter { id, days: quarter("2026Q3"), stage, version: 4, computation: 2, rules: 0, public_until, moved_at: DateTime::UNIX_EPOCH }
}

#[test]
fn a_quarter_is_computed_public_and_sealed_and_only_then_final() {
    let now = DateTime::UNIX_EPOCH;
    let until = now + TimeDelta::days(5);
    let computed = compute(row(QuarterStage::Published, Some(until)), 3, 7, now).unwrap();
    assert_eq!((computed.quarter.stage, computed.quarter.public_until), (QuarterStage::Computed, None));
    assert_eq!((computed.quarter.computation, computed.quarter.rules, computed.quarter.version), (3, 3, 5));
    assert!(Published::try_from(computed.quarter.clone()).is_err());
    let public = Computed::try_from(computed.quarter.clone()).unwrap().publish(until, now);
    assert_eq!((public.quarter.stage, public.quarter.computation), (QuarterStage::Published, 3));
    let seal = |at| Published::try_from(public.quarter.clone()).unwrap().seal(at);
    assert_eq!(seal(until - TimeDelta::seconds(1)).unwrap_err().code(), "still_public");
    let sealed = seal(until).unwrap();
    assert_eq!(compute(sealed.quarter.clone(), 3, 7, now).unwrap_err().code(), "sealed");
    for wrong in [Computed::try_from(sealed.quarter.clone()).map(|_| ()), Published::try_from(sealed.quarter).map(|_| ())] {
        assert_eq!(wrong.unwrap_err().code(), "not_in_stage");
    }
    let history = [computed.event, public.event, sealed.event];
    assert_eq!((replay(&history), replay(&[])), (Some((QuarterStage::Sealed, 3)), None));
    assert!(matches!(&history[0], QuarterEvent::Computed { quarter, rules: 3, people: 7 } if quarter == "2026Q3"));
}

#[test]
fn admins_close_residents_object_and_nobody_decides_on_their_own() {
    let actor = |n, role| {
        let account = Some(AccountId(Uuid::from_u128(n)));
        Actor { account, member: Some(member(n)), roles: Roles::new([role]), verified: true, ..Actor::default() }
    };
    let objection = Objection {
        id: StarObjectionId(Uuid::nil()),
        quarter: QuarterId(Uuid::nil()),
        line: LineId(Uuid::nil()),
        by: member(1),
        against: member(2),
        words: "时长不对".to_owned(),
        at: DateTime::UNIX_EPOCH,
        answer: None,
    };
    let quarter = row(QuarterStage::Computed, None);
    let (yes, no) = (Ok(()), Err(Fault::Refused));
    for role in [Role::Resident, Role::Volunteer, Role::Staff, Role::GridWorker, Role::Merchant] {
        assert_eq!(
            (Close::check(&actor(9, role), &quarter), Answer::check(&actor(9, role), &objection)),
            (no.clone(), no.clone()),
            "{role:?}"
        );
    }
    assert_eq!(
        (Close::check(&actor(9, Role::Admin), &quarter), Answer::check(&actor(9, Role::Admin), &objection)),
        (yes.clone(), yes.clone())
    );
    for part in [1, 2] {
        assert_eq!(Answer::check(&actor(part, Role::Admin), &objection), no, "{part}");
    }
    let object = |n| Object::check(&actor(n, Role::Resident), &objection);
    assert_eq!((object(1), object(2), object(3)), (yes.clone(), no.clone(), no.clone()));
    let stranger = Actor { verified: false, ..actor(1, Role::Resident) };
    assert_eq!(Object::check(&stranger, &objection), no);
    let clears = |n, role| ClearObjection::check(&actor(n, role), &objection);
    assert_eq!(
        [clears(1, Role::Resident), clears(2, Role::Volunteer), clears(9, Role::Staff), clears(9, Role::Volunteer)],
        [yes.clone(), yes.clone(), yes.clone(), no.clone()]
    );
    let choose = |n, role| Choose::check(&actor(n, role), &Choice(member(1)));
    assert_eq!([choose(1, Role::Volunteer), choose(2, Role::Volunteer), choose(9, Role::Staff)], [yes.clone(), no, yes]);
    assert_eq!(Choose::check(&Actor::default(), &Choice(member(1))), Err(Fault::SignIn));
}

proptest! {
    /// Deeds of four quarters, some of which come after their quarter was sealed: closed in whatever order and whatever came
    /// between, what all quarters counted is what was done by then; and the stars follow from that count and the rules alone.
    #[test]
    fn over_all_quarters_exactly_what_was_done_is_counted(steps in prop::collection::vec((0_usize..4, 0_u128..3, -30_i64..120, any::<bool>()), 1..60)) {
        let rules = Thresholds::standard();
        let mut done = [const { Tally::new() }; 4];
        let mut sealed: BTreeMap<usize, Tally> = BTreeMap::new();
        let sum = |tallies: Vec<&Tally>| {
            let mut all = Tally::new();
            for (member, count) in tallies.into_iter().flatten() {
                let there = all.entry(*member).or_default();
                *there = *there + *count;
            }
            all
        };
        for (quarter, who, points, closes) in steps {
            let there = done[quarter].entry(member(who)).or_default();
            *there = *there + count(points, points.abs() * 6, i64::from(points < 0));
            if closes && !sealed.contains_key(&quarter) {
                let stands = sum(sealed.keys().map(|quarter| &done[*quarter]).collect());
                let already = sum(sealed.values().collect());
                let lines = counted(&done[quarter], &stands, &already, &rules, |who| who != member(2));
                for line in &lines {
                    prop_assert_eq!(line.stars, if line.is_barred { 0 } else { rules.stars(line.count) });
                }
                sealed.insert(quarter, lines.into_iter().map(|line| (line.member, line.count)).collect());
                let mut counted = sum(sealed.values().collect());
                let mut stands = sum(sealed.keys().map(|quarter| &done[*quarter]).collect());
                counted.retain(|_, count| *count != Count::default());
                stands.retain(|_, count| *count != Count::default());
                prop_assert_eq!(counted, stands);
            }
        }
    }
}
