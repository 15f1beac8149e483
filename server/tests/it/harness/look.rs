//! Looking at the rows themselves, past every lock, to see what a test did or did not change.

use super::{Engine, TestApp};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};
use std::collections::BTreeMap;

impl TestApp {
    /// Runs a query past every lock; each row is one column of text.
    pub async fn rows(&self, sql: &str) -> Vec<String> {
        self.rows_of(&self.owner_url(), None, sql).await.unwrap_or_else(|e| panic!("{sql}: {e}"))
    }

    /// Runs a query on a connection of its own, as whoever this address is for; on PostgreSQL with the tenant set, if
    /// one is given, as the application sets it.
    #[expect(clippy::disallowed_methods, reason = "the tests look past the application, to see what the database itself allows")]
    pub async fn rows_of(&self, url: &str, tenant: Option<&str>, sql: &str) -> Result<Vec<String>, DbErr> {
        let backend = if self.engine == Engine::Postgres { DbBackend::Postgres } else { DbBackend::Sqlite };
        let mut options = sea_orm::ConnectOptions::new(url);
        options.max_connections(1).sqlx_logging(false);
        let connection = sea_orm::Database::connect(options).await?;
        if let Some(tenant) = tenant.filter(|_| self.engine == Engine::Postgres) {
            connection.execute_unprepared(&format!("select set_config('app.tenant_id', '{tenant}', false)")).await?;
        }
        let rows = connection.query_all_raw(Statement::from_string(backend, sql)).await;
        connection.close().await?;
        Ok(rows?.iter().map(|row| row.try_get_by_index::<Option<String>>(0).expect("a text").unwrap_or_default()).collect())
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

    /// The columns of a table, in their order.
    pub async fn columns(&self, table: &str) -> Vec<String> {
        self.rows(&match self.engine {
            Engine::Sqlite => format!("select name from pragma_table_info('{table}') order by cid"),
            Engine::Postgres => format!(
                "select column_name::text from information_schema.columns \
                 where table_schema = 'public' and table_name = '{table}' order by ordinal_position"
            ),
        })
        .await
    }

    /// Every row of every table, to compare what was before with what is after.
    pub async fn dump(&self) -> BTreeMap<String, Vec<String>> {
        let mut all = BTreeMap::new();
        for table in self.tables().await {
            let row = match self.engine {
                Engine::Postgres => "t::text".to_owned(),
                Engine::Sqlite => {
                    self.columns(&table).await.iter().map(|column| format!("quote(\"{column}\")")).collect::<Vec<_>>().join("||','||")
                }
            };
            let rows = self.rows(&format!("select {row} from {table} t order by 1")).await;
            all.insert(table, rows);
        }
        all
    }

    /// How many rows a table has.
    pub async fn count(&self, table: &str) -> usize {
        self.rows(&format!("select cast(count(*) as text) from {table}")).await[0].parse().expect("a number")
    }
}
