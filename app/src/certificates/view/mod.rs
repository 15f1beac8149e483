//! The pages of certificates: one's own, one to be printed, and the one that confirms them.

mod confirm;
mod list;
mod one;

pub use confirm::ConfirmPage;
pub use list::CertificatesPage;
pub use one::CertificatePage;
