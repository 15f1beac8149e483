//! Files that a page's form sends. The form posts to its page like any other (see `forms`); what it carries is read here.

use super::forms::{FORM, too_long};
use app::imports;
use app::imports::model::{FILE_BYTES, WrongFile};
use app::kernel::ctx::{Call, Once};
use app::kernel::fault::Fault;
use app::ui::paths;
use app::wishes;
use app::wishes::model::{MOST_PHOTOS, NewWish, PHOTO_BYTES, WishId, no_photo, too_many_bytes};
use app::wishes::ops::At;
use axum::body::Body;
use axum::extract::{FromRequest as _, Multipart, Request};
use futures_util::{StreamExt as _, stream};
use http::header;
use http::request::Parts;
use http_body_util::Limited;

/// The largest form with files: as many photos as one may add, and the fields beside them.
pub const MOST: usize = MOST_PHOTOS * PHOTO_BYTES + FORM;
/// What the bounds of a field take of a form, at the least.
const BOUNDS: usize = 64;

/// Whether a form sends files.
pub fn is_upload(parts: &Parts) -> bool {
    parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).is_some_and(|kind| kind.starts_with("multipart/form-data"))
}

/// What became of a form with files.
#[derive(Debug)]
pub enum Taken {
    /// It is done; where to go on, if not where the form stands.
    Done(Option<String>),
    /// Nobody chose a file: it is a form like any other.
    Plain,
}

/// Takes the files of a form to the door that it names; gives back what was typed as well.
///
/// # Errors
/// [`Fault::SignIn`] with no file kept of somebody who is not logged in; a rule where the fields beside the files are larger
/// than a form may be; what the use case says.
pub async fn take(parts: &Parts, door: &str, body: Body) -> (Vec<(String, String)>, Result<Taken, Fault>) {
    let mut sent = Sent::default();
    let taken = sort(parts, door, body, &mut sent).await;
    (sent.fields, taken)
}

async fn sort(parts: &Parts, door: &str, body: Body, sent: &mut Sent) -> Result<Taken, Fault> {
    let call = parts.extensions.get::<Call>().cloned().ok_or(Fault::OutOfDate)?;
    let path = parts.uri.path();
    if let Err(fault) = call.identity() {
        // A browser shows the answer only once all that it sends was taken in.
        let _ = sent.read(parts, body, MOST, Files::Dropped, Fault::SignIn).await;
        return Err(fault);
    }
    match door {
        "wishes.place" => {
            sent.read(parts, body, MOST, Files::Kept, too_many_bytes().into()).await?;
            place(&call, sent, path).await
        }
        "wishes.deliver" => {
            sent.read(parts, body, MOST, Files::Kept, too_many_bytes().into()).await?;
            deliver(&call, sent, path).await
        }
        "wishes.add_photo" => {
            sent.read(parts, body, MOST, Files::Kept, too_many_bytes().into()).await?;
            add_photos(&call, sent, path).await
        }
        "imports.bring" => {
            sent.read(parts, body, FILE_BYTES + FORM, Files::Kept, WrongFile::TooManyBytes.into()).await?;
            bring(&call, sent, path).await
        }
        _ => Err(Fault::OutOfDate),
    }
}

async fn place(call: &Call, sent: &mut Sent, path: &str) -> Result<Taken, Fault> {
    if sent.files.is_empty() {
        return Ok(Taken::Plain);
    }
    let field = |name: &str| sent.field(name).to_owned();
    let new = NewWish {
        kind: field("kind"),
        category: field("category"),
        title: field("title"),
        text: field("text"),
        resident: field("resident"),
        channel: field("channel"),
    };
    let call = sent.once_of_all(call, path);
    let files = std::mem::take(&mut sent.files);
    let community = sent.field("community");
    let placed = wishes::ops::place_with_photos(&call, community, new, files).await?;
    Ok(Taken::Done(Some(format!("{}?placed=1", paths::wish(community, placed.card.id)))))
}

async fn deliver(call: &Call, sent: &mut Sent, path: &str) -> Result<Taken, Fault> {
    if sent.files.is_empty() {
        return Ok(Taken::Plain);
    }
    let at = At { id: sent.field("wish").parse().map_err(|_| Fault::NotFound)?, version: sent.field("version").parse().ok() };
    let said = (at, sent.field("note").to_owned());
    let call = sent.once_of_all(call, path);
    let files = std::mem::take(&mut sent.files);
    wishes::ops::deliver_with_photos(&call, sent.field("community"), said, files).await?;
    Ok(Taken::Done(None))
}

async fn add_photos(call: &Call, sent: &mut Sent, path: &str) -> Result<Taken, Fault> {
    let wish: WishId = sent.field("wish").parse().map_err(|_| Fault::NotFound)?;
    if sent.files.is_empty() {
        return Err(no_photo().into());
    }
    for (nth, photo) in std::mem::take(&mut sent.files).into_iter().enumerate() {
        // A form pressed twice adds each of its photos once.
        let call = sent.once(call, path, nth, &[&photo]);
        wishes::ops::add_photo(&call, sent.field("community"), wish, photo).await?;
    }
    Ok(Taken::Done(None))
}

async fn bring(call: &Call, sent: &mut Sent, path: &str) -> Result<Taken, Fault> {
    let file = sent.files.pop().unwrap_or_default();
    let call = sent.once(call, &format!("{path}?what={}", sent.field("what")), 0, &[&file]);
    let community = sent.field("community");
    let id = imports::ops::bring(&call, community, sent.field("what"), file).await?;
    Ok(Taken::Done(Some(format!("{}/{id}", paths::of(community, "imports")))))
}

/// What a form carried.
#[derive(Debug, Default)]
struct Sent {
    fields: Vec<(String, String)>,
    files: Vec<Vec<u8>>,
}

impl Sent {
    /// What stands in a field; nothing where there is none.
    fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value)
    }

    /// The call by which this file comes in once, however often the form is pressed.
    fn once(&self, call: &Call, path: &str, nth: usize, file: &[&[u8]]) -> Call {
        let key = self.field("once");
        let once = Once { key: format!("{key}-{nth}"), fingerprint: call.app.keys.fingerprint("POST", path, file) };
        Call { once: (!key.is_empty()).then_some(once), ..call.clone() }
    }

    /// The call by which the whole form comes in once.
    fn once_of_all(&self, call: &Call, path: &str) -> Call {
        let fields = self.fields.iter().flat_map(|(name, value)| [name.as_bytes(), value.as_bytes()]);
        let whole: Vec<&[u8]> = fields.chain(self.files.iter().map(Vec::as_slice)).collect();
        self.once(call, path, 0, &whole)
    }

    /// Reads a form of at most so many bytes; one that is larger is answered by `too_large`, and what came before that is
    /// kept.
    async fn read(&mut self, parts: &Parts, body: Body, most: usize, files: Files, too_large: Fault) -> Result<(), Fault> {
        // A piece at a time: what came before a piece too many is read. The first is waited for, because the reader takes a
        // form that comes whole a moment late for one that was cut off.
        let mut pieces = Body::new(Limited::new(body, most)).into_data_stream();
        let first = pieces.next().await;
        let others = pieces.then(|piece| async {
            tokio::task::yield_now().await;
            piece
        });
        let mut request = Request::new(Body::from_stream(stream::iter(first).chain(others)));
        *request.headers_mut() = parts.headers.clone();
        *request.extensions_mut() = parts.extensions.clone();
        let mut form = Multipart::from_request(request, &()).await.map_err(|_| Fault::OutOfDate)?;
        let mut room = FORM;
        let mut takes = |bytes: usize| {
            room = room.checked_sub(bytes).ok_or_else(too_long)?;
            Ok::<(), Fault>(())
        };
        while let Some(mut field) = form.next_field().await.map_err(|_| too_large.clone())? {
            let name = field.name().unwrap_or_default().to_owned();
            let is_file = field.file_name().is_some();
            takes(BOUNDS + name.len())?;
            if field.file_name().is_some_and(|file| !file.is_empty()) {
                // A form that is shown again says that this was chosen: a browser does not keep it.
                self.fields.push((name.clone(), String::new()));
            }
            let mut bytes = Vec::new();
            while let Some(piece) = field.chunk().await.map_err(|_| too_large.clone())? {
                if !is_file {
                    takes(piece.len())?;
                }
                if !is_file || files == Files::Kept {
                    bytes.extend_from_slice(&piece);
                }
            }
            match is_file {
                // Nothing chosen comes as an empty file.
                true if bytes.is_empty() => {}
                true => self.files.push(bytes),
                false => self.fields.push((name, String::from_utf8_lossy(&bytes).into_owned())),
            }
        }
        Ok(())
    }
}

/// What becomes of the files of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Files {
    /// They are kept for the door.
    Kept,
    /// They are read and let go.
    Dropped,
}
