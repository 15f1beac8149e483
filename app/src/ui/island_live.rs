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

    /// The stream that is open, what was heard last, and whether the page is being asked for.
    struct Follower {
        open: Option<EventSource>,
        address: String,
        since: String,
        asking: bool,
        /// Something changed while the page was asked for.
        again: bool,
        /// How long to wait after the next failure, in milliseconds.
        patience: f64,
        stale: WriteSignal<bool>,
    }

    type Shared = Rc<RefCell<Follower>>;

    const PATIENCE: f64 = 2_000.0;
    const MOST_PATIENCE: f64 = 300_000.0;

    /// Opens the stream, closes it while nobody looks (browsers open six connections at a time, for all tabs together), and
    /// opens it again from where it was left.
    pub fn follow(stream: &str, stale: WriteSignal<bool>) {
        let (address, since) = stream.split_at(stream.rfind('=').map_or(stream.len(), |at| at + 1));
        let (address, since) = (address.to_owned(), since.to_owned());
        let follower = Follower { open: None, address, since, asking: false, again: false, patience: PATIENCE, stale };
        let shared = Rc::new(RefCell::new(follower));
        let turned = Rc::clone(&shared);
        let listener = window_event_listener(leptos::ev::Custom::<Event>::new("visibilitychange"), move |_| turn(&turned));
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
        // Times in words grow old and days end.
        let aging = Rc::clone(&shared);
        set_interval(
            move || {
                if !document().hidden() {
                    look_again(&aging);
                }
            },
            Duration::from_mins(5),
        );
        turn(&shared);
    }

    /// After some time, in which not all browsers that failed together come back together.
    fn after(milliseconds: f64, shared: &Shared, then: fn(&Shared)) {
        let shared = Rc::clone(shared);
        set_timeout(move || then(&shared), Duration::from_secs_f64(milliseconds * (0.5 + js_sys::Math::random()) / 1000.0));
    }

    /// Again after a failure: later, and each time twice as long.
    fn later(shared: &Shared, then: fn(&Shared)) {
        let wait = shared.borrow().patience;
        shared.borrow_mut().patience = (wait * 2.0).min(MOST_PATIENCE);
        after(wait, shared, then);
    }

    fn turn(shared: &Shared) {
        if let Some(open) = shared.borrow_mut().open.take() {
            open.close();
        }
        if document().hidden() {
            return;
        }
        let address = {
            let follower = shared.borrow();
            format!("{}{}", follower.address, follower.since)
        };
        // Without a stream the page stays as it is.
        let Ok(source) = EventSource::new(&address) else { return };
        for name in ["hello", "changed"] {
            let heard = Rc::clone(shared);
            let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
                {
                    let mut follower = heard.borrow_mut();
                    (follower.since, follower.patience) = (event.last_event_id(), PATIENCE);
                }
                if name == "changed" {
                    after(200.0, &heard, look_again);
                }
            });
            drop(source.add_event_listener_with_callback(name, hear.as_ref().unchecked_ref()));
            // It lives as long as the page.
            hear.forget();
        }
        // A stream that broke comes back by itself; one that was answered with anything but a stream does not.
        let (failed, broken) = (Rc::clone(shared), source.clone());
        let fail = Closure::<dyn Fn(Event)>::new(move |_: Event| {
            if broken.ready_state() == EventSource::CLOSED {
                later(&failed, turn);
            }
        });
        source.set_onerror(Some(fail.as_ref().unchecked_ref()));
        fail.forget();
        shared.borrow_mut().open = Some(source);
    }

    /// Asks for the page again, as a document that runs nothing; one request at a time, so that an older answer never stands
    /// over a newer one.
    fn look_again(shared: &Shared) {
        {
            let mut follower = shared.borrow_mut();
            if follower.asking {
                follower.again = true;
                return;
            }
            follower.asking = true;
        }
        let ended = Rc::clone(shared);
        let asked = ask(move |status, fresh| {
            let (stale, again) = {
                let mut follower = ended.borrow_mut();
                follower.asking = false;
                (follower.stale, std::mem::take(&mut follower.again))
            };
            match (status, fresh) {
                (200, Some(fresh)) if put(&fresh, stale) => after(500.0, &ended, look_again),
                // No answer, or one that says that it is not the page's fault.
                (0 | 429 | 500.., _) => return later(&ended, look_again),
                _ => {}
            }
            if again {
                look_again(&ended);
            }
        });
        if asked.is_none() {
            shared.borrow_mut().asking = false;
        }
    }

    /// Sends the request; what came of it goes to `then`: the status (0 where there was no answer) and the page.
    fn ask(then: impl FnOnce(u16, Option<Document>) + 'static) -> Option<()> {
        let request = XmlHttpRequest::new().ok()?;
        request.open("GET", &window().location().href().ok()?).ok()?;
        // Nobody looks: this is no look at anybody's address, and reads no notice.
        request.set_request_header("x-linli-again", "1").ok()?;
        request.set_response_type(XmlHttpRequestResponseType::Document);
        let answered = request.clone();
        let ended = Closure::once_into_js(move || then(answered.status().unwrap_or(0), answered.response_xml().ok().flatten()));
        request.set_onloadend(Some(ended.unchecked_ref()));
        request.send().ok()
    }

    /// Puts what is new where it belongs; true where something is to be put later.
    fn put(fresh: &Document, stale: WriteSignal<bool>) -> bool {
        let mut later = false;
        let Ok(parts) = document().query_selector_all("[data-live]") else { return later };
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
                later = true;
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
        later
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
