//! The board, for everybody; and what waits for an admin.

use super::{Chips, Facts, path};
use crate::communities::hours::{DAY_NAMES, DAYS};
use crate::communities::model::{Framed, GridCard};
use crate::communities::view::{Page, query, slug};
use crate::kernel::actor::Role;
use crate::posts::api;
use crate::posts::model::{Board, BoardQuery, HolderCard, PostCard, PostStage, ToDecide};
use crate::posts::presets::{OWN, OWN_NAME, PRESETS};
use crate::posts::words as w;
use crate::ui::fault::load;
use crate::ui::look::Look;
use crate::ui::{paths, words};
use chrono::NaiveDate;
use leptos::prelude::*;

/// The board.
#[component]
pub fn BoardPage() -> impl IntoView {
    let asked = BoardQuery {
        q: query("q"),
        kind: query("kind"),
        grid: query("grid"),
        day: query("day"),
        stage: PostStage::from_code(&query("stage")),
        cursor: query("cursor").parse().ok(),
        limit: None,
    };
    load(api::get_board(slug(), asked.clone()), move |board| view! { <TheBoard board=board asked=asked /> })
}

#[component]
fn TheBoard(board: Framed<Board>, asked: BoardQuery) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = board;
    let Board { page, published, grids, keeps } = body;
    let (slug, today) = (frame.community.slug.clone(), frame.today);
    let volunteer = frame.roles.has(Role::Volunteer);
    let desk = frame.roles.any(&[Role::Staff, Role::Admin]);
    let ways = [
        (volunteer, "my-posts", w::MY_POSTS),
        (volunteer, "my-shifts", w::MY_SHIFTS),
        (volunteer, "points", w::MY_POINTS),
        (true, "stars", w::STARS),
        (true, "roster", w::ROSTER),
        (desk, "shifts", w::SHIFTS),
        (keeps, "posts/decide", w::DECIDE),
        (keeps, "posts/needs", w::NEEDS),
        (keeps, "points/rates", w::POINT_RULES),
        (keeps, "stars/close", w::CLOSE_QUARTER),
        (keeps, "posts?stage=draft", w::DRAFTS),
        (keeps, "posts?stage=ended", w::ENDED),
    ];
    let ways = ways.into_iter().filter(|(there, ..)| *there).map(|(_, page, name)| (paths::of(&slug, page), l.t(name)));
    let ways: Vec<_> = ways.map(|(href, name)| view! { <a class="link" href=href>{name}</a> " " }).collect();
    let new = keeps.then(|| paths::of(&slug, "posts/new"));
    let narrowed = asked != BoardQuery::default();
    let next = page.next.clone().map(|cursor| format!("{}?{}&cursor={cursor}", paths::of(&slug, "posts"), narrowed_by(&asked)));
    view! {
        <Page frame=frame title=l.t(w::BOARD).to_owned() lead=l.t(w::BOARD_LEAD).to_owned()>
            {new.map(|href| view! { <p class="actions"><a class="button main" href=href>{l.t(w::NEW_POST)}</a></p> })}
            <p class="links">{ways}</p>
            <Filter slug=slug.clone() asked=asked grids=grids />
            {page.items.is_empty().then(|| view! {
                <p class="empty">
                    {l.t(if narrowed { w::BOARD_NOTHING } else { w::BOARD_EMPTY })}
                    {narrowed.then(|| view! { " " <a href=paths::of(&slug, "posts")>{l.t(words::ALL)}</a> })}
                </p>
            })}
            <ul class="cards wide">
                {page.items.into_iter().map(|post| view! { <Listed post=post slug=slug.clone() today=today /> }).collect_view()}
            </ul>
            {next.map(|href| view! { <p class="actions"><a class="button quiet" href=href>{l.t(words::MORE)}</a></p> })}
            {(!published.is_empty()).then(|| view! { <Published published=published slug=slug.clone() today=today /> })}
        </Page>
    }
}

fn narrowed_by(asked: &BoardQuery) -> String {
    let stage = asked.stage.map_or("", PostStage::code);
    let [q, kind, grid, day] = [&asked.q, &asked.kind, &asked.grid, &asked.day].map(|value| paths::encode(value));
    format!("q={q}&kind={kind}&grid={grid}&day={day}&stage={stage}")
}

#[component]
fn Listed(post: PostCard, slug: String, today: NaiveDate) -> impl IntoView {
    let href = path(&slug, post.id);
    view! {
        <li class="card">
            <Chips post=post.clone() today=today />
            <a class="card-link" href=href>{post.title.clone()}</a>
            <Facts post=post today=today />
        </li>
    }
}

/// Whose appointments are public now; whoever has something against one says so on the post's page.
#[component]
fn Published(published: Vec<HolderCard>, slug: String, today: NaiveDate) -> impl IntoView {
    let l = Look::here().lang;
    let card = move |holder: HolderCard| {
        let href = format!("{}#claim-{}", path(&slug, holder.post), holder.claim);
        view! {
            <li class="card">
                <p><strong>{holder.name}</strong> " · " <a class="link" href=href>{holder.title}</a></p>
                <p class="words">{l.fill(w::PROMISES, &[&holder.promise])}</p>
                {holder.until.map(|until| view! { <p class="soft">{l.fill(w::PUBLIC_UNTIL, &[&until.said(l, today)])}</p> })}
            </li>
        }
    };
    view! {
        <section aria-labelledby="published">
            <h2 id="published">{l.t(w::PUBLISHED)}</h2>
            <p class="hint">{l.t(w::PUBLISHED_LEAD)}</p>
            <ul class="cards wide">{published.into_iter().map(card).collect_view()}</ul>
        </section>
    }
}

#[component]
fn Filter(slug: String, asked: BoardQuery, grids: Vec<GridCard>) -> impl IntoView {
    let l = Look::here().lang;
    let open = asked != BoardQuery::default();
    let kinds = PRESETS.iter().map(|preset| (preset.code, preset.name)).chain([(OWN, OWN_NAME)]);
    let kinds = kinds.map(|(code, name)| (code.to_owned(), l.t(name).to_owned())).collect();
    let grids = grids.iter().map(|grid| (grid.id.to_string(), grid.name(l).to_owned())).collect();
    let days = DAYS.into_iter().zip(DAY_NAMES).map(|(code, name)| (code.to_owned(), l.t(name).to_owned())).collect();
    view! {
        <details class="filter" open=open>
            <summary>{l.t(words::FILTER)}</summary>
            <form method="get" action=paths::of(&slug, "posts") class="search" role="search">
                <label for="q">{l.t(w::Q)}</label>
                <input id="q" name="q" type="search" value=asked.q maxlength="60" />
                <Choose name="day" label=l.t(w::DAY) any=l.t(w::ANY_DAY) choices=days chosen=asked.day />
                <Choose name="grid" label=l.t(w::GRID) any=l.t(w::ANY_GRID) choices=grids chosen=asked.grid />
                <Choose name="kind" label=l.t(w::KIND) any=l.t(w::ANY_KIND) choices=kinds chosen=asked.kind />
                <button type="submit" class="button quiet">{l.t(words::SHOW)}</button>
            </form>
        </details>
    }
}

#[component]
fn Choose(name: &'static str, label: &'static str, any: &'static str, choices: Vec<(String, String)>, chosen: String) -> impl IntoView {
    view! {
        <label for=name>{label}</label>
        <select id=name name=name>
            <option value="">{any}</option>
            {choices
                .into_iter()
                .map(|(value, said)| {
                    let selected = value == chosen;
                    view! { <option value=value selected=selected>{said}</option> }
                })
                .collect_view()}
        </select>
    }
}

/// What waits for an admin.
#[component]
pub fn DecidePage() -> impl IntoView {
    load(api::list_to_decide(slug()), |lines| view! { <Decide lines=lines /> })
}

#[component]
fn Decide(lines: Framed<Vec<ToDecide>>) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = lines;
    let (slug, today) = (frame.community.slug.clone(), frame.today);
    let board = paths::of(&slug, "posts");
    let line = move |ToDecide { post, claims, objections }: ToDecide| {
        let href = path(&slug, post.id);
        let chip = |n: u64, said| (n > 0).then(|| view! { <span class="chip amber">{l.fill(said, &[&n])}</span> });
        view! {
            <li class="card">
                <p class="chips">{chip(claims, w::DECIDE_CLAIMS)} {chip(objections, w::DECIDE_OBJECTIONS)}</p>
                <a class="card-link" href=href>{post.title.clone()}</a>
                <Chips post=post today=today />
            </li>
        }
    };
    view! {
        <Page frame=frame title=l.t(w::DECIDE).to_owned() lead=l.t(w::DECIDE_LEAD).to_owned()>
            {body.is_empty().then(|| view! { <p class="empty">{l.t(w::DECIDE_EMPTY)} " " <a href=board>{l.t(w::BOARD)}</a></p> })}
            <ul class="cards wide">{body.into_iter().map(line).collect_view()}</ul>
        </Page>
    }
}
