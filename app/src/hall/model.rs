//! What the screen shows.

use crate::communities::hours::Span;
use crate::communities::model::CommunityCard;
use crate::figures::model::Tally;
use crate::kernel::said::Said;
use crate::kernel::when::Moment;
use serde::{Deserialize, Serialize};

/// So many cards fit on a screen that is read across a room.
pub const CARDS: usize = 4;

/// The screen of a community's hall.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Screen {
    /// Where.
    pub community: CommunityCard,
    /// When this was read.
    #[cfg_attr(feature = "ssr", schema(value_type = chrono::DateTime<chrono::Utc>))]
    pub now: Moment,
    /// When the desk is open today; holidays are counted in.
    pub open: Vec<Span>,
    /// Who is on duty today.
    pub on_duty: Vec<String>,
    /// Cards that wait for somebody, the newest first.
    pub cards: Vec<PublicCard>,
    /// How many wait in all.
    pub waiting: u64,
    /// This month so far, without what would tell of a few people.
    pub month: Tally,
}

/// A public card: what the community wrote for everybody to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PublicCard {
    /// Under what category.
    pub category: Said,
    /// What others may read.
    pub card: String,
    /// When it was placed.
    #[cfg_attr(feature = "ssr", schema(value_type = chrono::DateTime<chrono::Utc>))]
    pub placed_at: Moment,
}
