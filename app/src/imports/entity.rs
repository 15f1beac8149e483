//! The tables of what was brought in.

pub mod import {
    use super::super::model::ImportId;
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::{MemberId, TenantId};
    use chrono::{DateTime, Utc};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "imports")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: TenantId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: ImportId,
        pub what: String,
        pub by_id: MemberId,
        pub row_count: i32,
        pub stage: String,
        pub created_at: DateTime<Utc>,
        pub applied_at: Option<DateTime<Utc>>,
    }

    crate::plain_entity!();
}

pub mod part {
    use super::super::model::ImportId;
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::TenantId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "import_parts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: TenantId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub import_id: ImportId,
        /// The rows, as long as this is a draft.
        pub draft_sealed: Option<String>,
        /// What was made of it, as JSON: by ids, until it cannot be taken back any more; then how much alone.
        pub made: Option<String>,
    }

    crate::plain_entity!();
}

crate::tenant_scoped!(import, Id);
crate::tenant_scoped!(part, ImportId);
