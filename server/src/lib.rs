//! The server half of Linli, as a library for its tests.

pub mod http;
