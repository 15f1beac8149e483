//! Points: versions of the rates, the terms in which they hold, and the ledger. New tables; reads wishes and shifts, and locks
//! both for a moment, to have every ledger looked at once.

use crate::engine::{drop, lock, over_all, run, sqlite};
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
                "create table point_rates (
                   tenant_id {uuid} not null references communities (id),
                   version integer not null check (version > 0),
                   rates {json} not null,
                   primary key (tenant_id, version))",
                "create table point_terms (
                   tenant_id {uuid} not null references communities (id),
                   id {uuid} not null,
                   version integer not null check (version >= 0),
                   from_day date not null,
                   to_day date,
                   primary key (tenant_id, id),
                   check (to_day is null or to_day >= from_day))",
                "create table point_entries (
                   tenant_id {uuid} not null references communities (id),
                   id {uuid} not null,
                   member_id {uuid} not null,
                   what text not null check (what in ('shift', 'wish')),
                   source_id {uuid} not null,
                   about_id {uuid} not null,
                   day date not null,
                   n bigint not null check (n >= 0),
                   rate integer not null check (rate >= 0),
                   version integer not null check (version >= 0),
                   due bigint not null check (due >= 0),
                   points bigint not null,
                   is_barred boolean not null,
                   primary key (tenant_id, id),
                   foreign key (tenant_id, member_id) references memberships (tenant_id, id))",
                "create index point_entries_by_member on point_entries (tenant_id, member_id, id)",
                "create index point_entries_by_day on point_entries (tenant_id, day)",
            ],
        )
        .await?;
        for table in ["point_rates", "point_terms", "point_entries"] {
            // No UPDATE and no DELETE is granted; SQLite has no rights, so triggers keep it.
            lock(manager, table, "select, insert").await?;
            let keep = |when: &str| {
                format!(
                    "create trigger {table}_no_{when} before {when} on {table} begin select raise(abort, '{table} is append-only'); end"
                )
            };
            sqlite(manager, &[&keep("update"), &keep("delete")]).await?;
        }
        // What was done already counts as well: every ledger is looked at once.
        let jobs = "insert into jobs (community_id, kind, subject_id, due_at, attempts)";
        let granted = format!(
            "{jobs} select tenant_id, 'points', holder_id, max(moved_at), 0 from wishes
             where stage in ('confirmed', 'lapsed') and holder_id is not null group by tenant_id, holder_id"
        );
        let served = format!(
            "{jobs} select tenant_id, 'points', member_id, max(moved_at), 0 from shifts where stage = 'confirmed'
             group by tenant_id, member_id on conflict (community_id, kind, subject_id) do nothing"
        );
        over_all(manager, "wishes", &granted).await?;
        over_all(manager, "shifts", &served).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["point_entries", "point_terms", "point_rates"]).await?;
        run(manager, &["delete from jobs where kind = 'points'"]).await
    }
}
