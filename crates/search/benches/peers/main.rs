//! `cargo xtask bench-search`: the index of pages beside bare tantivy and SQLite's FTS5, in one run.
//!
//! Each engine is built in a process of its own, for its processor time and its memory. Then all are opened here, and
//! every question is put to each in turn, three rounds; the best of the three counts, in processor time of the thread.
//! The last line is JSON.
#![expect(clippy::print_stdout, reason = "a bench speaks there")]

mod bare;
mod corpus;
mod engines;
mod fields;
mod fts5;
mod ours;
mod questions;
mod report;
mod words;

use std::path::Path;
use std::process::Command;

use corpus::Corpus;
use engines::{PEERS, Peer, Result};
use report::{Built, Cost};

/// Pages of a run, and of a short one.
const PAGES: u64 = 1_000_000;
const SHORT: u64 = 200_000;

fn main() -> Result<()> {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let cost = Cost::watch();
    match words.as_slice() {
        ["build", name, pages, folder] => {
            let peer = PEERS.iter().find(|peer| peer.name == *name).ok_or("no such engine")?;
            (peer.build)(&Corpus::new(), pages.parse()?, Path::new(folder))?;
            println!("{}", cost.so_far());
            Ok(())
        }
        ["make", pages] => {
            // What making the pages alone costs.
            let corpus = Corpus::new();
            let bytes: usize = (0..pages.parse()?).map(|n| corpus.page(n).passages.len()).sum();
            println!("{} {bytes}", cost.so_far());
            Ok(())
        }
        [] => run(PAGES),
        ["--short"] => run(SHORT),
        ["--pages", pages] => run(pages.parse()?),
        _ => Err("usage: [--short | --pages N]".into()),
    }
}

fn run(pages: u64) -> Result<()> {
    let work = tempfile::tempdir()?;
    println!("{pages} pages");
    let made = child(&["make", &pages.to_string()])?;
    let mut built = Vec::new();
    let mut engines = Vec::new();
    for Peer { name, open, .. } in &PEERS {
        let folder = work.path().join(name);
        let path = folder.to_string_lossy().into_owned();
        let cost = child(&["build", name, &pages.to_string(), &path])?;
        built.push(Built {
            name,
            cpu: cost.0 - made.0,
            memory: cost.1,
            disk: report::size(&folder)?,
        });
        engines.push((*name, open(&folder)?));
    }
    let tables = questions::questions(&Corpus::new(), pages);
    let asked = tables
        .iter()
        .map(|(kind, questions)| report::ask(kind, questions, &engines))
        .collect::<Result<Vec<_>>>()?;
    report::print(pages, &built, &asked);
    Ok(())
}

/// Processor time in seconds and peak memory in millions of bytes of this program with other arguments.
fn child(arguments: &[&str]) -> Result<(f64, f64)> {
    let output = Command::new(std::env::current_exe()?).args(arguments).output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        return Err(format!("{arguments:?}: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let mut figures = said.split_whitespace().map(str::parse);
    match (figures.next(), figures.next()) {
        (Some(Ok(cpu)), Some(Ok(memory))) => Ok((cpu, memory)),
        _ => Err(format!("{arguments:?} said {said:?}").into()),
    }
}
