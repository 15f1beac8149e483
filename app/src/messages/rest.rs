//! `/api/v1/…/my-messages`, `/webhooks` and `/messages`: the same use cases as our pages, for programs.

use super::model::{Choices, LogQuery, MessageCard, MessageId, NewChoices, NewWebhook, Stage, WebhookCard, WebhookId};
use super::ops;
use crate::communities::model::Page;
use crate::communities::{serve, serve_once};
use crate::kernel::db::Mode;
use crate::kernel::rest::{Answer, Body, Caller, Path, PathId, Query, Refusal, created, json, parameter};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(get_choices, choose))
        .routes(routes!(ask_mail, remove_mail))
        .routes(routes!(confirm_mail))
        .routes(routes!(webhooks, open_webhook))
        .routes(routes!(close_webhook))
        .routes(routes!(try_webhook))
        .routes(routes!(log))
        .routes(routes!(retry))
}

/// How I am reached outside, and by what ways I could be
#[utoipa::path(get, path = "/communities/{slug}/my-messages", tag = "messages", params(("slug" = String, Path)),
    responses((status = 200, body = Choices), (status = 401), (status = 404)))]
async fn get_choices(Caller(call): Caller, Path(slug): Path<String>) -> Answer<Choices> {
    json(&call, serve(&call, "rest.messages.choices", Mode::Read, &slug, call.lang, ops::choices).await)
}

/// What to be sent, by what ways, and when not.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ChoicesJson {
    /// `all`, `late` or `none`.
    wants: String,
    /// `mail`, ids of webhooks.
    ways: Vec<String>,
    /// `21:00`; empty with `quiet_to` for none.
    quiet_from: String,
    /// `08:00`.
    quiet_to: String,
    /// `zh-CN` or `en`.
    lang: String,
}

/// Choose how I am reached outside
#[utoipa::path(put, path = "/communities/{slug}/my-messages", tag = "messages", params(("slug" = String, Path)),
    responses((status = 200, body = Choices), (status = 401), (status = 404), (status = 422)))]
async fn choose(Caller(call): Caller, Path(slug): Path<String>, Body(body): Body<ChoicesJson>) -> Answer<Choices> {
    let ChoicesJson { wants, ways, quiet_from, quiet_to, lang } = body;
    let new = NewChoices { wants, ways, quiet_from, quiet_to, lang };
    json(&call, serve_once(&call, "rest.messages.choose", &slug, (new, call.lang), ops::choose).await).map(drop)?;
    get_choices(Caller(call), Path(slug)).await
}

/// An e-mail address.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AddressJson {
    /// The address.
    address: String,
}

/// Have a code sent to an address of mine
#[utoipa::path(put, path = "/communities/{slug}/my-messages/mail", tag = "messages", params(("slug" = String, Path)),
    responses((status = 204), (status = 401), (status = 404), (status = 409), (status = 422), (status = 429)))]
async fn ask_mail(Caller(call): Caller, Path(slug): Path<String>, Body(body): Body<AddressJson>) -> Result<StatusCode, Refusal> {
    json(&call, ops::ask_mail(&call, &slug, &body.address).await).map(|axum::Json(())| StatusCode::NO_CONTENT)
}

/// A code.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CodeJson {
    /// The code.
    code: String,
}

/// Confirm my address by the code that came
#[utoipa::path(post, path = "/communities/{slug}/my-messages/mail/confirm", tag = "messages", params(("slug" = String, Path)),
    responses((status = 200, body = Choices), (status = 401), (status = 404), (status = 422), (status = 429)))]
async fn confirm_mail(Caller(call): Caller, Path(slug): Path<String>, Body(body): Body<CodeJson>) -> Answer<Choices> {
    json(&call, ops::confirm_mail(&call, &slug, &body.code).await).map(drop)?;
    get_choices(Caller(call), Path(slug)).await
}

/// Take my address away
#[utoipa::path(delete, path = "/communities/{slug}/my-messages/mail", tag = "messages", params(("slug" = String, Path)),
    responses((status = 204), (status = 401), (status = 404)))]
async fn remove_mail(Caller(call): Caller, Path(slug): Path<String>) -> Result<StatusCode, Refusal> {
    json(&call, serve_once(&call, "rest.messages.remove_mail", &slug, (), ops::remove_mail).await)
        .map(|axum::Json(())| StatusCode::NO_CONTENT)
}

/// The webhooks of the community: for admins
#[utoipa::path(get, path = "/communities/{slug}/webhooks", tag = "messages", params(("slug" = String, Path)),
    responses((status = 200, body = Vec<WebhookCard>), (status = 401), (status = 403), (status = 404)))]
async fn webhooks(Caller(call): Caller, Path(slug): Path<String>) -> Answer<Vec<WebhookCard>> {
    json(&call, serve(&call, "rest.messages.webhooks", Mode::Read, &slug, (), ops::webhooks).await)
}

/// Set a webhook up (Standard Webhooks); members then choose it for themselves
#[utoipa::path(post, path = "/communities/{slug}/webhooks", tag = "messages", params(("slug" = String, Path)),
    responses((status = 201, body = WebhookCard), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn open_webhook(
    Caller(call): Caller,
    Path(slug): Path<String>,
    Body(new): Body<NewWebhook>,
) -> Result<(StatusCode, axum::Json<WebhookCard>), Refusal> {
    let id = json(&call, serve_once(&call, "rest.messages.open_webhook", &slug, new, ops::open_webhook).await)?.0;
    created(&call, serve(&call, "rest.messages.webhook", Mode::Read, &slug, id, ops::webhook).await)
}

/// Close a webhook for good
#[utoipa::path(delete, path = "/communities/{slug}/webhooks/{id}", tag = "messages", params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 204), (status = 401), (status = 403), (status = 404)))]
async fn close_webhook(Caller(call): Caller, Path((slug, id)): Path<(String, PathId)>) -> Result<StatusCode, Refusal> {
    let id = WebhookId(id.get(&call)?);
    json(&call, serve_once(&call, "rest.messages.close_webhook", &slug, id, ops::close_webhook).await)
        .map(|axum::Json(())| StatusCode::NO_CONTENT)
}

/// A message that was made.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct MessageIdJson {
    /// Its id.
    id: uuid::Uuid,
}

/// Send a message to try a webhook out
#[utoipa::path(post, path = "/communities/{slug}/webhooks/{id}/try", tag = "messages", params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 200, body = MessageIdJson), (status = 401), (status = 403), (status = 404)))]
async fn try_webhook(Caller(call): Caller, Path((slug, id)): Path<(String, PathId)>) -> Answer<MessageIdJson> {
    let id = WebhookId(id.get(&call)?);
    let tried = serve_once(&call, "rest.messages.try_webhook", &slug, id, ops::try_webhook).await;
    json(&call, tried.map(|message| MessageIdJson { id: message.0 }))
}

/// Which messages.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct LogJson {
    /// `waiting`, `sent`, `skipped`, `failed`.
    stage: Option<String>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// What became of messages, newest first: for admins
#[utoipa::path(get, path = "/communities/{slug}/messages", tag = "messages", params(("slug" = String, Path), LogJson),
    responses((status = 200, body = Page<MessageCard>), (status = 401), (status = 403), (status = 404), (status = 422)))]
async fn log(Caller(call): Caller, Path(slug): Path<String>, Query(asked): Query<LogJson>) -> Answer<Page<MessageCard>> {
    let query = LogQuery {
        stage: parameter(&call, "stage", asked.stage.as_deref(), Stage::from_code)?,
        cursor: parameter(&call, "cursor", asked.cursor.as_deref(), |v| v.parse().ok())?,
    };
    json(&call, serve(&call, "rest.messages.log", Mode::Read, &slug, query, ops::log).await)
}

/// Try again what could not be sent
#[utoipa::path(post, path = "/communities/{slug}/messages/{id}/retry", tag = "messages", params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 204), (status = 401), (status = 403), (status = 404)))]
async fn retry(Caller(call): Caller, Path((slug, id)): Path<(String, PathId)>) -> Result<StatusCode, Refusal> {
    let id = MessageId(id.get(&call)?);
    json(&call, serve_once(&call, "rest.messages.retry", &slug, id, ops::retry).await).map(|axum::Json(())| StatusCode::NO_CONTENT)
}
