//! What tables brought in: first as a draft to be looked at, sealed and gone after a day; then what was made of it, so that it
//! can be taken back. New tables only: locks nothing that exists.

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
                "create table imports (
                   tenant_id {uuid} not null references communities (id),
                   id {uuid} not null,
                   what text not null check (what in ('residents', 'volunteers', 'categories')),
                   by_id {uuid} not null,
                   row_count integer not null check (row_count >= 0),
                   stage text not null check (stage in ('draft', 'applied', 'undone', 'dropped')),
                   created_at {time} not null,
                   applied_at {time},
                   primary key (tenant_id, id),
                   foreign key (tenant_id, by_id) references memberships (tenant_id, id),
                   check ((stage in ('applied', 'undone')) = (applied_at is not null)))",
                // Apart, so that a list of tables opens none of them.
                "create table import_parts (
                   tenant_id {uuid} not null references communities (id),
                   import_id {uuid} not null,
                   draft_sealed text,
                   made text,
                   primary key (tenant_id, import_id),
                   foreign key (tenant_id, import_id) references imports (tenant_id, id),
                   check (draft_sealed is null or made is null))",
            ],
        )
        .await?;
        lock(manager, "imports", "select, insert, update").await?;
        lock(manager, "import_parts", "select, insert, update").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["import_parts", "imports"]).await
    }
}
