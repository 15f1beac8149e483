//! Photos of wishes: which there are, and apart from that what is in them. New tables only: locks nothing that exists.

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
                "create table photos (
                   tenant_id {uuid} not null references communities (id),
                   id {uuid} not null,
                   wish_id {uuid} not null,
                   side text not null check (side in ('resident', 'holder')),
                   slot integer check (slot between 1 and 3),
                   by_id {uuid} not null,
                   at {time} not null,
                   primary key (tenant_id, id),
                   unique (tenant_id, wish_id, side, slot),
                   foreign key (tenant_id, wish_id) references wishes (tenant_id, id),
                   foreign key (tenant_id, by_id) references memberships (tenant_id, id))",
                "create table photo_files (
                   tenant_id {uuid} not null references communities (id),
                   photo_id {uuid} not null,
                   bytes {bytes},
                   primary key (tenant_id, photo_id),
                   foreign key (tenant_id, photo_id) references photos (tenant_id, id))",
            ],
        )
        .await?;
        lock(manager, "photos", "select, insert, update").await?;
        lock(manager, "photo_files", "select, insert, update").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["photo_files", "photos"]).await
    }
}
