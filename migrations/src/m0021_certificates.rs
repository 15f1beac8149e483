//! Certificates of hours. A new table only: locks nothing that exists.

use crate::engine::{drop, lock, run};
use sea_orm_migration::prelude::*;

#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                "create table certificates (
                   tenant_id {uuid} not null references communities (id),
                   id {uuid} not null,
                   digits text not null,
                   member_id {uuid} not null,
                   name text not null,
                   minutes bigint not null check (minutes >= 0),
                   services bigint not null check (services > 0),
                   from_day date not null,
                   to_day date not null,
                   made_on date not null,
                   void_reason text,
                   primary key (tenant_id, id),
                   foreign key (tenant_id, member_id) references memberships (tenant_id, id),
                   check (to_day >= from_day))",
                "create unique index certificates_by_digits on certificates (tenant_id, digits)",
                "create index certificates_by_member on certificates (tenant_id, member_id, id)",
            ],
        )
        .await?;
        lock(manager, "certificates", "select, insert, update").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["certificates"]).await
    }
}
