//! What the admin sets: when the community is open, and how long each category may take.

use super::{Page, query, slug};
use crate::communities::api;
use crate::communities::calendar::{Limit, Limits, UNITS};
use crate::communities::hours::{DAY_NAMES, DAYS};
use crate::communities::model::{CategoryCard, CommunityCard, Framed, Kind, Settings};
use crate::communities::words as w;
use crate::kernel::when::said_day;
use crate::ui::fault::load;
use crate::ui::form::{Field, Form, Kept, Select, Send};
use crate::ui::look::Look;
use crate::ui::paths;
use chrono::NaiveDate;
use leptos::prelude::*;

/// The settings.
#[component]
pub fn SettingsPage() -> impl IntoView {
    load(api::get_settings(slug()), |settings| view! { <TheSettings settings=settings /> })
}

#[component]
fn TheSettings(settings: Framed<Settings>) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = settings;
    let community = frame.community.clone();
    let today = frame.today;
    let chosen = query("category");
    let Settings { categories, exceptions, call_back_percent } = body;
    let of_kind = move |kind| categories.iter().filter(|(category, _)| category.kind == kind).cloned().collect();
    view! {
        <Page frame=frame title=l.t(w::SETTINGS).to_owned() lead=l.t(w::SETTINGS_LEAD).to_owned()>
            <p class="links">
                <a class="link" href=paths::of(&community.slug, "audit")>{l.t(w::AUDIT)}</a>
                <a class="link" href=paths::of(&community.slug, "imports")>{l.t(w::IMPORTS)}</a>
                <a class="link" href=paths::of(&community.slug, "messages")>{l.t(w::MESSAGES)}</a>
            </p>
            <section aria-labelledby="hours">
                <h2 id="hours">{l.t(w::OPENING_HOURS)}</h2>
                <Hours community=community.clone() />
                <Exceptions days=exceptions today=today />
            </section>
            <section aria-labelledby="desk">
                <h2 id="desk">{l.t(w::THE_DESK)}</h2>
                <Desk community=community.clone() percent=call_back_percent />
            </section>
            <section aria-labelledby="limits">
                <h2 id="limits">{l.t(w::LIMITS)}</h2>
                <p class="hint">{l.t(w::LIMITS_HINT)}</p>
                {Kind::ALL
                    .iter()
                    .map(|kind| {
                        view! { <OfKind kind=*kind categories=of_kind(*kind) slug=community.slug.clone() chosen=chosen.clone() /> }
                    })
                    .collect_view()}
            </section>
        </Page>
    }
}

/// A line for each day of the week.
#[component]
fn Hours(community: CommunityCard) -> impl IntoView {
    let kept = Kept::of("communities.set_hours", None);
    let week = community.hours;
    view! {
        <Form kept=kept.clone() hidden=vec![("community", community.slug)] class="card narrow">
            <p class="hint">{Look::here().lang.t(w::HOURS_HINT)}</p>
            {DAYS
                .into_iter()
                .zip(DAY_NAMES)
                .enumerate()
                .map(|(day, (field, label))| {
                    let spans: Vec<String> = week.on(day).iter().map(ToString::to_string).collect();
                    view! { <Field kept=kept.clone() name=field label=label optional=true value=spans.join(", ") /> }
                })
                .collect_view()}
            <Send label=w::SAVE_HOURS />
        </Form>
    }
}

/// How the desk is reached, and of how many closed wishes somebody is called back.
#[component]
fn Desk(community: CommunityCard, percent: i32) -> impl IntoView {
    let kept = Kept::of("communities.set_desk", None);
    let phone = community.desk_phone.unwrap_or_default();
    let typed = kept.clone();
    view! {
        <Form kept=kept hidden=vec![("community", community.slug)] class="card narrow">
            <Field kept=typed.clone() name="phone" label=w::DESK_PHONE hint=w::DESK_PHONE_HINT kind="tel" optional=true value=phone />
            <Field
                kept=typed
                name="call_back_percent"
                label=w::CALL_BACK_PERCENT
                hint=w::CALL_BACK_HINT
                kind="tel"
                value=percent.to_string()
            />
            <Send label=w::SAVE_DESK rank="quiet" />
        </Form>
    }
}

/// The district's holidays to come: shown, not set here.
#[component]
fn Exceptions(days: Vec<(NaiveDate, bool)>, today: NaiveDate) -> impl IntoView {
    let l = Look::here().lang;
    view! {
        <h3>{l.t(w::HOLIDAYS)}</h3>
        <p class="hint">{l.t(w::HOLIDAYS_HINT)}</p>
        {days.is_empty().then(|| view! { <p class="soft">{l.t(w::NO_HOLIDAYS)}</p> })}
        <ul>
            {days
                .into_iter()
                .map(|(day, open)| {
                    let said = l.t(if open { w::MAKES_UP } else { w::HOLIDAY });
                    view! { <li><time datetime=day.to_string()>{said_day(l, day, today)}</time> " · " {said}</li> }
                })
                .collect_view()}
        </ul>
    }
}

#[component]
fn OfKind(kind: Kind, categories: Vec<(CategoryCard, Limits)>, slug: String, chosen: String) -> impl IntoView {
    let l = Look::here().lang;
    (!categories.is_empty()).then(|| {
        view! {
            <h3>{l.t(kind.name())}</h3>
            <ul class="cards wide">
                {categories
                    .into_iter()
                    .map(|(category, district)| {
                        let open = category.id.to_string() == chosen;
                        view! { <Category category=category district=district slug=slug.clone() open=open /> }
                    })
                    .collect_view()}
            </ul>
        }
    })
}

/// A category with its two limits; the one that the address names with the form that changes them.
#[component]
fn Category(category: CategoryCard, district: Limits, slug: String, open: bool) -> impl IntoView {
    let l = Look::here().lang;
    let id = category.id.to_string();
    let own = category.limits;
    let line = |text, own: Limit, district: Limit| {
        let stricter = (own != district).then(|| format!(" · {}", l.fill(w::DISTRICT_SAYS, &[&district.t(l)])));
        view! { <p>{l.fill(text, &[&own.t(l)])}<span class="soft">{stricter}</span></p> }
    };
    let href = format!("{}?category={id}#limits-{id}", paths::of(&slug, "settings"));
    view! {
        <li class="card" id=format!("limits-{id}")>
            <p><strong>{category.name(l).to_owned()}</strong></p>
            {line(w::ANSWER_WITHIN, own.answer, district.answer)}
            {line(w::DELIVER_WITHIN, own.deliver, district.deliver)}
            {if open {
                view! { <NewLimits category=category slug=slug /> }.into_any()
            } else {
                view! { <p><a class="link" href=href>{l.t(w::CHANGE_LIMITS)}</a></p> }.into_any()
            }}
        </li>
    }
}

#[component]
fn NewLimits(category: CategoryCard, slug: String) -> impl IntoView {
    let l = Look::here().lang;
    let id = category.id.to_string();
    let kept = Kept::of("communities.set_limits", Some(("category", &id)));
    let units: Vec<(String, String)> = UNITS.iter().map(|unit| (unit.code.to_owned(), l.t(unit.name).to_owned())).collect();
    let Limits { answer, deliver } = category.limits;
    let typed = kept.clone();
    let pair = move |amount, unit, label, unit_label, limit: Limit| {
        let (many, of) = limit.written();
        view! {
            <Field kept=typed.clone() name=amount label=label kind="tel" value=many.to_string() />
            <Select kept=typed.clone() name=unit label=unit_label choices=units.clone() value=of.code.to_owned() />
        }
    };
    view! {
        <Form kept=kept hidden=vec![("community", slug), ("category", id)]>
            {pair("answer", "answer_unit", w::ANSWER_LIMIT, w::ANSWER_UNIT, answer)}
            {pair("deliver", "deliver_unit", w::DELIVER_LIMIT, w::DELIVER_UNIT, deliver)}
            <Send label=w::SAVE_LIMITS />
        </Form>
    }
}
