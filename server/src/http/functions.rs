//! The server functions of our own pages, as islands call them.

use app::kernel::fault::Fault;
use axum::Json;
use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use leptos::server_fn::axum::get_server_fn_service;

/// Calls the function that the path names. What goes wrong before the function begins, as when an older page calls it
/// with other arguments or by a name that is gone, the framework answers with 500 and words of its own; here it gets
/// the fault's own status, and no more than the fault.
pub async fn call(request: Request) -> Response {
    if get_server_fn_service(request.uri().path(), request.method().clone()).is_none() {
        return refused(&Fault::OutOfDate);
    }
    let response = leptos_axum::handle_server_fns(request).await.into_response();
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return response;
    }
    let (head, body) = response.into_parts();
    let body = axum::body::to_bytes(body, super::BODY).await.unwrap_or_default();
    match serde_json::from_slice::<Fault>(&body) {
        Ok(fault) => refused(&fault),
        Err(_) => Response::from_parts(head, Body::from(body)),
    }
}

fn refused(fault: &Fault) -> Response {
    let status = StatusCode::from_u16(fault.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, Json(fault)).into_response()
}
