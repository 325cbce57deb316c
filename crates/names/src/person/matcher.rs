//! A person who is asked about, compared with those of records.

use sijill_schema::AskedPerson;

use super::alignment::{OTHER_ORDER, Pair, align, best_weight, pairs, turned, turns};
use super::chain::{MOST, Sequence, chain, joined, names};
use super::fields::{Years, born, number, years};
use super::glance::Glance;
use super::likeness::Likeness;
use super::record::Record;
use super::score::{Field, Reason, Score, Why};
use crate::token::Token;
use crate::vocabulary::Vocabulary;
use crate::weights::Weights;

/// Another mother, kunya or place than the one that was asked for.
pub(super) const OTHER_MOTHER: f32 = -5.0;
pub(super) const OTHER_KUNYA: f32 = -0.7;
pub(super) const OTHER_PLACE: f32 = -1.0;
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

/// The names that a record may have in the place of one that was asked for, if it means the person.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// In which field: [`Field::Name`], [`Field::Mother`], [`Field::Kunya`] or [`Field::Place`].
    pub field: Field,
    /// The names, as the vocabulary has them, and how much each speaks for the person; the most telling first.
    pub names: Vec<(String, f32)>,
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

    /// The names of the vocabulary that speak for the person, for finding mentions worth comparing: for every name that
    /// was asked for, and for every two neighbouring ones written as one. A mention weighs at most the sum of the most
    /// telling name that it has of each, but for years and numbers.
    #[must_use]
    pub fn wanted(&self) -> Vec<Wanted> {
        let fields = [
            (Field::Name, &self.name, f32::INFINITY),
            (Field::Mother, &self.mother, f32::INFINITY),
            (Field::Kunya, &self.kunya, f32::INFINITY),
            (Field::Place, &self.place, MOST_OF_PLACE),
        ];
        let mut wanted = Vec::new();
        for (field, sequence, most) in fields {
            for span in sequence.spans() {
                let near = span.near.iter().filter(|(_, weight)| *weight > 0.0);
                let mut names: Vec<_> =
                    near.map(|(name, weight)| (name.clone(), weight.min(most))).collect();
                names.sort_by(|one, other| other.1.total_cmp(&one.1));
                wanted.push(Wanted { field, names });
            }
        }
        wanted
    }

    /// For looking over many mentions, with the vocabulary that this was made with.
    #[must_use]
    pub fn glance(&self, vocabulary: &Vocabulary) -> Glance {
        let fields = [&self.name, &self.mother, &self.kunya, &self.place];
        Glance::new(fields, vocabulary, MOST_OF_PLACE)
    }

    /// The years of birth that were asked for.
    #[must_use]
    pub fn born(&self) -> Option<Years> {
        self.born
    }

    /// How well a mention fits: the sum of [`Matcher::score`], for less work. It is also the sum of what
    /// [`weigh`](Self::weigh), [`weigh_born`](Self::weigh_born) and [`weigh_number`](Self::weigh_number) say of its parts.
    pub fn total(&mut self, record: &Record) -> f32 {
        let fields = [
            (Field::Name, &record.name),
            (Field::Mother, &record.mother),
            (Field::Kunya, &record.kunya),
            (Field::Place, &record.place),
        ];
        let names = fields.into_iter().map(|(field, names)| self.weigh(field, &texts(names)));
        names.sum::<f32>()
            + record.born().map_or(0.0, |born| self.weigh_born(born))
            + self.weigh_number(&record.numbers)
    }

    /// What the names of a mention weigh in one field: [`Field::Name`] for the whole chain, [`Field::Mother`],
    /// [`Field::Kunya`] or [`Field::Place`]; nothing in others.
    pub fn weigh(&mut self, field: Field, found: &[&str]) -> f32 {
        let weight = match field {
            Field::Name => chain_weight(&mut self.name, found),
            Field::Mother => judged(&mut self.mother, found, OTHER_MOTHER).map(|way| way.0),
            Field::Kunya => judged(&mut self.kunya, found, OTHER_KUNYA).map(|way| way.0),
            Field::Place => {
                judged(&mut self.place, found, OTHER_PLACE).map(|way| way.0.min(MOST_OF_PLACE))
            }
            _ => None,
        };
        weight.unwrap_or(0.0)
    }

    /// What the years of birth of a mention weigh.
    #[must_use]
    pub fn weigh_born(&self, found: Years) -> f32 {
        self.born.map_or(0.0, |asked| born(asked, found).0)
    }

    /// What the numbers of a mention weigh, all together.
    #[must_use]
    pub fn weigh_number(&self, found: &[String]) -> f32 {
        let asked = self.number.as_deref();
        asked.and_then(|asked| number(asked, found)).map_or(0.0, |reason| reason.weight)
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
        let Some(Way { pairs, turn, .. }) = best_way(&mut self.name, &texts(found)) else {
            return Vec::new();
        };
        let mut names = self.name.names.clone();
        names.rotate_left(turn);
        let mut parts: Vec<Part> =
            pairs.iter().map(|pair| name_part(pair, &names, found)).collect();
        if turn > 0 {
            let (field, weight, why) = (Field::Name, OTHER_ORDER, Why::OtherOrder);
            parts.push(Part::Known(Reason { field, asked: None, found: None, weight, why }));
        }
        parts
    }
}

/// How the names of a chain are paired with those that were asked for.
struct Way {
    weight: f32,
    pairs: Vec<Pair>,
    /// How many of the asked names were put behind the others.
    turn: usize,
}

/// The best way to pair a chain with the names that were asked for; none if there is nothing to pair.
fn best_way(asked: &mut Sequence<'_>, found: &[&str]) -> Option<Way> {
    let count = asked.names.len();
    if count == 0 || found.is_empty() {
        return None;
    }
    let pairs = pairs(asked, found);
    let (weight, straight) = align(&pairs, count, found.len());
    let mut best = Way { weight, pairs: straight, turn: 0 };
    // The family name may stand first, in the question or in the record.
    for turn in turns(count) {
        let (weight, way) = align(&turned(&pairs, turn, count), count, found.len());
        let weight = weight + OTHER_ORDER;
        if weight > best.weight {
            best = Way { weight, pairs: way, turn };
        }
    }
    Some(best)
}

/// What the best way weighs.
fn chain_weight(asked: &mut Sequence<'_>, found: &[&str]) -> Option<f32> {
    let count = asked.names.len();
    let found = found.get(..MOST).unwrap_or(found);
    let some = count > 0 && !found.is_empty();
    some.then(|| best_weight(&pairs(asked, found), count, found.len()))
}

fn written(names: &[Token]) -> String {
    names.iter().map(|name| name.written.as_str()).collect::<Vec<_>>().join(" ")
}

fn texts(names: &[Token]) -> Vec<&str> {
    names.iter().map(|name| name.text.as_str()).collect()
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

/// What a field weighs that is one thing, though it may have several names, and which names decide it if it is the same
/// one: the mother's given name decides, her family name confirms. `other` is the weight of another one.
fn judged(asked: &mut Sequence<'_>, found: &[&str], other: f32) -> Option<(f32, Option<Pair>)> {
    if asked.names.is_empty() || found.is_empty() {
        return None;
    }
    let (_, pairs) = align(&pairs(asked, found), asked.names.len(), found.len());
    let same =
        || pairs.iter().filter(|pair| pair.asked.0 < pair.asked.1 && pair.found.0 < pair.found.1);
    let weight: f32 = same().map(|pair| pair.weight).sum();
    Some(match same().find(|pair| pair.asked.0 == 0) {
        Some(given) if weight > 0.0 => (weight, Some(*given)),
        Some(_) => (weight.max(other), None),
        None => (other, None),
    })
}

fn single(
    asked: &mut Sequence<'_>,
    found: &[Token],
    field: Field,
    (other, why): (f32, Why),
) -> Option<Part> {
    let (weight, given) = judged(asked, &texts(found), other)?;
    let written = (written(&asked.names), written(found));
    let Some(given) = given else {
        let (asked, found) = (Some(written.0), Some(written.1));
        return Some(Part::Known(Reason { field, asked, found, weight, why }));
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
