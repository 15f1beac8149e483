//! The pages of figures.

mod month;
mod sheet;

pub use month::{FiguresPage, Sentences};
pub use sheet::SheetPage;
