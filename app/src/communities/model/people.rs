//! The people of a community: what they type to join it, how staff see them, what happens to them.

use super::{NOTICE, VolunteerKind};
use crate::accounts::model::{Phone, check_login, check_password};
use crate::kernel::actor::{Role, Roles};
use crate::kernel::fault::{Problem, Problems};
use crate::kernel::ids::{AccountId, MemberId};
use crate::kernel::said::{Text, text};
use crate::kernel::text::Bounds;
use crate::kernel::when::Moment;
use serde::{Deserialize, Serialize};

/// What a person types to become a member.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Registration {
    /// The name, as on the door.
    pub name: String,
    /// The building.
    pub building: String,
    /// The door.
    pub door: String,
    /// The version of the notice that was agreed to.
    pub consent: String,
}

/// What a person types to get an account.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct NewAccount {
    /// A mobile number.
    pub phone: String,
    /// A chosen name, may be left empty.
    pub login: String,
    /// A password.
    pub password: String,
}

const CONSENT: Text = text("请先阅读并同意个人信息告知书，再登记。", "Please read and agree to the notice about personal data first.");

const NAME: Bounds = Bounds::line("name", 1, 30);
const BUILDING: Bounds = Bounds::line("building", 1, 40);
const DOOR: Bounds = Bounds::line("door", 1, 20);

impl Registration {
    /// Checks and cleans every field.
    ///
    /// # Errors
    /// All problems at once.
    pub fn check(self, problems: &mut Problems) -> Option<Self> {
        let name = problems.take(NAME.check(&self.name));
        let building = problems.take(BUILDING.check(&self.building));
        let door = problems.take(DOOR.check(&self.door));
        let consent =
            problems.take(if self.consent == NOTICE { Ok(self.consent) } else { Err(Problem::new("consent", "consent", CONSENT)) });
        Some(Self { name: name?, building: building?, door: door?, consent: consent? })
    }
}

impl NewAccount {
    /// Checks every field: phone, the chosen name if there is one, and the password as it was typed.
    pub fn check(&self, problems: &mut Problems) -> Option<(Phone, Option<String>)> {
        let phone = problems.take(Phone::parse(&self.phone));
        let login = if self.login.trim().is_empty() { Some(None) } else { problems.take(check_login(&self.login)).map(Some) };
        let password = problems.take(check_password(&self.password));
        password?;
        Some((phone?, login?))
    }
}

/// A member, as staff see them: the phone stays masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Member {
    /// The membership's id.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub id: MemberId,
    /// Whose.
    #[serde(skip)]
    #[cfg_attr(feature = "ssr", schema(ignore))]
    pub account: Option<AccountId>,
    /// The name.
    pub name: String,
    /// The building.
    pub building: String,
    /// The door.
    pub door: String,
    /// The roles.
    #[cfg_attr(feature = "ssr", schema(value_type = Vec<Role>))]
    pub roles: Roles,
    /// What kind of volunteer.
    pub volunteer_kind: Option<VolunteerKind>,
    /// When staff verified.
    #[cfg_attr(feature = "ssr", schema(value_type = Option<chrono::DateTime<chrono::Utc>>))]
    pub verified_at: Option<Moment>,
    /// Since when.
    #[cfg_attr(feature = "ssr", schema(value_type = chrono::DateTime<chrono::Utc>))]
    pub created_at: Moment,
}

/// How the people page is narrowed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct MemberQuery {
    /// Part of a name, building or door.
    pub q: String,
    /// Only those with this role.
    pub role: Option<Role>,
    /// Only those whom nobody verified yet.
    pub unverified: bool,
    /// Where to go on.
    pub cursor: Option<MemberId>,
    /// Most rows.
    pub limit: Option<u64>,
}

/// What a change says of a field that may be empty. Source: RFC 7396, where it is absent, null, or has a value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Patch<T> {
    /// It stays.
    #[default]
    Keep,
    /// It is empty from now on.
    Clear,
    /// It is this from now on.
    Set(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Option::deserialize(from).map(|value| value.map_or(Self::Clear, Self::Set))
    }
}

/// What staff change about a member; what is left out stays.
#[derive(Debug, Clone, Default)]
pub struct MemberChange {
    /// The roles.
    pub roles: Option<Roles>,
    /// The kind of volunteer.
    pub volunteer_kind: Patch<VolunteerKind>,
    /// Whether verified; once given it is not taken back.
    pub verified: Option<bool>,
}

/// What happens to a member: history.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum MemberEvent {
    /// Became a member, agreeing to that version of the notice.
    Registered {
        /// The version.
        consent: String,
    },
    /// Staff saw who it is.
    Verified,
    /// The roles are now these.
    RolesChanged {
        /// From.
        from: Roles,
        /// To.
        to: Roles,
        /// The kind of volunteer.
        volunteer_kind: Option<VolunteerKind>,
    },
}

#[cfg(feature = "ssr")]
impl crate::kernel::events::Fact for MemberEvent {}
