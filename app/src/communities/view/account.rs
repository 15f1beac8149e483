//! My account: how pages look, where I am a member, where I am logged in.

use crate::accounts::model::SessionCard;
use crate::accounts::view::LogInData;
use crate::accounts::words as w;
use crate::communities::api;
use crate::communities::model::MyAccount;
use crate::ui::fault::load;
use crate::ui::form::{Form, Kept, Radios, Send};
use crate::ui::look::{Look, query};
use crate::ui::page::Plain;
use crate::ui::paths;
use leptos::prelude::*;

/// My account.
#[component]
pub fn AccountPage() -> impl IntoView {
    load(api::get_account(), |account| view! { <Account account=account /> })
}

#[component]
fn Account(account: MyAccount) -> impl IntoView {
    let l = Look::here().lang;
    view! {
        <Plain title=l.t(w::MY_ACCOUNT).to_owned() lead=l.t(w::MY_ACCOUNT_LEAD).to_owned()>
            {(!query("left").is_empty()).then(|| view! { <p class="done" role="status">{l.t(w::LEFT)}</p> })}
            <Display />
            {(!account.mine.is_empty())
                .then(|| {
                    view! {
                        <section class="card" aria-labelledby="mine">
                            <h2 id="mine">{l.t(w::MY_COMMUNITIES)}</h2>
                            <ul class="plain">
                                {account
                                    .mine
                                    .iter()
                                    .map(|one| {
                                        view! {
                                            <li>
                                                <a href=paths::home(&one.community)>{l.pick(&one.name_zh, &one.name_en).to_owned()}</a> " · "
                                                <a href=paths::of(&one.community, "my-data")>{l.t(w::MY_DATA)}</a>
                                            </li>
                                        }
                                    })
                                    .collect_view()}
                            </ul>
                        </section>
                    }
                })}
            {match account.sessions {
                Some(sessions) => {
                    view! {
                        <LogInData login=account.login phone=account.phone />
                        <Sessions sessions=sessions />
                    }
                    .into_any()
                }
                None => {
                    view! { <p class="actions"><a class="button main" href=paths::log_in("/account")>{l.t(w::LOG_IN)}</a></p> }.into_any()
                }
            }}
        </Plain>
    }
}

#[component]
fn Display() -> impl IntoView {
    let look = Look::here();
    let l = look.lang;
    let kept = Kept::of("accounts.set_look", None);
    let elder = if look.elder { "on" } else { "off" };
    view! {
        <section class="card" aria-labelledby="display">
            <h2 id="display">{l.t(w::SETTINGS)}</h2>
            <Form kept=kept.clone() hidden=vec![("next", "/account".to_owned())]>
                <Radios
                    kept=kept.clone()
                    name="lang"
                    label=w::LANGUAGE
                    choices=vec![("zh".to_owned(), "中文".to_owned()), ("en".to_owned(), "English".to_owned())]
                    value=l.pick("zh", "en").to_owned()
                    languages=true
                />
                <Radios
                    kept=kept.clone()
                    name="size"
                    label=w::TEXT_SIZE
                    choices=vec![("normal".to_owned(), l.t(w::SIZE_NORMAL).to_owned()), ("large".to_owned(), l.t(w::SIZE_LARGE).to_owned())]
                    value=if look.large { "large" } else { "normal" }.to_owned()
                />
                <Radios
                    kept=kept
                    name="elder"
                    label=w::ELDER_MODE
                    choices=vec![
                        ("off".to_owned(), l.t(w::SIZE_NORMAL).to_owned()),
                        ("on".to_owned(), format!("{} · {}", l.t(w::ELDER_MODE), l.t(w::ELDER_HINT))),
                    ]
                    value=elder.to_owned()
                />
                <Send label=w::SAVE rank="quiet" />
            </Form>
        </section>
    }
}

#[component]
fn Sessions(sessions: Vec<SessionCard>) -> impl IntoView {
    let l = Look::here().lang;
    view! {
        <section class="card" aria-labelledby="sessions">
            <h2 id="sessions">{l.t(w::SESSIONS)}</h2>
            <ul class="rows">
                {sessions
                    .into_iter()
                    .map(|one| {
                        let device = if one.device.is_empty() { l.t(w::UNKNOWN_DEVICE).to_owned() } else { one.device.clone() };
                        let id = one.id.to_string();
                        let kept = Kept::of("accounts.end_session", Some(("session", &id)));
                        view! {
                            <li>
                                <span>{device} " " <span class="soft">{l.fill(w::SINCE, &[&one.created_at.full()])}</span></span>
                                {if one.current {
                                    view! { <span class="chip">{l.t(w::THIS_DEVICE)}</span> }.into_any()
                                } else {
                                    view! {
                                        <Form kept=kept hidden=vec![("session", id)]>
                                            <Send label=w::END_SESSION rank="quiet" />
                                        </Form>
                                    }
                                    .into_any()
                                }}
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
            <Form kept=Kept::of("accounts.log_out", None)>
                <Send label=w::LOG_OUT rank="quiet" />
            </Form>
            <p><a class="link" href="/account/close">{l.t(w::CLOSE_ACCOUNT)}</a></p>
        </section>
    }
}
