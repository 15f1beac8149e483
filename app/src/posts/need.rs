//! Where posts are missing: what went unmet, gathered by category, grid and the two hours of the day in which it was ordered.

use crate::communities::hours::DAYS;
use crate::communities::model::CategoryId;
use crate::kernel::said::{Lang, Said, Text, text};
use crate::posts::model::NewPost;
use crate::posts::presets::{OWN, preset_serving};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use uuid::Uuid;

/// How many days back.
pub const BACK_DAYS: i64 = 90;
/// How many rows a page shows, the largest first.
pub const MOST_ROWS: usize = 50;
/// The hours of a row.
const HOURS: u32 = 2;

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Where {
    /// The category.
    pub category: Uuid,
    /// The residents' grid; none where it is not known.
    pub grid: Option<Uuid>,
    /// The first of its two hours, by the community's clock.
    pub hour: u32,
}

impl Where {
    /// Where something belongs that was ordered in that hour.
    pub fn of(category: CategoryId, grid: Option<Uuid>, hour: u32) -> Self {
        Self { category: category.0, grid, hour: hour - hour % HOURS }
    }
}

/// A row: how much nobody took, how much came late, and on which days of the week it was ordered (Monday is 0).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Need {
    /// How many nobody took.
    pub unclaimed: u32,
    /// How many came late.
    pub late: u32,
    /// On which days.
    pub days: [bool; 7],
}

/// Something unmet: where, on what day of the week, and whether nobody took it.
pub type One = (Where, usize, bool);

/// The rows, the largest first.
pub fn gather(unmet: impl IntoIterator<Item = One>) -> Vec<(Where, Need)> {
    let mut rows: BTreeMap<Where, Need> = BTreeMap::new();
    for (at, day, unclaimed) in unmet {
        let need = rows.entry(at).or_default();
        if unclaimed {
            need.unclaimed += 1;
        } else {
            need.late += 1;
        }
        if let Some(day) = need.days.get_mut(day) {
            *day = true;
        }
    }
    let mut rows: Vec<_> = rows.into_iter().collect();
    rows.sort_by_key(|(_, need)| Reverse((need.unclaimed + need.late, need.unclaimed)));
    rows
}

/// A row as an admin reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct NeedCard {
    /// The category.
    #[cfg_attr(feature = "ssr", schema(value_type = Uuid))]
    pub category: CategoryId,
    /// What it is called.
    pub category_name: Said,
    /// The residents' grid; none where it is not known.
    pub grid: Option<Uuid>,
    /// What it is called.
    pub grid_name: Option<Said>,
    /// The first of the two hours in which it was ordered, by the community's clock: 0, 2, … 22.
    pub hour: u32,
    /// How many nobody took, in the last 90 days.
    pub unclaimed: u32,
    /// How many came late, in the last 90 days.
    pub late: u32,
    /// On which days of the week it was ordered: `mon`, `tue`, …
    pub days: Vec<String>,
}

/// The page of unmet need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Needs {
    /// The rows, the largest first.
    pub items: Vec<NeedCard>,
    /// How many smaller rows are left out.
    pub left_out: usize,
    /// Whether there were more wishes than are looked through, so that only the newest count.
    pub newest_only: bool,
}

/// Which row a post is drafted from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct NeedAt {
    /// The category's id.
    pub category: String,
    /// The grid's id; empty where it is not known.
    pub grid: String,
    /// The first of the two hours.
    pub hour: String,
}

impl NeedAt {
    /// The row that is meant, where it reads as one.
    pub fn read(&self) -> Option<Where> {
        let grid = match self.grid.trim() {
            "" => None,
            id => Some(id.parse().ok()?),
        };
        let hour = self.hour.trim().parse().ok().filter(|hour| hour % HOURS == 0 && *hour < 24)?;
        Some(Where { category: self.category.trim().parse().ok()?, grid, hour })
    }
}

const WHY: Text = text(
    "近 90 天的“{}”（{}，{}下单）：{} 单没人接，{} 单办晚了。",
    "“{}” of the last 90 days ({}, ordered {}): {} found nobody, {} came late.",
);
const ALL: Text = text("全社区", "the whole community");
const DUTIES: Text =
    text("在这个时段帮邻居办“{}”，办好后告诉社区。", "Help neighbours with “{}” at these times, and tell the community when it is done.");
const TITLE: Text = text("{}岗", "{}: a helper");

/// From when until when, as people write it.
pub fn span(hour: u32) -> String {
    // The last minute of a day is the end of its last hour.
    let end = if hour + HOURS < 24 { format!("{:02}:00", hour + HOURS) } else { "23:59".to_owned() };
    format!("{hour:02}:00-{end}")
}

/// What a post says that is drafted from a row: why, where and when; `code` is the category's.
pub fn draft(row: &NeedCard, code: &str, lang: Lang) -> NewPost {
    let name = row.category_name.t(lang);
    let place = row.grid_name.as_ref().map_or(lang.t(ALL), |grid| grid.t(lang)).to_owned();
    let times = span(row.hour);
    let on = |day: &str| if row.days.iter().any(|one| one == day) { times.clone() } else { String::new() };
    let [mon, tue, wed, thu, fri, sat, sun] = DAYS.map(on);
    let purpose = lang.fill(WHY, &[&name, &place, &times, &row.unclaimed, &row.late]);
    let grid = row.grid.map(|grid| grid.to_string()).unwrap_or_default();
    let new = NewPost {
        purpose,
        place,
        grid,
        categories: vec![code.to_owned()],
        places: "1".to_owned(),
        when: "weekly".to_owned(),
        mon,
        tue,
        wed,
        thu,
        fri,
        sat,
        sun,
        ..NewPost::default()
    };
    match preset_serving(code) {
        Some(preset) => NewPost {
            kind: preset.code.to_owned(),
            title: lang.t(preset.name).to_owned(),
            duties: lang.t(preset.duties).to_owned(),
            skills: lang.t(preset.skills).to_owned(),
            ..new
        },
        None => NewPost {
            kind: OWN.to_owned(),
            title: lang.fill(TITLE, &[&name]).chars().take(40).collect(),
            duties: lang.fill(DUTIES, &[&name]),
            ..new
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_went_unmet_is_gathered_by_category_grid_and_two_hours() {
        let [repairs, errands] = [1, 2].map(|id| CategoryId(Uuid::from_u128(id)));
        let grid = Some(Uuid::from_u128(9));
        let unmet = [
            (Where::of(errands, None, 23), 6, false),
            (Where::of(repairs, grid, 8), 0, false),
            (Where::of(repairs, grid, 9), 2, true),
            (Where::of(repairs, grid, 10), 0, true),
            (Where::of(repairs, None, 9), 0, true),
        ];
        let days = |on: &[usize]| std::array::from_fn(|day| on.contains(&day));
        let rows = gather(unmet);
        assert_eq!(rows[0], (Where { category: repairs.0, grid, hour: 8 }, Need { unclaimed: 1, late: 1, days: days(&[0, 2]) }));
        assert_eq!(rows.len(), 4);
        // Of as many, what nobody took comes first.
        assert_eq!(rows[3], (Where { category: errands.0, grid: None, hour: 22 }, Need { unclaimed: 0, late: 1, days: days(&[6]) }));
        assert_eq!(rows.iter().map(|(_, need)| need.unclaimed + need.late).sum::<u32>(), 5);
    }

    #[test]
    fn a_row_reads_back_as_it_was_named() {
        let at =
            |category: &str, grid: &str, hour: &str| NeedAt { category: category.to_owned(), grid: grid.to_owned(), hour: hour.to_owned() };
        let (category, grid) = (Uuid::from_u128(1), Uuid::from_u128(9));
        let read = at(&category.to_string(), &grid.to_string(), "22").read();
        assert_eq!(read, Some(Where { category, grid: Some(grid), hour: 22 }));
        assert_eq!(at(&category.to_string(), "", "0").read(), Some(Where { category, grid: None, hour: 0 }));
        for (id, grid, hour) in
            [("", "", "0"), (&*category.to_string(), "x", "0"), (&*category.to_string(), "", "7"), (&*category.to_string(), "", "24")]
        {
            assert_eq!(at(id, grid, hour).read(), None, "{id} {grid} {hour}");
        }
    }

    /// Whatever is drafted is a post that can be kept as it stands.
    #[test]
    fn every_draft_is_complete() {
        use crate::communities::model::GridCard;
        use crate::communities::presets::PRESETS;
        let grids = [GridCard { id: Uuid::from_u128(9), name_zh: "一网格".to_owned(), name_en: "Grid 1".to_owned() }];
        let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 2).unwrap();
        for preset in PRESETS {
            for (hour, grid) in [(0, None), (16, Some(grids[0].id)), (22, None)] {
                let row = NeedCard {
                    category: CategoryId(Uuid::from_u128(1)),
                    category_name: Said { zh: preset.zh.into(), en: preset.en.into() },
                    grid,
                    grid_name: grid.map(|_| Said { zh: "一网格".into(), en: "Grid 1".into() }),
                    hour,
                    unclaimed: 3,
                    late: 1,
                    days: vec!["mon".to_owned(), "sun".to_owned()],
                };
                for lang in [Lang::Zh, Lang::En] {
                    let days = ["2026-11-09", "2026-11-09", "2027-05-10"].map(str::to_owned);
                    let [from, claim_by, to] = days;
                    let new = NewPost { from, to, claim_by, ..draft(&row, preset.code, lang) };
                    let terms =
                        new.check(&grids, &[preset.code.to_owned()], today).unwrap_or_else(|fault| panic!("{}: {fault:?}", preset.code));
                    assert!(terms.purpose.contains('3') && terms.purpose.contains(&span(hour)), "{}", terms.purpose);
                    assert_eq!((terms.grid, terms.categories), (grid, vec![preset.code.to_owned()]));
                }
            }
        }
    }
}
