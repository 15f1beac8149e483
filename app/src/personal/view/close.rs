//! Closing one's account.

use crate::communities::api;
use crate::communities::model::MyAccount;
use crate::communities::view::query;
use crate::personal::words as w;
use crate::ui::fault::load;
use crate::ui::form::{Field, Form, Kept, Send};
use crate::ui::icon::Icon;
use crate::ui::look::Look;
use crate::ui::page::Plain;
use crate::ui::paths;
use leptos::prelude::*;

/// What happens when an account is closed, and the way to do it.
#[component]
pub fn ClosePage() -> impl IntoView {
    load(api::get_account(), |account| view! { <Close account=account /> })
}

#[component]
fn Close(account: MyAccount) -> impl IntoView {
    let l = Look::here().lang;
    let logged_in = account.sessions.is_some();
    let closed = !query("closed").is_empty() && !logged_in;
    view! {
        <Plain title=l.t(w::CLOSE).to_owned()>
            {(!closed).then(|| view! { <p class="lead">{l.t(w::CLOSE_LEAD)}</p> })}
            {match (closed, logged_in) {
                (true, _) => view! { <p class="done" role="status"><Icon name="check" />{l.t(w::CLOSED)}</p> }.into_any(),
                (false, true) => view! { <TheForm account=account /> }.into_any(),
                (false, false) => {
                    let href = paths::log_in("/account/close");
                    view! { <p class="actions"><a class="button main" href=href>{l.t(crate::accounts::words::LOG_IN)}</a></p> }.into_any()
                }
            }}
        </Plain>
    }
}

#[component]
fn TheForm(account: MyAccount) -> impl IntoView {
    let l = Look::here().lang;
    let kept = Kept::of("personal.close_account", None);
    let copies = account.mine.into_iter().map(|one| {
        let name = l.pick(&one.name_zh, &one.name_en).to_owned();
        view! { <li><a class="link" href=paths::of(&one.community, "my-data")>{name}</a></li> }
    });
    let copies = copies.collect::<Vec<_>>();
    view! {
        {(!copies.is_empty()).then(|| view! { <section class="card narrow"><p>{l.t(w::CLOSE_FIRST)}</p><ul class="plain">{copies}</ul></section> })}
        <section class="card narrow">
            <p>{l.t(w::LEAVE_LEAD)}</p>
            <super::data::WhatHappens />
            <Form kept=kept.clone()>
                <Field kept=kept name="password" label=w::CLOSE_PASSWORD kind="password" autocomplete="current-password" />
                <Send label=w::CLOSE_SEND />
            </Form>
        </section>
    }
}
