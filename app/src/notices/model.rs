//! A notice as its reader sees it.

use crate::kernel::ids::NoticeId;
use crate::kernel::said::Said;
use crate::kernel::when::Moment;
use serde::{Deserialize, Serialize};

/// Something that the reader was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct NoticeCard {
    /// Its id.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub id: NoticeId,
    /// What happened: `accepted`, `reminded`, `overdue`, …
    pub kind: String,
    /// The sentence, in both languages.
    pub said: Said,
    /// Where to see more: a path within the community, such as `wishes/{id}`.
    pub link: String,
    /// When.
    #[cfg_attr(feature = "ssr", schema(value_type = chrono::DateTime<chrono::Utc>))]
    pub at: Moment,
    /// Whether the reader has seen it.
    pub read: bool,
}
