//! Clocks: limits of categories, the holidays of a district, and how a wish's clocks stand. Columns that may be empty
//! and a new table: on PostgreSQL each `alter` locks its table for a moment and rewrites nothing.

use crate::engine::{drop, grant, run};
use sea_orm_migration::prelude::*;

#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

const COLUMNS: [(&str, &str); 10] = [
    ("category_presets", "answer_limit text"),
    ("category_presets", "deliver_limit text"),
    ("category_presets", "is_urgent boolean not null default false"),
    ("categories", "answer_limit text"),
    ("categories", "deliver_limit text"),
    ("categories", "is_urgent boolean not null default false"),
    ("wishes", "due_at {time}"),
    ("wishes", "answer_by {time}"),
    ("wishes", "deliver_by {time}"),
    ("wishes", "paused_until {time}"),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in COLUMNS {
            run(manager, &[&format!("alter table {table} add column {column}")]).await?;
        }
        run(
            manager,
            &[
                "create index wishes_by_due on wishes (tenant_id, due_at, id)",
                "create table holidays (
                   district_id {uuid} not null references districts (id),
                   day text not null,
                   entered_at {time} not null,
                   is_open boolean not null,
                   primary key (district_id, day, entered_at))",
            ],
        )
        .await?;
        grant(manager, "holidays", "select, insert").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["holidays"]).await?;
        run(manager, &["drop index wishes_by_due"]).await?;
        for (table, column) in COLUMNS {
            let name = column.split(' ').next().unwrap_or_default();
            run(manager, &[&format!("alter table {table} drop column {name}")]).await?;
        }
        Ok(())
    }
}
