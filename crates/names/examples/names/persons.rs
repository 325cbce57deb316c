//! Persons: a Latin name, perhaps a mother and a year, and the invented person that is meant.

use std::collections::HashMap;
use std::time::Instant;

use sijill_names::{Matcher, Record, Vocabulary, tokens};
use sijill_schema::{AskedPerson, Named, RecordDate};

use crate::files::{Person, Question};

/// What of a question is asked.
#[derive(Clone, Copy)]
pub struct Known {
    pub mother: bool,
    pub born: bool,
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

pub fn vocabulary(mentions: &[Named]) -> Vocabulary {
    let mut counts = HashMap::<String, u64>::new();
    for mention in mentions {
        let texts = [Some(mention.name.as_str()), mention.mother.as_deref()];
        for token in texts.into_iter().flatten().flat_map(tokens) {
            *counts.entry(token.text).or_default() += 1;
        }
    }
    Vocabulary::new(counts)
}

/// The rank of the person meant by each question among all mentions, ties counted as their middle; and the milliseconds
/// that each question took.
pub fn rank(questions: &[Question], mentions: &[Named], known: Known) -> (Vec<usize>, Vec<f64>) {
    let vocabulary = vocabulary(mentions);
    let records: Vec<Record> = mentions.iter().map(Record::new).collect();
    let judged = questions.iter().map(|question| {
        let started = Instant::now();
        let asked = AskedPerson {
            name: Some(question.name.clone()),
            mother: question.mother.clone().filter(|_| known.mother),
            born: question.born.filter(|_| known.born).map(|year| year.to_string()),
            ..AskedPerson::default()
        };
        let mut matcher = Matcher::new(&asked, &vocabulary, mentions.len() as u64);
        let totals: Vec<f32> = records.iter().map(|record| matcher.total(record)).collect();
        let own = totals[question.person];
        let above = totals.iter().filter(|&&total| total > own + 1e-4).count();
        let equal = totals.iter().filter(|&&total| (total - own).abs() <= 1e-4).count();
        (above + equal / 2, started.elapsed().as_secs_f64() * 1000.0)
    });
    judged.unzip()
}
