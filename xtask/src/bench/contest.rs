//! Holding a contest: every entrant in turn, round by round, so that each ratio is of two runs made minutes
//! apart on the same machine in the same mood. Corpora are in the page cache for all of them.

use std::ffi::OsString;
use std::path::PathBuf;

use super::corpus::Corpus;
use super::measure::Sample;
use super::peers::Tool;
use super::stores::retire;
use super::turn::Turn;
use crate::Result;
use crate::command::found;

/// Where contests are held and with what.
pub struct Arena {
    /// The folder of all stores.
    pub work: PathBuf,
    pub sijill: PathBuf,
    /// The search path, the referees' folder first.
    pub path: OsString,
    pub rounds: usize,
}

/// A tool with the files that it is to handle.
pub struct Entrant<'a> {
    pub name: String,
    pub tool: &'a Tool,
    /// The entrant, by its place, whose figures are 1.
    pub yardstick: usize,
    /// One corpus a round, or one for all.
    pub corpora: Vec<Corpus>,
    /// What the archive holds beforehand, where that is the question.
    pub base: Option<Corpus>,
}

/// An entrant's figures, one sample a round.
pub struct Row {
    pub name: String,
    pub yardstick: usize,
    pub samples: Vec<Sample>,
}

/// The figures of one contest.
pub struct Contest {
    pub title: String,
    /// What was given to the entrants.
    pub about: String,
    pub rows: Vec<Row>,
    /// Tools that are not on this machine.
    pub absent: Vec<&'static str>,
}

impl Contest {
    /// The samples of the row of this name.
    pub fn samples(&self, name: &str) -> Option<&[Sample]> {
        self.rows.iter().find(|row| row.name == name).map(|row| row.samples.as_slice())
    }
}

/// The usual contest: all tools on one corpus, the first of them being the yardstick.
pub fn all_on<'a>(tools: &'a [Tool], corpus: &Corpus) -> Vec<Entrant<'a>> {
    let enter = |tool: &'a Tool| Entrant {
        name: tool.name.to_owned(),
        tool,
        yardstick: 0,
        corpora: vec![corpus.clone()],
        base: None,
    };
    tools.iter().map(enter).collect()
}

impl Entrant<'_> {
    fn empty_row(&self) -> Row {
        Row { name: self.name.clone(), yardstick: self.yardstick, samples: Vec::new() }
    }
}

impl Arena {
    /// Holds a contest; an entrant that fails, or does less than it was asked, ends the run.
    pub fn hold(&self, title: &str, about: String, entrants: Vec<Entrant>) -> Result<Contest> {
        // Both yardsticks are of every Debian, so leaving an entrant out moves none of them.
        let here = |entrant: &Entrant| found(entrant.tool.program, &self.path);
        let (present, absent): (Vec<_>, Vec<_>) = entrants.into_iter().partition(here);
        let absent = absent.iter().map(|entrant| entrant.tool.name).collect();
        let mut rows: Vec<Row> = present.iter().map(Entrant::empty_row).collect();
        for (place, entrant) in present.iter().enumerate() {
            Turn { arena: self, entrant, place, round: 0 }.get_ready()?;
        }
        for round in 0..self.rounds {
            for (place, entrant) in present.iter().enumerate() {
                let sample = Turn { arena: self, entrant, place, round }.run()?;
                let (of, name) = (self.rounds, &entrant.name);
                eprintln!("{title}, round {} of {of}: {name} {:.2} s", round + 1, sample.wall);
                rows[place].samples.push(sample);
            }
        }
        retire(&self.work)?;
        Ok(Contest { title: title.to_owned(), about, rows, absent })
    }
}
