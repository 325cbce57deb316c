//! What the rest of a name that is asked for can weigh at best, whatever letters a record goes on with.
//!
//! A search among many names goes where most can still be reached, and leaves alone what cannot reach what it already
//! has.

use crate::letters::{END, LETTERS};
use crate::spelling::{NEVER, Spelling};

/// The best weights by place, the letter that comes next, and the one before it.
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
        let at = (place * LETTERS + usize::from(letter)) * LETTERS + usize::from(before);
        self.weights.get(at).copied().unwrap_or(NEVER)
    }

    fn row(&mut self, place: usize, letter: usize) -> &mut [f32] {
        let from = (place * LETTERS + letter) * LETTERS;
        self.weights.get_mut(from..from + LETTERS).unwrap_or_default()
    }

    fn skip_added(&mut self, spelling: &Spelling, place: usize) {
        let Some(&added) = spelling.added.get(place) else {
            self.row(place, usize::from(END)).fill(0.0);
            return;
        };
        for letter in 0..LETTERS {
            for before in 0..LETTERS {
                let later = ((place + 1) * LETTERS + letter) * LETTERS + before;
                let weight = self.weights[later] + added;
                self.row(place, letter)[before] = weight;
            }
        }
    }

    /// Writes one more letter as a piece that begins here: a silent one, or one that takes letters of what was asked.
    fn step(&mut self, spelling: &Spelling, place: usize, silent: bool) {
        let arcs = spelling.arcs.len();
        let here =
            spelling.arcs.iter().enumerate().filter(|(_, arc)| usize::from(arc.from) == place);
        for (at, arc) in here.filter(|(_, arc)| (arc.from == arc.to) == silent) {
            for letter in 0..LETTERS {
                let plain = spelling.plain[letter * arcs + at];
                if letter == usize::from(END) || plain <= NEVER / 2.0 {
                    continue;
                }
                let beside = |table: &[f32], other: usize| {
                    table.get((letter * LETTERS + other) * arcs + at).copied().unwrap_or(0.0)
                };
                let to = usize::from(arc.to) * LETTERS;
                let next = |after: usize| {
                    self.weights[(to + after) * LETTERS + letter] + beside(&spelling.before, after)
                };
                let best = (0..LETTERS).map(next).fold(NEVER, f32::max) + plain;
                let row = self.row(place, letter);
                for (before, weight) in row.iter_mut().enumerate() {
                    *weight = weight.max(best + beside(&spelling.after, before));
                }
            }
        }
    }
}
