//! Texts people type, bounded and cleaned by one rule that the browser and the server share.

use super::fault::Problem;
use super::said::{Text, text};

/// The bounds of one text field, in characters (Unicode scalar values), after cleaning.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// The field's name in forms and JSON.
    pub field: &'static str,
    /// Fewest characters.
    pub min: usize,
    /// Most characters.
    pub max: usize,
    /// Whether line breaks may stay.
    pub lines: bool,
}

const MISSING: Text = text("这一项不能空着，请写几个字。", "This cannot be empty. Please write a few words.");
const TOO_SHORT: Text = text("至少要写 {} 个字，您写了 {} 个。", "At least {} characters are needed; you wrote {}.");
const TOO_LONG: Text = text("最多写 {} 个字，您写了 {} 个。", "At most {} characters fit; you wrote {}.");

impl Bounds {
    /// One line of text.
    pub const fn line(field: &'static str, min: usize, max: usize) -> Self {
        Self { field, min, max, lines: false }
    }

    /// A text that may have several lines.
    pub const fn lines(field: &'static str, min: usize, max: usize) -> Self {
        Self { field, min, max, lines: true }
    }

    /// The cleaned text, or what is wrong with it.
    ///
    /// # Errors
    /// A [`Problem`] beside the field when the text is missing, too short or too long.
    pub fn check(&self, raw: &str) -> Result<String, Problem> {
        let text = clean(raw, self.lines);
        let count = text.chars().count();
        let problem = |code, said| Problem::new(self.field, code, said);
        match count {
            0 if self.min > 0 => Err(problem("missing", MISSING.into())),
            n if n < self.min => Err(problem("too_short", TOO_SHORT.fill(&[&self.min, &n]))),
            n if n > self.max => Err(problem("too_long", TOO_LONG.fill(&[&self.max, &n]))),
            _ => Ok(text),
        }
    }

    /// The cleaned text, `None` when nothing was written, or what is wrong with it.
    ///
    /// # Errors
    /// As [`Bounds::check`].
    pub fn check_optional(&self, raw: Option<&str>) -> Result<Option<String>, Problem> {
        match raw.map(|raw| clean(raw, self.lines)) {
            None => Ok(None),
            Some(text) if text.is_empty() => Ok(None),
            Some(text) => self.check(&text).map(Some),
        }
    }
}

/// Digits as people write them, without spaces and dashes; full-width ones, as a Chinese keyboard types them, are read as
/// plain ones (U+FF10 to U+FF19). What is no digit stays, for the caller to find.
pub fn plain_digits(raw: &str) -> String {
    let narrow = |c: char| char::from_u32(u32::from(c).wrapping_sub(0xfee0)).filter(char::is_ascii_digit).unwrap_or(c);
    raw.trim().chars().map(narrow).filter(|c| !c.is_whitespace() && *c != '-').collect()
}

/// Drops control and direction-override characters and the space around; line breaks become `\n` or a space.
pub(crate) fn clean(raw: &str, lines: bool) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut chars = raw.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' | '\n' => out.push(if lines { '\n' } else { ' ' }),
            '\t' => out.push(' '),
            c if c.is_control() || invisible(c) => {}
            c => out.push(c),
        }
    }
    out.trim().to_owned()
}

/// Characters that turn the reading direction or hide: they let one text pass for another.
fn invisible(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const TITLE: Bounds = Bounds::line("title", 4, 60);

    #[test]
    fn characters_are_counted_not_bytes() {
        assert_eq!(TITLE.check("修水龙头").ok().as_deref(), Some("修水龙头"));
        assert_eq!(TITLE.check("修水龙").err().map(|p| p.code), Some("too_short".into()));
        assert_eq!(TITLE.check(&"修".repeat(61)).err().map(|p| p.code), Some("too_long".into()));
    }

    #[test]
    fn space_alone_is_missing() {
        assert_eq!(TITLE.check(" \n\t ").err().map(|p| p.code), Some("missing".into()));
    }

    #[test]
    fn control_and_direction_characters_are_dropped() {
        assert_eq!(TITLE.check("修\0水\u{202E}龙\u{7}头").ok().as_deref(), Some("修水龙头"));
        assert_eq!(Bounds::lines("text", 1, 20).check("一\r\n二").ok().as_deref(), Some("一\n二"));
    }
}
