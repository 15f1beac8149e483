//! When somebody is reminded of a shift to come. Pure.

use super::model::Span;
use chrono::{DateTime, TimeDelta, Utc};

/// How long before it begins: a day, and two hours.
pub const BEFORE: [TimeDelta; 2] = [TimeDelta::hours(24), TimeDelta::hours(2)];

/// Of which of these shifts somebody is to be told now, each once, where they were told of everything up to `since`; and when to
/// look again. A shift that has begun meanwhile needs no reminder any more.
pub fn due(planned: &[Span], since: DateTime<Utc>, now: DateTime<Utc>) -> (Vec<Span>, Option<DateTime<Utc>>) {
    let marks = |span: &Span| BEFORE.map(|before| span.0 - before);
    let comes = |span: &&Span| span.0 > now && marks(span).iter().any(|mark| since < *mark && *mark <= now);
    let next = planned.iter().flat_map(marks).filter(|mark| *mark > now).min();
    (planned.iter().filter(comes).copied().collect(), next)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::hours(hour)
    }

    #[test]
    fn a_day_and_two_hours_before_and_never_twice_nor_too_late() {
        let planned = [(at(100), at(102)), (at(130), at(132))];
        assert_eq!(due(&planned, at(0), at(75)), (vec![], Some(at(76))));
        assert_eq!(due(&planned, at(75), at(76)), (vec![planned[0]], Some(at(98))));
        assert_eq!(due(&planned, at(76), at(76)), (vec![], Some(at(98))));
        assert_eq!(due(&planned, at(76), at(98)), (vec![planned[0]], Some(at(106))));
        // Nobody looked for a day: of what has begun nothing is said, and of one to come once.
        assert_eq!(due(&planned, at(76), at(129)), (vec![planned[1]], None));
        assert_eq!(due(&planned, at(0), at(99)), (vec![planned[0]], Some(at(106))));
        assert_eq!(due(&[], at(0), at(99)), (vec![], None));
    }
}
