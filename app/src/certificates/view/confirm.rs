//! Whether a certificate is genuine: for anybody who holds it.

use crate::certificates::api;
use crate::certificates::model::{Confirmed, Looked};
use crate::certificates::words as w;
use crate::communities::view::query;
use crate::kernel::when::said_date;
use crate::shifts::words::lasted;
use crate::ui::fault::load;
use crate::ui::form::Field;
use crate::ui::form::Kept;
use crate::ui::icon::Icon;
use crate::ui::look::Look;
use crate::ui::page::Plain;
use leptos::prelude::*;

/// Asks for number and name, and answers. A question, so it changes nothing and works without scripts.
#[component]
pub fn ConfirmPage() -> impl IntoView {
    load(api::confirm(query("number"), query("name")), |looked| view! { <Answer looked=looked /> })
}

#[component]
fn Answer(looked: Looked) -> impl IntoView {
    let l = Look::here().lang;
    let kept = Kept::of("certificates.confirm", None);
    let Looked { confirmed, problems } = looked;
    let wrong: Vec<_> = problems.iter().map(|problem| view! { <p>{problem.said.t(l).to_owned()}</p> }).collect();
    view! {
        <Plain title=l.t(w::CHECK).to_owned() lead=l.t(w::CHECK_LEAD).to_owned()>
            {(!wrong.is_empty()).then(|| view! { <div class="summary" role="alert" tabindex="-1">{wrong}</div> })}
            {confirmed.map(|one| view! { <Holds one=one /> })}
            <form method="get" action="/certificates" class="card narrow">
                <Field kept=kept.clone() name="number" label=w::F_NUMBER hint=w::F_NUMBER_HINT value=query("number") />
                <Field kept=kept name="name" label=w::F_NAME hint=w::F_NAME_HINT value=query("name") />
                <p class="actions"><button class="button main">{l.t(w::DO_CHECK)}</button></p>
            </form>
        </Plain>
    }
}

#[component]
fn Holds(one: Confirmed) -> impl IntoView {
    let l = Look::here().lang;
    let (said, class, icon) = if one.holds { (w::GENUINE, "done", "check") } else { (w::NO_LONGER, "refused", "warning") };
    view! {
        <section class="card wide standing">
            <p class=class role="status"><Icon name=icon /><strong>{l.t(said)}</strong></p>
            <p>{l.fill(w::BY, &[&one.community.t(l), &said_date(l, one.made_on)])}</p>
            <p>{l.fill(w::SPAN, &[&said_date(l, one.from), &said_date(l, one.to), &lasted(l, one.minutes)])}</p>
            <p class="soft">{l.fill(w::NUMBER, &[&one.number])}</p>
        </section>
    }
}
