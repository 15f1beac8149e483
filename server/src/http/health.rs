//! Is it alive, is it ready.

use app::kernel::ctx::{Call, guarded};
use app::kernel::fault::Failure;
use http::StatusCode;
use migrations::Migrator;
use sea_orm_migration::MigratorTrait as _;

/// The process answers.
pub async fn alive() -> &'static str {
    "alive\n"
}

/// The database answers and its schema is the one this build knows.
pub async fn ready(call: Call) -> (StatusCode, &'static str) {
    let app = call.app.clone();
    // In a task of its own like every command: a probe that hangs up leaves no connection behind in the middle of a look.
    let pending = guarded(&call, "ready", move || {
        let app = app.clone();
        async move { Migrator::get_pending_migrations_read_only(app.db.for_migrations()).await.map_err(Failure::Db) }
    });
    match pending.await {
        Ok(pending) if pending.is_empty() => (StatusCode::OK, "ready\n"),
        Ok(_) => (StatusCode::SERVICE_UNAVAILABLE, "the schema is not up to date: run linli migrate\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}
