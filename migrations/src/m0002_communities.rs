//! Districts, streets, communities (the tenant), and what every community has: grids, members, categories, its history,
//! and the keys of things done once. New tables only: locks nothing that exists.

use crate::engine::{drop, grant, lock, postgres, run, sqlite};
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
                "create table districts (
                   id {uuid} not null primary key,
                   slug text not null unique,
                   name_zh text not null,
                   name_en text not null,
                   zone text not null,
                   created_at {time} not null)",
                "create table streets (
                   id {uuid} not null primary key,
                   district_id {uuid} not null references districts (id),
                   name_zh text not null,
                   name_en text not null,
                   unique (district_id, name_zh))",
                "create table communities (
                   id {uuid} not null primary key,
                   district_id {uuid} not null references districts (id),
                   street_id {uuid} references streets (id),
                   slug text not null unique,
                   name_zh text not null,
                   name_en text not null,
                   population integer not null check (population >= 0),
                   households integer not null check (households >= 0),
                   over60_permille integer not null check (over60_permille between 0 and 1000),
                   opens_at text not null,
                   closes_at text not null,
                   open_days text not null,
                   is_demo boolean not null,
                   created_at {time} not null)",
                "create table category_presets (
                   district_id {uuid} not null references districts (id),
                   code text not null,
                   kind text not null check (kind in ('micro_wish', 'service_order', 'question')),
                   class text,
                   way text,
                   name_zh text not null,
                   name_en text not null,
                   position integer not null,
                   primary key (district_id, code),
                   check ((kind = 'service_order') = (class is not null)),
                   check ((kind = 'service_order') = (way is not null)))",
                "create table grids (
                   tenant_id {uuid} not null references communities (id),
                   id {uuid} not null,
                   name_zh text not null,
                   name_en text not null,
                   primary key (tenant_id, id),
                   unique (tenant_id, name_zh))",
                "create table memberships (
                   tenant_id {uuid} not null references communities (id),
                   id {uuid} not null,
                   account_id {uuid} not null references accounts (id),
                   name text not null,
                   building text not null,
                   door text not null,
                   grid_id {uuid},
                   roles text not null,
                   volunteer_kind text,
                   verified_at {time},
                   consent_version text not null,
                   created_at {time} not null,
                   primary key (tenant_id, id),
                   unique (tenant_id, account_id),
                   foreign key (tenant_id, grid_id) references grids (tenant_id, id))",
                "create index memberships_by_account on memberships (account_id)",
                "create table categories (
                   tenant_id {uuid} not null references communities (id),
                   id {uuid} not null,
                   code text not null,
                   kind text not null check (kind in ('micro_wish', 'service_order', 'question')),
                   class text,
                   way text,
                   name_zh text not null,
                   name_en text not null,
                   position integer not null,
                   is_open boolean not null,
                   primary key (tenant_id, id),
                   unique (tenant_id, code),
                   unique (tenant_id, id, kind),
                   check ((kind = 'service_order') = (class is not null)),
                   check ((kind = 'service_order') = (way is not null)))",
                "create table events (
                   tenant_id {uuid} not null references communities (id),
                   id {uuid} not null,
                   subject_kind text not null,
                   subject_id {uuid} not null,
                   kind text not null,
                   actor_id {uuid},
                   channel text not null,
                   at {time} not null,
                   payload {json} not null,
                   primary key (tenant_id, id),
                   foreign key (tenant_id, actor_id) references memberships (tenant_id, id))",
                "create index events_by_subject on events (tenant_id, subject_id, at)",
                "create table idempotency_keys (
                   tenant_id {uuid} not null references communities (id),
                   account_id {uuid} not null,
                   key text not null,
                   fingerprint text not null,
                   answer text,
                   at {time} not null,
                   primary key (tenant_id, account_id, key))",
            ],
        )
        .await?;
        for table in ["districts", "streets", "communities", "category_presets"] {
            grant(manager, table, "select, insert, update").await?;
        }
        for table in ["grids", "memberships", "categories"] {
            lock(manager, table, "select, insert, update").await?;
        }
        // No DELETE on the keys' table: they are small, and the answer must outlive a late retry.
        lock(manager, "idempotency_keys", "select, insert, update").await?;
        lock(manager, "events", "select, insert").await?;
        // A person sees their own memberships, in whatever community: it is how they find their way home.
        let own = "create policy own on memberships for select \
                   using (account_id = nullif(current_setting('app.account_id', true), '')::uuid)";
        postgres(manager, &[own]).await?;
        // PostgreSQL keeps the history by rights (no UPDATE, no DELETE is granted); SQLite has no rights, so triggers do.
        let keep = |when: &str| {
            format!(
                "create trigger events_no_{when} before {when} on events
                 begin select raise(abort, 'the history is append-only'); end"
            )
        };
        sqlite(manager, &[&keep("update"), &keep("delete")]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables =
            ["idempotency_keys", "events", "categories", "memberships", "grids", "category_presets", "communities", "streets", "districts"];
        drop(manager, &tables).await
    }
}
