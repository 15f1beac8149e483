//! The private links of calendars. A new table only: locks nothing that exists.

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
                "create table calendars (
                   tenant_id {uuid} not null references communities (id),
                   member_id {uuid} not null,
                   token_sealed text,
                   token_lookup text,
                   primary key (tenant_id, member_id),
                   foreign key (tenant_id, member_id) references memberships (tenant_id, id),
                   check ((token_sealed is null) = (token_lookup is null)))",
                "create unique index calendars_by_token on calendars (tenant_id, token_lookup)",
            ],
        )
        .await?;
        lock(manager, "calendars", "select, insert, update").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["calendars"]).await
    }
}
