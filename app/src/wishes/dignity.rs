//! The dignity shield: what a public card must not tell of a resident. Everybody on the wall reads the card, so it carries
//! no name, door, phone or illness. Pure; it finds what is written plainly, and whoever writes the card has the last word.

use crate::kernel::said::{Lang, Said, Text, text};

/// Something that a card tells and should not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// The resident's name.
    Name,
    /// A phone number.
    Phone,
    /// A door.
    Door,
    /// An illness: the word.
    Illness(&'static str),
}

/// Words for illnesses and what goes with them, as neighbours write them. A short list of the plain ones: it warns, and does
/// not judge.
const ILLNESSES: [&str; 44] = [
    "癌",
    "肿瘤",
    "白血病",
    "化疗",
    "放疗",
    "尿毒症",
    "透析",
    "糖尿病",
    "高血压",
    "心脏病",
    "冠心病",
    "中风",
    "脑梗",
    "脑瘫",
    "偏瘫",
    "瘫痪",
    "癫痫",
    "帕金森",
    "痴呆",
    "阿尔茨海默",
    "抑郁",
    "焦虑症",
    "精神病",
    "精神分裂",
    "自闭症",
    "智力障碍",
    "艾滋",
    "乙肝",
    "肝硬化",
    "肺结核",
    "残疾",
    "失能",
    "大小便失禁",
    "病危",
    "cancer",
    "tumour",
    "tumor",
    "diabetes",
    "dementia",
    "depression",
    "epilepsy",
    "paralysed",
    "hiv",
    "hepatitis",
];

/// What stands behind the number of a door.
const DOORS: [&str; 6] = ["室", "号房", "单元", "户", "号门", "号院"];

/// What the card tells that it should not, each kind once. `name` and `door` are the resident's own.
pub fn told(card: &str, name: &str, door: &str) -> Vec<Told> {
    let plain: String = card.chars().map(narrow).collect::<String>().to_ascii_lowercase();
    let holds = |own: &str| {
        let own: String = own.trim().chars().map(narrow).collect::<String>().to_ascii_lowercase();
        own.chars().count() >= 2 && plain.contains(&own)
    };
    let mut found = Vec::new();
    if holds(name) {
        found.push(Told::Name);
    }
    if has_phone(&plain) {
        found.push(Told::Phone);
    }
    if has_door(&plain) || (door.chars().count() >= 3 && holds(door)) {
        found.push(Told::Door);
    }
    found.extend(ILLNESSES.into_iter().find(|word| plain.contains(word)).map(Told::Illness));
    found
}

/// Full-width digits as plain ones.
fn narrow(c: char) -> char {
    match c {
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
        '－' | '—' | '–' => '-',
        other => other,
    }
}

/// Seven digits or more, written with spaces or dashes between them or without; a date is none.
fn has_phone(plain: &str) -> bool {
    let mut run = String::new();
    for c in plain.chars().chain(std::iter::once('.')) {
        if c.is_ascii_digit() || (!run.is_empty() && matches!(c, ' ' | '-')) {
            run.push(c);
            continue;
        }
        if !is_date(run.trim_matches([' ', '-'])) && run.chars().filter(char::is_ascii_digit).count() >= 7 {
            return true;
        }
        run.clear();
    }
    false
}

/// 2026-11-22. By hand: the browser half has no other use for a calendar's parser, which weighs as much as a page.
fn is_date(plain: &str) -> bool {
    let parts: Vec<&str> = plain.split('-').collect();
    let within = |part: &str, to: u8| part.len() <= 2 && part.parse::<u8>().is_ok_and(|n| (1..=to).contains(&n));
    matches!(parts.as_slice(), [year, month, day] if year.len() == 4 && within(month, 12) && within(day, 31))
}

/// A number before a word for a door, or three numbers with dashes: 502室, 2单元, 3-2-501.
fn has_door(plain: &str) -> bool {
    let before = |word: &str| {
        plain.match_indices(word).any(|(at, _)| plain.get(..at).is_some_and(|head| head.trim_end().ends_with(|c: char| c.is_ascii_digit())))
    };
    let dashed = plain.split(|c: char| !c.is_ascii_digit() && c != '-').any(|part| {
        let numbers: Vec<&str> = part.split('-').collect();
        // Buildings, units and doors have few digits; phones that are written so have many.
        let short = numbers.iter().all(|number| (1..=4).contains(&number.len()));
        numbers.len() == 3 && short && !has_phone(part) && !is_date(part)
    });
    dashed || DOORS.iter().any(|word| before(word))
}

const NOTICED: Text = text("卡片里好像有{}，贴在墙上谁都能看到。", "The card seems to tell {}; everybody reads it on the wall.");
const WARNING: Text =
    text("{}请改一改；看过了还是要这样写，就勾选“照这样写”。", "{} Please change it, or tick “as it is” if you looked and want it so.");

/// What whoever writes the card is told meanwhile.
pub fn noticed(found: &[Told], lang: Lang) -> String {
    let name = |told: &Told| match told {
        Told::Name => lang.pick("居民的姓名", "the resident's name").to_owned(),
        Told::Phone => lang.pick("电话号码", "a phone number").to_owned(),
        Told::Door => lang.pick("门牌", "a door").to_owned(),
        Told::Illness(word) => lang.fill(text("病情（{}）", "an illness ({})"), &[word]),
    };
    let names: Vec<String> = found.iter().map(name).collect();
    lang.fill(NOTICED, &[&names.join(lang.pick("、", ", "))])
}

/// The warning for whoever sends it.
pub fn warning(found: &[Told]) -> Said {
    let in_one = |lang: Lang| lang.fill(WARNING, &[&noticed(found, lang)]);
    Said { zh: in_one(Lang::Zh).into(), en: in_one(Lang::En).into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(card: &str) -> Vec<Told> {
        told(card, "周秀英", "2单元302")
    }

    #[test]
    fn what_names_a_person_is_found_as_people_write_it() {
        assert_eq!(found("请帮周秀英换一盏灯"), [Told::Name]);
        for phone in ["13800138000", "138 0013 8000", "１３８-0013-8000", "电话0855-8222333。"] {
            assert_eq!(found(&format!("换一盏灯，{phone}")), [Told::Phone], "{phone}");
        }
        for door in ["住302室", "3号楼 2单元", "在 3-2-501", "１２户"] {
            assert_eq!(found(&format!("换一盏灯，{door}")), [Told::Door], "{door}");
        }
        assert_eq!(found("老人有糖尿病，请上门理发"), [Told::Illness("糖尿病")]);
        assert_eq!(found("Dementia: needs company"), [Told::Illness("dementia")]);
        let all = found("周秀英 13800138000 2单元302 中风");
        assert_eq!(all, [Told::Name, Told::Phone, Told::Door, Told::Illness("中风")]);
        let said = warning(&all);
        assert!(said.zh.contains("居民的姓名、电话号码、门牌、病情（中风）"), "{}", said.zh);
        assert!(said.en.contains("the resident's name, a phone number, a door, an illness (中风)"), "{}", said.en);
    }

    #[test]
    fn a_card_that_tells_nothing_is_left_alone() {
        for card in [
            "厨房水龙头滴水，请会修的邻居帮忙。",
            "3 号楼一位老人想修一盏灯，家里有工具。",
            "2026-11-22 下午陪老人去医院，约 2 小时。",
            "想要一盏 100 元左右的台灯，60 瓦。",
            "Help with a phone, 20 minutes.",
        ] {
            assert_eq!(found(card), [], "{card}");
        }
    }
}
