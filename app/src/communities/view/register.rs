//! Registering as a resident.

use super::{Page, query, slug};
use crate::communities::api;
use crate::communities::model::{Framed, NOTICE, RegisterForm};
use crate::communities::words as w;
use crate::ui::fault::load;
use crate::ui::form::{Field, Form, Kept, Send, Tick};
use crate::ui::look::Look;
use crate::ui::paths;
use leptos::prelude::*;

/// Registering as a resident.
#[component]
pub fn RegisterPage() -> impl IntoView {
    let invite = query("invite");
    load(api::get_register_form(slug(), invite.clone()), move |form| view! { <Register form=form invite=invite /> })
}

#[component]
fn Register(form: Framed<RegisterForm>, invite: String) -> impl IntoView {
    let look = Look::here();
    let l = look.lang;
    let Framed { frame, body: RegisterForm { invited } } = form;
    let (verified, good) = (frame.verified, invited == Some(true));
    let invited = invited.map(|good| l.t(if good { w::INVITED } else { w::INVITED_LATE }));
    let slug = frame.community.slug.clone();
    let kept = Kept::of("communities.register", None);
    let (member, logged_in) = (frame.name.is_some(), frame.logged_in);
    view! {
        <Page frame=frame title=l.t(w::REGISTER).to_owned() lead=l.t(w::REGISTER_LEAD).to_owned()>
            {if member && !verified && good {
                view! {
                    <p>{l.t(w::COME_BY_LEAD)}</p>
                    <Form kept=Kept::of("communities.come_by", None) hidden=vec![("community", slug), ("invite", invite)]>
                        <Send label=w::COME_BY />
                    </Form>
                }
                .into_any()
            } else if member {
                view! { <p class="done">{l.t(w::ALREADY_HERE)} " " <a href=paths::home(&slug)>{l.t(crate::ui::words::HOME)}</a></p> }.into_any()
            } else {
                let log_in = paths::log_in(&look.here);
                view! {
                    {(!logged_in).then(|| view! { <p>{l.t(w::HAVE_ACCOUNT)} " " <a href=log_in>{l.t(crate::ui::words::LOG_IN)}</a></p> })}
                    {invited.map(|said| view! { <p class="done">{said}</p> })}
                    <Form kept=kept.clone() hidden=vec![("community", slug), ("invite", invite)] class="card narrow">
                        <Field kept=kept.clone() name="name" label=w::NAME autocomplete="name" />
                        <Field kept=kept.clone() name="building" label=w::BUILDING hint=w::BUILDING_HINT autocomplete="address-line1" />
                        <Field kept=kept.clone() name="door" label=w::DOOR hint=w::DOOR_HINT autocomplete="address-line2" />
                        {(!logged_in).then(|| view! { <Credentials kept=kept.clone() /> })}
                        <Notice />
                        <Tick kept=kept.clone() name="consent".to_owned() value=NOTICE.to_owned() label=l.t(w::CONSENT).to_owned() />
                        <Send label=w::REGISTER_SEND />
                    </Form>
                }
                .into_any()
            }}
        </Page>
    }
}

#[component]
fn Credentials(kept: Kept) -> impl IntoView {
    view! {
        <Field kept=kept.clone() name="phone" label=w::PHONE hint=w::PHONE_HINT kind="tel" autocomplete="tel-national" />
        <Field kept=kept.clone() name="login" label=w::LOGIN hint=w::LOGIN_HINT optional=true autocomplete="username" />
        <Field kept=kept name="password" label=w::PASSWORD hint=w::PASSWORD_HINT kind="password" autocomplete="new-password" />
    }
}

#[component]
fn Notice() -> impl IntoView {
    let l = Look::here().lang;
    view! {
        <section class="notice" aria-labelledby="notice">
            <h2 id="notice">{l.t(w::NOTICE_TITLE)}</h2>
            <ul>
                <li>{l.t(w::NOTICE_1)}</li>
                <li>{l.t(w::NOTICE_2)}</li>
                <li>{l.t(w::NOTICE_3)}</li>
            </ul>
        </section>
    }
}
