//! `/api/v1/…/photos`: the photos of wishes.

use crate::communities::{serve, serve_once};
use crate::kernel::db::Mode;
use crate::kernel::rest::{Caller, Path, PathId, Refusal, created, json};
use crate::wishes::model::{PHOTO_BYTES, PhotoCard, PhotoId, WishId};
use crate::wishes::ops;
use axum::body::Bytes;
use axum::extract::DefaultBodyLimit;
use axum::extract::rejection::BytesRejection;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter {
    // One byte more than may come, so that the rule itself says what is too much.
    let add = OpenApiRouter::new().routes(routes!(add)).layer(DefaultBodyLimit::max(PHOTO_BYTES + 1));
    add.routes(routes!(get, remove))
}

/// Add a photo: the resident's until it is brought, the holder's from the claim on; at most three each. It is kept as a
/// fresh JPEG, without where it was taken
#[utoipa::path(post, path = "/communities/{slug}/wishes/{id}/photos", tag = "wishes",
    request_body(content = Vec<u8>, content_type = "image/jpeg", description = "a JPEG, PNG or WebP of up to 12 MB"),
    params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 201, body = PhotoCard), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn add(
    Caller(call): Caller,
    Path((slug, id)): Path<(String, PathId)>,
    body: Result<Bytes, BytesRejection>,
) -> Result<(StatusCode, axum::Json<PhotoCard>), Refusal> {
    let wish = WishId(id.get(&call)?);
    let bytes = body.map_err(|_| Refusal(crate::wishes::model::too_many_bytes().into(), call.lang))?;
    created(&call, ops::add_photo(&call, &slug, wish, bytes.to_vec()).await)
}

/// A photo, as JPEG; for those who see the whole wish. That somebody else's was looked at is on record
#[utoipa::path(get, path = "/communities/{slug}/photos/{id}", tag = "wishes", params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 200, content_type = "image/jpeg", body = Vec<u8>), (status = 401), (status = 404)))]
async fn get(Caller(call): Caller, Path((slug, id)): Path<(String, PathId)>) -> Result<Response, Refusal> {
    let id = PhotoId(id.get(&call)?);
    let bytes = json(&call, serve(&call, "rest.photos.get", Mode::Write, &slug, id, ops::get_photo).await)?.0;
    Ok(([(header::CONTENT_TYPE, "image/jpeg"), (header::CACHE_CONTROL, "no-store")], bytes).into_response())
}

/// Take a photo of mine away, for good
#[utoipa::path(delete, path = "/communities/{slug}/photos/{id}", tag = "wishes", params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 204), (status = 401), (status = 403), (status = 404)))]
async fn remove(Caller(call): Caller, Path((slug, id)): Path<(String, PathId)>) -> Result<StatusCode, Refusal> {
    let id = PhotoId(id.get(&call)?);
    json(&call, serve_once(&call, "rest.photos.remove", &slug, id, ops::remove_photo).await).map(|axum::Json(())| StatusCode::NO_CONTENT)
}
