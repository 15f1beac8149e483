//! All that is kept of a person, as a page to read and to print.

use crate::communities::model::{Framed, KeptOfMember, NOTICE, Need};
use crate::communities::view::{Page, for_whom, query, slug};
use crate::kernel::actor::{Channel, Role};
use crate::kernel::said::Text;
use crate::kernel::when::Moment;
use crate::personal::api;
use crate::personal::model::{MyData, MyWish};
use crate::personal::words as w;
use crate::points::view::signed;
use crate::stars::model::quarter_name;
use crate::ui::fault::load;
use crate::ui::form::{Field, Form, Kept, Send, Tick};
use crate::ui::icon::Icon;
use crate::ui::look::Look;
use crate::ui::paths;
use crate::wishes::view::{HistoryLines, Photos, did};
use chrono::NaiveDate;
use leptos::prelude::*;

/// One's own data, or those of the resident whom the address names.
#[component]
pub fn MyDataPage() -> impl IntoView {
    match for_whom() {
        Some(resident) => load(api::get_my_data(slug(), resident), |data| view! { <TheData data=data /> }).into_any(),
        None => view! { <crate::ui::fault::NotFound /> }.into_any(),
    }
}

#[component]
fn TheData(data: Framed<MyData>) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = data;
    let (slug, today) = (frame.community.slug.clone(), frame.today);
    let record = (!body.member.account).then_some(body.member.id);
    let title = record.map_or_else(|| l.t(w::MY_DATA).to_owned(), |_| l.fill(w::DATA_OF, &[&body.member.name]));
    let lead = l.t(if record.is_some() { w::DATA_OF_LEAD } else { w::MY_DATA_LEAD }).to_owned();
    let own = record.is_none();
    let held = body
        .held
        .iter()
        .map(|one| format!("{} · {} · {}", l.pick(&one.category_zh, &one.category_en), l.t(one.stage.name()), one.moved_at.full()));
    let posts = body.posts.iter().map(|one| format!("{} · {} · {}", one.title, l.t(one.stage.name()), one.promise));
    let objections = body.objections.iter().map(|one| format!("{} · {} · {}", one.at.full(), one.title, one.words));
    let shifts = body.shifts.iter().map(|one| {
        let lasted = crate::shifts::words::lasted(l, one.minutes);
        let said = [&one.note, &one.word].into_iter().filter(|said| !said.is_empty()).cloned().collect::<Vec<_>>().join(" · ");
        format!("{} · {} · {lasted} · {} · {said}", one.from.full(), one.title, l.t(one.stage.name()))
    });
    let shifts = shifts.collect::<Vec<_>>();
    let points = body.points.iter().map(|one| format!("{} · {} · {}", one.day, one.title.t(l), signed(one.points))).collect::<Vec<_>>();
    let certificates = body.certificates.iter().map(|one| format!("{} · {}", one.number, crate::shifts::words::lasted(l, one.minutes)));
    let certificates = certificates.collect::<Vec<_>>();
    let stars =
        body.stars.quarters.iter().map(|one| format!("{} · {}", quarter_name(&one.quarter).t(l), crate::stars::words::stars(l, one.stars)));
    let objections_to_stars = body.star_objections.iter().map(|one| format!("{} · {} · {}", one.at.full(), one.against, one.words));
    let stars = stars.chain(objections_to_stars).collect::<Vec<_>>();
    let noted = body.diary.iter().map(|one| {
        let words = if one.words.is_empty() { l.t(w::CLEARED) } else { one.words.as_str() };
        format!("{} · {} · {words}", one.at.full(), l.t(Channel::name(&one.channel)))
    });
    let looks = body.looks.iter().map(|one| {
        let role = one.role.map_or("", |role| l.t(role.name()));
        let title = one.title.as_ref().map(|title| format!(" · {title}")).unwrap_or_default();
        format!("{} · {role} {} · {}{title}", one.at.full(), one.who.as_deref().unwrap_or_default(), l.t(did(&one.kind)))
    });
    let looks = looks.collect::<Vec<_>>();
    let done = (!body.done.is_empty()).then(|| l.fill(w::DONE, &[&body.done.len()]));
    let told = body.notices.iter().map(|one| format!("{} · {}", one.at.full(), one.said.t(l)));
    let sent = body.messages.iter().flat_map(|kept| &kept.messages).map(|one| {
        let way = if one.way == "mail" { l.t(w::MAIL) } else { one.name.as_str() };
        format!("{} · {way} · {}", one.at.full(), l.t(one.stage.name()))
    });
    let sent = sent.collect::<Vec<_>>();
    let (posts, objections) = (posts.collect::<Vec<_>>(), objections.collect::<Vec<_>>());
    let (held, noted, told) = (held.collect::<Vec<_>>(), noted.collect::<Vec<_>>(), told.collect::<Vec<_>>());
    view! {
        <Page frame=frame title=title lead=lead>
            {(!query("corrected").is_empty()).then(|| view! { <p class="done" role="status"><Icon name="check" />{l.t(w::CORRECTED)}</p> })}
            <p class="links noprint">
                {own.then(|| {
                    view! {
                        <a class="link" href=format!("/c/{slug}/my-data.json") download="">{l.t(w::DOWNLOAD)}</a>
                        <a class="link" href=paths::of(&slug, "looks")>{l.t(w::LOOKS)}</a>
                    }
                })}
                <span class="soft">{l.fill(w::PUT_TOGETHER, &[&body.at.full()])}</span>
            </p>
            <Facts data=body.clone() />
            <section class="card wide" aria-labelledby="wishes">
                <h2 id="wishes">{l.t(w::WISHES)}</h2>
                {body.wishes.is_empty().then(|| view! { <p class="soft">{l.t(w::NO_WISHES)}</p> })}
                {body.wishes.into_iter().map(|one| view! { <Order one=one slug=slug.clone() today=today /> }).collect_view()}
            </section>
            <Lines title=w::HELD id="held" lines=held />
            {done.map(|said| view! { <p class="soft">{said}</p> })}
            <Lines title=w::POSTS id="posts" lines=posts />
            <Lines title=w::OBJECTIONS id="objections" lines=objections />
            <Lines title=w::SHIFTS id="shifts" lines=shifts />
            <Lines title=w::POINTS id="points" lines=points />
            <Lines title=w::STARS id="stars" lines=stars />
            <Lines title=w::CERTIFICATES id="certificates" lines=certificates />
            <Lines title=w::DIARY id="diary" lines=noted />
            <Lines title=w::LOOKS id="looks" lines=looks />
            <Lines title=w::TOLD id="told" lines=told />
            <Lines title=w::SENT id="sent" lines=sent />
            {if own {
                view! { <Correct member=body.member.clone() slug=slug.clone() /> }.into_any()
            } else {
                view! { <CorrectRecord member=body.member.clone() slug=slug.clone() /> }.into_any()
            }}
            <Leave slug=slug record=record.map(|id| id.to_string()) />
        </Page>
    }
}

/// What is kept of the person, word by word.
#[component]
fn Facts(data: MyData) -> impl IntoView {
    let l = Look::here().lang;
    let member = data.member;
    let joint = l.pick("、", ", ");
    let people =
        |list: &[(String, Moment)]| list.iter().map(|(name, since)| format!("{name} ({})", since.full())).collect::<Vec<_>>().join(joint);
    let account = data.account.as_ref();
    let mut phones: Vec<String> = account.and_then(|account| account.phone.clone()).into_iter().chain(member.phone).collect();
    phones.dedup();
    let facts: Vec<(Text, String)> = vec![
        (w::NAME, member.name),
        (w::BUILDING, member.building),
        (w::DOOR, member.door),
        (w::GRID, member.grid.map(|grid| grid.name(l).to_owned()).unwrap_or_default()),
        (w::PHONE, phones.join(joint)),
        (w::MAIL, data.messages.map(|kept| kept.choices.mail).and_then(|mail| mail.address.or(mail.asked)).unwrap_or_default()),
        (w::LOGIN, account.and_then(|account| account.login.clone()).unwrap_or_default()),
        (w::BORN, member.born.map(|born| born.to_string()).unwrap_or_default()),
        (w::NEEDS, member.needs.iter().map(|need| l.t(need.name())).collect::<Vec<_>>().join(joint)),
        (w::CARD, member.card_number.unwrap_or_default()),
        (w::ROLES, member.roles.iter().map(|role: Role| l.t(role.name())).collect::<Vec<_>>().join(joint)),
        (w::SINCE, member.since.full()),
        (w::VERIFIED, member.verified_at.map(|at| at.full()).unwrap_or_default()),
        (w::CONSENT, member.consent),
        (w::DEVICES, account.map(|account| people(&account.devices)).unwrap_or_default()),
        (w::DELEGATES, people(&member.delegates)),
        (w::SPEAKS_FOR, people(&member.speaks_for)),
    ];
    view! {
        <section class="card wide" aria-labelledby="who">
            <h2 id="who">{l.t(w::WHO)}</h2>
            <dl class="kept">
                {facts
                    .into_iter()
                    .map(|(name, value)| {
                        let value = if value.is_empty() { l.t(w::NONE).to_owned() } else { value };
                        view! { <div><dt>{l.t(name)}</dt><dd>{value}</dd></div> }
                    })
                    .collect_view()}
            </dl>
        </section>
    }
}

#[component]
fn Order(one: MyWish, slug: String, today: NaiveDate) -> impl IntoView {
    let l = Look::here().lang;
    let card = one.wish.card;
    view! {
        <article class="order">
            <h3><a class="link" href=paths::wish(&slug, card.id)>{card.headline(l).to_owned()}</a></h3>
            <p class="soft">{card.category.name(l).to_owned()} " · " {l.t(card.stage.name())} " · " {card.placed_at.full()}</p>
            {one.wish.text.map(|text| view! { <blockquote class="words">{text}</blockquote> })}
            <Photos photos=one.wish.photos slug=slug today=today />
            <HistoryLines lines=one.history today=today />
        </article>
    }
}

#[component]
fn Lines(title: Text, id: &'static str, lines: Vec<String>) -> impl IntoView {
    let l = Look::here().lang;
    (!lines.is_empty()).then(|| {
        view! {
            <section class="card wide" aria-labelledby=id>
                <h2 id=id>{l.t(title)}</h2>
                <ul class="plain">{lines.into_iter().map(|line| view! { <li class="words">{line}</li> }).collect_view()}</ul>
            </section>
        }
    })
}

#[component]
fn Correct(member: KeptOfMember, slug: String) -> impl IntoView {
    let l = Look::here().lang;
    let kept = Kept::of("personal.correct", None);
    let open = kept.failed();
    view! {
        <details class="card narrow noprint" id="correct" open=open>
            <summary>{l.t(w::CORRECT)}</summary>
            <p class="hint">{l.t(w::CORRECT_HINT)}</p>
            <Form kept=kept.clone() hidden=vec![("community", slug)]>
                <Field kept=kept.clone() name="name" label=w::NAME value=member.name />
                <Field kept=kept.clone() name="building" label=w::BUILDING value=member.building />
                <Field kept=kept name="door" label=w::DOOR value=member.door />
                <Send label=w::CORRECT_SEND rank="quiet" />
            </Form>
        </details>
    }
}

/// Of somebody without an account the desk corrects every field, as they say.
#[component]
fn CorrectRecord(member: KeptOfMember, slug: String) -> impl IntoView {
    let l = Look::here().lang;
    let kept = Kept::of("communities.correct_record", None);
    let open = kept.failed();
    let grid = member.grid.map(|grid| grid.name(l).to_owned()).unwrap_or_default();
    let born = member.born.map(|born| born.to_string()).unwrap_or_default();
    view! {
        <details class="card narrow noprint" id="correct" open=open>
            <summary>{l.t(w::CORRECT_RECORD)}</summary>
            <p class="hint">{l.t(w::CORRECT_RECORD_HINT)}</p>
            <Form kept=kept.clone() hidden=vec![("community", slug), ("record", member.id.to_string())]>
                <Field kept=kept.clone() name="name" label=w::NAME value=member.name />
                <Field kept=kept.clone() name="phone" label=w::PHONE kind="tel" optional=true value=member.phone.unwrap_or_default() />
                <Field kept=kept.clone() name="building" label=w::BUILDING value=member.building />
                <Field kept=kept.clone() name="door" label=w::DOOR value=member.door />
                <Field kept=kept.clone() name="grid" label=w::GRID optional=true value=grid />
                <Field kept=kept.clone() name="born" label=w::BORN kind="tel" optional=true value=born />
                <fieldset class="field">
                    <legend>{l.t(w::NEEDS)}</legend>
                    {Need::ALL
                        .iter()
                        .enumerate()
                        .map(|(at, need)| {
                            let (value, label) = (need.code().to_owned(), l.t(need.name()).to_owned());
                            let checked = member.needs.contains(need);
                            view! { <Tick kept=kept.clone() name=format!("needs[{at}]") value=value label=label checked=checked /> }
                        })
                        .collect_view()}
                    <Tick
                        kept=kept.clone()
                        name="needs_consent".to_owned()
                        value=NOTICE.to_owned()
                        label=l.t(w::NEEDS_CONSENT).to_owned()
                    />
                </fieldset>
                <Send label=w::CORRECT_SEND rank="quiet" />
            </Form>
        </details>
    }
}

/// What going means, in four sentences.
#[component]
pub fn WhatHappens() -> impl IntoView {
    let l = Look::here().lang;
    let lines = [w::LEAVE_OPEN, w::LEAVE_HELD, w::LEAVE_WORDS, w::LEAVE_STAYS];
    view! { <ul>{lines.into_iter().map(|line| view! { <li>{l.t(line)}</li> }).collect_view()}</ul> }
}

#[component]
fn Leave(slug: String, record: Option<String>) -> impl IntoView {
    let l = Look::here().lang;
    let kept = Kept::of("personal.leave", None);
    let open = kept.failed();
    let (title, send) = if record.is_some() { (w::LEAVE_OF, w::LEAVE_SEND_OF) } else { (w::LEAVE, w::LEAVE_SEND) };
    let mut hidden = vec![("community", slug)];
    hidden.extend(record.map(|id| ("resident", id)));
    view! {
        <details class="card narrow noprint" id="leave" open=open>
            <summary>{l.t(title)}</summary>
            <p>{l.t(w::LEAVE_LEAD)}</p>
            <WhatHappens />
            <Form kept=kept.clone() hidden=hidden>
                <Tick kept=kept name="sure".to_owned() value="true".to_owned() label=l.t(w::LEAVE_SURE).to_owned() />
                <Send label=send rank="quiet" />
            </Form>
        </details>
    }
}
