//! Tables of numbers.

use super::look::Look;
use crate::kernel::said::{Said, Text};
use leptos::prelude::*;

/// A table with a name for each line; on a phone each cell has its head beside it.
#[component]
pub fn Table(first: Text, heads: Vec<Text>, children: Children) -> impl IntoView {
    let l = Look::here().lang;
    view! {
        <table class="table">
            <thead>
                <tr>
                    <th scope="col">{l.t(first)}</th>
                    {heads.into_iter().map(|head| view! { <th scope="col">{l.t(head)}</th> }).collect_view()}
                </tr>
            </thead>
            <tbody>{children()}</tbody>
        </table>
    }
}

/// A line of it.
#[component]
pub fn Row(name: Said, cells: Vec<(Text, String)>) -> impl IntoView {
    let l = Look::here().lang;
    view! {
        <tr>
            <th scope="row">{name.t(l).to_owned()}</th>
            {cells.into_iter().map(|(head, cell)| view! { <td data-head=l.t(head)>{cell}</td> }).collect_view()}
        </tr>
    }
}
