//! The only way into a person's own matters: log-in, sessions, who am I.

use super::store;
use crate::kernel::ctx::{App, Call, Identity, end, guarded};
use crate::kernel::db::{Mode, PlatformTx};
use crate::kernel::fault::{Failure, Fault};
use crate::kernel::keys::Keys;
use chrono::{DateTime, Utc};
use std::sync::Arc;

type Result<T> = std::result::Result<T, Failure>;

/// A command of a person: who, when, and the one transaction. Cheap to clone.
#[derive(Debug, Clone)]
pub struct PersonCtx {
    /// Who is logged in, if the session still stands.
    pub identity: Option<Identity>,
    /// When.
    pub now: DateTime<Utc>,
    /// The secrets.
    pub keys: Arc<Keys>,
    tx: Arc<PlatformTx>,
}

impl PersonCtx {
    /// The transaction.
    pub fn tx(&self) -> &PlatformTx {
        &self.tx
    }

    /// Who is logged in, or the fault that asks to log in.
    ///
    /// # Errors
    /// [`Fault::SignIn`].
    pub fn identity(&self) -> Result<Identity> {
        self.identity.ok_or(Failure::Fault(Fault::SignIn))
    }
}

/// Runs one command outside any community.
///
/// # Errors
/// The [`Fault`] of the command.
pub async fn serve<I, O, Fut>(
    call: &Call,
    door: &'static str,
    mode: Mode,
    input: I,
    op: fn(PersonCtx, I) -> Fut,
) -> std::result::Result<O, Fault>
where
    I: Clone + Send + Sync + 'static,
    O: Send + 'static,
    Fut: Future<Output = Result<O>> + Send + 'static,
{
    let (app, claimed) = (call.app.clone(), call.identity);
    guarded(call, door, move || {
        let (app, input) = (app.clone(), input.clone());
        async move {
            let ctx = open(&app, claimed, mode).await?;
            let result = op(ctx.clone(), input).await;
            end(ctx.tx, result).await
        }
    })
    .await
}

async fn open(app: &App, claimed: Option<Identity>, mode: Mode) -> Result<PersonCtx> {
    let tx = app.db.begin(mode).await?;
    let now = app.clock.now();
    let identity = match claimed {
        Some(who) if store::is_live(&tx, who, now).await? => Some(who),
        _ => None,
    };
    Ok(PersonCtx { identity, now, keys: Arc::clone(&app.keys), tx: Arc::new(tx) })
}
