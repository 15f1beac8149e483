//! The day figures: how often what happened in a community on a day. A new table only: locks nothing that exists. Every
//! community gets a job: what happened before there were figures is counted from its history.

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
                "create table community_day (
                   tenant_id {uuid} not null references communities (id),
                   day date not null,
                   about_id {uuid} not null,
                   measure text not null,
                   part integer not null,
                   n bigint not null,
                   primary key (tenant_id, day, about_id, measure, part))",
                "insert into jobs (community_id, kind, subject_id, due_at, attempts) select id, 'figures', id, created_at, 0 from communities",
            ],
        )
        .await?;
        lock(manager, "community_day", "select, insert, update").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["delete from jobs where kind = 'figures'"]).await?;
        drop(manager, &["community_day"]).await
    }
}
