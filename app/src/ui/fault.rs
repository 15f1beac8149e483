//! What is shown when something went wrong, and how a page waits for its matter.

use super::look::Look;
use super::page::Plain;
use super::words as w;
use crate::kernel::fault::Fault;
use leptos::prelude::*;

/// A page's matter, waited for on the server; or, where it did not come, the page that says why.
pub fn load<T: 'static, V: IntoView + 'static>(
    matter: impl Future<Output = Result<T, Fault>> + Send + 'static,
    show: impl FnOnce(T) -> V + Send + 'static,
) -> impl IntoView {
    view! {
        <Suspense>
            {Suspend::new(async move {
                match matter.await {
                    Ok(matter) => show(matter).into_any(),
                    Err(fault) => view! { <FaultPage fault=fault /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// The page that says what went wrong and what to do.
#[component]
pub fn FaultPage(fault: Fault) -> impl IntoView {
    let look = Look::here();
    let l = look.lang;
    if fault == Fault::SignIn {
        lead_to(&super::paths::log_in(&look.here));
    }
    let (title, lead) = match &fault {
        Fault::NotFound => (w::NOT_FOUND, l.t(w::NOT_FOUND_LEAD).to_owned()),
        Fault::Refused => (w::REFUSED, l.t(w::REFUSED_LEAD).to_owned()),
        Fault::Broken { .. } => (w::BROKEN, fault.said(l)),
        Fault::Unavailable => (w::UNAVAILABLE, fault.said(l)),
        Fault::SignIn => (w::SIGN_IN, fault.said(l)),
        // What is wrong with the address itself has no field to stand beside.
        Fault::Invalid(_) => (w::WRONG_TITLE, fault.problems().iter().map(|problem| problem.said.t(l)).collect::<Vec<_>>().join(" ")),
        _ => (w::WRONG_TITLE, fault.said(l)),
    };
    let here = look.here.clone();
    view! {
        <Plain title=l.t(title).to_owned() lead=lead>
            <p class="actions">
                {(fault == Fault::Unavailable).then(|| view! { <a class="button" href=here>{l.t(w::TRY_AGAIN)}</a> })}
                {(fault == Fault::SignIn)
                    .then(|| view! { <a class="button" href=super::paths::log_in(&look.here)>{l.t(w::LOG_IN)}</a> })}
                <a class="button quiet" href="/">{l.t(w::BACK_HOME)}</a>
            </p>
        </Plain>
    }
}

/// Nothing has this address.
#[component]
pub fn NotFound() -> impl IntoView {
    set_status(404);
    view! { <FaultPage fault=Fault::NotFound /> }
}

#[cfg(feature = "ssr")]
fn set_status(status: u16) {
    if let (Some(response), Ok(status)) = (use_context::<leptos_axum::ResponseOptions>(), http::StatusCode::from_u16(status)) {
        response.set_status(status);
    }
}

#[cfg(not(feature = "ssr"))]
fn set_status(_: u16) {}

#[cfg(feature = "ssr")]
fn lead_to(path: &str) {
    set_status(303);
    crate::kernel::web::go_to(path);
}

#[cfg(not(feature = "ssr"))]
fn lead_to(_: &str) {}

/// What a phone shows that has lost its network.
#[component]
pub fn OfflinePage() -> impl IntoView {
    let l = Look::here().lang;
    view! {
        <Plain title=l.t(w::OFFLINE).to_owned() lead=l.t(w::OFFLINE_LEAD).to_owned()>
            <p class="actions"><a class="button quiet" href="/">{l.t(w::BACK_HOME)}</a></p>
        </Plain>
    }
}
