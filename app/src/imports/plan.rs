//! What each row of a table would do, held against what is here; and doing it.

use super::model::{Counts, Outcome, RowCard, RowProblem, What};
use super::store::Draft;
use crate::accounts::model::Phone;
use crate::communities;
use crate::communities::model::{
    CategoryId, CheckedCategory, CheckedRecord, CheckedVolunteer, NOTICE, Need, NewCategory, NewRecord, NewVolunteer, VolunteerKind,
    WasVolunteer, yes,
};
use crate::communities::ops::Known;
use crate::kernel::actor::Role;
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::{Failure, Fault, Problem};
use crate::kernel::ids::MemberId;
use crate::kernel::said::{Text, text};
use chrono::Datelike as _;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

type Result<T> = std::result::Result<T, Failure>;

/// What a row would do.
#[derive(Debug)]
pub enum Does {
    Record(CheckedRecord),
    Recruit(CheckedVolunteer),
    Make(MemberId, VolunteerKind),
    Open(CheckedCategory),
    /// It is here already.
    Nothing,
    Wrong(Vec<Problem>),
}

/// A row and what it would do.
#[derive(Debug)]
pub struct Planned {
    pub line: u32,
    pub cells: Vec<String>,
    pub does: Does,
}

/// What a row made, so that it can be taken back.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "made", rename_all = "snake_case")]
pub enum Made {
    Record { line: u32, id: MemberId },
    Volunteer { line: u32, id: MemberId, was: WasVolunteer, kind: VolunteerKind },
    Category { line: u32, id: CategoryId },
}

impl Planned {
    fn outcome(&self) -> Outcome {
        match self.does {
            Does::Record(_) | Does::Recruit(_) | Does::Open(_) => Outcome::New,
            Does::Make(..) => Outcome::Changed,
            Does::Nothing => Outcome::There,
            Does::Wrong(_) => Outcome::Wrong,
        }
    }

    /// As it is shown.
    pub fn card(self) -> RowCard {
        let outcome = self.outcome();
        let problems = if let Does::Wrong(problems) = self.does { problems } else { Vec::new() };
        let problems = problems.into_iter().map(|problem| RowProblem { column: problem.field.into_owned(), said: problem.said });
        RowCard { line: self.line, cells: self.cells, outcome, problems: problems.collect() }
    }
}

/// How many rows there are of each outcome.
pub fn counts(plan: &[Planned]) -> Counts {
    let of = |outcome| plan.iter().filter(|row| row.outcome() == outcome).count();
    Counts { new: of(Outcome::New), changed: of(Outcome::Changed), there: of(Outcome::There), wrong: of(Outcome::Wrong) }
}

const REPEATED: Text = text("和第 {} 行重复了。", "This repeats row {}.");
const UNVERIFIED: Text = text(
    "这位居民已经登记，还没有核实。请先在“人员”里核实。",
    "They have registered but nobody verified them yet. Please do so under “People” first.",
);
const YOURSELF: Text =
    text("不能给自己加身份。请另一位管理员来导入这一行。", "You cannot give yourself a role. Please let another admin bring this row in.");
const OTHER_PHONE: Text = text(
    "这里已有一位同名同住址的居民，登记的手机不同。请核对是不是同一个人。",
    "Somebody of this name and address is here with another phone. Please check whether it is the same person.",
);

/// What each row would do.
///
/// # Errors
/// When the database does.
pub async fn plan(ctx: &Ctx, what: What, draft: Draft) -> Result<Vec<Planned>> {
    match what {
        What::Residents => residents(ctx, draft).await,
        What::Volunteers => volunteers(ctx, draft).await,
        What::Categories => categories(ctx, draft).await,
    }
}

/// Who somebody is, as far as a table tells: two rows, or a row and a member, are the same person if the names are the same
/// and so are the phones or the addresses.
struct Who<'w> {
    name: &'w str,
    phone: Option<String>,
    at: (String, String),
}

/// An address as two people write it: without spaces, in narrow characters (full-width ones are U+FF01 to U+FF5E), small letters.
fn plain(text: &str) -> String {
    let narrow = |c: char| char::from_u32(u32::from(c).wrapping_sub(0xfee0)).filter(char::is_ascii_graphic).unwrap_or(c);
    text.chars().filter(|c| !c.is_whitespace()).map(narrow).flat_map(char::to_lowercase).collect()
}

impl<'w> Who<'w> {
    fn of(ctx: &Ctx, record: &'w CheckedRecord) -> Self {
        let phone = record.phone.as_ref().map(|phone: &Phone| ctx.keys.phone_lookup(phone.digits()));
        Self { name: &record.who.name, phone, at: (plain(&record.who.building), plain(&record.who.door)) }
    }

    fn has_the_phone(&self, known: &Known) -> bool {
        self.name == known.member.name && self.phone.is_some() && self.phone == known.phone
    }

    fn lives_with(&self, known: &Known) -> bool {
        let there = (plain(&known.member.building), plain(&known.member.door));
        self.name == known.member.name && !self.at.0.is_empty() && self.at == there
    }
}

/// Which rows name whom, to find those that repeat another.
#[derive(Default)]
struct Seen(HashMap<String, u32>);

impl Seen {
    /// The row that named the same person, if one did.
    fn before(&mut self, who: &Who<'_>, line: u32) -> Option<u32> {
        let by_phone = who.phone.as_ref().map(|phone| format!("{}\0{phone}", who.name));
        let by_door = (!who.at.0.is_empty()).then(|| format!("{}\0{}\0{}", who.name, who.at.0, who.at.1));
        let keys: Vec<String> = by_phone.into_iter().chain(by_door).collect();
        let before = keys.iter().find_map(|key| self.0.get(key).copied());
        for key in keys {
            self.0.entry(key).or_insert(line);
        }
        before
    }
}

fn wrong(field: &'static str, code: &'static str, said: impl Into<crate::kernel::said::Said>) -> Does {
    Does::Wrong(vec![Problem::new(field, code, said)])
}

/// A row: its number, its cells, and what they say or what is wrong with them.
type Checked<T> = (u32, Vec<String>, std::result::Result<T, Vec<Problem>>);

/// The checked value of each row, or what is wrong with it.
fn check<T>(draft: Draft, check: impl Fn([&str; 9]) -> std::result::Result<T, Fault>) -> Vec<Checked<T>> {
    let one = |(line, cells): (u32, Vec<String>)| {
        let mut all = [""; 9];
        for (place, cell) in all.iter_mut().zip(&cells) {
            *place = cell;
        }
        let checked = check(all).map_err(|fault| fault.problems().to_vec());
        (line, cells, checked)
    };
    draft.rows.into_iter().map(one).collect()
}

/// The notice that was agreed to, where a cell says so.
fn agreed(field: &'static str, cell: &str) -> std::result::Result<String, Problem> {
    yes(field, cell).map(|yes| if yes { NOTICE.to_owned() } else { String::new() })
}

/// The codes of the needs that a cell names; what is none stays as it was written, for the check to find.
fn needs(cell: &str) -> Vec<String> {
    let code = |word: &str| {
        let is = |need: &&Need| need.code() == word || need.name().zh == word || need.name().en.eq_ignore_ascii_case(word);
        Need::ALL.iter().find(is).map_or_else(|| word.to_owned(), |need| need.code().to_owned())
    };
    cell.split(['、', '，', ',', ';', '；', '/']).map(str::trim).filter(|word| !word.is_empty()).map(code).collect()
}

async fn residents(ctx: &Ctx, draft: Draft) -> Result<Vec<Planned>> {
    let (grids, year) = (communities::list_grids(ctx).await?, ctx.today().year());
    let rows = check(draft, |[name, building, door, phone, grid, born, needs_cell, consent, needs_consent]| {
        let own = |cell: &str| cell.to_owned();
        let new = NewRecord {
            name: own(name),
            phone: own(phone),
            building: own(building),
            door: own(door),
            grid: own(grid),
            born: own(born),
            needs: needs(needs_cell),
            consent: agreed("consent", consent)?,
            needs_consent: agreed("needs_consent", needs_consent)?,
        };
        new.check(year, &grids)
    });
    let names = rows.iter().filter_map(|(.., checked)| Some(checked.as_ref().ok()?.who.name.clone())).collect();
    let known = communities::ops::list_called(ctx, names).await?;
    let mut seen = Seen::default();
    let one = |(line, cells, checked): Checked<CheckedRecord>| {
        let does = match checked {
            Err(problems) => Does::Wrong(problems),
            Ok(record) => {
                let who = Who::of(ctx, &record);
                match seen.before(&who, line) {
                    Some(before) => wrong("name", "repeated", REPEATED.fill(&[&before])),
                    None => {
                        match known.iter().filter(|one| who.has_the_phone(one) || who.lives_with(one)).max_by_key(|one| is_known(one)) {
                            Some(one) if is_known(one) => Does::Nothing,
                            Some(_) => wrong("name", "unverified", UNVERIFIED),
                            None => Does::Record(record),
                        }
                    }
                }
            }
        };
        Planned { line, cells, does }
    };
    Ok(rows.into_iter().map(one).collect())
}

async fn volunteers(ctx: &Ctx, draft: Draft) -> Result<Vec<Planned>> {
    let rows = check(draft, |[name, phone, kind, building, door, consent, ..]| {
        let own = |cell: &str| cell.to_owned();
        let consent = agreed("consent", consent)?;
        NewVolunteer { name: own(name), phone: own(phone), kind: own(kind), building: own(building), door: own(door), consent }.check()
    });
    let names = rows.iter().filter_map(|(.., checked)| Some(checked.as_ref().ok()?.record.who.name.clone())).collect();
    let known = communities::ops::list_called(ctx, names).await?;
    let mut seen = Seen::default();
    let one = |(line, cells, checked): Checked<CheckedVolunteer>| {
        let does = match checked {
            Err(problems) => Does::Wrong(problems),
            Ok(volunteer) => {
                let who = Who::of(ctx, &volunteer.record);
                let found = known.iter().filter(|one| who.has_the_phone(one)).max_by_key(|one| is_known(one));
                match (seen.before(&who, line), found) {
                    (Some(before), _) => wrong("name", "repeated", REPEATED.fill(&[&before])),
                    (None, Some(found)) => make(ctx, found, volunteer.kind),
                    (None, None) if known.iter().any(|one| who.lives_with(one)) => wrong("phone", "other_phone", OTHER_PHONE),
                    (None, None) => Does::Recruit(volunteer),
                }
            }
        };
        Planned { line, cells, does }
    };
    Ok(rows.into_iter().map(one).collect())
}

/// Whether it is seen who somebody is: anybody may register under a name, phone and door.
fn is_known(one: &Known) -> bool {
    one.member.account.is_none() || one.member.verified_at.is_some()
}

/// Somebody who is here becomes a volunteer.
fn make(ctx: &Ctx, found: &Known, kind: VolunteerKind) -> Does {
    let member = &found.member;
    match () {
        () if member.roles.has(Role::Volunteer) && member.volunteer_kind == Some(kind) => Does::Nothing,
        () if ctx.actor.is(member.id) => wrong("name", "yourself", YOURSELF),
        () if !is_known(found) => wrong("name", "unverified", UNVERIFIED),
        () => Does::Make(member.id, kind),
    }
}

async fn categories(ctx: &Ctx, draft: Draft) -> Result<Vec<Planned>> {
    let calendar = communities::calendar(ctx).await?;
    let week = calendar.week(ctx.now).ok_or(Fault::NotFound)?;
    let rows = check(draft, |[kind, name_zh, name_en, class, way, urgent, answer, deliver, _]| {
        let own = |cell: &str| cell.to_owned();
        let new = NewCategory {
            kind: own(kind),
            name_zh: own(name_zh),
            name_en: own(name_en),
            class: own(class),
            way: own(way),
            urgent: own(urgent),
            answer: own(answer),
            deliver: own(deliver),
        };
        new.check(week)
    });
    let open = communities::ops::list_categories(ctx.clone(), ()).await?;
    let mut seen: HashMap<(&'static str, String), u32> = HashMap::new();
    let one = |(line, cells, checked): Checked<CheckedCategory>| {
        let does = match checked {
            Err(problems) => Does::Wrong(problems),
            Ok(new) => {
                let before = *seen.entry((new.kind.code(), new.name_zh.clone())).or_insert(line);
                let there = open.iter().any(|one| one.kind == new.kind && one.name_zh == new.name_zh);
                match () {
                    () if before != line => wrong("name_zh", "repeated", REPEATED.fill(&[&before])),
                    () if there => Does::Nothing,
                    () => Does::Open(new),
                }
            }
        };
        Planned { line, cells, does }
    };
    Ok(rows.into_iter().map(one).collect())
}

/// Does what the rows say; none of them is wrong.
///
/// # Errors
/// When the database does.
pub async fn carry_out(ctx: &Ctx, plan: Vec<Planned>) -> Result<Vec<Made>> {
    let (mut records, mut recruits, mut opened, mut made) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for Planned { line, does, .. } in plan {
        match does {
            Does::Record(record) => records.push((line, record)),
            Does::Recruit(volunteer) => recruits.push((line, volunteer)),
            Does::Open(category) => opened.push((line, category)),
            Does::Make(id, kind) => {
                let was = communities::ops::make_volunteer(ctx, id, kind).await?;
                made.push(Made::Volunteer { line, id, was, kind });
            }
            Does::Nothing => {}
            Does::Wrong(_) => return Err(Failure::Broken("a row that is wrong comes in".to_owned())),
        }
    }
    let (lines, records): (Vec<u32>, Vec<_>) = records.into_iter().unzip();
    let ids = communities::ops::keep_records(ctx, records).await?;
    made.extend(lines.into_iter().zip(ids).map(|(line, id)| Made::Record { line, id }));
    let (lines, recruits): (Vec<u32>, Vec<_>) = recruits.into_iter().unzip();
    let ids = communities::ops::recruit(ctx, recruits).await?;
    made.extend(lines.into_iter().zip(ids).map(|(line, id)| Made::Record { line, id }));
    let (lines, opened): (Vec<u32>, Vec<_>) = opened.into_iter().unzip();
    let ids = communities::ops::open_categories(ctx, opened).await?;
    made.extend(lines.into_iter().zip(ids).map(|(line, id)| Made::Category { line, id }));
    Ok(made)
}
