//! Tells the live pages of this server what changed, whichever server it changed on: reads the hints of the database
//! twice a second while somebody looks, and not at all while nobody does.

use crate::worker::call;
use app::kernel::ctx::App;
use app::kernel::db::Mode;
use app::kernel::live;
use app::{accounts, communities};
use chrono::{DateTime, Utc};
use std::collections::HashMap;
use std::convert::Infallible;
use std::time::Duration;
use uuid::Uuid;

/// How often it is read.
pub const REST: Duration = Duration::from_millis(500);

/// Tells for ever.
pub async fn run(app: &App) -> Infallible {
    let call = call(app);
    let mut told: HashMap<Uuid, DateTime<Utc>> = HashMap::new();
    loop {
        app.live.somebody().await;
        let since = app.clock.now() - live::BACK;
        told.retain(|_, at| *at >= since);
        match accounts::serve(&call, "live.read", Mode::Read, since, communities::ops::list_changes).await {
            Ok(changes) => {
                for change in changes {
                    if told.insert(change.id, change.at).is_none() {
                        app.live.tell(change);
                    }
                }
            }
            // Pages stay as they are, and look again when the database is back.
            Err(fault) => tracing::warn!(code = fault.code(), "what changed could not be read"),
        }
        tokio::time::sleep(REST).await;
    }
}
