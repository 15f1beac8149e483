//! How a person answers a page: a plain form that posts to the page's own address, with what was typed kept and what is
//! wrong said beside its field.

use super::escape;
use super::icon::Icon;
use super::look::Look;
use super::words as w;
use crate::kernel::fault::Fault;
use crate::kernel::said::{Lang, Text};
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

/// What was typed and is nobody's secret: what a person wrote, not what the page sent along.
const NOT_WRITTEN: [&str; 9] = ["once", "community", "wish", "member", "version", "from", "next", "password", "consent"];

/// What a form on the page shows again: empty on a fresh page.
#[derive(Debug, Clone, Default)]
pub struct Kept {
    door: &'static str,
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
        Self { door, posted }
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

    /// Whether this form was posted and did not work.
    pub fn failed(&self) -> bool {
        self.posted.is_some()
    }

    /// The id of a field, unlike that of any other form's.
    pub fn id(&self, name: &str) -> String {
        format!("{}-{name}", self.door.replace('.', "-"))
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
    children: Children,
) -> impl IntoView {
    let here = Look::here().here;
    let joint = if here.contains('?') { '&' } else { '?' };
    let action = format!("{here}{joint}do={}", kept.door);
    view! {
        <form method="post" action=action class=class novalidate>
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
        .filter(|(name, value)| !NOT_WRITTEN.contains(&name.as_str()) && !value.trim().is_empty())
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

/// One line to type: label, hint, control, and what is wrong.
#[component]
pub fn Field(
    /// The form it stands in.
    kept: Kept,
    /// Its name.
    name: &'static str,
    /// What is asked.
    label: Text,
    /// What helps to answer.
    #[prop(optional, into)]
    hint: Option<Text>,
    /// The kind of input.
    #[prop(default = "text")]
    kind: &'static str,
    /// What browsers may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Whether it may be left empty.
    #[prop(optional)]
    optional: bool,
    /// What stands in it at first.
    #[prop(optional, into)]
    value: Option<String>,
) -> impl IntoView {
    let l = Look::here().lang;
    let id = kept.id(name);
    let problem = kept.problem(name, l);
    // A password is never sent back.
    let value = if kind == "password" { None } else { kept.value(name).or(value) };
    let mode = if kind == "tel" { "numeric" } else { "text" };
    view! {
        <div class="field" class:wrong=problem.is_some()>
            <Label id=id.clone() label=label optional=optional />
            <Notes id=id.clone() hint=hint.map(|hint| l.t(hint).to_owned()) problem=problem.clone() />
            <input
                id=id.clone()
                name=name
                type=kind
                inputmode=mode
                value=value
                autocomplete=autocomplete
                required=!optional
                aria-invalid=problem.is_some().then_some("true")
                aria-describedby=described(&id, hint.is_some(), problem.is_some())
            />
        </div>
    }
}

/// Several lines to type.
#[component]
pub fn Area(
    /// The form it stands in.
    kept: Kept,
    /// Its name.
    name: &'static str,
    /// What is asked.
    label: Text,
    /// What helps to answer.
    #[prop(optional, into)]
    hint: Option<Text>,
    /// Whether it may be left empty.
    #[prop(optional)]
    optional: bool,
    /// How many lines it shows.
    #[prop(default = 3)]
    rows: u8,
    /// What stands in it at first.
    #[prop(optional, into)]
    value: Option<String>,
) -> impl IntoView {
    let l = Look::here().lang;
    let id = kept.id(name);
    let problem = kept.problem(name, l);
    let value = kept.value(name).or(value).unwrap_or_default();
    view! {
        <div class="field" class:wrong=problem.is_some()>
            <Label id=id.clone() label=label optional=optional />
            <Notes id=id.clone() hint=hint.map(|hint| l.t(hint).to_owned()) problem=problem.clone() />
            <textarea
                id=id.clone()
                name=name
                rows=rows
                required=!optional
                aria-invalid=problem.is_some().then_some("true")
                aria-describedby=described(&id, hint.is_some(), problem.is_some())
                inner_html=escape::textarea(&value)
            ></textarea>
        </div>
    }
}

/// One of a list.
#[component]
pub fn Select(
    /// The form it stands in.
    kept: Kept,
    /// Its name.
    name: &'static str,
    /// What is asked.
    label: Text,
    /// Value and name of each choice.
    choices: Vec<(String, String)>,
    /// What is chosen at first.
    #[prop(optional, into)]
    value: Option<String>,
) -> impl IntoView {
    let l = Look::here().lang;
    let id = kept.id(name);
    let problem = kept.problem(name, l);
    let chosen = kept.value(name).or(value);
    view! {
        <div class="field" class:wrong=problem.is_some()>
            <Label id=id.clone() label=label optional=false />
            <Notes id=id.clone() hint=None problem=problem.clone() />
            <select id=id.clone() name=name aria-invalid=problem.is_some().then_some("true") aria-describedby=described(&id, false, problem.is_some())>
                {choices
                    .into_iter()
                    .map(|(value, name)| {
                        let selected = chosen.as_deref() == Some(value.as_str());
                        view! { <option value=value selected=selected>{name}</option> }
                    })
                    .collect_view()}
            </select>
        </div>
    }
}

/// One of a few, all in sight.
#[component]
pub fn Radios(
    /// The form it stands in.
    kept: Kept,
    /// Its name.
    name: &'static str,
    /// What is asked.
    label: Text,
    /// Value and name of each choice.
    choices: Vec<(String, String)>,
    /// Whether it may be left open.
    #[prop(optional)]
    optional: bool,
    /// What is chosen at first.
    #[prop(optional, into)]
    value: Option<String>,
    /// Whether the values are languages, each choice named in its own.
    #[prop(optional)]
    languages: bool,
) -> impl IntoView {
    let l = Look::here().lang;
    let id = kept.id(name);
    let problem = kept.problem(name, l);
    let chosen = kept.value(name).or(value);
    view! {
        <fieldset class="field radios" class:wrong=problem.is_some() id=id.clone() aria-describedby=described(&id, false, problem.is_some())>
            <legend>{l.t(label)} {optional.then(|| view! { <span class="soft">{l.t(w::OPTIONAL)}</span> })}</legend>
            <Notes id=id.clone() hint=None problem=problem.clone() />
            {choices
                .into_iter()
                .map(|(value, words)| {
                    let checked = chosen.as_deref() == Some(value.as_str());
                    let id = format!("{id}-{value}");
                    let lang = languages.then(|| value.clone());
                    view! {
                        <div class="choice">
                            <input type="radio" id=id.clone() name=name value=value checked=checked />
                            <label for=id lang=lang>{words}</label>
                        </div>
                    }
                })
                .collect_view()}
        </fieldset>
    }
}

/// A box to tick.
#[component]
pub fn Tick(
    /// The form it stands in.
    kept: Kept,
    /// Its name.
    name: String,
    /// What it sends when ticked.
    value: String,
    /// What it says.
    label: String,
    /// Whether it is ticked at first.
    #[prop(optional)]
    checked: bool,
) -> impl IntoView {
    let l = Look::here().lang;
    let id = kept.id(&name).replace(['[', ']'], "-");
    let problem = kept.problem(&name, l);
    let checked = if kept.failed() { kept.value(&name).is_some() } else { checked };
    view! {
        <div class="field tick" class:wrong=problem.is_some()>
            <Notes id=id.clone() hint=None problem=problem.clone() />
            <div class="choice">
                <input
                    type="checkbox"
                    id=id.clone()
                    name=name
                    value=value
                    checked=checked
                    aria-describedby=described(&id, false, problem.is_some())
                />
                <label for=id>{label}</label>
            </div>
        </div>
    }
}

#[component]
fn Label(id: String, label: Text, optional: bool) -> impl IntoView {
    let l = Look::here().lang;
    view! { <label for=id>{l.t(label)} {optional.then(|| view! { <span class="soft">{l.t(w::OPTIONAL)}</span> })}</label> }
}

#[component]
fn Notes(id: String, hint: Option<String>, problem: Option<String>) -> impl IntoView {
    view! {
        {hint.map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> })}
        {problem.map(|problem| view! { <p class="problem" id=format!("{id}-problem")><Icon name="warning" />{problem}</p> })}
    }
}

fn described(id: &str, hint: bool, problem: bool) -> Option<String> {
    match (hint, problem) {
        (true, true) => Some(format!("{id}-hint {id}-problem")),
        (true, false) => Some(format!("{id}-hint")),
        (false, true) => Some(format!("{id}-problem")),
        (false, false) => None,
    }
}

/// The button that sends a form.
#[component]
pub fn Send(
    /// The verb.
    label: Text,
    /// `main` for the one main action of a page, else `quiet`.
    #[prop(default = "main")]
    rank: &'static str,
) -> impl IntoView {
    let l = Look::here().lang;
    view! { <button type="submit" class=format!("button {rank}")>{l.t(label)}</button> }
}
