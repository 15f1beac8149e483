//! Where posts are missing, with one click to a draft.

use crate::communities::model::Framed;
use crate::communities::view::{Page, slug};
use crate::posts::api;
use crate::posts::need::{NeedCard, Needs, span};
use crate::posts::words as w;
use crate::ui::fault::load;
use crate::ui::form::{Form, Kept, Send};
use crate::ui::look::Look;
use crate::ui::paths;
use leptos::prelude::*;

/// What went unmet.
#[component]
pub fn NeedsPage() -> impl IntoView {
    load(api::get_needs(slug()), |needs| view! { <TheNeeds needs=needs /> })
}

#[component]
fn TheNeeds(needs: Framed<Needs>) -> impl IntoView {
    let l = Look::here().lang;
    let Framed { frame, body } = needs;
    let Needs { items, left_out, newest_only } = body;
    let slug = frame.community.slug.clone();
    let board = paths::of(&slug, "posts");
    let heads = [w::NEED_CATEGORY, w::NEED_GRID, w::NEED_HOURS, w::NEED_UNCLAIMED, w::NEED_LATE, w::POST];
    view! {
        <Page frame=frame title=l.t(w::NEEDS).to_owned() lead=l.t(w::NEEDS_LEAD).to_owned()>
            <p class="links"><a class="link" href=board>{l.t(w::BOARD)}</a></p>
            {newest_only.then(|| view! { <p class="hint">{l.t(w::NEEDS_NEWEST)}</p> })}
            {if items.is_empty() {
                view! { <p class="empty">{l.t(w::NEEDS_EMPTY)}</p> }.into_any()
            } else {
                view! {
                    <table class="table texts needs">
                        <thead>
                            <tr>
                                {heads.into_iter().map(|head| view! { <th scope="col">{l.t(head)}</th> }).collect_view()}
                            </tr>
                        </thead>
                        <tbody>{items.into_iter().map(|row| view! { <Row row=row slug=slug.clone() /> }).collect_view()}</tbody>
                    </table>
                }
                .into_any()
            }}
            {(left_out > 0).then(|| view! { <p class="soft">{l.fill(w::NEEDS_LEFT_OUT, &[&left_out])}</p> })}
        </Page>
    }
}

#[component]
fn Row(row: NeedCard, slug: String) -> impl IntoView {
    let l = Look::here().lang;
    let id = format!("{}.{}.{}", row.category, row.grid.map(|grid| grid.to_string()).unwrap_or_default(), row.hour);
    let kept = Kept::of("posts.draft", Some(("row", &id)));
    let grid = row.grid.map(|grid| grid.to_string()).unwrap_or_default();
    let hidden =
        vec![("community", slug), ("category", row.category.to_string()), ("grid", grid), ("hour", row.hour.to_string()), ("row", id)];
    let grid_name = row.grid_name.map_or_else(|| l.t(w::NEED_NO_GRID).to_owned(), |name| name.t(l).to_owned());
    view! {
        <tr>
            <th scope="row">{row.category_name.t(l).to_owned()}</th>
            <td data-head=l.t(w::NEED_GRID)>{grid_name}</td>
            <td data-head=l.t(w::NEED_HOURS)>{span(row.hour)}</td>
            <td data-head=l.t(w::NEED_UNCLAIMED)>{row.unclaimed}</td>
            <td data-head=l.t(w::NEED_LATE)>{row.late}</td>
            <td>
                <Form kept=kept hidden=hidden>
                    <Send label=w::DO_DRAFT rank="quiet" />
                </Form>
            </td>
        </tr>
    }
}
