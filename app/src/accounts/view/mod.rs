//! The page on which one logs in, and what one logs in with.

use super::words as w;
use crate::ui::form::{Field, Form, Kept, Send};
use crate::ui::icon::Icon;
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

/// The phone and the name that one logs in with, and the way to change them or the password.
#[component]
pub fn LogInData(
    /// The log-in name, if one was chosen.
    login: Option<String>,
    /// The phone as others see it.
    phone: Option<String>,
) -> impl IntoView {
    let l = Look::here().lang;
    let kept = Kept::of("accounts.change", None);
    let open = kept.failed();
    let or_none = |value: Option<String>| value.unwrap_or_else(|| l.t(w::NO_SUCH).to_owned());
    view! {
        <section class="card" aria-labelledby="log-in">
            <h2 id="log-in">{l.t(w::LOG_IN_DATA)}</h2>
            {(!query("changed").is_empty()).then(|| view! { <p class="done" role="status"><Icon name="check" />{l.t(w::CHANGED)}</p> })}
            <dl class="kept">
                <div><dt>{l.t(w::MY_PHONE)}</dt><dd>{or_none(phone)}</dd></div>
                <div><dt>{l.t(w::MY_LOGIN)}</dt><dd>{or_none(login)}</dd></div>
            </dl>
            <details open=open>
                <summary>{l.t(w::CHANGE)}</summary>
                <Form kept=kept.clone() class="narrow">
                    <Field kept=kept.clone() name="phone" label=w::NEW_PHONE hint=w::NEW_PHONE_HINT kind="tel" autocomplete="tel" optional=true />
                    <Field kept=kept.clone() name="login" label=w::NEW_LOGIN hint=w::NEW_LOGIN_HINT autocomplete="username" optional=true />
                    <Field
                        kept=kept.clone()
                        name="new_password"
                        label=w::NEW_PASSWORD
                        hint=w::NEW_PASSWORD_HINT
                        kind="password"
                        autocomplete="new-password"
                        optional=true
                    />
                    <Field kept=kept name="password" label=w::PASSWORD_NOW kind="password" autocomplete="current-password" />
                    <Send label=w::CHANGE_SEND />
                </Form>
            </details>
        </section>
    }
}
