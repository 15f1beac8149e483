//! Is it alive, is it ready.

use app::kernel::ctx::App;
use axum::extract::State;
use http::StatusCode;
use migrations::Migrator;
use sea_orm_migration::MigratorTrait as _;

/// The process answers.
pub async fn alive() -> &'static str {
    "alive\n"
}

/// The database answers and its schema is the one this build knows.
pub async fn ready(State(app): State<App>) -> (StatusCode, &'static str) {
    match Migrator::get_pending_migrations_read_only(app.db.for_migrations()).await {
        Ok(pending) if pending.is_empty() => (StatusCode::OK, "ready\n"),
        Ok(_) => (StatusCode::SERVICE_UNAVAILABLE, "the schema is not up to date: run linli migrate\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}
