//! What fits beside what: nobody is at two places at once, nor serves more than eight hours a day. Pure.

use super::model::Span;
use crate::kernel::fault::Fault;
use crate::kernel::said::{Said, Text, text};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};

/// The most of a day, in minutes.
pub const MOST_A_DAY: i64 = 8 * 60;
/// For how many days back hours can be entered.
pub const DAYS_BACK: i64 = 31;
/// How long after a shift's beginning somebody counts as not having come, in minutes.
pub const GRACE: i64 = 15;

/// From how many confirmed hours on somebody has one to five stars of the national rating of volunteers (志愿服务记录办法), in whatever
/// communities they served; travel is not among them.
pub const NATIONAL_STARS: [i64; 5] = [100, 300, 600, 1000, 1500];

/// How many stars so many confirmed minutes are, and how many hours the next one takes; none where there is no next.
pub fn national_stars(minutes: i64) -> (u8, Option<i64>) {
    let reached = NATIONAL_STARS.iter().filter(|hours| minutes >= **hours * 60).count();
    (u8::try_from(reached).unwrap_or(u8::MAX), NATIONAL_STARS.get(reached).copied())
}

const OVERLAP: Text = text("这段时间已经记过服务了，不能重复记。", "Part of this time is recorded already, and cannot be recorded twice.");
const TOO_MUCH: Text = text(
    "{} 这一天会超过 8 小时。一天最多记 8 小时，路上的时间不算。",
    "{} would have more than 8 hours. At most 8 hours a day are recorded, without travel.",
);
const FUTURE: Text = text("这个时间还没有到。", "That time has not come yet.");
const TOO_OLD: Text = text(
    "只能补记 {} 天以内的。更早的，请和社区说一声。",
    "Hours of the last {} days can be entered. For earlier ones, please talk to the community.",
);
const NOT_HELD: Text = text("那时您不在这个岗位上。", "The post was not yours at that time.");

fn rule(code: &'static str, said: impl Into<Said>) -> Fault {
    Fault::Rule { code: code.into(), said: said.into() }
}

/// Whether these times fit beside the others of the same person.
///
/// # Errors
/// Rules: `overlap`, `too_much`.
pub fn fits<Z: TimeZone>(new: Span, others: &[Span], zone: &Z) -> Result<(), Fault> {
    let overlaps = |other: &&Span| new.0 < other.1 && other.0 < new.1;
    // What begins this moment takes no time yet; it must not begin within another.
    let within = |other: &&Span| other.0 <= new.0 && new.0 < other.1;
    if others.iter().any(|other| overlaps(&other) || within(&other)) {
        return Err(rule("overlap", OVERLAP));
    }
    for (day, minutes) in by_day(new, zone) {
        let already: i64 = others.iter().flat_map(|other| by_day(*other, zone)).filter(|(on, _)| *on == day).map(|(_, m)| m).sum();
        if already + minutes > MOST_A_DAY {
            return Err(rule("too_much", TOO_MUCH.fill(&[&day])));
        }
    }
    Ok(())
}

/// Whether these times are past, within reach, and within those in which the post was theirs.
///
/// # Errors
/// Rules: `future`, `too_old`, `not_held`.
pub fn may_be_entered(new: Span, held: (DateTime<Utc>, Option<DateTime<Utc>>), now: DateTime<Utc>) -> Result<(), Fault> {
    match () {
        () if new.1 > now => Err(rule("future", FUTURE)),
        () if now - new.0 > TimeDelta::days(DAYS_BACK) => Err(rule("too_old", TOO_OLD.fill(&[&DAYS_BACK]))),
        () if new.0 < held.0 || held.1.is_some_and(|to| new.1 > to) => Err(rule("not_held", NOT_HELD)),
        () => Ok(()),
    }
}

/// How many whole minutes of it lie in each day of that time zone.
pub fn by_day<Z: TimeZone>((from, to): Span, zone: &Z) -> Vec<(NaiveDate, i64)> {
    let mut days = Vec::new();
    let mut begin = from;
    while begin < to {
        let day = begin.with_timezone(zone).date_naive();
        let midnight = (day + Days::new(1)).and_time(NaiveTime::MIN);
        let next = zone.from_local_datetime(&midnight).earliest().map_or(to, |at| at.with_timezone(&Utc));
        let end = next.min(to).max(begin + TimeDelta::milliseconds(1));
        days.push((day, (end - begin).num_minutes()));
        begin = end;
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::FixedOffset;
    use proptest::prelude::*;

    fn at(hour: i64, minute: i64) -> DateTime<Utc> {
        // Midnight of the 1st of December in China.
        "2026-11-30T16:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(hour * 60 + minute)
    }

    fn china() -> FixedOffset {
        FixedOffset::east_opt(8 * 3600).unwrap()
    }

    fn code(new: Span, others: &[Span]) -> String {
        fits(new, others, &china()).map_or_else(|fault| fault.code().to_owned(), |()| "fits".to_owned())
    }

    #[test]
    fn times_that_touch_fit_and_those_that_overlap_do_not() {
        let others = [(at(9, 0), at(11, 0))];
        assert_eq!(code((at(11, 0), at(12, 0)), &others), "fits");
        assert_eq!(code((at(8, 0), at(9, 0)), &others), "fits");
        assert_eq!(code((at(10, 59), at(12, 0)), &others), "overlap");
        assert_eq!(code((at(8, 0), at(12, 0)), &others), "overlap");
        assert_eq!(code((at(10, 0), at(10, 0)), &others), "overlap");
        assert_eq!(code((at(11, 0), at(11, 0)), &others), "fits");
    }

    #[test]
    fn eight_hours_a_day_are_the_most_and_a_night_is_two_days() {
        assert_eq!(code((at(8, 0), at(16, 0)), &[]), "fits");
        assert_eq!(code((at(8, 0), at(16, 1)), &[]), "too_much");
        assert_eq!(code((at(17, 0), at(18, 1)), &[(at(8, 0), at(15, 0))]), "too_much");
        assert_eq!(by_day((at(22, 0), at(26, 30)), &china()), [("2026-12-01".parse().unwrap(), 120), ("2026-12-02".parse().unwrap(), 150)]);
        assert_eq!(code((at(22, 0), at(26, 0)), &[(at(8, 0), at(14, 0)), (at(30, 0), at(36, 0))]), "fits");
        assert_eq!(code((at(22, 0), at(26, 1)), &[(at(30, 0), at(36, 0))]), "too_much");
    }

    #[test]
    fn what_has_not_come_is_too_old_or_was_not_theirs_is_refused_by_name() {
        let code = |new, held, now| may_be_entered(new, held, now).map_or_else(|fault| fault.code().to_owned(), |()| "may".to_owned());
        let (held, now) = ((at(0, 0), Some(at(48, 0))), at(72, 0));
        assert_eq!(code((at(8, 0), at(9, 0)), held, now), "may");
        assert_eq!(code((at(8, 0), at(9, 0)), held, at(8, 30)), "future");
        assert_eq!(code((at(8, 0), at(9, 0)), held, at(24 * 31 + 8, 1)), "too_old");
        assert_eq!(code((at(-1, 0), at(1, 0)), held, now), "not_held");
        assert_eq!(code((at(47, 0), at(48, 1)), held, now), "not_held");
        assert_eq!(code((at(47, 0), at(48, 1)), (at(0, 0), None), now), "may");
    }

    #[test]
    fn stars_come_with_whole_hours_and_five_are_the_most() {
        for (hours, expected) in
            [(0, (0, Some(100))), (100, (1, Some(300))), (999, (3, Some(1000))), (1000, (4, Some(1500))), (1500, (5, None))]
        {
            assert_eq!(national_stars(hours * 60), expected, "{hours}");
        }
        assert_eq!(national_stars(100 * 60 - 1), (0, Some(100)));
    }

    proptest! {
        /// Whatever is taken in, in whatever order: no two overlap, and no day has more than eight hours.
        #[test]
        fn what_fits_never_overlaps_nor_fills_a_day(tries in proptest::collection::vec((0_i64..96, 0_i64..60, 1_i64..700), 0..40)) {
            let mut taken: Vec<Span> = Vec::new();
            for (hour, minute, length) in tries {
                let new = (at(hour, minute), at(hour, minute + length));
                if fits(new, &taken, &china()).is_ok() {
                    taken.push(new);
                }
            }
            for (i, one) in taken.iter().enumerate() {
                prop_assert!(taken.iter().skip(i + 1).all(|other| one.1 <= other.0 || other.1 <= one.0));
            }
            let days: Vec<_> = taken.iter().flat_map(|one| by_day(*one, &china())).collect();
            for (day, _) in &days {
                prop_assert!(days.iter().filter(|(on, _)| on == day).map(|(_, m)| m).sum::<i64>() <= MOST_A_DAY);
            }
        }

        #[test]
        fn the_days_of_a_time_are_all_of_it(hour in 0_i64..96, length in 1_i64..5000) {
            let new = (at(hour, 0), at(hour, length));
            prop_assert_eq!(by_day(new, &china()).iter().map(|(_, m)| m).sum::<i64>(), length);
        }
    }
}
