//! Up to when whoever holds a post was reminded of its shifts. A new table; reads claims, and locks them for a moment, to have
//! the shifts to come of every post that is held looked at.

use crate::engine::{drop, lock, over_all, run};
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
            &["create table shift_reminders (
                 tenant_id {uuid} not null references communities (id),
                 claim_id {uuid} not null,
                 told_at {time} not null,
                 primary key (tenant_id, claim_id),
                 foreign key (tenant_id, claim_id) references claims (tenant_id, id))"],
        )
        .await?;
        lock(manager, "shift_reminders", "select, insert, update").await?;
        let held = "insert into jobs (community_id, kind, subject_id, due_at, attempts)
                    select tenant_id, 'reminders', id, moved_at, 0 from claims where stage = 'serving'";
        over_all(manager, "claims", held).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["shift_reminders"]).await?;
        run(manager, &["delete from jobs where kind = 'reminders'"]).await
    }
}
