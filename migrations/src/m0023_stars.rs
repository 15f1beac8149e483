//! Stars: thresholds in versions, quarters that are closed, what each counted of whom, objections to that, and how somebody is
//! shown. New tables only: locks nothing that exists.

use crate::engine::{drop, lock, run, sqlite};
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
                "create table star_rules (
                   tenant_id {uuid} not null references communities (id),
                   id {uuid} not null,
                   version integer not null check (version > 0),
                   from_day date not null,
                   thresholds {json} not null,
                   primary key (tenant_id, id))",
                "create unique index star_rules_by_version on star_rules (tenant_id, version)",
                "create table star_quarters (
                   tenant_id {uuid} not null references communities (id),
                   id {uuid} not null,
                   from_day date not null,
                   to_day date not null,
                   stage text not null check (stage in ('computed', 'published', 'sealed')),
                   version integer not null check (version > 0),
                   computation integer not null check (computation > 0),
                   rules integer not null check (rules >= 0),
                   public_ends_at {time},
                   moved_at {time} not null,
                   primary key (tenant_id, id),
                   check (to_day > from_day),
                   check ((stage = 'computed') = (public_ends_at is null)))",
                "create unique index star_quarters_by_day on star_quarters (tenant_id, from_day)",
                "create table star_lines (
                   tenant_id {uuid} not null references communities (id),
                   id {uuid} not null,
                   quarter_id {uuid} not null,
                   computation integer not null check (computation > 0),
                   member_id {uuid} not null,
                   points bigint not null,
                   minutes bigint not null,
                   missed bigint not null,
                   late_points bigint not null,
                   late_minutes bigint not null,
                   late_missed bigint not null,
                   stars integer not null check (stars between 0 and 5),
                   is_barred boolean not null,
                   primary key (tenant_id, id),
                   foreign key (tenant_id, quarter_id) references star_quarters (tenant_id, id),
                   foreign key (tenant_id, member_id) references memberships (tenant_id, id),
                   check (stars = 0 or not is_barred))",
                "create unique index star_lines_by_quarter on star_lines (tenant_id, quarter_id, computation, member_id)",
                "create index star_lines_by_member on star_lines (tenant_id, member_id)",
                "create table star_objections (
                   tenant_id {uuid} not null references communities (id),
                   id {uuid} not null,
                   quarter_id {uuid} not null,
                   line_id {uuid} not null,
                   by_id {uuid} not null,
                   against_id {uuid} not null,
                   words text not null,
                   at {time} not null,
                   outcome text check (outcome in ('upheld', 'overruled', 'settled')),
                   answer text not null,
                   answered_at {time},
                   primary key (tenant_id, id),
                   foreign key (tenant_id, quarter_id) references star_quarters (tenant_id, id),
                   foreign key (tenant_id, line_id) references star_lines (tenant_id, id),
                   foreign key (tenant_id, by_id) references memberships (tenant_id, id),
                   foreign key (tenant_id, against_id) references memberships (tenant_id, id),
                   check (by_id <> against_id),
                   check ((outcome is null) = (answered_at is null)))",
                "create unique index star_objections_open on star_objections (tenant_id, quarter_id, by_id, against_id) where outcome is null",
                "create table star_choices (
                   tenant_id {uuid} not null references communities (id),
                   member_id {uuid} not null,
                   showing text not null check (showing in ('hidden', 'masked', 'whole')),
                   primary key (tenant_id, member_id),
                   foreign key (tenant_id, member_id) references memberships (tenant_id, id))",
            ],
        )
        .await?;
        for table in ["star_rules", "star_lines"] {
            // No UPDATE and no DELETE is granted; SQLite has no rights, so triggers keep it.
            lock(manager, table, "select, insert").await?;
            let keep = |when: &str| {
                format!(
                    "create trigger {table}_no_{when} before {when} on {table} begin select raise(abort, '{table} is append-only'); end"
                )
            };
            sqlite(manager, &[&keep("update"), &keep("delete")]).await?;
        }
        for table in ["star_quarters", "star_objections", "star_choices"] {
            lock(manager, table, "select, insert, update").await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["star_choices", "star_objections", "star_lines", "star_quarters", "star_rules"]).await
    }
}
