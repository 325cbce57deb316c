//! `cargo xtask ...`: what a contributor runs. Set-up, referees and measuring; no product logic.
//!
//! Two commands are enough to begin: `cargo xtask demo` and `cargo xtask test`. They need cargo and a C
//! compiler; what else is missing they install, or say plainly that they could not.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool speaks there")]

mod bench;
mod bench_find;
mod bench_search;
mod campaign;
mod command;
mod court;
mod demo;
mod eval;
mod eval_ocr;
mod eval_search;
mod fonts;
mod models;
mod names;
mod pictures;
mod schemas;
mod setup;
mod test;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Every failure is a sentence for the person at the terminal.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Sijill's chores.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build sijill and run `sijill demo`: a throw-away archive, taken in, verified, damaged and verified again
    Demo {
        /// Handed to `sijill demo` as they are
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Make an evidence package, verify it by its README alone, and tamper with it in every known way
    Court,
    /// Everything that a contribution must pass
    Test {
        /// Formatting, lints and tests only
        #[arg(long)]
        fast: bool,
    },
    /// Speed and memory beside other tools, as ratios within one run
    Bench(bench::Options),
    /// The search index beside bare tantivy and SQLite's FTS5, at a million made-up pages
    BenchSearch(bench_search::Options),
    /// Write archive-schema/schemas/*.json again
    Schemas {
        /// Change nothing; fail if a file is stale
        #[arg(long)]
        check: bool,
    },
    /// What is said of scans, judged on pages made worse on purpose
    EvalQuality,
    /// Fetch the fonts that printed letters are built with
    Fonts,
    /// Fetch the models that pages are read with, into target/tessdata
    Models,
    /// Read labelled pages and compare with what stands on them; the last line is JSON
    EvalOcr {
        /// Images with their .txt and .json; by default the pages of the reference data
        folder: Option<PathBuf>,
    },
    /// Look for everybody who stands on labelled pages, by name alone; the last line is JSON
    EvalSearch {
        /// Images with their .json and persons.json; by default the pages of the reference data
        folder: Option<PathBuf>,
    },
    /// Match names: Latin spellings with Arabic names, questions with persons; the last line is JSON
    EvalNames {
        /// `name_variants.tsv`, `persons_pool.tsv` and `person_queries.tsv`; by default the names of the reference data
        folder: Option<PathBuf>,
        /// Also learn anew without the names that are asked for, as is done on the reference data; takes minutes
        #[arg(long)]
        cross_validate: bool,
    },
    /// Learn the weights of spellings anew, into crates/names/weights
    TrainNames {
        /// `name_variants.tsv`; by default that of the reference data
        folder: Option<PathBuf>,
    },
    /// Find persons among many mentions: how long it takes
    BenchFind {
        /// How many mentions
        #[arg(default_value_t = 1_000_000)]
        mentions: u32,
    },
    /// Power cuts, full disks and failing writes against the release binary
    Faults(campaign::Options),
    /// One flipped bit anywhere in an archive must be noticed
    Bits(campaign::Options),
    /// Many people at once on the server, which is killed in the middle
    Load(campaign::Options),
    /// Damaged pictures through the confined worker
    Hostile(pictures::Hostile),
    /// Which undamaged pictures of the corpus are shown, beside libvips
    Coverage,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Demo { arguments } => demo::run(&arguments),
        Task::Court => court::run(),
        Task::Test { fast } => test::run(fast),
        Task::Bench(options) => bench::run(&options),
        Task::BenchSearch(options) => bench_search::run(&options),
        Task::Schemas { check } => schemas::run(check),
        Task::EvalQuality => eval::quality(),
        Task::Fonts => fonts::install(),
        Task::Models => models::install().map(drop),
        Task::EvalOcr { folder } => eval_ocr::run(folder.as_deref()),
        Task::EvalSearch { folder } => eval_search::run(folder.as_deref()),
        Task::EvalNames { folder, cross_validate } => {
            names::eval(folder.as_deref(), cross_validate)
        }
        Task::TrainNames { folder } => names::train(folder.as_deref()),
        Task::BenchFind { mentions } => bench_find::run(mentions),
        Task::Faults(options) => campaign::run("faults", &options),
        Task::Bits(options) => campaign::run("bits", &options),
        Task::Load(options) => campaign::run("load", &options),
        Task::Hostile(options) => pictures::hostile(&options),
        Task::Coverage => pictures::coverage(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
