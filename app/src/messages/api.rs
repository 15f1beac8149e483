//! Server functions of messages, for our own pages.

use super::model::{Choices, MessageId, MessageLog, WebhookId};
use crate::communities::model::Framed;
use crate::kernel::fault::Fault;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::model::{LogQuery, NewChoices, NewWebhook, Stage},
    super::ops,
    crate::communities::{serve, serve_once},
    crate::kernel::{ctx::Call, db::Mode, web},
};

/// What the reader chose, and what there is to choose.
#[server(prefix = "/api", endpoint = "messages.choices")]
pub async fn get_choices(community: String) -> Result<Framed<Choices>, Fault> {
    let call = Call::here()?;
    web::answer(serve(&call, "messages.choices", Mode::Read, &community, call.lang, ops::choices_page).await)
}

/// Chooses what to be sent, by what ways, and when not.
#[server(prefix = "/api", endpoint = "messages.choose")]
pub async fn choose(
    community: String,
    #[server(default)] wants: String,
    #[server(default)] ways: Vec<String>,
    #[server(default)] quiet_from: String,
    #[server(default)] quiet_to: String,
    #[server(default)] lang: String,
) -> Result<(), Fault> {
    let call = Call::here()?;
    let new = NewChoices { wants, ways, quiet_from, quiet_to, lang };
    web::answer(serve_once(&call, "messages.choose", &community, (new, call.lang), ops::choose).await)?;
    web::go_to(&format!("/c/{community}/notices/choices?done=saved"));
    Ok(())
}

/// Sends a code to an address that somebody typed as theirs.
#[server(prefix = "/api", endpoint = "messages.ask_mail")]
pub async fn ask_mail(community: String, #[server(default)] address: String) -> Result<(), Fault> {
    web::answer(ops::ask_mail(&Call::here()?, &community, &address).await)?;
    web::go_to(&format!("/c/{community}/notices/choices#mail"));
    Ok(())
}

/// Confirms the address by the code that came.
#[server(prefix = "/api", endpoint = "messages.confirm_mail")]
pub async fn confirm_mail(community: String, #[server(default)] code: String) -> Result<(), Fault> {
    web::answer(ops::confirm_mail(&Call::here()?, &community, &code).await)?;
    web::go_to(&format!("/c/{community}/notices/choices?done=confirmed"));
    Ok(())
}

/// Takes the address away.
#[server(prefix = "/api", endpoint = "messages.remove_mail")]
pub async fn remove_mail(community: String) -> Result<(), Fault> {
    web::answer(serve_once(&Call::here()?, "messages.remove_mail", &community, (), ops::remove_mail).await)?;
    web::go_to(&format!("/c/{community}/notices/choices?done=removed"));
    Ok(())
}

/// Where messages go, and what became of them.
#[server(prefix = "/api", endpoint = "messages.page")]
pub async fn get_log(
    community: String,
    #[server(default)] stage: String,
    #[server(default)] cursor: Option<MessageId>,
) -> Result<Framed<MessageLog>, Fault> {
    let query = LogQuery { stage: Stage::from_code(&stage), cursor };
    web::answer(serve(&Call::here()?, "messages.page", Mode::Read, &community, query, ops::log_page).await)
}

/// Tries again what could not be sent.
#[server(prefix = "/api", endpoint = "messages.retry")]
pub async fn retry(community: String, message: MessageId) -> Result<(), Fault> {
    web::answer(serve_once(&Call::here()?, "messages.retry", &community, message, ops::retry).await)
}

/// Sets a webhook up.
#[server(prefix = "/api", endpoint = "messages.open_webhook")]
pub async fn open_webhook(
    community: String,
    #[server(default)] name: String,
    #[server(default)] url: String,
    #[server(default)] gets_phones: bool,
) -> Result<(), Fault> {
    let new = NewWebhook { name, url, gets_phones };
    web::answer(serve_once(&Call::here()?, "messages.open_webhook", &community, new, ops::open_webhook).await)?;
    web::go_to(&format!("/c/{community}/messages"));
    Ok(())
}

/// Sends a message to try a webhook out.
#[server(prefix = "/api", endpoint = "messages.try_webhook")]
pub async fn try_webhook(community: String, webhook: WebhookId) -> Result<(), Fault> {
    web::answer(serve_once(&Call::here()?, "messages.try_webhook", &community, webhook, ops::try_webhook).await)?;
    web::go_to(&format!("/c/{community}/messages?done=tried"));
    Ok(())
}

/// Closes a webhook.
#[server(prefix = "/api", endpoint = "messages.close_webhook")]
pub async fn close_webhook(community: String, webhook: WebhookId) -> Result<(), Fault> {
    web::answer(serve_once(&Call::here()?, "messages.close_webhook", &community, webhook, ops::close_webhook).await)?;
    web::go_to(&format!("/c/{community}/messages"));
    Ok(())
}
