//! The databases of tests: one a test, copied from a template that is migrated and seeded once a process.

use super::seed;
use app::kernel::db::Db;
use migrations::Migrator;
use sea_orm::ConnectionTrait;
use sea_orm_migration::MigratorTrait;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::sync::OnceCell;

/// The two engines that must behave alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// In a file.
    Sqlite,
    /// On a server.
    Postgres,
}

/// A seeded database that nobody uses: it is copied.
#[derive(Debug)]
pub enum Template {
    /// A file.
    Sqlite(PathBuf),
    /// A database of this name.
    Postgres(String),
}

/// Where a test's database is.
#[derive(Debug)]
pub enum Home {
    /// In this folder.
    Sqlite(PathBuf),
    /// Under this name.
    Postgres(String),
}

static NEXT: AtomicU32 = AtomicU32::new(1);

/// A name that no other test of this process and no other process has.
fn fresh(what: &str) -> String {
    format!("linli_{what}_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

/// An empty folder for this process.
pub fn temporary(what: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(fresh(what));
    if folder.exists() {
        std::fs::remove_dir_all(&folder).expect("an old temporary folder goes away");
    }
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    folder
}

impl Template {
    /// The template of this engine; the first test makes it.
    pub async fn of(engine: Engine) -> &'static Self {
        static SQLITE: OnceCell<Template> = OnceCell::const_new();
        static POSTGRES: OnceCell<Template> = OnceCell::const_new();
        match engine {
            Engine::Sqlite => SQLITE.get_or_init(make_sqlite).await,
            Engine::Postgres => POSTGRES.get_or_init(make_postgres).await,
        }
    }

    /// A database for one test.
    pub async fn copy(&self) -> Home {
        match self {
            Self::Sqlite(file) => {
                let folder = temporary("test");
                std::fs::copy(file, folder.join("linli.db")).expect("the template is copied");
                Home::Sqlite(folder)
            }
            Self::Postgres(template) => {
                let name = fresh("test");
                execute(&superuser("postgres"), &[format!("create database {name} template {template} owner linli_owner")]).await;
                Home::Postgres(name)
            }
        }
    }
}

impl Home {
    /// A database with nothing in it.
    pub async fn blank(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => Self::Sqlite(temporary("blank")),
            Engine::Postgres => {
                make_roles().await;
                let name = fresh("blank");
                execute(&superuser("postgres"), &[format!("create database {name} owner linli_owner template template0")]).await;
                Self::Postgres(name)
            }
        }
    }

    /// The address for the role that reads everything.
    pub fn ops_url(&self) -> String {
        match self {
            Self::Sqlite(_) => self.url(),
            Self::Postgres(name) => role("linli_ops", name),
        }
    }

    /// The address for the application.
    pub fn url(&self) -> String {
        match self {
            Self::Sqlite(folder) => sqlite_url(&folder.join("linli.db")),
            Self::Postgres(name) => role("linli_app", name),
        }
    }

    /// The address for the role that migrates.
    pub fn migrator_url(&self) -> String {
        match self {
            Self::Sqlite(_) => self.url(),
            Self::Postgres(name) => role("linli_owner", name),
        }
    }

    /// The address for whoever may do everything.
    pub fn owner_url(&self) -> String {
        match self {
            Self::Sqlite(_) => self.url(),
            Self::Postgres(name) => superuser(name),
        }
    }

    /// Away with it.
    pub async fn remove(&self) {
        match self {
            // A reader that is just closing may still hold a file: the system's temporary folder forgives what is left.
            Self::Sqlite(folder) => drop(std::fs::remove_dir_all(folder)),
            Self::Postgres(name) => execute(&superuser("postgres"), &[format!("drop database if exists {name} with (force)")]).await,
        }
    }
}

async fn make_sqlite() -> Template {
    let folder = temporary("template");
    let first = folder.join("first.db");
    let db = Db::open(&sqlite_url(&first)).await.expect("a database");
    Migrator::up(db.for_migrations(), None).await.expect("the migrations");
    seed::seed(&db).await;
    // Whole in one file, whatever still stands in the write-ahead log.
    let template = folder.join("template.db");
    execute(&sqlite_url(&first), &[format!("vacuum into '{}'", template.display())]).await;
    db.for_migrations().close_by_ref().await.expect("the pool closes");
    Template::Sqlite(template)
}

async fn make_postgres() -> Template {
    let name = fresh("template");
    make_roles().await;
    let create =
        [format!("drop database if exists {name}"), format!("create database {name} owner linli_owner encoding 'UTF8' template template0")];
    execute(&superuser("postgres"), &create).await;
    let owner = Db::open(&role("linli_owner", &name)).await.expect("the owner's connection");
    Migrator::up(owner.for_migrations(), None).await.expect("the migrations");
    owner.for_migrations().close_by_ref().await.expect("the owner's pool closes");
    let app = Db::open(&role("linli_app", &name)).await.expect("the application's connection");
    seed::seed(&app).await;
    app.for_migrations().close_by_ref().await.expect("the application's pool closes");
    Template::Postgres(name)
}

/// The roles, where the cluster has not got them yet. A role's password is its name.
async fn make_roles() {
    let roles = [("linli_owner", "nobypassrls"), ("linli_app", "nobypassrls"), ("linli_ops", "bypassrls")];
    let make = roles.map(|(role, rls)| {
        format!(
            "do $$ begin if not exists (select from pg_roles where rolname = '{role}') then \
             create role {role} login nosuperuser nocreatedb nocreaterole noreplication {rls} password '{role}'; end if; end $$"
        )
    });
    execute(&superuser("postgres"), &make).await;
}

/// The test cluster's address for another database, as the superuser.
fn superuser(database: &str) -> String {
    let mut url = cluster();
    url.set_path(database);
    url.into()
}

/// The test cluster's address for another database, as one of our roles.
fn role(role: &str, database: &str) -> String {
    let mut url = cluster();
    url.set_path(database);
    url.set_username(role).expect("a role in the address");
    url.set_password(Some(role)).expect("a password in the address");
    url.into()
}

#[expect(clippy::disallowed_methods, reason = "the tests' one setting, given by xtask")]
fn cluster() -> url::Url {
    let given = std::env::var("LINLI_TEST_POSTGRES")
        .unwrap_or_else(|_| panic!("LINLI_TEST_POSTGRES names no PostgreSQL to test on: `cargo xtask test server` starts one and sets it"));
    given.parse().unwrap_or_else(|e| panic!("LINLI_TEST_POSTGRES is no address: {e}"))
}

fn sqlite_url(file: &Path) -> String {
    format!("sqlite://{}", file.display())
}

/// Runs statements on a connection of their own.
#[expect(clippy::disallowed_methods, reason = "setting databases up comes before any of the application's locks")]
async fn execute(url: &str, statements: &[String]) {
    let connection = sea_orm::Database::connect(url).await.unwrap_or_else(|e| panic!("{e}"));
    for statement in statements {
        connection.execute_unprepared(statement).await.unwrap_or_else(|e| panic!("{statement}: {e}"));
    }
    connection.close().await.expect("the connection closes");
}
