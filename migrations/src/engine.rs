//! The few words in which the two engines differ, and the lock on a tenant's table.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, Statement};

/// Runs statements written once for both engines: `{uuid}`, `{time}`, `{json}` and `{bytes}` stand for the engine's types.
pub async fn run(manager: &SchemaManager<'_>, statements: &[&str]) -> Result<(), DbErr> {
    let postgres = is_postgres(manager);
    let (uuid, time, json, bytes) = if postgres { ("uuid", "timestamptz", "jsonb", "bytea") } else { ("blob", "text", "text", "blob") };
    for statement in statements {
        let sql = statement.replace("{uuid}", uuid).replace("{time}", time).replace("{json}", json).replace("{bytes}", bytes);
        #[expect(clippy::disallowed_methods, reason = "migrations are raw SQL: the same text for both engines")]
        manager.get_connection().execute_unprepared(&sql).await?;
    }
    Ok(())
}

/// Runs statements on PostgreSQL alone.
pub async fn postgres(manager: &SchemaManager<'_>, statements: &[&str]) -> Result<(), DbErr> {
    if is_postgres(manager) { run(manager, statements).await } else { Ok(()) }
}

/// Runs statements on SQLite alone.
pub async fn sqlite(manager: &SchemaManager<'_>, statements: &[&str]) -> Result<(), DbErr> {
    if is_postgres(manager) { Ok(()) } else { run(manager, statements).await }
}

/// Gives the application's role what it needs on a table, and the backup's role a look.
pub async fn grant(manager: &SchemaManager<'_>, table: &str, rights: &str) -> Result<(), DbErr> {
    let sql = format!(
        "do $$ begin
           if exists (select from pg_roles where rolname = 'linli_app') then grant {rights} on {table} to linli_app; end if;
           if exists (select from pg_roles where rolname = 'linli_ops') then grant select on {table} to linli_ops; end if;
         end $$"
    );
    postgres(manager, &[&sql]).await
}

/// Locks a tenant's table: row-level security, forced (the owner too), with check. `nullif` because the setting reads
/// as an empty string after a commit.
pub async fn lock(manager: &SchemaManager<'_>, table: &str, rights: &str) -> Result<(), DbErr> {
    let tenant = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid";
    let policy = format!("create policy tenant on {table} using ({tenant}) with check ({tenant})");
    let (enable, force) =
        (format!("alter table {table} enable row level security"), format!("alter table {table} force row level security"));
    postgres(manager, &[&enable, &force, &policy]).await?;
    grant(manager, table, rights).await
}

/// Changes the text of a table on SQLite, which alters neither checks nor columns: the table is made anew with every
/// `from` replaced by its `to`, filled again, and gets its indexes and triggers back. Rows that point to it stay whole:
/// their keys are counted when the transaction ends.
///
/// # Errors
/// When the table's text does not hold a `from`, or the database does.
pub async fn rebuild(manager: &SchemaManager<'_>, table: &str, changes: &[(&str, &str)]) -> Result<(), DbErr> {
    if is_postgres(manager) {
        return Ok(());
    }
    let all = format!("select type, sql from sqlite_master where tbl_name = '{table}' and sql is not null");
    let (mut made, mut around) = (String::new(), Vec::new());
    for row in manager.get_connection().query_all_raw(Statement::from_string(DbBackend::Sqlite, all)).await? {
        let sql: String = row.try_get("", "sql")?;
        if row.try_get::<String>("", "type")? == "table" { made = sql } else { around.push(sql) }
    }
    for (from, to) in changes {
        if !made.contains(from) {
            return Err(DbErr::Migration(format!("the table {table} does not say: {from}")));
        }
        made = made.replace(from, to);
    }
    let columns = format!("select group_concat('\"' || name || '\"') as names from pragma_table_info('{table}')");
    let names = manager.get_connection().query_one_raw(Statement::from_string(DbBackend::Sqlite, columns)).await?;
    let names: String = names.ok_or_else(|| DbErr::Migration(format!("there is no table {table}")))?.try_get("", "names")?;
    let before = ["pragma defer_foreign_keys = on".to_owned(), format!("create table {table}_before as select * from {table}")];
    let anew = [format!("drop table {table}"), made, format!("insert into {table} ({names}) select {names} from {table}_before")];
    let after = [format!("drop table {table}_before")];
    let all: Vec<&str> = before.iter().chain(&anew).chain(&after).chain(&around).map(String::as_str).collect();
    run(manager, &all).await
}

/// Runs a statement over a tenant's table in every community. Row security binds the owner as well; for this moment it does not.
pub async fn over_all(manager: &SchemaManager<'_>, table: &str, statement: &str) -> Result<(), DbErr> {
    postgres(manager, &[&format!("alter table {table} no force row level security")]).await?;
    run(manager, &[statement]).await?;
    postgres(manager, &[&format!("alter table {table} force row level security")]).await
}

/// Drops tables, last first.
pub async fn drop(manager: &SchemaManager<'_>, tables: &[&str]) -> Result<(), DbErr> {
    for table in tables {
        run(manager, &[&format!("drop table {table}")]).await?;
    }
    Ok(())
}

fn is_postgres(manager: &SchemaManager<'_>) -> bool {
    manager.get_database_backend() == DbBackend::Postgres
}
