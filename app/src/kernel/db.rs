//! The database behind its lock. A connection is private to this module: what runs, runs in a [`PlatformTx`]
//! (the tables that belong to no community) or a [`TenantTx`] (the tables of one), one a command, never nested.
//!
//! `TenantTx` finds carry the tenant filter and its inserts set the tenant; on PostgreSQL row-level security says the
//! same a second time. Writes of a tenant's rows go through a `Permit` (see `authz`); the functions they stand on are
//! visible to the kernel alone.
//!
//! A transaction shows whose rows it sees, and its connection to nobody:
//!
//! ```
//! fn whose(tx: &app::kernel::db::TenantTx) -> app::kernel::ids::TenantId {
//!     tx.tenant()
//! }
//! ```
//! ```compile_fail
//! fn around(tx: &app::kernel::db::TenantTx) -> &sea_orm::DatabaseTransaction {
//!     &tx.platform.tx
//! }
//! ```
//! Whoever holds it may look, and only a permit writes:
//!
//! ```
//! async fn look<E: app::kernel::db::TenantScoped>(tx: &app::kernel::db::TenantTx) -> bool {
//!     tx.find::<E>().count().await.is_ok()
//! }
//! ```
//! ```compile_fail
//! async fn write<E: app::kernel::db::TenantScoped>(tx: &app::kernel::db::TenantTx, row: E::ActiveModel) -> bool {
//!     tx.insert::<E>(row).await.is_ok()
//! }
//! ```
//! A table of one community is not looked into outside of it:
//!
//! ```
//! async fn look<E: app::kernel::db::PlatformScoped>(tx: &app::kernel::db::PlatformTx) -> bool {
//!     tx.find::<E>().count().await.is_ok()
//! }
//! ```
//! ```compile_fail
//! async fn across<E: app::kernel::db::TenantScoped>(tx: &app::kernel::db::PlatformTx) -> bool {
//!     tx.find::<E>().count().await.is_ok()
//! }
//! ```
//! And without a door there is no transaction at all:
//!
//! ```
//! fn engine(db: &app::kernel::db::Db) -> bool {
//!     db.is_postgres()
//! }
//! ```
//! ```compile_fail
//! async fn begin(db: &app::kernel::db::Db) -> bool {
//!     db.begin(app::kernel::db::Mode::Write).await.is_ok()
//! }
//! ```

mod find;

pub use find::{Find, begins, holds};

use super::fault::Failure;
use super::ids::{AccountId, TenantId};
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, IntoCondition, OnConflict};
use sea_orm::{
    ActiveModelBehavior, ColumnTrait, Condition, ConnectOptions, ConnectionTrait, Database, DatabaseTransaction, DbBackend, EntityTrait,
    IntoActiveModel, IsolationLevel, Iterable, PrimaryKeyToColumn, QueryFilter, SqliteTransactionMode, Statement, TransactionOptions,
    TransactionTrait, Value,
};
use std::time::Duration;

#[expect(clippy::disallowed_types, reason = "the one place that holds connections")]
use sea_orm::DatabaseConnection;

type Result<T> = std::result::Result<T, Failure>;

/// A table of one community: every row carries its tenant.
pub trait TenantScoped:
    EntityTrait<Model: IntoActiveModel<Self::ActiveModel> + Send + Sync, ActiveModel: ActiveModelBehavior + Send> + 'static
{
    /// The column that names the tenant.
    const TENANT: Self::Column;
    /// The column that, with the tenant, is the key.
    const KEY: Self::Column;
    /// Puts the tenant into a new row.
    fn set_tenant(row: &mut Self::ActiveModel, tenant: TenantId);
}

/// A tenant's table in which a person may always see their own rows, in whatever community.
pub trait OwnScoped: TenantScoped {
    /// The column that names the account.
    const OWNER: Self::Column;
}

/// A table that belongs to no community: the short list with its reasons stands in the schema test.
pub trait PlatformScoped:
    EntityTrait<Model: IntoActiveModel<Self::ActiveModel> + Send + Sync, ActiveModel: ActiveModelBehavior + Send> + 'static
{
}

/// Whether a command may change anything. Reads run on their own connections on SQLite, which refuse writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Looks only.
    Read,
    /// Looks only, and sees all of it as it stood at one moment.
    Snapshot,
    /// May change.
    Write,
}

/// The connections to one database, SQLite or PostgreSQL by its URL.
#[derive(Debug, Clone)]
#[expect(clippy::disallowed_types, reason = "the one place that holds connections")]
pub struct Db {
    write: DatabaseConnection,
    read: DatabaseConnection,
}

impl Db {
    /// Opens `sqlite://path` or `postgres://…`.
    ///
    /// # Errors
    /// When the database cannot be reached.
    #[expect(clippy::disallowed_methods, reason = "the one place that connects")]
    pub async fn open(url: &str) -> Result<Self> {
        if url.starts_with("sqlite:") {
            let path = url.split('?').next().unwrap_or(url);
            // One writer: a second would only wait for it. Readers go on meanwhile (WAL).
            let write = Database::connect(sqlite(format!("{path}?mode=rwc"), 1)).await?;
            let read = Database::connect(sqlite(format!("{path}?mode=ro"), 4)).await?;
            Ok(Self { write, read })
        } else {
            let pool = Database::connect(postgres(url)).await?;
            Ok(Self { write: pool.clone(), read: pool })
        }
    }

    /// Which engine this is.
    pub fn is_postgres(&self) -> bool {
        self.write.get_database_backend() == DbBackend::Postgres
    }

    /// The connection itself, for migrations and the doctor, which come before any tenant exists.
    #[expect(clippy::disallowed_types, reason = "migrations need the connection itself")]
    pub fn for_migrations(&self) -> &DatabaseConnection {
        &self.write
    }

    /// Lets the write-ahead log of SQLite run empty, so that nothing stands in it that was removed since.
    ///
    /// # Errors
    /// When the database does.
    pub async fn checkpoint(&self) -> Result<()> {
        if !self.is_postgres() {
            let told = Statement::from_string(DbBackend::Sqlite, "pragma wal_checkpoint(truncate)");
            self.write.query_one_raw(told).await?;
        }
        Ok(())
    }

    /// Begins the one transaction of a command.
    ///
    /// # Errors
    /// When no connection is free in time.
    #[expect(clippy::disallowed_methods, reason = "the one place that begins a transaction")]
    pub(crate) async fn begin(&self, mode: Mode) -> Result<PlatformTx> {
        let pool = if mode == Mode::Write { &self.write } else { &self.read };
        // A deferred SQLite transaction that turns into a write fails at once with "locked", whatever the timeout.
        let lock = (mode == Mode::Write).then_some(SqliteTransactionMode::Immediate);
        // On SQLite every transaction sees one moment.
        let whole = (mode == Mode::Snapshot && self.is_postgres()).then_some(IsolationLevel::RepeatableRead);
        let options = TransactionOptions { sqlite_transaction_mode: lock, isolation_level: whole, ..Default::default() };
        let tx = pool.begin_with_options(options).await?;
        Ok(PlatformTx { tx })
    }
}

fn sqlite(url: String, connections: u32) -> ConnectOptions {
    use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
    let mut options = ConnectOptions::new(url);
    options.max_connections(connections).acquire_timeout(Duration::from_secs(10)).sqlx_logging(false);
    options.map_sqlx_sqlite_opts(|o| {
        o.journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(8))
            // What somebody takes with them is overwritten, not only let go.
            .pragma("secure_delete", "on")
    });
    options
}

fn postgres(url: &str) -> ConnectOptions {
    use sea_orm::sqlx::{Executor, Row};
    let mut options = ConnectOptions::new(url);
    options.max_connections(16).acquire_timeout(Duration::from_secs(8)).sqlx_logging(false).test_before_acquire(false);
    // sqlx 0.9.0 can pool a connection that still is inside a transaction when a caller was dropped (sqlx #4385).
    // Refuse it. The plain string is the simple protocol; the extended one gives false alarms.
    options.map_sqlx_postgres_before_acquire(|connection, _| {
        Box::pin(async move {
            let row = connection.fetch_one("select now() <> statement_timestamp()").await?;
            Ok(!row.try_get::<bool, _>(0)?)
        })
    });
    options
}

/// The transaction of a command, on the tables that belong to no community.
#[derive(Debug)]
pub struct PlatformTx {
    tx: DatabaseTransaction,
}

impl PlatformTx {
    /// Looks into a platform table.
    #[expect(clippy::disallowed_methods, reason = "the one place that looks into a platform table")]
    pub fn find<E: PlatformScoped>(&self) -> Find<'_, E> {
        Find { select: E::find(), tx: &self.tx }
    }

    /// Looks into a person's own rows of a tenant's table, in every community.
    ///
    /// # Errors
    /// When the database does.
    #[expect(clippy::disallowed_methods, reason = "the one place that looks at one's own rows")]
    pub async fn find_own<E: OwnScoped>(&self, account: AccountId) -> Result<Find<'_, E>> {
        self.set("app.account_id", account.0.to_string()).await?;
        Ok(Find { select: E::find().filter(E::OWNER.eq(account)), tx: &self.tx })
    }

    /// Adds a row to a platform table.
    ///
    /// # Errors
    /// When the database does, for instance on a second row of the same key.
    #[expect(clippy::disallowed_methods, reason = "the one place that adds to a platform table")]
    pub async fn insert<E: PlatformScoped>(&self, row: E::ActiveModel) -> Result<()> {
        E::insert(row).exec_without_returning(&self.tx).await?;
        Ok(())
    }

    /// Adds a row to a platform table; where there is one of its key, these columns of it are changed.
    ///
    /// # Errors
    /// When the database does.
    #[expect(clippy::disallowed_methods, reason = "the one place that adds to a platform table")]
    pub async fn put<E: PlatformScoped>(&self, row: E::ActiveModel, columns: impl IntoIterator<Item = E::Column>) -> Result<()> {
        let key = E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column);
        let change = OnConflict::columns(key).update_columns(columns).to_owned();
        E::insert(row).on_conflict(change).exec_without_returning(&self.tx).await?;
        Ok(())
    }

    /// Changes the rows of a platform table that meet the condition; says how many did.
    ///
    /// # Errors
    /// When the database does.
    #[expect(clippy::disallowed_methods, reason = "the one place that changes a platform table")]
    pub async fn update<E: PlatformScoped>(&self, row: E::ActiveModel, only: impl IntoCondition) -> Result<u64> {
        Ok(E::update_many().set(row).filter(only.into_condition()).exec(&self.tx).await?.rows_affected)
    }

    /// Removes the rows of a platform table that meet the condition.
    ///
    /// # Errors
    /// When the database does.
    #[expect(clippy::disallowed_methods, reason = "the one place that removes from a platform table")]
    pub async fn delete<E: PlatformScoped>(&self, only: impl IntoCondition) -> Result<u64> {
        Ok(E::delete_many().filter(only.into_condition()).exec(&self.tx).await?.rows_affected)
    }

    /// Goes on inside one community. From here on, PostgreSQL shows the rows of this tenant alone.
    ///
    /// # Errors
    /// When the database does.
    pub async fn enter(self, tenant: TenantId) -> Result<TenantTx> {
        self.set("app.tenant_id", tenant.0.to_string()).await?;
        Ok(TenantTx { platform: self, tenant })
    }

    /// A small answer that says the database is there.
    ///
    /// # Errors
    /// When it is not.
    pub async fn ping(&self) -> Result<()> {
        self.tx.query_one_raw(Statement::from_string(self.tx.get_database_backend(), "select 1")).await?;
        Ok(())
    }

    /// A setting for this transaction alone; row-level security reads it. SQLite has none and needs none.
    async fn set(&self, name: &str, value: String) -> Result<()> {
        if self.tx.get_database_backend() == DbBackend::Postgres {
            let sql = "select set_config($1, $2, true)";
            let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, [name.into(), value.into()]);
            self.tx.query_one_raw(statement).await?;
        }
        Ok(())
    }
}

/// The transaction of a command inside one community.
#[derive(Debug)]
pub struct TenantTx {
    platform: PlatformTx,
    tenant: TenantId,
}

impl TenantTx {
    /// Whose rows this sees.
    pub fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// Looks into a table of this community.
    #[expect(clippy::disallowed_methods, reason = "the one place that looks into a tenant's table")]
    pub fn find<E: TenantScoped>(&self) -> Find<'_, E> {
        Find { select: E::find().filter(E::TENANT.eq(self.tenant)), tx: &self.platform.tx }
    }

    /// The same transaction on the tables that belong to no community, for the slices that own such tables.
    pub fn platform(&self) -> &PlatformTx {
        &self.platform
    }

    /// Adds a row under this tenant.
    #[expect(clippy::disallowed_methods, reason = "the one place that adds to a tenant's table")]
    pub(super) async fn insert<E: TenantScoped>(&self, mut row: E::ActiveModel) -> Result<()> {
        E::set_tenant(&mut row, self.tenant);
        E::insert(row).exec_without_returning(&self.platform.tx).await?;
        Ok(())
    }

    /// Adds rows under this tenant.
    #[expect(clippy::disallowed_methods, reason = "the one place that adds to a tenant's table")]
    pub(super) async fn insert_all<E: TenantScoped>(&self, mut rows: Vec<E::ActiveModel>) -> Result<()> {
        for row in &mut rows {
            E::set_tenant(row, self.tenant);
        }
        for some in rows.chunks(1000) {
            E::insert_many(some.to_vec()).exec_without_returning(&self.platform.tx).await?;
        }
        Ok(())
    }

    /// Adds a row unless its key is there already; says whether it was added.
    #[expect(clippy::disallowed_methods, reason = "the one place that adds to a tenant's table")]
    pub(super) async fn insert_new<E: TenantScoped>(&self, mut row: E::ActiveModel) -> Result<bool> {
        E::set_tenant(&mut row, self.tenant);
        let key = E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column);
        let added = E::insert(row).on_conflict_do_nothing_on(key).exec_without_returning(&self.platform.tx).await?;
        Ok(!matches!(added, sea_orm::TryInsertResult::Conflicted | sea_orm::TryInsertResult::Empty | sea_orm::TryInsertResult::Inserted(0)))
    }

    /// Adds to counters, in the order given; one that is not there yet begins with what is added.
    #[expect(clippy::disallowed_methods, reason = "the one place that adds to a tenant's table")]
    pub(super) async fn count_up<E: TenantScoped>(&self, mut rows: Vec<E::ActiveModel>, counter: E::Column) -> Result<()> {
        for row in &mut rows {
            E::set_tenant(row, self.tenant);
        }
        let key = E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column);
        let sum = Expr::col((E::default(), counter)).add(Expr::col((Alias::new("excluded"), counter)));
        let change = OnConflict::columns(key).value(counter, sum).to_owned();
        // PostgreSQL takes 65,535 values a statement, SQLite half of that.
        for some in rows.chunks(1000) {
            E::insert_many(some.to_vec()).on_conflict(change.clone()).exec_without_returning(&self.platform.tx).await?;
        }
        Ok(())
    }

    /// Changes the one row of this tenant and key that meets the guard; says how many did: 1 or 0.
    #[expect(clippy::disallowed_methods, reason = "the one place that changes a tenant's table")]
    pub(super) async fn update<E: TenantScoped>(&self, key: impl Into<Value>, row: E::ActiveModel, guard: Condition) -> Result<u64> {
        let this = Condition::all().add(E::TENANT.eq(self.tenant)).add(E::KEY.eq(key.into()));
        Ok(E::update_many().set(row).filter(this).filter(guard).exec(&self.platform.tx).await?.rows_affected)
    }

    /// Changes the rows of this tenant that meet the condition; says how many did.
    #[expect(clippy::disallowed_methods, reason = "the one place that changes a tenant's table")]
    pub(super) async fn update_all<E: TenantScoped>(&self, row: E::ActiveModel, only: Condition) -> Result<u64> {
        Ok(E::update_many().set(row).filter(E::TENANT.eq(self.tenant)).filter(only).exec(&self.platform.tx).await?.rows_affected)
    }

    /// How long a statement may wait for another's lock; on SQLite writers stand in line before they begin.
    pub(super) async fn wait_at_most(&self, time: &str) -> Result<()> {
        self.platform.set("lock_timeout", time.to_owned()).await
    }
}

/// Ends the one transaction of a command.
pub(crate) trait Ending: Sized + Send {
    /// Makes it so, or undoes it.
    ///
    /// # Errors
    /// When the database could not make it so; then nothing happened.
    fn end(self, keep: bool) -> impl Future<Output = Result<()>> + Send;
}

impl Ending for PlatformTx {
    async fn end(self, keep: bool) -> Result<()> {
        if keep {
            return Ok(self.tx.commit().await?);
        }
        // A connection that cannot undo is gone, and the database undoes by itself.
        drop(self.tx.rollback().await);
        Ok(())
    }
}

impl Ending for TenantTx {
    async fn end(self, keep: bool) -> Result<()> {
        self.platform.end(keep).await
    }
}

/// What an entity file needs of SeaORM, and no more: a glob of the whole makes plain calls ambiguous.
pub mod entity {
    pub use sea_orm::{ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait};
}

/// Ends an entity module: no relations (joins go through the slices' front doors) and no hooks.
#[macro_export]
macro_rules! plain_entity {
    () => {
        #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
        pub enum Relation {}

        impl ActiveModelBehavior for ActiveModel {}
    };
}

/// Says that an entity's table belongs to a tenant: `tenant_scoped!(wish, Id);`
#[macro_export]
macro_rules! tenant_scoped {
    ($module:ident, $key:ident) => {
        impl $crate::kernel::db::TenantScoped for $module::Entity {
            const TENANT: $module::Column = $module::Column::TenantId;
            const KEY: $module::Column = $module::Column::$key;
            fn set_tenant(row: &mut $module::ActiveModel, tenant: $crate::kernel::ids::TenantId) {
                row.tenant_id = sea_orm::ActiveValue::Set(tenant);
            }
        }
    };
}
