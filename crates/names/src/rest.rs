//! What the rest of a name that is asked for can weigh at best, whatever letters a record goes on with.
//!
//! A search among many names goes where most can still be reached, and leaves alone what cannot reach what it already
//! has.

use crate::letters::{END, LETTERS, START};
use crate::spelling::{NEVER, Spelling};

/// The best weights by place, the letter that stands before, and the one that comes next.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rest {
    weights: Vec<f32>,
}

/// Letters in a row that may be silent.
const SILENT: usize = 2;

impl Rest {
    pub(crate) fn new(spelling: &Spelling) -> Self {
        let mut rest = Self { weights: vec![NEVER; spelling.places * LETTERS * LETTERS] };
        for place in (0..spelling.places).rev() {
            rest.skip_added(spelling, place);
            for round in 0..=SILENT {
                rest.step(spelling, place, round > 0);
            }
        }
        rest
    }

    /// The best that the rest from a place can weigh, if `letter` comes next and stands after `before`.
    pub(crate) fn get(&self, place: usize, letter: u8, before: u8) -> f32 {
        let at = (place * LETTERS + usize::from(before)) * LETTERS + usize::from(letter);
        self.weights.get(at).copied().unwrap_or(NEVER)
    }

    /// What the whole can weigh at best.
    pub(crate) fn whole(&self) -> f32 {
        let from = usize::from(START) * LETTERS;
        let first = self.weights.get(from..from + LETTERS).unwrap_or_default();
        first.iter().copied().fold(NEVER, f32::max)
    }

    fn skip_added(&mut self, spelling: &Spelling, place: usize) {
        let size = LETTERS * LETTERS;
        let (here, later) = self.weights.split_at_mut((place + 1) * size);
        let here = here.get_mut(place * size..).unwrap_or_default();
        match spelling.added.get(place) {
            Some(added) => {
                for (weight, later) in here.iter_mut().zip(later.iter()) {
                    *weight = later + added;
                }
            }
            None => {
                here.iter_mut().skip(usize::from(END)).step_by(LETTERS).for_each(|end| *end = 0.0)
            }
        }
    }

    /// Writes one more letter as a piece that begins here: a silent one, or one that takes letters of what was asked.
    fn step(&mut self, spelling: &Spelling, place: usize, silent: bool) {
        let here = spelling.arcs.iter().enumerate();
        let here = here
            .filter(|(_, arc)| usize::from(arc.from) == place && (arc.from == arc.to) == silent);
        for (at, arc) in here {
            for letter in (0..LETTERS).filter(|letter| *letter != usize::from(END)) {
                let plain = spelling.plain[letter * spelling.arcs.len() + at];
                if plain <= NEVER / 2.0 {
                    continue;
                }
                let from = (usize::from(arc.to) * LETTERS + letter) * LETTERS;
                let next = self.weights.get(from..from + LETTERS).unwrap_or_default();
                let best = match spelling.beside(&spelling.before, letter, at) {
                    Some(beside) => sum_best(next, beside),
                    None => next.iter().copied().fold(NEVER, f32::max),
                };
                let beside = spelling.beside(&spelling.after, letter, at);
                for before in 0..LETTERS {
                    let weight = best + plain + beside.map_or(0.0, |beside| beside[before]);
                    let kept = &mut self.weights[(place * LETTERS + before) * LETTERS + letter];
                    *kept = kept.max(weight);
                }
            }
        }
    }
}

fn sum_best(one: &[f32], other: &[f32]) -> f32 {
    one.iter()
        .zip(other)
        .map(|(one, other)| one + other)
        .fold(NEVER, |best, sum| if sum > best { sum } else { best })
}
