//! `/api/v1/communities/{slug}/screen`: the hall's screen, for other screens.

use super::model::Screen;
use super::ops;
use crate::communities::serve;
use crate::kernel::ctx::Call;
use crate::kernel::db::Mode;
use crate::kernel::rest::{Answer, Path, json};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(screen))
}

/// What the community shows to whoever comes by: today's hours, who is on duty, cards that wait, this month
#[utoipa::path(get, path = "/communities/{slug}/screen", tag = "communities", params(("slug" = String, Path)),
    responses((status = 200, body = Screen), (status = 404)))]
async fn screen(call: Call, Path(slug): Path<String>) -> Answer<Screen> {
    json(&call, serve(&call, "rest.hall.screen", Mode::Read, &slug, (), ops::screen).await)
}
