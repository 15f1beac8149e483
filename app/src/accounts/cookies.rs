//! The cookies of a logged-in browser, and the ones that say how pages should look.

use super::ops::Tokens;

/// The access token.
pub const ACCESS: &str = "__Host-linli-access";
/// The refresh token.
pub const REFRESH: &str = "__Host-linli-refresh";
/// A device on which its owner has logged in before; it stays after the log-out, and opens nothing.
pub const DEVICE: &str = "__Host-linli-device";

/// A year.
const YEAR_SECONDS: i64 = 365 * 24 * 3600;
/// Ninety days, the life of a session.
const SESSION_SECONDS: i64 = 90 * 24 * 3600;

/// The `Set-Cookie` lines that log a browser in. `__Host-` needs Secure and the whole path; browsers treat loopback as secure.
pub fn set(tokens: &Tokens) -> [String; 3] {
    [
        private(ACCESS, &tokens.access, tokens.expires_in),
        private(REFRESH, &tokens.refresh, SESSION_SECONDS),
        private(DEVICE, &tokens.device, YEAR_SECONDS),
    ]
}

/// The `Set-Cookie` lines that log a browser out.
pub fn clear() -> [String; 2] {
    [private(ACCESS, "", 0), private(REFRESH, "", 0)]
}

fn private(name: &str, value: &str, seconds: i64) -> String {
    format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; Secure; SameSite=Lax")
}

/// A `Set-Cookie` line for how pages look; kept a year, no secret.
pub fn preference(name: &str, value: &str) -> String {
    format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax")
}
