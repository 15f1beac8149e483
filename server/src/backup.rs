//! Taking the whole database to a file and back. SQLite copies itself; PostgreSQL's own tools do it for PostgreSQL.
//!
//! The keys are not in the backup, on purpose: whoever has both can read every phone. Keep them in two places.

use crate::config::{Engine, Settings, beside, private_file};
use crate::migrate;
use crate::operator::{one_line, say};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _};
use std::fs::File;
use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

type Result<T> = std::result::Result<T, String>;

/// Writes the database to a new file.
///
/// # Errors
/// When the file is there already, or the database or its tool says no; then no half a file is left.
pub async fn backup(settings: &Settings, file: &Path, ops_database: Option<&str>) -> Result<()> {
    if file.exists() {
        return Err(format!("{} is there already; a backup overwrites nothing", file.display()));
    }
    let part = beside(file, ".part");
    private_file(&part)?;
    let written = match settings.engine()? {
        Engine::Sqlite(database) => vacuum_into(&database, &part).await,
        Engine::Postgres => dump(ops_database.unwrap_or(&settings.database), &part),
    };
    let kept = written.and_then(|()| keep(&part, file));
    if kept.is_err() {
        // What is half-written helps nobody, and the next run begins it anew anyway.
        drop(std::fs::remove_file(&part));
    }
    kept?;
    say(&format!(
        "The database is in {}. The keys are not: keep {} as well, in another place.",
        file.display(),
        settings.keys_file().display()
    ));
    Ok(())
}

/// Gives a finished file its name: to the disk first, so that a crash leaves no empty one.
fn keep(part: &Path, file: &Path) -> Result<()> {
    let kept = File::open(part).and_then(|open| open.sync_all()).and_then(|()| std::fs::rename(part, file));
    kept.and_then(|()| sync_folder(file)).map_err(|e| format!("{} cannot be kept: {e}", file.display()))
}

fn sync_folder(file: &Path) -> std::io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

async fn open_sqlite(file: &Path) -> std::result::Result<SqliteConnection, sqlx::Error> {
    let options = SqliteConnectOptions::new().filename(file).create_if_missing(false).busy_timeout(Duration::from_secs(8));
    options.disable_statement_logging().connect().await
}

async fn vacuum_into(database: &Path, part: &Path) -> Result<()> {
    if !database.exists() {
        return Err(format!("there is no database at {}", database.display()));
    }
    let trouble = |e: sqlx::Error| format!("the backup failed: {}", one_line(&e.to_string()));
    let target = part.to_str().ok_or("the file's name is not UTF-8")?;
    let mut connection = open_sqlite(database).await.map_err(trouble)?;
    sqlx::query("vacuum into ?").bind(target).execute(&mut connection).await.map_err(trouble)?;
    connection.close().await.map_err(trouble)
}

/// Puts the database back from a file.
///
/// # Errors
/// When the file is no whole backup, the database is in use, or it has accounts and nobody said `--force`.
pub async fn restore(settings: &Settings, file: &Path, force: bool) -> Result<()> {
    if !file.is_file() {
        return Err(format!("there is no backup at {}", file.display()));
    }
    match settings.engine()? {
        Engine::Sqlite(database) => restore_sqlite(&database, file, force).await?,
        Engine::Postgres => restore_postgres(&settings.database, file, force).await?,
    }
    say(&format!(
        "The database is back from {}. Next: put its keys at {}, `linli migrate`, `linli doctor`.",
        file.display(),
        settings.keys_file().display()
    ));
    Ok(())
}

const INHABITED: &str = "the database has accounts; `--force` puts the backup in its place and they are gone";

async fn restore_sqlite(database: &Path, file: &Path, force: bool) -> Result<()> {
    if let Some(folder) = database.parent() {
        std::fs::create_dir_all(folder).map_err(|e| format!("{} cannot be made: {e}", folder.display()))?;
    }
    let _lock = migrate::file_lock(database)?;
    let part = beside(database, ".restoring");
    private_file(&part)?;
    let copied = std::fs::copy(file, &part).map_err(|e| format!("{} cannot be copied: {e}", file.display()));
    let ready = match copied {
        Ok(_) => check_whole(&part, file).await,
        Err(said) => Err(said),
    };
    let ready = match ready {
        Ok(()) if database.exists() => set_aside(database, force).await,
        other => other,
    };
    if let Err(said) = ready {
        drop(std::fs::remove_file(&part));
        return Err(said);
    }
    keep(&part, database)
}

/// Whether a file is a whole database of ours.
async fn check_whole(part: &Path, file: &Path) -> Result<()> {
    let trouble = |e: sqlx::Error| format!("{} is no backup of Linli: {}", file.display(), one_line(&e.to_string()));
    let mut connection = open_sqlite(part).await.map_err(trouble)?;
    let said: String = sqlx::query_scalar("pragma quick_check(1)").fetch_one(&mut connection).await.map_err(trouble)?;
    if said != "ok" {
        return Err(format!("{} is damaged ({}); nothing was changed", file.display(), one_line(&said)));
    }
    let _accounts: i64 = sqlx::query_scalar("select count(*) from accounts").fetch_one(&mut connection).await.map_err(trouble)?;
    connection.close().await.map_err(trouble)
}

/// Makes sure that the database may go and that nobody has it open, and takes its journal away: a journal left beside
/// another database would be played into it.
async fn set_aside(database: &Path, force: bool) -> Result<()> {
    match ask_inhabited(database).await {
        Err(e) if is_busy(&e) => return Err(in_use(database)),
        Ok(true) if !force => return Err(INHABITED.to_owned()),
        Err(e) if !force => {
            let said = "cannot be read, so whether it has accounts is unknown; `--force` puts the backup in its place";
            return Err(format!("{} {said} ({})", database.display(), one_line(&e.to_string())));
        }
        _ => {}
    }
    if let Err(e) = leave_wal(database).await
        && is_busy(&e)
    {
        return Err(in_use(database));
    }
    for ending in ["-wal", "-shm"] {
        let path = beside(database, ending);
        match std::fs::remove_file(&path) {
            Err(e) if e.kind() != ErrorKind::NotFound => return Err(format!("{} cannot be removed: {e}", path.display())),
            _ => {}
        }
    }
    Ok(())
}

async fn ask_inhabited(database: &Path) -> std::result::Result<bool, sqlx::Error> {
    let mut connection = open_sqlite(database).await?;
    let tables: i64 = sqlx::query_scalar("select count(*) from sqlite_schema where name = 'accounts'").fetch_one(&mut connection).await?;
    let accounts: i64 =
        if tables == 0 { 0 } else { sqlx::query_scalar("select count(*) from accounts").fetch_one(&mut connection).await? };
    connection.close().await?;
    Ok(accounts > 0)
}

/// SQLite leaves its WAL mode only for a database's single user, so this also tells whether there is another.
async fn leave_wal(database: &Path) -> std::result::Result<(), sqlx::Error> {
    let mut connection = open_sqlite(database).await?;
    sqlx::query("pragma busy_timeout = 500").execute(&mut connection).await?;
    sqlx::query("pragma journal_mode = delete").execute(&mut connection).await?;
    connection.close().await
}

fn is_busy(error: &sqlx::Error) -> bool {
    // 5: SQLITE_BUSY, and its extended codes.
    matches!(error, sqlx::Error::Database(e) if e.code().and_then(|code| code.parse::<u32>().ok()).is_some_and(|code| code & 0xff == 5))
}

fn in_use(database: &Path) -> String {
    format!("{} is in use: stop `linli serve` first", database.display())
}

fn dump(url: &str, part: &Path) -> Result<()> {
    let mut command = tool("pg_dump", url)?;
    command.args(["--format=custom", "--file"]).arg(part);
    finish(command, "pg_dump").map_err(|said| {
        let hint = "; the server's own role cannot see every row: set LINLI_OPS_DATABASE_URL to one that may (linli_ops)";
        let blind = said.contains("row-level security") || said.contains("permission denied");
        if blind { format!("{said}{hint}") } else { said }
    })
}

async fn restore_postgres(url: &str, file: &Path, force: bool) -> Result<()> {
    let trouble = |e: sqlx::Error| format!("the database cannot be reached: {}", one_line(&e.to_string()));
    let mut connection = sqlx::postgres::PgConnection::connect(url).await.map_err(trouble)?;
    let there: bool = sqlx::query_scalar("select to_regclass('accounts') is not null").fetch_one(&mut connection).await.map_err(trouble)?;
    let inhabited: bool =
        there && sqlx::query_scalar("select exists (select from accounts)").fetch_one(&mut connection).await.map_err(trouble)?;
    drop(connection.close().await);
    if inhabited && !force {
        return Err(INHABITED.to_owned());
    }
    let mut command = tool("pg_restore", url)?;
    command.args(["--clean", "--if-exists", "--no-owner", "--single-transaction"]).arg(file);
    finish(command, "pg_restore")
}

/// One of PostgreSQL's programs on this database. The password goes by the environment: arguments are seen by every
/// user of the machine.
fn tool(name: &str, url: &str) -> Result<Command> {
    let (url, password) = without_password(url)?;
    let mut command = Command::new(name);
    command.arg("--no-password").arg(format!("--dbname={url}"));
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
    Ok(command)
}

/// Takes the password out of `postgres://user:password@host/name`.
fn without_password(url: &str) -> Result<(String, Option<String>)> {
    let (scheme, rest) = url.split_once("://").ok_or("the database's URL has no ://")?;
    let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    if path.contains("password=") {
        return Err("put the password before the @ of the URL, not behind its ?".to_owned());
    }
    let Some((user, host)) = authority.rsplit_once('@') else { return Ok((url.to_owned(), None)) };
    match user.split_once(':') {
        None => Ok((url.to_owned(), None)),
        Some((user, password)) => Ok((format!("{scheme}://{user}@{host}{path}"), Some(percent_decoded(password)))),
    }
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend_from_slice(before.as_bytes());
        let code = after.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        // A percent sign that begins nothing stands for itself.
        bytes.push(code.unwrap_or(b'%'));
        rest = if code.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

fn finish(mut command: Command, name: &str) -> Result<()> {
    let out = command.output().map_err(|e| match e.kind() {
        ErrorKind::NotFound => {
            format!("{name} is not installed: it is in the package postgresql-client (Debian, Ubuntu, Alpine) or postgresql (Fedora)")
        }
        _ => format!("{name} does not start: {e}"),
    })?;
    if out.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&out.stderr);
    // The first line that names an error says what went wrong; the rest is where.
    let line = said.lines().find(|line| line.contains("error:") || line.contains("ERROR:")).or(said.lines().next()).unwrap_or_default();
    Err(format!("{name} failed: {}", one_line(line)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_no_argument() -> Result<()> {
        let (url, password) = without_password("postgres://linli_ops:a%40b:c@db:5432/linli?sslmode=require")?;
        assert_eq!(url, "postgres://linli_ops@db:5432/linli?sslmode=require");
        assert_eq!(password.as_deref(), Some("a@b:c"));
        assert_eq!(without_password("postgres://linli@db/linli")?.1, None);
        assert!(without_password("postgres://db/linli?password=x").is_err());
        Ok(())
    }

    #[test]
    fn a_percent_sign_that_begins_nothing_stays() {
        assert_eq!(percent_decoded("100%"), "100%");
        assert_eq!(percent_decoded("%e9%82%bb"), "邻");
    }
}
