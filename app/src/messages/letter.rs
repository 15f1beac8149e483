//! What a message says, in the language that its reader chose.

use super::store::Message;
use super::words as w;
use crate::kernel::ctx::Ctx;
use crate::kernel::ids::MemberId;
use crate::kernel::notices::Told;
use crate::kernel::said::Lang;
use chrono::{DateTime, SecondsFormat, Utc};
use email_address::{EmailAddress, Options};
use serde_json::{Value, json};

/// A message as it is sent. Of whoever takes care of an order it says the family name at most.
#[derive(Clone)]
pub struct Letter {
    /// What it is about: the notice's kind, `code` or `test`.
    pub kind: String,
    /// The sentence.
    pub text: String,
    /// Where to see more: a path.
    pub path: String,
    /// Whose community's it is.
    pub place: String,
    /// Its slug.
    pub community: String,
    /// In which language.
    pub lang: Lang,
    /// For whom: an id.
    pub member: MemberId,
    /// When what it tells was written.
    pub at: DateTime<Utc>,
    /// Of an e-mail that is to be confirmed: the code.
    pub code: Option<String>,
    /// For webhooks that get phones: that of whom it is for.
    pub phone: Option<String>,
}

/// An e-mail: its subject and its text.
#[derive(Clone)]
pub struct Mail {
    /// The subject, which says nothing but where from.
    pub subject: String,
    /// The text.
    pub body: String,
}

unlogged!(Letter Mail);

impl Letter {
    pub(super) fn new(ctx: &Ctx, message: &Message, notice: Option<Told>, lang: Lang) -> Self {
        let (text, link, at) = match notice {
            Some(notice) => (notice.said.t(lang).to_owned(), notice.link, notice.at),
            None => (lang.t(w::TEST).to_owned(), "notices".to_owned(), message.at),
        };
        Self {
            kind: message.kind.clone(),
            text,
            path: format!("/c/{}/{link}", ctx.place.slug),
            place: lang.pick(&ctx.place.zh, &ctx.place.en).to_owned(),
            community: ctx.place.slug.clone(),
            lang,
            member: message.member,
            at,
            code: None,
            phone: None,
        }
    }

    /// As an e-mail; `base` is where people reach Linli, such as `https://linli.example.org`.
    pub fn mail(&self, base: &str) -> Mail {
        let l = self.lang;
        let choices = format!("{base}/c/{}/notices/choices", self.community);
        match &self.code {
            Some(code) => Mail { subject: l.fill(w::MAIL_CODE_SUBJECT, &[&self.place]), body: l.fill(w::MAIL_CODE, &[code, &self.place]) },
            None => Mail {
                subject: l.fill(w::MAIL_SUBJECT, &[&self.place]),
                body: l.fill(w::MAIL_BODY, &[&self.text, &format!("{base}{}", self.path), &self.place, &choices]),
            },
        }
    }

    /// As what a webhook gets: `type`, `timestamp` and `data`, as Standard Webhooks asks.
    pub fn json(&self, base: &str) -> Value {
        let mut data = json!({
            "kind": self.kind,
            "community": self.community,
            "member": self.member,
            "lang": self.lang.tag(),
            "text": self.text,
        });
        // A path alone leads nowhere from outside.
        let link = (!base.is_empty()).then(|| format!("{base}{}", self.path));
        for (name, value) in [("link", &link), ("phone", &self.phone)] {
            if let (Some(value), Some(data)) = (value, data.as_object_mut()) {
                data.insert(name.to_owned(), json!(value));
            }
        }
        let kind = if self.kind == "test" { "test" } else { "notice" };
        json!({ "type": kind, "timestamp": self.at.to_rfc3339_opts(SecondsFormat::Secs, true), "data": data })
    }
}

/// An e-mail address as somebody typed it.
pub fn address(typed: &str) -> Option<String> {
    let plain = Options::default().with_required_tld().without_domain_literal().without_display_text();
    let typed = typed.trim();
    // Quoted names are letters of the law that no mail service hands out.
    let fits = typed.is_ascii() && typed.len() <= 254 && !typed.contains('"');
    EmailAddress::parse_with_options(typed, plain).ok().filter(|_| fits).map(|address| address.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(lang: Lang) -> Letter {
        Letter {
            kind: "accepted".to_owned(),
            text: "社区接了您的“跑腿代办”。".to_owned(),
            path: "/c/east/wishes/7".to_owned(),
            place: "东里".to_owned(),
            community: "east".to_owned(),
            lang,
            member: MemberId(uuid::Uuid::from_u128(7)),
            at: DateTime::from_timestamp(1_800_000_000, 0).unwrap_or_default(),
            code: None,
            phone: None,
        }
    }

    #[test]
    fn a_mail_says_the_sentence_where_to_see_more_and_how_to_stop_it() {
        for lang in [Lang::Zh, Lang::En] {
            let mail = letter(lang).mail("https://linli.example.org");
            assert!(mail.subject.contains("东里") && !mail.subject.contains("跑腿"), "{}", mail.subject);
            for part in ["社区接了您的", "https://linli.example.org/c/east/wishes/7", "https://linli.example.org/c/east/notices/choices"]
            {
                assert!(mail.body.contains(part), "{part}: {}", mail.body);
            }
            let code = Letter { code: Some("042042".to_owned()), ..letter(lang) }.mail("https://linli.example.org");
            assert!(code.body.contains("042042") && !code.subject.contains("042042"));
        }
    }

    #[test]
    fn a_webhook_gets_what_it_needs_and_a_phone_only_where_it_is_given_one() {
        let json = letter(Lang::Zh).json("https://linli.example.org");
        assert_eq!(json["type"], "notice");
        assert_eq!(json["timestamp"], "2027-01-15T08:00:00Z");
        let mut keys: Vec<&String> = json["data"].as_object().map(|data| data.keys().collect()).unwrap_or_default();
        keys.sort_unstable();
        assert_eq!(keys, ["community", "kind", "lang", "link", "member", "text"]);
        let with = Letter { phone: Some("13800000000".to_owned()), ..letter(Lang::Zh) }.json("");
        assert_eq!((&with["data"]["phone"], &with["data"]["link"]), (&json!("13800000000"), &Value::Null));
    }

    #[test]
    fn addresses_are_read_as_mail_servers_take_them() {
        for good in [" wang@example.com ", "a.b+c@mail.example.cn", "o'neil@ex-ample.org"] {
            assert_eq!(address(good).as_deref(), Some(good.trim()));
        }
        let long = format!("{}@example.com", "a".repeat(65));
        for bad in [
            "",
            "wang",
            "@example.com",
            "wang@",
            "wang@localhost",
            "a b@example.com",
            "wang@example.com\nBcc: x@y.z",
            "王@example.com",
            "a..b@example.com",
            "a@-example.com",
            "<a@example.com>",
            "A <a@example.com>",
            "a@[127.0.0.1]",
            "\"a b\"@example.com",
            "a@b@",
            &long,
        ] {
            assert_eq!(address(bad), None, "{bad:?}");
        }
    }
}
