//! The server half of Linli, as a library for its binary and its tests.
//!
//! - [`http`]: the router, its layers, pages, forms, REST and probes.
//! - [`worker`]: what happens by itself when its time has come.
//! - [`post`]: messages that go out.
//! - [`seals`]: the seals on the histories, set and looked through.
//! - [`command`], [`config`] and [`telemetry`]: the command line, its settings, the log.
//! - [`migrate`], [`operator`], [`doctor`], [`backup`], [`demo`]: the operator's commands.

pub mod backup;
pub mod command;
pub mod config;
pub mod demo;
pub mod doctor;
pub mod http;
pub mod live;
pub mod migrate;
pub mod operator;
pub mod post;
pub mod seals;
pub mod telemetry;
pub mod worker;
