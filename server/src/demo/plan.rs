//! What happens in one community: its people, their wishes, and each step with its time. Pure: told from a seed alone,
//! so the same each time; `life` then lives it through the real use cases.

use super::chance::Chance;
use super::content::{GIVEN, RELEASE_REASONS, RESIDENTIAL_YARDS, STORIES, SURNAMES, Story};
use super::places::Place;
use app::communities::model::{Class, Kind, VolunteerKind};
use app::communities::presets::PRESETS;
use app::kernel::actor::Role;
use app::wishes::model::Rating;
use chrono::{DateTime, Datelike as _, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike as _, Utc};

/// A person, by the place in the community's list.
pub type Who = usize;

pub const ADMIN: Who = 0;
const STAFF: Who = 1;
const GRID: Who = 2;
const VOLUNTEER: Who = 3;
const VOLUNTEER2: Who = 4;
const RESIDENT: Who = 5;
const RESIDENT2: Who = 6;
const MERCHANT: Who = 7;
/// From here on, people without a password.
const OTHERS: Who = 8;
const PEOPLE: Who = OTHERS + 26;

/// The log-ins of every community, in the order of the places above.
pub const LOG_INS: [&str; OTHERS] = ["admin", "staff", "grid", "volunteer", "volunteer2", "resident", "resident2", "merchant"];

/// Some of the others are volunteers, of these kinds; `None` is a resident.
const KINDS: [VolunteerKind; 8] = [
    VolunteerKind::Retired,
    VolunteerKind::InService,
    VolunteerKind::Artisan,
    VolunteerKind::Social,
    VolunteerKind::Retired,
    VolunteerKind::NoPost,
    VolunteerKind::InService,
    VolunteerKind::Away,
];
/// The last of the others register while the demo goes on.
const LATE: usize = 6;
/// These were never verified, so that the desk has someone to verify.
const UNVERIFIED: [Who; 4] = [PEOPLE - 1, PEOPLE - 2, PEOPLE - 8, PEOPLE - 12];

/// A person who does not exist.
#[derive(Debug, Clone)]
pub struct Person {
    pub login: String,
    pub has_password: bool,
    /// In the range 100…, which no person is given.
    pub phone: Option<String>,
    pub name: String,
    pub building: String,
    pub door: String,
    /// What the admin makes of them; residents stay what they are.
    pub roles: Option<Vec<Role>>,
    pub kind: Option<VolunteerKind>,
    joined: NaiveDateTime,
}

/// A wish: what it is about and whose it is.
#[derive(Debug, Clone, Copy)]
pub struct Wished {
    pub story: &'static Story,
    pub resident: Who,
}

/// One thing that someone does; `wish` is the place in the community's list.
#[derive(Debug, Clone)]
pub enum Doing {
    /// Gets an account and registers.
    Join,
    /// Verifies someone, and gives roles where there are some to give.
    Receive {
        who: Who,
    },
    Place {
        wish: usize,
    },
    Accept {
        wish: usize,
        card: bool,
    },
    Decline {
        wish: usize,
    },
    Claim {
        wish: usize,
    },
    Dispatch {
        wish: usize,
        to: Who,
    },
    Release {
        wish: usize,
        reason: &'static str,
    },
    Deliver {
        wish: usize,
        note: &'static str,
    },
    Confirm {
        wish: usize,
        rating: Rating,
    },
    Reopen {
        wish: usize,
    },
    Withdraw {
        wish: usize,
    },
    Comment {
        wish: usize,
        text: &'static str,
    },
}

/// One thing that someone does, with its time.
#[derive(Debug, Clone)]
pub struct Step {
    pub at: DateTime<Utc>,
    pub by: Who,
    pub doing: Doing,
}

/// What happens in one community.
#[derive(Debug, Clone)]
pub struct Plan {
    pub place: &'static Place,
    pub people: Vec<Person>,
    pub wishes: Vec<Wished>,
    pub steps: Vec<Step>,
}

/// The days that are told: the first, the last, and the moment after which nothing has happened yet.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    pub first: NaiveDate,
    pub last: NaiveDate,
    pub until: DateTime<Utc>,
}

/// The demo's time zone: Asia/Shanghai, which has had no other offset since 1991.
pub fn zone() -> FixedOffset {
    FixedOffset::east_opt(8 * 3600).unwrap_or_else(|| chrono::Offset::fix(&Utc))
}

/// A moment on the wall clock of the demo's time zone.
pub fn at(local: NaiveDateTime) -> DateTime<Utc> {
    DateTime::from_naive_utc_and_offset(local - TimeDelta::seconds(zone().local_minus_utc().into()), Utc)
}

/// So many days before or after.
pub fn day(from: NaiveDate, plus: i64) -> NaiveDate {
    let days = Days::new(plus.unsigned_abs());
    if plus < 0 { from.checked_sub_days(days) } else { from.checked_add_days(days) }.unwrap_or(from)
}

fn clock(day: NaiveDate, minutes: u32) -> NaiveDateTime {
    day.and_time(NaiveTime::MIN) + TimeDelta::minutes(minutes.into())
}

/// Tells one community's days. `nth` keeps phones apart.
pub fn tell(place: &'static Place, nth: usize, span: Span, seed: u64) -> Plan {
    let chance = Chance::new(seed, place.slug);
    let mut teller = Teller { place, span, chance, people: Vec::new(), wishes: Vec::new(), steps: Vec::new(), deck: Vec::new(), drawn: 0 };
    teller.settle(nth);
    teller.deck = STORIES.iter().collect();
    teller.chance.shuffle(&mut teller.deck);
    teller.recent();
    teller.days();
    let Teller { people, wishes, mut steps, .. } = teller;
    steps.sort_by_key(|step| step.at);
    Plan { place, people, wishes, steps }
}

struct Teller {
    place: &'static Place,
    span: Span,
    chance: Chance,
    people: Vec<Person>,
    wishes: Vec<Wished>,
    steps: Vec<Step>,
    deck: Vec<&'static Story>,
    drawn: usize,
}

/// Said with a grade that is not a good one.
const SO_SO: [&str; 4] = ["等的时间有点长。", "办是办了，来得晚了些。", "基本可以，下次请提前打个招呼。", "还行，就是要多跑一趟。"];
const NOT_GOOD: [&str; 3] = ["还是没有弄好，不太满意。", "说好的时间没有来，改了两次。", "只办了一半。"];
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

/// How somebody comes to hold a wish.
enum Hand {
    Claims(Who),
    IsHanded(Who),
}

impl Teller {
    /// Everybody who will live here, and when they come.
    fn settle(&mut self, nth: usize) {
        let mut yards: Vec<&str> = RESIDENTIAL_YARDS.to_vec();
        self.chance.shuffle(&mut yards);
        yards.truncate(4);
        let mut names = Vec::new();
        for who in 0..PEOPLE {
            let name = loop {
                let name = self.name(who);
                if !names.contains(&name) {
                    break name;
                }
            };
            names.push(name.clone());
            let (building, door) = self.home(who, &yards);
            let (roles, kind) = roles_of(who);
            let has_phone = who < OTHERS || self.chance.hits(700);
            let joined = self.joins(who);
            let slug = self.place.slug;
            self.people.push(Person {
                login: LOG_INS.get(who).map_or_else(|| format!("demo.{slug}.{}", who - OTHERS + 1), |role| format!("{role}.{slug}")),
                has_password: who < OTHERS,
                phone: has_phone.then(|| format!("100{:08}", (nth + 1) * 1000 + who)),
                name,
                building,
                door,
                roles,
                kind,
                joined,
            });
            if who != ADMIN {
                self.push(joined, who, Doing::Join);
                if !UNVERIFIED.contains(&who) {
                    let wait = self.chance.between(20, 400);
                    let received = self.desk(joined + minutes(wait));
                    let by = if roles_of(who).0.is_some() || who == STAFF { ADMIN } else { STAFF };
                    self.push(received, by, Doing::Receive { who });
                }
            }
        }
    }

    fn name(&mut self, who: Who) -> String {
        let surname = self.chance.one_of(SURNAMES).copied().unwrap_or("王");
        // The eldest generation does not sit at the desk.
        let given = if who <= MERCHANT && who != RESIDENT { GIVEN.get(18..) } else { GIVEN.get(..46) }.unwrap_or(GIVEN);
        format!("{surname}{}", self.chance.one_of(given).copied().unwrap_or("萍"))
    }

    fn home(&mut self, who: Who, yards: &[&str]) -> (String, String) {
        match who {
            ADMIN | STAFF => ("社区服务中心".to_owned(), "一楼大厅".to_owned()),
            MERCHANT => ("沿街商铺".to_owned(), format!("{}号", self.chance.between(3, 88))),
            _ => {
                let yard = self.chance.one_of(yards).copied().unwrap_or("锦苑小区");
                let building = format!("{yard}{}栋", self.chance.between(1, 12));
                let (unit, floor, door) = (self.chance.between(1, 3), self.chance.between(1, 7), self.chance.between(1, 4));
                (building, format!("{unit}单元{floor}0{door}"))
            }
        }
    }

    fn joins(&mut self, who: Who) -> NaiveDateTime {
        let minute = self.chance.between(9 * 60, 16 * 60);
        let before = match who {
            ADMIN | STAFF => 18,
            GRID | MERCHANT => 14,
            // Whoever is to have a role by the first day comes early enough for the admin's next working day.
            who if who < OTHERS + KINDS.len() => i64::from(self.chance.between(7, 12)),
            who if who < PEOPLE - LATE => i64::from(self.chance.between(1, 12)),
            _ => {
                let days = u32::try_from((self.span.last - self.span.first).num_days()).unwrap_or_default();
                -i64::from(self.chance.below(days.max(1)))
            }
        };
        clock(day(self.span.first, -before), minute)
    }

    fn push(&mut self, local: NaiveDateTime, by: Who, doing: Doing) {
        let at = at(local);
        // What lies after the end has not happened yet; the rest of its story is later still.
        if at <= self.span.until {
            self.steps.push(Step { at, by, doing });
        }
    }

    /// When the desk is open next: working days, local hours.
    fn desk(&mut self, from: NaiveDateTime) -> NaiveDateTime {
        let (opens, closes) = self.place.hours;
        let minute = from.hour() * 60 + from.minute();
        let works = |day: NaiveDate| day.weekday().num_days_from_monday() < 5;
        if works(from.date()) && (opens..closes).contains(&minute) {
            return from;
        }
        let mut next = if works(from.date()) && minute < opens { from.date() } else { day(from.date(), 1) };
        while !works(next) {
            next = day(next, 1);
        }
        clock(next, opens + self.chance.between(2, 75)) + TimeDelta::seconds(self.chance.below(60).into())
    }

    /// When people are up next: from eight to nine in the evening.
    fn awake(&mut self, from: NaiveDateTime) -> NaiveDateTime {
        if (8..21).contains(&from.hour()) {
            return from;
        }
        let next = if from.hour() < 8 { from.date() } else { day(from.date(), 1) };
        clock(next, 8 * 60 + self.chance.between(0, 170)) + TimeDelta::seconds(self.chance.below(60).into())
    }

    /// Later by about so long, at the place's pace, in minutes.
    fn later(&mut self, from: NaiveDateTime, usual: u32) -> NaiveDateTime {
        let wait = self.chance.about(usual * self.place.temper.pace / 100).max(2);
        from + minutes(wait) + TimeDelta::seconds(self.chance.below(60).into())
    }

    fn wish(&mut self, story: &'static Story, resident: Who) -> usize {
        self.wishes.push(Wished { story, resident });
        self.wishes.len() - 1
    }

    /// The days as they come: some wishes a day, each with its own story.
    fn days(&mut self) {
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
    fn take(&mut self, categories: &[&str]) -> &'static Story {
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
        if turn < temper.declined {
            let thought = self.later(placed, 300);
            let declined = self.desk(thought);
            return self.push(declined, STAFF, Doing::Decline { wish });
        }
        if turn < temper.declined + 16 {
            let thought = self.later(placed, 50);
            let withdrawn = self.awake(thought);
            return self.push(withdrawn, resident, Doing::Withdraw { wish });
        }
        let seen = self.later(placed, 170);
        let mut at = self.desk(seen);
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
                let thought = self.later(at, 16 * 60);
                at = self.awake(thought);
                let reason = self.chance.one_of(RELEASE_REASONS).copied().unwrap_or_default();
                self.push(at, holder, Doing::Release { wish, reason });
                (holder, at) = self.hand(wish, at, (kind, class), card, Some(holder));
            }
            if with_holder && round == 0 {
                at = self.comments(wish, at, desk, Some(holder));
            }
            at = self.deliver(wish, at, holder, kind, round);
            match self.answer(wish, at, round) {
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
                let taken = self.later(from, 70);
                let taken = self.desk(taken);
                self.push(taken, who, Doing::Claim { wish });
                (who, taken)
            }
            // Without a public card nobody else sees it.
            Hand::Claims(who) if card => {
                let taken = self.later(from, 15 * 60);
                let taken = self.awake(taken);
                self.push(taken, who, Doing::Claim { wish });
                (who, taken)
            }
            Hand::Claims(to) | Hand::IsHanded(to) => {
                let taken = self.later(from, 240);
                let taken = self.desk(taken);
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
        let usual = if kind == Kind::Question { 110 } else { 32 * 60 };
        let done = self.later(from, usual);
        let at_desk = matches!(holder, ADMIN | STAFF);
        let at = if at_desk { self.desk(done) } else { self.awake(done) };
        // Now and then someone calls the desk instead of writing.
        let by = if !at_desk && self.chance.hits(70) { STAFF } else { holder };
        let at = if by == STAFF { self.desk(at) } else { at };
        let again: &[&str] = if kind == Kind::Question { &SECOND_ANSWER } else { &SECOND };
        let first = self.wishes.get(wish).map_or("", |wished| wished.story.note);
        let note = if round == 0 { first } else { self.chance.one_of(again).copied().unwrap_or(first) };
        self.push(at, by, Doing::Deliver { wish, note });
        at
    }

    /// The resident's word; the time when it was reopened, if so.
    fn answer(&mut self, wish: usize, from: NaiveDateTime, round: u32) -> Option<NaiveDateTime> {
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
            // Some never say; it stays delivered.
            _ => return None,
        };
        let thought = self.chance.about(usual).max(5);
        let at = self.awake(from + minutes(thought));
        let grades = self.place.temper.grades;
        let rating = self.rating(story, if round == 0 { grades } else { [20, 45, 25, 8, 2] });
        self.push(at, resident, Doing::Confirm { wish, rating });
        None
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

    /// The last days of those who log in: a wish of the resident's in each stage, something in everyone's hands, on the
    /// wall and in the inbox. All before the last day, so that it is there at whatever hour the demo is told; a desk on
    /// duty at the weekend takes part.
    fn recent(&mut self) {
        use Doing::{Accept, Claim, Comment, Confirm, Decline, Deliver, Dispatch, Place};
        const HOME: [&str; 3] = ["wish_item", "wish_photo", "wish_company"];
        let card = true;
        let end = self.span.last;
        let mut told = |who: Who, categories: &[&str], steps: &dyn Fn(usize, &'static Story) -> Vec<(i64, u32, Who, Doing)>| {
            let story = self.take(categories);
            let wish = self.wish(story, who);
            for (before, minute, by, doing) in steps(wish, story) {
                let at = clock(day(end, -before), minute + self.chance.below(20)) + TimeDelta::seconds(self.chance.below(60).into());
                self.push(at, by, doing);
            }
        };
        let happy = || Rating {
            grade: 5,
            attitude: Some(5),
            ability: Some(5),
            quality: Some(5),
            efficiency: Some(4),
            words: Some("来得快，办得好，谢谢。".to_owned()),
        };
        told(RESIDENT, &["culture_venue", "wish_outing"], &|wish, _| {
            vec![(6, 600, RESIDENT, Place { wish }), (5, 570, STAFF, Decline { wish })]
        });
        told(RESIDENT, &HOME, &|wish, story| {
            vec![
                (6, 1140, RESIDENT, Place { wish }),
                (5, 540, STAFF, Accept { wish, card }),
                (5, 750, VOLUNTEER, Claim { wish }),
                (4, 1090, VOLUNTEER, Deliver { wish, note: story.note }),
                (3, 1200, RESIDENT, Confirm { wish, rating: happy() }),
            ]
        });
        told(RESIDENT, &["home_repair"], &|wish, story| {
            vec![
                (5, 520, RESIDENT, Place { wish }),
                (4, 610, STAFF, Accept { wish, card }),
                (4, 1150, VOLUNTEER2, Claim { wish }),
                (1, 1050, VOLUNTEER2, Deliver { wish, note: story.note }),
            ]
        });
        told(RESIDENT, &["clinic_company"], &|wish, _| {
            vec![
                (4, 900, RESIDENT, Place { wish }),
                (3, 560, STAFF, Accept { wish, card }),
                (2, 1160, VOLUNTEER, Claim { wish }),
                (1, 720, VOLUNTEER, Comment { wish, text: "收到，我提前十五分钟到楼下等您。" }),
            ]
        });
        told(RESIDENT, &["phone_lesson"], &|wish, _| vec![(3, 1200, RESIDENT, Place { wish }), (2, 600, STAFF, Accept { wish, card })]);
        told(RESIDENT, &["public_repair"], &|wish, _| vec![(1, 1180, RESIDENT, Place { wish })]);
        told(RESIDENT2, &HOME, &|wish, story| {
            vec![
                (5, 480, RESIDENT2, Place { wish }),
                (5, 660, STAFF, Accept { wish, card }),
                (4, 700, VOLUNTEER, Claim { wish }),
                (1, 1080, VOLUNTEER, Deliver { wish, note: story.note }),
            ]
        });
        told(RESIDENT2, &["public_repair", "home_repair"], &|wish, _| {
            vec![
                (3, 500, RESIDENT2, Place { wish }),
                (2, 580, STAFF, Accept { wish, card }),
                (2, 640, STAFF, Dispatch { wish, to: MERCHANT }),
            ]
        });
        let others = [OTHERS + 9, OTHERS + 10, OTHERS + 11, OTHERS + 12, OTHERS + 13];
        let [one, two, three, four, five] = others;
        told(one, &["errand"], &|wish, _| {
            vec![(2, 660, one, Place { wish }), (1, 545, STAFF, Accept { wish, card }), (1, 630, STAFF, Dispatch { wish, to: GRID })]
        });
        told(two, &["wish_haircut"], &|wish, _| vec![(2, 980, two, Place { wish }), (1, 560, STAFF, Accept { wish, card })]);
        told(three, &["wish_study"], &|wish, _| vec![(2, 1130, three, Place { wish }), (1, 600, STAFF, Accept { wish, card })]);
        told(four, &["papers", "insurance_online"], &|wish, _| vec![(1, 1220, four, Place { wish })]);
        told(five, &["ask_policy", "ask_nearby"], &|wish, _| vec![(1, 1260, five, Place { wish })]);
    }
}

/// Stands for a story where there is none; the test of the content keeps it from ever being told.
static NOTHING: Story = Story { category: "", title: "", text: "", card: "", comments: &[], note: "", words: "", no: "", again: "" };

fn minutes(n: u32) -> TimeDelta {
    TimeDelta::minutes(n.into())
}

fn kind_of(story: &Story) -> (Kind, Option<Class>) {
    PRESETS.iter().find(|preset| preset.code == story.category).map_or((Kind::Question, None), |preset| (preset.kind, preset.class))
}

fn roles_of(who: Who) -> (Option<Vec<Role>>, Option<VolunteerKind>) {
    let helps = || Some(vec![Role::Resident, Role::Volunteer]);
    match who {
        ADMIN => (Some(vec![Role::Staff, Role::Admin]), None),
        STAFF => (Some(vec![Role::Staff]), None),
        GRID => (Some(vec![Role::GridWorker]), None),
        VOLUNTEER => (helps(), Some(VolunteerKind::Retired)),
        VOLUNTEER2 => (helps(), Some(VolunteerKind::InService)),
        MERCHANT => (Some(vec![Role::Merchant]), None),
        RESIDENT | RESIDENT2 => (None, None),
        who => KINDS.get(who - OTHERS).map_or((None, None), |kind| (helps(), Some(*kind))),
    }
}

#[cfg(test)]
mod tests {
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

    /// Where a wish stands after its steps, and in whose hands.
    fn standing(plan: &Plan, wish: usize) -> (&'static str, Option<Who>) {
        plan.steps.iter().fold(("nowhere", None), |now, step| match step.doing {
            Doing::Place { wish: it } if it == wish => ("placed", None),
            Doing::Accept { wish: it, .. } | Doing::Release { wish: it, .. } | Doing::Reopen { wish: it } if it == wish => {
                ("accepted", None)
            }
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
        }
    }
}
