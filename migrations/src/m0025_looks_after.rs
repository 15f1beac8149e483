//! Which categories of wishes a post looks after. A column more, by itself: locks the posts for a moment.

use crate::engine::run;
use sea_orm_migration::prelude::*;

#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["alter table posts add column categories text not null default ''"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["alter table posts drop column categories", "delete from jobs where kind = 'wanted'"]).await
    }
}
