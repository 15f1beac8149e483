//! The days as they come: wishes, and how each goes on.

use super::people::KINDS;
use super::{
    ADMIN, Doing, GRID, MERCHANT, OTHERS, RESIDENT, RESIDENT2, STAFF, Teller, VOLUNTEER, VOLUNTEER2, Who, Wished, clock, day, minutes,
};
use crate::demo::content::{RELEASE_REASONS, Story};
use app::communities::model::VolunteerKind;
use app::communities::model::{Class, Kind};
use app::communities::presets::PRESETS;
use app::wishes::model::{LOW, NewCall, Rating};
use app::wishes::stage::LAPSE_AFTER;
use chrono::{Datelike as _, NaiveDateTime, TimeDelta};

/// Said with a grade that is not a good one.
const SO_SO: [&str; 4] = ["等的时间有点长。", "办是办了，来得晚了些。", "基本可以，下次请提前打个招呼。", "还行，就是要多跑一趟。"];
const NOT_GOOD: [&str; 3] = ["还是没有弄好，不太满意。", "说好的时间没有来，改了两次。", "只办了一半。"];
/// What they say when somebody calls.
const CALLED: [(i16, &str); 4] = [
    (3, "后来又来人弄好了，就是等得久。"),
    (4, "第二天师傅自己又来了一趟，现在没问题了。"),
    (2, "还是原来的意思，希望以后说到做到。"),
    (1, "没有人跟我说清楚为什么要等。"),
];
/// What was done when it was not solved the first time.
const SECOND: [&str; 4] = [
    "又上门看了一次，没办好的地方补上了，当面试过。",
    "和您一起从头核对了一遍，差的那一步已经办完。",
    "换了一位师傅再去，问题解决了，请您再用几天看看。",
    "按您说的重新办过，办好后打电话跟您说清楚了。",
];
const SECOND_ANSWER: [&str; 2] =
    ["又向经办的同事核实了一遍，把办法和时间重新给您说清楚了。", "上次没说全，这次一条一条讲给您听，也写在纸上了。"];
/// When people write, hour by hour from midnight: after breakfast, in the afternoon, after supper.
const HOURS: [u32; 24] = [0, 0, 0, 0, 0, 0, 1, 4, 9, 13, 12, 7, 5, 5, 8, 10, 9, 7, 6, 9, 10, 6, 2, 0];
/// How long a kind of order usually takes, in minutes; it leaves room to the limits of the presets, most of the time.
struct Pace {
    answer: u32,
    /// Until somebody sees it on the wall and takes it on; the desk is quicker.
    hand: u32,
    deliver: u32,
}

impl Pace {
    const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Question => Self { answer: 2, hand: 60, deliver: 90 },
            Kind::ServiceOrder => Self { answer: 8, hand: 90, deliver: 3 * 60 },
            Kind::MicroWish => Self { answer: 170, hand: 15 * 60, deliver: 32 * 60 },
        }
    }
}

/// How somebody comes to hold a wish.
enum Hand {
    Claims(Who),
    IsHanded(Who),
}
impl Teller {
    /// The days as they come: some wishes a day, each with its own story.
    pub(super) fn days(&mut self) {
        let days = (self.span.last - self.span.first).num_days();
        for n in 0..=days {
            let day = day(self.span.first, n);
            let busy = match day.weekday().num_days_from_monday() {
                0 => 125,
                5 => 85,
                6 => 70,
                _ => 105,
            };
            // In hundredths: the rest of the division becomes a wish now and then.
            let hundredths = self.place.temper.in_ten_days * 10 * busy / 100 * self.chance.between(55, 145) / 100;
            let count = (hundredths + self.chance.below(100)) / 100;
            for _ in 0..count.clamp(u32::from(busy > 100), 6) {
                let hour = u32::try_from(self.chance.weighted(&HOURS)).unwrap_or(9);
                let placed = clock(day, hour * 60 + self.chance.below(60)) + TimeDelta::seconds(self.chance.below(60).into());
                self.life(placed);
            }
        }
    }

    fn draw(&mut self) -> &'static Story {
        if self.drawn >= self.deck.len() {
            self.drawn = 0;
        }
        self.drawn += 1;
        self.deck.get(self.drawn - 1).copied().unwrap_or(&NOTHING)
    }

    /// A story of one of these categories that no other wish tells.
    pub(super) fn take(&mut self, categories: &[&str]) -> &'static Story {
        let found = self.deck.iter().position(|story| categories.contains(&story.category)).unwrap_or_default();
        if found < self.deck.len() { self.deck.remove(found) } else { &NOTHING }
    }

    fn resident(&mut self, at: NaiveDateTime) -> Who {
        let here: Vec<Who> = self
            .people
            .iter()
            .enumerate()
            .filter(|(who, person)| (*who >= OTHERS || matches!(*who, RESIDENT | RESIDENT2)) && person.joined < at)
            .map(|(who, _)| who)
            .collect();
        self.chance.one_of(&here).copied().unwrap_or(RESIDENT)
    }

    /// One wish from its placing to wherever it gets.
    fn life(&mut self, placed: NaiveDateTime) {
        let temper = self.place.temper;
        let story = self.draw();
        let resident = self.resident(placed);
        let (kind, class) = kind_of(story);
        let wish = self.wish(story, resident);
        self.push(placed, resident, Doing::Place { wish });
        let turn = self.chance.below(1000);
        let pace = Pace::of(kind);
        if turn < temper.declined {
            let thought = self.later(placed, pace.answer);
            let declined = self.on_duty(kind, thought);
            return self.push(declined, STAFF, Doing::Decline { wish });
        }
        if turn < temper.declined + 30 {
            let thought = self.later(placed, pace.answer / 3);
            let withdrawn = self.awake(thought);
            return self.push(withdrawn, resident, Doing::Withdraw { wish });
        }
        let seen = self.later(placed, pace.answer);
        let mut at = self.on_duty(kind, seen);
        let desk = if self.chance.hits(850) { STAFF } else { ADMIN };
        // An answer helps one person; what others can do stands on the wall.
        let card = kind != Kind::Question || self.chance.hits(350);
        self.push(at, desk, Doing::Accept { wish, card });
        let with_holder = story.comments.iter().any(|(who, _)| *who == "holder");
        if !with_holder {
            at = self.comments(wish, at, desk, None);
        }
        if self.chance.hits(12) {
            let thought = self.later(at, 200);
            let withdrawn = self.awake(thought);
            return self.push(withdrawn, resident, Doing::Withdraw { wish });
        }
        let mut last_hand = None;
        for round in 0..2 {
            let (mut holder, taken) = self.hand(wish, at, (kind, class), card, last_hand);
            at = taken;
            if holder > ADMIN && holder != STAFF && self.chance.hits(60) {
                let thought = self.later(at, pace.hand);
                at = self.awake(thought);
                let reason = self.chance.one_of(RELEASE_REASONS).copied().unwrap_or_default();
                self.push(at, holder, Doing::Release { wish, reason });
                (holder, at) = self.hand(wish, at, (kind, class), card, Some(holder));
            }
            if with_holder && round == 0 {
                at = self.comments(wish, at, desk, Some(holder));
            }
            at = self.deliver(wish, at, holder, kind, round);
            match self.answer(wish, at, holder, round) {
                Some(reopened) => (at, last_hand) = (reopened, Some(holder)),
                None => return,
            }
        }
    }

    /// What is said on the way.
    fn comments(&mut self, wish: usize, from: NaiveDateTime, desk: Who, holder: Option<Who>) -> NaiveDateTime {
        let Some(Wished { story, resident }) = self.wishes.get(wish).copied() else { return from };
        let mut at = from;
        for (who, text) in story.comments {
            let said = self.later(at, 45);
            let (by, when) = match *who {
                "resident" => (resident, self.awake(said)),
                "holder" => (holder.unwrap_or(desk), self.awake(said)),
                _ => (desk, self.desk(said)),
            };
            at = when;
            self.push(at, by, Doing::Comment { wish, text });
        }
        at
    }

    /// Someone takes it on, or is handed it.
    fn hand(
        &mut self,
        wish: usize,
        from: NaiveDateTime,
        what: (Kind, Option<Class>),
        card: bool,
        before: Option<Who>,
    ) -> (Who, NaiveDateTime) {
        let resident = self.wishes.get(wish).map_or(RESIDENT, |wished| wished.resident);
        let pace = Pace::of(what.0);
        let mut hand = self.choose(what);
        for _ in 0..8 {
            let (Hand::Claims(who) | Hand::IsHanded(who)) = hand;
            if who != resident && Some(who) != before {
                break;
            }
            hand = self.choose(what);
        }
        let (Hand::Claims(who) | Hand::IsHanded(who)) = hand;
        if who == resident {
            hand = Hand::Claims(STAFF);
        }
        match hand {
            Hand::Claims(who @ (ADMIN | STAFF)) => {
                let taken = self.later(from, pace.hand / 8);
                let taken = self.on_duty(what.0, taken);
                self.push(taken, who, Doing::Claim { wish });
                (who, taken)
            }
            // Without a public card nobody else sees it.
            Hand::Claims(who) if card => {
                let taken = self.later(from, pace.hand);
                let taken = self.awake(taken);
                self.push(taken, who, Doing::Claim { wish });
                (who, taken)
            }
            Hand::Claims(to) | Hand::IsHanded(to) => {
                let taken = self.later(from, pace.hand / 4);
                let taken = self.on_duty(what.0, taken);
                self.push(taken, STAFF, Doing::Dispatch { wish, to });
                (to, taken)
            }
        }
    }

    fn choose(&mut self, (kind, class): (Kind, Option<Class>)) -> Hand {
        let volunteer = self.volunteer();
        let percent = self.chance.below(100);
        match (kind, class) {
            (Kind::Question, _) => Hand::Claims(if percent < 85 { STAFF } else { ADMIN }),
            (_, Some(Class::Living)) => match percent {
                0..40 => Hand::IsHanded(MERCHANT),
                40..60 => Hand::Claims(MERCHANT),
                60..80 => Hand::Claims(volunteer),
                80..92 => Hand::IsHanded(GRID),
                _ => Hand::Claims(STAFF),
            },
            (_, Some(Class::Government | Class::PartyMass | Class::Legal)) => match percent {
                0..70 => Hand::Claims(STAFF),
                70..85 => Hand::IsHanded(volunteer),
                _ => Hand::Claims(volunteer),
            },
            _ if percent < 80 => Hand::Claims(volunteer),
            _ => Hand::IsHanded(if percent < 95 { volunteer } else { GRID }),
        }
    }

    fn volunteer(&mut self) -> Who {
        let mut weights = vec![6, 4];
        // Whoever works away helps in the holidays.
        weights.extend(KINDS.map(|kind| if kind == VolunteerKind::Away { 1 } else { 3 }));
        match self.chance.weighted(&weights) {
            0 => VOLUNTEER,
            1 => VOLUNTEER2,
            n => OTHERS + n - 2,
        }
    }

    fn deliver(&mut self, wish: usize, from: NaiveDateTime, holder: Who, kind: Kind, round: u32) -> NaiveDateTime {
        let done = self.later(from, Pace::of(kind).deliver);
        let at_desk = matches!(holder, ADMIN | STAFF);
        let at = if at_desk { self.on_duty(kind, done) } else { self.awake(done) };
        // Now and then someone calls the desk instead of writing.
        let by = if !at_desk && self.chance.hits(70) { STAFF } else { holder };
        let at = if by == STAFF { self.on_duty(kind, at) } else { at };
        let again: &[&str] = if kind == Kind::Question { &SECOND_ANSWER } else { &SECOND };
        let first = self.wishes.get(wish).map_or("", |wished| wished.story.note);
        let note = if round == 0 { first } else { self.chance.one_of(again).copied().unwrap_or(first) };
        self.push(at, by, Doing::Deliver { wish, note });
        at
    }

    /// The resident's word; the time when it was reopened, if so.
    fn answer(&mut self, wish: usize, from: NaiveDateTime, holder: Who, round: u32) -> Option<NaiveDateTime> {
        let Wished { story, resident } = self.wishes.get(wish).copied()?;
        if round == 0 && self.chance.hits(self.place.temper.again) {
            let thought = self.chance.about(8 * 60);
            let mut at = self.awake(from + minutes(thought));
            if self.chance.hits(350) {
                // Closed first, with a poor grade; reopened within the seven days.
                let rating = self.rating(story, [0, 0, 3, 5, 2]);
                self.push(at, resident, Doing::Confirm { wish, rating });
                let thought = self.chance.about(14 * 60);
                at = self.awake(at + minutes(thought));
            }
            self.push(at, resident, Doing::Reopen { wish });
            return Some(at);
        }
        let usual = match self.chance.below(1000) {
            0..930 => 9 * 60,
            930..970 => 6 * 24 * 60,
            // Some never say; it closes by itself.
            _ => return None,
        };
        let thought = self.chance.about(usual).max(5);
        let at = self.awake(from + minutes(thought));
        if at >= from + LAPSE_AFTER {
            return None;
        }
        let grades = self.place.temper.grades;
        let rating = self.rating(story, if round == 0 { grades } else { [20, 45, 25, 8, 2] });
        let low = rating.grade <= LOW;
        self.push(at, resident, Doing::Confirm { wish, rating });
        if low {
            self.call_back(wish, at, holder);
        }
        None
    }

    /// The desk calls whoever is not satisfied, and nobody checks their own work.
    fn call_back(&mut self, wish: usize, from: NaiveDateTime, holder: Who) {
        std::mem::swap(&mut self.chance, &mut self.calls);
        let by = if holder == STAFF { ADMIN } else { STAFF };
        let thought = self.later(from, 9 * 60);
        let mut at = self.desk(thought);
        if self.chance.hits(200) {
            self.push(at, by, Doing::CallBack { wish, call: NewCall { outcome: "no_answer".to_owned(), ..NewCall::default() } });
            let thought = self.later(at, 5 * 60);
            at = self.desk(thought);
        }
        let (grade, words) = self.chance.one_of(&CALLED).copied().unwrap_or((3, ""));
        let call = NewCall { outcome: "reached".to_owned(), grade: Some(grade), words: words.to_owned() };
        self.push(at, by, Doing::CallBack { wish, call });
        std::mem::swap(&mut self.chance, &mut self.calls);
    }

    fn rating(&mut self, story: &Story, grades: [u32; 5]) -> Rating {
        let grade = 5 - i16::try_from(self.chance.weighted(&grades)).unwrap_or_default();
        let said = match grade {
            4.. if self.chance.hits(750) => story.words,
            3 if self.chance.hits(500) => self.chance.one_of(&SO_SO).copied().unwrap_or_default(),
            3.. => "",
            _ => self.chance.one_of(&NOT_GOOD).copied().unwrap_or_default(),
        };
        let marks = self.chance.hits(600);
        let mut mark = || marks.then(|| (grade + i16::try_from(self.chance.weighted(&[1, 6, 2])).unwrap_or(1) - 1).clamp(1, 5));
        let [attitude, ability, quality, efficiency] = [mark(), mark(), mark(), mark()];
        Rating { grade, attitude, ability, quality, efficiency, words: (!said.is_empty()).then(|| said.to_owned()) }
    }
}

/// Stands for a story where there is none; the test of the content keeps it from ever being told.
static NOTHING: Story = Story { category: "", title: "", text: "", card: "", comments: &[], note: "", words: "", no: "", again: "" };
fn kind_of(story: &Story) -> (Kind, Option<Class>) {
    PRESETS.iter().find(|preset| preset.code == story.category).map_or((Kind::Question, None), |preset| (preset.kind, preset.class))
}
