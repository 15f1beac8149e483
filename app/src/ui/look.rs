//! How pages look for this reader: language, elder mode and text size, from cookies that the server honours.

use crate::kernel::said::Lang;

/// The reader's choices.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// The language.
    pub lang: Lang,
    /// Elder mode: everything larger, fewer things per page.
    pub elder: bool,
    /// Large text.
    pub large: bool,
    /// The address of this page with its query, for coming back.
    pub here: String,
    /// Whether scripts-off readers see this answer to a form.
    pub path: String,
}

impl Look {
    /// The choices of whoever reads the current page.
    #[cfg(feature = "ssr")]
    pub fn here() -> Self {
        use crate::kernel::web::cookie;
        use leptos::prelude::use_context;
        let Some(parts) = use_context::<http::request::Parts>() else { return Self::default() };
        let lang = parts.extensions.get::<crate::kernel::ctx::Call>().map_or(Lang::default(), |call| call.lang);
        Self {
            lang,
            elder: cookie(&parts.headers, "linli-elder") == Some("on"),
            large: cookie(&parts.headers, "linli-size") == Some("large"),
            here: parts.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
            path: parts.uri.path().to_owned(),
        }
    }

    /// In the browser a page's parts come rendered; nothing there asks.
    #[cfg(not(feature = "ssr"))]
    pub fn here() -> Self {
        Self::default()
    }

    /// The classes of `<html>`.
    pub fn classes(&self) -> &'static str {
        match (self.elder, self.large) {
            (true, _) => "elder",
            (false, true) => "large",
            (false, false) => "",
        }
    }
}

/// The reader's language.
pub fn lang() -> Lang {
    Look::here().lang
}

/// Where this page comes from, as a printed code has to name it: scheme and host, as the browser asked for them.
#[cfg(feature = "ssr")]
pub fn origin() -> String {
    leptos::prelude::use_context::<http::request::Parts>().map(|parts| origin_of(&parts.headers)).unwrap_or_default()
}

/// The same, of a request with these headers.
#[cfg(feature = "ssr")]
pub fn origin_of(headers: &http::HeaderMap) -> String {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let scheme = said("x-forwarded-proto").filter(|scheme| *scheme == "https").unwrap_or("http");
    format!("{scheme}://{}", said("host").unwrap_or_default())
}

/// In the browser a page's parts come rendered; nothing there asks.
#[cfg(not(feature = "ssr"))]
pub fn origin() -> String {
    String::new()
}

/// A value of the query of the page's address; empty where there is none. Not from the router's map, which decodes what
/// was decoded already: a search for `100%25` is not one for `100%`.
#[cfg(feature = "ssr")]
pub fn query(name: &str) -> String {
    use axum::extract::Query;
    let Some(parts) = leptos::prelude::use_context::<http::request::Parts>() else { return String::new() };
    let pairs = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri).map(|Query(pairs)| pairs).unwrap_or_default();
    pairs.into_iter().find(|(key, _)| key == name).map(|(_, value)| value).unwrap_or_default()
}

/// In the browser a page's parts come rendered; nothing there asks.
#[cfg(not(feature = "ssr"))]
pub fn query(_: &str) -> String {
    String::new()
}
