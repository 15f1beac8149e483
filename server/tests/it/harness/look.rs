//! Looking at the rows themselves, past every lock, to see what a test did or did not change.

use super::{Engine, TestApp};
use sea_orm::{ConnectOptions, ConnectionTrait, DbBackend, DbErr, QueryResult, Statement};
use std::collections::BTreeMap;

impl TestApp {
    /// Runs a query past every lock; each row is one column of text.
    #[expect(clippy::disallowed_methods, reason = "the tests look past the application")]
    pub async fn rows(&self, sql: &str) -> Vec<String> {
        let open = || async { sea_orm::Database::connect(alone(&self.owner_url())).await.expect("a connection to look by") };
        let connection = self.looking.get_or_init(open).await;
        let rows = connection.query_all_raw(Statement::from_string(self.backend(), sql)).await.unwrap_or_else(|e| panic!("{sql}: {e}"));
        texts(&rows)
    }

    fn backend(&self) -> DbBackend {
        if self.engine == Engine::Postgres { DbBackend::Postgres } else { DbBackend::Sqlite }
    }

    /// Runs a query on a connection of its own, as whoever this address is for; on PostgreSQL with the tenant set, if
    /// one is given, as the application sets it.
    #[expect(clippy::disallowed_methods, reason = "the tests look past the application, to see what the database itself allows")]
    pub async fn rows_of(&self, url: &str, tenant: Option<&str>, sql: &str) -> Result<Vec<String>, DbErr> {
        let connection = sea_orm::Database::connect(alone(url)).await?;
        if let Some(tenant) = tenant.filter(|_| self.engine == Engine::Postgres) {
            connection.execute_unprepared(&format!("select set_config('app.tenant_id', '{tenant}', false)")).await?;
        }
        let rows = connection.query_all_raw(Statement::from_string(self.backend(), sql)).await;
        connection.close().await?;
        rows.map(|rows| texts(&rows))
    }

    /// The id of a community, as text.
    pub async fn tenant(&self, community: &str) -> String {
        let id = if self.engine == Engine::Postgres { "id::text" } else { "lower(hex(id))" };
        self.rows(&format!("select {id} from communities where slug = '{community}'")).await.remove(0)
    }

    /// Every table of ours, by name.
    pub async fn tables(&self) -> Vec<String> {
        let sql = match self.engine {
            Engine::Sqlite => "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name",
            Engine::Postgres => "select tablename::text from pg_tables where schemaname = 'public' order by 1",
        };
        self.rows(sql).await
    }

    /// Every row of every table, to compare what was before with what is after.
    pub async fn dump(&self) -> BTreeMap<String, Vec<String>> {
        let row = match self.engine {
            Engine::Postgres => "select tablename::text || ' t::text' from pg_tables where schemaname = 'public'",
            Engine::Sqlite => {
                "select m.name || ' ' || group_concat('quote(\"' || p.name || '\")', '||'',''||') \
                 from sqlite_master m join pragma_table_info(m.name) p where m.type = 'table' group by m.name"
            }
        };
        let tables = self.rows(row).await;
        let tables: Vec<(&str, &str)> = tables.iter().filter_map(|line| line.split_once(' ')).collect();
        let every: Vec<String> = tables.iter().map(|(table, row)| format!("select '{table} ' || {row} from {table} t")).collect();
        let mut all: BTreeMap<String, Vec<String>> = tables.iter().map(|(table, _)| ((*table).to_owned(), Vec::new())).collect();
        for line in self.rows(&format!("{} order by 1", every.join(" union all "))).await {
            let (table, row) = line.split_once(' ').expect("a table and its row");
            all.entry(table.to_owned()).or_default().push(row.to_owned());
        }
        all
    }

    /// How many rows a table has.
    pub async fn count(&self, table: &str) -> usize {
        self.rows(&format!("select cast(count(*) as text) from {table}")).await[0].parse().expect("a number")
    }
}

/// One connection, without a log of its own.
fn alone(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    options
}

fn texts(rows: &[QueryResult]) -> Vec<String> {
    rows.iter().map(|row| row.try_get_by_index::<Option<String>>(0).expect("a text").unwrap_or_default()).collect()
}
