//! How I am told: what, by what ways, when not, and my e-mail.

use crate::communities::model::Framed;
use crate::communities::view::{Page, query, slug};
use crate::kernel::said::Lang;
use crate::messages::api;
use crate::messages::model::{Choices, Mail, Wants, WayCard};
use crate::messages::quiet::Quiet;
use crate::messages::words as w;
use crate::ui::fault::load;
use crate::ui::form::{Field, Form, Kept, Radios, Send, Tick};
use crate::ui::icon::Icon;
use crate::ui::look::Look;
use leptos::prelude::*;

/// What I chose.
#[component]
pub fn ChoicesPage() -> impl IntoView {
    load(api::get_choices(slug()), |choices| view! { <TheChoices choices=choices /> })
}

#[component]
fn TheChoices(choices: Framed<Choices>) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = choices;
    let slug = frame.community.slug.clone();
    let nothing = body.wants != Wants::None && !body.ways.iter().any(|way| way.chosen);
    let done = match query("done").as_str() {
        "saved" => Some(w::SAVED),
        "confirmed" if body.mail.address.is_some() => Some(w::CONFIRMED),
        "removed" if body.mail.address.is_none() => Some(w::REMOVED),
        _ => None,
    };
    view! {
        <Page frame=frame title=l.t(w::CHOICES).to_owned() lead=l.t(w::CHOICES_LEAD).to_owned()>
            {done.map(|said| view! { <p class="done" role="status"><Icon name="check" />{l.t(said)}</p> })}
            {nothing.then(|| view! { <p class="hint" role="status">{l.t(w::NOTHING_YET)}</p> })}
            <Choose choices=body.clone() slug=slug.clone() />
            <p class="hint">{l.t(w::WHAT_GOES)}</p>
            <section aria-labelledby="mail">
                <h2 id="mail">{l.t(w::MAIL)}</h2>
                <MyMail mail=body.mail here=body.mail_here slug=slug />
            </section>
        </Page>
    }
}

#[component]
fn Choose(choices: Choices, slug: String) -> impl IntoView {
    let l = Look::here().lang;
    let kept = Kept::of("messages.choose", None);
    let wants = Wants::ALL.map(|wants| (wants.code().to_owned(), l.t(wants.name()).to_owned()));
    let languages = [Lang::Zh, Lang::En].map(|lang| (lang.tag().to_owned(), lang.pick("中文", "English").to_owned()));
    let (from, to) = choices.quiet.map(Quiet::at_rest).unzip();
    view! {
        <Form kept=kept.clone() hidden=vec![("community", slug)] class="card narrow">
            <Radios kept=kept.clone() name="wants" label=w::WANTS choices=wants.to_vec() value=choices.wants.code().to_owned() />
            <Ways kept=kept.clone() ways=choices.ways />
            <fieldset class="field">
                <legend>{l.t(w::QUIET)}</legend>
                <p class="hint">{l.t(w::QUIET_HINT)}</p>
                <Field kept=kept.clone() name="quiet_from" label=w::QUIET_FROM kind="time" optional=true value=from.unwrap_or_default() />
                <Field kept=kept.clone() name="quiet_to" label=w::QUIET_TO kind="time" optional=true value=to.unwrap_or_default() />
            </fieldset>
            <Radios kept=kept name="lang" label=w::LANGUAGE choices=languages.to_vec() value=choices.lang languages=true />
            <Send label=w::SAVE />
        </Form>
    }
}

#[component]
fn Ways(kept: Kept, ways: Vec<WayCard>) -> impl IntoView {
    let l = Look::here().lang;
    let problem = kept.problem("ways", l);
    let id = kept.id("ways");
    let empty = ways.is_empty();
    let tick = move |(at, way): (usize, WayCard)| {
        let label = match (way.way.as_str(), way.gets_phones) {
            ("mail", _) => l.t(w::BY_MAIL).to_owned(),
            (_, true) => l.fill(w::WITH_PHONE, &[&way.name]),
            (_, false) => way.name,
        };
        view! { <Tick kept=kept.clone() name=format!("ways[{at}]") value=way.way label=label checked=way.chosen /> }
    };
    view! {
        <fieldset class="field" class:wrong=problem.is_some() id=id>
            <legend>{l.t(w::WAYS)}</legend>
            {problem.clone().map(|said| view! { <p class="problem"><Icon name="warning" />{said}</p> })}
            {empty.then(|| view! { <p class="hint">{l.t(w::NO_WAYS)}</p> })}
            {ways.into_iter().enumerate().map(tick).collect_view()}
        </fieldset>
    }
}

#[component]
fn MyMail(mail: Mail, here: bool, slug: String) -> impl IntoView {
    let l = Look::here().lang;
    let hidden = vec![("community", slug)];
    let has = mail.address.is_some() || mail.asked.is_some();
    let confirm = mail.asked.map(|asked| {
        let kept = Kept::of("messages.confirm_mail", None);
        view! {
            <Form kept=kept.clone() hidden=hidden.clone() class="card narrow">
                <p>{l.fill(w::MAIL_ASKED, &[&asked])}</p>
                <Field kept=kept name="code" label=w::CODE kind="tel" autocomplete="one-time-code" />
                <Send label=w::CONFIRM />
            </Form>
        }
    });
    let ask = here.then(|| {
        let kept = Kept::of("messages.ask_mail", None);
        view! {
            <Form kept=kept.clone() hidden=hidden.clone() class="card narrow">
                <Field kept=kept name="address" label=w::ADDRESS hint=w::ADDRESS_HINT kind="email" autocomplete="email" />
                <Send label=w::ASK rank="quiet" />
            </Form>
        }
    });
    let remove = has.then(|| {
        view! {
            <Form kept=Kept::of("messages.remove_mail", None) hidden=hidden.clone()>
                <Send label=w::REMOVE rank="quiet" />
            </Form>
        }
    });
    view! {
        {mail.address.map(|address| view! { <p class="words">{l.fill(w::MAIL_IS, &[&address])}</p> })}
        {(!here).then(|| view! { <p class="empty">{l.t(w::NO_MAIL_YET)}</p> })}
        {confirm}
        {ask}
        {remove}
    }
}
