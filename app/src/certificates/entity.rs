//! The table of certificates.

pub mod certificate {
    use super::super::model::CertificateId;
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::{MemberId, TenantId};
    use chrono::NaiveDate;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "certificates")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: TenantId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: CertificateId,
        pub digits: String,
        pub member_id: MemberId,
        pub name: String,
        pub minutes: i64,
        pub services: i64,
        pub from_day: NaiveDate,
        pub to_day: NaiveDate,
        pub made_on: NaiveDate,
        /// Why it is void; none while it holds.
        pub void_reason: Option<String>,
    }

    crate::plain_entity!();
}

crate::tenant_scoped!(certificate, Id);
