//! Lists of wishes: one's own, one's claims, the wall. The desk's inbox builds on the same parts.

use super::clock::ClockLine;
use crate::communities::model::{CategoryCard, Frame, Framed};
use crate::communities::view::{Live, Page, query, slug};
use crate::kernel::fault::Fault;
use crate::kernel::said::Text;
use crate::ui::fault::load;
use crate::ui::form::{Form, Kept, Send};
use crate::ui::icon::Icon;
use crate::ui::look::Look;
use crate::ui::{paths, words};
use crate::wishes::api::{self, Asked, Sort};
use crate::wishes::model::{Move, Stage, WishCard, WishList};
use crate::wishes::words as w;
use leptos::prelude::*;

/// What this list is called, and what it says when it is empty.
#[derive(Debug, Clone, Copy)]
struct Called {
    page: &'static str,
    title: Text,
    lead: Text,
    empty: Text,
    /// Where an empty list leads.
    way: (&'static str, Text),
}

/// One's own wishes.
#[component]
pub fn MinePage() -> impl IntoView {
    let way = ("wishes/new", w::PLACE);
    list(api::list_mine(slug(), asked()), Called { page: "mine", title: w::MINE, lead: w::MINE_LEAD, empty: w::MINE_EMPTY, way })
}

/// The wishes that one holds or brought.
#[component]
pub fn ClaimsPage() -> impl IntoView {
    let way = ("wall", w::WALL);
    list(api::list_claims(slug(), asked()), Called { page: "claims", title: w::CLAIMS, lead: w::CLAIMS_LEAD, empty: w::CLAIMS_EMPTY, way })
}

/// The wall.
#[component]
pub fn WallPage() -> impl IntoView {
    let way = ("", words::HOME);
    list(api::list_wall(slug(), asked()), Called { page: "wall", title: w::WALL, lead: w::WALL_LEAD, empty: w::WALL_EMPTY, way })
}

/// How the address narrows the list.
pub fn asked() -> Asked {
    Asked {
        stage: Stage::from_code(&query("stage")),
        category: query("category").parse().ok(),
        q: Some(query("q")).filter(|q| !q.is_empty()),
        overdue: !query("overdue").is_empty(),
        to_call_back: !query("to_call_back").is_empty(),
        sort: Sort::from_code(&query("sort")),
        cursor: query("cursor").parse().ok(),
    }
}

fn list(wishes: impl Future<Output = Result<Framed<WishList>, Fault>> + Send + 'static, called: Called) -> impl IntoView {
    let asked = asked();
    load(wishes, move |wishes| view! { <Wishes wishes=wishes called=called asked=asked /> })
}

#[component]
fn Wishes(wishes: Framed<WishList>, called: Called, asked: Asked) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = wishes;
    let slug = frame.community.slug.clone();
    let narrowed = asked != Asked::default();
    view! {
        <Page frame=frame.clone() title=l.t(called.title).to_owned() lead=l.t(called.lead).to_owned()>
            {(called.page == "mine").then(|| {
                view! {
                    <p class="links">
                        <a class="link" href=paths::of(&slug, "delegates")>{l.t(w::DELEGATES)}</a>
                        <a class="link" href=paths::of(&slug, "looks")>{l.t(w::LOOKS)}</a>
                    </p>
                }
            })}
            <Filter slug=slug.clone() page=called.page asked=asked.clone() categories=body.categories />
            <div data-live="list">
                {if body.page.items.is_empty() {
                    view! { <Empty slug=slug.clone() called=called narrowed=narrowed /> }.into_any()
                } else {
                    view! {
                        <p class="soft">{l.fill(w::TOTAL, &[&body.total])}</p>
                        <ul class="cards wide">
                            {body.page.items.into_iter().map(|wish| view! { <Card wish=wish frame=frame.clone() /> }).collect_view()}
                        </ul>
                        <More slug=slug.clone() page=called.page asked=asked next=body.page.next />
                    }
                    .into_any()
                }}
            </div>
            <Live frame=frame.clone() />
        </Page>
    }
}

#[component]
fn Empty(slug: String, called: Called, narrowed: bool) -> impl IntoView {
    let l = Look::here().lang;
    let (page, name) = called.way;
    let (said, href, name) = if narrowed {
        (w::NOTHING_MATCHES, paths::of(&slug, called.page), words::ALL)
    } else if page.is_empty() {
        (called.empty, paths::home(&slug), name)
    } else {
        (called.empty, paths::of(&slug, page), name)
    };
    view! { <p class="empty">{l.t(said)} " " <a href=href>{l.t(name)}</a></p> }
}

/// The filter: a plain form that makes a link.
#[component]
pub fn Filter(
    /// The community.
    slug: String,
    /// The page that is narrowed.
    page: &'static str,
    /// How it is narrowed now.
    asked: Asked,
    /// The categories to choose from.
    categories: Vec<CategoryCard>,
) -> impl IntoView {
    let l = Look::here().lang;
    let open = asked != Asked::default();
    view! {
        <details class="filter" open=open>
        <summary>{l.t(words::FILTER)}</summary>
        <form method="get" action=paths::of(&slug, page) class="search" role="search">
            <label for="stage">{l.t(w::STAGE)}</label>
            <select id="stage" name="stage">
                <option value="">{l.t(w::ANY_STAGE)}</option>
                {Stage::ALL
                    .into_iter()
                    .map(|stage| view! { <option value=stage.code() selected=asked.stage == Some(stage)>{l.t(stage.name())}</option> })
                    .collect_view()}
            </select>
            <label for="category">{l.t(w::CATEGORY)}</label>
            <select id="category" name="category">
                <option value="">{l.t(w::ANY_CATEGORY)}</option>
                {categories
                    .into_iter()
                    .map(|one| {
                        let selected = asked.category == Some(one.id);
                        view! { <option value=one.id.to_string() selected=selected>{one.name(l).to_owned()}</option> }
                    })
                    .collect_view()}
            </select>
            <label for="q">{l.t(w::WORDS)}</label>
            <input id="q" name="q" type="search" value=asked.q.unwrap_or_default() maxlength="60" />
            <label for="sort">{l.t(w::SORT)}</label>
            <select id="sort" name="sort">
                {[(None, w::SORT_USUAL), (Some(Sort::Soonest), w::SORT_SOONEST), (Some(Sort::Newest), w::SORT_NEWEST)]
                    .into_iter()
                    .map(|(sort, name)| {
                        view! { <option value=sort.map_or("", Sort::code) selected=asked.sort == sort>{l.t(name)}</option> }
                    })
                    .collect_view()}
            </select>
            <span class="choice">
                <input type="checkbox" id="overdue" name="overdue" value="1" checked=asked.overdue />
                <label for="overdue">{l.t(w::ONLY_OVERDUE)}</label>
            </span>
            {(page == "desk").then(|| view! {
                <span class="choice">
                    <input type="checkbox" id="to_call_back" name="to_call_back" value="1" checked=asked.to_call_back />
                    <label for="to_call_back">{l.t(w::ONLY_TO_CALL_BACK)}</label>
                </span>
            })}
            <button type="submit" class="button quiet">{l.t(words::SHOW)}</button>
        </form>
        </details>
    }
}

/// The way to the next page, if there is one.
#[component]
pub fn More(
    /// The community.
    slug: String,
    /// The page that goes on.
    page: &'static str,
    /// How it is narrowed.
    asked: Asked,
    /// Where it goes on.
    next: Option<String>,
) -> impl IntoView {
    let l = Look::here().lang;
    next.map(|cursor| {
        let stage = asked.stage.map_or("", Stage::code);
        let category = asked.category.map(|id| id.to_string()).unwrap_or_default();
        let q = paths::encode(&asked.q.unwrap_or_default());
        let overdue = if asked.overdue { "1" } else { "" };
        let call = if asked.to_call_back { "1" } else { "" };
        let sort = asked.sort.map_or("", Sort::code);
        let narrowed = format!("stage={stage}&category={category}&q={q}&overdue={overdue}&to_call_back={call}&sort={sort}");
        let href = format!("{}?{narrowed}&cursor={cursor}", paths::of(&slug, page));
        view! { <p class="actions"><a class="button quiet" href=href>{l.t(words::MORE)}</a></p> }
    })
}

/// A wish's card: what it is, its words, how long ago, and at most one action.
#[component]
fn Card(wish: WishCard, frame: Frame) -> impl IntoView {
    let l = Look::here().lang;
    let slug = frame.community.slug.clone();
    let id = wish.id.to_string();
    let claim = wish.can.contains(&Move::Claim).then(|| {
        let kept = Kept::of("wishes.claim", Some(("wish", &id)));
        let hidden = vec![("community", slug.clone()), ("wish", id.clone()), ("version", wish.version.to_string())];
        view! {
            <Form kept=kept hidden=hidden>
                <Send label=w::CLAIM_IT rank="quiet" />
            </Form>
        }
    });
    view! {
        <li class="card">
            <p class="chips">
                <span class="chip">{wish.category.name(l).to_owned()}</span>
                <StageChip stage=wish.stage />
                {wish.resident.clone().filter(|_| wish.delegate).map(|name| view! { <span class="chip">{l.fill(w::FOR_WHOM, &[&name])}</span> })}
            </p>
            <a class="card-link" href=paths::wish(&slug, &id)>{wish.headline(l).to_owned()}</a>
            <p class="soft"><time datetime=wish.placed_at.0.to_rfc3339() title=wish.placed_at.full()>
                {l.fill(w::PLACED_AT, &[&wish.placed_at.said(l, frame.today)])}
            </time></p>
            <ClockLine stage=wish.stage clock=wish.clock today=frame.today />
            {claim}
        </li>
    }
}

/// Where a wish stands, in words and shape.
#[component]
pub fn StageChip(
    /// Where it stands.
    stage: Stage,
) -> impl IntoView {
    let l = Look::here().lang;
    let class = match stage {
        Stage::Confirmed => "chip pine",
        Stage::Placed | Stage::Delivered => "chip amber",
        _ => "chip",
    };
    let icon = (stage == Stage::Confirmed).then_some("check");
    view! { <span class=class>{icon.map(|name| view! { <Icon name=name /> })}{l.t(stage.name())}</span> }
}
