//! What the columns of a table are called, and what may stand in them.

use super::model::{What, WrongFile};
use crate::kernel::said::{Said, Text, text};

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name in JSON, which may head it as well.
    pub code: &'static str,
    /// Its names for people, either of which may head it.
    pub name: Text,
    /// What else people call it.
    also: &'static [&'static str],
    /// Whether a table must have it.
    pub required: bool,
    /// What to write.
    pub hint: Text,
}

const fn column(code: &'static str, name: Text, also: &'static [&'static str], required: bool, hint: Text) -> Column {
    Column { code, name, also, required, hint }
}

const NAME: Column = column("name", text("姓名", "Name"), &["名字"], true, text("例如 王秀英", "as on the door"));
const CONSENT: Column = column(
    "consent",
    text("本人已同意", "Agreed"),
    &["同意建档"],
    true,
    text("写“是”：已向本人说明并征得同意", "yes: it was explained to the person, and they agreed"),
);
const PHONES: [&str; 4] = ["手机号", "手机号码", "电话", "联系电话"];
const BUILDINGS: [&str; 2] = ["楼号", "楼"];
const DOORS: [&str; 3] = ["门牌号", "室", "房号"];

const RESIDENTS: [Column; 9] = [
    NAME,
    column("building", text("楼栋", "Building"), &BUILDINGS, true, text("例如 3 号楼 2 单元", "for example: building 3, unit 2")),
    column("door", text("门牌", "Door"), &DOORS, true, text("例如 501", "for example 501")),
    column("phone", text("手机", "Phone"), &PHONES, false, text("11 位，可以空着", "11 digits; may be empty")),
    column("grid", text("网格", "Grid"), &["所属网格"], false, text("本社区的网格名，可以空着", "a grid of this community; may be empty")),
    column("born", text("出生年份", "Born"), &["出生年"], false, text("四位数字，例如 1948", "four digits, for example 1948")),
    column(
        "needs",
        text("特殊需要", "Needs"),
        &["需要"],
        false,
        text(
            "独居、残疾、低保、子女不在身边，用顿号隔开",
            "lives alone, disabled, low income, children live elsewhere; with commas between",
        ),
    ),
    CONSENT,
    column(
        "needs_consent",
        text("同意登记特殊需要", "Agreed to needs"),
        &[],
        false,
        text("写了特殊需要，这一格要写“是”", "yes, where needs are written"),
    ),
];

const VOLUNTEERS: [Column; 6] = [
    NAME,
    column("phone", text("手机", "Phone"), &PHONES, true, text("11 位，凭它认出同一个人", "11 digits; they are known again by it")),
    column(
        "kind",
        text("志愿者类别", "Kind"),
        &["类别"],
        true,
        text(
            "在职党员、离退休、外出务工、无职、社会志愿者、能工巧匠",
            "in-service party member, retired, working away, without a post, social volunteer, artisan",
        ),
    ),
    column("building", text("楼栋", "Building"), &BUILDINGS, false, text("住在本社区才写", "where they live here")),
    column("door", text("门牌", "Door"), &DOORS, false, text("住在本社区才写", "where they live here")),
    CONSENT,
];

const CATEGORIES: [Column; 8] = [
    column("kind", text("类型", "Kind"), &[], true, text("微心愿、服务、提问", "small wish, service, question")),
    column("name_zh", text("中文名", "Chinese name"), &["名称"], true, text("2 到 12 个字", "2 to 12 characters")),
    column("name_en", text("英文名", "English name"), &[], true, text("2 到 40 个字母", "2 to 40 characters")),
    column(
        "class",
        text("服务类别", "Class"),
        &[],
        false,
        text(
            "服务类要写：党群、政务、生活、志愿、文化、法律",
            "for services: party and community, government, daily life, volunteering, culture, legal",
        ),
    ),
    column(
        "way",
        text("办理方式", "Way"),
        &[],
        false,
        text("服务类要写：我们做、帮您办、教您办", "for services: we do it, we do it for you, we show you how"),
    ),
    column("urgent", text("困难急需", "Urgent"), &[], false, text("给困难家庭急用的写“是”", "yes: for people in need, at once")),
    column(
        "answer",
        text("接单时限", "Answer within"),
        &[],
        false,
        text("例如 30 分钟；空着按区里的标准", "for example 30 min; empty for the standard"),
    ),
    column(
        "deliver",
        text("办结时限", "Deliver within"),
        &[],
        false,
        text("例如 1 天；空着按区里的标准", "for example 1 d; empty for the standard"),
    ),
];

/// The columns of a table of this.
pub fn columns(what: What) -> &'static [Column] {
    match what {
        What::Residents => &RESIDENTS,
        What::Volunteers => &VOLUNTEERS,
        What::Categories => &CATEGORIES,
    }
}

/// Where each column stands in a table with this head, `None` where it is missing; and the names of those that are not taken.
///
/// # Errors
/// [`WrongFile`] where one is missing that must be there, or one is there twice.
pub fn recognize(what: What, head: &[String]) -> Result<(Vec<Option<usize>>, Vec<String>), WrongFile> {
    let columns = columns(what);
    let mut places = vec![None; columns.len()];
    let mut left_out = Vec::new();
    for (at, title) in head.iter().enumerate() {
        // As forms mark what must be filled in.
        let title = title.trim().trim_matches(['*', '＊']).trim();
        let is = |one: &Column| {
            one.code == title || one.name.zh == title || one.name.en.eq_ignore_ascii_case(title) || one.also.contains(&title)
        };
        match columns.iter().zip(&mut places).find(|(one, _)| is(one)) {
            Some((one, Some(_))) => return Err(WrongFile::Twice(one.name)),
            Some((_, place)) => *place = Some(at),
            None if title.is_empty() => {}
            None => left_out.push(title.chars().take(40).collect()),
        }
    }
    let missing: Vec<Text> =
        columns.iter().zip(&places).filter(|(one, place)| one.required && place.is_none()).map(|(one, _)| one.name).collect();
    if missing.is_empty() {
        return Ok((places, left_out));
    }
    let list = |pick: fn(&Text) -> &'static str, joint: &str| missing.iter().map(pick).collect::<Vec<_>>().join(joint);
    Err(WrongFile::Missing(Said { zh: list(|name| name.zh, "、").into(), en: list(|name| name.en, ", ").into() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(titles: &str) -> Vec<String> {
        titles.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn columns_stand_in_any_order_under_the_names_that_people_use() {
        let (places, left_out) = recognize(What::Volunteers, &head("备注, 联系电话 ,*姓名*,KIND,本人已同意,")).unwrap();
        assert_eq!(places, [Some(2), Some(1), Some(3), None, None, Some(4)]);
        assert_eq!(left_out, ["备注"]);
    }

    #[test]
    fn what_is_missing_or_there_twice_is_named() {
        let missing = Said { zh: "门牌、本人已同意".into(), en: "Door, Agreed".into() };
        assert_eq!(recognize(What::Residents, &head("姓名,楼栋")), Err(WrongFile::Missing(missing)));
        assert_eq!(recognize(What::Residents, &head("姓名,手机,电话")), Err(WrongFile::Twice(text("手机", "Phone"))));
    }

    #[test]
    fn no_two_columns_of_a_table_have_a_name_in_common() {
        for what in What::ALL {
            let mut names: Vec<&str> =
                columns(what).iter().flat_map(|one| [one.name.zh, one.name.en].into_iter().chain(one.also.iter().copied())).collect();
            let all = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), all, "{what:?}");
        }
    }
}
