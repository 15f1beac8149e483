//! The log: lines on standard error, for people or for machines.

use crate::config::{LogFormat, Settings};
use std::io::IsTerminal as _;
use tracing_subscriber::EnvFilter;

/// Starts the log.
///
/// # Errors
/// When the filter does not read.
pub fn start(settings: &Settings) -> Result<(), String> {
    let filter = EnvFilter::try_new(&settings.log).map_err(|e| format!("the log filter `{}` does not read: {e}", settings.log))?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal());
    let started = match settings.log_format {
        LogFormat::Text => log.try_init(),
        LogFormat::Json => log.json().try_init(),
    };
    started.map_err(|e| format!("the log does not start: {e}"))
}
