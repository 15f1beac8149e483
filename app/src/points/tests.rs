//! The arithmetic of points, by hand; who earns and who may set; and that the ledger is what is shown, whatever happened before.

use super::ledger::{Booked, Deed, Key, Missing, What, due, missing};
use super::policy::{Ledger, SetRates, Settle, TheTerm, earns, may_set};
use super::rates::{Book, Known, NewRates, Rates, Term};
use crate::kernel::actor::{Actor, Role, Roles};
use crate::kernel::authz::Action as _;
use crate::kernel::fault::Fault;
use crate::kernel::ids::{AccountId, MemberId};
use chrono::{DateTime, NaiveDate, TimeDelta};
use proptest::prelude::*;
use std::collections::BTreeMap;
use uuid::Uuid;

fn day(n: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 1).unwrap_or_default() + chrono::Days::new(n)
}

fn post(n: u128) -> Uuid {
    Uuid::from_u128(900 + n)
}

fn shift(id: u128, on: u64, minutes: i64) -> Deed {
    let at = DateTime::UNIX_EPOCH + TimeDelta::hours(i64::try_from(id).unwrap_or(i64::MAX));
    Deed { what: What::Shift, id: Uuid::from_u128(id), about: post(1), code: "patrol".to_owned(), day: day(on), at, n: minutes }
}

fn wish(id: u128, on: u64) -> Deed {
    Deed { what: What::Wish, about: post(7), code: "errand".to_owned(), n: 1, ..shift(id, on, 0) }
}

fn rates(hour: i32, most_a_day: i32) -> Rates {
    Rates { hour, most_a_day, ..Rates::standard() }
}

fn points(deeds: &[Deed], book: &Book) -> Vec<(i32, i64)> {
    let due = due(deeds, book);
    deeds
        .iter()
        .filter_map(|one| due.get(&Key { what: one.what, id: one.id, day: one.day }).map(|worth| (worth.version, worth.due)))
        .collect()
}

#[test]
fn an_hour_is_worth_what_the_most_particular_rate_says_and_minutes_their_part_of_it() {
    let mut particular = rates(10, 1000);
    assert_eq!((particular.of(&shift(1, 0, 60)), particular.of(&wish(2, 0))), (10, 5));
    particular.kinds.insert("patrol".to_owned(), 20);
    particular.categories.insert("errand".to_owned(), 0);
    assert_eq!((particular.of(&shift(1, 0, 60)), particular.of(&wish(2, 0))), (20, 0));
    particular.posts.insert(post(1), 30);
    assert_eq!(particular.of(&shift(1, 0, 60)), 30);
    assert_eq!(particular.of(&Deed { about: post(2), ..shift(1, 0, 60) }), 20);
    let standard = Book::default();
    assert_eq!(points(&[shift(1, 0, 90), shift(2, 1, 59), shift(3, 2, 5), wish(4, 3)], &standard), [(0, 15), (0, 9), (0, 0), (0, 5)]);
}

#[test]
fn a_day_brings_so_many_at_most_and_the_earlier_come_first() {
    let book = Book::default();
    // Listed the other way round: it is when it was done that counts.
    assert_eq!(points(&[wish(3, 0), shift(2, 0, 120), shift(1, 0, 300)], &book), [(0, 0), (0, 10), (0, 50)]);
    assert_eq!(points(&[shift(1, 0, 480), shift(2, 1, 480)], &book), [(0, 60), (0, 60)]);
}

#[test]
fn each_day_has_the_rates_that_were_agreed_for_it_last() {
    let versions = BTreeMap::from([(1, rates(20, 1000)), (2, rates(30, 1000))]);
    let from = |version, n| Term { version, from: day(n), to: None };
    let book = Book { versions, terms: vec![from(1, 10), from(2, 20)] };
    let of = |book: &Book| points(&[shift(1, 9, 60), shift(2, 10, 60), shift(3, 19, 60), shift(4, 20, 60)], book);
    assert_eq!(of(&book), [(0, 10), (1, 20), (1, 20), (2, 30)]);
    // A quarter that is computed again is all of one version, whatever held; and rates that are agreed later hold after it.
    let again = book.with(Term { version: 0, from: day(0), to: Some(day(19)) });
    assert_eq!(of(&again), [(0, 10), (0, 10), (0, 10), (2, 30)]);
    assert_eq!(of(&again.with(from(1, 19))), [(0, 10), (0, 10), (1, 20), (1, 20)]);
}

/// A ledger as the database would keep it: entries, nothing else.
#[derive(Debug, Default)]
struct Kept(Vec<Missing>);

impl Kept {
    fn booked(&self) -> BTreeMap<Key, Booked> {
        let mut all: BTreeMap<Key, Booked> = BTreeMap::new();
        for entry in &self.0 {
            let stands = all.entry(entry.key).or_insert(Booked { about: entry.worth.about, points: 0, is_barred: false });
            stands.points += entry.points;
            stands.is_barred |= entry.is_barred;
        }
        all
    }

    fn settle(&mut self, deeds: &[Deed], book: &Book, earns: bool) -> Vec<i64> {
        let new = missing(&due(deeds, book), &self.booked(), book, earns);
        self.0.extend(&new);
        new.iter().map(|entry| entry.points).collect()
    }
}

#[test]
fn what_changes_is_put_right_by_a_new_entry_and_what_stays_by_none() {
    let (mut kept, book) = (Kept::default(), Book::default());
    assert_eq!(kept.settle(&[shift(1, 0, 60)], &book, true), [10]);
    assert_eq!(kept.settle(&[shift(1, 0, 60)], &book, true), [0_i64; 0]);
    assert_eq!(kept.settle(&[shift(1, 0, 90)], &book, true), [5]);
    // On another day: the old one's go, the new one's come.
    assert_eq!(kept.settle(&[shift(1, 1, 90)], &book, true), [-15, 15]);
    assert_eq!(kept.settle(&[], &book, true), [-15]);
    assert_eq!(kept.settle(&[shift(1, 1, 30)], &book, true), [5]);
    // A day that is full says so, and is filled where something before it goes.
    assert_eq!(kept.settle(&[shift(1, 1, 30), shift(2, 2, 480), wish(3, 2)], &book, true), [60, 0]);
    assert_eq!(kept.settle(&[shift(1, 1, 30), wish(3, 2)], &book, true), [-60, 5]);
}

#[test]
fn what_was_done_as_staff_brings_nothing_then_or_later() {
    let (mut kept, book) = (Kept::default(), Book::default());
    assert_eq!(kept.settle(&[wish(1, 0)], &book, false), [0]);
    assert_eq!(kept.settle(&[wish(1, 0), wish(2, 1)], &book, true), [5]);
    // Who is no volunteer any more keeps what they have, and loses what no longer counts.
    assert_eq!(kept.settle(&[wish(1, 0), wish(2, 1), wish(3, 2)], &book, false), [0]);
    assert_eq!(kept.settle(&[wish(1, 0), wish(3, 2)], &book, false), [-5]);
}

fn typed() -> NewRates {
    let text = |text: &str| text.to_owned();
    NewRates { from: text("2026-11-02"), hour: text("12"), wish: text("0"), most_a_day: text(" ８０ "), ..NewRates::default() }
}

#[test]
fn rates_are_whole_numbers_within_bounds_for_things_there_are_and_days_to_come() {
    let known = Known { kinds: vec!["patrol".to_owned()], posts: vec![post(1)], categories: vec!["errand".to_owned()] };
    let check = |new: &NewRates| new.check(day(0), &known);
    let (rates, from) = check(&typed()).unwrap();
    assert_eq!((rates.hour, rates.wish, rates.most_a_day, from), (12, 0, 80, day(1)));
    let one = |key: &str, points: &str| BTreeMap::from([(key.to_owned(), points.to_owned())]);
    let all = NewRates { kinds: one("patrol", "20"), posts: one(&post(1).to_string(), "30"), categories: one("errand", " "), ..typed() };
    let (rates, _) = check(&all).unwrap();
    assert_eq!((rates.kinds.len(), rates.posts.len(), rates.categories.len()), (1, 1, 0));
    let fields = |new: NewRates| match check(&new) {
        Err(fault) => fault.problems().iter().map(|problem| problem.field.to_string()).collect(),
        Ok(_) => Vec::new(),
    };
    assert_eq!(fields(NewRates::default()), ["from", "hour", "wish", "most_a_day"]);
    for wrong in ["-1", "101", "1.5", "x", "", "－3"] {
        assert_eq!(fields(NewRates { hour: wrong.to_owned(), ..typed() }), ["hour"], "{wrong}");
    }
    assert_eq!(fields(NewRates { most_a_day: "0".to_owned(), ..typed() }), ["most_a_day"]);
    assert_eq!(fields(NewRates { from: day(0).to_string(), ..typed() }), ["from"]);
    assert_eq!(fields(NewRates { kinds: one("tutor", "1"), ..typed() }), ["kinds[tutor]"]);
    assert_eq!(fields(NewRates { posts: one(&post(2).to_string(), "1"), ..typed() }), [format!("posts[{}]", post(2))]);
    assert_eq!(fields(NewRates { categories: one("errand", "many"), ..typed() }), ["categories[errand]"]);
}

#[test]
fn volunteers_earn_and_admins_set_the_rates() {
    let roles = |roles: &[Role]| Roles::new(roles.iter().copied());
    for (of, expected) in [
        (vec![Role::Volunteer], true),
        (vec![Role::Resident, Role::Volunteer, Role::Merchant], true),
        (vec![Role::Resident], false),
        (vec![Role::Volunteer, Role::GridWorker], false),
        (vec![Role::Volunteer, Role::Staff], false),
        (vec![Role::Volunteer, Role::Admin], false),
    ] {
        assert_eq!(earns(&roles(&of)), expected, "{of:?}");
    }
    let account = Some(AccountId(Uuid::from_u128(2)));
    let member = |role| Actor { account, member: Some(MemberId(Uuid::from_u128(1))), roles: roles(&[role]), ..Actor::default() };
    assert_eq!(may_set(&member(Role::Admin)), Ok(()));
    for role in [Role::Staff, Role::Volunteer, Role::Resident, Role::GridWorker, Role::Merchant] {
        assert_eq!(may_set(&member(role)), Err(Fault::Refused), "{role:?}");
    }
    assert_eq!(may_set(&Actor::default()), Err(Fault::SignIn));
    assert_eq!(SetRates::check(&member(Role::Staff), &TheTerm(super::model::TermId(Uuid::nil()))), Err(Fault::Refused));
    // Nobody writes into a ledger.
    let ledger = Ledger(MemberId(Uuid::from_u128(1)));
    assert_eq!(Settle::check(&member(Role::Admin), &ledger), Err(Fault::Refused));
    assert_eq!(Settle::check(&Actor { is_clock: true, ..Actor::default() }, &ledger), Ok(()));
}

/// What may happen to somebody's deeds and to the rates, in any order.
#[derive(Debug, Clone)]
enum Step {
    Confirm(u128, u64, i64),
    Grant(u128, u64),
    Undo(usize),
    Correct(usize, u64, i64),
    Rates(i32, i32, u64),
    Recompute(usize, u64, u64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (1_u128..30, 0_u64..6, 1_i64..480).prop_map(|(id, day, n)| Step::Confirm(id, day, n)),
        2 => (30_u128..60, 0_u64..6).prop_map(|(id, day)| Step::Grant(id, day)),
        1 => (0_usize..20).prop_map(Step::Undo),
        2 => (0_usize..20, 0_u64..6, 1_i64..480).prop_map(|(which, day, n)| Step::Correct(which, day, n)),
        1 => (0_i32..100, 1_i32..200, 0_u64..6).prop_map(|(hour, most, from)| Step::Rates(hour, most, from)),
        1 => (0_usize..6, 0_u64..3, 0_u64..4).prop_map(|(version, from, days)| Step::Recompute(version, from, days)),
    ]
}

proptest! {
    /// However hours are confirmed, corrected, taken back, and rates set and quarters computed again: the sum of the entries is
    /// what the deeds are worth, by deed and by day; no day brings more than it may; and a second look finds nothing to write.
    #[test]
    fn the_ledger_sums_to_what_is_shown_in_whatever_order(steps in proptest::collection::vec(step(), 0..40)) {
        let (mut deeds, mut book, mut kept): (Vec<Deed>, Book, Kept) = (Vec::new(), Book::default(), Kept::default());
        for step in steps {
            let before = kept.0.len();
            match step {
                Step::Confirm(id, on, minutes) if deeds.iter().all(|deed| deed.id.as_u128() != id) => deeds.push(shift(id, on, minutes)),
                Step::Grant(id, on) if deeds.iter().all(|deed| deed.id.as_u128() != id) => deeds.push(wish(id, on)),
                Step::Undo(which) if which < deeds.len() => { deeds.remove(which); }
                Step::Correct(which, on, minutes) => {
                    for deed in deeds.iter_mut().skip(which).take(1).filter(|deed| deed.what == What::Shift) {
                        (deed.day, deed.n) = (day(on), minutes);
                    }
                }
                Step::Rates(hour, most, from) => {
                    let version = book.next();
                    book.versions.insert(version, rates(hour, most));
                    book.terms.push(Term { version, from: day(from), to: None });
                }
                Step::Recompute(version, from, days) => {
                    let version = book.versions.keys().nth(version).copied().unwrap_or(0);
                    book.terms.push(Term { version, from: day(from), to: Some(day(from + days)) });
                }
                _ => {}
            }
            kept.settle(&deeds, &book, true);
            let due = due(&deeds, &book);
            let booked = kept.booked();
            let sum: i64 = kept.0.iter().map(|entry| entry.points).sum();
            prop_assert_eq!(sum, due.values().map(|worth| worth.due).sum::<i64>());
            for (key, stands) in &booked {
                prop_assert_eq!(stands.points, due.get(key).map_or(0, |worth| worth.due));
                prop_assert!(stands.points >= 0);
            }
            for on in 0..6 {
                let of_day: i64 = booked.iter().filter(|(key, _)| key.day == day(on)).map(|(_, stands)| stands.points).sum();
                prop_assert!(of_day <= i64::from(book.at(day(on)).1.most_a_day));
            }
            // Nothing that was written before is touched, and all is written.
            prop_assert!(kept.0.len() >= before);
            prop_assert!(kept.settle(&deeds, &book, true).is_empty());
        }
    }
}

#[test]
fn an_entry_that_was_written_by_rates_is_explained_by_them() {
    let book = Book { versions: BTreeMap::from([(1, rates(20, 25))]), terms: vec![Term { version: 1, from: day(0), to: None }] };
    let due = due(&[shift(1, 0, 90), wish(2, 1)], &book);
    let worth: Vec<_> = due.values().map(|worth| (worth.version, worth.n, worth.rate, worth.due)).collect();
    assert_eq!(worth, [(1, 90, 20, 25), (1, 1, 5, 5)]);
}
