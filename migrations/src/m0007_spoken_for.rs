//! Who speaks for a resident (delegations), by what they are known (household cards), and whom the community calls back.
//! New tables and columns, which rewrite nothing on either engine. Who was not satisfied is to be called back from now on, as
//! their history says. Every community gets a job: what comes round every week is looked at once, and says itself when
//! next. Going back, the words for call backs stay in histories, where older versions do not read them.

use crate::engine::{drop, lock, over_all, run};
use sea_orm_migration::prelude::*;

#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

const COLUMNS: [(&str, &str); 4] = [
    ("memberships", "card_no text"),
    ("communities", "desk_phone text"),
    ("communities", "call_back_percent integer not null default 10 check (call_back_percent between 0 and 100)"),
    ("wishes", "call_back text check (call_back in ('low_grade', 'sample', 'done'))"),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                "create table delegations (
                   tenant_id {uuid} not null references communities (id),
                   id {uuid} not null,
                   resident_id {uuid} not null,
                   delegate_id {uuid},
                   offered_by {uuid} not null,
                   code_sealed text not null,
                   code_lookup text not null,
                   expires_at {time} not null,
                   begun_at {time},
                   ended_at {time},
                   primary key (tenant_id, id),
                   foreign key (tenant_id, resident_id) references memberships (tenant_id, id),
                   foreign key (tenant_id, delegate_id) references memberships (tenant_id, id),
                   foreign key (tenant_id, offered_by) references memberships (tenant_id, id),
                   check ((delegate_id is null) = (begun_at is null)),
                   check (delegate_id <> resident_id))",
                "create unique index delegations_one_each on delegations (tenant_id, resident_id, delegate_id) where ended_at is null",
                "create unique index delegations_one_code on delegations (tenant_id, resident_id) where begun_at is null and ended_at is null",
                "create index delegations_by_delegate on delegations (tenant_id, delegate_id) where ended_at is null",
                "create index delegations_by_code on delegations (tenant_id, code_lookup)",
            ],
        )
        .await?;
        lock(manager, "delegations", "select, insert, update").await?;
        for (table, column) in COLUMNS {
            run(manager, &[&format!("alter table {table} add column {column}")]).await?;
        }
        over_all(manager, "wishes", "update wishes set call_back = 'low_grade' where stage = 'confirmed' and grade <= 2").await?;
        run(
            manager,
            &[
                "create unique index memberships_by_card on memberships (tenant_id, card_no)",
                "create index wishes_to_call_back on wishes (tenant_id, id) where call_back in ('low_grade', 'sample')",
                "create index wishes_by_move on wishes (tenant_id, moved_at)",
                "insert into jobs (community_id, kind, subject_id, due_at, attempts) select id, 'community', id, created_at, 0 from communities",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                "delete from jobs where kind = 'community'",
                "drop index wishes_by_move",
                "drop index wishes_to_call_back",
                "drop index memberships_by_card",
            ],
        )
        .await?;
        for (table, column) in COLUMNS {
            let name = column.split(' ').next().unwrap_or_default();
            run(manager, &[&format!("alter table {table} drop column {name}")]).await?;
        }
        drop(manager, &["delegations"]).await
    }
}
