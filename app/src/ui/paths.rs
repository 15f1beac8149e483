//! The addresses of pages, each written once.

/// The log-in page that leads on to `next`.
pub fn log_in(next: &str) -> String {
    format!("/login?next={}", encode(next))
}

/// A community's home.
pub fn home(community: &str) -> String {
    format!("/c/{community}")
}

/// A page of a community.
pub fn of(community: &str, page: &str) -> String {
    format!("/c/{community}/{page}")
}

/// One wish.
pub fn wish(community: &str, id: impl std::fmt::Display) -> String {
    format!("/c/{community}/wishes/{id}")
}

/// One member, in full.
pub fn member(community: &str, id: impl std::fmt::Display) -> String {
    format!("/c/{community}/people/{id}")
}

/// A photo of a wish.
pub fn photo(community: &str, id: impl std::fmt::Display) -> String {
    format!("/c/{community}/photos/{id}")
}

/// The stream of what changed in a community, or of one wish, since it was read: microseconds since 1970, as the last value.
pub fn live(community: &str, wish: Option<uuid::Uuid>, since: i64) -> String {
    let wish = wish.map_or_else(String::new, |wish| format!("wish={wish}&"));
    format!("/c/{community}/live?{wish}since={since}")
}

/// The stream of what changed in a community since then, for its hall.
pub fn live_screen(community: &str, since: i64) -> String {
    format!("/c/{community}/live?screen=true&since={since}")
}

/// Percent-encodes a value of a query.
pub fn encode(value: &str) -> String {
    use std::fmt::Write as _;
    value.bytes().fold(String::with_capacity(value.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_survives_inside_a_query() {
        assert_eq!(log_in("/c/a?b=1&c=心"), "/login?next=/c/a%3Fb%3D1%26c%3D%E5%BF%83");
    }
}
