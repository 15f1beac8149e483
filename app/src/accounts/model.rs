//! What a person types to log in or register, checked by one rule in browser and server.

use crate::kernel::fault::{Fault, Problem, Problems};
use crate::kernel::ids::{AccountId, SessionId};
use crate::kernel::said::{Text, text};
use crate::kernel::text::{Bounds, plain_digits};
use crate::kernel::when::Moment;
use serde::{Deserialize, Serialize};

const PHONE_LENGTH: Text = text("手机号要 11 位数字，您填了 {} 位。", "A mobile number has 11 digits; you wrote {}.");
const PHONE_SHAPE: Text = text("手机号只写数字，例如 13812345678。", "Please write digits only, for example 13812345678.");
const PHONE_START: Text = text("手机号以 1 开头，请核对一下。", "A mobile number starts with 1. Please check it.");
const LOGIN_SHAPE: Text = text(
    "登录名用字母、数字、点、横线，2 到 40 个，不能全是数字。",
    "A log-in name has 2 to 40 letters, digits, dots or dashes, and not digits alone.",
);
const PASSWORD_SHORT: Text = text("密码至少 8 个字符，您填了 {} 个。", "A password has at least 8 characters; yours has {}.");
const PASSWORD_LONG: Text = text("密码最多 128 个字符。", "A password has at most 128 characters.");
const PASSWORD_COMMON: Text =
    text("这个密码太常见，容易被猜到，请换一个。", "This password is too common and easily guessed. Please choose another.");
const WRONG: Text = text(
    "手机号、登录名或密码不对。请再核对一次；忘了密码，请到社区服务台办理。",
    "The phone number, name or password is not right. Please check it; if you forgot the password, the community's desk can help.",
);
const NO_PASSWORD: Text = text("请再输一次您的密码。", "Please type your password once more.");
const WRONG_AGAIN: Text = text(
    "密码不对，请再输一次。忘了密码，请到社区服务台办理。",
    "That is not your password. Please type it again; if you forgot it, the community's desk can help.",
);
const TAKEN: Text = text("这个手机号已经登记过，请直接登录。", "This phone number is already registered. Please log in.");
const NOTHING: Text =
    text("请填要改的一项：手机、登录名或密码。", "Please fill in what is to change: the phone, the name or the password.");
const LOGIN_TAKEN: Text = text("这个登录名已经有人用了，请换一个。", "This name is taken. Please choose another.");

/// Passwords that are guessed first, in lower case. Source: the head of every published list of leaked passwords.
const COMMON: [&str; 30] = [
    "12345678",
    "123456789",
    "1234567890",
    "11111111",
    "00000000",
    "88888888",
    "66666666",
    "87654321",
    "123123123",
    "password",
    "password1",
    "password123",
    "qwertyui",
    "qwerty123",
    "1q2w3e4r",
    "1qaz2wsx",
    "abcd1234",
    "abc12345",
    "a1234567",
    "a12345678",
    "woaini1314",
    "5201314520",
    "iloveyou",
    "admin123",
    "asdfghjk",
    "asdf1234",
    "zxcvbnm1",
    "11223344",
    "147258369",
    "12341234",
];

/// A mobile number: eleven digits, the first a 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone(String);

impl Phone {
    /// Reads a number as people write it: spaces, dashes and +86 may stand in it, and its digits may be full-width ones.
    ///
    /// # Errors
    /// A [`Problem`] that says what else was found, or how many digits were counted.
    pub fn parse(raw: &str) -> Result<Self, Problem> {
        let problem = |code, said| Problem::new("phone", code, said);
        let plain = plain_digits(raw);
        let digits = plain.strip_prefix("+86").unwrap_or(&plain).to_owned();
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(problem("phone_shape", PHONE_SHAPE.into()));
        }
        match (digits.len(), digits.starts_with('1')) {
            (11, true) => Ok(Self(digits)),
            (11, false) => Err(problem("phone_start", PHONE_START.into())),
            (n, _) => Err(problem("phone_length", PHONE_LENGTH.fill(&[&n]))),
        }
    }

    /// The eleven digits.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

/// 138****5678: what others may see of a phone.
pub fn masked_phone(digits: &str) -> String {
    format!("{}****{}", digits.get(..3).unwrap_or_default(), digits.get(7..).unwrap_or_default())
}

/// 张*: what others may see of a name.
pub fn masked_name(name: &str) -> String {
    let mut chars = name.chars();
    match chars.next() {
        None => String::new(),
        Some(first) => format!("{first}{}", "*".repeat(chars.count().clamp(1, 2))),
    }
}

/// Checks a chosen log-in name and brings it into the form it is kept in (lower case).
///
/// # Errors
/// A [`Problem`] that says what a name is made of.
pub fn check_login(raw: &str) -> Result<String, Problem> {
    let name = Bounds::line("login", 2, 40).check(raw)?.to_lowercase();
    let good = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
    // A name that reads as a phone would be looked up as one.
    let number = name.chars().all(|c| c.is_ascii_digit() || c == '-') || Phone::parse(&name).is_ok();
    if good && !number { Ok(name) } else { Err(Problem::new("login", "login_shape", LOGIN_SHAPE)) }
}

/// Checks a new password: 8 to 128 characters, no rules of composition, none of the common ones.
///
/// # Errors
/// A [`Problem`] that says what to change.
pub fn check_password(raw: &str) -> Result<(), Problem> {
    let problem = |code, said| Err(Problem::new("password", code, said));
    match raw.chars().count() {
        n if n < 8 => problem("password_short", PASSWORD_SHORT.fill(&[&n])),
        n if n > 128 => problem("password_long", PASSWORD_LONG.into()),
        _ if COMMON.contains(&raw.to_lowercase().as_str()) => problem("password_common", PASSWORD_COMMON.into()),
        _ => Ok(()),
    }
}

/// The one answer to a log-in that did not work, whatever the reason.
pub fn wrong_credentials() -> Fault {
    Fault::WrongCredentials(vec![Problem::new("password", "wrong_credentials", WRONG)])
}

/// The password was to be typed once more, and was not.
pub fn no_password() -> Problem {
    Problem::new("password", "no_password", NO_PASSWORD)
}

/// The password that was typed once more is not the one.
pub fn wrong_password() -> Problem {
    Problem::new("password", "wrong_password", WRONG_AGAIN)
}

/// The phone already belongs to an account.
pub fn phone_taken() -> Fault {
    Problem::new("phone", "phone_taken", TAKEN).into()
}

/// The log-in name already belongs to an account.
pub fn login_taken() -> Fault {
    Problem::new("login", "login_taken", LOGIN_TAKEN).into()
}

/// How somebody wants to log in from now on. What is left empty stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct LogInChange {
    /// Another mobile number.
    pub phone: String,
    /// Another log-in name.
    pub login: String,
    /// Another password.
    pub new_password: String,
    /// The password as it is.
    pub password: String,
}

/// What of it was typed, checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckedChange {
    /// Another mobile number.
    pub phone: Option<Phone>,
    /// Another log-in name.
    pub login: Option<String>,
    /// Another password.
    pub new_password: Option<String>,
}

impl LogInChange {
    /// Checks what was typed.
    ///
    /// # Errors
    /// All problems at once; one where nothing is to change.
    pub fn check(&self) -> Result<CheckedChange, Fault> {
        let mut problems = Problems::default();
        let typed = |value: &str| !value.trim().is_empty();
        let phone = typed(&self.phone).then(|| problems.take(Phone::parse(&self.phone)));
        let login = typed(&self.login).then(|| problems.take(check_login(&self.login)));
        let of_the_new = |problem: Problem| Problem { field: "new_password".into(), ..problem };
        let new_password = (!self.new_password.is_empty()).then(|| {
            let checked = check_password(&self.new_password).map_err(of_the_new);
            problems.take(checked.map(|()| self.new_password.clone()))
        });
        if phone.is_none() && login.is_none() && new_password.is_none() {
            return Err(Problem::new("phone", "nothing_to_change", NOTHING).into());
        }
        problems.finish(Some(CheckedChange { phone: phone.flatten(), login: login.flatten(), new_password: new_password.flatten() }))
    }
}

/// One place where a person is logged in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct SessionCard {
    /// Its id.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub id: SessionId,
    /// What the browser said it is.
    pub device: String,
    /// Since when.
    #[cfg_attr(feature = "ssr", schema(value_type = chrono::DateTime<chrono::Utc>))]
    pub created_at: Moment,
    /// Whether this very request came by it.
    pub current: bool,
}

/// What an account keeps of its person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct KeptOfAccount {
    /// The log-in name.
    pub login: Option<String>,
    /// The phone.
    pub phone: Option<String>,
    /// Since when.
    #[cfg_attr(feature = "ssr", schema(value_type = chrono::DateTime<chrono::Utc>))]
    pub since: Moment,
    /// Where they are logged in, since when.
    #[cfg_attr(feature = "ssr", schema(value_type = Vec<(String, chrono::DateTime<chrono::Utc>)>))]
    pub devices: Vec<(String, Moment)>,
}

/// A role above the communities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WideRole {
    /// 街道
    StreetOfficial,
    /// 区级
    DistrictOfficial,
    /// 平台运维
    Operator,
}

impl WideRole {
    /// The name at rest.
    pub fn code(self) -> &'static str {
        match self {
            Self::StreetOfficial => "street_official",
            Self::DistrictOfficial => "district_official",
            Self::Operator => "operator",
        }
    }

    /// The role of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::StreetOfficial, Self::DistrictOfficial, Self::Operator].into_iter().find(|role| role.code() == code)
    }
}

/// A community in which a person is a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct MembershipCard {
    /// The community's slug.
    pub community: String,
    /// Its Chinese name.
    pub name_zh: String,
    /// Its English name.
    pub name_en: String,
    /// The roles held there.
    #[cfg_attr(feature = "ssr", schema(value_type = Vec<crate::kernel::actor::Role>))]
    pub roles: crate::kernel::actor::Roles,
    /// Whether staff have verified the membership.
    pub verified: bool,
}

/// Who am I.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Me {
    /// The account.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub account: AccountId,
    /// The log-in name, if one was chosen.
    pub login: Option<String>,
    /// The phone as others see it.
    pub phone: Option<String>,
    /// Where, and as what.
    pub memberships: Vec<MembershipCard>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_is_read_as_people_write_it() {
        assert_eq!(Phone::parse("+86 138-0013-8000").map(|p| p.0), Ok("13800138000".to_owned()));
        let problem = Phone::parse("1380013800").unwrap_err();
        assert_eq!(problem.said.zh, "手机号要 11 位数字，您填了 10 位。");
        assert_eq!(Phone::parse("23800138000").unwrap_err().code, "phone_start");
    }

    #[test]
    fn names_and_phones_are_masked() {
        assert_eq!(masked_name("张三丰"), "张**");
        assert_eq!(masked_name("张"), "张*");
        assert_eq!(masked_phone("13812345678"), "138****5678");
    }

    #[test]
    fn a_login_name_is_never_a_phone() {
        assert_eq!(check_login(" Admin.Songbiandian ").as_deref(), Ok("admin.songbiandian"));
        assert_eq!(check_login("小李").as_deref(), Ok("小李"));
        assert!(check_login("13800138000").is_err());
        assert!(check_login("a b").is_err());
        assert!(check_login("<script>").is_err());
    }

    #[test]
    fn short_long_and_common_passwords_are_refused_and_no_others() {
        assert!(check_password("1234567").is_err());
        assert!(check_password(&"字".repeat(129)).is_err());
        assert!(check_password("PassWord").is_err());
        assert!(check_password("八个字的密码够了").is_ok());
        assert!(check_password("linli-demo-2026").is_ok());
    }
}
