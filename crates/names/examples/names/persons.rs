//! Persons: a Latin name, perhaps a mother and a year, and the invented person that is meant.
//!
//! As in the index of an archive, the mentions that share the most telling names with the question are compared name by
//! name, and nobody else.

use std::collections::HashMap;
use std::time::Instant;

use sijill_names::{Field, Matcher, Record, Vocabulary, Weights, tokens};
use sijill_schema::{AskedPerson, Named, RecordDate};

use crate::files::{Person, Question};

/// How many mentions are compared name by name.
const COMPARED: usize = 400;

/// What of a question is asked.
#[derive(Clone, Copy)]
pub struct Known {
    pub mother: bool,
    pub born: bool,
}

/// What came of a question.
pub struct Answer {
    /// The rank of the person that is meant, ties counted as their middle.
    pub rank: usize,
    /// What the program thinks of its first hit, and whether that is the person.
    pub first: (f32, bool),
    /// Milliseconds that it took.
    pub took: f64,
}

/// The mentions of a pool, as an index has them.
pub struct Pool {
    records: Vec<Record>,
    vocabulary: Vocabulary,
    by_name: HashMap<String, Vec<usize>>,
    by_mother: HashMap<String, Vec<usize>>,
}

/// A mention of a person, as a register has it.
pub fn mention(person: &Person) -> Named {
    Named {
        name: format!("{} {} {}", person.given, person.father, person.family),
        mother: Some(person.mother.clone()),
        born: Some(RecordDate::as_written(person.born.to_string())),
        ..Named::default()
    }
}

impl Pool {
    pub fn new(mentions: &[Named]) -> Self {
        let records: Vec<Record> = mentions.iter().map(Record::new).collect();
        let (mut by_name, mut by_mother) = (HashMap::new(), HashMap::new());
        let mut counts = HashMap::<String, u64>::new();
        for (at, record) in records.iter().enumerate() {
            for (names, index) in [
                (record.names().collect::<Vec<_>>(), &mut by_name),
                (record.mother().collect(), &mut by_mother),
            ] {
                for name in names {
                    *counts.entry(name.to_owned()).or_default() += 1;
                    index.entry(name.to_owned()).or_insert_with(Vec::new).push(at);
                }
            }
        }
        Self { records, vocabulary: Vocabulary::new(counts), by_name, by_mother }
    }

    /// Asks a question.
    pub fn ask(&self, question: &Question, known: Known, weights: &Weights) -> Answer {
        let started = Instant::now();
        let asked = AskedPerson {
            name: Some(question.name.clone()),
            mother: question.mother.clone().filter(|_| known.mother),
            born: question.born.filter(|_| known.born).map(|year| year.to_string()),
            ..AskedPerson::default()
        };
        let mentions = self.records.len() as u64;
        let mut matcher = Matcher::with(weights, &asked, &self.vocabulary, mentions);
        let candidates = self.candidates(&matcher).into_iter();
        let mut totals: Vec<(f32, usize)> =
            candidates.map(|at| (matcher.total(&self.records[at]), at)).collect();
        totals.sort_by(|one, other| other.0.total_cmp(&one.0));
        let first = totals.first().map_or((0.0, false), |&(_, at)| {
            (matcher.score(&self.records[at]).probability, at == question.person)
        });
        let took = started.elapsed().as_secs_f64() * 1000.0;
        let own = totals.iter().find(|(_, at)| *at == question.person);
        let rank = own.map_or(usize::MAX, |&(own, _)| {
            let above = totals.iter().filter(|(total, _)| *total > own + 1e-4).count();
            let equal = totals.iter().filter(|(total, _)| (total - own).abs() <= 1e-4).count();
            above + equal / 2
        });
        Answer { rank, first, took }
    }

    fn candidates(&self, matcher: &Matcher<'_>) -> Vec<usize> {
        let mut weights = HashMap::<usize, f32>::new();
        for wanted in matcher.wanted() {
            let index = if wanted.field == Field::Mother { &self.by_mother } else { &self.by_name };
            for (name, weight) in &wanted.names {
                for &at in index.get(name).into_iter().flatten() {
                    *weights.entry(at).or_default() += weight;
                }
            }
        }
        let mut best: Vec<(usize, f32)> = weights.into_iter().collect();
        best.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        best.into_iter().take(COMPARED).map(|(at, _)| at).collect()
    }
}

/// The Arabic names that the persons have who are meant, for leaving them out of learning.
pub fn names_of(person: &Named) -> Vec<String> {
    let mother = person.mother.as_deref().unwrap_or("");
    tokens(&person.name).into_iter().chain(tokens(mother)).map(|token| token.text).collect()
}
