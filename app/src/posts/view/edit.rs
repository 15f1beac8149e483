//! Setting a post up, in two steps: the kind, then what it says; and changing one.

use crate::communities::hours::{DAY_NAMES, DAYS};
use crate::communities::model::{Framed, GridCard, VolunteerKind};
use crate::communities::view::{Page, param, query, slug};
use crate::kernel::said::Said;
use crate::posts::api;
use crate::posts::model::{NewForm, NewPost, PostId};
use crate::posts::presets::{OWN, PRESETS, kind_said};
use crate::posts::words as w;
use crate::ui::fault::{NotFound, load};
use crate::ui::form::{Area, Field, Form, Kept, Radios, Select, Send, Tick, Ticks};
use crate::ui::look::Look;
use crate::ui::paths;
use leptos::prelude::*;

/// Setting a post up.
#[component]
pub fn NewPage() -> impl IntoView {
    load(api::get_form(slug(), query("preset"), query("like").parse().ok(), None), |form| view! { <SetUp form=form /> })
}

/// Changing one.
#[component]
pub fn EditPage() -> impl IntoView {
    match param("post").parse() {
        Ok(post) => load(api::get_form(slug(), String::new(), None, Some(post)), |form| view! { <SetUp form=form /> }).into_any(),
        Err(_) => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn SetUp(form: Framed<NewForm>) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = form;
    let slug = frame.community.slug.clone();
    let (title, lead) = if body.post.is_some() { (w::CHANGE_POST, w::CHANGE_POST_LEAD) } else { (w::NEW_POST, w::NEW_POST_LEAD) };
    view! {
        <Page frame=frame title=l.t(title).to_owned() lead=l.t(lead).to_owned()>
            {match body.begin.clone() {
                None => view! { <Kinds slug=slug own=body.own /> }.into_any(),
                Some(begin) => view! { <Says slug=slug begin=begin form=body /> }.into_any(),
            }}
        </Page>
    }
}

/// With what to begin, as links.
#[component]
fn Kinds(slug: String, own: Vec<(PostId, String)>) -> impl IntoView {
    let l = Look::here().lang;
    let new = paths::of(&slug, "posts/new");
    let preset = |code: &str| format!("{new}?preset={code}");
    let own = (!own.is_empty()).then(|| {
        let link = |(id, title): (PostId, String)| view! { <li><a class="link" href=format!("{new}?like={id}")>{title}</a></li> };
        view! {
            <section aria-labelledby="own">
                <h2 id="own">{l.t(w::FROM_OWN)}</h2>
                <ul class="plain">{own.into_iter().map(link).collect_view()}</ul>
            </section>
        }
    });
    view! {
        {own}
        <section aria-labelledby="presets">
            <h2 id="presets">{l.t(w::FROM_PRESET)}</h2>
            <ul class="cards">
                {PRESETS
                    .iter()
                    .map(|one| {
                        view! {
                            <li class="card">
                                <a class="card-link" href=preset(one.code)>{l.t(one.name)}</a>
                                <p class="soft">{l.t(one.purpose)}</p>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
        <p class="actions"><a class="button quiet" href=preset(OWN)>{l.t(w::FROM_SCRATCH)}</a></p>
    }
}

#[component]
fn Says(slug: String, begin: NewPost, form: NewForm) -> impl IntoView {
    let l = Look::here().lang;
    let NewForm { post, held, grids, categories, .. } = form;
    let door = if post.is_some() { "posts.change" } else { "posts.set_up" };
    let kept = Kept::of(door, None);
    let mut hidden = vec![("community", slug), ("kind", begin.kind.clone())];
    if let Some((id, version)) = post {
        hidden.extend([("post", id.to_string()), ("version", version.to_string())]);
    }
    if held {
        // What stays goes along as it is.
        let days = DAYS.into_iter().zip([&begin.mon, &begin.tue, &begin.wed, &begin.thu, &begin.fri, &begin.sat, &begin.sun]);
        hidden.extend(days.map(|(day, spans)| (day, spans.clone())));
        hidden.extend([("when", begin.when.clone()), ("dated", begin.dated.clone())]);
        hidden.extend([("from", begin.from.clone()), ("to", begin.to.clone())]);
    }
    let label = if post.is_some() { w::SAVE } else { w::SAVE_DRAFT };
    let chosen = begin.clone();
    let looks_after = !chosen.categories.is_empty() || kept.problem("categories", l).is_some();
    let kinds = VolunteerKind::ALL.iter().map(|kind| (kind.code().to_owned(), Said::from(kind.name()))).collect();
    view! {
        <Form kept=kept.clone() hidden=hidden class="card narrow">
            <h2>{kind_said(&begin.kind, l)}</h2>
            <Field kept=kept.clone() name="title" label=w::F_TITLE value=begin.title.clone() />
            <Area kept=kept.clone() name="purpose" label=w::F_PURPOSE value=begin.purpose.clone() rows=3 />
            <Area kept=kept.clone() name="duties" label=w::F_DUTIES value=begin.duties.clone() rows=4 />
            <Field kept=kept.clone() name="place" label=w::F_PLACE value=begin.place.clone() />
            <Grid kept=kept.clone() grids=grids value=begin.grid.clone() />
            <Field kept=kept.clone() name="skills" label=w::F_SKILLS optional=true value=begin.skills.clone() />
            <Ticks kept=kept.clone() name="who" title=w::F_WHO choices=kinds chosen=chosen.who />
            <details open=looks_after>
                <summary>{l.t(w::LOOKS_AFTER_SOME)}</summary>
                <Ticks kept=kept.clone() name="categories" title=w::F_CATEGORIES choices=categories chosen=chosen.categories />
            </details>
            <Field kept=kept.clone() name="places" label=w::F_PLACES kind="tel" value=begin.places.clone() />
            {if held {
                view! { <p class="hint">{l.t(w::TIMES_STAY)}</p> }.into_any()
            } else {
                view! { <When kept=kept.clone() begin=begin.clone() /> }.into_any()
            }}
            <Field kept=kept.clone() name="claim_by" label=w::F_CLAIM_BY hint=w::F_DAY_HINT kind="date" value=begin.claim_by />
            <Field kept=kept.clone() name="public_days" label=w::F_PUBLIC_DAYS kind="tel" value=or_usual(begin.public_days) />
            <Tick kept=kept name="preset".to_owned() value="1".to_owned() label=l.t(w::F_PRESET).to_owned() checked=!begin.preset.is_empty() />
            <Send label=label />
        </Form>
    }
}

fn or_usual(days: String) -> String {
    if days.is_empty() { crate::posts::model::PUBLIC_DAYS.0.to_string() } else { days }
}

#[component]
fn Grid(kept: Kept, grids: Vec<GridCard>, value: String) -> impl IntoView {
    let l = Look::here().lang;
    let mut choices = vec![(String::new(), l.t(w::ALL_OF_COMMUNITY).to_owned())];
    choices.extend(grids.iter().map(|grid| (grid.id.to_string(), grid.name(l).to_owned())));
    view! { <Select kept=kept name="grid" label=w::GRID choices=choices value=value /> }
}

/// When it is served: which of the three, its lines, and from when to when.
#[component]
fn When(kept: Kept, begin: NewPost) -> impl IntoView {
    let l = Look::here().lang;
    let choices = [("weekly", w::WEEKLY), ("dated", w::DATED), ("open", w::AS_IT_COMES)];
    let choices = choices.map(|(code, name)| (code.to_owned(), l.t(name).to_owned())).to_vec();
    let days = [begin.mon, begin.tue, begin.wed, begin.thu, begin.fri, begin.sat, begin.sun];
    view! {
        <div class="times">
            <Radios kept=kept.clone() name="when" label=w::F_WHEN choices=choices value=begin.when />
            <fieldset class="field weekly">
                <legend>{l.t(w::F_WEEK)}</legend>
                {DAYS
                    .into_iter()
                    .zip(DAY_NAMES)
                    .zip(days)
                    .map(|((field, label), spans)| view! { <Field kept=kept.clone() name=field label=label optional=true value=spans /> })
                    .collect_view()}
            </fieldset>
            <div class="dated">
                <Area kept=kept.clone() name="dated" label=w::F_DATED hint=w::F_DATED_HINT optional=true value=begin.dated />
            </div>
        </div>
        <Field kept=kept.clone() name="from" label=w::F_FROM hint=w::F_DAY_HINT kind="date" value=begin.from />
        <Field kept=kept name="to" label=w::F_TO hint=w::F_DAY_HINT kind="date" value=begin.to />
    }
}
