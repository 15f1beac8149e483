//! People without an account, and orders that somebody files for them: a membership may have no account, and keeps a
//! phone, a year of birth and needs of its own; a wish says who filed it. On PostgreSQL one constraint is dropped and
//! columns are added, which rewrites nothing; on SQLite both tables are written anew. Going back is refused while there is
//! anybody without an account.

use crate::engine::{postgres, rebuild, run};
use sea_orm_migration::prelude::*;

#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

const ACCOUNT: (&str, &str) = ("account_id blob not null references accounts", "account_id blob references accounts");
const FILED: (&str, &str) = (
    "foreign key (tenant_id, holder_id) references memberships (tenant_id, id)",
    "foreign key (tenant_id, holder_id) references memberships (tenant_id, id), foreign key (tenant_id, filed_by) references memberships (tenant_id, id)",
);
const COLUMNS: [&str; 5] = [
    "phone_sealed text",
    "phone_lookup text",
    "born integer check (born between 1900 and 2100)",
    "needs text not null default ''",
    "needs_consent text",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Without it SQLite looks through the whole history for each member that is written anew.
        run(manager, &["create index events_by_actor on events (tenant_id, actor_id)"]).await?;
        postgres(manager, &["alter table memberships alter column account_id drop not null"]).await?;
        rebuild(manager, "memberships", &[ACCOUNT]).await?;
        for column in COLUMNS {
            run(manager, &[&format!("alter table memberships add column {column}")]).await?;
        }
        run(
            manager,
            &[
                "create index memberships_by_phone on memberships (tenant_id, phone_lookup)",
                "alter table wishes add column filed_by {uuid}",
                "create index wishes_by_filer on wishes (tenant_id, filed_by, id)",
            ],
        )
        .await?;
        let key = "alter table wishes add constraint wishes_tenant_id_filed_by_fkey \
                   foreign key (tenant_id, filed_by) references memberships (tenant_id, id)";
        postgres(manager, &[key]).await?;
        rebuild(manager, "wishes", &[FILED]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["drop index wishes_by_filer"]).await?;
        postgres(manager, &["alter table wishes drop constraint wishes_tenant_id_filed_by_fkey"]).await?;
        rebuild(manager, "wishes", &[(FILED.1, FILED.0)]).await?;
        run(manager, &["alter table wishes drop column filed_by", "drop index memberships_by_phone"]).await?;
        for column in COLUMNS {
            let name = column.split(' ').next().unwrap_or_default();
            run(manager, &[&format!("alter table memberships drop column {name}")]).await?;
        }
        postgres(manager, &["alter table memberships alter column account_id set not null"]).await?;
        rebuild(manager, "memberships", &[(ACCOUNT.1, ACCOUNT.0)]).await?;
        run(manager, &["drop index events_by_actor"]).await
    }
}
