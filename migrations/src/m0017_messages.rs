//! How people are reached outside, and what became of each message. New tables, and a column with a default on `communities`:
//! locks that table for a moment.

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
                "alter table communities add column tells boolean not null default false",
                "create table outlets (
                   tenant_id {uuid} not null references communities (id),
                   member_id {uuid} not null,
                   wants text not null check (wants in ('all', 'late', 'none')),
                   ways text not null,
                   quiet_from text,
                   quiet_to text,
                   lang text not null check (lang in ('zh-CN', 'en')),
                   mail_sealed text,
                   asked_sealed text,
                   code_sealed text,
                   code_ends_at {time},
                   primary key (tenant_id, member_id),
                   foreign key (tenant_id, member_id) references memberships (tenant_id, id),
                   check ((quiet_from is null) = (quiet_to is null)),
                   check ((asked_sealed is null) = (code_sealed is null) and (asked_sealed is null) = (code_ends_at is null)))",
                "create table webhooks (
                   tenant_id {uuid} not null references communities (id),
                   id {uuid} not null,
                   name text not null check (name <> ''),
                   url_sealed text not null,
                   secret_sealed text not null,
                   gets_phones boolean not null,
                   created_at {time} not null,
                   closed_at {time},
                   primary key (tenant_id, id),
                   check ((closed_at is null) = (url_sealed <> '') and (closed_at is null) = (secret_sealed <> '')))",
                "create table messages (
                   tenant_id {uuid} not null references communities (id),
                   id {uuid} not null,
                   member_id {uuid} not null,
                   notice_id {uuid},
                   way text not null,
                   kind text not null,
                   stage text not null check (stage in ('waiting', 'sent', 'skipped', 'failed')),
                   why text not null,
                   tries integer not null check (tries >= 0),
                   at {time} not null,
                   settled_at {time},
                   primary key (tenant_id, id),
                   unique (tenant_id, notice_id, way),
                   foreign key (tenant_id, member_id) references memberships (tenant_id, id),
                   foreign key (tenant_id, notice_id) references notices (tenant_id, id),
                   check ((stage = 'waiting') = (settled_at is null)))",
                "create index messages_by_stage on messages (tenant_id, stage, id)",
                "create index messages_to on messages (tenant_id, member_id, id)",
            ],
        )
        .await?;
        for table in ["outlets", "webhooks", "messages"] {
            lock(manager, table, "select, insert, update").await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["messages", "webhooks", "outlets"]).await?;
        run(manager, &["delete from jobs where kind in ('notice', 'message')", "alter table communities drop column tells"]).await
    }
}
