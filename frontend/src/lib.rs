//! The browser half of Linli: wakes the islands of the page. Everything else on a page is plain HTML from the server.

// Without this import the crate builds with no island linked in.
#[expect(unused_imports, reason = "linking the app's islands is the whole point")]
use app::*;

/// Called by the page's own script once the module is loaded.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
    keep_offline_page();
}

/// From now on a phone that has lost its network shows our offline page. Browsers offer this over HTTPS and on loopback
/// alone, so it may be missing.
fn keep_offline_page() {
    let navigator = leptos::prelude::window().navigator();
    let offered = js_sys::Reflect::get(&navigator, &"serviceWorker".into()).is_ok_and(|worker| !worker.is_undefined());
    if offered {
        // A browser that refuses it just shows its own page.
        let _registering = navigator.service_worker().register("/sw.js");
    }
}
