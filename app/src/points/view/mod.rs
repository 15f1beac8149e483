//! The pages of points: one's own, and the rules.

mod mine;
mod rates;

pub use mine::{MyPointsPage, signed};
pub use rates::RatesPage;

use crate::kernel::said::Lang;
use crate::points::words as w;

/// What a version is called: 第 2 版.
fn version_name(l: Lang, version: i32) -> String {
    if version == 0 { l.t(w::STANDARD).to_owned() } else { l.fill(w::VERSION, &[&version]) }
}
