//! What is due later (jobs), what people are told (notices), wishes that close by themselves, and the opening hours of a
//! week. New tables and columns; on PostgreSQL two checks of `wishes` are read through once, on SQLite the table is
//! written anew. Going back, wishes that closed by themselves stand as delivered; their history keeps the words for it,
//! which older versions do not read.

use crate::engine::{drop, grant, lock, postgres, rebuild, run};
use sea_orm_migration::prelude::*;

#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

/// The two checks of `wishes` that name its stages: on PostgreSQL by their names, on SQLite by their text.
const CHECKS: [(&str, &str, &str); 2] = [
    (
        "wishes_stage_check",
        "stage in ('placed', 'accepted', 'declined', 'claimed', 'delivered', 'confirmed', 'withdrawn')",
        "stage in ('placed', 'accepted', 'declined', 'claimed', 'delivered', 'confirmed', 'lapsed', 'withdrawn')",
    ),
    (
        "wishes_check",
        "(stage in ('claimed', 'delivered', 'confirmed')) = (holder_id is not null)",
        "(stage in ('claimed', 'delivered', 'confirmed', 'lapsed')) = (holder_id is not null)",
    ),
];

async fn change(manager: &SchemaManager<'_>, checks: &[(&str, &str, &str)]) -> Result<(), DbErr> {
    for (name, _, to) in checks {
        let sql = format!("alter table wishes drop constraint {name}, add constraint {name} check ({to})");
        postgres(manager, &[&sql]).await?;
    }
    let texts: Vec<(&str, &str)> = checks.iter().map(|(_, from, to)| (*from, *to)).collect();
    rebuild(manager, "wishes", &texts).await
}

/// Runs a statement over the wishes of every community. Row security binds the owner as well; for this moment it does not.
async fn over_all(manager: &SchemaManager<'_>, statement: &str) -> Result<(), DbErr> {
    postgres(manager, &["alter table wishes no force row level security"]).await?;
    run(manager, &[statement]).await?;
    postgres(manager, &["alter table wishes force row level security"]).await
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                "create table jobs (
                   community_id {uuid} not null references communities (id),
                   kind text not null,
                   subject_id {uuid} not null,
                   due_at {time} not null,
                   attempts integer not null check (attempts >= 0),
                   primary key (community_id, kind, subject_id))",
                "create index jobs_by_due on jobs (due_at)",
                "create table notices (
                   tenant_id {uuid} not null references communities (id),
                   id {uuid} not null,
                   member_id {uuid} not null,
                   subject_id {uuid} not null,
                   kind text not null,
                   zh text not null,
                   en text not null,
                   link text not null,
                   at {time} not null,
                   read_at {time},
                   primary key (tenant_id, id),
                   foreign key (tenant_id, member_id) references memberships (tenant_id, id))",
                "create index notices_by_member on notices (tenant_id, member_id, id)",
                "create index notices_unread on notices (tenant_id, member_id, subject_id) where read_at is null",
                "alter table communities add column hours text",
                "alter table wishes add column since {time}",
            ],
        )
        .await?;
        grant(manager, "jobs", "select, insert, update, delete").await?;
        lock(manager, "notices", "select, insert, update").await?;
        change(manager, &CHECKS).await?;
        // The clocks that run already ring as well: each is looked at once, and says itself when next.
        let open = "insert into jobs (community_id, kind, subject_id, due_at, attempts)
                    select tenant_id, 'wish', id, moved_at, 0 from wishes where stage in ('placed', 'accepted', 'claimed', 'delivered')";
        over_all(manager, open).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        over_all(manager, "update wishes set stage = 'delivered' where stage = 'lapsed'").await?;
        change(manager, &CHECKS.map(|(name, from, to)| (name, to, from))).await?;
        run(manager, &["alter table wishes drop column since", "alter table communities drop column hours"]).await?;
        drop(manager, &["notices", "jobs"]).await
    }
}
