//! `cargo xtask test`: everything that a contribution must pass, one line a step, ending at the first failure.
//!
//! Nothing is left out silently. A step that could not run (no network to fetch a referee) and a test that
//! lacked its reference data are listed at the end; where `CI` is set either of them is a failure.

mod count;

use std::env;
use std::path::PathBuf;
use std::time::Instant;

use crate::Result;
use crate::command::{cargo, check, installed, program, release_binary, target};
use crate::setup;
use count::Count;

/// Runs all steps, or only formatting, lints and tests.
pub fn run(fast: bool) -> Result<()> {
    let mut run = Run::default();
    let outcome = if fast { run.fast() } else { run.everything() };
    run.close(outcome)
}

/// What the steps find out for one another and for the closing lines.
#[derive(Default)]
struct Run {
    models: Option<PathBuf>,
    referees: Option<PathBuf>,
    referees12: Option<PathBuf>,
    sijill: PathBuf,
    count: Option<Count>,
    not_run: Vec<&'static str>,
}

impl Run {
    fn fast(&mut self) -> Result<()> {
        self.step("set-up", Self::set_up)?;
        self.style()?;
        self.step("build", Self::build_debug)?;
        self.step("tests", Self::tests)
    }

    fn everything(&mut self) -> Result<()> {
        self.step("set-up", Self::set_up)?;
        self.style()?;
        self.step("build", Self::build_release)?;
        self.step("doc tests", |_| check(&mut cargo("test --quiet --workspace --doc --locked")))?;
        self.step("tests", Self::tests)?;
        self.step("docs", |_| docs())?;
        self.step("dependencies", Self::dependencies)
    }

    fn style(&mut self) -> Result<()> {
        let clippy = "clippy --quiet --workspace --all-targets --locked -- -D warnings";
        self.step("format", |_| check(&mut cargo("fmt --all --check")))?;
        self.step("clippy", |_| check(&mut cargo(clippy)))
    }

    /// Runs one step and prints its line.
    fn step(&mut self, name: &str, work: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        let start = Instant::now();
        let outcome = work(self);
        let word = if outcome.is_ok() { "ok" } else { "FAILED" };
        println!("{word:<7} {name:<13} {:7.1} s", start.elapsed().as_secs_f64());
        outcome.map_err(|error| format!("{name}: {error}").into())
    }

    fn set_up(&mut self) -> Result<()> {
        setup::install(setup::TEST_PACKAGES);
        crate::fonts::install()?;
        match crate::models::install() {
            Ok(models) => self.models = Some(models),
            Err(error) => {
                eprintln!("{error}");
                self.not_run.push("tests that read pages");
            }
        }
        self.referees = setup::referees();
        if self.referees.is_none() {
            self.not_run.push("tests against the referees");
        }
        self.referees12 = setup::referees12();
        if self.referees12.is_none() {
            self.not_run.push("tests against the witness and verifier from PyPI");
        }
        Ok(())
    }

    fn build_debug(&mut self) -> Result<()> {
        self.sijill = target().join("debug/sijill");
        check(&mut cargo("build --quiet --locked --package sijill"))
    }

    fn build_release(&mut self) -> Result<()> {
        self.sijill = release_binary()?;
        Ok(())
    }

    fn tests(&mut self) -> Result<()> {
        let nextest = installed("cargo-nextest");
        let mut command = cargo(if nextest { count::NEXTEST } else { count::LIBTEST });
        command.env("SIJILL_BIN", &self.sijill);
        if let Some(models) = &self.models {
            command.env("SIJILL_TESSDATA", models);
        }
        if let Some(referees) = &self.referees {
            command.env("SIJILL_REFEREES", referees);
        }
        if let Some(referees) = &self.referees12 {
            command.env("SIJILL_REFEREES12", referees);
        }
        let (count, outcome) =
            if nextest { count::by_nextest(command) } else { count::by_libtest(command) };
        self.count = Some(count);
        outcome
    }

    fn dependencies(&mut self) -> Result<()> {
        match setup::cargo_deny() {
            Some(deny) => check(program(deny).args(DENY.split_whitespace())),
            None => {
                self.not_run.push("dependency checks");
                Ok(())
            }
        }
    }

    /// The closing lines; the last of them is the one that CI reads.
    fn close(self, outcome: Result<()>) -> Result<()> {
        self.not_run.iter().for_each(|step| println!("NOT RUN: {step}"));
        let mut complete = self.not_run.is_empty();
        if let Some(count) = self.count {
            complete &= count.skipped.is_empty();
            count.skipped.iter().for_each(|test| println!("SKIPPED: {test}"));
            println!("{count}");
        }
        outcome?;
        if env::var_os("CI").is_some() && !complete {
            return Err("in CI nothing may be skipped; see the lines above".into());
        }
        Ok(())
    }
}

const DENY: &str = "--offline --locked --log-level error check bans licenses sources";

fn docs() -> Result<()> {
    let line = "doc --quiet --workspace --no-deps --document-private-items --locked";
    check(cargo(line).env("RUSTDOCFLAGS", "-Dwarnings"))
}
