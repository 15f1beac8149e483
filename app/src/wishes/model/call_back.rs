//! Calling back: whether what stands on file is what the resident would say.

use super::WORDS;
use crate::kernel::fault::{Fault, Problem, Problems};
use crate::kernel::said::{Text, text};
use serde::{Deserialize, Serialize};

/// Why the resident is to be called back, or that they were.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CallBack {
    /// They are not satisfied.
    LowGrade,
    /// Drawn by lot.
    Sample,
    /// The outcome is on record.
    Done,
}

/// The highest grade that obliges to call back: 1 and 2 are "not satisfied".
pub const LOW: i16 = 2;

impl CallBack {
    /// What a call of this outcome leaves.
    #[must_use]
    pub fn after(self, outcome: Outcome) -> Self {
        if outcome == Outcome::NoAnswer { self } else { Self::Done }
    }

    /// Whether somebody is still to be called.
    pub fn is_owed(self) -> bool {
        self != Self::Done
    }

    /// The name at rest.
    pub fn code(self) -> &'static str {
        match self {
            Self::LowGrade => "low_grade",
            Self::Sample => "sample",
            Self::Done => "done",
        }
    }

    /// The one of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::LowGrade, Self::Sample, Self::Done].into_iter().find(|one| one.code() == code)
    }

    /// Why, for people.
    pub fn name(self) -> Text {
        match self {
            Self::LowGrade => text("评价不满意，要回访", "not satisfied: to be called back"),
            Self::Sample => text("抽到回访", "drawn for a call back"),
            Self::Done => text("已回访", "called back"),
        }
    }
}

/// How a call went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// They said how it was.
    Reached,
    /// Nobody answered; it stays on the list.
    NoAnswer,
    /// They do not want to be asked.
    Declined,
    /// Nobody answered, again and again: it ends.
    GaveUp,
}

impl Outcome {
    /// Every outcome, as the form lists them.
    pub const ALL: [Self; 4] = [Self::Reached, Self::NoAnswer, Self::Declined, Self::GaveUp];

    /// The name in JSON and forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::NoAnswer => "no_answer",
            Self::Declined => "declined",
            Self::GaveUp => "gave_up",
        }
    }

    /// The outcome of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }

    /// The name for people.
    pub fn name(self) -> Text {
        match self {
            Self::Reached => text("联系上了", "reached"),
            Self::NoAnswer => text("没有人接，下次再打", "no answer, to be tried again"),
            Self::Declined => text("居民不想接受回访", "does not want to be asked"),
            Self::GaveUp => text("多次联系不上，结束回访", "never reached: end it"),
        }
    }
}

/// A call as it is on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// How it went.
    pub outcome: Outcome,
    /// The grade that the resident gave on the phone; it stands beside the one on file.
    pub grade: Option<i16>,
    /// In their words.
    pub words: Option<String>,
}

/// A call as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewCall {
    /// The outcome's code.
    pub outcome: String,
    /// The grade; needed where they were reached, and nowhere else.
    pub grade: Option<i16>,
    /// In their words; may be left empty.
    pub words: String,
}

const OUTCOME: Text = text("请选联系得怎么样。", "Please choose how the call went.");
const GRADE: Text = text("联系上了，请记下居民的评价。", "They were reached: please take down how satisfied they are.");

impl NewCall {
    /// Checks every field. A grade without anybody to give it is dropped.
    ///
    /// # Errors
    /// All problems at once.
    pub fn check(self) -> Result<Call, Fault> {
        let mut problems = Problems::default();
        let outcome = problems.take(Outcome::from_code(&self.outcome).ok_or_else(|| Problem::new("outcome", "outcome", OUTCOME)));
        let words = problems.take(WORDS.check_optional(Some(&self.words)));
        let reached = outcome == Some(Outcome::Reached);
        let grade = self.grade.filter(|_| reached);
        let good = !reached || grade.is_some_and(|grade| (1..=5).contains(&grade));
        problems.take(if good { Ok(()) } else { Err(Problem::new("grade", "grade", GRADE)) });
        problems.finish(outcome.zip(words).map(|(outcome, words)| Call { outcome, grade, words }))
    }
}
