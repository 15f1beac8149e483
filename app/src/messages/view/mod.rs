//! The pages of messages: how I am told, and for admins where messages go.

mod choices;
mod log;

pub use choices::ChoicesPage;
pub use log::MessagesPage;
