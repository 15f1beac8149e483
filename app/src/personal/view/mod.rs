//! The pages of a person's own data: all that is kept, and closing the account.

mod close;
mod data;

pub use close::ClosePage;
pub use data::MyDataPage;
