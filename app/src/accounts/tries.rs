//! Secrets that are short enough to be guessed: a code, the end of a phone number. A try is counted and committed before it
//! is looked at, so that of many at the same moment none is free; one that was right is forgiven.

use super::door::{PersonCtx, serve};
use super::store;
use crate::kernel::ctx::Call;
use crate::kernel::db::{Mode, PlatformTx};
use crate::kernel::fault::{Failure, Fault, Problem};
use chrono::{DateTime, Utc};
use uuid::Uuid;

type Result<T> = std::result::Result<T, Failure>;

/// A try that is counted.
#[derive(Debug, Clone)]
pub struct Try {
    /// Under which keys, and how many in vain are too many.
    counted: Vec<(String, u64)>,
    rows: Vec<Uuid>,
}

/// Counts a try under each of these keys.
///
/// # Errors
/// [`Fault::SlowDown`] after too many in vain within ten minutes; then it is not counted, so that who waits gets through.
pub async fn count(call: &Call, counted: Vec<(String, u64)>) -> std::result::Result<Try, Fault> {
    serve(call, "accounts.count_try", Mode::Write, counted, begin).await
}

async fn begin(ctx: PersonCtx, counted: Vec<(String, u64)>) -> Result<Try> {
    super::ops::not_throttled(ctx.tx(), &counted, ctx.now).await?;
    let rows = store::count_failure(ctx.tx(), counted.clone(), ctx.now).await?;
    Ok(Try { counted, rows })
}

impl Try {
    /// Before the secret is looked at: whether those that were counted at the same moment leave room for this one.
    ///
    /// # Errors
    /// [`Fault::SlowDown`] where they do not.
    pub async fn check(&self, tx: &PlatformTx, now: DateTime<Utc>) -> Result<()> {
        // This one is counted as well.
        let beside: Vec<(String, u64)> = self.counted.iter().map(|(key, most)| (key.clone(), most + 1)).collect();
        super::ops::not_throttled(tx, &beside, now).await
    }

    /// What came of it: `None` was wrong, and counts. What was right, and what was never looked at, counts no more.
    ///
    /// # Errors
    /// `wrong` where it was, else what the use case said.
    pub async fn settle<T>(
        self,
        call: &Call,
        answer: std::result::Result<Option<T>, Fault>,
        wrong: fn() -> Problem,
    ) -> std::result::Result<T, Fault> {
        match answer {
            Ok(None) => Err(wrong().into()),
            Err(Fault::SlowDown { after }) => Err(Fault::SlowDown { after }),
            Ok(Some(found)) => {
                self.forgive(call).await;
                Ok(found)
            }
            Err(other) => {
                self.forgive(call).await;
                Err(other)
            }
        }
    }

    /// Where this fails, a right one has counted as one in vain, and no harm is done.
    async fn forgive(self, call: &Call) {
        drop(serve(call, "accounts.forgive_try", Mode::Write, self.rows, end).await);
    }
}

async fn end(ctx: PersonCtx, rows: Vec<Uuid>) -> Result<()> {
    store::forget_failures(ctx.tx(), rows).await
}
