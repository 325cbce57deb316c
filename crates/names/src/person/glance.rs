//! A first look at a mention: its names by their numbers in the vocabulary, and only those near to what was asked. It is
//! some ten times as fast as a comparison and gives nearly the same weight, for names that are not near weigh nothing.

use super::alignment::{Pair, best_weight};
use super::chain::{MOST, Sequence};
use super::matcher::{OTHER_KUNYA, OTHER_MOTHER, OTHER_PLACE};
use super::score::Field;
use crate::vocabulary::Vocabulary;

/// A person who is asked about, for looking over many mentions of an index.
#[derive(Debug, Clone)]
pub struct Glance {
    name: Near,
    mother: Near,
    kunya: Near,
    place: Near,
}

/// For each name of the vocabulary that is near to what is asked, which of the asked names it may be.
#[derive(Debug, Clone)]
struct Near {
    asked: usize,
    /// By the name's number, the place of its pairs; 0 for all others.
    places: Vec<u16>,
    pairs: Vec<Vec<Pair>>,
}

impl Near {
    fn new(sequence: &Sequence<'_>, vocabulary: &Vocabulary, most: f32) -> Self {
        let mut places = vec![0; if sequence.names.is_empty() { 0 } else { vocabulary.len() }];
        let mut pairs: Vec<Vec<Pair>> = vec![Vec::new()];
        for span in sequence.spans() {
            for (name, weight) in &span.near {
                let Some(id) = vocabulary.id(name) else { continue };
                let weight = (weight + span.parted()).min(most);
                let pair = Pair { asked: (span.from, span.to), found: (0, 1), weight };
                let Some(place) = places.get_mut(id as usize) else { continue };
                if *place == 0 {
                    *place = u16::try_from(pairs.len()).unwrap_or(0);
                    pairs.push(Vec::new());
                }
                if let Some(of_name) = pairs.get_mut(usize::from(*place)) {
                    of_name.push(pair);
                }
            }
        }
        Self { asked: sequence.names.len(), places, pairs }
    }

    fn pairs(&self, found: &[u32]) -> impl Iterator<Item = Pair> {
        found.iter().enumerate().flat_map(|(at, name)| {
            let place = self.places.get(*name as usize).copied().unwrap_or(0);
            let pairs = self.pairs.get(usize::from(place)).into_iter().flatten();
            pairs.map(move |pair| Pair { found: (at, at + 1), ..*pair })
        })
    }

    /// What the names of a chain weigh.
    fn chain(&self, found: &[u32]) -> f32 {
        if self.asked == 0 || found.is_empty() {
            return 0.0;
        }
        let found = found.get(..MOST).unwrap_or(found);
        best_weight(&self.pairs(found).collect::<Vec<_>>(), self.asked, found.len())
    }

    /// What a field weighs that is one thing: what its first name does.
    fn single(&self, found: &[u32], other: f32) -> f32 {
        if self.asked == 0 || found.is_empty() {
            return 0.0;
        }
        let first = self.pairs(found).filter(|pair| pair.asked.0 == 0);
        first.map(|pair| pair.weight).fold(other, f32::max)
    }
}

impl Glance {
    pub(super) fn new(
        [name, mother, kunya, place]: [&Sequence<'_>; 4],
        vocabulary: &Vocabulary,
        most_of_place: f32,
    ) -> Self {
        let near = |sequence| Near::new(sequence, vocabulary, f32::INFINITY);
        let place = Near::new(place, vocabulary, most_of_place);
        Self { name: near(name), mother: near(mother), kunya: near(kunya), place }
    }

    /// About what [`Matcher::weigh`](super::Matcher::weigh) says of the names of these numbers.
    #[must_use]
    pub fn weigh(&self, field: Field, found: &[u32]) -> f32 {
        match field {
            Field::Name => self.name.chain(found),
            Field::Mother => self.mother.single(found, OTHER_MOTHER),
            Field::Kunya => self.kunya.single(found, OTHER_KUNYA),
            Field::Place => self.place.single(found, OTHER_PLACE),
            _ => 0.0,
        }
    }
}
