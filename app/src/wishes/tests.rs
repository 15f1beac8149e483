//! The rules of wishes: which move is legal in which stage, who may make it, who sees what, and that a history replays.

use super::clock::Due;
use super::model::{Call, CallBack, CheckedWish, NewCall, NewWish, Outcome, Rating, Wish, WishEvent, WishId};
use super::moves::{Accepted, Answered, Claimed, Delivered, Drawable, Moved, Placed, Reopenable, Timed, Withdrawable, replay};
use super::policy::{Sight, may_move, may_see_contact, may_see_wall, sight, takes_down};
use super::stage::{Move, REOPEN_WITHIN, Stage};
use crate::communities::model::{CategoryId, Kind};
use crate::communities::presets::limits;
use crate::kernel::actor::{Actor, Role, Roles};
use crate::kernel::fault::Fault;
use crate::kernel::ids::{AccountId, MemberId};
use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

const RESIDENT: MemberId = MemberId(Uuid::from_u128(1));
const HOLDER: MemberId = MemberId(Uuid::from_u128(2));
const OTHER: MemberId = MemberId(Uuid::from_u128(3));

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

fn wish(stage: Stage) -> Wish {
    Wish {
        id: WishId(Uuid::from_u128(9)),
        resident: RESIDENT,
        kind: Kind::MicroWish,
        category: CategoryId(Uuid::from_u128(8)),
        title: "修一下水龙头".to_owned(),
        text: "厨房的水龙头滴水。".to_owned(),
        public_card: (stage != Stage::Placed).then(|| "厨房水龙头滴水，请会修的邻居帮忙。".to_owned()),
        stage,
        version: 3,
        holder: matches!(stage, Stage::Claimed | Stage::Delivered | Stage::Confirmed | Stage::Lapsed).then_some(HOLDER),
        filed_by: None,
        placed_at: now(),
        moved_at: now(),
        grade: (stage == Stage::Confirmed).then_some(5),
        call_back: None,
        due: Due {
            due_at: matches!(stage, Stage::Placed | Stage::Accepted | Stage::Claimed).then(|| now() + TimeDelta::hours(1)),
            ..Due::default()
        },
    }
}

fn actor(member: MemberId, roles: &[Role]) -> Actor {
    Actor {
        account: Some(AccountId(member.0)),
        session: None,
        member: Some(member),
        verified: true,
        roles: Roles::new(roles.iter().copied()),
        stands_for: Vec::new(),
        is_clock: false,
    }
}

fn call(outcome: Outcome) -> Call {
    Call { outcome, grade: (outcome == Outcome::Reached).then_some(4), words: None }
}

/// Makes the move from a wish in this stage, as the use cases do.
fn make(step: Move, from: Stage) -> Result<Moved, Fault> {
    let wish = wish(from);
    Ok(match step {
        Move::Accept => {
            let category = wish.category;
            Placed::try_from(wish)?.accept(category, None, Some("卡片内容".to_owned()))
        }
        Move::Decline => Placed::try_from(wish)?.decline("没有场地".to_owned()),
        Move::Claim => Accepted::try_from(wish)?.claim(OTHER),
        Move::Dispatch => Accepted::try_from(wish)?.dispatch(OTHER),
        Move::Release => Claimed::try_from(wish)?.release(Some("临时有事".to_owned())),
        Move::Deliver => Claimed::try_from(wish)?.deliver("修好了".to_owned()),
        Move::Confirm => Delivered::try_from(wish)?.confirm(Rating { grade: 4, ..Rating::default() }),
        Move::Reopen => Reopenable::at(wish, now())?.reopen("还在滴".to_owned()),
        Move::Withdraw => Withdrawable::try_from(wish)?.withdraw(),
        Move::Pause => Timed::running(wish, now())?.pause("等配件".to_owned(), now() + TimeDelta::days(1)),
        Move::Resume => Timed::paused(wish, now())?.resume(),
        Move::CallBack => Answered::try_from(wish)?.called(call(Outcome::Reached)),
        Move::Comment => return Err(Fault::NotFound),
    })
}

/// The table of the issue, written a second time and by hand: every legal move with where it leads. All others are illegal.
const LEGAL: [(Move, Stage, Stage); 17] = [
    (Move::Accept, Stage::Placed, Stage::Accepted),
    (Move::Decline, Stage::Placed, Stage::Declined),
    (Move::Claim, Stage::Accepted, Stage::Claimed),
    (Move::Dispatch, Stage::Accepted, Stage::Claimed),
    (Move::Release, Stage::Claimed, Stage::Accepted),
    (Move::Deliver, Stage::Claimed, Stage::Delivered),
    (Move::Confirm, Stage::Delivered, Stage::Confirmed),
    (Move::Reopen, Stage::Delivered, Stage::Accepted),
    (Move::Reopen, Stage::Confirmed, Stage::Accepted),
    (Move::Reopen, Stage::Lapsed, Stage::Accepted),
    (Move::Withdraw, Stage::Placed, Stage::Withdrawn),
    (Move::Withdraw, Stage::Accepted, Stage::Withdrawn),
    (Move::Withdraw, Stage::Claimed, Stage::Withdrawn),
    (Move::Pause, Stage::Placed, Stage::Placed),
    (Move::Pause, Stage::Accepted, Stage::Accepted),
    (Move::Pause, Stage::Claimed, Stage::Claimed),
    (Move::Comment, Stage::Placed, Stage::Placed),
];

#[test]
fn every_legal_move_leads_where_the_table_says_and_every_other_is_refused() {
    for step in Move::ALL.into_iter().filter(|step| *step != Move::Comment) {
        for from in Stage::ALL {
            let expected = LEGAL.iter().find(|(s, f, _)| (*s, *f) == (step, from)).map(|(_, _, to)| *to);
            let made = make(step, from);
            assert_eq!(made.as_ref().ok().map(|moved| moved.wish.stage), expected, "{step:?} from {from:?}");
            assert_eq!(step.is_legal(&wish(from), now()), expected.is_some(), "{step:?} from {from:?}");
            match made {
                Ok(moved) => {
                    assert_eq!((moved.from, moved.seen, moved.wish.version), (from, 3, 4));
                    let held = matches!(moved.wish.stage, Stage::Claimed | Stage::Delivered | Stage::Confirmed | Stage::Lapsed);
                    assert_eq!(moved.wish.holder.is_some(), held, "{step:?} from {from:?}");
                    assert_eq!(moved.wish.grade.is_some(), moved.wish.stage == Stage::Confirmed);
                }
                Err(fault) => assert_eq!(fault.code(), "not_in_stage"),
            }
        }
    }
}

#[test]
fn a_comment_is_legal_in_every_stage() {
    assert!(Stage::ALL.into_iter().all(|stage| Move::Comment.is_legal(&wish(stage), now())));
}

#[test]
fn a_clock_that_stands_still_runs_again_and_does_not_stand_still_twice() {
    let until = now() + TimeDelta::minutes(30);
    let paused = Wish { due: Due { paused_until: Some(until), ..wish(Stage::Claimed).due }, ..wish(Stage::Claimed) };
    assert!(Timed::running(paused.clone(), now()).is_err());
    assert_eq!(Timed::paused(paused.clone(), now()).unwrap().resume().wish.stage, Stage::Claimed);
    // Its day has come: it runs by itself.
    assert!(Timed::paused(paused.clone(), until).is_err() && Timed::running(paused, until).is_ok());
    // What is late stays late.
    assert!(Timed::running(wish(Stage::Claimed), now() + TimeDelta::hours(1)).is_err());
}

#[test]
fn a_confirmed_wish_reopens_within_seven_days_and_no_later() {
    let confirmed = wish(Stage::Confirmed);
    assert!(Reopenable::at(confirmed.clone(), now() + REOPEN_WITHIN - TimeDelta::seconds(1)).is_ok());
    assert!(Reopenable::at(confirmed, now() + REOPEN_WITHIN).is_err());
    assert!(Reopenable::at(wish(Stage::Delivered), now() + TimeDelta::days(400)).is_ok());
}

/// Who may make a move, in the words of the issue: `r` the resident, `h` the holder, `s` staff, `a` admins,
/// `v` volunteer, `m` merchant; nobody else.
const MAY: [(Move, &str); 13] = [
    (Move::Accept, "sa"),
    (Move::Decline, "sa"),
    (Move::Claim, "svm"),
    (Move::Dispatch, "sa"),
    (Move::Release, "hsa"),
    (Move::Deliver, "hsa"),
    (Move::Confirm, "r"),
    (Move::Reopen, "r"),
    (Move::Withdraw, "r"),
    (Move::Pause, "sa"),
    (Move::Resume, "sa"),
    (Move::CallBack, "sa"),
    (Move::Comment, "rhsa"),
];

#[test]
fn each_move_is_for_whom_the_table_names_and_for_no_one_else() {
    let people = [
        ('r', actor(RESIDENT, &[Role::Resident])),
        ('h', actor(HOLDER, &[Role::Resident])),
        ('s', actor(OTHER, &[Role::Staff])),
        ('a', actor(OTHER, &[Role::Admin])),
        ('v', actor(OTHER, &[Role::Volunteer])),
        ('m', actor(OTHER, &[Role::Merchant])),
        ('g', actor(OTHER, &[Role::GridWorker])),
        ('n', actor(OTHER, &[Role::Resident])),
    ];
    for (step, may) in MAY {
        for (who, actor) in &people {
            let allowed = may_move(actor, &wish(Stage::Claimed), step).is_ok();
            assert_eq!(allowed, may.contains(*who), "{who} {step:?}");
        }
    }
}

#[test]
fn nobody_claims_their_own_wish_whatever_their_roles() {
    let all = actor(RESIDENT, &Role::ALL);
    assert_eq!(may_move(&all, &wish(Stage::Accepted), Move::Claim), Err(Fault::Refused));
}

#[test]
fn what_one_does_not_see_does_not_exist() {
    let neighbour = actor(OTHER, &[Role::Volunteer]);
    for stage in Stage::ALL {
        let shown = !matches!(stage, Stage::Placed | Stage::Declined | Stage::Withdrawn);
        assert_eq!(sight(&neighbour, &wish(stage)), if shown { Sight::Card } else { Sight::None }, "{stage:?}");
        let answer = may_move(&neighbour, &wish(stage), Move::Confirm);
        assert_eq!(answer, Err(if shown { Fault::Refused } else { Fault::NotFound }), "{stage:?}");
    }
    assert_eq!(sight(&Actor::default(), &wish(Stage::Accepted)), Sight::None);
    let unverified = Actor { verified: false, ..neighbour };
    assert_eq!(sight(&unverified, &wish(Stage::Accepted)), Sight::None);
    assert!(!may_see_wall(&unverified));
    let hidden = Wish { public_card: None, ..wish(Stage::Accepted) };
    assert_eq!(sight(&actor(OTHER, &[Role::Volunteer]), &hidden), Sight::None);
}

#[test]
fn name_phone_and_door_are_for_the_holder_from_the_claim_to_the_closing() {
    let holder = actor(HOLDER, &[Role::Volunteer]);
    let sees: Vec<Stage> = Stage::ALL.into_iter().filter(|stage| may_see_contact(&holder, &wish(*stage))).collect();
    assert_eq!(sees, [Stage::Claimed, Stage::Delivered]);
    let desk = actor(OTHER, &[Role::Staff]);
    let sees: Vec<Stage> = Stage::ALL.into_iter().filter(|stage| may_see_contact(&desk, &wish(*stage))).collect();
    assert_eq!(sees, [Stage::Placed, Stage::Accepted, Stage::Claimed, Stage::Delivered]);
    let neighbour = actor(OTHER, &[Role::Volunteer, Role::Merchant, Role::GridWorker, Role::Resident]);
    assert!(!Stage::ALL.into_iter().any(|stage| may_see_contact(&neighbour, &wish(stage))));
    assert!(Stage::ALL.into_iter().all(|stage| may_see_contact(&actor(RESIDENT, &[Role::Resident]), &wish(stage))));
}

#[test]
fn a_delegate_speaks_for_the_resident_and_for_no_one_else() {
    let delegate = Actor { stands_for: vec![RESIDENT], verified: false, ..actor(OTHER, &[Role::Resident]) };
    for stage in Stage::ALL {
        assert_eq!(sight(&delegate, &wish(stage)), Sight::Whole);
        assert!(!may_see_contact(&delegate, &wish(stage)), "they know the resident, or ask them");
    }
    let may = Move::ALL.into_iter().filter(|step| may_move(&delegate, &wish(Stage::Claimed), *step).is_ok());
    assert_eq!(may.collect::<Vec<_>>(), [Move::Confirm, Move::Reopen, Move::Withdraw, Move::Comment]);
    // They say it themselves, so nothing is taken down; not even by one who also sits at the desk.
    let staff = Actor { stands_for: vec![RESIDENT], ..actor(OTHER, &[Role::Staff]) };
    let filed = Wish { filed_by: Some(OTHER), ..wish(Stage::Delivered) };
    assert!(!takes_down(&delegate, &filed) && !takes_down(&staff, &filed));
    assert!(takes_down(&actor(OTHER, &[Role::Staff]), &filed));
    // Nobody grades what they brought themselves.
    let holder = Actor { stands_for: vec![RESIDENT], ..actor(HOLDER, &[Role::Volunteer]) };
    assert_eq!(may_move(&holder, &wish(Stage::Delivered), Move::Confirm), Err(Fault::Refused));
    // Of others' wishes they see no more than before.
    let other = Wish { resident: HOLDER, public_card: None, ..wish(Stage::Accepted) };
    assert_eq!(sight(&delegate, &other), Sight::None);
}

#[test]
fn who_is_not_satisfied_is_called_back_until_the_outcome_is_on_record() {
    for grade in 1..=5 {
        let confirmed = Delivered::try_from(wish(Stage::Delivered)).unwrap().confirm(Rating { grade, ..Rating::default() }).wish;
        assert_eq!(confirmed.owes_call(), grade <= 2, "{grade}");
        assert_eq!(Move::CallBack.is_legal(&confirmed, now()), grade <= 2, "{grade}");
        // What is owed already is not drawn as well.
        assert_eq!(Drawable::try_from(confirmed).is_ok(), grade > 2, "{grade}");
    }
    let owed = Wish { call_back: Some(CallBack::LowGrade), ..wish(Stage::Confirmed) };
    for (outcome, still) in [(Outcome::Reached, false), (Outcome::NoAnswer, true), (Outcome::Declined, false), (Outcome::GaveUp, false)] {
        let called = Answered::try_from(owed.clone()).unwrap().called(call(outcome)).wish;
        assert_eq!((called.owes_call(), called.stage, called.grade), (still, Stage::Confirmed, Some(5)), "{outcome:?}");
    }
    let done = Wish { call_back: Some(CallBack::Done), ..owed.clone() };
    assert!(Answered::try_from(done.clone()).is_err() && Drawable::try_from(done).is_err(), "once called back is enough");
    // What is taken up again is graded anew.
    assert_eq!(Reopenable::at(owed, now()).unwrap().reopen("还在滴".to_owned()).wish.call_back, None);
    assert!(
        Stage::ALL
            .into_iter()
            .all(|stage| { Drawable::try_from(wish(stage)).is_ok() == matches!(stage, Stage::Confirmed | Stage::Lapsed) })
    );
}

#[test]
fn a_call_has_an_outcome_and_where_they_were_reached_a_grade() {
    let typed = |outcome: &str, grade| NewCall { outcome: outcome.to_owned(), grade, words: "  ".to_owned() }.check();
    assert_eq!(typed("reached", Some(2)), Ok(Call { outcome: Outcome::Reached, grade: Some(2), words: None }));
    assert_eq!(typed("no_answer", Some(2)).unwrap().grade, None);
    for (outcome, grade, field) in [("reached", None, "grade"), ("reached", Some(6), "grade"), ("", Some(3), "outcome")] {
        let Err(Fault::Invalid(problems)) = typed(outcome, grade) else { panic!("{outcome} {grade:?} is no call") };
        assert_eq!(problems[0].field, field);
    }
}

#[test]
fn a_history_replays_to_the_wish() {
    type Step = (MemberId, fn(Wish) -> Moved);
    let start = Wish { version: 1, ..wish(Stage::Placed) };
    let category = start.category;
    let steps: [Step; 17] = [
        (OTHER, |w| {
            let category = w.category;
            Placed::try_from(w).unwrap().accept(category, None, Some("卡片".to_owned()))
        }),
        (OTHER, |w| Timed::running(w, now()).unwrap().pause("等配件".to_owned(), now())),
        (HOLDER, |w| Accepted::try_from(w).unwrap().claim(HOLDER)),
        (HOLDER, |w| Claimed::try_from(w).unwrap().release(Some("有事".to_owned()))),
        (OTHER, |w| Accepted::try_from(w).unwrap().dispatch(HOLDER)),
        (HOLDER, |w| Claimed::try_from(w).unwrap().deliver("好了".to_owned())),
        (RESIDENT, |w| Reopenable::at(w, now()).unwrap().reopen("没好".to_owned())),
        (HOLDER, |w| Accepted::try_from(w).unwrap().claim(HOLDER)),
        (HOLDER, |w| Claimed::try_from(w).unwrap().deliver("好了".to_owned())),
        (RESIDENT, |w| Delivered::try_from(w).unwrap().confirm(Rating { grade: 1, ..Rating::default() })),
        (OTHER, |w| Answered::try_from(w).unwrap().called(call(Outcome::NoAnswer))),
        (OTHER, |w| Answered::try_from(w).unwrap().called(call(Outcome::Reached))),
        (RESIDENT, |w| Reopenable::at(w, now()).unwrap().reopen("没好".to_owned())),
        (HOLDER, |w| Accepted::try_from(w).unwrap().claim(HOLDER)),
        (HOLDER, |w| Claimed::try_from(w).unwrap().deliver("好了".to_owned())),
        (RESIDENT, |w| Delivered::try_from(w).unwrap().lapse()),
        (OTHER, |w| Drawable::try_from(w).unwrap().draw()),
    ];
    let mut history = vec![(Some(RESIDENT), WishEvent::Placed { category, limits: None })];
    let mut now_it_is = start.clone();
    for (who, step) in steps {
        let moved = step(now_it_is);
        history.push((Some(who), moved.event));
        history.push((Some(OTHER), WishEvent::Looked));
        now_it_is = moved.wish;
        assert_eq!(replay(start.clone(), &history), now_it_is);
    }
}

#[test]
fn events_survive_the_database() {
    let category = CategoryId(Uuid::from_u128(8));
    let events = [
        WishEvent::Placed { category, limits: Some(limits(Kind::Question, false)) },
        WishEvent::Accepted { category, public_card: Some("卡".to_owned()), limits: None },
        WishEvent::Paused { reason: "等配件".to_owned(), until: now() },
        WishEvent::Resumed,
        WishEvent::Claimed,
        WishEvent::Dispatched { to: HOLDER },
        WishEvent::Released { reason: None },
        WishEvent::Confirmed(Rating { grade: 5, attitude: Some(4), words: Some("谢谢".to_owned()), ..Rating::default() }),
        WishEvent::CallBackDrawn,
        WishEvent::CalledBack(call(Outcome::Reached)),
        WishEvent::Looked,
    ];
    for event in events {
        let json = serde_json::to_value(&event).unwrap();
        assert!(json.get("kind").is_some_and(serde_json::Value::is_string));
        assert_eq!(serde_json::from_value::<WishEvent>(json).unwrap(), event);
    }
}

#[test]
fn all_problems_of_a_form_show_at_once() {
    let fault = NewWish { kind: "x".to_owned(), category: String::new(), title: "短".to_owned(), ..NewWish::default() }.check();
    let Err(Fault::Invalid(problems)) = fault else { panic!("this is not valid") };
    let fields: Vec<&str> = problems.iter().map(|problem| &*problem.field).collect();
    assert_eq!(fields, ["kind", "category", "title", "text"]);
    let good = NewWish {
        kind: "question".to_owned(),
        category: Uuid::from_u128(8).to_string(),
        title: " 高龄津贴怎么办 ".to_owned(),
        text: "想问一下。".to_owned(),
        ..NewWish::default()
    };
    let CheckedWish { title, kind, .. } = good.check().unwrap();
    assert_eq!((title.as_str(), kind), ("高龄津贴怎么办", Kind::Question));
}

#[test]
fn marks_lie_between_one_and_five() {
    assert!(Rating { grade: 5, attitude: Some(1), ..Rating::default() }.check().is_ok());
    for bad in [0, 6, -1] {
        assert!(Rating { grade: bad, ..Rating::default() }.check().is_err());
        assert!(Rating { grade: 3, quality: Some(bad), ..Rating::default() }.check().is_err());
    }
}
