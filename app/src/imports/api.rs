//! Server functions of tables that come in, for our own pages. Files themselves come by the form's own way.

use super::model::{ImportId, ImportPage, Imports, RowQuery};
use crate::communities::model::Framed;
use crate::kernel::fault::Fault;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::ops,
    crate::communities::{serve, serve_once},
    crate::kernel::{ctx::Call, db::Mode, web},
};

/// The page of what was brought in.
#[server(prefix = "/api", endpoint = "imports.page")]
pub async fn get_imports(community: String) -> Result<Framed<Imports>, Fault> {
    web::answer(serve(&Call::here()?, "imports.page", Mode::Read, &community, (), ops::page).await)
}

/// The page of a table.
#[server(prefix = "/api", endpoint = "imports.one")]
pub async fn get_import(community: String, import: ImportId, #[server(default)] query: RowQuery) -> Result<Framed<ImportPage>, Fault> {
    web::answer(serve(&Call::here()?, "imports.one", Mode::Read, &community, (import, query), ops::one_page).await)
}

/// Lets a table come in.
#[server(prefix = "/api", endpoint = "imports.apply")]
pub async fn apply(community: String, import: ImportId) -> Result<(), Fault> {
    web::answer(serve_once(&Call::here()?, "imports.apply", &community, import, ops::apply).await)?;
    web::go_to(&format!("/c/{community}/imports/{import}"));
    Ok(())
}

/// Throws a draft away.
#[server(prefix = "/api", endpoint = "imports.discard")]
pub async fn discard(community: String, import: ImportId) -> Result<(), Fault> {
    web::answer(serve_once(&Call::here()?, "imports.discard", &community, import, ops::discard).await)?;
    web::go_to(&format!("/c/{community}/imports"));
    Ok(())
}

/// Takes back what came in.
#[server(prefix = "/api", endpoint = "imports.undo")]
pub async fn undo(community: String, import: ImportId) -> Result<(), Fault> {
    web::answer(serve_once(&Call::here()?, "imports.undo", &community, import, ops::undo).await)?;
    web::go_to(&format!("/c/{community}/imports/{import}"));
    Ok(())
}
