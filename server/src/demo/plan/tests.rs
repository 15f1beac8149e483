//! What the plan promises.

use super::super::places::PLACES;
use super::*;
use app::accounts::model::{Phone, check_login};
use std::collections::HashSet;

fn span(days: i64) -> Span {
    let last = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    Span { first: day(last, 1 - days), last, until: at(clock(last, 75)) }
}

fn plans(days: i64) -> Vec<Plan> {
    PLACES.iter().enumerate().map(|(nth, place)| tell(place, nth, span(days), 365)).collect()
}

#[test]
fn the_same_seed_tells_the_same() {
    let told = |seed| format!("{:?}", tell(&PLACES[0], 0, span(30), seed).steps);
    assert_eq!(told(365), told(365));
    assert_ne!(told(365), told(366));
}

#[test]
fn nothing_lies_in_the_future_and_time_goes_forward() {
    for plan in plans(30) {
        assert!(plan.steps.iter().all(|step| step.at <= span(30).until));
        assert!(plan.steps.is_sorted_by_key(|step| step.at));
    }
}

#[test]
fn every_log_in_and_phone_is_well_formed_and_one_persons() {
    let people: Vec<Person> = plans(7).into_iter().flat_map(|plan| plan.people).collect();
    let logins: HashSet<_> = people.iter().map(|person| check_login(&person.login).unwrap()).collect();
    assert_eq!(logins.len(), people.len());
    let phones: Vec<_> = people.iter().filter_map(|person| person.phone.as_deref()).collect();
    assert!(phones.iter().all(|phone| Phone::parse(phone).is_ok_and(|read| read.digits() == *phone)));
    assert_eq!(phones.iter().collect::<HashSet<_>>().len(), phones.len());
}

#[test]
fn no_card_tells_a_phone_a_door_or_an_illness() {
    for story in STORIES {
        assert_eq!(app::wishes::dignity::told(story.card, "", ""), [], "{}: {}", story.title, story.card);
    }
}

/// Where a wish stands after its steps, and in whose hands.
fn standing(plan: &Plan, wish: usize) -> (&'static str, Option<Who>) {
    plan.steps.iter().fold(("nowhere", None), |now, step| match step.doing {
        Doing::Place { wish: it } if it == wish => ("placed", None),
        Doing::Accept { wish: it, .. } | Doing::Release { wish: it, .. } | Doing::Reopen { wish: it } if it == wish => ("accepted", None),
        Doing::Decline { wish: it } if it == wish => ("declined", None),
        Doing::Claim { wish: it } if it == wish => ("claimed", Some(step.by)),
        Doing::Dispatch { wish: it, to } if it == wish => ("claimed", Some(to)),
        Doing::Deliver { wish: it, .. } if it == wish => ("delivered", now.1),
        Doing::Confirm { wish: it, .. } if it == wish => ("confirmed", now.1),
        Doing::Withdraw { wish: it } if it == wish => ("withdrawn", None),
        _ => now,
    })
}

#[test]
fn every_demo_log_in_finds_something_to_see() {
    for plan in plans(7) {
        let all: Vec<_> = plan.wishes.iter().enumerate().map(|(wish, wished)| (wished.resident, standing(&plan, wish))).collect();
        let has = |resident: Option<Who>, stage: &str, holder: Option<Who>| {
            all.iter().any(|(whose, (at, held))| {
                *at == stage && resident.is_none_or(|who| who == *whose) && (holder.is_none() || holder == *held)
            })
        };
        for stage in ["placed", "accepted", "claimed", "delivered", "confirmed", "declined"] {
            assert!(has(Some(RESIDENT), stage, None), "{}: {stage}", plan.place.slug);
        }
        for holder in [VOLUNTEER, MERCHANT, GRID] {
            assert!(has(None, "claimed", Some(holder)), "{}: {holder}", plan.place.slug);
        }
        assert!(has(Some(RESIDENT2), "delivered", Some(VOLUNTEER)));
        assert!(has(None, "delivered", Some(VOLUNTEER2)));
    }
}

#[test]
fn ninety_days_hold_one_to_four_wishes_a_day_and_every_kind_of_step() {
    for plan in plans(90) {
        assert!((90..=400).contains(&plan.wishes.len()), "{}: {}", plan.place.slug, plan.wishes.len());
        assert!(plan.wishes.iter().all(|wished| !wished.story.title.is_empty()));
        let any = |of: fn(&Doing) -> bool| plan.steps.iter().any(|step| of(&step.doing));
        assert!(any(|doing| matches!(doing, Doing::Release { .. })), "{}", plan.place.slug);
        assert!(any(|doing| matches!(doing, Doing::Reopen { .. })), "{}", plan.place.slug);
        assert!(any(|doing| matches!(doing, Doing::Decline { .. })), "{}", plan.place.slug);
        assert!(any(|doing| matches!(doing, Doing::Withdraw { .. })), "{}", plan.place.slug);
        assert!(any(|doing| matches!(doing, Doing::CallBack { .. })), "{}", plan.place.slug);
        assert!(any(|doing| matches!(doing, Doing::Note { .. })), "{}", plan.place.slug);
        assert!(any(|doing| matches!(doing, Doing::Object { .. })), "{}", plan.place.slug);
        assert!(any(|doing| matches!(doing, Doing::SetRates { .. })), "{}", plan.place.slug);
        assert!(any(|doing| matches!(doing, Doing::ConfirmHours { .. })), "{}", plan.place.slug);
    }
}

#[test]
fn the_story_of_stars_is_told_once_and_whole_however_few_the_days() {
    for plan in plans(7) {
        let count = |of: fn(&Doing) -> bool| plan.steps.iter().filter(|step| of(&step.doing)).count();
        let served =
            |post: usize| plan.steps.iter().filter(|step| matches!(step.doing, Doing::CheckOut { post: it, .. } if it == post)).count();
        let sealed = count(|doing| matches!(doing, Doing::SealStars { quarter } if quarter == "2026Q2"));
        let here = usize::from(plan.place.slug == "wenchang");
        assert_eq!((served(4), served(5), sealed), (4 * here, 7 * here, here), "{}", plan.place.slug);
    }
}
