//! Counting: what Cargo's test programs and Playwright say of themselves.

use std::fmt;
use std::ops::AddAssign;

/// How many passed, failed, and were left out.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
    pub left_out: u64,
}

impl Tally {
    pub const ONE_PASSED: Self = Self { passed: 1, failed: 0, left_out: 0 };
    pub const ONE_FAILED: Self = Self { passed: 0, failed: 1, left_out: 0 };

    /// Nothing failed, and something ran.
    pub fn good(self) -> bool {
        self.failed == 0 && self.passed > 0
    }

    /// Sums the `test result:` lines of a `cargo test`. One that ended badly without saying which test failed (it did
    /// not compile, or crashed) counts as one failure; one that ran nothing is none.
    pub fn of_cargo(output: &str, succeeded: bool) -> Self {
        let mut sum = Self::default();
        for line in output.lines() {
            sum += Self::of_result_line(line).unwrap_or_default();
        }
        if !succeeded && sum.failed == 0 {
            sum.failed = 1;
        }
        sum
    }

    /// `test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s`
    fn of_result_line(line: &str) -> Option<Self> {
        let counts = line.trim_start().strip_prefix("test result: ")?.split_once(". ")?.1;
        let of = |what: &str| {
            let mut parts = counts.split(';').filter_map(|part| part.trim().split_once(' '));
            parts.find(|(_, name)| *name == what).and_then(|(count, _)| count.parse().ok())
        };
        Some(Self { passed: of("passed")?, failed: of("failed")?, left_out: of("ignored")? })
    }

    /// Reads the report of Playwright's JSON reporter. Errors outside any test (a server that did not start) count too.
    pub fn of_playwright(report: &str, succeeded: bool) -> Self {
        let report: serde_json::Value = serde_json::from_str(report).unwrap_or_default();
        let of = |what: &str| report.pointer(&format!("/stats/{what}")).and_then(serde_json::Value::as_u64).unwrap_or(0);
        let outside = report.get("errors").and_then(serde_json::Value::as_array).map_or(0, Vec::len);
        let failed = of("unexpected") + of("flaky") + outside as u64;
        let failed = if succeeded { failed } else { failed.max(1) };
        Self { passed: of("expected"), failed, left_out: of("skipped") }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.left_out += other.left_out;
    }
}

/// The last line of a run. Nothing but the two numbers: it is read by programs.
impl fmt::Display for Tally {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO_PROGRAMS: &str = "\
running 3 tests
test a ... ok
test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s
   Doc-tests app
test result: FAILED. 40 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.20s
";

    #[test]
    fn the_results_of_all_test_programs_are_summed() {
        assert_eq!(Tally::of_cargo(TWO_PROGRAMS, false), Tally { passed: 42, failed: 3, left_out: 1 });
    }

    #[test]
    fn a_build_that_fails_is_one_failure() {
        assert_eq!(Tally::of_cargo("error: could not compile `app`", false), Tally::ONE_FAILED);
    }

    #[test]
    fn a_program_that_crashes_after_good_ones_is_one_failure() {
        let output = "test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\nerror: test failed, signal: 11";
        assert_eq!(Tally::of_cargo(output, false), Tally { passed: 2, failed: 1, left_out: 0 });
    }

    #[test]
    fn words_that_only_look_like_a_result_count_for_nothing() {
        assert_eq!(Tally::of_cargo("the line `test result: ok` is parsed\ntest result: fine", true), Tally::default());
    }

    #[test]
    fn a_run_of_nothing_is_not_good() {
        assert!(!Tally::default().good());
        assert!(Tally::ONE_PASSED.good());
    }

    #[test]
    fn flaky_browser_tests_and_errors_outside_tests_are_failures() {
        let report = r#"{"errors":[{"message":"x"}],"stats":{"expected":5,"unexpected":1,"flaky":1,"skipped":2}}"#;
        assert_eq!(Tally::of_playwright(report, false), Tally { passed: 5, failed: 3, left_out: 2 });
    }

    #[test]
    fn a_browser_run_without_a_report_is_one_failure() {
        assert_eq!(Tally::of_playwright("", false), Tally::ONE_FAILED);
    }

    #[test]
    fn the_last_line_holds_the_two_numbers_alone() {
        assert_eq!(Tally { passed: 42, failed: 3, left_out: 1 }.to_string(), "42 passed, 3 failed");
    }
}
