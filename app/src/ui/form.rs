//! How a person answers a page: a plain form that posts to the page's own address, with what was typed kept and what is
//! wrong said beside its field.

mod fields;

pub use fields::{Area, Field, Files, Radios, Select, Send, Tick, Ticks};

use super::icon::Icon;
use super::look::Look;
use super::words as w;
use crate::kernel::fault::Fault;
use crate::kernel::said::Lang;
use leptos::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A form that was posted and did not work: which, with what was typed, and why.
#[derive(Debug, Clone)]
pub struct Posted {
    /// The server function.
    pub door: String,
    /// What was typed.
    pub values: Vec<(String, String)>,
    /// What is wrong.
    pub fault: Fault,
    /// Set when a form on the page shows it. Where none does, as when somebody else was faster and the form is gone, the
    /// page is rendered again and says it on top.
    pub taken: Arc<AtomicBool>,
}

/// The fields that people write sentences in: these alone are shown again outside of their form. Never a password, and
/// nothing that the page sent along.
const WRITTEN: [&str; 12] =
    ["title", "text", "public_card", "reason", "note", "word", "words", "promise", "answer", "name", "building", "door"];

/// What a form on the page shows again: empty on a fresh page.
#[derive(Debug, Clone, Default)]
pub struct Kept {
    door: &'static str,
    /// Which of several forms of that door.
    which: String,
    posted: Option<Posted>,
}

impl Kept {
    /// What was typed into the form of this server function. Where a page has the form several times, `which` names the
    /// hidden field that tells them apart.
    pub fn of(door: &'static str, which: Option<(&str, &str)>) -> Self {
        let same = |posted: &Posted| {
            posted.door == door && which.is_none_or(|(name, value)| posted.values.iter().any(|(n, v)| n == name && v == value))
        };
        let posted = posted().filter(same);
        if let Some(posted) = &posted {
            posted.taken.store(true, Ordering::Relaxed);
        }
        Self { door, which: which.map(|(_, value)| format!("-{value}")).unwrap_or_default(), posted }
    }

    /// What was typed into a field.
    pub fn value(&self, name: &str) -> Option<String> {
        self.posted.as_ref()?.values.iter().find(|(n, _)| n == name).map(|(_, value)| value.clone())
    }

    /// What is wrong with a field.
    pub fn problem(&self, name: &str, lang: Lang) -> Option<String> {
        let problems = self.posted.as_ref()?.fault.problems();
        problems.iter().find(|problem| problem.field == name).map(|problem| problem.said.t(lang).to_owned())
    }

    /// Whether this is what is wrong with a field.
    pub fn is_wrong(&self, name: &str, code: &str) -> bool {
        let problems = self.posted.as_ref().map(|posted| posted.fault.problems()).unwrap_or_default();
        problems.iter().any(|problem| problem.field == name && problem.code == code)
    }

    /// Whether this form was posted and did not work.
    pub fn failed(&self) -> bool {
        self.posted.is_some()
    }

    /// The id of a field, unlike that of any other form's.
    pub fn id(&self, name: &str) -> String {
        format!("{}{}-{name}", self.door.replace('.', "-"), self.which)
    }
}

#[cfg(feature = "ssr")]
fn posted() -> Option<Posted> {
    use_context::<http::request::Parts>()?.extensions.get::<Posted>().cloned()
}

#[cfg(not(feature = "ssr"))]
fn posted() -> Option<Posted> {
    None
}

/// A [`Posted`] of which it is known that no form takes it.
#[derive(Debug, Clone)]
pub struct Untaken(pub Posted);

#[cfg(feature = "ssr")]
fn left() -> Option<Posted> {
    Some(use_context::<http::request::Parts>()?.extensions.get::<Untaken>()?.0.clone())
}

#[cfg(not(feature = "ssr"))]
fn left() -> Option<Posted> {
    None
}

#[cfg(feature = "ssr")]
fn fresh_once() -> String {
    crate::kernel::keys::fresh_token().unwrap_or_default()
}

#[cfg(not(feature = "ssr"))]
fn fresh_once() -> String {
    String::new()
}

/// A form for one server function. Hidden values go along; a fresh key makes a second press do nothing more.
#[component]
pub fn Form(
    /// What was typed before, and for which server function.
    kept: Kept,
    /// Values that the person does not type.
    #[prop(optional)]
    hidden: Vec<(&'static str, String)>,
    /// A class for the form.
    #[prop(optional)]
    class: &'static str,
    /// Whether it sends files; the server knows those doors by themselves.
    #[prop(optional)]
    files: bool,
    children: Children,
) -> impl IntoView {
    let here = Look::here().here;
    let joint = if here.contains('?') { '&' } else { '?' };
    let action = format!("{here}{joint}do={}", kept.door);
    view! {
        <form method="post" action=action class=class enctype=files.then_some("multipart/form-data") novalidate>
            <Summary kept=kept />
            <input type="hidden" name="once" value=fresh_once() />
            {hidden.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view()}
            {children()}
        </form>
    }
}

/// On top of a form that did not work: what is wrong, with links down to the fields.
#[component]
fn Summary(kept: Kept) -> impl IntoView {
    let l = Look::here().lang;
    let posted = kept.posted.clone()?;
    let problems = posted.fault.problems().to_vec();
    let said = problems.is_empty().then(|| posted.fault.said(l));
    Some(view! {
        <div class="summary" role="alert" tabindex="-1">
            <h2><Icon name="warning" />{l.t(w::SOMETHING_WRONG)}</h2>
            {said.map(|said| view! { <p>{said}</p> })}
            <ul>
                {problems
                    .into_iter()
                    .map(|problem| {
                        let href = format!("#{}", kept.id(&problem.field));
                        view! { <li><a href=href>{problem.said.t(l).to_owned()}</a></li> }
                    })
                    .collect_view()}
            </ul>
        </div>
    })
}

/// On top of a page none of whose forms is the one that did not work: why, and what was typed, so that nothing is lost.
#[component]
pub fn Left() -> impl IntoView {
    let l = Look::here().lang;
    let posted = left()?;
    let written: Vec<String> = posted
        .values
        .into_iter()
        .filter(|(name, value)| WRITTEN.contains(&name.as_str()) && !value.trim().is_empty())
        .map(|(_, value)| value)
        .collect();
    let quotes = (!written.is_empty()).then(|| {
        view! {
            <p>{l.t(w::YOU_WROTE)}</p>
            {written.into_iter().map(|words| view! { <blockquote class="words">{words}</blockquote> }).collect_view()}
        }
    });
    Some(view! {
        <div class="summary" role="alert" tabindex="-1">
            <h2><Icon name="warning" />{l.t(w::NOT_DONE)}</h2>
            <p>{posted.fault.said(l)}</p>
            {quotes}
        </div>
    })
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::Kept;

    #[test]
    fn two_forms_of_one_door_have_fields_of_their_own() {
        let id = |which| Kept::of("shifts.dispute", which).id("reason");
        assert_eq!(id(None), "shifts-dispute-reason");
        assert_eq!(id(Some(("shift", "one"))), "shifts-dispute-one-reason");
        assert_ne!(id(Some(("shift", "one"))), id(Some(("shift", "two"))));
    }
}
