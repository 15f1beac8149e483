//! One's shifts to come in the calendar of one's phone: a private link that can be renewed, and what stands behind it
//! (iCalendar, RFC 5545).

use crate::communities;
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::{Failure, Fault};
use crate::kernel::ids::MemberId;
use crate::kernel::keys::fresh_token;
use crate::kernel::said::{Lang, Text, text};
use crate::posts;
use crate::shifts::model::{CalendarEvent, CalendarLink};
use crate::shifts::policy::{KeepCalendar, TheCalendar};
use crate::shifts::store;
use crate::ui::paths;
use chrono::{Days, TimeDelta};
use icalendar::{Calendar, Component as _, Event, EventLike as _};

type Result<T> = std::result::Result<T, Failure>;

/// How many days back and ahead the calendar reaches.
const REACH: (u64, u64) = (7, 90);
/// How often calendars are to look again, in hours.
const AGAIN: i64 = 6;

const NAME: Text = text("{}的志愿服务", "Volunteering in {}");

/// One's own link; none where there is none.
///
/// # Errors
/// [`Fault::NotFound`] for those who are not members here.
pub async fn find_calendar(ctx: Ctx, (): ()) -> Result<CalendarLink> {
    let member = myself(&ctx)?;
    link(&ctx, member).await
}

/// What stands on one's own page of it.
pub(super) async fn link(ctx: &Ctx, member: MemberId) -> Result<CalendarLink> {
    let token = store::find_calendar(ctx, member).await?.flatten();
    Ok(CalendarLink { path: token.map(|token| format!("{}?key={token}", paths::of(&ctx.place.slug, "shifts.ics"))) })
}

fn myself(ctx: &Ctx) -> Result<MemberId> {
    communities::policy::inside(&ctx.actor)?;
    Ok(ctx.actor.member.ok_or(Fault::NotFound)?)
}

/// Makes a link; the one before opens nothing from now on.
///
/// # Errors
/// As [`find_calendar`].
pub async fn renew_calendar(ctx: Ctx, (): ()) -> Result<CalendarLink> {
    let member = myself(&ctx)?;
    communities::ops::stays(&ctx, member).await?;
    write(&ctx, member, Some(fresh_token()?), &CalendarEvent::Made).await?;
    link(&ctx, member).await
}

/// Lets the link open nothing any more; nothing happens where there is none.
///
/// # Errors
/// As [`find_calendar`].
pub async fn end_calendar(ctx: Ctx, (): ()) -> Result<()> {
    let member = myself(&ctx)?;
    end(&ctx, member).await
}

/// The same for a member who goes.
pub(super) async fn end(ctx: &Ctx, member: MemberId) -> Result<()> {
    match store::find_calendar(ctx, member).await? {
        Some(Some(_)) => write(ctx, member, None, &CalendarEvent::Ended).await,
        Some(None) | None => Ok(()),
    }
}

async fn write(ctx: &Ctx, member: MemberId, token: Option<String>, event: &CalendarEvent) -> Result<()> {
    let is_new = store::find_calendar(ctx, member).await?.is_none();
    let row = store::calendar_row(ctx, member, token.as_deref())?;
    let permit = ctx.permit::<KeepCalendar>(&TheCalendar(member))?;
    if is_new { permit.create(row, event).await } else { permit.change(row, store::any_calendar(), event).await }
}

/// The shifts to come of whoever has this link, and those of the last days, as a calendar: for whoever knows the link, without
/// logging in.
///
/// # Errors
/// [`Fault::NotFound`] for a link that opens nothing.
pub async fn calendar(ctx: Ctx, (token, l, origin): (String, Lang, String)) -> Result<String> {
    let member = store::find_by_token(&ctx, token.trim()).await?.ok_or(Fault::NotFound)?;
    let community = communities::ops::get_community(ctx.clone(), ()).await?;
    let (from, to) = (ctx.today() - Days::new(REACH.0), ctx.today() + Days::new(REACH.1));
    let mut calendar = Calendar::new();
    calendar.name(&l.fill(NAME, &[&l.pick(&community.name_zh, &community.name_en)])).ttl(&TimeDelta::hours(AGAIN));
    for held in posts::ops::list_held(&ctx, Some(member)).await? {
        let terms = &held.post.terms;
        for (begin, end) in held.planned(&ctx, from, to) {
            let mut event = Event::new();
            event.uid(&format!("{}-{}@linli", held.claim.id, begin.timestamp())).timestamp(held.claim.moved_at);
            event.summary(&terms.title).location(&terms.place).starts(begin).ends(end);
            event.url(&format!("{origin}{}", paths::of(&ctx.place.slug, "my-shifts")));
            calendar.push(event.done());
        }
    }
    Ok(calendar.to_string())
}
