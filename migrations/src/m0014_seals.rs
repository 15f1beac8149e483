//! The seals on the history. A new table only: locks nothing that exists. It points to no event, so that it still says what
//! was there where one was removed.

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
            &["create table event_seals (
                   tenant_id {uuid} not null references communities (id),
                   no bigint not null check (no > 0),
                   event_id {uuid} not null,
                   words text,
                   seal text not null,
                   sealed_at {time} not null,
                   primary key (tenant_id, no),
                   unique (tenant_id, event_id))"],
        )
        .await?;
        lock(manager, "event_seals", "select, insert").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["event_seals"]).await
    }
}
