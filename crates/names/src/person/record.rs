//! A mention, ready to be compared.

use sijill_schema::Named;

use super::chain::{chain, names};
use super::fields::{Years, years_of};
use crate::token::Token;

/// A person as a record names them, taken apart into names.
#[derive(Debug, Clone)]
pub struct Record {
    pub(super) name: Vec<Token>,
    pub(super) mother: Vec<Token>,
    pub(super) kunya: Vec<Token>,
    pub(super) place: Vec<Token>,
    /// And as it is written.
    pub(super) born: Option<(Years, String)>,
    pub(super) numbers: Vec<String>,
}

impl Record {
    /// Takes a person's names apart.
    #[must_use]
    pub fn new(person: &Named) -> Self {
        let born =
            person.born.as_ref().and_then(|date| Some((years_of(date)?, date.as_written.clone())));
        Self {
            name: chain(&person.name, person.father.as_deref(), person.grandfather.as_deref()),
            mother: names(person.mother.as_deref()),
            kunya: names(person.kunya.as_deref()),
            place: names(person.place.as_deref()),
            born,
            numbers: person.numbers.clone(),
        }
    }

    /// The names of the chain, as a vocabulary has them.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.name.iter().map(|token| token.text.as_str())
    }

    /// The mother's names.
    pub fn mother(&self) -> impl Iterator<Item = &str> {
        self.mother.iter().map(|token| token.text.as_str())
    }

    /// The names of the kunya.
    pub fn kunya(&self) -> impl Iterator<Item = &str> {
        self.kunya.iter().map(|token| token.text.as_str())
    }

    /// The words of the place.
    pub fn place(&self) -> impl Iterator<Item = &str> {
        self.place.iter().map(|token| token.text.as_str())
    }

    /// The years of birth.
    #[must_use]
    pub fn born(&self) -> Option<Years> {
        self.born.as_ref().map(|(years, _)| *years)
    }
}
