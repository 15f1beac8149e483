//! A page that follows what changes.

use crate::communities::model::Frame;
use crate::ui::assets::Scripts;
use crate::ui::island_live::Follow;
use crate::ui::look::Look;
use crate::ui::paths;
use leptos::prelude::*;
use uuid::Uuid;

/// Ends a page whose parts marked `data-live` follow what changes in the community, or of one subject; loads the browser
/// half.
#[component]
pub fn Live(
    /// Where, and when it was read.
    frame: Frame,
    /// Only this wish.
    #[prop(optional)]
    wish: Option<Uuid>,
) -> impl IntoView {
    let stream = paths::live(&frame.community.slug, wish, frame.now.timestamp_micros());
    view! {
        <Follow lang=Look::here().lang stream=stream />
        <Scripts />
    }
}
