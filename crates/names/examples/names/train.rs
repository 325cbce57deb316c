//! Learning of weights from spellings: first counts, then what tells a name from those that are written alike.

use std::collections::{BTreeMap, HashMap};

use sijill_names::{
    Beside, Copies, Feature, Spelling, Vocabulary, Weights, latin_sign, letters, romanised,
};

use crate::counting;
use crate::files::Variants;
use crate::random::Random;

/// A spelling of a name.
pub struct Pair {
    pub letters: Vec<u8>,
    pub latin: String,
    pub weight: f64,
    name: usize,
}

const ROUNDS: usize = 6;
const RIVALS: usize = 24;
const PACE: f32 = 0.12;

/// Weights learned from these names.
pub fn train(names: &[&Variants]) -> Weights {
    let pairs = pairs(names);
    let mut learner = Learner::new(counting::count(&pairs), &pairs);
    let letters: Vec<Vec<u8>> = names.iter().map(|name| letters(&fold(&name.arabic))).collect();
    let mut order: Vec<usize> = (0..pairs.len()).collect();
    let mut random = Random::new(1);
    let mut rivals: Vec<Vec<usize>> = Vec::new();
    for round in 0..ROUNDS {
        if round % 3 == 0 {
            rivals = find_rivals(names, &pairs, &learner.weights);
        }
        random.shuffle(&mut order);
        let mut loss = 0.0;
        for &at in &order {
            loss += learner.learn(&pairs[at], &rivals[at], &letters, round);
        }
        eprintln!(
            "learning, round {round}: loss {:.4} a spelling",
            loss / pairs.len().max(1) as f64
        );
    }
    learner.finish()
}

pub fn fold(arabic: &str) -> String {
    sijill_arabic::fold_name(arabic)
}

fn pairs(names: &[&Variants]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (name, variants) in names.iter().enumerate() {
        let letters = letters(&fold(&variants.arabic));
        let rest = 1.0 / (variants.latin.len().max(2) - 1) as f64;
        for (at, (latin, count)) in variants.latin.iter().enumerate() {
            let often = 1.0 - 0.6 / (*count as f64);
            let weight = if at == 0 { 1.0 } else { rest.max(0.2) } * often;
            pairs.push(Pair { letters: letters.clone(), latin: romanised(latin), weight, name });
        }
    }
    pairs.retain(|pair| !pair.latin.is_empty() && !pair.letters.is_empty());
    pairs
}

/// For each spelling the names that could be meant by it.
fn find_rivals(names: &[&Variants], pairs: &[Pair], weights: &Weights) -> Vec<Vec<usize>> {
    let ids: BTreeMap<String, usize> =
        names.iter().enumerate().map(|(id, name)| (fold(&name.arabic), id)).collect();
    let vocabulary = Vocabulary::new(ids.keys().map(|name| (name.clone(), 1)));
    let rivals = |pair: &Pair| {
        let spelling = Spelling::latin(weights, &pair.latin, Copies::Bad);
        let near = vocabulary.nearest_spelled(&spelling, RIVALS);
        near.iter().filter_map(|near| ids.get(near.token).copied()).collect()
    };
    pairs.iter().map(rivals).collect()
}

struct Learner {
    weights: Weights,
    base: Weights,
    seen: HashMap<Feature, Seen>,
}

#[derive(Default)]
struct Seen {
    slope: f32,
    names: u32,
    last: usize,
}

impl Learner {
    fn new(weights: Weights, pairs: &[Pair]) -> Self {
        let mut learner = Self { base: weights.clone(), weights, seen: HashMap::new() };
        // In how many names each feature occurs: what stands in one or two only says nothing of others.
        for pair in pairs {
            let spelling = Spelling::latin(&learner.weights, &pair.latin, Copies::Bad);
            for feature in features(&spelling, &pair.latin, &pair.letters) {
                let seen = learner.seen.entry(feature).or_default();
                if seen.last != pair.name + 1 {
                    seen.last = pair.name + 1;
                    seen.names += 1;
                }
            }
        }
        learner.seen.retain(|_, seen| seen.names >= 3);
        learner
    }

    /// Moves the weights so that the name that is meant weighs more and its rivals less.
    fn learn(&mut self, pair: &Pair, rivals: &[usize], letters: &[Vec<u8>], round: usize) -> f64 {
        let spelling = Spelling::latin(&self.weights, &pair.latin, Copies::Bad);
        let others =
            rivals.iter().filter(|&&rival| rival != pair.name).map(|&rival| &letters[rival]);
        let all: Vec<&Vec<u8>> = std::iter::once(&pair.letters).chain(others).collect();
        let weights: Vec<f32> = all.iter().map(|letters| spelling.weigh(letters)).collect();
        let best = weights.iter().copied().fold(f32::MIN, f32::max);
        let total: f32 = weights.iter().map(|weight| (weight - best).exp()).sum();
        let share = |at: usize| (weights[at] - best).exp() / total;
        let mut slopes = HashMap::<Feature, f32>::new();
        for (at, letters) in all.iter().enumerate() {
            let wanted = if at == 0 { 1.0 } else { 0.0 };
            let slope = (wanted - share(at)) * pair.weight as f32;
            if slope.abs() < 0.003 {
                continue;
            }
            for feature in features(&spelling, &pair.latin, letters) {
                *slopes.entry(feature).or_default() += slope;
            }
        }
        let pace = PACE / (1.0 + round as f32 * 0.5);
        for (feature, slope) in slopes {
            self.step(&feature, slope, pace);
        }
        -f64::from(share(0).max(1e-9).ln()) * pair.weight
    }

    fn step(&mut self, feature: &Feature, slope: f32, pace: f32) {
        let Some(seen) = self.seen.get_mut(feature) else { return };
        let base = self.base.get(feature).unwrap_or(0.0);
        let weight = self.weights.get(feature).unwrap_or(base);
        let slope = slope - HOLD * (weight - base) / (seen.names as f32).sqrt();
        seen.slope += slope * slope;
        let weight = weight + pace * slope / (seen.slope.sqrt() + 0.1);
        self.weights.set(feature, weight);
    }

    fn finish(self) -> Weights {
        let mut kept = Weights::default();
        for (feature, weight) in self.weights.features() {
            if feature.beside == Beside::Anything || weight.abs() >= 0.08 {
                kept.set(&feature, weight);
            }
        }
        kept
    }
}

const HOLD: f32 = 0.02;

/// The features of the best way to write these letters so.
fn features(spelling: &Spelling, latin: &str, letters: &[u8]) -> Vec<Feature> {
    let mut found = Vec::new();
    let sign = |at: Option<usize>| {
        at.and_then(|at| latin.as_bytes().get(at)).map_or(26, |&sign| latin_sign(sign))
    };
    for piece in spelling.align(letters).1 {
        let letter = letters[piece.letter];
        let after = piece.letter.checked_sub(1).map_or(0, |at| letters[at]);
        let before = letters.get(piece.letter + 1).copied().unwrap_or(1);
        let neighbours = [
            Beside::Anything,
            Beside::After(after),
            Beside::Before(before),
            Beside::AfterLatin(sign(piece.from.checked_sub(1))),
            Beside::BeforeLatin(sign(Some(piece.to))),
        ];
        let unit = &latin[piece.from..piece.to];
        found.extend(neighbours.map(|beside| Feature { letter, unit: unit.to_owned(), beside }));
    }
    found
}
