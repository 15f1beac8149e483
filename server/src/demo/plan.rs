//! What happens in one community: its people, their wishes, and each step with its time. Pure: told from a seed alone,
//! so the same each time; `life` then lives it through the real use cases.

mod days;
mod people;
mod posts;
mod recent;
mod stars;
#[cfg(test)]
mod tests;
mod visits;

pub use posts::{OBJECTION, Posted, posted};

use super::chance::Chance;
use super::content::{STORIES, Story};
use super::places::Place;
use app::communities::model::{Kind, VolunteerKind};
use app::kernel::actor::{Channel, Role};
use app::wishes::model::{NewCall, Rating};
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
    CallBack {
        wish: usize,
        call: NewCall,
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
    /// Sets a post up; `post` is its place in the list (see [`posted`]).
    SetUpPost {
        post: usize,
    },
    OpenPost {
        post: usize,
    },
    /// On these days of the week alone; none for all of them.
    ClaimPost {
        post: usize,
        days: &'static [&'static str],
    },
    /// One's last shift of the next weeks for another's.
    OfferSwap {
        post: usize,
        with: Who,
    },
    Appoint {
        post: usize,
        who: Who,
    },
    /// Objects to somebody's appointment.
    Object {
        post: usize,
        who: Who,
    },
    /// Begins to serve a post.
    CheckIn {
        post: usize,
        who: Who,
    },
    /// Stops, and says what was done.
    CheckOut {
        post: usize,
        note: &'static str,
    },
    /// Confirms the hours that were served last.
    ConfirmHours {
        post: usize,
    },
    /// Sets what things are worth from the day after on: an hour of the kind of a post is worth more than others.
    SetRates {
        post: usize,
        points: i32,
    },
    /// Chooses how their stars are shown.
    Show {
        showing: &'static str,
    },
    ComputeStars {
        quarter: String,
    },
    PublishStars {
        quarter: String,
    },
    SealStars {
        quarter: String,
    },
    /// Notes in the diary what was heard of somebody.
    Note {
        who: Who,
        way: Channel,
        words: &'static str,
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
    let calls = Chance::new(!seed, place.slug);
    let mut teller =
        Teller { place, span, chance, calls, people: Vec::new(), wishes: Vec::new(), steps: Vec::new(), deck: Vec::new(), drawn: 0 };
    teller.settle(nth);
    teller.deck = STORIES.iter().collect();
    teller.chance.shuffle(&mut teller.deck);
    teller.recent();
    teller.days();
    teller.posts();
    teller.stars();
    teller.visits(Chance::new(seed, &format!("{} diary", place.slug)));
    let Teller { people, wishes, mut steps, .. } = teller;
    steps.sort_by_key(|step| step.at);
    Plan { place, people, wishes, steps }
}

struct Teller {
    place: &'static Place,
    span: Span,
    chance: Chance,
    /// For calls alone, so that who is called back changes no story.
    calls: Chance,
    people: Vec<Person>,
    wishes: Vec<Wished>,
    steps: Vec<Step>,
    deck: Vec<&'static Story>,
    drawn: usize,
}

impl Teller {
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

    /// When somebody sees to this kind of order next: orders of services have somebody on duty as long as people are up, and
    /// questions come first in the morning.
    fn on_duty(&mut self, kind: Kind, from: NaiveDateTime) -> NaiveDateTime {
        match kind {
            Kind::ServiceOrder => self.awake(from),
            Kind::MicroWish => self.desk(from),
            Kind::Question => {
                let at = self.desk(from);
                let first = clock(at.date(), self.place.hours.0) + TimeDelta::seconds(self.chance.between(20, 360).into());
                if at == from { at } else { first.min(at) }
            }
        }
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
}

fn minutes(n: u32) -> TimeDelta {
    TimeDelta::minutes(n.into())
}
