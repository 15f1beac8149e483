//! Quiet hours: from when to when somebody is not to be disturbed, every day, by the community's time.

use crate::kernel::fault::Problem;
use crate::kernel::said::{Text, text};
use chrono::{Days, NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize};

/// When it is quiet: from one time of the day up to another, over midnight where the second is the earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Quiet {
    /// From then on.
    #[cfg_attr(feature = "ssr", schema(value_type = String))]
    pub from: NaiveTime,
    /// Until then.
    #[cfg_attr(feature = "ssr", schema(value_type = String))]
    pub to: NaiveTime,
}

const FORMAT: &str = "%H:%M";
const NO_TIME: Text =
    text("请写成 21:00 这样的时间；不要免打扰，就两项都空着。", "Please write a time such as 21:00; leave both empty for none.");
const SAME: Text = text("开始和结束不能是同一个时间。", "It cannot begin and end at the same time.");

impl Quiet {
    /// What somebody has who did not choose: from nine in the evening to eight in the morning.
    pub fn usual() -> Option<Self> {
        Some(Self { from: NaiveTime::from_hms_opt(21, 0, 0)?, to: NaiveTime::from_hms_opt(8, 0, 0)? })
    }

    /// Both times as they were typed; none where both are empty.
    ///
    /// # Errors
    /// A problem beside the field that is no time.
    pub fn typed(from: &str, to: &str) -> Result<Option<Self>, Problem> {
        let (from, to) = (from.trim(), to.trim());
        if from.is_empty() && to.is_empty() {
            return Ok(None);
        }
        let read = |field, typed: &str| {
            // Some browsers add the seconds.
            let plain = typed.replace('：', ":");
            let time = plain.get(..5).filter(|_| plain.len() == 8).unwrap_or(&plain);
            NaiveTime::parse_from_str(time, FORMAT).map_err(|_| Problem::new(field, "time", NO_TIME))
        };
        let quiet = Self { from: read("quiet_from", from)?, to: read("quiet_to", to)? };
        if quiet.from == quiet.to { Err(Problem::new("quiet_to", "same_time", SAME)) } else { Ok(Some(quiet)) }
    }

    /// Both times as they are kept and shown.
    pub fn at_rest(self) -> (String, String) {
        (self.from.format(FORMAT).to_string(), self.to.format(FORMAT).to_string())
    }

    /// When it ends, where it is quiet at that moment.
    pub fn until(self, at: NaiveDateTime) -> Option<NaiveDateTime> {
        let (time, over_midnight) = (at.time(), self.to < self.from);
        let quiet = if over_midnight { time >= self.from || time < self.to } else { time >= self.from && time < self.to };
        let days = u64::from(over_midnight && time >= self.from);
        quiet.then(|| at.date().checked_add_days(Days::new(days)).unwrap_or(at.date()).and_time(self.to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        format!("{text}:00").parse().unwrap_or_default()
    }

    #[test]
    fn over_midnight_it_ends_the_next_morning() {
        let night = Quiet::usual().unwrap_or(Quiet { from: NaiveTime::MIN, to: NaiveTime::MIN });
        assert_eq!(night.until(at("2026-12-31T21:00")), Some(at("2027-01-01T08:00")));
        assert_eq!(night.until(at("2027-01-01T00:00")), Some(at("2027-01-01T08:00")));
        assert_eq!(night.until(at("2027-01-01T07:59")), Some(at("2027-01-01T08:00")));
        assert_eq!(night.until(at("2027-01-01T08:00")), None);
        assert_eq!(night.until(at("2027-01-01T20:59")), None);
    }

    #[test]
    fn within_a_day_it_ends_on_that_day() {
        let noon = Quiet::typed("12:00", "14：30").ok().flatten();
        assert_eq!(noon.and_then(|noon| noon.until(at("2026-11-23T13:00"))), Some(at("2026-11-23T14:30")));
        assert_eq!(noon.and_then(|noon| noon.until(at("2026-11-23T11:59"))), None);
        assert_eq!(noon.and_then(|noon| noon.until(at("2026-11-23T14:30"))), None);
    }

    #[test]
    fn what_is_typed_is_two_times_or_nothing() {
        let field = |from, to| Quiet::typed(from, to).map_err(|problem| problem.field.into_owned());
        assert_eq!(field(" ", ""), Ok(None));
        assert_eq!(field("21:00:00", "08:00"), Ok(Quiet::usual()));
        assert_eq!(field("25:00", "08:00"), Err("quiet_from".to_owned()));
        assert_eq!(field("21:00", ""), Err("quiet_to".to_owned()));
        assert_eq!(field("21:00", "21:00"), Err("quiet_to".to_owned()));
    }
}
