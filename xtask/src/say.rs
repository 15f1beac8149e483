//! What people read while they wait: one line a step, plain text, no colours to undo.

use std::time::Duration;

/// A step begins.
pub fn step(what: &str) {
    println!("== {what}");
}

/// A step that takes long as long as its result is not there yet.
pub fn build(what: &str, result: &std::path::Path, time: &str) {
    if result.exists() {
        step(what);
    } else {
        step(&format!("{what} (the first build takes {time})"));
    }
}

/// A detail of the step at hand.
pub fn note(what: &str) {
    println!("   {what}");
}

/// A long step is still at work: silence would look like a hang.
pub fn waiting(passed: Duration) {
    println!("   … {}", duration(passed));
}

/// The one line with which xtask gives up.
pub fn trouble(what: &dyn std::fmt::Display) {
    eprintln!("xtask: {what}");
}

/// How a step of the tests went.
pub fn result(counted: &dyn std::fmt::Display, left_out: u64, passed: Duration) {
    let ignored = if left_out > 0 { format!(", {left_out} left out") } else { String::new() };
    note(&format!("{counted}{ignored} ({})", duration(passed)));
}

/// Kilobytes as people compare them: 1000 bytes, one decimal.
pub fn kilobytes(bytes: usize) -> String {
    format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100)
}

/// "1 min 05 s", "12 s".
pub fn duration(passed: Duration) -> String {
    let seconds = passed.as_secs();
    if seconds < 60 { format!("{seconds} s") } else { format!("{} min {:02} s", seconds / 60, seconds % 60) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_shown_in_kilobytes_with_one_decimal() {
        assert_eq!(kilobytes(217_940), "217.9 kB");
        assert_eq!(kilobytes(99), "0.0 kB");
    }

    #[test]
    fn times_are_shown_in_minutes_once_there_is_one() {
        assert_eq!(duration(Duration::from_secs(12)), "12 s");
        assert_eq!(duration(Duration::from_secs(65)), "1 min 05 s");
    }
}
