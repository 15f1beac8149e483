//! The screen of the hall: large, few, and nothing to press.

use super::api;
use super::model::{PublicCard, Screen};
use super::words as w;
use crate::communities::view::slug;
use crate::figures::told;
use crate::figures::view::Sentences;
use crate::kernel::when::said_day;
use crate::ui::assets::{Assets, Scripts};
use crate::ui::fault::load;
use crate::ui::island_live::Follow;
use crate::ui::look::{Look, origin};
use crate::ui::page::{PageTitle, Seal};
use crate::ui::qr::Qr;
use crate::ui::{paths, words};
use leptos::prelude::*;

/// The screen.
#[component]
pub fn ScreenPage() -> impl IntoView {
    load(api::get_screen(slug()), |screen| view! { <TheScreen screen=screen /> })
}

#[component]
fn TheScreen(screen: Screen) -> impl IntoView {
    let l = Look::here().lang;
    let Screen { community, now, open, on_duty, cards, waiting, month } = screen;
    let name = community.name(l).to_owned();
    let today = now.local().date();
    let hours = match open.as_slice() {
        [] => l.t(w::CLOSED_TODAY).to_owned(),
        spans => l.fill(w::OPEN_TODAY, &[&spans.iter().map(ToString::to_string).collect::<Vec<_>>().join(l.pick("、", ", "))]),
    };
    let home = paths::home(&community.slug);
    let stream = paths::live_screen(&community.slug, now.0.timestamp_micros());
    let is_demo = use_context::<Assets>().is_some_and(|assets| assets.is_demo);
    view! {
        <PageTitle title=l.fill(w::TITLE, &[&name]) place=None />
        // Without scripts it reads itself again.
        <noscript><meta http-equiv="refresh" content="300" /></noscript>
        {is_demo.then(|| view! { <aside class="demo">{l.t(words::DEMO)}</aside> })}
        <main id="main" class="screen">
            <header data-live="head">
                <h1><Seal />{name}</h1>
                <p><strong>{said_day(l, today, today)}</strong> " · " {hours} {community.desk_phone.map(|phone| format!(" · {}", l.fill(w::CALL, &[&phone])))}</p>
            </header>
            <div class="beside">
                <section aria-labelledby="waiting" data-live="waiting">
                    <h2 id="waiting">{l.t(w::WAITING)}</h2>
                    {if cards.is_empty() {
                        view! { <p>{l.t(w::NONE_WAITING)}</p> }.into_any()
                    } else {
                        let more = (waiting > cards.len() as u64).then(|| view! { <p class="soft">{l.fill(w::WAITING_MORE, &[&waiting])}</p> });
                        view! { <ul class="cards wide">{cards.into_iter().map(|card| view! { <Card card=card /> }).collect_view()}</ul>{more} }.into_any()
                    }}
                </section>
                <section class="scan">
                    <Qr says=format!("{}{home}", origin()) label=l.t(w::OPEN_HERE) />
                    <p>{l.t(w::OPEN_HERE)}</p>
                </section>
            </div>
            <div class="beside">
                <section aria-labelledby="duty" data-live="duty">
                    <h2 id="duty">{l.t(w::ON_DUTY)}</h2>
                    {if on_duty.is_empty() {
                        view! { <p>{l.t(w::NOBODY)}</p> }.into_any()
                    } else {
                        view! { <p class="names">{on_duty.join(l.pick("、", ", "))}</p> }.into_any()
                    }}
                </section>
                <section aria-labelledby="month" data-live="month">
                    <h2 id="month">{l.t(w::THIS_MONTH)}</h2>
                    <Sentences said=told::sentences(&month, None) />
                </section>
            </div>
        </main>
        <Follow lang=l stream=stream />
        <Scripts />
    }
}

#[component]
fn Card(card: PublicCard) -> impl IntoView {
    let l = Look::here().lang;
    view! {
        <li class="card">
            <p class="chips"><span class="chip">{card.category.t(l).to_owned()}</span></p>
            <p class="words">{card.card}</p>
        </li>
    }
}
