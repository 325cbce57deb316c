//! `cargo xtask bench`: Sijill beside other tools, as ratios within one run.
//!
//! Absolute rates say more about the disk and the neighbours than about a program, so every figure that counts
//! is a ratio of two runs of the same round, and the goals are ratios too. Caches are warm: on a cold disk
//! every tool converges to the disk's own rate, and no claim here is about that.

mod contest;
mod corpus;
mod goals;
mod ledger;
mod machine;
mod measure;
mod peers;
mod proof;
mod report;
mod stores;
mod turn;

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::Result;
use crate::command::{release_binary, target};
use crate::setup;
use contest::{Arena, Contest, Entrant, all_on};
use corpus::Shape;

/// What to measure.
#[derive(Args)]
pub struct Options {
    /// Small corpora and one round: does everything still work?
    #[arg(long)]
    quick: bool,
    /// How often every tool runs; ratios need 3 or more [default: 5, quick 1]
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
    rounds: Option<u16>,
    /// One kind of contest instead of all
    #[arg(long)]
    only: Option<Kind>,
    /// End with an error if a goal is missed
    #[arg(long)]
    gate: bool,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Kind {
    Ingest,
    Verify,
    Check,
    Again,
    Append,
    Growth,
    Ledger,
}

/// Holds the contests and reports on them.
pub fn run(options: &Options) -> Result<()> {
    setup::install(setup::BENCH_PACKAGES);
    let bench = Bench::new(options)?;
    stores::wait_for_inodes(&bench.folder);
    let contests = bench.hold_all(options.only);
    stores::retire(&bench.arena.work)?;
    stores::delete_retired(&bench.folder)?;
    let missed = report::publish(&bench.folder, &bench.arena, &contests?)?;
    if options.gate && missed > 0 {
        return Err(format!("{missed} goals missed").into());
    }
    Ok(())
}

struct Bench {
    folder: PathBuf,
    arena: Arena,
    quick: bool,
}

impl Bench {
    fn new(options: &Options) -> Result<Self> {
        let folder = target().join("bench");
        fs_err::create_dir_all(&folder)?;
        let work = folder.join("stores");
        // What an interrupted run left behind.
        stores::retire(&work)?;
        let rounds = options.rounds.map_or(if options.quick { 1 } else { 5 }, usize::from);
        let sijill = match env::var_os("SIJILL_BIN") {
            Some(binary) => binary.into(),
            None => release_binary()?,
        };
        Ok(Self {
            folder,
            arena: Arena { work, sijill, path: search_path()?, rounds },
            quick: options.quick,
        })
    }

    fn hold_all(&self, only: Option<Kind>) -> Result<Vec<Contest>> {
        let mut contests = Vec::new();
        for kind in Kind::value_variants() {
            if only.is_none_or(|only| only == *kind) {
                contests.extend(self.hold(*kind)?);
            }
        }
        Ok(contests)
    }

    fn hold(&self, kind: Kind) -> Result<Vec<Contest>> {
        match kind {
            Kind::Ingest => self.on_all_corpora("ingest", peers::INGEST_TOOLS),
            Kind::Verify => self.on_all_corpora("verify", peers::VERIFY_TOOLS),
            Kind::Check => self.on_all_corpora("check", peers::CHECK_TOOLS),
            Kind::Again => self.again(),
            Kind::Append => self.append(),
            Kind::Growth => self.growth(),
            Kind::Ledger => ledger::hold(self.arena.rounds),
        }
    }

    fn on_all_corpora(&self, what: &str, tools: &[peers::Tool]) -> Result<Vec<Contest>> {
        let hold = |shape: &Shape| {
            let corpus = shape.make(&self.folder)?;
            let title = format!("{what} {}", shape.name);
            self.arena.hold(&title, shape.about(), all_on(tools, &corpus))
        };
        Shape::all(self.quick).iter().map(hold).collect()
    }

    fn again(&self) -> Result<Vec<Contest>> {
        let [small, ..] = Shape::all(self.quick);
        let entrants = all_on(peers::AGAIN_TOOLS, &small.make(&self.folder)?);
        let about = format!("{}, already in the archive", small.about());
        Ok(vec![self.arena.hold("again", about, entrants)?])
    }

    /// A different batch every round, so that none is a duplicate of what the archive holds by then.
    fn append(&self) -> Result<Vec<Contest>> {
        let count = if self.quick { 20_000 } else { 1_000_000 };
        let base = Shape::tiny("many", count, 64).make(&self.folder)?;
        let batch = |round| Shape::batch(round).make(&self.folder);
        let batches = (0..self.arena.rounds).map(batch).collect::<Result<Vec<_>>>()?;
        let mut entrants = all_on(peers::APPEND_TOOLS, &base);
        for entrant in &mut entrants {
            entrant.base = Some(base.clone());
            entrant.corpora.clone_from(&batches);
        }
        let about = format!("{}; the full archive holds {count} files", Shape::batch(0).about());
        Ok(vec![self.arena.hold("append", about, entrants)?])
    }

    /// Each tool on few files and on ten times as many, the few being its own yardstick.
    fn growth(&self) -> Result<Vec<Contest>> {
        let few = if self.quick { 1_000 } else { 10_000 };
        let mut entrants = Vec::new();
        for tool in peers::GROWTH_TOOLS {
            let yardstick = entrants.len();
            for (label, files) in [("few", few), ("many", few * 10)] {
                let corpora = vec![Shape::tiny("growth", files, 1_024).make(&self.folder)?];
                let name = format!("{}, {label}", tool.name);
                entrants.push(Entrant { name, tool, yardstick, corpora, base: None });
            }
        }
        let about = format!("{few} and {} files of 1 KiB in folders of 1,000", few * 10);
        Ok(vec![self.arena.hold("growth", about, entrants)?])
    }
}

/// Our search path with the referees' folder before all others.
fn search_path() -> Result<OsString> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = setup::referees().into_iter().chain(env::split_paths(&path));
    Ok(env::join_paths(folders)?)
}
