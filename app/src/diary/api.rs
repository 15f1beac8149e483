//! Server functions of the diary, for our own pages.

use super::model::{DiaryPage, EntryId};
use crate::communities::model::Framed;
use crate::kernel::fault::Fault;
use crate::kernel::ids::MemberId;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::model::NewEntry,
    super::ops::{self, DiaryQuery},
    crate::communities::{serve, serve_once},
    crate::kernel::{ctx::Call, db::Mode, web},
    crate::wishes::model::unknown_category,
};

/// The page of the diary.
#[server(prefix = "/api", endpoint = "diary.page")]
pub async fn get_diary(
    community: String,
    #[server(default)] month: String,
    #[server(default)] resident: Option<MemberId>,
    #[server(default)] cursor: Option<EntryId>,
) -> Result<Framed<DiaryPage>, Fault> {
    let query = DiaryQuery { month, resident, cursor };
    web::answer(serve(&Call::here()?, "diary.page", Mode::Read, &community, query, ops::page).await)
}

/// Notes something.
#[server(prefix = "/api", endpoint = "diary.note")]
pub async fn note(
    community: String,
    #[server(default)] resident: String,
    #[server(default)] channel: String,
    #[server(default)] words: String,
) -> Result<(), Fault> {
    let new = NewEntry { resident, channel, words };
    web::answer(serve_once(&Call::here()?, "diary.note", &community, new, ops::note).await)?;
    web::go_to(&format!("/c/{community}/diary"));
    Ok(())
}

/// Makes an order of an entry, and leads to it.
#[server(prefix = "/api", endpoint = "diary.turn")]
pub async fn turn(community: String, entry: EntryId, #[server(default)] category: String) -> Result<(), Fault> {
    let chosen = category.parse().map_err(|_| Fault::from(unknown_category()));
    let input = match chosen {
        Ok(category) => (entry, category),
        Err(fault) => return web::answer(Err(fault)),
    };
    let wish = web::answer(serve_once(&Call::here()?, "diary.turn", &community, input, ops::turn).await)?;
    web::go_to(&format!("/c/{community}/wishes/{}?placed=1", wish.card.id));
    Ok(())
}
