//! Files that a page's form sends. The form posts to its page like any other (see `forms`); what it carries is read here.

use app::imports;
use app::imports::model::{FILE_BYTES, WrongFile};
use app::kernel::ctx::{Call, Once};
use app::kernel::fault::Fault;
use app::ui::paths;
use app::wishes;
use app::wishes::model::{MOST_PHOTOS, PHOTO_BYTES, WishId, no_photo, too_many_bytes};
use axum::body::Body;
use axum::extract::{FromRequest as _, Multipart, Request};
use http::header;
use http::request::Parts;
use std::collections::HashMap;

/// The largest form with files: as many photos as one may add, and the fields beside them.
pub const MOST: usize = MOST_PHOTOS * PHOTO_BYTES + FIELDS;
/// The room for those.
const FIELDS: usize = 64 << 10;

/// Whether a form sends files.
pub fn is_upload(parts: &Parts) -> bool {
    parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).is_some_and(|kind| kind.starts_with("multipart/form-data"))
}

/// Takes the files of a form to the door that it names; says where to go on, if not where the form stands.
///
/// # Errors
/// [`Fault::SignIn`] before anything is read of somebody who is not logged in; what the use case says.
pub async fn take(parts: &Parts, door: &str, body: Body) -> Result<Option<String>, Fault> {
    let call = parts.extensions.get::<Call>().cloned().ok_or(Fault::OutOfDate)?;
    call.identity()?;
    match door {
        "wishes.add_photo" => add_photos(&call, Sent::read(parts, body, MOST, too_many_bytes().into()).await?, parts.uri.path()).await,
        "imports.bring" => {
            bring(&call, Sent::read(parts, body, FILE_BYTES + FIELDS, WrongFile::TooManyBytes.into()).await?, parts.uri.path()).await
        }
        _ => Err(Fault::OutOfDate),
    }
}

async fn add_photos(call: &Call, sent: Sent, path: &str) -> Result<Option<String>, Fault> {
    let wish: WishId = sent.field("wish").parse().map_err(|_| Fault::NotFound)?;
    if sent.files.is_empty() {
        return Err(no_photo().into());
    }
    for (nth, photo) in sent.files.iter().enumerate() {
        // A form pressed twice adds each of its photos once.
        let call = sent.once(call, path, nth, photo);
        wishes::ops::add_photo(&call, sent.field("community"), wish, photo.clone()).await?;
    }
    Ok(None)
}

async fn bring(call: &Call, mut sent: Sent, path: &str) -> Result<Option<String>, Fault> {
    let file = sent.files.pop().unwrap_or_default();
    let call = sent.once(call, &format!("{path}?what={}", sent.field("what")), 0, &file);
    let community = sent.field("community");
    let id = imports::ops::bring(&call, community, sent.field("what"), file).await?;
    Ok(Some(format!("{}/{id}", paths::of(community, "imports"))))
}

/// What a form carried.
#[derive(Debug, Default)]
struct Sent {
    fields: HashMap<String, String>,
    files: Vec<Vec<u8>>,
}

impl Sent {
    /// What stands in a field; nothing where there is none.
    fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    /// The call by which this file comes in once, however often the form is pressed.
    fn once(&self, call: &Call, path: &str, nth: usize, file: &[u8]) -> Call {
        let key = self.field("once");
        let once = Once { key: format!("{key}-{nth}"), fingerprint: call.app.keys.fingerprint("POST", path, file) };
        Call { once: (!key.is_empty()).then_some(once), ..call.clone() }
    }

    /// Reads a form of at most so many bytes; one that is larger is answered by `too_large`.
    async fn read(parts: &Parts, body: Body, most: usize, too_large: Fault) -> Result<Self, Fault> {
        let whole = axum::body::to_bytes(body, most).await.map_err(|_| too_large.clone())?;
        let mut request = Request::new(Body::from(whole));
        *request.headers_mut() = parts.headers.clone();
        *request.extensions_mut() = parts.extensions.clone();
        let mut form = Multipart::from_request(request, &()).await.map_err(|_| Fault::OutOfDate)?;
        let mut sent = Self::default();
        while let Some(field) = form.next_field().await.map_err(|_| too_large.clone())? {
            let name = field.name().unwrap_or_default().to_owned();
            let is_file = field.file_name().is_some();
            let bytes = field.bytes().await.map_err(|_| too_large.clone())?;
            match is_file {
                // Nothing chosen comes as an empty file.
                true if bytes.is_empty() => {}
                true => sent.files.push(bytes.to_vec()),
                false => drop(sent.fields.insert(name, String::from_utf8_lossy(&bytes).into_owned())),
            }
        }
        Ok(sent)
    }
}
