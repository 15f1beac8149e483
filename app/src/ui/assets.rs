//! What is the same for every page: the names of the browser half's files, and whether the data is a demo.

use leptos::prelude::*;

/// What is the same for every page of this server.
#[derive(Debug, Clone, Default)]
pub struct Assets {
    /// Whether this is demo data: every page says so.
    pub is_demo: bool,
    /// `/pkg/linli.HASH.css`.
    pub css: String,
}

impl Assets {
    /// Reads the hash file that the options name.
    #[cfg(feature = "ssr")]
    pub fn read(options: &LeptosOptions) -> Self {
        let hashes = std::fs::read_to_string(options.hash_file.as_ref()).unwrap_or_default();
        let hash = hashes.lines().find_map(|line| line.strip_prefix("css:")).map_or("", str::trim);
        Self { is_demo: false, css: format!("/{}/{}.{hash}.css", options.site_pkg_dir, options.output_name) }
    }
}

/// Loads the browser half. Stands on the pages that have an island, and on no other.
#[component]
pub fn Scripts() -> impl IntoView {
    use_context::<LeptosOptions>().map(|options| view! { <HydrationScripts options=options islands=true /> })
}
