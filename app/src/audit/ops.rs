//! Listing, giving out as a table, sealing and verifying.

use super::detail;
use super::model::{About, AuditLine, AuditLog, AuditQuery};
use super::names;
use crate::accounts::model::masked_name;
use crate::communities;
use crate::communities::model::Framed;
use crate::communities::policy::{keep_settings, listed_name};
use crate::kernel::actor::{Channel, Role, Roles};
use crate::kernel::ctx::Ctx;
use crate::kernel::events::{self, Entry, Narrowed};
use crate::kernel::fault::{Failure, Problem, Problems};
use crate::kernel::ids::{EventId, MemberId};
use crate::kernel::said::{Lang, Text, text};
use crate::kernel::seals::{self, Head, Report};
use crate::kernel::table;
use chrono::{Days, NaiveDate};

type Result<T> = std::result::Result<T, Failure>;

/// How many stand on a page, and at most in a table to keep.
const PAGE: usize = 50;
/// The most lines of a table to keep.
pub const MOST: usize = 10_000;

const ABOUT: Text = text("请从列表里选一项。", "Please choose from the list.");
const DAY: Text = text("日期请写成 2026-11-01 这样。", "Please write a day like 2026-11-01.");

/// Who did what, newest first.
///
/// # Errors
/// [`crate::kernel::fault::Fault::Refused`] for all but admins; a filter that does not read.
pub async fn list(ctx: Ctx, query: AuditQuery) -> Result<AuditLog> {
    keep_settings(&ctx.actor)?;
    let mut entries = read(&ctx, &query, PAGE + 1).await?;
    let more = entries.len() > PAGE;
    entries.truncate(PAGE);
    let next = entries.last().filter(|_| more).map(|last| last.id.to_string());
    let head = seals::last(&ctx).await?;
    let (sealed, sealed_at) = head.map_or((0, None), |(head, at)| (head.no, Some(ctx.moment(at))));
    Ok(AuditLog { items: lines(&ctx, entries).await?, next, sealed, sealed_at })
}

/// The page of it.
///
/// # Errors
/// As [`list`].
pub async fn page(ctx: Ctx, query: AuditQuery) -> Result<Framed<AuditLog>> {
    let log = list(ctx.clone(), query).await?;
    communities::ops::frame(&ctx, log).await
}

/// The same as a table to keep (CSV), the newest ten thousand.
///
/// # Errors
/// As [`list`].
pub async fn sheet(ctx: Ctx, (query, lang): (AuditQuery, Lang)) -> Result<String> {
    communities::ops::take_audit(&ctx).await?;
    let entries = read(&ctx, &query, MOST).await?;
    let head = [
        text("时间", "When"),
        text("谁", "Who"),
        text("做了什么", "What"),
        text("关于", "About"),
        text("哪一位", "Whom"),
        text("怎么改的", "From what to what"),
        text("方式", "By what way"),
        text("编号", "Id of what it is about"),
    ];
    let mut rows = vec![head.map(|name| lang.t(name).to_owned()).to_vec()];
    for line in lines(&ctx, entries).await? {
        let what = names::name(line.about, &line.kind).map_or(line.kind.clone(), |name| lang.t(name).to_owned());
        rows.push(vec![
            line.at.0.to_rfc3339(),
            line.who.unwrap_or_default(),
            what,
            lang.t(line.about.name()).to_owned(),
            line.whom.unwrap_or_default(),
            line.detail.map(|said| said.t(lang).to_owned()).unwrap_or_default(),
            lang.t(Channel::name(&line.channel)).to_owned(),
            line.subject.to_string(),
        ]);
    }
    table::csv(&rows)
}

async fn read(ctx: &Ctx, query: &AuditQuery, most: usize) -> Result<Vec<Entry>> {
    let mut problems = Problems::default();
    let about = match query.about.trim() {
        "" => Some(None),
        code => problems.take(About::from_code(code).ok_or_else(|| Problem::new("about", "about", ABOUT))).map(Some),
    };
    let from = problems.take(day("from", &query.from));
    let to = problems.take(day("to", &query.to));
    let (about, (from, to)) = problems.finish(about.zip(from.zip(to)))?;
    let begins = |day: NaiveDate| ctx.moment_of(&day.to_string()).map(EventId::new);
    let who = match query.who.trim() {
        "" => None,
        name => Some(communities::find_members_called(ctx, name).await?),
    };
    let narrowed = Narrowed {
        // That a neighbour needs the same is for nobody to read with their name.
        without: "followed",
        about: about.map(About::code),
        by: who,
        from: from.and_then(begins),
        before: to.and_then(|day| day.checked_add_days(Days::new(1))).and_then(begins),
        cursor: query.cursor,
    };
    events::list_newest(ctx, narrowed, most as u64).await
}

fn day(field: &'static str, typed: &str) -> std::result::Result<Option<NaiveDate>, Problem> {
    match typed.trim() {
        "" => Ok(None),
        day => day.parse().map(Some).map_err(|_| Problem::new(field, "day", DAY)),
    }
}

async fn lines(ctx: &Ctx, entries: Vec<Entry>) -> Result<Vec<AuditLine>> {
    let about = |entry: &Entry| About::from_code(&entry.about);
    let whom = |entry: &Entry| (about(entry) == Some(About::Member)).then_some(MemberId(entry.subject));
    let people: Vec<MemberId> = entries.iter().flat_map(|entry| [entry.actor, whom(entry)]).flatten().collect();
    let known = communities::list_names(ctx, people).await?;
    let name = |id: MemberId| known.get(&id).map(|(name, roles)| listed_name(name, roles));
    // What residents order, say and grade is theirs: their names stand in full where somebody looks at the order, on record.
    let works = |roles: &Roles| roles.any(&[Role::Staff, Role::Admin, Role::GridWorker]);
    let as_shown = |id: MemberId| known.get(&id).map(|(name, roles)| if works(roles) { name.clone() } else { masked_name(name) });
    let line = |entry: Entry| {
        let about = about(&entry)?;
        let who = if about == About::Wish { entry.actor.and_then(as_shown) } else { entry.actor.and_then(name) };
        Some(AuditLine {
            id: entry.id,
            at: ctx.moment(entry.at),
            who,
            whom: whom(&entry).and_then(name),
            detail: detail::of(about, &entry),
            kind: entry.fact.get("kind").and_then(|kind| kind.as_str()).unwrap_or_default().to_owned(),
            channel: entry.channel,
            about,
            subject: entry.subject,
        })
    };
    Ok(entries.into_iter().filter_map(line).collect())
}

/// Seals what happened since the last time, up to a thousand events; says how many.
///
/// # Errors
/// As [`seals::seal`].
pub async fn seal(ctx: Ctx, (): ()) -> Result<usize> {
    seals::seal(&ctx).await
}

/// Looks through the whole history of this community and its seals.
///
/// # Errors
/// When the database does.
pub async fn verify(ctx: Ctx, written_down: Option<Head>) -> Result<Report> {
    seals::verify(&ctx, written_down.as_ref()).await
}
