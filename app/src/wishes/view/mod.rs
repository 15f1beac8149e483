//! The pages of wishes: placing one, one's own, one wish, the wall, the desk's inbox, one's claims.

mod card;
mod clock;
mod desk;
mod history;
mod island_alike;
mod island_counted;
mod island_keys;
mod island_shield;
mod list;
mod looks;
mod moves;
mod one;
mod photos;
mod place;

pub use card::CardPage;
pub use desk::DeskPage;
pub use history::HistoryLines;
pub use list::{ClaimsPage, MinePage, WallPage};
pub use looks::{LooksPage, did};
pub use moves::CameBy;
pub use one::WishPage;
pub use photos::Photos;
pub use place::PlacePage;
