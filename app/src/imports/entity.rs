//! The table of what was brought in.

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
        /// The rows, as long as this is a draft.
        pub draft_sealed: Option<String>,
        /// What was made of it, by ids, as JSON.
        pub made: Option<String>,
        pub created_at: DateTime<Utc>,
        pub applied_at: Option<DateTime<Utc>>,
        pub undone_at: Option<DateTime<Utc>>,
    }

    crate::plain_entity!();
}

crate::tenant_scoped!(import, Id);
