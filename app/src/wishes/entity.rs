//! The tables of wishes and their photos.

pub mod wish {
    use super::super::model::WishId;
    use crate::communities::model::CategoryId;
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::{MemberId, TenantId};
    use chrono::{DateTime, Utc};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "wishes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: TenantId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: WishId,
        pub resident_id: MemberId,
        pub category_id: CategoryId,
        pub kind: String,
        pub title: String,
        pub text: String,
        pub public_card: Option<String>,
        pub stage: String,
        pub version: i32,
        pub holder_id: Option<MemberId>,
        pub filed_by: Option<MemberId>,
        pub placed_at: DateTime<Utc>,
        pub moved_at: DateTime<Utc>,
        pub grade: Option<i32>,
        pub call_back: Option<String>,
        pub since: Option<DateTime<Utc>>,
        pub due_at: Option<DateTime<Utc>>,
        pub answer_by: Option<DateTime<Utc>>,
        pub deliver_by: Option<DateTime<Utc>>,
        pub paused_until: Option<DateTime<Utc>>,
    }

    crate::plain_entity!();
}

pub mod photo {
    use super::super::model::{PhotoId, WishId};
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::{MemberId, TenantId};
    use chrono::{DateTime, Utc};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "photos")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: TenantId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: PhotoId,
        pub wish_id: WishId,
        pub side: String,
        /// Its place among those of its side; none once it was taken away.
        pub slot: Option<i32>,
        pub by_id: MemberId,
        pub at: DateTime<Utc>,
    }

    crate::plain_entity!();
}

pub mod photo_file {
    use super::super::model::PhotoId;
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::TenantId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "photo_files")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: TenantId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub photo_id: PhotoId,
        /// A JPEG; none once it was taken away.
        pub bytes: Option<Vec<u8>>,
    }

    crate::plain_entity!();
}

crate::tenant_scoped!(wish, Id);
crate::tenant_scoped!(photo, Id);
crate::tenant_scoped!(photo_file, PhotoId);
