//! Invitations: a link that verifies whoever registers by it. A new table, which touches no other.

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
                "create table invitations (
                   tenant_id {uuid} not null references communities (id),
                   id {uuid} not null,
                   token_sealed text not null,
                   token_lookup text not null,
                   expires_at {time} not null,
                   ended_at {time},
                   primary key (tenant_id, id))",
                "create unique index invitations_one_open on invitations (tenant_id) where ended_at is null",
                "create unique index invitations_by_token on invitations (tenant_id, token_lookup)",
            ],
        )
        .await?;
        lock(manager, "invitations", "select, insert, update").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["invitations"]).await
    }
}
