//! What is brought in, and how far it is.

use crate::communities::model::GridCard;
use crate::id;
use crate::kernel::fault::{Fault, Problem};
use crate::kernel::said::{Said, Text, text};
use crate::kernel::when::Moment;
use serde::{Deserialize, Serialize};

id! {
    /// A table that was brought in.
    ImportId
}

/// The largest file, in bytes.
pub const FILE_BYTES: usize = 2 << 20;
/// The most rows of a table, without its head.
pub const MOST_ROWS: usize = 2000;
/// For how many hours a draft is kept, and then for how many it can be taken back.
pub const HOURS: i64 = 24;
/// How many rows stand on a page.
pub const PAGE: usize = 100;

/// What a table holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Residents without an account.
    #[default]
    Residents,
    /// Volunteers, with an account or without.
    Volunteers,
    /// Categories of the community's own.
    Categories,
}

impl What {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Residents, Self::Volunteers, Self::Categories];

    /// The name at rest, in JSON and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Residents => "residents",
            Self::Volunteers => "volunteers",
            Self::Categories => "categories",
        }
    }

    /// The one of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.code() == code)
    }

    /// The name for people.
    pub fn name(self) -> Text {
        match self {
            Self::Residents => text("居民", "Residents"),
            Self::Volunteers => text("志愿者", "Volunteers"),
            Self::Categories => text("办事类别", "Categories"),
        }
    }
}

/// How far a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// It is being looked at.
    Draft,
    /// It came in.
    Applied,
    /// It was taken back.
    Undone,
    /// It was thrown away, or its day has passed.
    Dropped,
}

impl Stage {
    /// The name at rest and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Applied => "applied",
            Self::Undone => "undone",
            Self::Dropped => "dropped",
        }
    }

    /// The one of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Draft, Self::Applied, Self::Undone, Self::Dropped].into_iter().find(|stage| stage.code() == code)
    }

    /// The name for people.
    pub fn name(self) -> Text {
        match self {
            Self::Draft => text("还没有导入", "not brought in yet"),
            Self::Applied => text("已导入", "brought in"),
            Self::Undone => text("已撤销", "taken back"),
            Self::Dropped => text("没有导入，已清除", "not brought in, thrown away"),
        }
    }
}

/// What would happen to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is added.
    New,
    /// Somebody who is here becomes a volunteer, or one of another kind.
    Changed,
    /// It is here already: nothing happens.
    There,
    /// It cannot come in as it is.
    Wrong,
}

impl Outcome {
    /// The name for people.
    pub fn name(self) -> Text {
        match self {
            Self::New => text("新增", "new"),
            Self::Changed => text("改志愿者身份", "changes as a volunteer"),
            Self::There => text("已经有了，不变", "here already"),
            Self::Wrong => text("要改", "to be corrected"),
        }
    }
}

/// A row, and what would happen to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct RowCard {
    /// Its number in the spreadsheet.
    pub line: u32,
    /// Its cells, in the order of `columns`.
    pub cells: Vec<String>,
    /// What would happen.
    pub outcome: Outcome,
    /// What is wrong with it, each with the column's code.
    pub problems: Vec<RowProblem>,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct RowProblem {
    /// The column's code.
    pub column: String,
    /// The sentence for the person.
    pub said: Said,
}

/// How many rows there are of each outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Counts {
    /// Added.
    pub new: usize,
    /// Changed.
    pub changed: usize,
    /// Here already.
    pub there: usize,
    /// To be corrected.
    pub wrong: usize,
}

/// A table in the list of those that were brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ImportCard {
    /// Its id.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub id: ImportId,
    /// What it holds.
    pub what: What,
    /// How far it is.
    pub stage: Stage,
    /// How many rows it has.
    pub rows: i32,
    /// Who brought it.
    pub by: String,
    /// When.
    #[cfg_attr(feature = "ssr", schema(value_type = chrono::DateTime<chrono::Utc>))]
    pub at: Moment,
    /// Until when it can be taken back; `null` where it cannot.
    #[cfg_attr(feature = "ssr", schema(value_type = Option<chrono::DateTime<chrono::Utc>>))]
    pub undo_until: Option<Moment>,
}

/// A table with its rows, as long as it is a draft, and with what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ImportPage {
    /// The table.
    #[serde(flatten)]
    pub card: ImportCard,
    /// Its rows by what would happen to them; or, once it came in, by what did.
    pub counts: Counts,
    /// The codes of its columns that are taken.
    pub columns: Vec<String>,
    /// The names of its columns that are not taken.
    pub left_out: Vec<String>,
    /// Its rows.
    pub items: Vec<RowCard>,
    /// After which line to go on, if there is more.
    pub next: Option<u32>,
    /// The rows that stayed when it was taken back, because they were used since.
    pub stayed: Vec<u32>,
}

/// How the rows of a draft are narrowed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowQuery {
    /// Those to be corrected alone.
    pub wrong: bool,
    /// After this line.
    pub after: Option<u32>,
}

/// The page of what was brought in, and of bringing something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Imports {
    /// Newest first.
    pub items: Vec<ImportCard>,
    /// The grids, for what a column may say.
    pub grids: Vec<GridCard>,
}

/// What happens to a table: history.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ImportEvent {
    /// It was brought, to be looked at.
    Brought {
        /// What it holds.
        what: What,
        /// How many rows.
        rows: i32,
    },
    /// It came in.
    Applied {
        /// How many were added.
        new: usize,
        /// How many were changed.
        changed: usize,
    },
    /// It was thrown away, by whoever brought it or because its day has passed.
    Dropped,
    /// It was taken back.
    Undone {
        /// How many rows stayed, because they were used since.
        stayed: usize,
    },
}

#[cfg(feature = "ssr")]
impl crate::kernel::events::Fact for ImportEvent {}

const NO_FILE: Text = text("请先选一个文件。", "Please choose a file first.");
const TOO_MANY_BYTES: Text = text("文件太大了，最大 2 MB。可以分成几个文件。", "The file is too large: 2 MB at most. Please split it.");
const TOO_MANY_ROWS: Text = text(
    "表太大了，最多 2000 行、50 列。可以分成几个文件。",
    "The table is too large: 2,000 rows and 50 columns at most. Please split it.",
);
const NOT_A_TABLE: Text = text(
    "没有读懂这个文件。请用 CSV 或 XLSX 格式，或者下载模板照着填。",
    "This file could not be read. Please use CSV or XLSX, or fill in the template.",
);
const OLD_WORKBOOK: Text = text(
    "这是旧的 XLS 格式，或者加了密码。请去掉密码，另存为 XLSX 或 CSV，再上传。",
    "This is the old XLS format, or it has a password. Please take the password off, save it as XLSX or CSV and upload that.",
);
const EMPTY: Text = text("表里除了第一行，没有内容。", "There is nothing below the first row.");
const MISSING: Text = text("第一行里缺这几列：{}。", "These columns are missing in the first row: {}.");
const TWICE: Text = text("第一行里有两列都是“{}”，请留一列。", "Two columns are called “{}”; please keep one.");
const WHAT: Text = text("请选要导入什么。", "Please choose what the table holds.");

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WrongFile {
    /// There is none.
    None,
    /// It is too large.
    TooManyBytes,
    /// It has too many rows or columns.
    TooManyRows,
    /// It is no table.
    NotATable,
    /// It is an old workbook.
    OldWorkbook,
    /// It has a head and nothing else, or not even that.
    Empty,
    /// These columns are missing.
    Missing(Said),
    /// This column is there twice.
    Twice(Text),
    /// Nobody said what it holds.
    What,
}

impl From<WrongFile> for Fault {
    fn from(wrong: WrongFile) -> Self {
        let (code, said): (&'static str, Said) = match wrong {
            WrongFile::None => ("no_file", NO_FILE.into()),
            WrongFile::TooManyBytes => ("too_many_bytes", TOO_MANY_BYTES.into()),
            WrongFile::TooManyRows => ("too_many_rows", TOO_MANY_ROWS.into()),
            WrongFile::NotATable => ("not_a_table", NOT_A_TABLE.into()),
            WrongFile::OldWorkbook => ("old_workbook", OLD_WORKBOOK.into()),
            WrongFile::Empty => ("empty", EMPTY.into()),
            WrongFile::Missing(columns) => ("missing_columns", MISSING.fill_said(&columns)),
            WrongFile::Twice(column) => ("column_twice", TWICE.fill_said(&column.into())),
            WrongFile::What => return Problem::new("what", "what", WHAT).into(),
        };
        Problem::new("file", code, said).into()
    }
}

const STILL_WRONG: Text = text(
    "还有 {} 行要改，一行也没有导入。请在表里改好，重新上传。",
    "{} row(s) still need a correction, so nothing came in. Please correct the table and upload it again.",
);
const NOTHING_NEW: Text = text("这些行都已经有了，没有什么要导入。", "All of these rows are here already; there is nothing to bring in.");
const NO_DRAFT: Text = text(
    "这张表已经导入过，或者已经清除。请看看现在的情况。",
    "This table has come in already, or was thrown away. Please look at how it stands now.",
);
const TOO_LATE: Text =
    text("导入超过 24 小时，不能整批撤销了。", "It came in more than 24 hours ago and cannot be taken back as a whole any more.");

const NOT_APPLIED: Text = text("这张表没有导入，没有什么要撤销。", "This table did not come in; there is nothing to take back.");
const ALREADY_UNDONE: Text = text("这张表已经撤销过了。", "This table was taken back already.");

/// Why a table of this stage cannot be taken back.
pub fn no_undo(stage: Stage) -> Fault {
    let (code, said) = match stage {
        Stage::Applied => ("too_late", TOO_LATE),
        Stage::Undone => ("already_undone", ALREADY_UNDONE),
        Stage::Draft | Stage::Dropped => ("not_applied", NOT_APPLIED),
    };
    Fault::Rule { code: code.into(), said: said.into() }
}

/// Rows are wrong.
pub fn still_wrong(rows: usize) -> Fault {
    Fault::Rule { code: "rows_wrong".into(), said: STILL_WRONG.fill(&[&rows]) }
}

/// No row would do anything.
pub fn nothing_new() -> Fault {
    Fault::Rule { code: "nothing_new".into(), said: NOTHING_NEW.into() }
}

/// It is no draft any more.
pub fn no_draft() -> Fault {
    Fault::Rule { code: "no_draft".into(), said: NO_DRAFT.into() }
}
