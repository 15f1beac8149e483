//! The people of a community: what they type to join it, how staff see them, what happens to them.

use super::{GridCard, InvitationId, NOTICE, Need, VolunteerKind};
use crate::accounts::model::{Phone, check_login, check_password};
use crate::kernel::actor::{Role, Roles};
use crate::kernel::fault::{Fault, Problem, Problems};
use crate::kernel::ids::{AccountId, MemberId};
use crate::kernel::said::{Text, text};
use crate::kernel::text::Bounds;
use crate::kernel::when::Moment;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

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
    /// What opens an invitation; may be left empty.
    #[serde(default)]
    pub invite: String,
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

const BORN: Text = text("出生年份写四位数字，例如 1948。", "The year of birth has four digits, for example 1948.");
const NEEDS: Text = text("请从列表里选特殊需要。", "Please choose the needs from the list.");
const NEEDS_CONSENT: Text = text(
    "记下特殊需要，要单独征得本人同意。不同意，就不要勾选需要。",
    "Keeping special needs takes the person's separate consent. Without it, please tick no needs.",
);
/// What staff or a grid worker type to keep a record of somebody who has no account.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct NewRecord {
    /// The name.
    pub name: String,
    /// A phone; may be left empty.
    pub phone: String,
    /// The building.
    pub building: String,
    /// The door.
    pub door: String,
    /// The grid, by its id or a name of it; may be left empty.
    #[serde(default)]
    pub grid: String,
    /// The year of birth; may be left empty.
    pub born: String,
    /// What they need more than others, by their codes.
    pub needs: Vec<String>,
    /// The version of the notice that the person agreed to.
    pub consent: String,
    /// The same for their needs, agreed to apart.
    pub needs_consent: String,
}

/// A [`NewRecord`] that passed the checks.
#[derive(Debug, Clone)]
pub struct CheckedRecord {
    /// Name, building, door and consent.
    pub who: Registration,
    /// The phone.
    pub phone: Option<Phone>,
    /// The grid.
    pub grid: Option<Uuid>,
    /// The year of birth.
    pub born: Option<i32>,
    /// The needs.
    pub needs: Vec<Need>,
    /// The version under which the needs are kept.
    pub needs_consent: Option<String>,
}

impl NewRecord {
    /// Checks and cleans every field; `year` is this one, `grids` those of the community.
    ///
    /// # Errors
    /// All problems at once.
    pub fn check(self, year: i32, grids: &[GridCard]) -> Result<CheckedRecord, Fault> {
        let mut problems = Problems::default();
        let name = problems.take(NAME.check(&self.name));
        let building = problems.take(BUILDING.check(&self.building));
        let door = problems.take(DOOR.check(&self.door));
        let phone = if self.phone.trim().is_empty() { Some(None) } else { problems.take(Phone::parse(&self.phone)).map(Some) };
        let born = match self.born.trim() {
            "" => Some(None),
            born => {
                let read = born.parse().ok().filter(|born| ((year - 130).max(1900)..=year).contains(born));
                problems.take(read.ok_or_else(|| Problem::new("born", "born", BORN))).map(Some)
            }
        };
        let grid = match self.grid.trim() {
            "" => Some(None),
            typed => problems.take(GridCard::named(grids, typed)).map(Some),
        };
        let unknown = self.needs.iter().any(|code| Need::from_code(code).is_none());
        problems.take(if unknown { Err(Problem::new("needs", "needs", NEEDS)) } else { Ok(()) });
        let needs: Vec<Need> = Need::ALL.iter().copied().filter(|need| self.needs.iter().any(|code| code == need.code())).collect();
        let agreed = |version: &str| version == NOTICE;
        problems.take(if agreed(&self.consent) { Ok(()) } else { Err(Problem::new("consent", "consent", TOLD)) });
        let apart = needs.is_empty() || agreed(&self.needs_consent);
        problems.take(if apart { Ok(()) } else { Err(Problem::new("needs_consent", "needs_consent", NEEDS_CONSENT)) });
        let needs_consent = (!needs.is_empty()).then(|| NOTICE.to_owned());
        let all = name.zip(building).zip(door).zip(phone.zip(born).zip(grid));
        problems.finish(all.map(|(((name, building), door), ((phone, born), grid))| CheckedRecord {
            who: Registration { name, building, door, consent: NOTICE.to_owned(), invite: String::new() },
            phone,
            grid,
            born,
            needs,
            needs_consent,
        }))
    }
}

/// Somebody for whom an order can be filed: no more of them than it takes to know who it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ResidentCard {
    /// The membership's id.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub id: MemberId,
    /// The name, masked; in full for their delegates.
    pub name: String,
    /// The building.
    pub building: String,
    /// Whether they have an account.
    pub account: bool,
    /// What they need more than others.
    pub needs: Vec<Need>,
    /// Whether they are a volunteer.
    #[serde(default)]
    pub volunteer: bool,
}

pub(super) const TOLD: Text = text("请先向本人说明并征得同意，再建档。", "Please explain to the person and ask for their consent first.");

pub(super) const NAME: Bounds = Bounds::line("name", 1, 30);
pub(super) const BUILDING: Bounds = Bounds::line("building", 1, 40);
pub(super) const DOOR: Bounds = Bounds::line("door", 1, 20);

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
        Some(Self { name: name?, building: building?, door: door?, consent: consent?, invite: self.invite })
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

/// A member. Lists show residents by a masked name and nobody's door; [`Person`] is a member in full.
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
    /// What they need more than others, where they agreed that it is kept.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// Whether this is the record of somebody without an account.
    #[serde(default)]
    pub is_record: bool,
    /// When staff verified.
    #[cfg_attr(feature = "ssr", schema(value_type = Option<chrono::DateTime<chrono::Utc>>))]
    pub verified_at: Option<Moment>,
    /// Since when.
    #[cfg_attr(feature = "ssr", schema(value_type = chrono::DateTime<chrono::Utc>))]
    pub created_at: Moment,
}

impl Member {
    /// Whether this is the record of somebody without an account, who is still here: a resident, a volunteer, or both.
    pub fn is_of_nobodys_account(&self) -> bool {
        let of_a_record = |role| matches!(role, Role::Resident | Role::Volunteer);
        self.account.is_none() && !self.roles.is_empty() && self.roles.iter().all(of_a_record)
    }
}

/// A member in full, for those whom a rule names: the look is on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Person {
    /// Who.
    #[serde(flatten)]
    pub member: Member,
    /// The phone.
    pub phone: Option<String>,
    /// In what grid they live, where that is known.
    pub grid: Option<Uuid>,
}

/// The page of one member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonPage {
    /// Who.
    pub person: Person,
    /// The community's grids.
    pub grids: Vec<GridCard>,
}

/// How the people page is narrowed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct MemberQuery {
    /// Part of a name or building.
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
    /// In what grid they live, by its id or a name of it.
    pub grid: Patch<String>,
}

/// Who is on duty at the desk today.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Duty {
    /// Their names, as they said themselves that they are there.
    pub names: Vec<String>,
    /// Whether the reader is one of them.
    pub mine: bool,
}

/// What happens to a member: history.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum MemberEvent {
    /// Became a member, agreeing to that version of the notice.
    Registered {
        /// The version.
        consent: String,
        /// By which invitation they came, which verified them.
        #[serde(default)]
        invitation: Option<InvitationId>,
    },
    /// Staff or a grid worker keep a record of somebody without an account, who agreed to that version of the notice.
    Recorded {
        /// The version.
        consent: String,
        /// The version under which they agreed, apart from that, that their needs are kept.
        needs_consent: Option<String>,
    },
    /// The record of somebody is joined to their account: what was kept of the account here before is the other one.
    Joined {
        /// The membership that the account had.
        from: MemberId,
    },
    /// What was kept of an account is joined to the record of the same person.
    JoinedTo {
        /// The record.
        record: MemberId,
    },
    /// A household card was made; one from before is void.
    CardMade,
    /// Verified by an invitation, having registered before.
    CameBy {
        /// Which.
        invitation: InvitationId,
    },
    /// Is on duty at the desk on that day, or no longer.
    Duty {
        /// Whether they are.
        on: bool,
    },
    /// Staff saw who it is.
    Verified,
    /// Corrected what is kept of them.
    Corrected {
        /// Whether the name is another one now, which staff look at again.
        renamed: bool,
    },
    /// The desk or a grid worker looked at name, building, door and phone.
    Looked,
    /// The desk gave out all that is kept of somebody without an account, who asked for it.
    GivenOut,
    /// The desk says in what grid they live; none where that is not known.
    GridSet {
        /// Which.
        grid: Option<Uuid>,
    },
    /// Has gone: what was kept of them as a person is removed.
    Left,
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
impl crate::kernel::events::Fact for MemberEvent {
    fn is_change(&self) -> bool {
        !matches!(self, Self::Looked | Self::GivenOut)
    }
}
