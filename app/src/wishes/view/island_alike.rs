//! An island: while somebody writes a title, open wishes that are like it, to follow instead of ordering twice. Without
//! scripts nothing is offered, and nothing is lost.

use crate::kernel::said::Lang;
use crate::ui::paths;
use crate::wishes::api::AlikeCard;
use crate::wishes::words as w;
use leptos::prelude::*;

/// Listens to the title's field and shows what is like it, half a second after the last key.
#[island]
pub fn Alike(
    /// The reader's language.
    lang: Lang,
    /// The community.
    community: String,
    /// The id of the title's field.
    field: String,
) -> impl IntoView {
    let (found, set_found) = signal(Vec::<AlikeCard>::new());
    #[cfg(feature = "hydrate")]
    listen(field, community.clone(), set_found);
    #[cfg(not(feature = "hydrate"))]
    let _ = (field, set_found);
    view! {
        <div class="alike" role="status">
            {move || {
                let cards = found.get();
                (!cards.is_empty())
                    .then(|| {
                        let slug = community.clone();
                        view! {
                            <p>{lang.t(w::ALIKE)}</p>
                            <ul>
                                {cards
                                    .into_iter()
                                    .map(|card| {
                                        let own = card.mine.then(|| format!(" · {}", lang.t(w::ALIKE_OWN)));
                                        view! { <li><a href=paths::wish(&slug, card.id) target="_blank">{card.headline}</a>{own}</li> }
                                    })
                                    .collect_view()}
                            </ul>
                        }
                    })
            }}
        </div>
    }
}

#[cfg(feature = "hydrate")]
fn listen(field: String, community: String, found: WriteSignal<Vec<AlikeCard>>) {
    use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
    use leptos::wasm_bindgen::JsCast;
    use std::time::Duration;
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let listener = window_event_listener(leptos::ev::input, move |event| {
        let typed = event.target().and_then(|target| target.dyn_into::<leptos::web_sys::HtmlInputElement>().ok());
        let Some(title) = typed.filter(|input| input.id() == field).map(|input| input.value()) else { return };
        if let Some(handle) = waiting.get_value() {
            handle.clear();
        }
        let community = community.clone();
        let ask = move || {
            leptos::task::spawn_local(async move {
                // Where nothing can be asked now, nothing is offered.
                if let Ok(cards) = crate::wishes::api::find_alike(community, title).await {
                    found.set(cards);
                }
            });
        };
        waiting.set_value(set_timeout_with_handle(ask, Duration::from_millis(500)).ok());
    });
    on_cleanup(move || listener.remove());
}
