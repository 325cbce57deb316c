//! What a person may ask of the index of pages, in a language that they can guess: words, "phrases", AND, OR, NOT, `*`,
//! and fields such as `branch:215`. `docs/search.md` describes it for those who search.
//!
//! Reading a query never fails silently. What cannot be understood is an error with its place and what to do; what can
//! be understood ends in bounded time, because length, depth and number of parts are bounded and no part is a regular
//! expression.

mod error;
mod lexer;
mod names;
mod parser;
mod period;
mod print;
mod value;

use std::str::FromStr;

use jiff::civil::Date;
use sijill_schema::{AccessLevel, NumberKind, RecordType};

pub use error::{Mistake, QueryError};
pub(crate) use names::{ACCESS_NAMES, TYPE_NAMES};
pub(crate) use value::{LONGEST, number_value};

/// The longest query, in bytes.
pub const MAX_QUERY: usize = 64 * 1024;
/// The most words, phrases and fields in a query.
pub const MAX_PARTS: usize = 256;
/// How deep parentheses and NOT may be nested.
pub const MAX_DEPTH: usize = 32;

/// A query that was understood. `Display` writes it so that it reads back as the same query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    pub(crate) root: Node,
}

/// How near a word must come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Reading {
    /// Letter for letter as asked: `=أحمد`.
    Exact,
    /// Spellings and forms of the same word.
    Forms,
    /// Also what a bad copy makes of it: `word~`.
    Near,
    /// Also two letters apart: `word~~`.
    Wider,
}

/// Words as asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Words {
    pub text: String,
    pub reading: Reading,
}

/// A part of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    /// `*`: every page.
    All,
    /// A word.
    Word(Words),
    /// Words beside one another.
    Phrase(Words),
    /// A word with `*` or `?` in it, folded.
    Pattern(String),
    /// A field.
    Field(Clause),
    /// All of them.
    And(Vec<Self>),
    /// At least one.
    Or(Vec<Self>),
    /// Anything but this.
    Not(Box<Self>),
}

/// What a field asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Clause {
    /// A number, of a kind or of any.
    Number {
        kind: Option<NumberKind>,
        value: String,
        /// Whether one digit may be wrong.
        uncertain: bool,
    },
    /// A day between two, both included.
    Dates { from: Option<Date>, to: Option<Date> },
    /// A sort of record.
    Type(RecordType),
    /// An access level.
    Access(AccessLevel),
    /// Words of the site's name.
    Site(String),
    /// Words of the place, the site's included.
    Place(String),
    /// An accession's identifier or reference code.
    Accession(String),
    /// An item's identifier or reference code.
    Item(String),
    /// Words of the item's title.
    Title(String),
}

impl FromStr for Query {
    type Err = QueryError;

    /// Reads a query.
    ///
    /// # Errors
    /// If it is too long, holds control characters, or cannot be understood; the error says where and what to do.
    fn from_str(text: &str) -> Result<Self, QueryError> {
        parser::parse(text).map(|root| Self { root })
    }
}

impl Query {
    /// Every page.
    #[must_use]
    pub fn all() -> Self {
        Self { root: Node::All }
    }

    /// Whether it asks for one of several things, so that what is added to it must stand beside a parenthesis.
    #[must_use]
    pub fn is_alternative(&self) -> bool {
        matches!(self.root, Node::Or(_))
    }

    /// The same query with every word read as with `~` after it, where nothing else was asked of the word.
    #[must_use]
    pub fn nearer(&self) -> Self {
        Self { root: nearer(&self.root) }
    }
}

fn nearer(node: &Node) -> Node {
    let words = |words: &Words| {
        let near = words.reading == Reading::Forms;
        Words {
            text: words.text.clone(),
            reading: if near { Reading::Near } else { words.reading },
        }
    };
    match node {
        Node::Word(asked) => Node::Word(words(asked)),
        Node::Phrase(asked) => Node::Phrase(words(asked)),
        Node::And(parts) => Node::And(parts.iter().map(nearer).collect()),
        Node::Or(parts) => Node::Or(parts.iter().map(nearer).collect()),
        // What is excluded must be what was named, not what looks like it.
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests;
