//! The household card: a number by which somebody without scripts, account or phone of their own is known at the desk.

use crate::kernel::fault::Problem;
use crate::kernel::ids::MemberId;
use crate::kernel::said::{Text, text};
use crate::kernel::text::plain_digits;
use serde::{Deserialize, Serialize};

/// How many digits of a number are drawn by lot; one more checks them.
pub const CARD_DIGITS: u32 = 7;

/// A household's card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct HouseholdCard {
    /// Whose: the membership.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub member: MemberId,
    /// The name.
    pub name: String,
    /// Eight digits; none yet where no card was made.
    pub number: Option<String>,
    /// Whether there is a phone whose last four digits open the state of orders.
    pub has_phone: bool,
    /// Whether the reader may make another.
    pub can_make: bool,
}

const SHAPE: Text = text("卡号是 8 位数字，印在便民卡上。", "A card number has 8 digits; it is printed on the card.");
const CHECK: Text = text("卡号不对，请对照便民卡再填一次。", "The card number is not right. Please compare it with the card.");

/// The number of these digits: with a check digit at the end (Luhn, ISO/IEC 7812-1 annex B), so that a slip is found before
/// anybody is looked up.
pub fn card_number(digits: &str) -> String {
    format!("{digits}{}", check_digit(digits))
}

fn check_digit(digits: &str) -> u32 {
    let doubled = |digit: u32| if digit > 4 { 2 * digit - 9 } else { 2 * digit };
    let of = |(at, digit): (usize, u32)| if at.is_multiple_of(2) { doubled(digit) } else { digit };
    let sum: u32 = digits.chars().rev().filter_map(|c| c.to_digit(10)).enumerate().map(of).sum();
    (10 - sum % 10) % 10
}

/// A card's number as somebody typed or read it out.
///
/// # Errors
/// A [`Problem`] where there are not eight digits, or the last does not fit the others.
pub fn read_card(typed: &str) -> Result<String, Problem> {
    let number = plain_digits(typed);
    if number.len() != CARD_DIGITS as usize + 1 || !number.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Problem::new("number", "card_shape", SHAPE));
    }
    let fits = number.get(..CARD_DIGITS as usize).is_some_and(|digits| card_number(digits) == number);
    if fits { Ok(number) } else { Err(Problem::new("number", "card_check", CHECK)) }
}

const FOUR: Text = text("请填登记的手机号的最后 4 位。", "Please give the last 4 digits of the phone on file.");

/// The last four digits of a phone as somebody typed them.
///
/// # Errors
/// A [`Problem`] where there are not four.
pub fn read_last_four(typed: &str) -> Result<String, Problem> {
    let four = plain_digits(typed);
    let good = four.len() == 4 && four.bytes().all(|b| b.is_ascii_digit());
    if good { Ok(four) } else { Err(Problem::new("last4", "last_four", FOUR)) }
}

const WRONG: Text = text(
    "卡号和手机后四位对不上。请核对一下，也可以打电话或到服务台问。",
    "Card number and phone digits do not fit. Please check them, or ask at the desk or by phone.",
);

/// No card of that number with that phone; which of the two is wrong is not said.
pub fn wrong_card() -> Problem {
    Problem::new("number", "card_wrong", WRONG)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_wrong_digit_or_two_that_changed_places_are_found() {
        // Doubled from the right, 9 3 7 2 9 9 7 give 9 3 5 2 9 9 5: 42, and 8 more make 50.
        let number = card_number("7992739");
        assert_eq!(number, "79927398");
        assert_eq!(read_card("７992 7398"), Ok(number.clone()));
        for at in 0..8 {
            for digit in '0'..='9' {
                let mut other: Vec<char> = number.chars().collect();
                other[at] = digit;
                let other: String = other.into_iter().collect();
                assert_eq!(read_card(&other).is_ok(), other == number, "{other}");
            }
        }
        assert!(read_card("97927398").is_err());
        for bad in ["", "7992739", "799273981", "7992739x"] {
            assert_eq!(read_card(bad).unwrap_err().code, "card_shape", "{bad}");
        }
    }
}
