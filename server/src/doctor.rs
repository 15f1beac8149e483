//! What is wrong with a deployment, in sentences that say what to do.

use crate::config::{Engine, Settings};
use crate::demo;
use crate::migrate;
use crate::operator::{call, cause, one_line, say, sentence};
use crate::seals;
use app::kernel::actor::Role;
use app::kernel::clock::Clock;
use app::kernel::ctx::{App, Call, Reach};
use app::kernel::db::{Db, Mode};
use app::kernel::events;
use app::kernel::fault::Fault;
use app::kernel::figures::Count;
use app::kernel::keys::Keys;
use app::kernel::live::Hub;
use app::kernel::said::{Text, text};
use app::{accounts, communities, figures, wishes};
use chrono::TimeDelta;
use sea_orm::{ConnectionTrait as _, DbBackend, QueryResult, Statement, TryGetable};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

type Result<T> = std::result::Result<T, String>;

const DATABASE: Text = text("数据库", "database");
const TABLES: Text = text("数据表", "tables");
const ROLE: Text = text("数据库角色", "role");
const LOCKS: Text = text("行级安全", "row security");
const WHOLE: Text = text("完整性", "wholeness");
const KEYS: Text = text("密钥", "keys");
const DISK: Text = text("磁盘", "disk");
const CLOCK: Text = text("时钟", "clock");
const HISTORY: Text = text("办事记录", "history");
const SEALS: Text = text("加封", "seals");
const FIGURES: Text = text("数字", "figures");
const JOBS: Text = text("到时的事", "what is due");
const WAY_UP: Text = text("逐级提醒", "the way up");
const DEMO: Text = text("演示数据", "demo");

/// What was found so far; each line is printed as it comes.
#[derive(Debug, Default)]
struct Report {
    checks: u32,
    findings: u32,
}

impl Report {
    fn well(&mut self, about: Text, said: &str) {
        self.checks += 1;
        say(&format!("ok     {} ({}): {said}", about.en, about.zh));
    }

    fn wrong(&mut self, about: Text, said: &str) {
        self.checks += 1;
        self.findings += 1;
        say(&format!("WRONG  {} ({}): {said}", about.en, about.zh));
    }

    /// Notes what a check said: well, wrong, or that it could not be made.
    fn note(&mut self, about: Text, checked: Result<Checked>) {
        match checked {
            Ok(Ok(said)) => self.well(about, &said),
            Ok(Err(said)) | Err(said) => self.wrong(about, &said),
        }
    }
}

/// A sentence that all is well, or one that says what is not.
type Checked = Result<String>;

/// Looks at everything; true when all is well.
///
/// # Errors
/// When the settings themselves make no sense.
pub async fn run(settings: &Settings) -> Result<bool> {
    let mut report = Report::default();
    let engine = settings.engine()?;
    let keys = keys(settings, &mut report);
    disk(settings, &engine, &mut report);
    match settings.open().await {
        Err(said) => report.wrong(DATABASE, &said),
        Ok(db) => database(settings, db, keys, &mut report).await,
    }
    match report.findings {
        0 => say(&format!("All is well: {} checks.", report.checks)),
        n => say(&format!("{n} of {} checks found something.", report.checks)),
    }
    Ok(report.findings == 0)
}

async fn database(settings: &Settings, db: Db, keys: Option<Keys>, report: &mut Report) {
    report.note(DATABASE, engine_of(&db).await.map(Ok));
    if let Err(said) = migrate::demand_current(&db).await {
        return report.wrong(TABLES, &said);
    }
    report.well(TABLES, "they are up to date.");
    if db.is_postgres() {
        report.note(ROLE, may_bypass(&db).await.map(|said| said.map_or_else(|| Ok("it cannot go round row security.".to_owned()), Err)));
        report.note(LOCKS, locks(&db).await);
        report.note(CLOCK, database_clock(&db).await);
    } else {
        report.note(WHOLE, sqlite_whole(&db).await);
        if let Ok(Engine::Sqlite(file)) = settings.engine() {
            report.note(DATABASE, Ok(private(&file, TooMany::ForOthers)));
        }
    }
    let Some(keys) = keys else {
        return report.wrong(KEYS, "without them the communities were not looked at.");
    };
    report.note(KEYS, keys_fit(&db, &keys, settings).await);
    let app = App { db, clock: Clock::system(), keys: Arc::new(keys), live: Hub::default(), reach: Reach::default() };
    half_demo(&app, report).await;
    communities(&call(&app), report).await;
    figures(&call(&app), report).await;
    sealed(&call(&app), report).await;
    jobs(&call(&app), report).await;
}

/// The keys, when they are there and read.
fn keys(settings: &Settings, report: &mut Report) -> Option<Keys> {
    let file = settings.keys_file();
    if !file.exists() {
        let said = "is not there: put it back from where you keep it; on a new deployment the first `linli serve` makes it.";
        report.wrong(KEYS, &format!("{} {said}", file.display()));
        return None;
    }
    report.note(KEYS, Ok(private(&file, TooMany::ForOthersAndGroup)));
    match Keys::load_or_make(&settings.data) {
        Ok(keys) => Some(keys),
        Err(failure) => {
            report.wrong(KEYS, &format!("they do not read ({}): put the file back from where you keep it.", cause(failure)));
            None
        }
    }
}

/// Which rights on a file of secrets or of people's data are too many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TooMany {
    /// Any but the owner's.
    ForOthersAndGroup = 0o077,
    /// Those of everybody; a group may be there for backups.
    ForOthers = 0o007,
}

#[cfg(unix)]
fn private(file: &Path, too_many: TooMany) -> Checked {
    use std::os::unix::fs::PermissionsExt as _;
    let name = file.display();
    let mode = std::fs::metadata(file).map_err(|e| format!("{name}: {e}"))?.permissions().mode() & 0o777;
    if mode & too_many as u32 == 0 {
        return Ok(format!("{name} is there, and others cannot read it."));
    }
    Err(format!("others may read {name} (mode {mode:o}): `chmod 600 {name}`, and think who may have read it."))
}

#[cfg(not(unix))]
fn private(file: &Path, _: TooMany) -> Checked {
    Ok(format!("{} is there.", file.display()))
}

/// Whether a phone that was sealed opens with these keys.
async fn keys_fit(db: &Db, keys: &Keys, settings: &Settings) -> Result<Checked> {
    let row = one(db, "select phone_sealed from accounts where phone_sealed is not null limit 1").await?;
    let Some(row) = row else { return Ok(Ok("no phone is sealed yet.".to_owned())) };
    let sealed: String = field(&row, "phone_sealed")?;
    Ok(match keys.open(&sealed) {
        Ok(_) => Ok("they open what this database sealed.".to_owned()),
        Err(_) => Err(format!(
            "{} is not of this database: phones do not open; put back the file that was kept with it.",
            settings.keys_file().display()
        )),
    })
}

/// Less than this and a busy week may fill the disk.
const ENOUGH_KIB: u64 = 1 << 20;

fn disk(settings: &Settings, engine: &Engine, report: &mut Report) {
    let database = match engine {
        Engine::Sqlite(file) => file.parent(),
        Engine::Postgres => None,
    };
    let mut folders = vec![settings.data.as_path()];
    folders.extend(database.filter(|folder| *folder != settings.data));
    for folder in folders.into_iter().filter(|folder| folder.exists()) {
        let shown = folder.display();
        match free_kib(folder) {
            None => report.well(DISK, &format!("how much is free at {shown} cannot be told here (there is no `df`).")),
            Some(free) if free < ENOUGH_KIB => {
                report
                    .wrong(DISK, &format!("only {} MiB are free at {shown}: make room before the database cannot be written.", free >> 10));
            }
            Some(free) => report.well(DISK, &format!("{} GiB are free at {shown}.", free >> 20)),
        }
    }
}

fn free_kib(folder: &Path) -> Option<u64> {
    let out = Command::new("df").arg("-Pk").arg(folder).output().ok()?;
    String::from_utf8(out.stdout).ok()?.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()
}

async fn engine_of(db: &Db) -> Result<String> {
    let sql = if db.is_postgres() { "select current_setting('server_version') as version" } else { "select sqlite_version() as version" };
    let row = one(db, sql).await?.ok_or("it answers nothing")?;
    let version: String = field(&row, "version")?;
    Ok(format!("{} {version} answers.", if db.is_postgres() { "PostgreSQL" } else { "SQLite" }))
}

/// Why this role could go round row security, if it could: then `serve` refuses to start.
///
/// # Errors
/// When the database does not say.
pub async fn may_bypass(db: &Db) -> Result<Option<String>> {
    if !db.is_postgres() {
        return Ok(None);
    }
    // Membership counts: who may become another role is no better than that role.
    let sql = "select current_user::text as name,
                 exists (select from pg_roles r where r.rolsuper and pg_has_role(current_user, r.oid, 'member')) as super,
                 exists (select from pg_roles r where r.rolbypassrls and pg_has_role(current_user, r.oid, 'member')) as bypass,
                 (select c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
                  where n.nspname = current_schema() and c.relkind in ('r', 'p', 'v', 'm') and pg_has_role(current_user, c.relowner, 'member')
                  order by c.relname limit 1) as owned";
    let row = one(db, sql).await?.ok_or("the database does not say who we are")?;
    let name: String = field(&row, "name")?;
    let what = match (field(&row, "super")?, field(&row, "bypass")?, field::<Option<String>>(&row, "owned")?) {
        (true, _, _) => "is, or may become, a superuser".to_owned(),
        (_, true, _) => "has, or may take, BYPASSRLS".to_owned(),
        (_, _, Some(table)) => format!("owns, or may become the owner of, the table {table}"),
        (false, false, None) => return Ok(None),
    };
    Ok(Some(format!(
        "the role {name} {what} and could go round row security: connect as a role like linli_app, that has data rights alone."
    )))
}

/// Every table of tenants must be locked: row security enabled, forced, with a policy that also checks what is written.
async fn locks(db: &Db) -> Result<Checked> {
    let sql = "select c.relname::text as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
                 exists (select from pg_policy p where p.polrelid = c.oid and p.polcmd = '*'
                         and p.polqual is not null and p.polwithcheck is not null) as policy
               from pg_class c join pg_namespace n on n.oid = c.relnamespace
               join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
               where n.nspname = current_schema() and c.relkind in ('r', 'p') order by c.relname";
    let rows = all(db, sql).await?;
    let mut open = Vec::new();
    for row in &rows {
        let locked = field(row, "enabled")? && field(row, "forced")? && field(row, "policy")?;
        if !locked {
            open.push(field::<String>(row, "name")?);
        }
    }
    // A view runs with its owner's rights unless it is told not to; a materialized one always shows everything.
    let sql = "select c.relname::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
               where n.nspname = current_schema() and (c.relkind = 'm'
                 or (c.relkind = 'v' and not coalesce(c.reloptions::text ilike '%security_invoker=true%', false))) order by c.relname";
    for row in &all(db, sql).await? {
        open.push(field::<String>(row, "name")?);
    }
    Ok(if rows.is_empty() {
        Err("there is no table of tenants at all: is this the right database?".to_owned())
    } else if open.is_empty() {
        Ok(format!("all {} tables of tenants are locked.", rows.len()))
    } else {
        Err(format!("not locked: {}; enable and force row security with a policy on tables, security_invoker on views.", open.join(", ")))
    })
}

async fn sqlite_whole(db: &Db) -> Result<Checked> {
    let row = one(db, "pragma journal_mode").await?.ok_or("no journal mode")?;
    let mode: String = field(&row, "journal_mode")?;
    if mode != "wal" {
        return Ok(Err(format!("its journal mode is {mode}, not WAL: is it on a network drive? Put the file on a local disk.")));
    }
    let row = one(db, "pragma quick_check(1)").await?.ok_or("no answer to quick_check")?;
    let said: String = field(&row, "quick_check")?;
    if said != "ok" {
        return Ok(Err(format!(
            "the file is damaged ({}): stop the server, keep the file, and `linli restore` the newest backup.",
            one_line(&said)
        )));
    }
    Ok(match all(db, "pragma foreign_key_check").await?.len() {
        0 => Ok("the file is whole, its journal is WAL.".to_owned()),
        n => Err(format!(
            "{n} row(s) point to rows that are gone: something else wrote to the file; `linli restore` the newest good backup."
        )),
    })
}

/// More than this many seconds between us and the database, and histories come in the wrong order.
const APART: f64 = 5.0;

async fn database_clock(db: &Db) -> Result<Checked> {
    let row = one(db, "select extract(epoch from clock_timestamp())::float8 as at").await?.ok_or("no time")?;
    let theirs: f64 = field(&row, "at")?;
    #[expect(clippy::cast_precision_loss, reason = "seconds apart, not moments")]
    let ours = Clock::system().now().timestamp_micros() as f64 / 1e6;
    let apart = (theirs - ours).abs();
    Ok(if apart < APART {
        Ok("ours and the database's agree.".to_owned())
    } else {
        Err(format!("ours and the database's are {apart:.0} seconds apart: keep both by NTP (chrony)."))
    })
}

async fn half_demo(app: &App, report: &mut Report) {
    match demo::state(app).await {
        Ok(demo::State::Half) => report.wrong(DEMO, demo::HALF),
        Ok(_) => {}
        Err(said) => report.wrong(DEMO, &said),
    }
}

/// The slugs of all communities.
///
/// # Errors
/// When the database does not answer.
pub async fn slugs(call: &Call) -> std::result::Result<Vec<String>, Fault> {
    let front = accounts::serve(call, "doctor.communities", Mode::Read, String::new(), communities::ops::front_door).await?;
    Ok(front.districts.into_iter().flat_map(|(_, cards)| cards).map(|card| card.slug).collect())
}

/// In which communities what is late does not reach a person at every step, and who is missing there.
///
/// # Errors
/// When the database does not answer.
pub async fn unheard(call: &Call) -> std::result::Result<Vec<(String, Vec<Role>)>, Fault> {
    let mut unheard = Vec::new();
    for slug in slugs(call).await? {
        let missing = communities::serve(call, "doctor.unheard", Mode::Read, &slug, (), wishes::ops::unheard).await?;
        if !missing.is_empty() {
            unheard.push((slug, missing));
        }
    }
    Ok(unheard)
}

/// The figures that do not stand as the history of their community says, and by how much.
///
/// # Errors
/// When the database does not answer, or a history does not read.
pub async fn wrong_figures(call: &Call) -> std::result::Result<Vec<(String, Count)>, Fault> {
    let mut wrong = Vec::new();
    for slug in slugs(call).await? {
        let missing = communities::serve(call, "figures.missing", Mode::Snapshot, &slug, (), figures::ops::missing).await?;
        wrong.extend(missing.into_iter().map(|count| (slug.clone(), count)));
    }
    Ok(wrong)
}

async fn figures(call: &Call, report: &mut Report) {
    match wrong_figures(call).await {
        Ok(wrong) if wrong.is_empty() => report.well(FIGURES, "all of them stand as the histories say."),
        Ok(wrong) => {
            let said = "figures do not stand as the history says: `linli figures rebuild` puts them right.";
            report.wrong(FIGURES, &format!("{} {said}", wrong.len()));
        }
        Err(fault) => report.wrong(FIGURES, &sentence(fault)),
    }
}

async fn sealed(call: &Call, report: &mut Report) {
    match seals::verify(call, &[]).await {
        Ok(found) => match found.iter().map(|(_, report)| report.findings.len()).sum::<usize>() {
            0 => report.well(SEALS, "every history is as it was written."),
            many => report.wrong(SEALS, &format!("{many} events are not as they were written: `linli audit verify` names them.")),
        },
        Err(fault) => report.wrong(SEALS, &sentence(fault)),
    }
}

/// How long a job may wait before nobody seems to work.
const WAITS: TimeDelta = TimeDelta::minutes(10);

async fn jobs(call: &Call, report: &mut Report) {
    match accounts::serve(call, "doctor.backlog", Mode::Read, (), communities::ops::backlog).await {
        Err(fault) => report.wrong(JOBS, &sentence(fault)),
        Ok(backlog) if backlog.failing > 0 => {
            report.wrong(JOBS, &format!("{} of them failed three times or more: the server's log says why.", backlog.failing));
        }
        Ok(backlog) if backlog.oldest > WAITS => {
            let minutes = backlog.oldest.num_minutes();
            report.wrong(
                JOBS,
                &format!("the oldest waits since {minutes} minutes, so nobody is reminded: is `linli serve` or `linli worker` running?"),
            );
        }
        Ok(_) => report.well(JOBS, "nothing waits for long."),
    }
    match unheard(call).await {
        Err(fault) => report.wrong(WAY_UP, &sentence(fault)),
        Ok(unheard) if unheard.is_empty() => report.well(WAY_UP, "what is late reaches a person in every community."),
        Ok(unheard) => {
            for (slug, roles) in unheard {
                let roles: Vec<&str> = roles.iter().map(|role| role.code()).collect();
                let said = "what is late reaches nobody: `linli account grant LOGIN --community SLUG --role admin`.";
                report.wrong(WAY_UP, &format!("{slug} has no {}: {said}", roles.join(" and no ")));
            }
        }
    }
}

async fn communities(call: &Call, report: &mut Report) {
    let slugs = match slugs(call).await {
        Ok(slugs) => slugs,
        Err(fault) => return report.wrong(DATABASE, &sentence(fault)),
    };
    let now = call.app.clock.now();
    let (mut wishes, mut whole, mut ahead) = (0, 0, Vec::new());
    for slug in &slugs {
        let newest = communities::serve(call, "doctor.newest", Mode::Read, slug, (), events::newest).await;
        match newest {
            Ok(newest) => ahead.extend(newest.filter(|at| *at > now).map(|at| (slug.as_str(), (at - now).num_seconds()))),
            Err(fault) => report.wrong(CLOCK, &sentence(fault)),
        }
        let replayed = communities::serve(call, "doctor.histories", Mode::Snapshot, slug, (), wishes::ops::check_histories).await;
        if let Ok(checked) = replayed {
            wishes += checked;
            whole += 1;
        } else {
            let said = "a wish does not stand as its history says (the log above names it): something else wrote to the database.";
            report.wrong(HISTORY, &format!("{slug}: {said}"));
        }
    }
    report.well(HISTORY, &format!("{wishes} wishes of {whole} communities stand as their histories say."));
    match ahead.into_iter().max_by_key(|(_, seconds)| *seconds) {
        None => report.well(CLOCK, "no event lies in the future."),
        Some((slug, seconds)) => {
            let said = "this machine's clock is behind, or was ahead: set it right before anybody goes on.";
            report.wrong(CLOCK, &format!("the newest event of {slug} lies {seconds} seconds in the future: {said}"));
        }
    }
}

async fn one(db: &Db, sql: &'static str) -> Result<Option<QueryResult>> {
    db.for_migrations().query_one_raw(statement(db, sql)).await.map_err(|e| one_line(&e.to_string()))
}

async fn all(db: &Db, sql: &'static str) -> Result<Vec<QueryResult>> {
    db.for_migrations().query_all_raw(statement(db, sql)).await.map_err(|e| one_line(&e.to_string()))
}

fn statement(db: &Db, sql: &'static str) -> Statement {
    Statement::from_string(if db.is_postgres() { DbBackend::Postgres } else { DbBackend::Sqlite }, sql)
}

fn field<T: TryGetable>(row: &QueryResult, name: &str) -> Result<T> {
    row.try_get("", name).map_err(|e| one_line(&e.to_string()))
}
