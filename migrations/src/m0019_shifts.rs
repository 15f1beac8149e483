//! Shifts: what whoever holds a post served of it, or missed. A new table only: locks nothing that exists.

use crate::engine::{drop, lock, postgres, run};
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
                "create table shifts (
                   tenant_id {uuid} not null references communities (id),
                   id {uuid} not null,
                   claim_id {uuid} not null,
                   post_id {uuid} not null,
                   member_id {uuid} not null,
                   account_id {uuid} references accounts (id),
                   began_at {time} not null,
                   ended_at {time},
                   minutes bigint not null,
                   stage text not null check (stage in
                     ('running', 'reported', 'confirmed', 'disputed', 'missed', 'withdrawn')),
                   version integer not null,
                   note text not null,
                   reason text not null,
                   word text not null,
                   moved_at {time} not null,
                   primary key (tenant_id, id),
                   foreign key (tenant_id, claim_id) references claims (tenant_id, id),
                   foreign key (tenant_id, post_id) references posts (tenant_id, id),
                   foreign key (tenant_id, member_id) references memberships (tenant_id, id),
                   check (ended_at is null or ended_at >= began_at),
                   check ((stage = 'running') = (ended_at is null)),
                   check (minutes >= 0 and (minutes = 0 or ended_at is not null)))",
                "create unique index shifts_running on shifts (tenant_id, member_id) where stage = 'running'",
                "create unique index shifts_missed on shifts (tenant_id, claim_id, began_at) where stage = 'missed'",
                "create index shifts_by_member on shifts (tenant_id, member_id, id)",
                "create index shifts_by_stage on shifts (tenant_id, stage, id)",
                "create index shifts_by_time on shifts (tenant_id, ended_at)",
                "create index shifts_by_account on shifts (account_id, began_at)",
            ],
        )
        .await?;
        lock(manager, "shifts", "select, insert, update").await?;
        // A person's hours are theirs, in whatever community: nobody serves at two places at once.
        let own = "create policy own on shifts for select \
                   using (account_id = nullif(current_setting('app.account_id', true), '')::uuid)";
        postgres(manager, &[own]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["shifts"]).await
    }
}
