//! What a table brings in beside records of residents: volunteers, and categories of the community's own.

use super::people::{BUILDING, CheckedRecord, DOOR, NAME, Registration, TOLD};
use super::{Class, Kind, NOTICE, VolunteerKind, Way};
use crate::accounts::model::Phone;
use crate::communities::calendar::{Limit, Limits};
use crate::communities::hours::Week;
use crate::communities::presets::limits;
use crate::kernel::actor::Roles;
use crate::kernel::fault::{Fault, Problem, Problems};
use crate::kernel::said::{Said, Text, text};
use crate::kernel::text::Bounds;
use serde::{Deserialize, Serialize};

/// A volunteer, as a table says.
#[derive(Debug, Clone, Default)]
pub struct NewVolunteer {
    /// The name.
    pub name: String,
    /// The phone, by which they are known again.
    pub phone: String,
    /// What kind of volunteer, by its code or name.
    pub kind: String,
    /// The building; may be left empty, as the door.
    pub building: String,
    /// The door.
    pub door: String,
    /// The version of the notice that the person agreed to.
    pub consent: String,
}

/// A [`NewVolunteer`] that passed the checks.
#[derive(Debug, Clone)]
pub struct CheckedVolunteer {
    /// Who.
    pub record: CheckedRecord,
    /// What kind.
    pub kind: VolunteerKind,
}

/// What somebody was before a table made them a volunteer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WasVolunteer {
    /// The roles.
    pub roles: Roles,
    /// The kind.
    pub kind: Option<VolunteerKind>,
}

const ONE_OF: Text = text("请从这些里选：{}。", "Please choose one of these: {}.");
const BOTH: Text =
    text("服务类要写服务类别和办理方式；别的类型这两格空着。", "A service needs its class and way; for other kinds leave both empty.");
const LIMIT: Text = text(
    "时限请写成“30 分钟”“2 小时”“1 天”“1 个工作日”或“办公时间内 5 分钟”。",
    "Write a limit like “30 min”, “2 h”, “1 d”, “1 working day(s)” or “5 min of opening hours”.",
);
const LAXER: Text =
    text("可以比区里的标准严，不能比它松。区里的标准是：{}。", "It may be stricter than the district's standard, not laxer: {}.");

/// The one of an enum that is meant, by its code or a name.
fn one_of<T: Copy>(field: &'static str, typed: &str, all: &[T], code: fn(T) -> &'static str, name: fn(T) -> Text) -> Result<T, Problem> {
    let typed = typed.trim();
    let is = |one: &T| code(*one) == typed || name(*one).zh == typed || name(*one).en.eq_ignore_ascii_case(typed);
    let list = |pick: fn(Text) -> &'static str, joint: &str| all.iter().map(|one| pick(name(*one))).collect::<Vec<_>>().join(joint);
    let there = || Said { zh: list(|name| name.zh, "、").into(), en: list(|name| name.en, ", ").into() };
    all.iter().copied().find(is).ok_or_else(|| Problem::new(field, field, ONE_OF.fill_said(&there())))
}

const YES_OR_NO: Text = text("请写“是”或“否”。", "Please write yes or no.");

/// A yes or a no, as people write them in tables; empty is no.
///
/// # Errors
/// A problem of the field for anything else.
pub fn yes(field: &'static str, typed: &str) -> Result<bool, Problem> {
    match typed.trim().to_lowercase().as_str() {
        "是" | "有" | "同意" | "已同意" | "√" | "✓" | "y" | "yes" | "1" | "true" => Ok(true),
        "" | "否" | "无" | "×" | "n" | "no" | "0" | "false" => Ok(false),
        _ => Err(Problem::new(field, "yes_or_no", YES_OR_NO)),
    }
}

impl NewVolunteer {
    /// Checks and cleans every field.
    ///
    /// # Errors
    /// All problems at once.
    pub fn check(self) -> Result<CheckedVolunteer, Fault> {
        let mut problems = Problems::default();
        let name = problems.take(NAME.check(&self.name));
        let phone = problems.take(Phone::parse(&self.phone));
        let kind = problems.take(one_of("kind", &self.kind, VolunteerKind::ALL, VolunteerKind::code, VolunteerKind::name));
        // Who lives elsewhere may help here, too.
        let (building, door) = if self.building.trim().is_empty() && self.door.trim().is_empty() {
            (Some(String::new()), Some(String::new()))
        } else {
            (problems.take(BUILDING.check(&self.building)), problems.take(DOOR.check(&self.door)))
        };
        problems.take(if self.consent == NOTICE { Ok(()) } else { Err(Problem::new("consent", "consent", TOLD)) });
        let all = name.zip(phone).zip(kind).zip(building.zip(door));
        problems.finish(all.map(|(((name, phone), kind), (building, door))| {
            let who = Registration { name, building, door, consent: NOTICE.to_owned(), invite: String::new() };
            let record = CheckedRecord { who, phone: Some(phone), grid: None, born: None, needs: Vec::new(), needs_consent: None };
            CheckedVolunteer { record, kind }
        }))
    }
}

/// A category of the community's own, as a table says.
#[derive(Debug, Clone, Default)]
pub struct NewCategory {
    /// What can be ordered under it, by its code or name.
    pub kind: String,
    /// Its Chinese name.
    pub name_zh: String,
    /// Its English name.
    pub name_en: String,
    /// The service class, for service orders.
    pub class: String,
    /// Who does the work, for service orders.
    pub way: String,
    /// Whether it is for people in need, at once: a yes, or empty.
    pub urgent: String,
    /// Until it is answered; empty for the standard.
    pub answer: String,
    /// From there until it is delivered; empty for the standard.
    pub deliver: String,
}

/// A [`NewCategory`] that passed the checks.
#[derive(Debug, Clone)]
pub struct CheckedCategory {
    /// What can be ordered under it.
    pub kind: Kind,
    /// Its Chinese name.
    pub name_zh: String,
    /// Its English name.
    pub name_en: String,
    /// The service class.
    pub class: Option<Class>,
    /// Who does the work.
    pub way: Option<Way>,
    /// For people in need, at once.
    pub urgent: bool,
    /// Its limits.
    pub limits: Limits,
}

const NAME_ZH: Bounds = Bounds::line("name_zh", 2, 12);
const NAME_EN: Bounds = Bounds::line("name_en", 2, 40);

impl NewCategory {
    /// Checks and cleans every field, and holds the limits against the standard of the kind; `week` are the opening hours.
    ///
    /// # Errors
    /// All problems at once.
    pub fn check(&self, week: &Week) -> Result<CheckedCategory, Fault> {
        let mut problems = Problems::default();
        let kind = problems.take(one_of("kind", &self.kind, Kind::ALL, Kind::code, Kind::name));
        let name_zh = problems.take(NAME_ZH.check(&self.name_zh));
        let name_en = problems.take(NAME_EN.check(&self.name_en));
        let empty = self.class.trim().is_empty() && self.way.trim().is_empty();
        let (class, way) = match kind {
            Some(Kind::ServiceOrder) => (
                problems.take(one_of("class", &self.class, Class::ALL, Class::code, Class::name)),
                problems.take(one_of("way", &self.way, Way::ALL, Way::code, Way::name)),
            ),
            Some(_) if !empty => (problems.take(Err(Problem::new("class", "class", BOTH))), None),
            _ => (None, None),
        };
        let urgent = problems.take(yes("urgent", &self.urgent));
        let standard = kind.zip(urgent).map(|(kind, urgent)| limits(kind, urgent));
        let mut limit = |field, typed: &str, standard: Limit| {
            let typed = typed.trim();
            let read = if typed.is_empty() { Some(standard) } else { Limit::typed(typed) };
            let read = read.ok_or_else(|| Problem::new(field, "limit", LIMIT));
            let laxer = || Problem::new(field, "laxer", LAXER.fill_said(&standard.said()));
            problems.take(read.and_then(|limit| if limit.is_within(standard, week) { Ok(limit) } else { Err(laxer()) }))
        };
        let limits = standard.and_then(|standard| {
            let answer = limit("answer", &self.answer, standard.answer);
            let deliver = limit("deliver", &self.deliver, standard.deliver);
            Some(Limits { answer: answer?, deliver: deliver? })
        });
        let all = kind.zip(name_zh.zip(name_en)).zip(urgent.zip(limits));
        let category =
            |((kind, (name_zh, name_en)), (urgent, limits))| CheckedCategory { kind, name_zh, name_en, class, way, urgent, limits };
        problems.finish(all.map(category))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(fault: Fault) -> Vec<String> {
        fault.problems().iter().map(|problem| problem.field.to_string()).collect()
    }

    #[test]
    fn a_category_is_read_by_its_names_and_held_against_the_standard() {
        let week = Week::default();
        let mut new = NewCategory {
            kind: "服务".to_owned(),
            name_zh: "清洗油烟机".to_owned(),
            name_en: "Cleaning the hood".to_owned(),
            class: "daily life".to_owned(),
            way: "we_do".to_owned(),
            urgent: "否".to_owned(),
            answer: "10分钟".to_owned(),
            deliver: String::new(),
        };
        let read = new.check(&week).unwrap();
        assert_eq!((read.kind, read.class, read.way), (Kind::ServiceOrder, Some(Class::Living), Some(Way::WeDo)));
        assert_eq!(read.limits, Limits { answer: Limit::minutes(10), deliver: limits(Kind::ServiceOrder, false).deliver });
        new.answer = "2 h".to_owned();
        new.deliver = "bald".to_owned();
        new.way = String::new();
        assert_eq!(fields(new.check(&week).unwrap_err()), ["way", "answer", "deliver"]);
        new.kind = "question".to_owned();
        assert!(fields(new.check(&week).unwrap_err()).contains(&"class".to_owned()));
    }

    #[test]
    fn a_volunteer_may_live_elsewhere_and_has_a_phone() {
        let new = |phone: &str, building: &str| NewVolunteer {
            name: "李四".to_owned(),
            phone: phone.to_owned(),
            kind: "能工巧匠".to_owned(),
            building: building.to_owned(),
            door: String::new(),
            consent: NOTICE.to_owned(),
        };
        assert_eq!(new("13800000000", "").check().unwrap().kind, VolunteerKind::Artisan);
        assert_eq!(fields(new("", "1 号楼").check().unwrap_err()), ["phone", "door"]);
    }
}
