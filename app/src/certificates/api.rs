//! Server functions of certificates, for our own pages.

use super::model::{CertificateCard, CertificateId, Certificates, Looked};
use crate::communities::model::Framed;
use crate::kernel::fault::Fault;
use crate::kernel::ids::MemberId;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::ops,
    crate::communities::{serve, serve_once},
    crate::kernel::{ctx::Call, db::Mode, web},
    crate::ui::paths,
};

/// One's own certificates; for the desk those of this member.
#[server(prefix = "/api", endpoint = "certificates.list")]
pub async fn get_list(community: String, #[server(default)] member: Option<MemberId>) -> Result<Framed<Certificates>, Fault> {
    web::answer(serve(&Call::here()?, "certificates.list", Mode::Read, &community, member, ops::list_page).await)
}

/// One certificate.
#[server(prefix = "/api", endpoint = "certificates.get")]
pub async fn get_one(community: String, certificate: CertificateId) -> Result<Framed<CertificateCard>, Fault> {
    web::answer(serve(&Call::here()?, "certificates.get", Mode::Read, &community, certificate, ops::page).await)
}

/// Makes a certificate, and leads to it.
#[server(prefix = "/api", endpoint = "certificates.issue")]
pub async fn issue(community: String, #[server(default)] member: Option<MemberId>) -> Result<(), Fault> {
    let made = web::answer(serve_once(&Call::here()?, "certificates.issue", &community, member, ops::issue).await)?;
    web::go_to(&paths::of(&community, &format!("certificates/{}", made.id)));
    Ok(())
}

/// Declares a certificate void.
#[server(prefix = "/api", endpoint = "certificates.void")]
pub async fn void(community: String, certificate: CertificateId, #[server(default)] reason: String) -> Result<(), Fault> {
    web::answer(serve_once(&Call::here()?, "certificates.void", &community, (certificate, reason), ops::void).await).map(|_| ())
}

/// Confirms a certificate by its number and the first characters of the name, or says what is wrong with them; nothing where no
/// name was typed yet.
#[server(prefix = "/api", endpoint = "certificates.confirm")]
pub async fn confirm(#[server(default)] number: String, #[server(default)] name: String) -> Result<Looked, Fault> {
    if name.trim().is_empty() {
        return Ok(Looked::default());
    }
    match ops::confirm(&Call::here()?, (number, name)).await {
        Err(fault) if !fault.problems().is_empty() => Ok(Looked { confirmed: None, problems: fault.problems().to_vec() }),
        other => web::answer(other).map(|confirmed| Looked { confirmed: Some(confirmed), problems: Vec::new() }),
    }
}
