//! The engines, each doing the same: find the ten best pages and say how many there are.

use std::error::Error;
use std::path::Path;

use crate::corpus::Corpus;

pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// What is asked, in words as pages have them.
#[derive(Debug, Clone)]
pub enum Question {
    Term(String),
    And(Vec<String>),
    Phrase(Vec<String>),
    Fuzzy(String),
}

/// An index that was built and is opened.
pub trait Engine {
    /// How many pages a question finds; nothing, if the engine has no such question.
    fn ask(&self, question: &Question) -> Result<Option<u64>>;
}

/// How an engine is built and opened.
pub struct Peer {
    pub name: &'static str,
    pub build: fn(&Corpus, u64, &Path) -> Result<()>,
    pub open: fn(&Path) -> Result<Box<dyn Engine>>,
}

pub const PEERS: [Peer; 4] = [
    Peer { name: "sijill", build: crate::ours::build, open: crate::ours::open },
    Peer { name: "tantivy", build: crate::bare::build, open: crate::bare::open },
    Peer { name: "same fields", build: crate::fields::build, open: crate::fields::open },
    Peer { name: "fts5", build: crate::fts5::build, open: crate::fts5::open },
];
