//! Accounts and their sessions: what belongs to a person, in no community. New tables only: locks nothing that exists.

use crate::engine::{drop, grant, postgres, run};
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
                "create table accounts (
                   id {uuid} not null primary key,
                   login text unique,
                   phone_lookup text unique,
                   phone_sealed text,
                   password_hash text,
                   created_at {time} not null,
                   closed_at {time},
                   check ((phone_lookup is null) = (phone_sealed is null)))",
                "create table sessions (
                   id {uuid} not null primary key,
                   account_id {uuid} not null references accounts (id),
                   device text not null,
                   token_hash text not null,
                   previous_hash text,
                   rotated_at {time} not null,
                   created_at {time} not null,
                   expires_at {time} not null,
                   ended_at {time})",
                "create index sessions_by_account on sessions (account_id, created_at)",
                "create table failed_logins (
                   id {uuid} not null primary key,
                   key text not null,
                   at {time} not null)",
                "create index failed_logins_by_key on failed_logins (key, at)",
                "create index failed_logins_by_time on failed_logins (at)",
                "create table grants (
                   id {uuid} not null primary key,
                   account_id {uuid} not null references accounts (id),
                   role text not null check (role in ('street_official', 'district_official', 'operator')),
                   scope_id {uuid} not null,
                   granted_at {time} not null,
                   granted_by text not null,
                   revoked_at {time},
                   revoked_by text,
                   check ((revoked_at is null) = (revoked_by is null)))",
                "create unique index grants_standing on grants (account_id, role, scope_id) where revoked_at is null",
            ],
        )
        .await?;
        for table in ["accounts", "sessions", "failed_logins", "grants"] {
            grant(manager, table, "select, insert, update, delete").await?;
        }
        // So that the application can tell whether it is up to date.
        grant(manager, "seaql_migrations", "select").await?;
        postgres(manager, &["revoke create on schema public from public"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["grants", "failed_logins", "sessions", "accounts"]).await
    }
}
