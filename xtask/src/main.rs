//! `cargo xtask`: sets up what is missing, builds both halves of Linli, starts it, tests it.
//!
//! Reading order: `run` and `test` are the two commands people use; `wasm`, `css`, `site` make the browser half;
//! `postgres` starts clusters of our own; `setup` brings what the machine lacks; `program` runs other programs.

mod args;
mod css;
mod hex;
mod places;
mod postgres;
mod program;
mod run;
mod say;
mod setup;
mod signals;
mod site;
mod test;
mod trouble;
mod wasm;

use args::Task;
use std::process::ExitCode;
use trouble::Outcome;

fn main() -> ExitCode {
    let task = match args::parse(std::env::args().skip(1)) {
        Ok(task) => task,
        Err(trouble) => {
            say::trouble(&trouble);
            return ExitCode::from(2);
        }
    };
    match perform(task) {
        Ok(code) => code,
        Err(_) if signals::stopping() => {
            say::trouble(&"stopped");
            ExitCode::from(130)
        }
        Err(trouble) => {
            say::trouble(&trouble);
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> Outcome<ExitCode> {
    let places = places::Places::find()?;
    signals::listen()?;
    match task {
        Task::Help => print!("{}", args::HELP),
        Task::Run(wishes) => run::run(&places, &wishes)?,
        Task::Test(part) => return test::run(&places, part),
        Task::Build => drop(run::build(&places)?),
        Task::Site => site::build(&places)?,
    }
    Ok(ExitCode::SUCCESS)
}
