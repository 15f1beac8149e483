//! Bringing the tables up to date, as a step of its own. SeaORM takes no lock, and two at once failed two times of
//! three: here one lock is held for the whole run, and whoever comes second finds the work done.

use crate::config::{Engine, Settings, beside, private_file};
use crate::operator::{cause, one_line, say};
use app::kernel::db::Db;
use migrations::Migrator;
use sea_orm_migration::MigratorTrait as _;
use sqlx::Connection as _;
use sqlx::postgres::PgConnection;
use std::fs::{File, TryLockError};
use std::path::Path;

type Result<T> = std::result::Result<T, String>;

/// Any number that no other program takes: "linli" and a version of the lock.
const LOCK: i64 = 0x006c_696e_6c69_0001;

/// Migrates up, or the newest so many migrations down.
///
/// # Errors
/// When the lock, the database or a migration says no.
pub async fn run(settings: &Settings, down: Option<u32>) -> Result<()> {
    match settings.engine()? {
        Engine::Sqlite(file) => {
            if let Some(folder) = file.parent() {
                std::fs::create_dir_all(folder).map_err(|e| format!("{} cannot be made: {e}", folder.display()))?;
            }
            let _lock = file_lock(&file)?;
            if !file.exists() {
                // SQLite gives its journals the rights of the file.
                private_file(&file)?;
            }
            move_tables(settings, down).await
        }
        Engine::Postgres => {
            let lock = server_lock(&settings.database).await?;
            let moved = move_tables(settings, down).await;
            // Closing the connection gives the lock back, also when this fails.
            drop(lock.close().await);
            moved
        }
    }
}

async fn move_tables(settings: &Settings, down: Option<u32>) -> Result<()> {
    let db = Db::open(&settings.database).await.map_err(|failure| format!("the database cannot be reached: {}", cause(failure)))?;
    let before = applied(&db).await?;
    let moved = match down {
        None => Migrator::up(db.for_migrations(), None).await,
        Some(steps) => Migrator::down(db.for_migrations(), Some(steps)).await,
    };
    moved.map_err(|e| format!("a migration failed and was taken back: {}", one_line(&e.to_string())))?;
    let after = applied(&db).await?;
    match (after.saturating_sub(before), before.saturating_sub(after)) {
        (0, 0) => say("The tables are up to date."),
        (0, back) => say(&format!("{back} migration(s) taken back, {after} left.")),
        (new, _) => say(&format!("{new} migration(s) applied; the tables are up to date.")),
    }
    Ok(())
}

async fn applied(db: &Db) -> Result<usize> {
    Migrator::get_applied_migrations_read_only(db.for_migrations()).await.map(|list| list.len()).map_err(|e| status(&e))
}

/// Refuses a database whose tables are not those that this program knows.
///
/// # Errors
/// A sentence with what to do.
pub async fn demand_current(db: &Db) -> Result<()> {
    let pending = Migrator::get_pending_migrations_read_only(db.for_migrations()).await.map_err(|e| status(&e))?.len();
    if pending == 0 { Ok(()) } else { Err(format!("the tables are {pending} migration(s) behind: run `linli migrate`")) }
}

fn status(error: &sea_orm::DbErr) -> String {
    match error {
        sea_orm::DbErr::Custom(what) if what.contains("missing") => {
            format!("the database is newer than this program; use a newer `linli` ({})", one_line(what))
        }
        other => format!("the database does not say which migrations it has: {}", one_line(&other.to_string())),
    }
}

/// The lock of an SQLite database: a file beside it that stays, so that nobody locks one that was just removed.
///
/// # Errors
/// When the file cannot be made.
pub fn file_lock(database: &Path) -> Result<File> {
    let path = beside(database, ".lock");
    let trouble = |e: std::io::Error| format!("{} cannot be locked: {e}", path.display());
    let file = File::create(&path).map_err(trouble)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            eprintln!("Another migration is under way; waiting for it.");
            file.lock().map_err(trouble)?;
            Ok(file)
        }
        Err(TryLockError::Error(e)) => Err(trouble(e)),
    }
}

/// The lock of a PostgreSQL database: held by a connection of its own, outside of every pool.
async fn server_lock(url: &str) -> Result<PgConnection> {
    let trouble = |e: sqlx::Error| format!("the database cannot be reached: {}", one_line(&e.to_string()));
    let mut connection = PgConnection::connect(url).await.map_err(trouble)?;
    let ours: bool = sqlx::query_scalar("select pg_try_advisory_lock($1)").bind(LOCK).fetch_one(&mut connection).await.map_err(trouble)?;
    if !ours {
        eprintln!("Another migration is under way; waiting for it.");
        sqlx::query("select pg_advisory_lock($1)").bind(LOCK).execute(&mut connection).await.map_err(trouble)?;
    }
    Ok(connection)
}
