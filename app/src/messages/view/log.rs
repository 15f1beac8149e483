//! Where messages of this community go, and what became of them: for admins.

use crate::communities::model::Framed;
use crate::communities::view::{Page, query, slug};
use crate::messages::api;
use crate::messages::model::{MessageCard, MessageLog, Stage, WebhookCard};
use crate::messages::words as w;
use crate::ui::fault::load;
use crate::ui::form::{Field, Form, Kept, Send, Tick};
use crate::ui::icon::Icon;
use crate::ui::look::Look;
use crate::ui::{paths, words};
use chrono::NaiveDate;
use leptos::prelude::*;

/// The messages of this community.
#[component]
pub fn MessagesPage() -> impl IntoView {
    let stage = query("stage");
    load(api::get_log(slug(), stage.clone(), query("cursor").parse().ok()), move |log| view! { <TheLog log=log stage=stage /> })
}

#[component]
fn TheLog(log: Framed<MessageLog>, stage: String) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = log;
    let (slug, today) = (frame.community.slug.clone(), frame.today);
    let page = paths::of(&slug, "messages");
    let tried = (query("done") == "tried").then_some(w::TRIED);
    let failed = (body.failed > 0).then(|| {
        let href = format!("{page}?stage=failed#log");
        view! { <p class="problem" role="status"><Icon name="warning" />{l.fill(w::FAILED, &[&body.failed])} " " <a class="link" href=href>{l.t(w::SEE_FAILED)}</a></p> }
    });
    let hidden = vec![("community", slug.clone())];
    view! {
        <Page frame=frame title=l.t(w::MESSAGES).to_owned() lead=l.t(w::MESSAGES_LEAD).to_owned()>
            {tried.map(|said| view! { <p class="done" role="status"><Icon name="check" />{l.t(said)}</p> })}
            {failed}
            <p>{l.t(if body.mail_here { w::MAIL_ON } else { w::MAIL_OFF })}</p>
            <section aria-labelledby="webhooks">
                <h2 id="webhooks">{l.t(w::WEBHOOKS)}</h2>
                <p class="hint">{l.t(w::WEBHOOKS_HINT)}</p>
                {body.webhooks.is_empty().then(|| view! { <p class="empty">{l.t(w::NO_WEBHOOKS)}</p> })}
                <ul class="cards wide">
                    {body.webhooks.into_iter().map(|one| view! { <Webhook one=one hidden=hidden.clone() /> }).collect_view()}
                </ul>
                <Add hidden=hidden.clone() />
            </section>
            <section aria-labelledby="log">
                <h2 id="log">{l.t(w::LOG)}</h2>
                <Tabs page=page.clone() stage=stage.clone() />
                {body.items.is_empty().then(|| view! { <p class="empty">{l.t(w::NO_LOG)}</p> })}
                <Lines items=body.items hidden=hidden today=today />
                {body.next.map(|cursor| {
                    let href = format!("{page}?stage={stage}&cursor={cursor}#log");
                    view! { <p class="actions"><a class="button quiet" href=href>{l.t(words::MORE)}</a></p> }
                })}
            </section>
        </Page>
    }
}

#[component]
fn Tabs(page: String, stage: String) -> impl IntoView {
    let l = Look::here().lang;
    let all = [("", w::ALL_STAGES)].into_iter().chain(Stage::ALL.map(|stage| (stage.code(), stage.name())));
    let tab = move |(code, name): (&'static str, _)| {
        let here = (code == stage).then_some("page");
        let href = if code.is_empty() { format!("{page}#log") } else { format!("{page}?stage={code}#log") };
        view! { <a href=href aria-current=here>{l.t(name)}</a> }
    };
    view! { <nav class="tabs" aria-label=l.t(w::LOG)>{all.map(tab).collect::<Vec<_>>()}</nav> }
}

/// A webhook with what the other side needs to know, and what can be done with it.
#[component]
fn Webhook(one: WebhookCard, hidden: Vec<(&'static str, String)>) -> impl IntoView {
    let l = Look::here().lang;
    let id = one.id.to_string();
    let mut hidden = hidden;
    hidden.push(("webhook", id.clone()));
    let tries = Kept::of("messages.try_webhook", Some(("webhook", &id)));
    let close = Kept::of("messages.close_webhook", Some(("webhook", &id)));
    view! {
        <li class="card">
            <p>
                <strong>{one.name}</strong> " "
                {one.gets_phones.then(|| view! { <span class="chip amber">{l.t(w::GETS_PHONES)}</span> })}
            </p>
            <p class="soft words">{one.url}</p>
            <details>
                <summary>{l.t(w::SECRET)}</summary>
                <p class="hint">{l.t(w::SECRET_HINT)}</p>
                <p class="words"><code>{one.secret}</code></p>
            </details>
            <div class="actions">
                <Form kept=tries hidden=hidden.clone()><Send label=w::TRY rank="quiet" /></Form>
                <Form kept=close hidden=hidden><Send label=w::CLOSE rank="quiet" /></Form>
            </div>
        </li>
    }
}

#[component]
fn Add(hidden: Vec<(&'static str, String)>) -> impl IntoView {
    let l = Look::here().lang;
    let kept = Kept::of("messages.open_webhook", None);
    let open = kept.failed();
    view! {
        <details class="card narrow" open=open>
            <summary>{l.t(w::ADD)}</summary>
            <Form kept=kept.clone() hidden=hidden>
                <Field kept=kept.clone() name="name" label=w::NAME hint=w::NAME_HINT />
                <Field kept=kept.clone() name="url" label=w::URL hint=w::URL_HINT kind="url" />
                <Tick kept=kept name="gets_phones".to_owned() value="true".to_owned() label=l.t(w::PHONES).to_owned() />
                <Send label=w::OPEN />
            </Form>
        </details>
    }
}

#[component]
fn Lines(items: Vec<MessageCard>, hidden: Vec<(&'static str, String)>, today: NaiveDate) -> impl IntoView {
    let l = Look::here().lang;
    (!items.is_empty()).then(|| {
        view! {
            <table class="table texts">
                <thead>
                    <tr>
                        <th scope="col">{l.t(w::WHEN)}</th>
                        <th scope="col">{l.t(w::WAY)}</th>
                        <th scope="col">{l.t(w::ABOUT)}</th>
                        <th scope="col">{l.t(w::RESULT)}</th>
                    </tr>
                </thead>
                <tbody>{items.into_iter().map(|one| view! { <Line one=one hidden=hidden.clone() today=today /> }).collect_view()}</tbody>
            </table>
        }
    })
}

#[component]
fn Line(one: MessageCard, hidden: Vec<(&'static str, String)>, today: NaiveDate) -> impl IntoView {
    let l = Look::here().lang;
    let about = l.t(match one.kind.as_str() {
        "code" => w::ABOUT_CODE,
        "test" => w::ABOUT_TEST,
        _ => w::ABOUT_NOTICE,
    });
    let way = match (one.way.as_str(), one.name) {
        ("mail", _) => l.t(w::BY_MAIL).to_owned(),
        (_, name) => name,
    };
    let chip = match one.stage {
        Stage::Sent => "chip pine",
        Stage::Failed => "chip amber",
        Stage::Waiting | Stage::Skipped => "chip",
    };
    let tries = (one.tries > 1).then(|| format!(" · {}", l.fill(w::TRIES, &[&one.tries])));
    let why = one.said.map(|said| format!(" · {}", said.t(l)));
    let retry = (one.stage == Stage::Failed).then(|| {
        let id = one.id.to_string();
        let mut hidden = hidden;
        hidden.push(("message", id.clone()));
        view! { <Form kept=Kept::of("messages.retry", Some(("message", &id))) hidden=hidden><Send label=w::RETRY rank="quiet" /></Form> }
    });
    view! {
        <tr>
            <th scope="row"><time datetime=one.at.0.to_rfc3339() title=one.at.full()>{one.at.said(l, today)}</time></th>
            <td data-head=l.t(w::WAY)>{way}</td>
            <td data-head=l.t(w::ABOUT)>{about}</td>
            <td data-head=l.t(w::RESULT)><div><span class=chip>{l.t(one.stage.name())}</span>{why}{tries}{retry}</div></td>
        </tr>
    }
}
