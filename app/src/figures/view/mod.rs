//! The pages of figures.

mod month;
mod sheet;

pub use month::FiguresPage;
pub use sheet::SheetPage;
