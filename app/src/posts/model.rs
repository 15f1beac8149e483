//! What a post, a claim and an objection are, what people write about them, and what happens to them.

mod seen;

pub use seen::{
    Applicant, Board, BoardQuery, ClaimCard, Deciding, HolderCard, HolderPage, NewForm, ObjectionCard, PostCard, PostPage, ToDecide,
};

use super::presets::{OWN, preset};
use super::swaps::Covers;
use super::times::{Shift, Times};
use crate::communities::hours::DAYS;
use crate::communities::model::{GridCard, VolunteerKind};
use crate::kernel::fault::{Fault, Problem, Problems};
use crate::kernel::ids::{AccountId, MemberId};
use crate::kernel::said::{Text, text};
use crate::kernel::text::{Bounds, plain_digits};
use crate::{id, named};
use chrono::{DateTime, NaiveDate, TimeDelta, TimeZone, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use super::stage::{ClaimStage, PostStage, Step};

id! {
    /// A post.
    PostId
}
id! {
    /// Somebody's claim of a post, and what becomes of it.
    ClaimId
}
id! {
    /// An objection to an appointment.
    ObjectionId
}

/// What the post is called.
pub const TITLE: Bounds = Bounds::line("title", 2, 40);
/// What it is for.
pub const PURPOSE: Bounds = Bounds::lines("purpose", 4, 300);
/// Where.
pub const PLACE: Bounds = Bounds::line("place", 2, 60);
/// What is to be done.
pub const DUTIES: Bounds = Bounds::lines("duties", 4, 600);
/// What one should be able to do, or is.
pub const SKILLS: Bounds = Bounds::line("skills", 0, 100);
/// The promise of whoever claims it.
pub const PROMISE: Bounds = Bounds::lines("promise", 4, 200);
/// Why a claim or a post ends.
pub const REASON: Bounds = Bounds::lines("reason", 2, 300);
/// An objection.
pub const OBJECTION: Bounds = Bounds::lines("words", 4, 500);
/// What is answered to it.
pub const ANSWER: Bounds = Bounds::lines("answer", 4, 500);
/// The most places of a post.
pub const MOST_PLACES: i32 = 200;
/// The longest that a post lasts, in days.
pub const MOST_DAYS: i64 = 366;
/// For how many days an appointment is public, where nothing else is set, and at most.
pub const PUBLIC_DAYS: (i32, i32) = (5, 30);

named! {
    /// Under what name somebody is shown to the public.
    Shown {
        /// The whole name.
        Whole = "whole", "公开全名", "By my whole name";
        /// The first character.
        Masked = "masked", "只公开姓，比如“张*”", "By my family name alone";
    }
}

named! {
    /// How an objection ended.
    Outcome {
        /// The appointment was taken back.
        Upheld = "upheld", "异议成立，定岗取消", "Upheld: the appointment was taken back";
        /// The appointment stands.
        Overruled = "overruled", "异议不成立，定岗不变", "Not upheld: the appointment stands";
        /// It needs no answer any more: the appointment ended otherwise, or whoever objected has gone.
        Settled = "settled", "不用再答复", "Needs no answer any more";
    }
}

const KIND: Text = text("请从名单里选一种岗位。", "Please choose a kind of post from the list.");
const WHO: Text = text("没有这一类志愿者。", "There is no such kind of volunteer.");
const CATEGORIES: Text = text("没有这一类心愿。", "There is no such category.");
const PLACES: Text = text("要写 1 到 {} 之间的人数。", "Please write a number from 1 to {}.");
const DAYS_PUBLIC: Text = text("要写 1 到 {} 之间的天数。", "Please write a number of days from 1 to {}.");
const DAY: Text = text("日期要写成 2026-11-22 这样。", "A day looks like 2026-11-22.");
const BACKWARDS: Text = text("最后一天不能早于第一天。", "The last day must not be before the first.");
const TOO_LONG: Text = text("一个岗位最多设 {} 天，到期可以再设。", "A post lasts at most {} days; it can be set up again then.");
const PAST: Text = text("这一天已经过去了。", "That day has passed.");
const CLAIM_LATE: Text = text("认领的截止日不能晚于岗位的最后一天。", "Claims must end no later than the post does.");
const SHOWN: Text = text("请选怎样公开您的名字。", "Please choose how your name is shown.");

/// What is typed to set a post up, or to change it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NewPost {
    /// The code of a preset, or `own`.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// What it is for.
    pub purpose: String,
    /// Where.
    pub place: String,
    /// In what grid, by id or name; empty for all of the community.
    pub grid: String,
    /// What is to be done.
    pub duties: String,
    /// What one should be able to do.
    pub skills: String,
    /// Which kinds of volunteer may claim it; none for every kind.
    pub who: Vec<String>,
    /// The codes of the categories of wishes that it looks after; none for none.
    pub categories: Vec<String>,
    /// How many are needed.
    pub places: String,
    /// `weekly`, `dated` or `open`.
    pub when: String,
    /// Mondays' spans, and so on.
    pub mon: String,
    /// Tuesdays'.
    pub tue: String,
    /// Wednesdays'.
    pub wed: String,
    /// Thursdays'.
    pub thu: String,
    /// Fridays'.
    pub fri: String,
    /// Saturdays'.
    pub sat: String,
    /// Sundays'.
    pub sun: String,
    /// Dated shifts, one a line.
    pub dated: String,
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
    /// The last day for claims.
    pub claim_by: String,
    /// For how many days an appointment is public.
    pub public_days: String,
    /// Anything where it is kept as one of the community's own presets.
    pub preset: String,
}

/// What a post says, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The code of a preset, or `own`.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// What it is for.
    pub purpose: String,
    /// Where.
    pub place: String,
    /// In what grid; none for all of the community.
    pub grid: Option<Uuid>,
    /// What is to be done.
    pub duties: String,
    /// What one should be able to do; may be empty.
    pub skills: String,
    /// Which kinds of volunteer may claim it; none for every kind.
    pub who: Vec<VolunteerKind>,
    /// The codes of the categories of wishes that it looks after.
    pub categories: Vec<String>,
    /// How many are needed.
    pub places: i32,
    /// When it is served.
    pub times: Times,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// The last day for claims.
    pub claim_by: NaiveDate,
    /// For how many days an appointment is public.
    pub public_days: i32,
    /// Whether it is kept as one of the community's own presets.
    pub is_preset: bool,
}

impl NewPost {
    /// Checks and cleans; `categories` are the codes of those that there are.
    ///
    /// # Errors
    /// All problems at once.
    pub fn check(&self, grids: &[GridCard], categories: &[String], today: NaiveDate) -> Result<Terms, Fault> {
        let mut problems = Problems::default();
        let kind = Some(self.kind.trim()).filter(|code| *code == OWN || preset(code).is_some());
        let kind = problems.take(kind.map(str::to_owned).ok_or_else(|| Problem::new("kind", "kind", KIND)));
        let title = problems.take(TITLE.check(&self.title));
        let purpose = problems.take(PURPOSE.check(&self.purpose));
        let place = problems.take(PLACE.check(&self.place));
        let grid = match self.grid.trim() {
            "" => Some(None),
            typed => problems.take(GridCard::named(grids, typed)).map(Some),
        };
        let duties = problems.take(DUTIES.check(&self.duties));
        let skills = problems.take(SKILLS.check(&self.skills));
        let who = self.who.iter().map(|code| VolunteerKind::from_code(code).ok_or_else(|| Problem::new("who", "who", WHO)));
        let who = problems.take(who.collect::<Result<Vec<_>, _>>());
        let category = |code: &String| {
            if categories.contains(code) { Ok(code.clone()) } else { Err(Problem::new("categories", "categories", CATEGORIES)) }
        };
        let looks_after = problems.take(self.categories.iter().map(category).collect::<Result<Vec<_>, _>>());
        let places = problems.take(number("places", &self.places, MOST_PLACES, PLACES));
        let public_days = if self.public_days.trim().is_empty() { PUBLIC_DAYS.0.to_string() } else { self.public_days.clone() };
        let public_days = problems.take(number("public_days", &public_days, PUBLIC_DAYS.1, DAYS_PUBLIC));
        let days = self.days(today, &mut problems);
        let times = days.and_then(|(from, to, _)| {
            let week = [&self.mon, &self.tue, &self.wed, &self.thu, &self.fri, &self.sat, &self.sun].map(Clone::clone);
            match Times::typed(self.when.trim(), &week, &self.dated, from, to) {
                Ok(times) => Some(times),
                Err(all) => all.into_iter().fold(None, |_, one| problems.take(Err(one))),
            }
        });
        let words = title.zip(purpose).zip(place).zip(duties).zip(skills);
        let rest = kind.zip(grid).zip(who.zip(looks_after)).zip(places).zip(public_days).zip(days).zip(times);
        let checked = problems.finish(words.zip(rest))?;
        let (((((title, purpose), place), duties), skills), rest) = checked;
        let ((((((kind, grid), (who, categories)), places), public_days), (from, to, claim_by)), times) = rest;
        let is_preset = !self.preset.trim().is_empty();
        Ok(Terms {
            kind,
            title,
            purpose,
            place,
            grid,
            duties,
            skills,
            who,
            categories,
            places,
            times,
            from,
            to,
            claim_by,
            public_days,
            is_preset,
        })
    }

    fn days(&self, today: NaiveDate, problems: &mut Problems) -> Option<(NaiveDate, NaiveDate, NaiveDate)> {
        let mut day = |field: &'static str, typed: &str| {
            problems.take(typed.trim().parse::<NaiveDate>().map_err(|_| Problem::new(field, "day", DAY)))
        };
        let (from, to, claim_by) = (day("from", &self.from), day("to", &self.to), day("claim_by", &self.claim_by));
        let (from, to, claim_by) = (from?, to?, claim_by?);
        let wrong = match () {
            () if to < from => Some(Problem::new("to", "backwards", BACKWARDS)),
            () if to - from > TimeDelta::days(MOST_DAYS) => Some(Problem::new("to", "too_long", TOO_LONG.fill(&[&MOST_DAYS]))),
            () if to < today => Some(Problem::new("to", "past", PAST)),
            () if claim_by > to => Some(Problem::new("claim_by", "claim_late", CLAIM_LATE)),
            () => None,
        };
        problems.take(wrong.map_or(Ok((from, to, claim_by)), Err))
    }
}

impl From<&Terms> for NewPost {
    /// As it would be typed again.
    fn from(terms: &Terms) -> Self {
        let week: Vec<String> = match &terms.times {
            Times::Weekly { week } => week.to_string().split(';').map(str::to_owned).collect(),
            Times::Dated { .. } | Times::Open => Vec::new(),
        };
        let on = |day: &str| DAYS.iter().position(|one| *one == day).and_then(|at| week.get(at).cloned()).unwrap_or_default();
        Self {
            kind: terms.kind.clone(),
            title: terms.title.clone(),
            purpose: terms.purpose.clone(),
            place: terms.place.clone(),
            grid: terms.grid.map(|id| id.to_string()).unwrap_or_default(),
            duties: terms.duties.clone(),
            skills: terms.skills.clone(),
            who: terms.who.iter().map(|kind| kind.code().to_owned()).collect(),
            categories: terms.categories.clone(),
            places: terms.places.to_string(),
            when: terms.times.code().to_owned(),
            mon: on("mon"),
            tue: on("tue"),
            wed: on("wed"),
            thu: on("thu"),
            fri: on("fri"),
            sat: on("sat"),
            sun: on("sun"),
            dated: terms.times.lines(),
            from: terms.from.to_string(),
            to: terms.to.to_string(),
            claim_by: terms.claim_by.to_string(),
            public_days: terms.public_days.to_string(),
            preset: if terms.is_preset { "1".to_owned() } else { String::new() },
        }
    }
}

fn number(field: &'static str, typed: &str, most: i32, said: Text) -> Result<i32, Problem> {
    let read = plain_digits(typed).parse().ok().filter(|n| (1..=most).contains(n));
    read.ok_or_else(|| Problem::new(field, "number", said.fill(&[&most])))
}

/// A post as it stands: its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// Its id.
    pub id: PostId,
    /// What it says.
    pub terms: Terms,
    /// Where it stands.
    pub stage: PostStage,
    /// Counted up by every change.
    pub version: i32,
    /// How many of its places are taken.
    pub taken: i32,
    /// When it last moved.
    pub moved_at: DateTime<Utc>,
}

impl Post {
    /// How many places are free.
    pub fn free(&self) -> i32 {
        if self.stage.is_on_board() { self.terms.places - self.taken } else { 0 }
    }
}

/// What is typed to claim a post.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct NewClaim {
    /// The promise.
    pub promise: String,
    /// What one is able to do.
    pub skills: String,
    /// How one is shown.
    pub shown: String,
    /// On which of the days of a weekly post one comes: `mon`, …; none for all of them.
    pub days: Vec<String>,
}

impl NewClaim {
    /// Checks and cleans for a post that is served so: promise, skills, how one is shown, and when one comes.
    ///
    /// # Errors
    /// All problems at once.
    pub fn check(&self, times: &Times) -> Result<(String, String, Shown, Times), Fault> {
        let mut problems = Problems::default();
        let promise = problems.take(PROMISE.check(&self.promise));
        let skills = problems.take(SKILLS.check(&self.skills));
        let shown = problems.take(Shown::from_code(&self.shown).ok_or_else(|| Problem::new("shown", "shown", SHOWN)));
        let times = problems.take(times.only(&self.days));
        let checked = problems.finish(promise.zip(skills).zip(shown).zip(times))?;
        let (((promise, skills), shown), times) = checked;
        Ok((promise, skills, shown, times))
    }
}

/// A claim as it stands: its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Its id.
    pub id: ClaimId,
    /// Of which post.
    pub post: PostId,
    /// By whom.
    pub member: MemberId,
    /// Whose account: a person's shifts are theirs in every community.
    pub account: Option<AccountId>,
    /// The promise; empty once they have gone.
    pub promise: String,
    /// What they are able to do, as they say.
    pub skills: String,
    /// How they are shown.
    pub shown: Shown,
    /// When they come: the times of its post, or some of them.
    pub times: Times,
    /// What they agreed with others.
    pub covers: Covers,
    /// Where it stands.
    pub stage: ClaimStage,
    /// Counted up by every move.
    pub version: i32,
    /// When it was made.
    pub claimed_at: DateTime<Utc>,
    /// When it last moved; of those who wait, the first moves up first.
    pub moved_at: DateTime<Utc>,
    /// Until when the appointment is public.
    pub public_until: Option<DateTime<Utc>>,
    /// Why it was not appointed, or ended; may be empty.
    pub reason: String,
}

impl Claim {
    /// Every shift that is theirs, in their order, of a post that lasts from the first of these days to the last.
    pub fn shifts<Z: TimeZone>(&self, (from, to): (NaiveDate, NaiveDate), zone: &Z) -> Vec<Shift> {
        self.covers.of(self.times.shifts(from, to, zone))
    }
}

/// An objection as it stands: its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// Its id.
    pub id: ObjectionId,
    /// To which appointment.
    pub claim: ClaimId,
    /// By whom.
    pub by: MemberId,
    /// Against whom.
    pub against: MemberId,
    /// In their words; empty once they have gone.
    pub words: String,
    /// When.
    pub at: DateTime<Utc>,
    /// How it ended, and what was answered.
    pub answer: Option<(Outcome, String)>,
}

/// What happens to a post: history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PostEvent {
    /// Set up, as a draft.
    SetUp,
    /// Stands on the board.
    Opened,
    /// Says something else now.
    Changed,
    /// Over.
    Ended,
}

/// What happens to a claim: history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ClaimEvent {
    /// A volunteer claimed a post.
    Claimed {
        /// Which.
        post: PostId,
    },
    /// Appointed, and public from now on.
    Appointed,
    /// Appointed, and waits for a place.
    Queued,
    /// A place became free: public from now on.
    MovedUp,
    /// Its days are over: it is in effect.
    TookEffect,
    /// Not appointed.
    Declined,
    /// Taken back.
    Withdrawn,
    /// Left.
    SteppedDown,
    /// The post was taken away.
    Dismissed,
    /// An objection was upheld.
    Struck,
    /// A shift changed hands, as was agreed.
    Swapped,
    /// The post is over.
    PostEnded,
    /// Whoever claimed has gone: what they wrote is removed.
    Cleared,
}

/// What happens to an objection: history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ObjectionEvent {
    /// Somebody objected.
    Objected {
        /// To which appointment.
        claim: ClaimId,
    },
    /// The appointment stands.
    Overruled,
    /// The appointment ends.
    Upheld,
    /// The appointment ended before it was answered.
    Settled,
    /// Whoever objected has gone: what they wrote is removed.
    Cleared,
}

#[cfg(feature = "ssr")]
impl crate::kernel::events::Fact for PostEvent {}
#[cfg(feature = "ssr")]
impl crate::kernel::events::Fact for ClaimEvent {}
#[cfg(feature = "ssr")]
impl crate::kernel::events::Fact for ObjectionEvent {}
