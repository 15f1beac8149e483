//! What a page lets one download: plain addresses beside the pages, answered as files.

use app::audit::{self, model::AuditQuery};
use app::communities;
use app::imports::{self, model::What};
use app::kernel::ctx::Call;
use app::kernel::db::Mode;
use app::kernel::fault::Fault;
use app::personal;
use app::shifts;
use app::stars;
use app::ui::look::origin_of;
use app::ui::paths;
use app::wishes;
use axum::Extension;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderValue, StatusCode, header};
use std::collections::HashMap;

/// `/c/SLUG/my-data.json`: all that this community keeps of the reader.
pub async fn my_data(Extension(call): Extension<Call>, Path(slug): Path<String>) -> Response {
    let found = communities::serve(&call, "personal.file", Mode::Read, &slug, None, personal::ops::give_out).await;
    let text = found.and_then(|data| serde_json::to_string_pretty(&data).map_err(|_| Fault::Unavailable));
    file(&call, &slug, "my-data", "my-data.json", "application/json", text)
}

/// `/c/SLUG/photos/ID`: a photo of a wish, for those who see the whole of it.
pub async fn photo(Extension(call): Extension<Call>, Path((slug, id)): Path<(String, String)>) -> Response {
    let Ok(id) = id.parse() else { return StatusCode::NOT_FOUND.into_response() };
    match communities::serve(&call, "photos.get", Mode::Write, &slug, id, wishes::ops::get_photo).await {
        // Looked at once, a page shows it again without asking: its bytes never change, and what was taken away is gone with its page.
        Ok(bytes) => ([(header::CONTENT_TYPE, "image/jpeg"), (header::CACHE_CONTROL, "private, max-age=600")], bytes).into_response(),
        Err(fault) => StatusCode::from_u16(fault.status()).unwrap_or(StatusCode::BAD_REQUEST).into_response(),
    }
}

/// `/c/SLUG/imports/template.csv?what=residents`: the head of a table that may come in.
pub async fn template(
    Extension(call): Extension<Call>,
    Path(slug): Path<String>,
    Query(asked): Query<HashMap<String, String>>,
) -> Response {
    let what = asked.get("what").and_then(|what| What::from_code(what)).unwrap_or_default();
    let text = imports::ops::template(&call, &slug, what).await;
    file(&call, &slug, "imports", &format!("{}.csv", what.code()), "text/csv; charset=utf-8", text)
}

/// `/c/SLUG/audit.csv`: who did what, narrowed as on the page.
pub async fn audit(Extension(call): Extension<Call>, Path(slug): Path<String>, Query(asked): Query<AuditQuery>) -> Response {
    let text = communities::serve(&call, "audit.file", Mode::Write, &slug, (asked, call.lang), audit::ops::sheet).await;
    file(&call, &slug, "audit", "audit.csv", "text/csv; charset=utf-8", text)
}

/// `/c/SLUG/shifts.ics?key=…`: the shifts of whoever has this link. Calendars do not log in: whoever knows it reads it.
pub async fn calendar(
    Extension(call): Extension<Call>,
    Path(slug): Path<String>,
    Query(asked): Query<HashMap<String, String>>,
    headers: http::HeaderMap,
) -> Response {
    let key = asked.get("key").cloned().unwrap_or_default();
    let input = (key, call.lang, origin_of(&headers));
    let text = communities::serve(&call, "shifts.calendar", Mode::Read, &slug, input, shifts::ops::calendar).await;
    file(&call, &slug, "my-shifts", "shifts.ics", "text/calendar; charset=utf-8", text)
}

/// `/c/SLUG/stars.xlsx?quarter=2026Q3`: a quarter's stars for the meeting.
pub async fn stars(Extension(call): Extension<Call>, Path(slug): Path<String>, Query(asked): Query<HashMap<String, String>>) -> Response {
    let quarter = asked.get("quarter").cloned().unwrap_or_default();
    let name = format!("stars-{}.xlsx", quarter.chars().filter(char::is_ascii_alphanumeric).take(6).collect::<String>());
    let bytes = communities::serve(&call, "stars.sheet", Mode::Read, &slug, (quarter, call.lang), stars::ops::sheet).await;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    file(&call, &slug, "stars/close", &name, kind, bytes)
}

/// A file to keep, or why there is none; whoever is not logged in is led to the page.
fn file(call: &Call, slug: &str, page: &str, name: &str, kind: &'static str, text: Result<impl IntoResponse, Fault>) -> Response {
    match text {
        Ok(text) => {
            let headers =
                [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{slug}-{name}\""))];
            let mut response = (headers, text).into_response();
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            response
        }
        Err(Fault::SignIn) => Redirect::to(&paths::log_in(&paths::of(slug, page))).into_response(),
        Err(fault) => {
            let status = StatusCode::from_u16(fault.status()).unwrap_or(StatusCode::BAD_REQUEST);
            (status, fault.said(call.lang)).into_response()
        }
    }
}
