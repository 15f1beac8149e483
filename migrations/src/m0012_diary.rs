//! The diary of visits and calls. A new table only: locks nothing that exists.

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
                "create table diary (
                   tenant_id {uuid} not null references communities (id),
                   id {uuid} not null,
                   author_id {uuid} not null,
                   resident_id {uuid},
                   way text not null check (way in ('phone', 'text', 'desk', 'visit', 'card')),
                   words text not null,
                   at {time} not null,
                   wish_id {uuid},
                   primary key (tenant_id, id),
                   foreign key (tenant_id, author_id) references memberships (tenant_id, id),
                   foreign key (tenant_id, resident_id) references memberships (tenant_id, id),
                   foreign key (tenant_id, wish_id) references wishes (tenant_id, id),
                   check (wish_id is null or resident_id is not null))",
                "create index diary_by_time on diary (tenant_id, at)",
                "create index diary_by_resident on diary (tenant_id, resident_id, at)",
            ],
        )
        .await?;
        lock(manager, "diary", "select, insert, update").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["diary"]).await
    }
}
