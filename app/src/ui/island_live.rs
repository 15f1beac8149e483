//! An island: follows what changes on an open page. It listens to the server's hints (one stream a page), asks for the page
//! again as its reader, and puts what is new into the parts that are marked `data-live="name"`. A part in which somebody
//! is writing, or in which an island lives, is left as it is, and a line says that there is something new. What a part
//! says may differ at each reading without being new (keys that are used once): such a part says its version in `data-v`.

use super::words as w;
use crate::kernel::said::Lang;
use leptos::prelude::*;

/// Follows what changes.
#[island]
pub fn Follow(
    /// The reader's language.
    lang: Lang,
    /// The address of the stream, with `since` as its last value.
    stream: String,
) -> impl IntoView {
    let (stale, set_stale) = signal(false);
    #[cfg(feature = "hydrate")]
    browser::follow(&stream, set_stale);
    #[cfg(not(feature = "hydrate"))]
    let _ = (stream, set_stale);
    let new = move || stale.get().then(|| view! { {lang.t(w::CHANGED)} " " <a class="link" href="">{lang.t(w::LOOK_AGAIN)}</a> });
    view! { <p class="followed" role="status">{new}</p> }
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::prelude::*;
    use leptos::wasm_bindgen::JsCast as _;
    use leptos::wasm_bindgen::closure::Closure;
    use leptos::web_sys::{Document, Element, Event, EventSource, HtmlElement, MessageEvent, XmlHttpRequest, XmlHttpRequestResponseType};
    use std::cell::RefCell;
    use std::rc::Rc;
    use std::time::Duration;

    /// The stream that is open, and what was heard last.
    struct Stream {
        open: Option<EventSource>,
        address: String,
        since: String,
    }

    type Shared = Rc<RefCell<Stream>>;

    /// Opens the stream, closes it while nobody looks (browsers open six connections at a time, for all tabs together), and
    /// opens it again from where it was left.
    pub fn follow(stream: &str, stale: WriteSignal<bool>) {
        let (address, since) = stream.split_at(stream.rfind('=').map_or(stream.len(), |at| at + 1));
        let shared = Rc::new(RefCell::new(Stream { open: None, address: address.to_owned(), since: since.to_owned() }));
        let turned = Rc::clone(&shared);
        let listener = window_event_listener(leptos::ev::Custom::<Event>::new("visibilitychange"), move |_| turn(&turned, stale));
        // Whatever somebody typed or chose in a part keeps it as it is, also when they have moved on.
        let typing = window_event_listener(leptos::ev::input, |event| {
            let part = event.target().and_then(|target| target.dyn_into::<Element>().ok()?.closest("[data-live]").ok()?);
            if let Some(part) = part {
                drop(part.set_attribute("data-used", ""));
            }
        });
        on_cleanup(move || {
            listener.remove();
            typing.remove();
        });
        // Times in words grow old, days end, and a hint may get lost.
        set_interval(
            move || {
                if !document().hidden() {
                    look_again(stale);
                }
            },
            Duration::from_mins(5),
        );
        turn(&shared, stale);
    }

    fn turn(shared: &Shared, stale: WriteSignal<bool>) {
        if let Some(open) = shared.borrow_mut().open.take() {
            open.close();
        }
        if document().hidden() {
            return;
        }
        let address = {
            let stream = shared.borrow();
            format!("{}{}", stream.address, stream.since)
        };
        // Without a stream the page stays as it is.
        let Ok(source) = EventSource::new(&address) else { return };
        for name in ["hello", "changed"] {
            let heard = Rc::clone(shared);
            let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
                heard.borrow_mut().since = event.last_event_id();
                if name == "changed" {
                    look_again(stale);
                }
            });
            drop(source.add_event_listener_with_callback(name, hear.as_ref().unchecked_ref()));
            // It lives as long as the page.
            hear.forget();
        }
        shared.borrow_mut().open = Some(source);
    }

    /// Asks for the page again, as a document that runs nothing.
    fn look_again(stale: WriteSignal<bool>) {
        let Ok(request) = XmlHttpRequest::new() else { return };
        let Ok(here) = window().location().href() else { return };
        if request.open("GET", &here).is_err() {
            return;
        }
        request.set_response_type(XmlHttpRequestResponseType::Document);
        let answered = request.clone();
        let loaded = Closure::once_into_js(move || {
            if answered.status() == Ok(200)
                && let Ok(Some(fresh)) = answered.response_xml()
            {
                put(&fresh, stale);
            }
        });
        request.set_onload(Some(loaded.unchecked_ref()));
        drop(request.send());
    }

    fn put(fresh: &Document, stale: WriteSignal<bool>) {
        let Ok(parts) = document().query_selector_all("[data-live]") else { return };
        for part in (0..parts.length()).filter_map(|at| parts.get(at)?.dyn_into::<Element>().ok()) {
            let name = part.get_attribute("data-live").unwrap_or_default();
            let Ok(Some(new)) = fresh.query_selector(&format!("[data-live=\"{name}\"]")) else { continue };
            let version = new.get_attribute("data-v");
            let same = match &version {
                Some(_) => version == part.get_attribute("data-v"),
                None => alike(&new, &part),
            };
            if same {
                continue;
            }
            // Whoever is just pressing something in it would press nothing.
            if part.matches(":active").unwrap_or_default() {
                set_timeout(move || look_again(stale), Duration::from_millis(500));
                continue;
            }
            if in_use(&part) {
                stale.set(true);
                continue;
            }
            let link = focused_link(&part);
            part.set_text_content(None);
            while let Some(child) = new.first_child() {
                drop(part.append_child(&child));
            }
            if let Some(version) = version {
                drop(part.set_attribute("data-v", &version));
            }
            if let Some(Ok(Some(link))) = link.map(|link| part.query_selector(&format!("a[href=\"{link}\"]")))
                && let Ok(link) = link.dyn_into::<HtmlElement>()
            {
                drop(link.focus());
            }
        }
    }

    /// Whether the same stands in both, but for the keys of forms, which differ at each reading.
    fn alike(one: &Element, other: &Element) -> bool {
        let without_keys = |part: &Element| {
            let copy = part.clone_node_with_deep(true).ok()?.dyn_into::<Element>().ok()?;
            let keys = copy.query_selector_all("input[name=once]").ok()?;
            for key in (0..keys.length()).filter_map(|at| keys.get(at)?.dyn_into::<Element>().ok()) {
                drop(key.remove_attribute("value"));
            }
            Some(copy.child_nodes())
        };
        let Some((one, other)) = without_keys(one).zip(without_keys(other)) else { return false };
        one.length() == other.length()
            && (0..one.length()).all(|at| one.get(at).is_some_and(|node| node.is_equal_node(other.get(at).as_ref())))
    }

    /// Whether somebody writes or chooses in it or did, or an island lives in it.
    fn in_use(part: &Element) -> bool {
        let holds = |selector| part.query_selector(selector).is_ok_and(|found| found.is_some());
        let here = document().active_element().is_some_and(|active| part.contains(Some(&active)));
        part.has_attribute("data-used") || holds("leptos-island") || (here && focused_link(part).is_none())
    }

    /// The address of the link in it that has the focus.
    fn focused_link(part: &Element) -> Option<String> {
        let active = document().active_element().filter(|active| part.contains(Some(active)))?;
        (active.tag_name() == "A").then(|| active.get_attribute("href")).flatten()
    }
}
