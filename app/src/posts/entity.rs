//! The tables of posts, claims, objections, and offers of shifts.

pub mod post {
    use super::super::model::PostId;
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::TenantId;
    use chrono::{DateTime, NaiveDate, Utc};
    use uuid::Uuid;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "posts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: TenantId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: PostId,
        pub kind: String,
        pub title: String,
        pub purpose: String,
        pub place: String,
        pub grid_id: Option<Uuid>,
        pub duties: String,
        pub skills: String,
        /// Kinds of volunteer with commas between them; empty for every kind.
        pub who: String,
        pub categories: String,
        pub places: i32,
        pub taken: i32,
        pub times: serde_json::Value,
        /// The days of the week it is served on, 0 for Monday, as digits: for looking through.
        pub weekdays: String,
        pub first_day: NaiveDate,
        pub last_day: NaiveDate,
        pub claim_by: NaiveDate,
        pub public_days: i32,
        pub is_preset: bool,
        pub stage: String,
        pub version: i32,
        pub moved_at: DateTime<Utc>,
    }

    crate::plain_entity!();
}

pub mod claim {
    use super::super::model::{ClaimId, PostId};
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::{AccountId, MemberId, TenantId};
    use chrono::{DateTime, NaiveDate, Utc};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "claims")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: TenantId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: ClaimId,
        pub post_id: PostId,
        pub member_id: MemberId,
        pub account_id: Option<AccountId>,
        pub promise: String,
        pub skills: String,
        pub shown: String,
        pub stage: String,
        pub version: i32,
        pub claimed_at: DateTime<Utc>,
        pub moved_at: DateTime<Utc>,
        pub public_ends_at: Option<DateTime<Utc>>,
        pub reason: String,
        /// When they come, which stays while they claim it: a person's shifts are read in every community.
        pub times: serde_json::Value,
        pub first_day: NaiveDate,
        pub last_day: NaiveDate,
        pub zone: String,
        pub covers: serde_json::Value,
    }

    crate::plain_entity!();
}

pub mod objection {
    use super::super::model::{ClaimId, ObjectionId};
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::{MemberId, TenantId};
    use chrono::{DateTime, Utc};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "objections")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: TenantId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: ObjectionId,
        pub claim_id: ClaimId,
        pub by_id: MemberId,
        pub against_id: MemberId,
        pub words: String,
        pub at: DateTime<Utc>,
        pub outcome: Option<String>,
        pub answer: String,
        pub answered_at: Option<DateTime<Utc>>,
    }

    crate::plain_entity!();
}

pub mod swap {
    use super::super::model::{ClaimId, PostId};
    use super::super::swaps::SwapId;
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::TenantId;
    use chrono::{DateTime, Utc};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "swaps")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: TenantId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: SwapId,
        pub post_id: PostId,
        /// Whose shift is given.
        pub by_id: ClaimId,
        /// Who is asked.
        pub with_id: ClaimId,
        pub gives_from_at: DateTime<Utc>,
        pub gives_to_at: DateTime<Utc>,
        pub takes_from_at: Option<DateTime<Utc>>,
        pub takes_to_at: Option<DateTime<Utc>>,
        pub stage: String,
        pub version: i32,
        pub moved_at: DateTime<Utc>,
    }

    crate::plain_entity!();
}

crate::tenant_scoped!(post, Id);
crate::tenant_scoped!(claim, Id);
crate::tenant_scoped!(objection, Id);
crate::tenant_scoped!(swap, Id);

impl crate::kernel::db::OwnScoped for claim::Entity {
    const OWNER: claim::Column = claim::Column::AccountId;
}
