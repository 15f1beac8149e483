//! The page on which one logs in.

use super::words as w;
use crate::ui::form::{Field, Form, Kept, Send};
use crate::ui::look::{Look, query};
use crate::ui::page::Plain;
use leptos::prelude::*;

/// Log in with a phone or a chosen name.
#[component]
pub fn LogInPage() -> impl IntoView {
    let l = Look::here().lang;
    let kept = Kept::of("accounts.log_in", None);
    let next = query("next");
    view! {
        <Plain title=l.t(w::LOG_IN).to_owned() lead=l.t(w::LOG_IN_LEAD).to_owned()>
            <Form kept=kept.clone() hidden=vec![("next", next)] class="card narrow">
                <Field kept=kept.clone() name="login" label=w::LOGIN_LABEL hint=w::LOGIN_HINT autocomplete="username" />
                <Field kept=kept name="password" label=w::PASSWORD_LABEL kind="password" autocomplete="current-password" />
                <Send label=w::LOG_IN />
            </Form>
            <p>{l.t(w::NOT_YET)} " " <a href="/">{l.t(w::FIND_COMMUNITY)}</a></p>
        </Plain>
    }
}
