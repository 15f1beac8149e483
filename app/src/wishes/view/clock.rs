//! A wish's clock in words: what is awaited, by when, and how long that still is.

use crate::kernel::said::{Lang, Text};
use crate::ui::icon::Icon;
use crate::ui::look::Look;
use crate::wishes::model::{ClockCard, Stage, WishPage};
use crate::wishes::words as w;
use chrono::NaiveDate;
use leptos::prelude::*;

/// One line: how long is left, or that it is late or stands still, and the limit itself.
#[component]
pub fn ClockLine(
    /// Where the wish stands.
    stage: Stage,
    /// Its clock, where it has one.
    clock: Option<ClockCard>,
    /// Today here.
    today: NaiveDate,
) -> impl IntoView {
    let l = Look::here().lang;
    let clock = clock?;
    let remaining = clock.remaining_s?;
    let (class, icon, words) = if clock.paused {
        let until = clock.paused_until.map_or_else(String::new, |at| at.said(l, today));
        ("clock paused", "pause", l.fill(w::PAUSED_UNTIL, &[&until]))
    } else if remaining < 0 {
        ("clock late", "warning", l.fill(w::LATE_BY, &[&span(l, -remaining)]))
    } else {
        ("clock", "clock", l.fill(w::LEFT, &[&span(l, remaining)]))
    };
    let (by, said): (_, Text) = if stage == Stage::Placed { (clock.answer_by, w::ANSWER_BY) } else { (clock.deliver_by, w::DELIVER_BY) };
    Some(view! {
        <span class=class>
            <Icon name=icon />
            <strong>{words}</strong>
            // What is late has no part left to show.
            {clock.used_percent.filter(|_| remaining >= 0).map(|used| view! { <progress max="100" value=used aria-hidden="true"></progress> })}
            {by.map(|by| {
                view! { <time class="soft" datetime=by.0.to_rfc3339() title=by.full()>{l.fill(said, &[&by.said(l, today)])}</time> }
            })}
        </span>
    })
}

/// Why not yet: who has it, what is awaited, and by when.
#[component]
pub fn Awaited(
    /// The wish.
    wish: WishPage,
    /// Today here.
    today: NaiveDate,
) -> impl IntoView {
    let l = Look::here().lang;
    let ClockCard { remaining_s: Some(_), .. } = wish.card.clock? else { return None };
    let who = match wish.card.stage {
        Stage::Placed => l.t(w::AWAITS_ANSWER).to_owned(),
        Stage::Accepted => l.t(w::AWAITS_HELPER).to_owned(),
        _ if wish.card.held => l.t(w::AWAITS_YOU).to_owned(),
        _ => wish.holder.as_deref().map_or_else(|| l.t(w::AWAITS_SOMEONE).to_owned(), |name| l.fill(w::AWAITS_HOLDER, &[&name])),
    };
    Some(view! {
        <section class="card awaited" aria-labelledby="awaited">
            <h2 id="awaited">{l.t(w::AWAITED)}</h2>
            <p>{who}</p>
            <p><ClockLine stage=wish.card.stage clock=wish.card.clock today=today /></p>
        </section>
    })
}

/// A time in the two largest units that matter: 2 天 3 小时, 3 小时 20 分, 5 分钟.
fn span(l: Lang, seconds: i64) -> String {
    let minutes = seconds / 60;
    let (days, hours, minutes) = (minutes / (24 * 60), minutes / 60 % 24, minutes % 60);
    match (days, hours, minutes) {
        (0, 0, _) => l.fill(w::MINUTES, &[&minutes.max(1)]),
        (0, _, 0) => l.fill(w::HOURS, &[&hours]),
        (0, ..) => l.fill(w::HOURS_MINUTES, &[&hours, &minutes]),
        (_, 0, _) => l.fill(w::DAYS, &[&days]),
        _ => l.fill(w::DAYS_HOURS, &[&days, &hours]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_said_in_the_units_that_matter() {
        let said = |seconds| (span(Lang::Zh, seconds), span(Lang::En, seconds));
        assert_eq!(said(20), ("1 分钟".to_owned(), "1 min".to_owned()));
        assert_eq!(said(5 * 60 + 59), ("5 分钟".to_owned(), "5 min".to_owned()));
        assert_eq!(said(3 * 3600 + 20 * 60), ("3 小时 20 分".to_owned(), "3 h 20 min".to_owned()));
        assert_eq!(said(3 * 3600 + 20), ("3 小时".to_owned(), "3 h".to_owned()));
        assert_eq!(said(2 * 86400 + 59 * 60), ("2 天".to_owned(), "2 d".to_owned()));
        assert_eq!(said(2 * 86400 + 3 * 3600), ("2 天 3 小时".to_owned(), "2 d 3 h".to_owned()));
    }
}
