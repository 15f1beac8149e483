//! The binary `linli`: reads the command line and does the one thing it names. What goes wrong is one line on standard
//! error and exit status 1.

use app::kernel::clock::Clock;
use app::kernel::ctx::{App, Reach};
use clap::Parser as _;
use server::command::{AuditCommand, Command, FiguresCommand, KeysCommand, Line, Serve};
use server::config::Settings;
use server::demo::bulk::Size;
use server::post::{self, Post};
use server::{backup, demo, doctor, http, live, migrate, operator, seals, telemetry, worker};
use std::process::ExitCode;

fn main() -> ExitCode {
    let line = Line::parse();
    // One command after the other needs no second thread, and handing work over costs the demo a fifth of its time.
    let mut runtime = match line.command {
        Command::Serve(_) => tokio::runtime::Builder::new_multi_thread(),
        _ => tokio::runtime::Builder::new_current_thread(),
    };
    let runtime = runtime.enable_all().build();
    let done = telemetry::start(&line.settings)
        .and_then(|()| runtime.map_err(|e| format!("there are no threads to work with: {e}")))
        .and_then(|runtime| runtime.block_on(run(line)));
    match done {
        Ok(code) => code,
        Err(said) => {
            eprintln!("linli: {said}");
            ExitCode::FAILURE
        }
    }
}

async fn run(line: Line) -> Result<ExitCode, String> {
    let settings = &line.settings;
    match line.command {
        Command::Serve(how) => serve(settings, how).await?,
        Command::Worker(outside) => {
            let post = Post::new(&outside)?;
            let app = ready(settings, post.reach()).await?;
            tokio::select! {
                never = worker::run(&app) => match never {},
                never = post::run(&app, &post) => match never {},
                never = seals::go_on(&app) => match never {},
                () = http::told_to_stop() => {}
            }
        }
        Command::Migrate { down } => migrate::run(settings, down).await?,
        Command::District(what) => operator::district(settings, what).await?,
        Command::Community(what) => operator::community(settings, what).await?,
        Command::Account(what) => operator::account(settings, what).await?,
        Command::Figures(FiguresCommand::Verify) if operator::verify_figures(settings).await? => {}
        Command::Figures(FiguresCommand::Rebuild) => operator::rebuild_figures(settings).await?,
        Command::Audit(AuditCommand::Verify { since }) => {
            let app = settings.app(Clock::system()).await?;
            if !seals::run(&operator::call(&app), since.as_deref()).await? {
                return Ok(ExitCode::FAILURE);
            }
        }
        Command::Keys(KeysCommand::Rotate) => operator::rotate_keys(settings)?,
        Command::Backup { file, ops_database } => backup::backup(settings, &file, ops_database.as_deref()).await?,
        Command::Restore { file, force } => backup::restore(settings, &file, force).await?,
        Command::Demo { days, communities: Some(communities), wishes, seed, if_empty, .. } => {
            demo::run_bulk(settings, Size { communities, wishes, days }, seed, if_empty).await?;
        }
        Command::Demo { days, date, seed, if_empty, .. } => demo::run(settings, days, date, seed, if_empty).await?,
        Command::Doctor if doctor::run(settings).await? => {}
        Command::Figures(FiguresCommand::Verify) | Command::Doctor => return Ok(ExitCode::FAILURE),
    }
    Ok(ExitCode::SUCCESS)
}

/// The application, on a database that keeps communities apart.
async fn ready(settings: &Settings, reach: Reach) -> Result<App, String> {
    let app = settings.app_reaching(Clock::system(), reach).await?;
    match doctor::may_bypass(&app.db).await? {
        Some(said) => Err(said),
        None => Ok(app),
    }
}

async fn serve(settings: &Settings, how: Serve) -> Result<(), String> {
    let post = Post::new(&how.outside)?;
    let app = ready(settings, post.reach()).await?;
    if demo::state(&app).await? == demo::State::Half {
        tracing::warn!("{}", demo::HALF);
    }
    let config = http::Config { listen: how.listen, site: how.site, metrics: how.metrics };
    tokio::select! {
        done = http::serve(app.clone(), config) => done,
        never = worker::run(&app) => match never {},
        never = post::run(&app, &post) => match never {},
        never = live::run(&app) => match never {},
        never = seals::go_on(&app) => match never {},
    }
}
