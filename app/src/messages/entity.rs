//! The tables of messages.

pub mod outlet {
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::{MemberId, TenantId};
    use chrono::{DateTime, Utc};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "outlets")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: TenantId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub member_id: MemberId,
        pub wants: String,
        /// `mail` and ids of webhooks, with commas.
        pub ways: String,
        pub quiet_from: Option<String>,
        pub quiet_to: Option<String>,
        pub lang: String,
        pub mail_sealed: Option<String>,
        /// The address that waits for its code, the code, and until when it is good.
        pub asked_sealed: Option<String>,
        pub code_sealed: Option<String>,
        pub code_ends_at: Option<DateTime<Utc>>,
    }

    crate::plain_entity!();
}

pub mod webhook {
    use super::super::model::WebhookId;
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::TenantId;
    use chrono::{DateTime, Utc};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "webhooks")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: TenantId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: WebhookId,
        pub name: String,
        pub url_sealed: String,
        pub secret_sealed: String,
        pub gets_phones: bool,
        pub created_at: DateTime<Utc>,
        pub closed_at: Option<DateTime<Utc>>,
    }

    crate::plain_entity!();
}

pub mod message {
    use super::super::model::MessageId;
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::{MemberId, NoticeId, TenantId};
    use chrono::{DateTime, Utc};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "messages")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: TenantId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: MessageId,
        pub member_id: MemberId,
        pub notice_id: Option<NoticeId>,
        pub way: String,
        pub kind: String,
        pub stage: String,
        pub why: String,
        pub tries: i32,
        pub at: DateTime<Utc>,
        pub settled_at: Option<DateTime<Utc>>,
    }

    crate::plain_entity!();
}

crate::tenant_scoped!(outlet, MemberId);
crate::tenant_scoped!(webhook, Id);
crate::tenant_scoped!(message, Id);
