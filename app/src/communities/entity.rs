//! The tables of communities: districts, streets, communities and presets belong to the platform; grids, members and
//! categories to their tenant.

pub mod district {
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use chrono::{DateTime, Utc};
    use uuid::Uuid;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "districts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub slug: String,
        pub name_zh: String,
        pub name_en: String,
        pub zone: String,
        pub created_at: DateTime<Utc>,
    }

    crate::plain_entity!();
}

pub mod street {
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use uuid::Uuid;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "streets")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub district_id: Uuid,
        pub name_zh: String,
        pub name_en: String,
    }

    crate::plain_entity!();
}

pub mod community {
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::TenantId;
    use chrono::{DateTime, Utc};
    use uuid::Uuid;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "communities")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: TenantId,
        pub district_id: Uuid,
        pub street_id: Option<Uuid>,
        pub slug: String,
        pub name_zh: String,
        pub name_en: String,
        pub population: i32,
        pub households: i32,
        pub over60_permille: i32,
        pub opens_at: String,
        pub closes_at: String,
        pub open_days: String,
        /// The opening hours of the week now; before they were ever changed, what the three above say.
        pub hours: Option<String>,
        pub desk_phone: Option<String>,
        /// Of how many closed wishes in a hundred somebody is called back.
        pub call_back_percent: i32,
        /// Whether anybody here chose to be told outside.
        pub tells: bool,
        pub is_demo: bool,
        pub created_at: DateTime<Utc>,
    }

    crate::plain_entity!();
}

pub mod preset {
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use uuid::Uuid;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "category_presets")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub district_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub code: String,
        pub kind: String,
        pub class: Option<String>,
        pub way: Option<String>,
        pub name_zh: String,
        pub name_en: String,
        pub position: i32,
        pub answer_limit: Option<String>,
        pub deliver_limit: Option<String>,
        pub is_urgent: bool,
    }

    crate::plain_entity!();
}

pub mod holiday {
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use chrono::{DateTime, Utc};
    use uuid::Uuid;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "holidays")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub district_id: Uuid,
        /// `2026-10-01`.
        #[sea_orm(primary_key, auto_increment = false)]
        pub day: String,
        /// The last word counts, for clocks that begin after it.
        #[sea_orm(primary_key, auto_increment = false)]
        pub entered_at: DateTime<Utc>,
        /// A working day that makes up for another.
        pub is_open: bool,
    }

    crate::plain_entity!();
}

pub mod grid {
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::TenantId;
    use uuid::Uuid;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "grids")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: TenantId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub name_zh: String,
        pub name_en: String,
    }

    crate::plain_entity!();
}

pub mod membership {
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::{AccountId, MemberId, TenantId};
    use chrono::{DateTime, NaiveDate, Utc};
    use uuid::Uuid;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "memberships")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: TenantId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: MemberId,
        /// Nobody's, where staff keep the record of somebody without an account.
        pub account_id: Option<AccountId>,
        pub name: String,
        pub building: String,
        pub door: String,
        pub grid_id: Option<Uuid>,
        pub roles: String,
        pub volunteer_kind: Option<String>,
        pub verified_at: Option<DateTime<Utc>>,
        pub consent_version: String,
        /// The phone of a record; who has an account has theirs there.
        pub phone_sealed: Option<String>,
        pub phone_lookup: Option<String>,
        pub born: Option<i32>,
        pub needs: String,
        pub needs_consent: Option<String>,
        /// The number on the household's card, where there is one.
        pub card_no: Option<String>,
        /// The day on which they said that they are on duty.
        pub duty_on: Option<NaiveDate>,
        pub left_at: Option<DateTime<Utc>>,
        pub created_at: DateTime<Utc>,
    }

    crate::plain_entity!();
}

pub mod delegation {
    use super::super::model::DelegationId;
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::{MemberId, TenantId};
    use chrono::{DateTime, Utc};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "delegations")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: TenantId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: DelegationId,
        pub resident_id: MemberId,
        /// Nobody's as long as the code has not been used.
        pub delegate_id: Option<MemberId>,
        pub offered_by: MemberId,
        pub code_sealed: String,
        pub code_lookup: String,
        pub expires_at: DateTime<Utc>,
        pub begun_at: Option<DateTime<Utc>>,
        pub ended_at: Option<DateTime<Utc>>,
    }

    crate::plain_entity!();
}

pub mod invitation {
    use super::super::model::InvitationId;
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::TenantId;
    use chrono::{DateTime, Utc};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "invitations")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: TenantId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: InvitationId,
        pub token_sealed: String,
        pub token_lookup: String,
        pub expires_at: DateTime<Utc>,
        pub ended_at: Option<DateTime<Utc>>,
    }

    crate::plain_entity!();
}

pub mod category {
    use super::super::model::CategoryId;
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::TenantId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "categories")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: TenantId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: CategoryId,
        pub code: String,
        pub kind: String,
        pub class: Option<String>,
        pub way: Option<String>,
        pub name_zh: String,
        pub name_en: String,
        pub position: i32,
        pub is_open: bool,
        pub answer_limit: Option<String>,
        pub deliver_limit: Option<String>,
        pub is_urgent: bool,
    }

    crate::plain_entity!();
}

use crate::kernel::db::{OwnScoped, PlatformScoped};

impl PlatformScoped for district::Entity {}
impl PlatformScoped for street::Entity {}
impl PlatformScoped for community::Entity {}
impl PlatformScoped for preset::Entity {}
impl PlatformScoped for holiday::Entity {}

crate::tenant_scoped!(grid, Id);
crate::tenant_scoped!(membership, Id);
crate::tenant_scoped!(category, Id);
crate::tenant_scoped!(delegation, Id);
crate::tenant_scoped!(invitation, Id);

impl OwnScoped for membership::Entity {
    const OWNER: membership::Column = membership::Column::AccountId;
}
