//! Invitations: a link that the community hands or hangs out; whoever registers by it is verified.

use crate::id;
use crate::kernel::when::Moment;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

id! {
    /// An invitation.
    InvitationId
}

/// For how long an invitation is good.
pub const INVITED_FOR: TimeDelta = TimeDelta::days(90);

/// An invitation that is good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// Until when it is good.
    pub expires_at: DateTime<Utc>,
}

/// What happens to an invitation: history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum InvitationEvent {
    /// It was made.
    Made,
    /// Somebody registered by it.
    Used,
    /// It is void.
    Ended,
}

#[cfg(feature = "ssr")]
impl crate::kernel::events::Fact for InvitationEvent {}

/// The invitation of a community, as staff see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct InvitationCard {
    /// What opens it: `/c/{slug}/register?invite={token}`.
    pub token: String,
    /// Until when it is good.
    #[cfg_attr(feature = "ssr", schema(value_type = chrono::DateTime<chrono::Utc>))]
    pub until: Moment,
    /// How many have registered by it.
    pub used: u64,
}

/// What the page of registering shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterForm {
    /// Whether the address carried an invitation that is good, one that is not (any more), or none.
    pub invited: Option<bool>,
}
