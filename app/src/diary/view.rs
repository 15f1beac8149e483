//! The page of the diary: note first, then what was noted.

use super::api;
use super::model::{DiaryPage as Diary, EntryCard, MonthOfDiary, Summary};
use super::words as w;
use crate::communities::model::{CategoryCard, Framed, ResidentCard};
use crate::communities::view::{Page, query, slug};
use crate::kernel::actor::Channel;
use crate::kernel::when::said_month;
use crate::ui::fault::load;
use crate::ui::form::{Area, Form, Kept, Select, Send};
use crate::ui::look::Look;
use crate::ui::months::Months;
use crate::ui::{paths, words};
use crate::wishes::view::CameBy;
use chrono::NaiveDate;
use leptos::prelude::*;

/// The diary.
#[component]
pub fn DiaryPage() -> impl IntoView {
    let diary = api::get_diary(slug(), query("month"), query("for").parse().ok(), query("cursor").parse().ok());
    load(diary, |diary| view! { <TheDiary diary=diary /> })
}

#[component]
fn TheDiary(diary: Framed<Diary>) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = diary;
    let Diary { resident, month, categories } = body;
    let MonthOfDiary { period, summary, items, next } = month;
    let (slug, today) = (frame.community.slug.clone(), frame.today);
    let about = resident.as_ref().map(|resident| format!("&for={}", resident.id)).unwrap_or_default();
    let page = paths::of(&slug, "diary");
    let more = next.map(|cursor| format!("{page}?month={}{about}&cursor={cursor}", period.code()));
    view! {
        <Page frame=frame title=l.t(words::DIARY).to_owned() lead=l.t(w::LEAD).to_owned()>
            <NewEntry slug=slug.clone() resident=resident />
            <section aria-labelledby="month">
                <h2 id="month">{said_month(l, period.from)}</h2>
                <Months page=page.clone() more=about.clone() period=period today=today>
                    {(!about.is_empty()).then(|| view! { <a class="link" href=page>{l.t(w::ALL_ENTRIES)}</a> })}
                </Months>
                {if items.is_empty() {
                    view! { <p class="empty">{l.t(w::EMPTY)}</p> }.into_any()
                } else {
                    view! {
                        <Sum summary=summary />
                        <ul class="cards wide">
                            {items
                                .into_iter()
                                .map(|entry| view! { <Entry entry=entry slug=slug.clone() today=today categories=categories.clone() /> })
                                .collect_view()}
                        </ul>
                        {more.map(|href| view! { <p class="actions"><a class="button quiet" href=href>{l.t(words::MORE)}</a></p> })}
                    }
                    .into_any()
                }}
            </section>
        </Page>
    }
}

#[component]
fn Sum(summary: Summary) -> impl IntoView {
    let l = Look::here().lang;
    let ways = summary.by_way.iter().map(|(way, n)| l.fill(w::BY_WAY, &[&l.t(Channel::name(way)), n])).collect::<Vec<_>>();
    view! {
        <p>{l.fill(w::SUMMARY, &[&summary.entries, &summary.people, &summary.turned])} " " {ways.join(l.pick("，", ", "))} {l.pick("。", ".")}</p>
    }
}

/// Two lines about somebody, or about nobody in particular.
#[component]
fn NewEntry(slug: String, resident: Option<ResidentCard>) -> impl IntoView {
    let l = Look::here().lang;
    let kept = Kept::of("diary.note", None);
    let find = paths::of(&slug, "file");
    let about = match &resident {
        Some(resident) => view! { <p><strong>{l.fill(w::ABOUT, &[&resident.name])}</strong> " " <span class="soft">{resident.building.clone()}</span></p> }.into_any(),
        None => view! { <p class="hint">{l.t(w::ABOUT_NOBODY)} " " <a class="link" href=find>{l.t(w::FIND)}</a></p> }.into_any(),
    };
    let mut hidden = vec![("community", slug)];
    hidden.extend(resident.map(|resident| ("resident", resident.id.to_string())));
    view! {
        <section class="moves" aria-labelledby="note">
            <Form kept=kept.clone() hidden=hidden class="card narrow">
                <h2 id="note">{l.t(w::NOTE)}</h2>
                {about}
                <CameBy kept=kept.clone() label=w::HOW />
                <Area kept=kept name="words" label=w::WORDS hint=w::WORDS_HINT rows=2 />
                <Send label=w::SAVE />
            </Form>
        </section>
    }
}

#[component]
fn Entry(entry: EntryCard, slug: String, today: NaiveDate, categories: Vec<CategoryCard>) -> impl IntoView {
    let l = Look::here().lang;
    let id = entry.id.to_string();
    let wish = entry.wish.map(|wish| view! { <p><a class="link" href=paths::wish(&slug, wish)>{l.t(w::TURNED)}</a></p> });
    let turn = entry.can_turn.then(|| {
        let kept = Kept::of("diary.turn", Some(("entry", &id)));
        let mut choices = vec![(String::new(), l.t(w::CHOOSE).to_owned())];
        choices.extend(categories.iter().map(|one| (one.id.to_string(), one.name(l).to_owned())));
        let open = kept.failed();
        view! {
            <details class="moves" open=open>
                <summary>{l.t(w::TURN)}</summary>
                <Form kept=kept.clone() hidden=vec![("community", slug.clone()), ("entry", id.clone())]>
                    <Select kept=kept name="category" label=w::CATEGORY choices=choices />
                    <Send label=w::TURN rank="quiet" />
                </Form>
            </details>
        }
    });
    view! {
        <li class="card">
            <p class="chips">
                <span class="chip">{l.t(Channel::name(&entry.channel))}</span>
                <strong>{entry.resident.unwrap_or_else(|| l.t(w::NOBODY).to_owned())}</strong>
            </p>
            {if entry.words.is_empty() {
                view! { <p class="soft">{l.t(w::CLEARED)}</p> }.into_any()
            } else {
                view! { <p class="words">{entry.words}</p> }.into_any()
            }}
            <p class="soft">
                <time datetime=entry.at.0.to_rfc3339() title=entry.at.full()>{entry.at.said(l, today)}</time> " · " {l.fill(w::BY, &[&entry.author])}
            </p>
            {wish}
            {turn}
        </li>
    }
}
