//! Shifts that change hands: offers, and what each claim gave away and took over. A new table, and a column more: locks the
//! claims for a moment.

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
                r#"alter table claims add column covers {json} not null default '{"away":[],"taken":[]}'"#,
                "create table swaps (
                   tenant_id {uuid} not null references communities (id),
                   id {uuid} not null,
                   post_id {uuid} not null,
                   by_id {uuid} not null,
                   with_id {uuid} not null,
                   gives_from_at {time} not null,
                   gives_to_at {time} not null,
                   takes_from_at {time},
                   takes_to_at {time},
                   stage text not null check (stage in ('offered', 'agreed', 'declined', 'withdrawn')),
                   version integer not null,
                   moved_at {time} not null,
                   primary key (tenant_id, id),
                   foreign key (tenant_id, post_id) references posts (tenant_id, id),
                   foreign key (tenant_id, by_id) references claims (tenant_id, id),
                   foreign key (tenant_id, with_id) references claims (tenant_id, id),
                   check (by_id <> with_id),
                   check ((takes_from_at is null) = (takes_to_at is null)))",
                "create unique index swaps_open on swaps (tenant_id, by_id, with_id, gives_from_at) where stage = 'offered'",
                "create index swaps_by_with on swaps (tenant_id, with_id, id)",
                "create index swaps_by_by on swaps (tenant_id, by_id, id)",
            ],
        )
        .await?;
        lock(manager, "swaps", "select, insert, update").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["swaps"]).await?;
        run(manager, &["alter table claims drop column covers"]).await
    }
}
