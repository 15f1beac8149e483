//! What a certificate says, its number, and what confirms it.

use crate::communities::model::card_number;
use crate::id;
use crate::kernel::fault::{Fault, Problem, Problems};
use crate::kernel::ids::MemberId;
use crate::kernel::said::{Said, Text, text};
use crate::kernel::text::{Bounds, plain_digits};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

id! {
    /// A certificate.
    CertificateId
}

/// How many digits of a number are drawn by lot; one more checks them.
pub const DIGITS: u32 = 9;
/// How many characters of the name confirm it.
pub const CHARACTERS: usize = 3;
/// Why a certificate is void.
pub const REASON: Bounds = Bounds::lines("reason", 2, 300);

const NUMBER: Text =
    text("证明编号印在证明上，像 wenchang-1234567897 这样。", "The number is printed on the certificate, like wenchang-1234567897.");
const CHECK: Text = text("编号不对，请对照证明再填一次。", "The number is not right. Please compare it with the certificate.");
const NAME: Text = text(
    "请填姓名的前三个字；姓名只有两个字的，填全名。",
    "Please give the first three characters of the name, or the whole name where it is shorter.",
);
const WRONG: Text = text(
    "没有这样的证明：编号和姓名对不上。请对照证明再看一看。",
    "There is no such certificate: number and name do not fit. Please compare them with the paper.",
);

/// A certificate as it stands: its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Its id.
    pub id: CertificateId,
    /// Its ten digits.
    pub digits: String,
    /// Whose.
    pub member: MemberId,
    /// Their name when it was made; empty once they have gone.
    pub name: String,
    /// Confirmed minutes.
    pub minutes: i64,
    /// How many times somebody served.
    pub services: i64,
    /// The first day of service.
    pub from: NaiveDate,
    /// The last.
    pub to: NaiveDate,
    /// When it was made.
    pub made_on: NaiveDate,
    /// Why it is void; none while it holds.
    pub void: Option<String>,
}

/// A certificate as whose it is and the desk see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CertificateCard {
    /// Its id.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub id: CertificateId,
    /// Its number: the community's name in addresses, and ten digits.
    pub number: String,
    /// Whose.
    pub name: String,
    /// Confirmed minutes.
    pub minutes: i64,
    /// How many times they served.
    pub services: i64,
    /// The first day of service.
    pub from: NaiveDate,
    /// The last.
    pub to: NaiveDate,
    /// The day on which it was made.
    pub made_on: NaiveDate,
    /// Why it is void; none while it holds.
    pub void: Option<String>,
    /// Whether the reader may declare it void.
    pub can_void: bool,
}

/// Somebody's certificates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificates {
    /// Whose, where the desk looks.
    pub member: Option<MemberId>,
    /// Their name.
    pub name: String,
    /// The newest first.
    pub certificates: Vec<CertificateCard>,
}

/// What confirms a certificate: nothing of whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Confirmed {
    /// Its number.
    pub number: String,
    /// Whether it holds; false where the community has declared it void.
    pub holds: bool,
    /// Which community made it.
    pub community: Said,
    /// Confirmed minutes.
    pub minutes: i64,
    /// The first day of service.
    pub from: NaiveDate,
    /// The last.
    pub to: NaiveDate,
    /// The day on which it was made.
    pub made_on: NaiveDate,
}

/// What the page that confirms certificates shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looked {
    /// The certificate, where there is one that fits.
    pub confirmed: Option<Confirmed>,
    /// What is wrong with what was typed.
    pub problems: Vec<Problem>,
}

/// A number as it is printed.
pub fn number(slug: &str, digits: &str) -> String {
    format!("{slug}-{digits}")
}

/// What was typed to confirm a certificate, cleaned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The community's name in addresses.
    pub slug: String,
    /// The ten digits.
    pub digits: String,
    /// The first characters of the name.
    pub name: String,
}

impl Asked {
    /// Reads a number and the beginning of a name, as somebody typed them.
    ///
    /// # Errors
    /// Problems of `number` and `name`.
    pub fn read(typed: &str, name: &str) -> Result<Self, Fault> {
        let mut problems = Problems::default();
        let both = problems.take(read_number(typed));
        let name = problems.take(initials(name).filter(|name| name.chars().count() >= 2).ok_or_else(|| Problem::new("name", "name", NAME)));
        let ((slug, digits), name) = problems.finish(both.zip(name))?;
        Ok(Self { slug, digits, name })
    }
}

fn read_number(typed: &str) -> Result<(String, String), Problem> {
    let shape = || Problem::new("number", "number", NUMBER);
    let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase().replace(['－', '—', '–'], "-");
    let (slug, digits) = typed.rsplit_once('-').ok_or_else(shape)?;
    let digits = plain_digits(digits);
    let whole = DIGITS as usize + 1;
    if slug.is_empty() || digits.len() != whole || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(shape());
    }
    let fits = digits.get(..whole - 1).is_some_and(|drawn| card_number(drawn) == digits);
    if fits { Ok((slug.to_owned(), digits)) } else { Err(Problem::new("number", "check", CHECK)) }
}

/// The first characters of a name, without the spaces in it; none where there are none.
pub fn initials(name: &str) -> Option<String> {
    let first: String = name.chars().filter(|c| !c.is_whitespace() && *c != '·').take(CHARACTERS).collect::<String>().to_lowercase();
    (!first.is_empty()).then_some(first)
}

/// What is said of a number and a name that do not fit, whichever is wrong.
pub fn wrong() -> Problem {
    Problem::new("number", "wrong", WRONG)
}

/// What happens to a certificate: history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CertificateEvent {
    /// It was made.
    Issued,
    /// The desk declared it void.
    Voided,
    /// Whose it is has gone: their name is removed.
    Cleared,
}

#[cfg(feature = "ssr")]
impl crate::kernel::events::Fact for CertificateEvent {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_people_type_it_and_a_slip_is_found() {
        let digits = card_number("123456789");
        let typed = number("song-bian", &digits);
        let read = |typed: &str| Asked::read(typed, "张三丰").map(|asked| (asked.slug, asked.digits));
        let expected = Ok(("song-bian".to_owned(), digits.clone()));
        assert_eq!(read(&typed), expected);
        assert_eq!(read(&format!("  SONG-BIAN－{} {} ", &digits[..5], &digits[5..])), expected);
        let slip = typed.replace("12345", "12354");
        for (wrong, code) in
            [("", "number"), ("wenchang", "number"), ("wenchang-123", "number"), (&format!("-{digits}"), "number"), (&slip, "check")]
        {
            let Err(fault) = read(wrong) else { panic!("{wrong}") };
            assert_eq!(
                fault.problems().iter().map(|problem| (&*problem.field, &*problem.code)).collect::<Vec<_>>(),
                [("number", code)],
                "{wrong}"
            );
        }
        let Err(fault) = Asked::read("", "张") else { panic!("one character confirms nothing") };
        assert_eq!(fault.problems().len(), 2);
    }

    #[test]
    fn the_first_three_characters_stand_for_a_name() {
        assert_eq!(initials("欧阳示例").as_deref(), Some("欧阳示"));
        assert_eq!(initials(" 张 三 ").as_deref(), Some("张三"));
        assert_eq!(initials("古丽·阿依").as_deref(), Some("古丽阿"));
        assert_eq!(initials("Zhang San").as_deref(), Some("zha"));
        assert_eq!(initials(" "), None);
    }
}
