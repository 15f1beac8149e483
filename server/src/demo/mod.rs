//! Invented people and their wishes: some months of sixteen communities, lived through the real use cases with a clock
//! that is moved, so that everything that stands there could have come about.
//!
//! The same seed and date tell the same. Nobody in it exists: names are common ones put together by chance, phones lie
//! in the range 100…, which no person is given. Everything is marked as demo data and never mixed with real people.
//!
//! Reading order: `places` (where) → `plan` (what happens, pure) → `life` (living it) ; `content` is the words. [`bulk`] makes
//! larger worlds, for measuring.

pub mod bulk;
mod chance;
mod content;
mod life;
mod places;
mod plan;

use crate::config::{Engine, Settings};
use crate::operator::{call, cause, one_line, say, sentence};
use crate::worker;
use app::accounts::model::WideRole;
use app::accounts::{self, Grant, PersonCtx};
use app::communities;
use app::communities::presets::CALL_BACK_PERCENT;
use app::kernel::clock::Clock;
use app::kernel::ctx::App;
use app::kernel::db::{Db, Mode};
use app::kernel::fault::Failure;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use life::{Life, World};
use places::{DISTRICTS, PLACES};
use plan::{Span, at, day, tell, zone};
use sea_orm::{ConnectionTrait as _, DbBackend, Statement};
use std::time::Instant;
use uuid::Uuid;

type Result<T> = std::result::Result<T, String>;

/// The password of every demo log-in.
const PASSWORD: &str = "linli-demo-2026";
/// The last account that is made: where it is missing, the demo was not told to its end.
const LAST: &str = "operator";

/// What to do about half a demo.
pub const HALF: &str = "the demo data was not told to its end; remove the database (SQLite: its file with -wal and -shm), then `linli migrate` and `linli demo`";

/// How much of a demo there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// None.
    None,
    /// Begun and not finished.
    Half,
    /// All of it.
    Whole,
}

/// How much of a demo there is.
///
/// # Errors
/// When the database does not say.
pub async fn state(app: &App) -> Result<State> {
    accounts::serve(&call(app), "demo.state", Mode::Read, (), find_state).await.map_err(sentence)
}

async fn find_state(ctx: PersonCtx, (): ()) -> std::result::Result<State, Failure> {
    let told = accounts::account_of_login(ctx.tx(), &ctx.keys, LAST).await?.is_some();
    Ok(match (communities::ops::is_demo(ctx, ()).await?, told) {
        (false, _) => State::None,
        (true, false) => State::Half,
        (true, true) => State::Whole,
    })
}

/// Tells `days` days up to `date`.
///
/// # Errors
/// When the database is not empty (which is well with `if_empty`), or a step fails.
pub async fn run(settings: &Settings, days: u16, date: Option<NaiveDate>, seed: u64, if_empty: bool) -> Result<()> {
    let started = Instant::now();
    let span = span(days, date, Clock::system().now())?;
    let Some(world) = begin(settings, span, if_empty).await? else { return Ok(()) };
    say(&format!("Telling {days} days of {} communities, up to {}.", PLACES.len(), span.last));
    let mut lives = found(&world, span, seed).await?;
    go_on(&world, &mut lives, span).await?;
    finish(&world, &mut lives, span).await?;
    world.call.app.db.checkpoint().await.map_err(cause)?;
    let wishes: usize = lives.iter().map(Life::wishes).sum();
    say(&format!("{wishes} wishes in {:.0} seconds. Log-ins, all with the password {PASSWORD}:", started.elapsed().as_secs_f32()));
    say(&format!("  {}, each with .SLUG of a community, for example .songbiandian", plan::LOG_INS.join(", ")));
    say("  official.nanming, operator");
    Ok(())
}

/// Makes a larger world, for measuring.
///
/// # Errors
/// As [`run`].
pub async fn run_bulk(settings: &Settings, size: bulk::Size, seed: u64, if_empty: bool) -> Result<()> {
    let started = Instant::now();
    let span = span(size.days, None, Clock::system().now())?;
    let Some(world) = begin(settings, span, if_empty).await? else { return Ok(()) };
    say(&format!("Writing {} communities with {} wishes each, over {} days.", size.communities, size.wishes, size.days));
    let events = bulk::make(&world.call, size, seed, &world.hash).await?;
    world.official(LAST, Grant { role: WideRole::Operator, scope: Uuid::nil() }).await?;
    world.call.app.db.checkpoint().await.map_err(cause)?;
    let wishes = u64::from(size.communities) * u64::from(size.wishes);
    let seconds = started.elapsed().as_secs_f32();
    say(&format!("{wishes} wishes, {events} events in {seconds:.0} seconds. Log-ins, all with the password {PASSWORD}:"));
    say("  admin, staff, volunteer, resident, each with .SLUG of a community, for example .songbiandian0001; and operator");
    Ok(())
}

/// What a demo begins with, once it is sure that nothing is there; `None` where something is, and that is well.
async fn begin(settings: &Settings, span: Span, if_empty: bool) -> Result<Option<World>> {
    let clock = Clock::held(span.until);
    let app = unhurried(settings)?.app(clock.clone()).await?;
    match state(&app).await? {
        State::Whole => {
            say(&format!("The demo is here already; its log-ins are like admin.songbiandian, with the password {PASSWORD}."));
            return Ok(None);
        }
        State::Half => return Err(HALF.to_owned()),
        State::None => {}
    }
    let call = call(&app);
    match demand_empty(&call).await {
        Err(why) if if_empty => {
            say(&why);
            return Ok(None);
        }
        other => other?,
    }
    pragma(&app.db, "pragma synchronous = normal").await?;
    Ok(Some(World { call, clock, hash: life::hash(PASSWORD).await? }))
}

/// The demo waits for the disk once, at its end, and not at each of its twenty thousand steps: what a crash takes from
/// it is told anew anyway. PostgreSQL reads this from the URL.
fn unhurried(settings: &Settings) -> Result<Settings> {
    let mut settings = settings.clone();
    if settings.engine()? == Engine::Postgres {
        let and = if settings.database.contains('?') { '&' } else { '?' };
        settings.database = format!("{}{and}options[synchronous_commit]=off", settings.database);
    }
    Ok(settings)
}

/// The same for SQLite, whose single writing connection is told so. Its WAL keeps the file whole either way.
async fn pragma(db: &Db, pragma: &'static str) -> Result<()> {
    if db.is_postgres() {
        return Ok(());
    }
    let statement = Statement::from_string(DbBackend::Sqlite, pragma);
    let told = db.for_migrations().query_one_raw(statement).await;
    told.map(drop).map_err(|e| format!("{pragma}: {}", one_line(&e.to_string())))
}

/// Which days are told: nothing lies in the future.
fn span(days: u16, date: Option<NaiveDate>, now: DateTime<Utc>) -> Result<Span> {
    let today = now.with_timezone(&zone()).date_naive();
    let last = date.unwrap_or(today);
    if last > today {
        return Err(format!("{last} lies in the future; the demo ends today, {today}, or earlier"));
    }
    let first = last.checked_sub_days(Days::new(u64::from(days) - 1)).ok_or("there are no such days")?;
    let midnight = at(day(last, 1).and_time(NaiveTime::MIN)) - TimeDelta::seconds(1);
    Ok(Span { first, last, until: midnight.min(now) })
}

async fn demand_empty(call: &app::kernel::ctx::Call) -> Result<()> {
    if accounts::serve(call, "demo.is_inhabited", Mode::Read, (), accounts::ops::is_inhabited).await.map_err(sentence)? {
        return Err("there are people in this database; the demo is told in an empty one alone".to_owned());
    }
    let districts = accounts::serve(call, "demo.districts", Mode::Read, (), communities::ops::list_districts).await.map_err(sentence)?;
    if districts.is_empty() {
        Ok(())
    } else {
        Err("there are districts in this database; the demo is told in an empty one alone".to_owned())
    }
}

/// Districts and communities with their admins, three weeks before the first day, and before the story of stars begins.
async fn found(world: &World, span: Span, seed: u64) -> Result<Vec<Life>> {
    let begin = day(span.first, -21).min(day(span.early(), -7)).and_time(NaiveTime::MIN) + TimeDelta::hours(9);
    for (n, district) in (0..).zip(DISTRICTS) {
        world.clock.set(at(begin + TimeDelta::minutes(n)));
        let input = (district.slug.to_owned(), district.zh.to_owned(), district.en.to_owned(), "Asia/Shanghai".to_owned());
        let made = accounts::serve(&world.call, "demo.district", Mode::Write, input, communities::ops::create_district).await;
        made.map_err(sentence)?;
    }
    let mut lives = Vec::new();
    for (nth, place) in PLACES.iter().enumerate() {
        world.clock.set(at(begin + TimeDelta::minutes(10 + i64::try_from(nth).unwrap_or_default())));
        lives.push(Life::found(world, tell(place, nth, span, seed)).await?);
    }
    say(&format!("  {} districts and {} communities are set up", DISTRICTS.len(), lives.len()));
    Ok(lives)
}

/// All steps of all communities, in the order of their times.
async fn go_on(world: &World, lives: &mut [Life], span: Span) -> Result<()> {
    let mut order: Vec<(DateTime<Utc>, usize, usize)> = Vec::new();
    for (place, life) in lives.iter().enumerate() {
        order.extend(life.steps().iter().enumerate().map(|(nth, step)| (step.at, place, nth)));
    }
    order.sort_unstable();
    let total = order.len();
    let mut said = span.first;
    let clock = worker::call(&world.call.app);
    let mut rung = DateTime::<Utc>::MIN_UTC;
    for (done, (moment, place, nth)) in order.into_iter().enumerate() {
        let today = moment.with_timezone(&zone()).date_naive();
        if (today - said).num_days() >= 10 {
            said = today;
            say(&format!("  {today}: {done} of {total} steps"));
        }
        // What is due by itself comes in between.
        if moment - rung >= TimeDelta::minutes(1) {
            rung = moment;
            worker::until(&clock, moment).await.map_err(sentence)?;
        }
        if let Some(life) = lives.get_mut(place) {
            life.live(world, nth).await?;
        }
    }
    worker::until(&clock, span.until).await.map_err(sentence)?;
    say(&format!("  {}: {total} steps", span.last));
    Ok(())
}

/// Logs everybody out and makes the accounts above the communities, the operator's last of all.
async fn finish(world: &World, lives: &mut [Life], span: Span) -> Result<()> {
    world.clock.set(span.until);
    for life in lives {
        life.set_desk(world, CALL_BACK_PERCENT).await?;
        life.log_out(world).await?;
    }
    let nanming = accounts::serve(&world.call, "demo.scope", Mode::Read, ("nanming".to_owned(), None), communities::ops::scope_of).await;
    world.official("official.nanming", Grant { role: WideRole::DistrictOfficial, scope: nanming.map_err(sentence)? }).await?;
    world.official(LAST, Grant { role: WideRole::Operator, scope: Uuid::nil() }).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_never_reaches_into_the_future() -> Result<()> {
        let now: DateTime<Utc> = "2026-11-22T04:00:00Z".parse().unwrap();
        assert_eq!(span(90, None, now)?.until, now);
        let past = span(10, Some("2026-03-31".parse().unwrap()), now)?;
        assert_eq!((past.first.to_string(), past.until.to_rfc3339()), ("2026-03-22".to_owned(), "2026-03-31T15:59:59+00:00".to_owned()));
        assert!(span(10, Some("2026-11-23".parse().unwrap()), now).is_err());
        Ok(())
    }
}
