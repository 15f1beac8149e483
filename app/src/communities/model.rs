//! What a community is made of.

mod card;
mod delegates;
mod imported;
mod invitation;
mod leaving;
mod people;

pub use card::{CARD_DIGITS, HouseholdCard, card_number, read_card, read_last_four, wrong_card};
pub use delegates::{
    CODE_DIGITS, CODE_FOR, Delegates, Delegation, DelegationCard, DelegationEvent, DelegationId, MOST_DELEGATES, OfferCard, grouped,
    read_code, wrong_code,
};
pub use imported::{CheckedCategory, CheckedVolunteer, NewCategory, NewVolunteer, WasVolunteer, yes};
pub use invitation::{INVITED_FOR, Invitation, InvitationCard, InvitationEvent, InvitationId, RegisterForm};
pub use leaving::{Corrected, KeptOfMember, is_pseudonym, pseudonym};
pub use people::{
    CheckedRecord, Duty, Member, MemberChange, MemberEvent, MemberQuery, NewAccount, NewRecord, Patch, Person, PersonPage, Registration,
    ResidentCard,
};

use super::calendar::{Limit, Limits};
use super::hours::Week;
use crate::kernel::actor::Roles;
use crate::kernel::fault::{Fault, Problem, Problems};
use crate::kernel::ids::TenantId;
use crate::kernel::said::{Lang, Said, Text, text};
use crate::kernel::text::Bounds;
use crate::{id, named};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

id! {
    /// A category of a community.
    CategoryId
}

named! {
    /// What a resident can order.
    Kind {
        /// A small wish that a volunteer may grant.
        MicroWish = "micro_wish", "微心愿", "Small wish";
        /// A service of one of the six classes.
        ServiceOrder = "service_order", "服务", "Service";
        /// Something to be answered.
        Question = "question", "提问", "Question";
    }
}

named! {
    /// The six service classes (Zhongjie's orders).
    Class {
        /// Party and mass work.
        PartyMass = "party_mass", "党群", "Party and community";
        /// Government.
        Government = "government", "政务", "Government";
        /// Living.
        Living = "living", "生活", "Daily life";
        /// Volunteers.
        Volunteer = "volunteer", "志愿", "Volunteering";
        /// Culture.
        Culture = "culture", "文化", "Culture";
        /// Law.
        Legal = "legal", "法律", "Legal";
    }
}

named! {
    /// Who does the work of a service item.
    Way {
        /// The community does it.
        WeDo = "we_do", "我们做", "We do it";
        /// The community does it in the resident's place.
        DoForYou = "do_for_you", "帮您办", "We do it for you";
        /// The community shows how.
        ShowYou = "show_you", "教您办", "We show you how";
    }
}

named! {
    /// What kind of volunteer a member is.
    VolunteerKind {
        /// In-service party member.
        InService = "in_service", "在职党员", "In-service party member";
        /// Retired.
        Retired = "retired", "离退休", "Retired";
        /// Working away from home.
        Away = "away", "外出务工", "Working away";
        /// Without a post.
        NoPost = "no_post", "无职", "Without a post";
        /// Social volunteer.
        Social = "social", "社会志愿者", "Social volunteer";
        /// Artisan.
        Artisan = "artisan", "能工巧匠", "Artisan";
    }
}

named! {
    /// What somebody needs more than others, kept with their separate consent.
    Need {
        /// Lives alone.
        Alone = "alone", "独居", "lives alone";
        /// Disabled.
        Disabled = "disabled", "残疾", "disabled";
        /// On a low income.
        LowIncome = "low_income", "低保", "low income";
        /// The children live elsewhere.
        ChildrenAway = "children_away", "子女不在身边", "children live elsewhere";
    }
}

named! {
    /// In what a limit is counted.
    LimitUnit {
        /// Minutes, day and night.
        Minute = "minute", "分钟", "minutes";
        /// Minutes of the community's opening hours.
        OpenMinute = "open_minute", "办公时间内分钟", "minutes of opening hours";
        /// The opening hours of a day.
        OpenDay = "open_day", "个工作日", "working days";
    }
}

/// The version of the privacy notice that people agree to now.
pub const NOTICE: &str = "2026-11.4";

/// A district with its communities, as the front door shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct DistrictCard {
    /// Its part of the path.
    pub slug: String,
    /// Its Chinese name.
    pub name_zh: String,
    /// Its English name.
    pub name_en: String,
}

/// A community as everybody may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CommunityCard {
    /// Its part of the path.
    pub slug: String,
    /// Its Chinese name.
    pub name_zh: String,
    /// Its English name.
    pub name_en: String,
    /// Its district's slug.
    pub district: String,
    /// Its street's Chinese name.
    pub street_zh: Option<String>,
    /// Its street's English name.
    pub street_en: Option<String>,
    /// People who live there.
    pub population: i32,
    /// Households.
    pub households: i32,
    /// People of 60 and more, per thousand.
    pub over60_permille: i32,
    /// When the desk is open, Monday first, local time.
    pub hours: Week,
    /// The desk's phone, where it is given.
    pub desk_phone: Option<String>,
    /// IANA time zone.
    pub time_zone: String,
    /// Whether this is demo data.
    pub is_demo: bool,
}

impl CommunityCard {
    /// The name in the reader's language.
    pub fn name(&self, lang: Lang) -> &str {
        lang.pick(&self.name_zh, &self.name_en)
    }
}

/// The front door.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrontDoor {
    /// The districts, each with its communities that match.
    pub districts: Vec<(DistrictCard, Vec<CommunityCard>)>,
    /// Where the reader is a member.
    pub mine: Vec<crate::accounts::model::MembershipCard>,
}

/// The page of my account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyAccount {
    /// Where I am a member.
    pub mine: Vec<crate::accounts::model::MembershipCard>,
    /// Where I am logged in; `None` for a passer-by.
    pub sessions: Option<Vec<crate::accounts::model::SessionCard>>,
    /// The log-in name, if one was chosen.
    pub login: Option<String>,
    /// The phone as others see it.
    pub phone: Option<String>,
}

/// A category of a community.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CategoryCard {
    /// Its id.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub id: CategoryId,
    /// The preset's code.
    pub code: String,
    /// What can be ordered under it.
    pub kind: Kind,
    /// The service class, for service orders.
    pub class: Option<Class>,
    /// Who does the work, for service orders.
    pub way: Option<Way>,
    /// Its Chinese name.
    pub name_zh: String,
    /// Its English name.
    pub name_en: String,
    /// How long the community may take.
    pub limits: Limits,
    /// For people in need, at once.
    pub urgent: bool,
}

impl CategoryCard {
    /// The name in the reader's language.
    pub fn name(&self, lang: Lang) -> &str {
        lang.pick(&self.name_zh, &self.name_en)
    }

    /// The name in both languages.
    pub fn said(&self) -> Said {
        Said { zh: self.name_zh.clone().into(), en: self.name_en.clone().into() }
    }
}

/// What stands around every page of a community: where it is, who reads it, what day it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// Where.
    pub community: CommunityCard,
    /// The reader's name, when a member.
    pub name: Option<String>,
    /// How many notices the reader has not seen.
    pub unread: u64,
    /// Whether anyone is logged in.
    pub logged_in: bool,
    /// The reader's roles here.
    pub roles: Roles,
    /// Whether staff have verified the reader.
    pub verified: bool,
    /// Today in the district's time zone.
    pub today: NaiveDate,
    /// When this was read: what changes after it is told to a live page.
    pub now: DateTime<Utc>,
}

/// A page's matter with what stands around it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Framed<T> {
    /// Around it.
    pub frame: Frame,
    /// The matter.
    pub body: T,
}

/// A grid: a part of the community that one grid worker looks after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct GridCard {
    /// Its id.
    pub id: Uuid,
    /// Its Chinese name.
    pub name_zh: String,
    /// Its English name.
    pub name_en: String,
}

const GRID: Text = text("没有这个网格。这里的网格是：{}。", "There is no such grid. The grids here are: {}.");

impl GridCard {
    /// The name in the reader's language.
    pub fn name(&self, lang: Lang) -> &str {
        lang.pick(&self.name_zh, &self.name_en)
    }

    /// The grid of that id or name.
    ///
    /// # Errors
    /// A problem that names those there are.
    pub fn named(grids: &[Self], typed: &str) -> Result<Uuid, Problem> {
        let is = |grid: &&Self| grid.id.to_string() == typed || grid.name_zh == typed || grid.name_en.eq_ignore_ascii_case(typed);
        let all = |lang, joint: &str| grids.iter().map(|grid| grid.name(lang)).collect::<Vec<_>>().join(joint);
        let there = Said { zh: all(Lang::Zh, "、").into(), en: all(Lang::En, ", ").into() };
        grids.iter().find(is).map(|grid| grid.id).ok_or_else(|| Problem::new("grid", "grid", GRID.fill_said(&there)))
    }
}

/// The page on which somebody is found, or a record of them made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilePage {
    /// Whom the search found.
    pub found: Vec<ResidentCard>,
    /// The grids, for a new record.
    pub grids: Vec<GridCard>,
}

/// A community's home page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    /// Its grids' names, both languages.
    pub grids: Vec<(String, String)>,
    /// Its open categories.
    pub categories: Vec<CategoryCard>,
}

/// A list with the cursor of what comes after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// What there is.
    pub items: Vec<T>,
    /// Where to go on, if there is more.
    pub next: Option<String>,
}

/// A community's settings changed: history.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CommunityEvent {
    /// It was set up.
    Created,
    /// Its opening hours from now on.
    HoursSet {
        /// The week.
        hours: Week,
    },
    /// Who did what was taken away as a table.
    AuditTaken,
    /// How the desk is reached and what it checks from now on.
    DeskSet {
        /// The desk's phone.
        phone: Option<String>,
        /// Of how many closed wishes in a hundred somebody is called back.
        call_back_percent: i32,
    },
}

/// A category's settings changed: history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CategoryEvent {
    /// The community opened one of its own.
    Opened,
    /// It takes nothing new from now on; what was ordered under it goes on.
    Closed,
    /// Its limits for what is placed from now on.
    LimitsSet {
        /// The limits before.
        from: Limits,
        /// The limits from now on.
        to: Limits,
    },
}

/// The limits of a category as they are typed: amounts, and in what they are counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewLimits {
    /// How many, to the answer.
    pub answer: String,
    /// Of what, by its code.
    pub answer_unit: String,
    /// How many, from there to delivery.
    pub deliver: String,
    /// Of what, by its code.
    pub deliver_unit: String,
}

/// The most of any unit: a week of minutes.
const MOST: u32 = 7 * 24 * 60;
const AMOUNT: Text = text("请填 1 到 {} 之间的整数。", "Please give a whole number from 1 to {}.");
const UNIT: Text = text("请选一种计时单位。", "Please choose in what it is counted.");
const LAXER: Text = text(
    "可以比区里的标准严，不能比它松。区里的标准是：{}。",
    "It may be stricter than the district's standard, not laxer. The district's is: {}.",
);

impl NewLimits {
    /// Reads both limits and holds them against the district's.
    ///
    /// # Errors
    /// All problems at once.
    pub fn check(&self, district: &Limits, week: &Week) -> Result<Limits, Fault> {
        let mut problems = Problems::default();
        let one = |field, unit_field, typed: &str, unit: &str, district: Limit| {
            let amount = typed.trim().parse().ok().filter(|amount| (1..=MOST).contains(amount));
            let amount = amount.ok_or_else(|| Problem::new(field, "amount", AMOUNT.fill(&[&MOST])))?;
            let limit = Limit::read(amount, unit).ok_or_else(|| Problem::new(unit_field, "unit", UNIT))?;
            let laxer = || Problem::new(field, "laxer", LAXER.fill_said(&district.said()));
            if limit.is_within(district, week) { Ok(limit) } else { Err(laxer()) }
        };
        let answer = problems.take(one("answer", "answer_unit", &self.answer, &self.answer_unit, district.answer));
        let deliver = problems.take(one("deliver", "deliver_unit", &self.deliver, &self.deliver_unit, district.deliver));
        problems.finish(answer.zip(deliver).map(|(answer, deliver)| Limits { answer, deliver }))
    }
}

/// What the admin of a community sets: when it is open, and how long each category may take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// The categories, each with the limits of the district, which may not be passed.
    pub categories: Vec<(CategoryCard, Limits)>,
    /// The district's holidays (`false`) and working days that make up for them, from today on.
    pub exceptions: Vec<(NaiveDate, bool)>,
    /// Of how many closed wishes in a hundred somebody is called back.
    pub call_back_percent: i32,
}

/// The desk's settings as they are typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDesk {
    /// Its phone; may be left empty.
    pub phone: String,
    /// Of how many closed wishes in a hundred somebody is called back.
    pub call_back_percent: String,
}

const DESK_PHONE: Text = text(
    "电话写数字，可以带区号和横线，例如 010-65551234。",
    "Write the phone in digits, with dashes if you like, for example 010-65551234.",
);
const PERCENT: Text = text("请填 0 到 100 之间的整数。", "Please give a whole number from 0 to 100.");

impl NewDesk {
    /// The phone and the percentage.
    ///
    /// # Errors
    /// All problems at once.
    pub fn check(&self) -> Result<(Option<String>, i32), Fault> {
        let mut problems = Problems::default();
        let phone = Bounds::line("phone", 3, 20).check_optional(Some(&self.phone)).and_then(|phone| {
            let digits = |phone: &String| phone.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '+' | ' '));
            if phone.as_ref().is_none_or(digits) { Ok(phone) } else { Err(Problem::new("phone", "phone_shape", DESK_PHONE)) }
        });
        let phone = problems.take(phone);
        let percent = self.call_back_percent.trim().parse().ok().filter(|percent| (0..=100).contains(percent));
        let percent = problems.take(percent.ok_or_else(|| Problem::new("call_back_percent", "percent", PERCENT)));
        problems.finish(phone.zip(percent))
    }
}

/// Where a new community lies and how large it is.
#[derive(Debug, Clone)]
pub struct NewCommunity {
    /// The district's slug.
    pub district: String,
    /// The street, both names.
    pub street: Option<(String, String)>,
    /// Its part of the path.
    pub slug: String,
    /// Names.
    pub name: (String, String),
    /// People.
    pub population: i32,
    /// Households.
    pub households: i32,
    /// People of 60 and more, per thousand.
    pub over60_permille: i32,
    /// The desk's hours, `08:30` and `17:30`.
    pub hours: (String, String),
    /// How many grids to begin with.
    pub grids: u8,
    /// Whether this is demo data.
    pub is_demo: bool,
}

const SLUG: Text = text("路径名用小写字母和数字，2 到 40 个。", "A slug has 2 to 40 lower-case letters and digits.");
const SIZE: Text = text(
    "人数和户数不能是负数，老年人比例在 0 到 1000‰ 之间。",
    "People and households are not negative, and the share of over-60s lies between 0 and 1000 per thousand.",
);

const HOURS: Text = text("关门时间要晚于开门时间。", "The desk closes later than it opens.");

/// Checks a slug.
///
/// # Errors
/// A [`Problem`] that says what it is made of.
pub fn check_slug(raw: &str) -> Result<String, Problem> {
    let good = (2..=40).contains(&raw.len()) && raw.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    if good { Ok(raw.to_owned()) } else { Err(Problem::new("slug", "slug", SLUG)) }
}

impl NewCommunity {
    /// Checks slug, names, sizes and hours.
    ///
    /// # Errors
    /// All problems at once.
    pub fn check(&self) -> Result<(), Fault> {
        let mut problems = Problems::default();
        problems.take(check_slug(&self.slug));
        problems.take(Bounds::line("name_zh", 1, 40).check(&self.name.0));
        problems.take(Bounds::line("name_en", 1, 60).check(&self.name.1));
        let fits = self.population >= 0 && self.households >= 0 && (0..=1000).contains(&self.over60_permille);
        problems.take(if fits { Ok(()) } else { Err(Problem::new("population", "size", SIZE)) });
        problems.take(if self.hours.0 < self.hours.1 { Ok(()) } else { Err(Problem::new("hours", "hours", HOURS)) });
        problems.finish(Some(()))
    }
}

/// The community itself, as a subject of history.
#[derive(Debug, Clone, Copy)]
pub struct TheCommunity(pub TenantId);

#[cfg(feature = "ssr")]
impl crate::kernel::events::Fact for CommunityEvent {}
#[cfg(feature = "ssr")]
impl crate::kernel::events::Fact for CategoryEvent {}
