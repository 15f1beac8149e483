//! That something changed, and in which community: what live pages are told by, kept for some minutes. A new table only:
//! locks nothing that exists.

use crate::engine::{drop, grant, run};
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
                "create table changes (
                   id {uuid} primary key not null,
                   community_id {uuid} not null,
                   subject_id {uuid} not null,
                   at {time} not null)",
                "create index changes_by_time on changes (at)",
                "create index changes_by_community on changes (community_id, at)",
            ],
        )
        .await?;
        grant(manager, "changes", "select, insert, delete").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["changes"]).await
    }
}
