//! Ctrl-C and its relatives: xtask stays until what it started has stopped.

use crate::trouble::{Outcome, Trying as _};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

/// Set by Ctrl-C: the terminal sends it to the whole group, so the children know already.
static INTERRUPTED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);
/// Set by a signal meant for xtask alone: it has to be passed on.
static TERMINATED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// From here on a signal no longer ends xtask by itself.
pub fn listen() -> Outcome {
    let wanted = [(SIGINT, &INTERRUPTED), (SIGTERM, &TERMINATED), (SIGHUP, &TERMINATED)];
    for (signal, flag) in wanted {
        signal_hook::flag::register(signal, Arc::clone(flag)).trying("listening for Ctrl-C")?;
    }
    Ok(())
}

/// Somebody wants an end.
pub fn stopping() -> bool {
    INTERRUPTED.load(Ordering::Relaxed) || terminated()
}

/// Somebody wants an end, and only xtask was told.
pub fn terminated() -> bool {
    TERMINATED.load(Ordering::Relaxed)
}
