//! The tables of stars. Thresholds and lines are never changed or removed.

pub mod rules {
    use super::super::model::RulesId;
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::TenantId;
    use chrono::NaiveDate;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "star_rules")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: TenantId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: RulesId,
        pub version: i32,
        pub from_day: NaiveDate,
        pub thresholds: serde_json::Value,
    }

    crate::plain_entity!();
}

crate::tenant_scoped!(rules, Id);

pub mod quarter {
    use super::super::model::QuarterId;
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::TenantId;
    use chrono::{DateTime, NaiveDate, Utc};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "star_quarters")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: TenantId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: QuarterId,
        pub from_day: NaiveDate,
        pub to_day: NaiveDate,
        pub stage: String,
        pub version: i32,
        pub computation: i32,
        pub rules: i32,
        pub public_ends_at: Option<DateTime<Utc>>,
        pub moved_at: DateTime<Utc>,
    }

    crate::plain_entity!();
}

crate::tenant_scoped!(quarter, Id);

pub mod line {
    use super::super::model::{LineId, QuarterId};
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::{MemberId, TenantId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "star_lines")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: TenantId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: LineId,
        pub quarter_id: QuarterId,
        pub computation: i32,
        pub member_id: MemberId,
        pub points: i64,
        pub minutes: i64,
        pub missed: i64,
        pub late_points: i64,
        pub late_minutes: i64,
        pub late_missed: i64,
        pub stars: i32,
        pub is_barred: bool,
    }

    crate::plain_entity!();
}

crate::tenant_scoped!(line, Id);

pub mod objection {
    use super::super::model::{LineId, QuarterId, StarObjectionId};
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::{MemberId, TenantId};
    use chrono::{DateTime, Utc};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "star_objections")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: TenantId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: StarObjectionId,
        pub quarter_id: QuarterId,
        pub line_id: LineId,
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

crate::tenant_scoped!(objection, Id);

pub mod choice {
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::{MemberId, TenantId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "star_choices")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: TenantId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub member_id: MemberId,
        pub showing: String,
    }

    crate::plain_entity!();
}

crate::tenant_scoped!(choice, MemberId);
