//! The figures in sentences: words come before numbers.

use super::model::{FEWEST, Gap, Share, Tally, Waited};
use super::words as w;
use crate::kernel::said::{Said, Text, text};

/// What happened in a period, in the order in which an order goes on; `before` is the same time before, where there is one
/// to compare with. Sentences that have nothing to tell are left out.
pub fn sentences(tally: &Tally, before: Option<&Tally>) -> Vec<Said> {
    let mut said = Vec::new();
    match before.map_or(0, |before| before.placed) {
        0 if tally.placed == 0 => {}
        0 => said.push(w::PLACED.fill(&[&tally.placed])),
        before => said.push(w::PLACED_BEFORE.fill(&[&tally.placed, &before])),
    }
    if tally.answered_in_time.of > 0 {
        said.push(kept((w::ANSWERED, w::HALF_ACCEPTED), tally.answered_in_time, tally.waited_for_answer));
    }
    if tally.delivered_in_time.of > 0 {
        said.push(kept((w::DELIVERED, w::HALF_BROUGHT), tally.delivered_in_time, tally.waited_for_delivery));
    }
    if tally.declined > 0 {
        said.push(w::DECLINED.fill(&[&tally.declined]));
    }
    let graded = tally.grades.count();
    if graded > 0 {
        let [satisfied, basically, not] = tally.grades.steps();
        said.push(w::GRADED.fill(&[&graded, &satisfied, &basically, &not]));
    }
    if tally.lapsed > 0 {
        said.push(w::LAPSED.fill(&[&tally.lapsed]));
    }
    if tally.reopened > 0 {
        said.push(w::REOPENED.fill(&[&tally.reopened]));
    }
    if said.is_empty() {
        said.push(w::NOTHING.into());
    }
    said
}

/// What call backs say of the grades on file; nothing where nobody was called.
pub fn call_backs(tally: &Tally) -> Vec<Said> {
    let mut said = Vec::new();
    if tally.calls_owed + tally.called_back > 0 {
        said.push(w::CALLED_BACK.fill(&[&tally.calls_owed, &tally.called_back]));
    }
    said.extend(gap(w::TAKEN_DOWN, tally.gap_taken_down));
    said.extend(gap(w::GAVE_THEMSELVES, tally.gap_own));
    said
}

fn gap(whose: Text, gap: Gap) -> Option<Said> {
    if gap.n == 0 {
        return None;
    }
    let tenths = tenths(gap);
    let (pattern, size) = match tenths {
        0 => (w::GAP_NONE, String::new()),
        1.. => (w::GAP_ABOVE, in_tenths(tenths)),
        _ => (w::GAP_BELOW, in_tenths(-tenths)),
    };
    Some(Said {
        zh: format!("{}{}", fill(whose.zh, gap.n), fill(pattern.zh, &size)).into(),
        en: format!("{}{}", fill(whose.en, gap.n), fill(pattern.en, &size)).into(),
    })
}

/// The mean gap in tenths of a grade, rounded to the nearest.
fn tenths(gap: Gap) -> i64 {
    let (n, sum) = (gap.n.max(1), gap.sum * 10);
    (2 * sum.abs() + n) / (2 * n) * sum.signum()
}

fn in_tenths(tenths: i64) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn fill(pattern: &'static str, value: impl std::fmt::Display) -> String {
    pattern.replacen("{}", &value.to_string(), 1)
}

fn kept((pattern, half): (Text, Text), share: Share, waited: Waited) -> Said {
    let late = share.of - share.n;
    let sentence = pattern.fill(&[&share.of, &share.n, &late]);
    match waited.median_s {
        Some(seconds) if waited.n >= FEWEST => {
            let half = half.fill_said(&span(seconds));
            Said { zh: format!("{}{}", sentence.zh, half.zh).into(), en: format!("{} {}", sentence.en, half.en).into() }
        }
        _ => sentence,
    }
}

/// A time as people say it, in one unit: it is within 5 % and no more is known of it.
pub fn span(seconds: i64) -> Said {
    const MINUTE: i64 = 60;
    const HOUR: i64 = 60 * MINUTE;
    const DAY: i64 = 24 * HOUR;
    let tenths = |unit: i64| {
        let tenths = (seconds * 10 + unit / 2) / unit;
        if tenths < 100 && tenths % 10 > 0 { in_tenths(tenths) } else { ((tenths + 5) / 10).to_string() }
    };
    match seconds {
        ..HOUR => text("{} 分钟", "{} min").fill(&[&((seconds + 30) / MINUTE).max(1)]),
        HOUR..DAY => text("{} 小时", "{} h").fill(&[&tenths(HOUR)]),
        _ => text("{} 天", "{} d").fill(&[&tenths(DAY)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::model::Grades;
    use crate::kernel::said::Lang;

    fn zh(said: &[Said]) -> Vec<&str> {
        said.iter().map(|one| one.t(Lang::Zh)).collect()
    }

    #[test]
    fn a_month_is_told_in_the_order_in_which_orders_go_on() {
        let tally = Tally {
            placed: 42,
            accepted: 40,
            declined: 1,
            delivered: 38,
            lapsed: 3,
            reopened: 2,
            answered_in_time: Share { n: 39, of: 41 },
            waited_for_answer: Waited { n: 40, median_s: Some(25 * 60), p90_s: Some(3600) },
            grades: Grades([1, 0, 4, 10, 20]),
            ..Tally::default()
        };
        let before = Tally { placed: 30, ..Tally::default() };
        assert_eq!(
            zh(&sentences(&tally, Some(&before))),
            [
                "居民点了 42 单，上个月是 30 单。",
                "该答复的有 41 单，39 单按时，2 单过了时限。一半在 25 分钟内接单。",
                "1 单暂时办不了，已经说明原因。",
                "居民评价了 35 次：满意 30 次，基本满意 4 次，不满意 1 次。",
                "3 单送到后七天没有人说话，自动关闭，不算评价。",
                "2 单居民说没有解决，重新办理。",
            ]
        );
        assert_eq!(zh(&sentences(&Tally::default(), None)), ["这段时间还没有人点单。"]);
    }

    #[test]
    fn the_gap_between_grades_is_told_in_tenths_and_its_direction() {
        let of = |n, sum| zh(&call_backs(&Tally { gap_taken_down: Gap { n, sum }, ..Tally::default() })).join("");
        assert_eq!(of(4, 3), "别人代记的评价回访了 4 次：记下的比居民自己说的平均高 0.8 分。");
        assert_eq!(of(4, -3), "别人代记的评价回访了 4 次：记下的比居民自己说的平均低 0.8 分。");
        assert_eq!(of(30, 1), "别人代记的评价回访了 30 次：记下的和居民自己说的一样。");
        assert_eq!(of(0, 0), "");
    }

    #[test]
    fn times_are_said_in_one_unit() {
        let said = [30, 61, 3599, 3600, 5400, 40 * 3600, 20 * 86400].map(|seconds| span(seconds).t(Lang::Zh).to_owned());
        assert_eq!(said, ["1 分钟", "1 分钟", "60 分钟", "1 小时", "1.5 小时", "1.7 天", "20 天"]);
    }
}
