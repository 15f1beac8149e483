//! Photos of what an order is about: up to three by the resident, up to three by whoever brings it.

use crate::id;
use crate::kernel::fault::{Fault, Problem};
use crate::kernel::said::{Text, text};
use crate::kernel::when::Moment;
use serde::{Deserialize, Serialize};

id! {
    /// A photo.
    PhotoId
}

/// The most photos of one side.
pub const MOST_PHOTOS: usize = 3;
/// The most bytes of what is sent.
pub const PHOTO_BYTES: usize = 12 << 20;

/// Whose photo it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The resident's, or of whoever speaks for them: what it is about.
    Resident,
    /// The holder's: what was done.
    Holder,
}

impl Side {
    /// The name at rest.
    pub fn code(self) -> &'static str {
        match self {
            Self::Resident => "resident",
            Self::Holder => "holder",
        }
    }

    /// The one of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Resident, Self::Holder].into_iter().find(|side| side.code() == code)
    }
}

/// A photo as its reader sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PhotoCard {
    /// Its id.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub id: PhotoId,
    /// Whose it is.
    pub side: Side,
    /// When it was added.
    #[cfg_attr(feature = "ssr", schema(value_type = chrono::DateTime<chrono::Utc>))]
    pub at: Moment,
    /// Whether the reader may take it away again.
    pub mine: bool,
}

const NOT_A_PICTURE: Text = text(
    "这不是照片，或者文件坏了。请选 JPG、PNG 或 WebP 格式的照片。",
    "This is no photo, or it is broken. Please choose a JPG, PNG or WebP.",
);
const TOO_MANY_PIXELS: Text = text(
    "照片太大了（超过六千万像素）。请用小一点的照片。",
    "This photo has too many pixels (more than 60 million). Please choose a smaller one.",
);
const TOO_MANY_BYTES: Text =
    text("照片文件不能超过 12 MB。请用小一点的照片。", "A photo may have at most 12 MB. Please choose a smaller one.");
const NO_PHOTO: Text = text("请先选一张照片。", "Please choose a photo first.");
const TOO_MANY: Text = text("最多选 {} 张照片。请重新选。", "Please choose at most {} photos.");
const ENOUGH: Text = text("已经有 {} 张照片了，不能再加。可以先去掉一张。", "There are {} photos already. You can take one away first.");

/// What is sent is no photo.
pub fn not_a_picture() -> Problem {
    Problem::new("photo", "not_a_picture", NOT_A_PICTURE)
}

/// It has too many pixels.
pub fn too_many_pixels() -> Problem {
    Problem::new("photo", "too_many_pixels", TOO_MANY_PIXELS)
}

/// It has too many bytes.
pub fn too_many_bytes() -> Problem {
    Problem::new("photo", "too_many_bytes", TOO_MANY_BYTES)
}

/// Nothing was sent.
pub fn no_photo() -> Problem {
    Problem::new("photo", "no_photo", NO_PHOTO)
}

/// More were chosen than there may be.
pub fn too_many_photos() -> Problem {
    Problem::new("photo", "too_many_photos", TOO_MANY.fill(&[&MOST_PHOTOS]))
}

/// There are as many as there may be.
pub fn enough_photos() -> Fault {
    Fault::Rule { code: "enough_photos".into(), said: ENOUGH.fill(&[&MOST_PHOTOS]) }
}
