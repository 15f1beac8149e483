//! The browser half of Linli: wakes the islands of the page. Everything else on a page is plain HTML from the server.

// Without this import the crate builds with no island linked in.
#[expect(unused_imports, reason = "linking the app's islands is the whole point")]
use app::*;

/// Called by the page's own script once the module is loaded.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
