//! The table of the diary.

pub mod diary {
    use super::super::model::EntryId;
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::{MemberId, TenantId};
    use crate::wishes::model::WishId;
    use chrono::{DateTime, Utc};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "diary")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: TenantId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: EntryId,
        pub author_id: MemberId,
        pub resident_id: Option<MemberId>,
        pub way: String,
        pub words: String,
        pub at: DateTime<Utc>,
        pub wish_id: Option<WishId>,
    }

    crate::plain_entity!();
}

crate::tenant_scoped!(diary, Id);
