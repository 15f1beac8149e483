//! Icons: inline drawings in one stroke, always beside words, so hidden from those who listen.

use leptos::prelude::*;

/// A drawing of 24 by 24, by its name; an unknown one draws nothing.
#[component]
pub fn Icon(name: &'static str) -> impl IntoView {
    let path = match name {
        "home" => "M3 11l9-8 9 8v10h-6v-6H9v6H3z",
        "heart" => "M12 20s-8-5-8-11a4.5 4.5 0 0 1 8-2.8A4.5 4.5 0 0 1 20 9c0 6-8 11-8 11z",
        "list" => "M8 6h13M8 12h13M8 18h13M3 6h.01M3 12h.01M3 18h.01",
        "clock" => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2",
        "pause" => "M8 5v14M16 5v14",
        "more" => "M5 12h.01M12 12h.01M19 12h.01",
        "person" => "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c1-5 4-7 8-7s7 2 8 7",
        "wall" => "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z",
        "hand" => {
            "M7 12V6a1.5 1.5 0 0 1 3 0v5V4.500a1.500 1.500 0 0 1 3 0V11V6a1.500 1.500 0 0 1 3 0v8c0 4-2 7-6 7s-5-2-7-6l-1-2a1.500 1.500 0 0 1 2.500-1.500z"
        }
        "bell" => "M6 16v-5a6 6 0 0 1 12 0v5l2 2H4zM10 21h4",
        "warning" => "M12 3l10 18H2zM12 10v5M12 18h.01",
        "check" => "M4 12l6 6L20 6",
        "inbox" => "M3 13l3-9h12l3 9v7H3zM3 13h5l2 3h4l2-3h5",
        _ => "",
    };
    view! {
        <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
            <path d=path fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" />
        </svg>
    }
}
