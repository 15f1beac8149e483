pub mod accounts;
pub mod communities;
pub mod kernel;
pub mod wishes;
