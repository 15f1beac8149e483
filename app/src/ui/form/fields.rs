//! What a form is made of: label, hint, control, and what is wrong.

use super::Kept;
use crate::kernel::said::{Said, Text};
use crate::ui::escape;
use crate::ui::icon::Icon;
use crate::ui::look::Look;
use crate::ui::words as w;
use leptos::prelude::*;
use std::borrow::Cow;

/// One line to type: label, hint, control, and what is wrong.
#[component]
pub fn Field(
    /// The form it stands in.
    kept: Kept,
    /// Its name.
    #[prop(into)]
    name: Cow<'static, str>,
    /// What is asked.
    #[prop(into)]
    label: Said,
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
    let id = kept.id(&name);
    let problem = kept.problem(&name, l);
    // A password is never sent back.
    let value = if kind == "password" { None } else { kept.value(&name).or(value) };
    let mode = if kind == "tel" { "numeric" } else { "text" };
    view! {
        <div class="field" class:wrong=problem.is_some()>
            <Label id=id.clone() label=label optional=optional />
            <Notes id=id.clone() hint=hint.map(|hint| l.t(hint).to_owned()) problem=problem.clone() />
            <input
                id=id.clone()
                name=name.into_owned()
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

/// A file to choose, or several at once.
#[component]
pub fn Files(
    /// The form it stands in.
    kept: Kept,
    /// Its name.
    name: &'static str,
    /// What is asked.
    label: Text,
    /// What helps to answer.
    hint: String,
    /// Which kinds a browser offers.
    accept: &'static str,
    /// Whether several may be chosen.
    #[prop(optional)]
    several: bool,
    /// Whether none has to be.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let l = Look::here().lang;
    let id = kept.id(name);
    let problem = kept.problem(name, l);
    // What was chosen comes back by name alone.
    let hint = if kept.value(name).is_some() { format!("{} {hint}", l.t(w::CHOOSE_AGAIN)) } else { hint };
    view! {
        <div class="field" class:wrong=problem.is_some()>
            <Label id=id.clone() label=label optional=optional />
            <Notes id=id.clone() hint=Some(hint) problem=problem.clone() />
            <input
                id=id.clone()
                name=name
                type="file"
                accept=accept
                multiple=several
                aria-invalid=problem.is_some().then_some("true")
                aria-describedby=described(&id, true, problem.is_some())
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
            <legend>{l.t(label)} " " {optional.then(|| view! { <span class="soft">{l.t(w::OPTIONAL)}</span> })}</legend>
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

/// Some of these, in fields `name[0]`, `name[1]`, ….
#[component]
pub fn Ticks(
    /// The form it stands in.
    kept: Kept,
    /// The name of all of them.
    name: &'static str,
    /// What is asked.
    title: Text,
    /// Value and name of each choice.
    choices: Vec<(String, Said)>,
    /// The values that are ticked at first.
    #[prop(optional)]
    chosen: Vec<String>,
) -> impl IntoView {
    let l = Look::here().lang;
    let id = kept.id(name);
    let problem = kept.problem(name, l);
    view! {
        <fieldset class="field" class:wrong=problem.is_some() id=id.clone() aria-describedby=described(&id, false, problem.is_some())>
            <legend>{l.t(title)}</legend>
            <Notes id=id.clone() hint=None problem=problem.clone() />
            {choices
                .into_iter()
                .enumerate()
                .map(|(at, (code, said))| {
                    let checked = chosen.contains(&code);
                    let label = said.t(l).to_owned();
                    view! { <Tick kept=kept.clone() name=format!("{name}[{at}]") value=code label=label checked=checked /> }
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
fn Label(id: String, #[prop(into)] label: Said, optional: bool) -> impl IntoView {
    let l = Look::here().lang;
    view! { <label for=id>{label.t(l).to_owned()} " " {optional.then(|| view! { <span class="soft">{l.t(w::OPTIONAL)}</span> })}</label> }
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
