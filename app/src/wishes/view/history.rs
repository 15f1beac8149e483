//! What happened to a wish, in plain words, newest last.

use crate::kernel::actor::{Channel, Role};
use crate::ui::look::Look;
use crate::wishes::model::{WishLine, grade_name};
use crate::wishes::words as w;
use chrono::NaiveDate;
use leptos::prelude::*;

/// The history.
#[component]
pub fn History(
    /// Oldest first.
    lines: Vec<WishLine>,
    /// Today here.
    today: NaiveDate,
) -> impl IntoView {
    let l = Look::here().lang;
    view! {
        <section aria-labelledby="history">
            <h2 id="history">{l.t(w::HISTORY)}</h2>
            <HistoryLines lines=lines today=today />
        </section>
    }
}

/// Its lines alone, for a page that has several.
#[component]
pub fn HistoryLines(
    /// Oldest first.
    lines: Vec<WishLine>,
    /// Today here.
    today: NaiveDate,
) -> impl IntoView {
    view! { <ol class="history">{lines.into_iter().map(|line| view! { <Line line=line today=today /> }).collect_view()}</ol> }
}

#[component]
fn Line(line: WishLine, today: NaiveDate) -> impl IntoView {
    let l = Look::here().lang;
    let nobody = if line.channel == Channel::Clock.code() { w::CLOCK } else { w::OPERATOR };
    let role = match line.role {
        // Who did it in the resident's place did it as that, whatever else they are.
        _ if line.delegate => l.t(w::DELEGATE),
        Some(role) => l.t(role.name()),
        // A neighbour, or somebody who had a role then.
        None if line.actor.is_some() => l.t(w::MEMBER),
        None => l.t(nobody),
    };
    let who = match &line.actor {
        _ if line.mine => l.t(w::YOU).to_owned(),
        Some(name) => format!("{role} {name}"),
        None => role.to_owned(),
    };
    let did = did(&line);
    view! {
        <li>
            <p>
                <strong>{who}</strong> " " {did} " "
                <span class="soft">
                    <time datetime=line.at.0.to_rfc3339() title=line.at.full()>{line.at.said(l, today)}</time> " · "
                    {l.fill(w::CHANNEL, &[&l.t(Channel::name(&line.channel))])}
                </span>
            </p>
            {line.words.map(|words| view! { <blockquote class="words">{words}</blockquote> })}
        </li>
    }
}

fn did(line: &WishLine) -> String {
    let l = Look::here().lang;
    let by_resident = !line.delegate && line.role.is_none_or(|role| role == Role::Resident);
    match line.kind.as_str() {
        "placed" if !by_resident => l.t(w::DID_FILED).to_owned(),
        "confirmed" if !by_resident => l.fill(w::DID_CONFIRMED_FOR, &[&line.grade.map_or("", |grade| l.t(grade_name(grade)))]),
        "placed" => l.t(w::DID_PLACED).to_owned(),
        "accepted" => l.t(w::DID_ACCEPTED).to_owned(),
        "declined" => l.t(w::DID_DECLINED).to_owned(),
        "claimed" => l.t(w::DID_CLAIMED).to_owned(),
        "dispatched" => l.fill(w::DID_DISPATCHED, &[&line.to.as_deref().unwrap_or(l.t(w::SOMEONE))]),
        "released" => l.t(w::DID_RELEASED).to_owned(),
        "delivered" => l.t(w::DID_DELIVERED).to_owned(),
        "confirmed" => l.fill(w::DID_CONFIRMED, &[&line.grade.map_or("", |grade| l.t(grade_name(grade)))]),
        "reopened" => l.t(w::DID_REOPENED).to_owned(),
        "withdrawn" => l.t(w::DID_WITHDRAWN).to_owned(),
        "paused" => l.t(w::DID_PAUSED).to_owned(),
        "resumed" => l.t(w::DID_RESUMED).to_owned(),
        "commented" => l.t(w::DID_COMMENTED).to_owned(),
        "reminded" => l.t(w::DID_REMINDED).to_owned(),
        "overdue" => l.t(w::DID_OVERDUE).to_owned(),
        "lapsed" if line.actor.is_some() => l.t(w::DID_LEFT).to_owned(),
        "lapsed" => l.t(w::DID_LAPSED).to_owned(),
        "call_back_drawn" => l.t(w::DID_DRAW).to_owned(),
        "called_back" => {
            let outcome = line.outcome.map_or("", |outcome| l.t(outcome.name()));
            let graded = line.grade.map(|grade| format!("{}{}", l.pick("，", ", "), l.t(grade_name(grade))));
            l.fill(w::DID_CALL_BACK, &[&format!("{outcome}{}", graded.unwrap_or_default())])
        }
        "looked" => l.t(w::DID_LOOKED).to_owned(),
        "photo_added" => l.t(w::DID_PHOTO).to_owned(),
        "photo_removed" => l.t(w::DID_PHOTO_GONE).to_owned(),
        "photos_seen" => l.t(w::DID_PHOTOS_SEEN).to_owned(),
        "cleared" => l.t(w::DID_CLEARED).to_owned(),
        _ => l.t(w::DID_OTHER).to_owned(),
    }
}
