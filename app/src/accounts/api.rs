//! Server functions of accounts, for our own pages.
#![cfg_attr(feature = "ssr", expect(clippy::unused_async, reason = "a server function is async by its form"))]

use super::model::LogInChange;
use crate::kernel::fault::Fault;
use crate::kernel::ids::SessionId;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::{cookies, ops, serve},
    crate::kernel::{ctx::Call, db::Mode, web},
};

/// Logs the browser in and leads on to `next`.
#[server(prefix = "/api", endpoint = "accounts.log_in")]
pub async fn log_in(login: String, password: String, #[server(default)] next: String) -> Result<(), Fault> {
    let tokens = web::answer(ops::log_in(&Call::here()?, login, password).await)?;
    web::set_cookies(cookies::set(&tokens));
    web::go_to(if next.is_empty() { "/" } else { &next });
    Ok(())
}

/// Logs the browser out and ends its session.
#[server(prefix = "/api", endpoint = "accounts.log_out")]
pub async fn log_out() -> Result<(), Fault> {
    let call = Call::here()?;
    // A session that has ended already is as good as ended now.
    match serve(&call, "accounts.log_out", Mode::Write, None, ops::end_session).await {
        Ok(_) | Err(Fault::NotFound | Fault::SignIn) => {}
        Err(fault) => return web::answer(Err(fault)),
    }
    web::set_cookies(cookies::clear());
    web::go_to("/");
    Ok(())
}

/// Ends one of my sessions.
#[server(prefix = "/api", endpoint = "accounts.end_session")]
pub async fn end_session(session: SessionId) -> Result<(), Fault> {
    web::answer(serve(&Call::here()?, "accounts.end_session", Mode::Write, Some(session), ops::end_session).await)?;
    web::go_to("/account");
    Ok(())
}

/// Changes how I log in, and says so on the page of my account.
#[server(prefix = "/api", endpoint = "accounts.change")]
pub async fn change_log_in(#[server(flatten)] typed: LogInChange) -> Result<(), Fault> {
    web::answer(ops::change_log_in(&Call::here()?, typed).await)?;
    web::go_to("/account?changed=1");
    Ok(())
}

/// How pages look: language, elder mode, text size. Leads back to where it was asked for.
#[server(prefix = "/api", endpoint = "accounts.set_look")]
pub async fn set_look(
    #[server(default)] lang: Option<String>,
    #[server(default)] elder: Option<String>,
    #[server(default)] size: Option<String>,
    #[server(default)] next: String,
) -> Result<(), Fault> {
    let known = |value: Option<String>, list: &[&str]| value.filter(|value| list.contains(&value.as_str()));
    let lang = known(lang, &["zh", "en"]).map(|value| cookies::preference("linli-lang", &value));
    let elder = known(elder, &["on", "off"]).map(|value| cookies::preference("linli-elder", &value));
    let size = known(size, &["normal", "large"]).map(|value| cookies::preference("linli-size", &value));
    web::set_cookies([lang, elder, size].into_iter().flatten());
    web::go_to(&next);
    Ok(())
}
