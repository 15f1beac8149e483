//! An island: the desk's inbox by keyboard. J and K go to the next and the one before; Enter opens, as on every link.

use crate::kernel::said::Lang;
use crate::wishes::words as w;
use leptos::prelude::*;

/// Listens for J and K and moves the focus along the rows; on arriving it stands on the first.
#[island]
pub fn InboxKeys(
    /// The reader's language.
    lang: Lang,
) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    {
        focus(0);
        let listener = window_event_listener(leptos::ev::keydown, move |event| {
            let typing =
                document().active_element().is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "SELECT" | "TEXTAREA"));
            if typing || event.ctrl_key() || event.alt_key() || event.meta_key() {
                return;
            }
            match event.key().as_str() {
                "j" | "J" => focus(1),
                "k" | "K" => focus(-1),
                _ => {}
            }
        });
        on_cleanup(move || listener.remove());
    }
    view! { <p class="hint keys">{lang.t(w::DESK_KEYS)}</p> }
}

/// Moves the focus by so many rows from where it stands; from nowhere, to the first.
#[cfg(feature = "hydrate")]
fn focus(by: i32) {
    use leptos::wasm_bindgen::JsCast;
    let Ok(rows) = document().query_selector_all(".inbox a.row") else { return };
    let count = i32::try_from(rows.length()).unwrap_or(0);
    let active = document().active_element();
    let here = (0..count)
        .find(|at| rows.get(at.unsigned_abs()).is_some_and(|row| active.as_ref().is_some_and(|active| row.is_same_node(Some(active)))));
    let to = here.map_or(0, |here| (here + by).clamp(0, (count - 1).max(0)));
    if let Some(row) = rows.get(to.unsigned_abs()).and_then(|row| row.dyn_into::<leptos::web_sys::HtmlElement>().ok()) {
        // A row that cannot take the focus stays without it; nothing is lost.
        let _ = row.focus();
    }
}
