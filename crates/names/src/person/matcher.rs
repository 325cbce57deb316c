//! A person who is asked about, compared with those of records.

use sijill_schema::AskedPerson;

use super::alignment::{OTHER_ORDER, Pair, align, pairs, turned};
use super::chain::{Sequence, chain, joined, names};
use super::fields::{Years, born, number, years};
use super::likeness::Likeness;
use super::record::Record;
use super::score::{Field, Reason, Score, Why};
use crate::token::Token;
use crate::vocabulary::Vocabulary;
use crate::weights::Weights;

/// Another mother, kunya or place than the one that was asked for.
const OTHER_MOTHER: f32 = -5.0;
const OTHER_KUNYA: f32 = -0.7;
const OTHER_PLACE: f32 = -1.0;
/// A place says less than its rarity among names: many people come from it.
const MOST_OF_PLACE: f32 = 3.0;

/// A person who is asked about, ready to be compared with many mentions.
#[derive(Debug, Clone)]
pub struct Matcher<'w> {
    name: Sequence<'w>,
    mother: Sequence<'w>,
    kunya: Sequence<'w>,
    place: Sequence<'w>,
    born: Option<Years>,
    number: Option<String>,
    mentions: f32,
    likeness: Likeness<'w>,
}

/// A name that a record may have if it means the person.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// In which field: [`Field::Name`], [`Field::Mother`], [`Field::Kunya`] or [`Field::Place`].
    pub field: Field,
    /// The name, as the vocabulary has it.
    pub token: String,
    /// How much it speaks for the person.
    pub weight: f32,
}

impl<'w> Matcher<'w> {
    /// Makes a person ready, given the names of all mentions and how many mentions there are.
    #[must_use]
    pub fn new(asked: &AskedPerson, vocabulary: &Vocabulary, mentions: u64) -> Self {
        Self::with(Weights::learned(), asked, vocabulary, mentions)
    }

    /// The same with other weights than those that the program carries.
    #[must_use]
    pub fn with(
        weights: &'w Weights,
        asked: &AskedPerson,
        vocabulary: &Vocabulary,
        mentions: u64,
    ) -> Self {
        let name = chain(
            asked.name.as_deref().unwrap_or(""),
            asked.father.as_deref(),
            asked.grandfather.as_deref(),
        );
        let sequence = |names| Sequence::new(weights, names, vocabulary);
        Self {
            name: sequence(name),
            mother: sequence(names(asked.mother.as_deref())),
            kunya: sequence(names(asked.kunya.as_deref())),
            place: sequence(names(asked.place.as_deref())),
            born: asked.born.as_deref().and_then(years),
            number: asked.number.clone().filter(|number| !number.trim().is_empty()),
            mentions: mentions.max(1) as f32,
            likeness: Likeness::new(weights),
        }
    }

    /// The names of the vocabulary that speak for the person, for finding mentions worth comparing.
    #[must_use]
    pub fn wanted(&self) -> Vec<Wanted> {
        let fields = [
            (Field::Name, &self.name),
            (Field::Mother, &self.mother),
            (Field::Kunya, &self.kunya),
            (Field::Place, &self.place),
        ];
        let mut wanted = Vec::new();
        for (field, sequence) in fields {
            for span in sequence.spans() {
                wanted.extend(span.near.iter().filter(|(_, weight)| *weight > 0.0).map(
                    |(token, weight)| Wanted { field, token: token.clone(), weight: *weight },
                ));
            }
        }
        wanted
    }

    /// The years of birth that were asked for.
    #[must_use]
    pub fn born(&self) -> Option<Years> {
        self.born
    }

    /// How well a mention fits: the sum of [`Matcher::score`], for less work.
    pub fn total(&mut self, record: &Record) -> f32 {
        self.parts(record).iter().map(Part::weight).sum()
    }

    /// How well a mention fits, and why.
    pub fn score(&mut self, record: &Record) -> Score {
        let parts = self.parts(record).into_iter();
        let parts: Vec<Reason> = parts.map(|part| part.reason(&mut self.likeness)).collect();
        let total = parts.iter().map(|part| part.weight).sum::<f32>();
        let probability = 1.0 / (1.0 + self.mentions * (-total).exp());
        Score { total, probability, parts }
    }

    fn parts(&mut self, record: &Record) -> Vec<Part> {
        let mut parts = self.name_parts(record);
        parts.extend(single(
            &mut self.mother,
            &record.mother,
            Field::Mother,
            (OTHER_MOTHER, Why::OtherMother),
        ));
        parts.extend(single(
            &mut self.kunya,
            &record.kunya,
            Field::Kunya,
            (OTHER_KUNYA, Why::OtherKunya),
        ));
        if let (Some(asked), Some((years, found))) = (self.born, &record.born) {
            let (weight, why) = born(asked, *years);
            let (asked, found) = (Some(shown(asked)), Some(found.clone()));
            parts.push(Part::Known(Reason { field: Field::Born, asked, found, weight, why }));
        }
        let place =
            single(&mut self.place, &record.place, Field::Place, (OTHER_PLACE, Why::OtherPlace));
        parts.extend(place.map(|part| part.at_most(MOST_OF_PLACE)));
        parts.extend(
            self.number
                .as_deref()
                .and_then(|asked| number(asked, &record.numbers))
                .map(Part::Known),
        );
        parts
    }

    fn name_parts(&mut self, record: &Record) -> Vec<Part> {
        let found = &record.name;
        let count = self.name.names.len();
        if count == 0 || found.is_empty() {
            return Vec::new();
        }
        let pairs = pairs(&mut self.name, found);
        let (straight, way) = align(&pairs, count, found.len());
        let mut best = (straight, way, 0);
        // The family name may stand first, in the question or in the record.
        for turn in turns(count) {
            let (weight, way) = align(&turned(&pairs, turn, count), count, found.len());
            if weight + OTHER_ORDER > best.0 {
                best = (weight + OTHER_ORDER, way, turn);
            }
        }
        let (_, way, turn) = best;
        let mut names = self.name.names.clone();
        names.rotate_left(turn);
        let mut parts: Vec<Part> = way.iter().map(|pair| name_part(pair, &names, found)).collect();
        if turn > 0 {
            let (field, weight, why) = (Field::Name, OTHER_ORDER, Why::OtherOrder);
            parts.push(Part::Known(Reason { field, asked: None, found: None, weight, why }));
        }
        parts
    }
}

fn name_part(pair: &Pair, asked: &[Token], found: &[Token]) -> Part {
    let count = asked.len();
    let name = |names: &[Token], (from, to): (usize, usize), apart| {
        names.get(from..to).and_then(|names| joined(names, apart))
    };
    let (asked, found_name) = (name(asked, pair.asked, true), name(found, pair.found, false));
    let (place, length) = match found_name {
        Some(_) => (pair.found.0, found.len()),
        None => (pair.asked.0, count),
    };
    let (field, weight) = (field(place, length), pair.weight);
    let reason = |asked, found, why| Part::Known(Reason { field, asked, found, weight, why });
    match (asked, found_name) {
        (Some(asked), Some(found)) => {
            let written = (asked.written.clone(), found.written.clone());
            Part::Alike { field, written, names: (asked, found), weight }
        }
        (Some(asked), None) => reason(Some(asked.written), None, Why::NotInRecord),
        (None, found) => reason(None, found.map(|token| token.written), Why::NotAsked),
    }
}

/// Ways to turn a chain of so many names, so that the first comes last or the last first.
fn turns(count: usize) -> impl Iterator<Item = usize> {
    let ways = if count < 2 { 0 } else { count.min(3) - 1 };
    [1, count.wrapping_sub(1)].into_iter().take(ways)
}

/// A part of a score whose reason may not be worked out yet.
enum Part {
    Known(Reason),
    /// Two names that are taken for one.
    Alike {
        field: Field,
        written: (String, String),
        names: (Token, Token),
        weight: f32,
    },
}

impl Part {
    fn weight(&self) -> f32 {
        match self {
            Self::Known(reason) => reason.weight,
            Self::Alike { weight, .. } => *weight,
        }
    }

    fn reason(self, likeness: &mut Likeness<'_>) -> Reason {
        match self {
            Self::Known(reason) => reason,
            Self::Alike { field, written: (asked, found), names: (one, other), weight } => {
                let why = match likeness.why(&one, &other) {
                    Why::SameSpelling
                    | Why::SameSound
                    | Why::SameButArticle
                    | Why::JoinedOtherwise
                        if field == Field::Place =>
                    {
                        Why::SamePlace
                    }
                    why => why,
                };
                Reason { field, asked: Some(asked), found: Some(found), weight, why }
            }
        }
    }

    fn at_most(mut self, most: f32) -> Self {
        let (Self::Known(Reason { weight, .. }) | Self::Alike { weight, .. }) = &mut self;
        *weight = weight.min(most);
        self
    }
}

/// A field that is one thing, though it may have several names: the mother's given name decides, her family name
/// confirms.
fn single(
    asked: &mut Sequence<'_>,
    found: &[Token],
    field: Field,
    other: (f32, Why),
) -> Option<Part> {
    if asked.names.is_empty() || found.is_empty() {
        return None;
    }
    let (_, pairs) = align(&pairs(asked, found), asked.names.len(), found.len());
    let same =
        || pairs.iter().filter(|pair| pair.asked.0 < pair.asked.1 && pair.found.0 < pair.found.1);
    let weight: f32 = same().map(|pair| pair.weight).sum();
    let given = same().find(|pair| pair.asked.0 == 0);
    let written = (joined(&asked.names, true)?.written, joined(found, false)?.written);
    let Some(given) = given.filter(|_| weight > 0.0) else {
        let weight = if given.is_some() { weight.max(other.0) } else { other.0 };
        let (asked, found) = (Some(written.0), Some(written.1));
        return Some(Part::Known(Reason { field, asked, found, weight, why: other.1 }));
    };
    let one = joined(asked.names.get(given.asked.0..given.asked.1)?, true)?;
    let two = joined(found.get(given.found.0..given.found.1)?, false)?;
    Some(Part::Alike { field, written, names: (one, two), weight })
}

fn field(place: usize, length: usize) -> Field {
    match (place, length) {
        (0, _) => Field::Given,
        (_, _) if place + 1 >= length => Field::Family,
        (1, _) => Field::Father,
        (2, _) => Field::Grandfather,
        _ => Field::Name,
    }
}

fn shown(years: Years) -> String {
    if years.from == years.to {
        years.from.to_string()
    } else {
        format!("{}-{}", years.from, years.to)
    }
}
