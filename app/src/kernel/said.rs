//! What Linli says, in its two languages. A text is always both, so a missing translation does not compile.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The reader's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Lang {
    /// Simplified Chinese, the default.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The BCP 47 tag for `<html lang>`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// From a cookie or an `Accept-Language` header: English where it is asked for first, else Chinese.
    pub fn from_tag(tag: &str) -> Self {
        if tag.trim_start().to_ascii_lowercase().starts_with("en") { Self::En } else { Self::Zh }
    }

    /// The text in this language.
    pub fn t(self, text: Text) -> &'static str {
        match self {
            Self::Zh => text.zh,
            Self::En => text.en,
        }
    }

    /// One of two names that data carries.
    pub fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    /// The text with its `{}` places filled in, in order.
    pub fn fill(self, text: Text, values: &[&dyn std::fmt::Display]) -> String {
        fill(self.t(text), values)
    }
}

/// A fixed text in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    /// Simplified Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

/// Shorthand for a [`Text`].
pub const fn text(zh: &'static str, en: &'static str) -> Text {
    Text { zh, en }
}

impl Text {
    /// Fills the `{}` places of both languages, in order.
    pub fn fill(self, values: &[&dyn std::fmt::Display]) -> Said {
        Said { zh: fill(self.zh, values).into(), en: fill(self.en, values).into() }
    }

    /// Fills the `{}` place of each language with what is itself said in both.
    pub fn fill_said(self, value: &Said) -> Said {
        Said { zh: fill(self.zh, &[&value.zh]).into(), en: fill(self.en, &[&value.en]).into() }
    }
}

/// Something said: both languages with their values filled in, small enough to travel with an error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Said {
    /// Simplified Chinese.
    pub zh: Cow<'static, str>,
    /// English.
    pub en: Cow<'static, str>,
}

impl Said {
    /// The text in the reader's language.
    pub fn t(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

impl From<Text> for Said {
    fn from(text: Text) -> Self {
        Self { zh: text.zh.into(), en: text.en.into() }
    }
}

fn fill(pattern: &str, values: &[&dyn std::fmt::Display]) -> String {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut values = values.iter();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once("{}") {
        out.push_str(before);
        if let Some(value) = values.next() {
            out.push_str(&value.to_string());
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Declares texts: `NAME = "中文", "English";`
#[macro_export]
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident = $zh:expr, $en:expr;)*) => {
        $($(#[$doc])* pub const $name: $crate::kernel::said::Text = $crate::kernel::said::text($zh, $en);)*
    };
}

/// Declares an enum that has a name at rest and a name for people.
#[macro_export]
macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal, $zh:literal, $en:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// Every one of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name at rest, in JSON and in forms.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The one of that name.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }

            /// The name for people.
            pub fn name(self) -> $crate::kernel::said::Text {
                match self { $(Self::$variant => $crate::kernel::said::text($zh, $en),)* }
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_in_order_in_both_languages() {
        let said = text("{}位，要{}位", "{} of {}").fill(&[&10, &11]);
        assert_eq!((said.t(Lang::Zh), said.t(Lang::En)), ("10位，要11位", "10 of 11"));
        let said = text("现在是{}", "It is {}").fill_said(&text("开着", "open").into());
        assert_eq!((said.t(Lang::Zh), said.t(Lang::En)), ("现在是开着", "It is open"));
    }

    #[test]
    fn english_is_for_those_who_ask_for_it_first() {
        assert_eq!(Lang::from_tag("en-GB,en;q=0.9"), Lang::En);
        assert_eq!(Lang::from_tag("zh-CN,en;q=0.5"), Lang::Zh);
        assert_eq!(Lang::from_tag(""), Lang::Zh);
    }
}
