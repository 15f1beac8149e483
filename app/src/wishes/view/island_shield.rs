//! An island: while the desk writes a public card, what it tells of a resident and should not. Without scripts the answer to
//! the form says the same; the resident's own name is left to it.

use crate::kernel::said::Lang;
use leptos::prelude::*;

/// Where the warning stands, beside the field. The island itself stands apart: the form is put anew when others act.
pub const TOLD: &str = "card-told";

/// Listens to the card's field.
#[island]
pub fn Shield(
    /// The reader's language.
    lang: Lang,
    /// The id of the card's field.
    field: String,
) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    {
        use leptos::wasm_bindgen::JsCast;
        let listener = window_event_listener(leptos::ev::input, move |event| {
            let typed = event.target().and_then(|target| target.dyn_into::<leptos::web_sys::HtmlTextAreaElement>().ok());
            let Some(card) = typed.filter(|area| area.id() == field).map(|area| area.value()) else { return };
            let Some(place) = document().get_element_by_id(TOLD) else { return };
            let told = crate::wishes::dignity::told(&card, "", "");
            let said = if told.is_empty() { String::new() } else { crate::wishes::dignity::noticed(&told, lang) };
            // The same is not said twice to whoever listens to the page.
            if place.text_content().unwrap_or_default() != said {
                place.set_text_content(Some(&said));
            }
        });
        on_cleanup(move || listener.remove());
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (lang, field);
}
