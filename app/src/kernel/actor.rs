//! Who is asking: their roles in this one community, read from the database at every call, so that a changed role counts at once.

use super::ids::{AccountId, MemberId, SessionId};
use super::said::{Text, text};
use serde::{Deserialize, Serialize};

/// A role that a member holds in one community. Sources: the people table of the domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 居民
    Resident,
    /// 志愿者
    Volunteer,
    /// 商户、服务组织
    Merchant,
    /// 网格员
    GridWorker,
    /// 社区工作人员
    Staff,
    /// 社区管理员
    Admin,
}

impl Role {
    /// Every role, as the forms list them.
    pub const ALL: [Self; 6] = [Self::Resident, Self::Volunteer, Self::Merchant, Self::GridWorker, Self::Staff, Self::Admin];

    /// Who files orders for residents, and keeps records of those without an account.
    pub const FILERS: [Self; 3] = [Self::GridWorker, Self::Staff, Self::Admin];

    /// The name at rest, in JSON and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Resident => "resident",
            Self::Volunteer => "volunteer",
            Self::Merchant => "merchant",
            Self::GridWorker => "grid_worker",
            Self::Staff => "staff",
            Self::Admin => "admin",
        }
    }

    /// The role of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// The name for people.
    pub fn name(self) -> Text {
        match self {
            Self::Resident => text("居民", "resident"),
            Self::Volunteer => text("志愿者", "volunteer"),
            Self::Merchant => text("商户", "merchant"),
            Self::GridWorker => text("网格员", "grid worker"),
            Self::Staff => text("工作人员", "staff"),
            Self::Admin => text("管理员", "admin"),
        }
    }
}

/// A member's roles: a small sorted set, at rest as `admin,staff`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Roles(Vec<Role>);

impl Roles {
    /// The set of these roles.
    pub fn new(roles: impl IntoIterator<Item = Role>) -> Self {
        let mut roles: Vec<Role> = roles.into_iter().collect();
        roles.sort_unstable();
        roles.dedup();
        Self(roles)
    }

    /// Whether the set holds this role.
    pub fn has(&self, role: Role) -> bool {
        self.0.contains(&role)
    }

    /// Whether the set holds one of these.
    pub fn any(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.has(*role))
    }

    /// The roles, sorted.
    pub fn iter(&self) -> impl Iterator<Item = Role> + '_ {
        self.0.iter().copied()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The form at rest.
    pub fn at_rest(&self) -> String {
        self.0.iter().map(|role| role.code()).collect::<Vec<_>>().join(",")
    }

    /// From the form at rest; unknown names are dropped, so an older server can read a newer row.
    pub fn from_rest(text: &str) -> Self {
        Self::new(text.split(',').filter_map(Role::from_code))
    }
}

/// Who is asking, in one community. Without a session everything is empty: a passer-by.
#[derive(Debug, Clone, Default)]
pub struct Actor {
    /// The account, when logged in.
    pub account: Option<AccountId>,
    /// The session, when logged in.
    pub session: Option<SessionId>,
    /// The membership in this community, if there is one that is active.
    pub member: Option<MemberId>,
    /// Whether staff have verified the membership.
    pub verified: bool,
    /// The roles held in this community.
    pub roles: Roles,
    /// For whom this member may speak here, as their delegate.
    pub stands_for: Vec<MemberId>,
    /// Nobody: a time that was set has come, see `jobs`.
    pub is_clock: bool,
}

impl Actor {
    /// Whether this is the member of that id.
    pub fn is(&self, member: MemberId) -> bool {
        self.member == Some(member)
    }

    /// Whether this is a delegate of the member of that id.
    pub fn stands_for(&self, resident: MemberId) -> bool {
        self.stands_for.contains(&resident)
    }

    /// Staff or admin: those who sit at the community's desk.
    pub fn at_desk(&self) -> bool {
        self.roles.any(&[Role::Staff, Role::Admin])
    }
}

/// By what way something was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Linli's own pages.
    Web,
    /// The REST interface.
    Api,
    /// The operator's command line.
    Cli,
    /// Nobody: a time that was set has come.
    Clock,
    /// A phone call that somebody took down.
    Phone,
    /// A text message or chat that somebody took down.
    Text,
    /// At the community's desk.
    Desk,
    /// At somebody's door.
    Visit,
    /// A printed card.
    Card,
}

impl Channel {
    /// The ways by which somebody comes who does not write for themselves.
    pub const TAKEN_DOWN: [Self; 5] = [Self::Phone, Self::Text, Self::Desk, Self::Visit, Self::Card];

    /// One of [`Channel::TAKEN_DOWN`].
    pub fn taken_down(code: &str) -> Option<Self> {
        Self::TAKEN_DOWN.into_iter().find(|channel| channel.code() == code)
    }
}

impl Channel {
    /// The name at rest.
    pub fn code(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Api => "api",
            Self::Cli => "cli",
            Self::Clock => "clock",
            Self::Phone => "phone",
            Self::Text => "text",
            Self::Desk => "desk",
            Self::Visit => "visit",
            Self::Card => "card",
        }
    }

    /// The name for people.
    pub fn name(code: &str) -> Text {
        match code {
            "web" => text("网页", "web"),
            "api" => text("接口", "API"),
            "clock" => text("自动", "itself"),
            "phone" => text("电话", "phone"),
            "text" => text("短信或微信", "text message"),
            "desk" => text("服务台", "the desk"),
            "visit" => text("上门走访", "a visit"),
            "card" => text("便民卡", "a household card"),
            _ => text("运维", "operator"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_survive_the_database() {
        let roles = Roles::new([Role::Staff, Role::Resident, Role::Staff]);
        assert_eq!(roles.at_rest(), "resident,staff");
        assert_eq!(Roles::from_rest(&roles.at_rest()), roles);
        assert!(Roles::from_rest("").is_empty());
    }
}
