//! Volunteer posts, the claims of them, and objections to appointments. New tables only: locks nothing that exists.

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
                "create table posts (
                   tenant_id {uuid} not null references communities (id),
                   id {uuid} not null,
                   kind text not null,
                   title text not null check (title <> ''),
                   purpose text not null,
                   place text not null,
                   grid_id {uuid},
                   duties text not null,
                   skills text not null,
                   who text not null,
                   places integer not null check (places > 0),
                   taken integer not null,
                   times {json} not null,
                   weekdays text not null,
                   first_day date not null,
                   last_day date not null,
                   claim_by date not null,
                   public_days integer not null check (public_days > 0),
                   is_preset boolean not null,
                   stage text not null check (stage in ('draft', 'open', 'filled', 'ended')),
                   version integer not null,
                   moved_at {time} not null,
                   primary key (tenant_id, id),
                   foreign key (tenant_id, grid_id) references grids (tenant_id, id),
                   check (first_day <= last_day and claim_by <= last_day),
                   check (taken >= 0 and taken <= places),
                   check (stage not in ('draft', 'ended') or taken = 0),
                   check (stage <> 'open' or taken < places),
                   check (stage <> 'filled' or taken = places))",
                "create index posts_by_stage on posts (tenant_id, stage, id)",
                "create table claims (
                   tenant_id {uuid} not null references communities (id),
                   id {uuid} not null,
                   post_id {uuid} not null,
                   member_id {uuid} not null,
                   account_id {uuid} references accounts (id),
                   promise text not null,
                   skills text not null,
                   shown text not null check (shown in ('whole', 'masked')),
                   stage text not null check (stage in
                     ('claimed', 'waiting', 'published', 'serving', 'declined', 'withdrawn', 'ended')),
                   version integer not null,
                   claimed_at {time} not null,
                   moved_at {time} not null,
                   public_ends_at {time},
                   reason text not null,
                   times {json} not null,
                   first_day date not null,
                   last_day date not null,
                   zone text not null,
                   primary key (tenant_id, id),
                   foreign key (tenant_id, post_id) references posts (tenant_id, id),
                   foreign key (tenant_id, member_id) references memberships (tenant_id, id),
                   check (stage not in ('published', 'serving') or public_ends_at is not null))",
                "create unique index claims_live on claims (tenant_id, post_id, member_id)
                   where stage in ('claimed', 'waiting', 'published', 'serving')",
                "create index claims_by_member on claims (tenant_id, member_id, id)",
                "create index claims_by_stage on claims (tenant_id, stage, id)",
                "create index claims_by_account on claims (account_id)",
                "create table objections (
                   tenant_id {uuid} not null references communities (id),
                   id {uuid} not null,
                   claim_id {uuid} not null,
                   by_id {uuid} not null,
                   against_id {uuid} not null,
                   words text not null,
                   at {time} not null,
                   outcome text check (outcome in ('upheld', 'overruled', 'settled')),
                   answer text not null,
                   answered_at {time},
                   primary key (tenant_id, id),
                   foreign key (tenant_id, claim_id) references claims (tenant_id, id),
                   foreign key (tenant_id, by_id) references memberships (tenant_id, id),
                   foreign key (tenant_id, against_id) references memberships (tenant_id, id),
                   check (by_id <> against_id),
                   check ((outcome is null) = (answered_at is null)))",
                "create unique index objections_open on objections (tenant_id, claim_id, by_id) where answered_at is null",
                "create index objections_by_member on objections (tenant_id, by_id, id)",
            ],
        )
        .await?;
        for table in ["posts", "claims", "objections"] {
            lock(manager, table, "select, insert, update").await?;
        }
        // A person sees their own claims, in whatever community: nobody has two shifts at once.
        let own = "create policy own on claims for select \
                   using (account_id = nullif(current_setting('app.account_id', true), '')::uuid)";
        postgres(manager, &[own]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["objections", "claims", "posts"]).await?;
        run(manager, &["delete from jobs where kind in ('post', 'claim')"]).await
    }
}
