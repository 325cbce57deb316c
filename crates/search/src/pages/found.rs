//! What is answered.

use serde::Serialize;
use sijill_schema::{ItemId, PageId};

use crate::Query;

/// How words were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Closeness {
    /// As they were asked.
    AsAsked,
    /// Nothing was found so, and words were read as if `~` stood after them.
    Nearer,
}

/// The answer to a query.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// How many pages there are.
    pub total: u64,
    /// How many of them do not rest on a number of which one digit is different.
    pub certain: u64,
    /// How words were read.
    pub closeness: Closeness,
    /// The query that was answered, for [`snippet`](crate::snippet).
    pub asked: Query,
    /// The best pages, the best first.
    pub hits: Vec<Hit>,
}

/// A page that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The page.
    pub page: PageId,
    /// The item that it belongs to.
    pub item: ItemId,
    /// How well it fits; only for comparing with the other hits of the same query.
    pub score: f32,
    /// By what it was found.
    pub why: Vec<Reason>,
}

impl Hit {
    /// Whether the page rests on a number of which one digit is different.
    #[must_use]
    pub fn is_uncertain(&self) -> bool {
        self.why.iter().any(|reason| reason.why == Why::OneDigit)
    }
}

/// By what a part of the query was found on a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The part, as it was asked.
    pub asked: String,
    /// How it was found.
    pub why: Why,
}

/// How a part of a query was found, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// It is written so, letter for letter.
    Written,
    /// It is written in another spelling: hamza, ة and ه, ى and ي, digits of another script, joined or not.
    Folded,
    /// It stands there with or without the article, or with و, ف, ب, ك or ل before it.
    OtherForm,
    /// A word there has other dots, as in a bad copy.
    OtherDots,
    /// A word there differs by a letter.
    OneLetter,
    /// A word there differs by two letters.
    TwoLetters,
    /// A word there has the asked pattern.
    Pattern,
    /// The field has the asked value.
    Field,
    /// A number there differs by one digit.
    OneDigit,
}
