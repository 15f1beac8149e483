//! The pages of tables that come in: bringing one, and what its rows would do.

use super::api;
use super::columns::{Column, columns};
use super::model::{Counts, ImportCard, ImportPage as Matter, Imports, Outcome, RowCard, RowProblem, RowQuery, Stage, What};
use super::words as w;
use crate::communities::model::Framed;
use crate::communities::view::{Page, query, slug};
use crate::kernel::said::{Lang, Text};
use crate::ui::fault::{NotFound, load};
use crate::ui::form::{Files, Form, Kept, Send};
use crate::ui::look::Look;
use crate::ui::{paths, words};
use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// Bringing a table, and those that were brought.
#[component]
pub fn ImportsPage() -> impl IntoView {
    let what = What::from_code(&query("what")).unwrap_or_default();
    load(api::get_imports(slug()), move |imports| view! { <All imports=imports what=what /> })
}

#[component]
fn All(imports: Framed<Imports>, what: What) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = imports;
    let (slug, today) = (frame.community.slug.clone(), frame.today);
    let page = paths::of(&slug, "imports");
    let tab = move |one: What| {
        let href = format!("{page}?what={}", one.code());
        let here = (one == what).then_some("page");
        view! { <a href=href aria-current=here>{l.t(one.name())}</a> }
    };
    let kept = Kept::of("imports.bring", None);
    let template = format!("/c/{slug}/imports/template.csv?what={}", what.code());
    let hidden = vec![("community", slug.clone()), ("what", what.code().to_owned())];
    let grids = body.grids.iter().map(|grid| grid.name(l)).collect::<Vec<_>>().join(l.pick("、", ", "));
    view! {
        <Page frame=frame title=l.t(w::IMPORTS).to_owned() lead=l.t(w::LEAD).to_owned()>
            <nav class="tabs" aria-label=l.t(w::HOLDS)>{What::ALL.into_iter().map(tab).collect_view()}</nav>
            <Form kept=kept.clone() hidden=hidden class="card narrow" files=true>
                <Files kept=kept name="file" label=w::FILE hint=l.t(w::FILE_HINT).to_owned() accept=".csv,.xlsx,.txt" />
                <Send label=w::LOOK />
            </Form>
            <section aria-labelledby="fill-in">
                <h2 id="fill-in">{l.t(w::FILL_IN)}</h2>
                <p class="links"><a class="link" href=template download="">{l.t(w::TEMPLATE)}</a></p>
                <Columns what=what />
                {(what == What::Residents && !grids.is_empty()).then(|| view! { <p class="hint">{l.fill(w::GRIDS, &[&grids])}</p> })}
            </section>
            <section aria-labelledby="before">
                <h2 id="before">{l.t(w::BEFORE)}</h2>
                {body.items.is_empty().then(|| view! { <p class="empty">{l.t(w::NONE_YET)}</p> })}
                <ul class="cards wide">
                    {body.items.into_iter().map(|card| view! { <Brought card=card slug=slug.clone() today=today /> }).collect_view()}
                </ul>
            </section>
        </Page>
    }
}

#[component]
fn Columns(what: What) -> impl IntoView {
    let l = Look::here().lang;
    let row = move |one: &Column| {
        let must = l.t(if one.required { w::YES } else { w::NO });
        view! {
            <tr>
                <th scope="row">{l.t(one.name)}</th>
                <td data-head=l.t(w::REQUIRED)>{must}</td>
                <td data-head=l.t(w::TO_WRITE)>{l.t(one.hint)}</td>
            </tr>
        }
    };
    view! {
        <table class="table texts">
            <thead>
                <tr>
                    <th scope="col">{l.t(w::COLUMN)}</th>
                    <th scope="col">{l.t(w::REQUIRED)}</th>
                    <th scope="col">{l.t(w::TO_WRITE)}</th>
                </tr>
            </thead>
            <tbody>{columns(what).iter().map(row).collect_view()}</tbody>
        </table>
    }
}

#[component]
fn Brought(card: ImportCard, slug: String, today: NaiveDate) -> impl IntoView {
    let l = Look::here().lang;
    let href = format!("{}/{}", paths::of(&slug, "imports"), card.id);
    view! {
        <li class="card">
            <p>
                <strong>{l.t(card.what.name())}</strong> " " {l.fill(w::OF_ROWS, &[&card.rows])} " "
                <span class=chip(card.stage)>{l.t(card.stage.name())}</span>
            </p>
            <p class="soft">
                <time datetime=card.at.0.to_rfc3339() title=card.at.full()>{card.at.said(l, today)}</time> " · " {l.fill(w::BY, &[&card.by])}
            </p>
            <p><a class="link" href=href>{l.t(w::OPEN)}</a></p>
        </li>
    }
}

fn chip(stage: Stage) -> &'static str {
    match stage {
        Stage::Draft => "chip amber",
        Stage::Applied => "chip pine",
        Stage::Undone | Stage::Dropped => "chip",
    }
}

/// A table: what its rows would do, or did.
#[component]
pub fn ImportPage() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("import")).and_then(|id| id.parse().ok());
    let Some(id) = id else { return view! { <NotFound /> }.into_any() };
    let rows = RowQuery { wrong: query("wrong") == "true", after: query("after").parse().ok() };
    load(api::get_import(slug(), id, rows), move |import| view! { <One import=import rows=rows /> }).into_any()
}

#[component]
fn One(import: Framed<Matter>, rows: RowQuery) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = import;
    let (slug, today) = (frame.community.slug.clone(), frame.today);
    let title = l.fill(w::TITLE, &[&l.t(body.card.what.name())]);
    let back = format!("{}?what={}", paths::of(&slug, "imports"), body.card.what.code());
    let did = counted(l, body.counts, [w::ADDED, w::BECAME, w::WERE, w::WRONG]);
    let stage = body.card.stage;
    let matter = match body.card.stage {
        Stage::Draft => view! { <Draft import=body slug=slug rows=rows /> }.into_any(),
        Stage::Dropped => view! { <p class="empty">{l.t(w::IS_DROPPED)}</p> }.into_any(),
        Stage::Applied => {
            let id = body.card.id.to_string();
            let kept = Kept::of("imports.undo", None);
            let hint = if body.card.what == What::Categories { w::UNDO_CATEGORIES } else { w::UNDO_UNTIL };
            let undo = match body.card.undo_until {
                Some(until) => view! {
                    <p class="hint">{l.fill(hint, &[&until.said(l, today)])}</p>
                    <Form kept=kept hidden=vec![("community", slug), ("import", id)]>
                        <Send label=w::UNDO rank="quiet" />
                    </Form>
                }
                .into_any(),
                None => view! { <p class="hint">{l.t(w::NO_UNDO)}</p> }.into_any(),
            };
            view! { <p role="status">{did}</p> {undo} }.into_any()
        }
        Stage::Undone => {
            let lines = body.stayed.iter().map(ToString::to_string).collect::<Vec<_>>().join(l.pick("、", ", "));
            let stayed = (!lines.is_empty()).then(|| view! { <p>{l.fill(w::STAYED, &[&lines])}</p> });
            view! { <p role="status">{l.t(w::IS_UNDONE)}</p> {stayed} }.into_any()
        }
    };
    view! {
        <Page frame=frame title=title>
            <p><span class=chip(stage)>{l.t(stage.name())}</span></p>
            {matter}
            <p class="links"><a class="link" href=back>{l.t(w::IMPORTS)}</a></p>
        </Page>
    }
}

#[component]
fn Draft(import: Matter, slug: String, rows: RowQuery) -> impl IntoView {
    let l = Look::here().lang;
    let wrong = import.counts.wrong;
    let would = counted(l, import.counts, [w::NEW, w::BECOME, w::ARE, w::WRONG]);
    let id = import.card.id.to_string();
    let here = format!("{}/{id}", paths::of(&slug, "imports"));
    let narrowed = if rows.wrong { "?wrong=true" } else { "" };
    let joint = if rows.wrong { '&' } else { '?' };
    let more = import.next.map(|after| format!("{here}{narrowed}{joint}after={after}"));
    let (apply, discard) = (Kept::of("imports.apply", None), Kept::of("imports.discard", None));
    let back = format!("{}?what={}", paths::of(&slug, "imports"), import.card.what.code());
    let hidden = vec![("community", slug), ("import", id)];
    let switch = (wrong > 0).then(|| {
        let (href, said) = if rows.wrong { (here.clone(), w::ALL_ROWS) } else { (format!("{here}?wrong=true"), w::ONLY_WRONG) };
        view! { <p class="links"><a class="link" href=href>{l.t(said)}</a></p> }
    });
    let left_out = import.left_out.join(l.pick("、", ", "));
    view! {
        <p>{l.t(w::DRAFT_LEAD)} " " {l.t(w::KEPT_FOR)}</p>
        <p><strong>{would}</strong></p>
        {(wrong > 0).then(|| view! { <p class="problem">{l.fill(w::MENDED, &[&wrong])}</p> })}
        {(!left_out.is_empty()).then(|| view! { <p class="hint">{l.fill(w::LEFT_OUT, &[&left_out])}</p> })}
        <div class="actions">
            {if wrong == 0 {
                view! { <Form kept=apply hidden=hidden.clone()><Send label=w::APPLY /></Form> }.into_any()
            } else {
                view! { <a class="button" href=back>{l.t(w::AGAIN)}</a> }.into_any()
            }}
            <Form kept=discard hidden=hidden>
                <Send label=w::DISCARD rank="quiet" />
            </Form>
        </div>
        {switch}
        <Rows what=import.card.what rows=import.items />
        {more.map(|href| view! { <p class="actions"><a class="button quiet" href=href>{l.t(words::MORE)}</a></p> })}
    }
}

/// The rows, each with what would happen to it and what is wrong with it.
#[component]
fn Rows(what: What, rows: Vec<RowCard>) -> impl IntoView {
    let l = Look::here().lang;
    // A column that the table does not have takes no room.
    let used: Vec<(usize, &'static Column)> = columns(what)
        .iter()
        .enumerate()
        .filter(|(at, _)| rows.iter().any(|row| row.cells.get(*at).is_some_and(|cell| !cell.is_empty())))
        .collect();
    let heads = used.iter().map(|(_, one)| view! { <th scope="col">{l.t(one.name)}</th> }).collect_view();
    let row = |row: RowCard| {
        let cells = used
            .iter()
            .map(|(at, one)| {
                let cell = row.cells.get(*at).cloned().unwrap_or_default();
                let empty = cell.is_empty();
                view! { <td data-head=l.t(one.name) class:none=empty>{cell}</td> }
            })
            .collect_view();
        let problems = row.problems.iter().map(|problem| view! { <span class="problem">{said(l, what, problem)}</span> }).collect_view();
        let chip = match row.outcome {
            Outcome::New | Outcome::Changed => "chip pine",
            Outcome::There => "chip",
            Outcome::Wrong => "chip amber",
        };
        view! {
            <tr>
                <th scope="row">{l.fill(w::ROW_NO, &[&row.line])}</th>
                <td data-head=l.t(w::HAPPENS)><span><span class=chip>{l.t(row.outcome.name())}</span> {problems}</span></td>
                {cells}
            </tr>
        }
    };
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=l.t(w::ROWS)>
            <table class="table texts">
                <thead>
                    <tr><th scope="col">{l.t(w::ROW)}</th><th scope="col">{l.t(w::HAPPENS)}</th>{heads}</tr>
                </thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

/// How many rows there are of each outcome, in words, but for those of which there is none: new, changed, there, wrong.
fn counted(l: Lang, counts: Counts, said: [Text; 4]) -> String {
    let counts = [counts.new, counts.changed, counts.there, counts.wrong];
    let some = counts.iter().zip(said).filter(|(count, _)| **count > 0).map(|(count, said)| l.fill(said, &[count]));
    format!("{}{}", some.collect::<Vec<_>>().join(l.pick("，", ", ")), l.pick("。", "."))
}

/// What is wrong, after the name of its column.
fn said(l: Lang, what: What, problem: &RowProblem) -> String {
    let column = columns(what).iter().find(|column| column.code == problem.column).map(|column| l.t(column.name));
    let said = problem.said.t(l);
    column.map_or_else(|| said.to_owned(), |column| format!("{column}{}{said}", l.pick("：", ": ")))
}
