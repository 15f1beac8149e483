//! The tables of points: versions of the rates, their terms, and the ledger. None is ever changed or removed.

pub mod version {
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::TenantId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "point_rates")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: TenantId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub version: i32,
        pub rates: serde_json::Value,
    }

    crate::plain_entity!();
}

crate::tenant_scoped!(version, Version);

pub mod term {
    use super::super::model::TermId;
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::TenantId;
    use chrono::NaiveDate;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "point_terms")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: TenantId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: TermId,
        pub version: i32,
        pub from_day: NaiveDate,
        /// The last day of a quarter that was recomputed; none where it holds on.
        pub to_day: Option<NaiveDate>,
    }

    crate::plain_entity!();
}

crate::tenant_scoped!(term, Id);

pub mod entry {
    use super::super::model::EntryId;
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::{MemberId, TenantId};
    use chrono::NaiveDate;
    use uuid::Uuid;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "point_entries")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: TenantId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: EntryId,
        pub member_id: MemberId,
        pub what: String,
        pub source_id: Uuid,
        pub about_id: Uuid,
        pub day: NaiveDate,
        pub n: i64,
        pub rate: i32,
        pub version: i32,
        pub due: i64,
        pub points: i64,
        pub is_barred: bool,
    }

    crate::plain_entity!();
}

crate::tenant_scoped!(entry, Id);
