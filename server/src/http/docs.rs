//! `/api/v1`: the slices' routes under one description, the description as OpenAPI, and a page of our own to browse it.

use app::kernel::ctx::Call;
use app::kernel::fault::Fault;
use app::kernel::rest::Refusal;
use axum::Router;
use axum::response::Html;
use axum::routing::get;
use std::fmt::Write as _;
use utoipa::OpenApi as _;
use utoipa::openapi::{OpenApi, security};
use utoipa_axum::router::OpenApiRouter;

#[derive(utoipa::OpenApi)]
#[openapi(info(
    title = "Linli 邻里",
    description = "Communities serve their residents: for mini-programs and integrators. \
    Errors are RFC 9457 problem+json with a stable `code`; lists are `{items, next}`; every POST and PATCH that changes something honours `Idempotency-Key`."
))]
struct Linli;

fn routes() -> (Router, OpenApi) {
    let (router, mut api) = OpenApiRouter::with_openapi(Linli::openapi())
        .merge(app::accounts::rest::routes())
        .merge(app::communities::rest::routes())
        .merge(app::notices::rest::routes())
        .merge(app::messages::rest::routes())
        .merge(app::wishes::rest::routes())
        .merge(app::posts::rest::routes())
        .merge(app::shifts::rest::routes())
        .merge(app::points::rest::routes())
        .merge(app::stars::rest::routes())
        .merge(app::certificates::rest::routes())
        .merge(app::diary::rest::routes())
        .merge(app::figures::rest::routes())
        .merge(app::hall::rest::routes())
        .merge(app::personal::rest::routes())
        .merge(app::imports::rest::routes())
        .merge(app::audit::rest::routes())
        .split_for_parts();
    api.servers = Some(vec![utoipa::openapi::Server::new("/api/v1")]);
    let bearer = security::SecurityScheme::Http(security::Http::new(security::HttpAuthScheme::Bearer));
    // Each call may carry a token; what needs one answers 401 without it.
    api.security = Some(vec![security::SecurityRequirement::new("bearer", Vec::<String>::new()), security::SecurityRequirement::default()]);
    api.components.get_or_insert_default().add_security_scheme("bearer", bearer);
    (router, api)
}

/// The description of the interface; what the coverage test knows the routes by.
pub fn openapi() -> OpenApi {
    routes().1
}

/// The routes with their description and its page, in the style of the other pages.
pub fn rest_router(css: &str) -> Router {
    let (router, api) = routes();
    let page = page(&api, css);
    let page = move || async move { Html(page) };
    let json = axum::Json(api);
    router
        .route("/openapi.json", get(move || async move { json }))
        .route("/", get(page.clone()))
        .route("/docs", get(page))
        .fallback(|call: Call| async move { Refusal(Fault::NotFound, call.lang) })
        .method_not_allowed_fallback(|call: Call| async move { Refusal(Fault::WrongMethod, call.lang) })
}

/// The description as plain HTML: no script, no other host.
fn page(api: &OpenApi, css: &str) -> String {
    let mut out = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>Linli API</title><link rel=\"stylesheet\" href=\"{css}\"><main><h1>Linli API</h1><p>Everything below is under <code>/api/v1</code>; the same as \
         <a href=\"/api/v1/openapi.json\">OpenAPI</a>. Log in with <code>POST /sessions</code> and send \
         <code>Authorization: Bearer …</code>.</p>",
    );
    let json = serde_json::to_value(api).unwrap_or_default();
    let paths = json.get("paths").and_then(|paths| paths.as_object()).cloned().unwrap_or_default();
    for (path, item) in &paths {
        for (method, operation) in item.as_object().into_iter().flatten() {
            write_operation(&mut out, method, path, operation);
        }
    }
    out.push_str("<h1>Shapes</h1>");
    for (name, schema) in json.pointer("/components/schemas").and_then(|s| s.as_object()).into_iter().flatten() {
        let text = serde_json::to_string_pretty(schema).unwrap_or_default();
        // Writing to a String cannot fail.
        let _ = write!(out, "<h2 id=\"{name}\">{name}</h2><pre>{}</pre>", escape(&text));
    }
    out.push_str("</main></html>");
    out
}

fn write_operation(out: &mut String, method: &str, path: &str, operation: &serde_json::Value) {
    let text = |key: &str| operation.get(key).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
    let method = method.to_uppercase();
    let _ = write!(out, "<section><h2><code>{method} {}</code></h2><p>{}</p>", escape(path), escape(&text("summary")));
    let shape = |at: &str| {
        let name = operation.pointer(at).and_then(|v| v.as_str()).and_then(|r| r.rsplit('/').next()).map(str::to_owned);
        name.map_or(String::new(), |name| format!(" <a href=\"#{name}\">{name}</a>"))
    };
    let body = shape("/requestBody/content/application~1json/schema/$ref");
    if !body.is_empty() {
        let _ = write!(out, "<p>Body:{body}</p>");
    }
    for parameter in operation.get("parameters").and_then(|p| p.as_array()).into_iter().flatten() {
        let text = |key: &str| parameter.get(key).and_then(|v| v.as_str()).unwrap_or_default();
        let _ = write!(out, "<p>{} <code>{}</code> {}</p>", text("in"), escape(text("name")), escape(text("description")));
    }
    out.push_str("<p>Answers:");
    for (status, answer) in operation.get("responses").and_then(|r| r.as_object()).into_iter().flatten() {
        let shape = shape(&format!("/responses/{status}/content/application~1json/schema/$ref"));
        let said = answer.get("description").and_then(|v| v.as_str()).unwrap_or_default();
        let _ = write!(out, " <b>{status}</b>{shape} {}", escape(said));
    }
    out.push_str("</p></section>");
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
