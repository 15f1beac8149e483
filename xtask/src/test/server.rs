//! The server's tests on real engines: SQLite comes with it, PostgreSQL is started here and thrown away afterwards.

use super::count::Tally;
use super::steps;
use crate::places::Places;
use crate::trouble::Outcome;
use crate::{postgres, program, say};

pub fn run(places: &Places, tally: &mut Tally) -> Outcome {
    say::step("PostgreSQL for the tests");
    let cluster = postgres::throw_away()?;
    let mut tests = program::cargo(&places.root);
    tests.args(["test", "--no-fail-fast", "-p", "server"]);
    tests.env("LINLI_TEST_POSTGRES", cluster.superuser_url());
    steps::cargo_tests(places, tally, "Tests of the server", &mut tests)
}
