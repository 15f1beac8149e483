//! The door of our own pages: how a server function answers. No rule stands here.

use super::fault::Fault;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

/// Gives the response the status of its fault. While a page is rendered that is the page's own status, so that what is
/// not there is a 404 also for those who read pages.
///
/// # Errors
/// The fault it was given.
pub fn answer<T>(result: Result<T, Fault>) -> Result<T, Fault> {
    if let (Err(fault), Some(response)) = (&result, use_context::<ResponseOptions>()) {
        response.set_status(StatusCode::from_u16(fault.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
        if let Fault::SlowDown { after } = fault {
            response.insert_header(header::RETRY_AFTER, HeaderValue::from(*after));
        }
    }
    result
}

/// Where a form leads when it worked. Only paths of our own: anything else leads to the front door.
pub fn go_to(path: &str) {
    // Browsers drop tabs and read a backslash as a slash: both would make another host of a path.
    let own = path.starts_with('/') && !path.starts_with("//") && !path.contains(|c: char| c == '\\' || c.is_control());
    let path = if own { path } else { "/" };
    if let (Some(response), Ok(value)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(path)) {
        response.insert_header(header::LOCATION, value);
    }
}

/// Adds `Set-Cookie` lines to the response.
pub fn set_cookies(lines: impl IntoIterator<Item = String>) {
    let Some(response) = use_context::<ResponseOptions>() else { return };
    for line in lines {
        if let Ok(value) = HeaderValue::from_str(&line) {
            response.append_header(header::SET_COOKIE, value);
        }
    }
}

/// The value of a cookie of the request.
pub fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let pairs = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|line| line.split(';'));
    pairs.filter_map(|pair| pair.trim().split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
}
