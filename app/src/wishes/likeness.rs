//! Which wishes are like what somebody is writing. By pairs of neighbouring characters, so that it works for Chinese, which
//! has no spaces, as well as for words. Pure.

use std::collections::BTreeSet;

/// The pairs of neighbouring letters and digits, in lower case; no pair reaches across a space or a comma.
pub fn bigrams(text: &str) -> BTreeSet<(char, char)> {
    let lower: Vec<char> = text.chars().flat_map(char::to_lowercase).collect();
    let pairs = lower.iter().zip(lower.iter().skip(1));
    pairs.filter(|(one, next)| one.is_alphanumeric() && next.is_alphanumeric()).map(|(one, next)| (*one, *next)).collect()
}

/// How much of the shorter text stands in the other, 0 to 1: the overlap coefficient of their pairs (Szymkiewicz 1934,
/// Simpson 1960). What somebody has begun to write is short beside a card.
#[expect(clippy::cast_precision_loss, reason = "a text has some hundred pairs")]
pub fn likeness(one: &BTreeSet<(char, char)>, other: &BTreeSet<(char, char)>) -> f64 {
    let shared = one.intersection(other).count();
    // One pair alone is chance: 需要, 帮忙.
    if shared < 2 { 0.0 } else { shared as f64 / one.len().min(other.len()) as f64 }
}

/// From how much on two texts are alike.
pub const ALIKE: f64 = 0.3;

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(typed: &str, card: &str) -> bool {
        likeness(&bigrams(typed), &bigrams(card)) >= ALIKE
    }

    #[test]
    fn the_same_matter_in_other_words_is_found_and_another_matter_is_not() {
        for (typed, card) in [
            ("厨房水龙头滴水", "请帮忙换一个水龙头，一直滴水。"),
            ("楼道的灯坏了", "三单元楼道灯不亮，晚上看不见，楼道的灯请人换一下"),
            ("想学用手机缴电费", "请教一位老人用手机缴电费。"),
            ("The kitchen tap drips", "Kitchen tap: please change it, it drips."),
            ("WiFi 连不上", "家里 wifi 连不上网，请帮忙看看"),
        ] {
            assert!(alike(typed, card), "{typed} / {card}");
        }
        for (typed, card) in [
            ("厨房水龙头滴水", "想找人下象棋，每天下午都有空。"),
            ("想要一盏台灯", "请教怎么办老年卡"),
            ("", "请帮忙换一个灯泡"),
            ("灯", "灯"),
            ("，。！？", "，。！？"),
        ] {
            assert!(!alike(typed, card), "{typed} / {card}");
        }
    }

    #[test]
    fn no_pair_reaches_across_a_space_and_case_does_not_matter() {
        assert_eq!(bigrams("AB c，d"), [('a', 'b')].into());
        assert_eq!(bigrams("换灯"), [('换', '灯')].into());
        assert!(bigrams("a").is_empty());
    }
}
