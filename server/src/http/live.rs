//! `/c/SLUG/live`: server-sent events that say that something changed, and nothing else. `?wish=ID` narrows it to one wish, `?screen=true` is
//! for the hall and needs no log-in, `?since=` (or `Last-Event-ID`, which a browser sends when it comes back) is when the page was read: microseconds since
//! 1970.

use app::communities;
use app::kernel::ctx::Call;
use app::kernel::db::Mode;
use app::kernel::fault::Fault;
use app::kernel::live::Ear;
use app::wishes::model::WishId;
use app::wishes::ops::{self, Watched};
use axum::extract::{Path, Query};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use axum::{Extension, http::HeaderMap};
use chrono::{DateTime, Utc};
use futures_util::stream::{self, Stream};
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde::Deserialize;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, sleep, sleep_until};
use uuid::Uuid;

/// What is asked for.
#[derive(Debug, Deserialize)]
pub struct Asked {
    #[serde(default)]
    screen: bool,
    wish: Option<WishId>,
    since: Option<String>,
}

/// What follows within this time is told along; some pages wait longer, so that not all of them ask at once.
const TOGETHER: Duration = Duration::from_millis(200);
const SPREAD_MS: u64 = 300;
/// What the pages promise: two seconds, of which half is left to ask again and to draw.
const _: () = assert!(crate::live::REST.as_millis() + TOGETHER.as_millis() + (SPREAD_MS as u128) <= 1000);
/// The hall tells everybody: when exactly something happened is not theirs to know.
const IN_THE_HALL: Duration = Duration::from_secs(10);
/// So many streams a server keeps open; for those without a log-in, so many of one address.
const MOST: usize = 20_000;
const MOST_OF_ONE: usize = 50;
/// How often, where nothing changes, it is looked up whether the session still stands and the reader may still see this; a
/// sign of life as well.
const CHECK: Duration = Duration::from_secs(15);

/// The stream.
pub async fn stream(
    Extension(call): Extension<Call>,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok().map(str::to_owned)).or(asked.since);
    let watched = Watched {
        screen: asked.screen,
        wish: asked.wish,
        since: last.and_then(|at| at.parse().ok()).and_then(DateTime::from_timestamp_micros),
    };
    let watch = match communities::serve(&call, "live.watch", Mode::Read, &slug, watched, ops::watch).await {
        Ok(watch) => watch,
        // Any other status than 200 tells a browser not to come again.
        Err(fault) => return StatusCode::from_u16(fault.status()).unwrap_or(StatusCode::BAD_REQUEST).into_response(),
    };
    let who = call.identity.is_none().then(|| call.address.clone());
    let Some(ear) = call.app.live.listen(watch.community, who, MOST, MOST_OF_ONE) else {
        return (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "60")]).into_response();
    };
    // What changed between the look and the listening is told as well: it is looked once more.
    let missed = communities::serve(&call, "live.watch", Mode::Read, &slug, watched, ops::watch).await;
    let first = if missed.is_ok_and(|watch| watch.changed) { "changed" } else { "hello" };
    let watched = Watched { since: None, ..watched };
    let state = Listening { call, slug, watched, subject: watch.subject, ear, first: Some(first), next_check: Instant::now() + CHECK };
    let mut response = Sse::new(events(state)).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // nginx would hold it back until there is more.
    response.headers_mut().insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    response
}

struct Listening {
    call: Call,
    slug: String,
    /// What is asked for, again and again.
    watched: Watched,
    subject: Option<Uuid>,
    ear: Ear,
    first: Option<&'static str>,
    next_check: Instant,
}

fn events(listening: Listening) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold(listening, |mut listening| async move {
        let event = listening.next().await?;
        Some((Ok(event), listening))
    })
}

impl Listening {
    /// The next event; `None` when the session has ended, the reader may see this no more, or the server stops.
    async fn next(&mut self) -> Option<Event> {
        if let Some(first) = self.first.take() {
            return Some(self.event(first).retry(Duration::from_secs(2)));
        }
        loop {
            tokio::select! {
                heard = self.ear.recv() => match heard {
                    Ok(subject) if self.subject.is_some_and(|wanted| wanted != subject) => {}
                    Ok(_) | Err(RecvError::Lagged(_)) => {
                        let event = self.event("changed");
                        sleep(self.together()).await;
                        self.ear.forget();
                        self.check().await?;
                        return Some(event);
                    }
                    Err(RecvError::Closed) => return None,
                },
                () = sleep_until(self.next_check) => {
                    self.check().await?;
                    return Some(Event::default().comment("still here"));
                }
            }
        }
    }

    /// How long to wait for what follows.
    fn together(&self) -> Duration {
        if self.watched.screen {
            return IN_THE_HALL;
        }
        // Each page at its own moment, by the number of its request.
        let spread = self.call.request_id.bytes().fold(0_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into())) % SPREAD_MS;
        TOGETHER + Duration::from_millis(spread)
    }

    /// Whether the session still stands and its reader may still see this; where that cannot be known now, it goes on.
    async fn check(&mut self) -> Option<()> {
        self.next_check = Instant::now() + CHECK;
        match communities::serve(&self.call, "live.check", Mode::Read, &self.slug, self.watched, ops::watch).await {
            Err(Fault::SignIn | Fault::NotFound | Fault::Refused) => None,
            _ => Some(()),
        }
    }

    /// An event by whose id the browser says, when it comes back, what it has heard.
    fn event(&self, name: &'static str) -> Event {
        let now: DateTime<Utc> = self.call.app.clock.now();
        Event::default().event(name).id(now.timestamp_micros().to_string()).data("1")
    }
}
