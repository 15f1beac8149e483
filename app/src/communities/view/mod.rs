//! The pages of communities: the front door, a community's home, registering, my account, people and one of them, filing for
//! somebody, delegates, the household card, the invitation, settings.

mod account;
mod card;
mod delegates;
mod file;
mod front;
mod home;
mod invite;
mod live;
mod page;
mod people;
mod person;
mod register;
mod settings;

pub use account::AccountPage;
pub use card::CardPrintPage;
pub use delegates::DelegatesPage;
pub use file::FilePage;
pub use front::FrontPage;
pub use home::HomePage;
pub use invite::InvitePage;
pub use live::Live;
pub use page::Page;
pub use people::PeoplePage;
pub use person::PersonPage;
pub use register::RegisterPage;
pub use settings::SettingsPage;

pub use crate::ui::look::query;

use crate::kernel::ids::MemberId;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// For whom the address asks: `Some(None)` for oneself, and nothing where it names nobody.
pub fn for_whom() -> Option<Option<MemberId>> {
    match query("for").as_str() {
        "" => Some(None),
        id => id.parse().ok().map(Some),
    }
}

/// The community that the address names.
pub fn slug() -> String {
    param("community")
}

/// A part of the address.
pub fn param(name: &str) -> String {
    use_params_map().with_untracked(|params| params.get(name)).unwrap_or_default()
}
