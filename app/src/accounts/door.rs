//! The only way into a person's own matters: log-in, sessions, who am I.

use super::store;
use crate::kernel::actor::Channel;
use crate::kernel::ctx::{Call, Identity, end, guarded};
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
    let inner = call.clone();
    guarded(call, door, move || {
        let (call, input) = (inner.clone(), input.clone());
        async move {
            let ctx = open(&call, mode).await?;
            let result = op(ctx.clone(), input).await;
            end(ctx.tx, result).await
        }
    })
    .await
}

async fn open(call: &Call, mode: Mode) -> Result<PersonCtx> {
    let tx = call.app.db.begin(mode).await?;
    let now = call.app.clock.now();
    let identity = identify(&tx, call, now).await?;
    Ok(PersonCtx { identity, now, keys: Arc::clone(&call.app.keys), tx: Arc::new(tx) })
}

/// Who calls, if their session still stands. A browser whose session has ended reads on as a passer-by; a program is told.
///
/// # Errors
/// [`Fault::SignIn`], or when the database does.
pub(crate) async fn identify(tx: &PlatformTx, call: &Call, now: DateTime<Utc>) -> Result<Option<Identity>> {
    match call.identity {
        Some(who) if store::is_live(tx, who, now).await? => Ok(Some(who)),
        Some(_) if call.channel == Channel::Api => Err(Fault::SignIn.into()),
        _ => Ok(None),
    }
}
