//! What tables brought in: first as a draft to be looked at, sealed and gone after a day; then what was made of it, so that it
//! can be taken back. A new table only: locks nothing that exists.

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
            &["create table imports (
                 tenant_id {uuid} not null references communities (id),
                 id {uuid} not null,
                 what text not null check (what in ('residents', 'volunteers', 'categories')),
                 by_id {uuid} not null,
                 row_count integer not null check (row_count >= 0),
                 draft_sealed text,
                 made text,
                 created_at {time} not null,
                 applied_at {time},
                 undone_at {time},
                 primary key (tenant_id, id),
                 foreign key (tenant_id, by_id) references memberships (tenant_id, id),
                 check (applied_at is null or draft_sealed is null),
                 check ((applied_at is null) = (made is null)),
                 check (undone_at is null or applied_at is not null))"],
        )
        .await?;
        lock(manager, "imports", "select, insert, update").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["imports"]).await
    }
}
