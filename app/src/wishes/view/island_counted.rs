//! An island: a text that counts while one types and says what is wrong before it is sent. Without scripts it is a plain
//! field, and the server says the same.
#![expect(clippy::similar_names, reason = "the island macro names its own bindings")]

use crate::kernel::said::Lang;
use crate::kernel::text::Bounds;
use crate::ui::escape;
use crate::wishes::model::{TEXT, TITLE};
use crate::wishes::words as w;
use leptos::prelude::*;

/// The title (`long` is false) or the text of a new wish, checked by the rule of the model.
#[island]
pub fn Counted(
    /// The reader's language.
    lang: Lang,
    /// The text or the title.
    long: bool,
    /// The id of the control.
    id: String,
    /// What was typed before.
    value: String,
    /// What was wrong with it.
    problem: Option<String>,
) -> impl IntoView {
    let bounds: Bounds = if long { TEXT } else { TITLE };
    let (label, hint) = if long { (w::TEXT, w::TEXT_HINT) } else { (w::TITLE, w::TITLE_HINT) };
    let (count, set_count) = signal(value.chars().count());
    let (wrong, set_wrong) = signal(problem);
    let typed = move |text: String| {
        set_count.set(text.trim().chars().count());
        // While one types, only what became right is said; what is wrong waits until the field is left.
        if bounds.check(&text).is_ok() {
            set_wrong.set(None);
        }
    };
    let left = move |text: String| set_wrong.set(bounds.check(&text).err().map(|problem| problem.said.t(lang).to_owned()));
    let (line, area) = (NodeRef::<leptos::html::Input>::new(), NodeRef::<leptos::html::Textarea>::new());
    // What was typed while the browser half was on its way counts, too.
    Effect::new(move |_| {
        if let Some(text) = line.get().map(|control| control.value()).or_else(|| area.get().map(|control| control.value())) {
            typed(text);
        }
    });
    let (hint_id, problem_id) = (format!("{id}-hint"), format!("{id}-problem"));
    let described = format!("{hint_id} {problem_id}");
    let control = if long {
        view! {
            <textarea
                node_ref=area
                id=id.clone()
                name=bounds.field
                rows="5"
                aria-describedby=described
                aria-invalid=move || wrong.with(Option::is_some).to_string()
                on:input:target=move |ev| typed(ev.target().value())
                on:blur:target=move |ev| left(ev.target().value())
                inner_html=escape::textarea(&value)
            ></textarea>
        }
        .into_any()
    } else {
        view! {
            <input
                node_ref=line
                id=id.clone()
                name=bounds.field
                type="text"
                value=value
                aria-describedby=described
                aria-invalid=move || wrong.with(Option::is_some).to_string()
                on:input:target=move |ev| typed(ev.target().value())
                on:blur:target=move |ev| left(ev.target().value())
            />
        }
        .into_any()
    };
    view! {
        <div class="field" class:wrong=move || wrong.with(Option::is_some)>
            <label for=id>{lang.t(label)}</label>
            <p class="hint" id=hint_id>{lang.t(hint)}</p>
            <p class="problem" id=problem_id role="status">{move || wrong.get().unwrap_or_default()}</p>
            {control}
            <p class="count" class:over=move || { count.get() > bounds.max }>{move || lang.fill(w::COUNT, &[&count.get(), &bounds.max])}</p>
        </div>
    }
}
