//! The pages of shifts: one's own, and the desk's.

mod desk;
mod mine;
mod one;

pub use desk::DeskPage;
pub use mine::MyShiftsPage;

use crate::communities::view::query;
use crate::kernel::said::Text;
use crate::shifts::model::{ShiftQuery, ShiftStage};
use crate::ui::look::Look;
use leptos::prelude::*;

/// What the address asks for.
fn asked() -> ShiftQuery {
    ShiftQuery { stage: ShiftStage::from_code(&query("stage")), cursor: query("cursor").parse().ok(), limit: None }
}

/// Where a shift stands, in words.
#[component]
fn StageChip(stage: ShiftStage) -> impl IntoView {
    let class = match stage {
        ShiftStage::Confirmed => "chip pine",
        ShiftStage::Running | ShiftStage::Reported | ShiftStage::Disputed => "chip amber",
        ShiftStage::Missed | ShiftStage::Withdrawn => "chip",
    };
    view! { <span class=class>{Look::here().lang.t(stage.name())}</span> }
}

/// The link to what comes after a page.
#[component]
fn Next(href: Option<String>, label: Text) -> impl IntoView {
    href.map(|href| view! { <p class="actions"><a class="button quiet" href=href>{Look::here().lang.t(label)}</a></p> })
}

/// The address of what comes after: this stage, from this one on.
fn next(path: &str, asked: &ShiftQuery, cursor: Option<String>) -> Option<String> {
    cursor.map(|cursor| format!("{path}?stage={}&cursor={cursor}", asked.stage.map_or("", ShiftStage::code)))
}
