//! Delegates: whom a resident lets order, follow and confirm for them.

use super::ResidentCard;
use crate::id;
use crate::kernel::fault::Problem;
use crate::kernel::ids::MemberId;
use crate::kernel::said::{Text, text};
use crate::kernel::text::plain_digits;
use crate::kernel::when::Moment;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

id! {
    /// One member's speaking for another; before that, the code by which it comes about.
    DelegationId
}

/// How many delegates a resident may have at a time.
pub const MOST_DELEGATES: usize = 5;
/// For how long a code is good.
pub const CODE_FOR: TimeDelta = TimeDelta::days(3);
/// How many digits a code has.
pub const CODE_DIGITS: u32 = 8;

/// Somebody speaks for a resident, or has been asked to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delegation {
    /// Its id.
    pub id: DelegationId,
    /// For whom.
    pub resident: MemberId,
    /// Who; nobody as long as the code has not been used.
    pub delegate: Option<MemberId>,
    /// Who got the code: the resident, or somebody who files for them and never uses it.
    pub offered_by: MemberId,
    /// Until when the code is good.
    pub expires_at: DateTime<Utc>,
    /// Since when somebody speaks.
    pub begun_at: Option<DateTime<Utc>>,
}

/// What happens to a delegation: history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DelegationEvent {
    /// The resident got a code to pass on.
    Offered,
    /// Somebody used it: they speak for the resident from now on.
    TakenOn,
    /// It is over, or the code is void.
    Ended,
}

#[cfg(feature = "ssr")]
impl crate::kernel::events::Fact for DelegationEvent {}

/// A delegation as one of its two people sees the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct DelegationCard {
    /// Its id.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub id: DelegationId,
    /// The other one's membership.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub member: MemberId,
    /// The other one's name: they know each other, or no code had passed between them.
    pub name: String,
    /// Since when.
    #[cfg_attr(feature = "ssr", schema(value_type = chrono::DateTime<chrono::Utc>))]
    pub since: Moment,
}

/// A code that a resident passes on to whom they trust.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct OfferCard {
    /// Its id, to call it back.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub id: DelegationId,
    /// Eight digits; whoever types them first is the delegate.
    pub code: String,
    /// Until when it is good.
    #[cfg_attr(feature = "ssr", schema(value_type = chrono::DateTime<chrono::Utc>))]
    pub until: Moment,
}

/// Who speaks for a resident; for oneself also for whom one speaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Delegates {
    /// For whom the desk asks; nobody for oneself.
    pub resident: Option<ResidentCard>,
    /// The code that has not been used yet.
    pub offer: Option<OfferCard>,
    /// Who speaks for the resident.
    pub delegates: Vec<DelegationCard>,
    /// For whom the reader speaks.
    pub residents: Vec<DelegationCard>,
}

const CODE: Text = text("代办码是 8 位数字，请看清楚再填。", "The code has 8 digits. Please look at it again.");
const WRONG: Text = text(
    "这个代办码不对，或者已经过期、用过了。请向居民再要一个。",
    "This code is not right, or it has run out or been used. Please ask the resident for another.",
);

/// The digits of a code as somebody typed it.
///
/// # Errors
/// A [`Problem`] where there are not eight.
pub fn read_code(typed: &str) -> Result<String, Problem> {
    let code = plain_digits(typed);
    let good = code.len() == CODE_DIGITS as usize && code.bytes().all(|b| b.is_ascii_digit());
    if good { Ok(code) } else { Err(Problem::new("code", "code_shape", CODE)) }
}

/// No code of this community that is good.
pub fn wrong_code() -> Problem {
    Problem::new("code", "code_wrong", WRONG)
}

/// Digits as people read them out: in groups of four.
pub fn grouped(digits: &str) -> String {
    let chars: Vec<char> = digits.chars().collect();
    chars.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
