//! Running the tests and counting them, the skipped ones too.
//!
//! A test that lacks its reference data passes and prints a line `SKIPPED: ...` (see `sijill-testkit`).
//! Runners hide the output of tests that pass, so it is read where each runner can be made to keep it.

use std::fmt;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use crate::Result;
use crate::command::{check, line, root};

/// nextest keeps all output in a JUnit file (`.config/nextest.toml`), and the console stays short.
pub const NEXTEST: &str = "nextest run --workspace --locked --cargo-quiet";

/// libtest prints the output of tests that pass only with `--show-output`.
pub const LIBTEST: &str =
    "test --quiet --workspace --locked --lib --bins --tests --examples -- --show-output";

/// How many tests ran, and which ones only said why they could not.
#[derive(Default, Debug, PartialEq)]
pub struct Count {
    passed: usize,
    failed: usize,
    /// What each skipped test said.
    pub skipped: Vec<String>,
}

/// The plain closing line that CI counts by.
impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let passed = self.passed.saturating_sub(self.skipped.len());
        write!(f, "{passed} passed, {} failed, {} skipped", self.failed, self.skipped.len())
    }
}

/// Runs nextest and reads its JUnit file, which lies in the checkout whatever the target folder is.
pub fn by_nextest(mut command: Command) -> (Count, Result<()>) {
    let junit = root().join("target/nextest/default/junit.xml");
    // A run that ends in a compile error writes none, and an old one must not be counted.
    let _ = fs_err::remove_file(&junit);
    let outcome = check(&mut command);
    match fs_err::read_to_string(&junit) {
        Ok(text) => (count_junit(&text), outcome),
        // Without it, skipped tests would pass for tests.
        Err(error) => (Count::default(), outcome.and(Err(error.into()))),
    }
}

/// Runs libtest, passing its lines on as they come.
pub fn by_libtest(mut command: Command) -> (Count, Result<()>) {
    let mut count = Count::default();
    let outcome = follow(&mut command, |line| {
        println!("{line}");
        count.add_libtest(line);
    });
    (count, outcome)
}

fn follow(command: &mut Command, mut see: impl FnMut(&str)) -> Result<()> {
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).lines() {
            see(&line?);
        }
    }
    let status = child.wait()?;
    if status.success() { Ok(()) } else { Err(format!("`{}`: {status}", line(command)).into()) }
}

fn count_junit(text: &str) -> Count {
    let head = text.lines().find(|line| line.contains("<testsuites")).unwrap_or_default();
    let number = |name: &str| {
        let (_, rest) = head.split_once(&format!(" {name}=\""))?;
        rest.split('"').next()?.parse::<usize>().ok()
    };
    let failed = number("failures").unwrap_or(0) + number("errors").unwrap_or(0);
    let passed = number("tests").unwrap_or(0).saturating_sub(failed);
    Count { passed, failed, skipped: text.lines().filter_map(skipped).collect() }
}

impl Count {
    fn add_libtest(&mut self, line: &str) {
        self.skipped.extend(skipped(line));
        if let Some(result) = line.strip_prefix("test result: ") {
            self.passed += number_before(result, " passed");
            self.failed += number_before(result, " failed");
        }
    }
}

fn number_before(text: &str, word: &str) -> usize {
    let before = text.split(word).next().unwrap_or_default();
    before.rsplit(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// What follows `SKIPPED: ` at the start of a line, or of an element's text in JUnit.
fn skipped(line: &str) -> Option<String> {
    let (before, reason) = line.split_once("SKIPPED: ")?;
    let starts = before.trim().is_empty() || before.ends_with('>');
    let reason = reason.split('<').next().unwrap_or_default().trim();
    starts.then(|| reason.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn junit_is_counted_with_the_skipped_tests() {
        let text = "<?xml version=\"1.0\"?>\n\
            <testsuites name=\"nextest-run\" tests=\"5\" failures=\"1\" errors=\"0\">\n\
            <system-err>SKIPPED: a needs shared/x</system-err>\n\
            SKIPPED: b needs shared/y\n\
            assert \"no SKIPPED: here\"\n";
        let count = count_junit(text);
        assert_eq!(count.skipped, ["a needs shared/x", "b needs shared/y"]);
        assert_eq!(count.to_string(), "2 passed, 1 failed, 2 skipped");
    }

    #[test]
    fn libtest_is_summed_over_its_binaries() {
        let mut count = Count::default();
        for line in [
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out",
            "SKIPPED: c needs shared/z",
            "test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out",
        ] {
            count.add_libtest(line);
        }
        assert_eq!(count.to_string(), "3 passed, 2 failed, 1 skipped");
    }
}
