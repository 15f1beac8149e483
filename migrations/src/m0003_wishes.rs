//! Wishes. A new table only: locks nothing that exists. The checks repeat what the stages say.

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
                "create table wishes (
                   tenant_id {uuid} not null references communities (id),
                   id {uuid} not null,
                   resident_id {uuid} not null,
                   category_id {uuid} not null,
                   kind text not null,
                   title text not null,
                   text text not null,
                   public_card text,
                   stage text not null
                     check (stage in ('placed', 'accepted', 'declined', 'claimed', 'delivered', 'confirmed', 'withdrawn')),
                   version integer not null check (version > 0),
                   holder_id {uuid},
                   placed_at {time} not null,
                   moved_at {time} not null,
                   grade integer check (grade between 1 and 5),
                   primary key (tenant_id, id),
                   foreign key (tenant_id, resident_id) references memberships (tenant_id, id),
                   foreign key (tenant_id, holder_id) references memberships (tenant_id, id),
                   foreign key (tenant_id, category_id, kind) references categories (tenant_id, id, kind),
                   check ((stage in ('claimed', 'delivered', 'confirmed')) = (holder_id is not null)),
                   check ((stage = 'confirmed') = (grade is not null)),
                   check (holder_id is null or holder_id <> resident_id))",
                "create index wishes_by_stage on wishes (tenant_id, stage, id)",
                "create index wishes_by_resident on wishes (tenant_id, resident_id, id)",
                "create index wishes_by_holder on wishes (tenant_id, holder_id, id)",
            ],
        )
        .await?;
        lock(manager, "wishes", "select, insert, update").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["wishes"]).await
    }
}
