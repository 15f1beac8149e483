//! The tables of shifts: what was served, up to when whoever serves was reminded, and the links of their calendars.

pub mod shift {
    use super::super::model::ShiftId;
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::{AccountId, MemberId, TenantId};
    use crate::posts::model::{ClaimId, PostId};
    use chrono::{DateTime, Utc};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "shifts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: TenantId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: ShiftId,
        pub claim_id: ClaimId,
        pub post_id: PostId,
        pub member_id: MemberId,
        pub account_id: Option<AccountId>,
        pub began_at: DateTime<Utc>,
        pub ended_at: Option<DateTime<Utc>>,
        /// Whole minutes, for sums; 0 while it runs.
        pub minutes: i64,
        pub stage: String,
        pub version: i32,
        pub note: String,
        pub reason: String,
        pub word: String,
        pub moved_at: DateTime<Utc>,
    }

    crate::plain_entity!();
}

crate::tenant_scoped!(shift, Id);

pub mod reminder {
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::TenantId;
    use crate::posts::model::ClaimId;
    use chrono::{DateTime, Utc};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "shift_reminders")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: TenantId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub claim_id: ClaimId,
        /// Whatever was to be said up to then was said.
        pub told_at: DateTime<Utc>,
    }

    crate::plain_entity!();
}

crate::tenant_scoped!(reminder, ClaimId);

pub mod calendar {
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::{MemberId, TenantId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "calendars")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: TenantId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub member_id: MemberId,
        /// What opens it; none where nothing does any more.
        pub token_sealed: Option<String>,
        pub token_lookup: Option<String>,
    }

    crate::plain_entity!();
}

crate::tenant_scoped!(calendar, MemberId);

impl crate::kernel::db::OwnScoped for shift::Entity {
    const OWNER: shift::Column = shift::Column::AccountId;
}
