//! Who is on duty at the desk today. A column that may be empty: on PostgreSQL the `alter` locks its table for a moment
//! and rewrites nothing.

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
        run(
            manager,
            &[
                "alter table memberships add column duty_on date",
                "create index memberships_on_duty on memberships (tenant_id, duty_on) where duty_on is not null",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["drop index memberships_on_duty", "alter table memberships drop column duty_on"]).await
    }
}
