//! What is kept of a member as a person, how they correct it, and what they are called once they have gone.

use super::people::{BUILDING, DOOR, NAME};
use super::{GridCard, Need, VolunteerKind};
use crate::kernel::actor::Roles;
use crate::kernel::fault::{Fault, Problems};
use crate::kernel::ids::MemberId;
use crate::kernel::when::Moment;
use serde::{Deserialize, Serialize};

/// What somebody is called who has gone: the same for all that they did, and nothing of who they were.
pub fn pseudonym(member: MemberId) -> String {
    format!("{NOBODY}{:04X}", member.0.as_u128() & 0xFFFF)
}

/// Whether this is a [`pseudonym`].
pub fn is_pseudonym(name: &str) -> bool {
    name.strip_prefix(NOBODY).is_some_and(|rest| rest.len() == 4 && rest.chars().all(|c| c.is_ascii_hexdigit()))
}

const NOBODY: &str = "某居民";

/// One's own name, building and door, as they are to be from now on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrected {
    /// The name, as on the door.
    pub name: String,
    /// The building.
    pub building: String,
    /// The door.
    pub door: String,
}

impl Corrected {
    /// Checks and cleans every field.
    ///
    /// # Errors
    /// All problems at once.
    pub fn check(&self) -> Result<Self, Fault> {
        let mut problems = Problems::default();
        let name = problems.take(NAME.check(&self.name));
        let building = problems.take(BUILDING.check(&self.building));
        let door = problems.take(DOOR.check(&self.door));
        problems.finish(name.zip(building).zip(door).map(|((name, building), door)| Self { name, building, door }))
    }
}

/// What a community keeps of a member as a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct KeptOfMember {
    /// The membership's id.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub id: MemberId,
    /// Whether there is an account.
    pub account: bool,
    /// The name.
    pub name: String,
    /// The building.
    pub building: String,
    /// The door.
    pub door: String,
    /// The phone that the community keeps of somebody without an account.
    pub phone: Option<String>,
    /// The grid.
    pub grid: Option<GridCard>,
    /// The year of birth.
    pub born: Option<i32>,
    /// What they need more than others.
    pub needs: Vec<Need>,
    /// The number on the household card.
    pub card_number: Option<String>,
    /// The roles.
    #[cfg_attr(feature = "ssr", schema(value_type = Vec<crate::kernel::actor::Role>))]
    pub roles: Roles,
    /// What kind of volunteer.
    pub volunteer_kind: Option<VolunteerKind>,
    /// Since when.
    #[cfg_attr(feature = "ssr", schema(value_type = chrono::DateTime<chrono::Utc>))]
    pub since: Moment,
    /// When staff verified.
    #[cfg_attr(feature = "ssr", schema(value_type = Option<chrono::DateTime<chrono::Utc>>))]
    pub verified_at: Option<Moment>,
    /// The version of the notice about personal data that was agreed to.
    pub consent: String,
    /// The same for the needs.
    pub needs_consent: Option<String>,
    /// Who speaks for them, since when.
    #[cfg_attr(feature = "ssr", schema(value_type = Vec<(String, chrono::DateTime<chrono::Utc>)>))]
    pub delegates: Vec<(String, Moment)>,
    /// For whom they speak, since when.
    #[cfg_attr(feature = "ssr", schema(value_type = Vec<(String, chrono::DateTime<chrono::Utc>)>))]
    pub speaks_for: Vec<(String, Moment)>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::model::masked_name;
    use uuid::Uuid;

    #[test]
    fn who_has_gone_is_told_apart_and_not_known() {
        let (one, other) = (pseudonym(MemberId(Uuid::from_u128(0x1234))), pseudonym(MemberId(Uuid::from_u128(0xABCD))));
        assert_eq!((one.as_str(), other.as_str()), ("某居民1234", "某居民ABCD"));
        assert_eq!(masked_name(&one), "某**");
    }
}
