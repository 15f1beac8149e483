//! Files that a page's form sends. The form posts to its page like any other (see `forms`); what it carries is read here.

use app::kernel::ctx::{Call, Once};
use app::kernel::fault::Fault;
use app::wishes::model::{MOST_PHOTOS, PHOTO_BYTES, WishId, no_photo, too_many_bytes};
use app::wishes::ops;
use axum::body::Body;
use axum::extract::{FromRequest as _, Multipart, Request};
use http::header;
use http::request::Parts;

/// The largest form with files: as many photos as one may add, and the fields beside them.
pub const MOST: usize = MOST_PHOTOS * PHOTO_BYTES + (64 << 10);

/// Whether a form sends files.
pub fn is_upload(parts: &Parts) -> bool {
    parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).is_some_and(|kind| kind.starts_with("multipart/form-data"))
}

/// Takes the files of a form to the door that it names.
///
/// # Errors
/// [`Fault::SignIn`] before anything is read of somebody who is not logged in; what the use case says.
pub async fn take(parts: &Parts, door: &str, body: Body) -> Result<(), Fault> {
    let call = parts.extensions.get::<Call>().cloned().ok_or(Fault::OutOfDate)?;
    call.identity()?;
    if door != "wishes.add_photo" {
        return Err(Fault::OutOfDate);
    }
    let sent = read(parts, body).await?;
    let wish: WishId = sent.wish.parse().map_err(|_| Fault::NotFound)?;
    if sent.photos.is_empty() {
        return Err(no_photo().into());
    }
    for (nth, photo) in sent.photos.into_iter().enumerate() {
        // A form pressed twice adds each of its photos once.
        let once = Once { key: format!("{}-{nth}", sent.once), fingerprint: call.app.keys.fingerprint("POST", parts.uri.path(), &photo) };
        let call = Call { once: (!sent.once.is_empty()).then_some(once), ..call.clone() };
        ops::add_photo(&call, &sent.community, wish, photo).await?;
    }
    Ok(())
}

#[derive(Debug, Default)]
struct Sent {
    community: String,
    wish: String,
    once: String,
    photos: Vec<Vec<u8>>,
}

async fn read(parts: &Parts, body: Body) -> Result<Sent, Fault> {
    let mut request = Request::new(body);
    *request.headers_mut() = parts.headers.clone();
    *request.extensions_mut() = parts.extensions.clone();
    let too_large = |_| Fault::from(too_many_bytes());
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| Fault::OutOfDate)?;
    let mut sent = Sent::default();
    while let Some(field) = form.next_field().await.map_err(too_large)? {
        let name = field.name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(too_large)?;
        let text = || String::from_utf8_lossy(&bytes).into_owned();
        match name.as_str() {
            "community" => sent.community = text(),
            "wish" => sent.wish = text(),
            "once" => sent.once = text(),
            // Nothing chosen comes as an empty file.
            "photo" if !bytes.is_empty() => sent.photos.push(bytes.to_vec()),
            _ => {}
        }
    }
    Ok(sent)
}
