//! The tables of accounts: none belongs to a community.

pub mod account {
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::AccountId;
    use chrono::{DateTime, Utc};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "accounts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: AccountId,
        pub login: Option<String>,
        pub phone_lookup: Option<String>,
        pub phone_sealed: Option<String>,
        pub password_hash: Option<String>,
        pub created_at: DateTime<Utc>,
        pub closed_at: Option<DateTime<Utc>>,
    }

    crate::plain_entity!();
}

pub mod session {
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::{AccountId, SessionId};
    use chrono::{DateTime, Utc};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sessions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: SessionId,
        pub account_id: AccountId,
        pub device: String,
        pub token_hash: String,
        pub previous_hash: Option<String>,
        pub rotated_at: DateTime<Utc>,
        pub created_at: DateTime<Utc>,
        pub expires_at: DateTime<Utc>,
        pub ended_at: Option<DateTime<Utc>>,
    }

    crate::plain_entity!();
}

pub mod failed_login {
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use chrono::{DateTime, Utc};
    use uuid::Uuid;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "failed_logins")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// A keyed hash of whom or where it counts against.
        pub key: String,
        pub at: DateTime<Utc>,
    }

    crate::plain_entity!();
}

pub mod grant {
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::AccountId;
    use chrono::{DateTime, Utc};
    use uuid::Uuid;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "grants")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub account_id: AccountId,
        pub role: String,
        /// A street or a district; nil for the operator.
        pub scope_id: Uuid,
        pub granted_at: DateTime<Utc>,
        /// The operator's name on their own machine: these roles are given by the command line alone.
        pub granted_by: String,
        pub revoked_at: Option<DateTime<Utc>>,
        pub revoked_by: Option<String>,
    }

    crate::plain_entity!();
}

use crate::kernel::db::PlatformScoped;

impl PlatformScoped for account::Entity {}
impl PlatformScoped for session::Entity {}
impl PlatformScoped for failed_login::Entity {}
impl PlatformScoped for grant::Entity {}
