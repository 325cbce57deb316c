//! Which name of a record is which name that was asked for.

use super::chain::{Sequence, WORST, joined};
use crate::token::Token;

/// What joining or parting names otherwise costs.
const PARTED: f32 = -1.0;

/// What it costs that the names stand in another order.
pub(super) const OTHER_ORDER: f32 = -2.0;

/// Names that belong together: ranges of both chains; one of them is empty for a name that has no fellow.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pair {
    pub(super) asked: (usize, usize),
    pub(super) found: (usize, usize),
    pub(super) weight: f32,
}

/// What leaving names out costs, by their places.
struct Costs {
    asked: usize,
    found: usize,
}

impl Costs {
    /// A name that was asked for is not in the record. Registers shorten chains; given and family names seldom lack.
    fn asked(&self, at: usize) -> f32 {
        let middle = at > 0 && at + 1 < self.asked;
        match (middle, self.found < self.asked) {
            (true, true) => -1.2,
            (true, false) => -3.0,
            (false, true) => -3.5,
            (false, false) => -4.5,
        }
    }

    /// A name of the record was not asked for.
    fn found(&self, at: usize) -> f32 {
        let last = at + 1 == self.found;
        match (at, self.asked) {
            (_, 1) => -0.3,
            (0, _) => -3.5,
            (_, _) if last => -2.5,
            (1, _) => -1.0,
            _ => -0.6,
        }
    }
}

/// The best way to pair the names, in their order: its weight and the pairs.
pub(super) fn align(asked: &mut Sequence, order: &[usize], found: &[Token]) -> (f32, Vec<Pair>) {
    let costs = Costs { asked: order.len(), found: found.len() };
    let pairs = steps(asked, order, found);
    let width = found.len() + 1;
    let mut best = vec![(f32::NEG_INFINITY, None::<Pair>); (order.len() + 1) * width];
    best[0].0 = 0.0;
    for at in 0..=order.len() {
        for place in 0..width {
            let reached = best[at * width + place].0;
            let left_out = (at < order.len()).then(|| Pair {
                asked: (at, at + 1),
                found: (place, place),
                weight: costs.asked(at),
            });
            let extra = (place < found.len()).then(|| Pair {
                asked: (at, at),
                found: (place, place + 1),
                weight: costs.found(place),
            });
            let both =
                pairs.iter().filter(|pair| (pair.asked.0, pair.found.0) == (at, place)).cloned();
            for pair in left_out.into_iter().chain(extra).chain(both) {
                let to = &mut best[pair.asked.1 * width + pair.found.1];
                if reached + pair.weight > to.0 {
                    *to = (reached + pair.weight, Some(pair));
                }
            }
        }
    }
    let total = best.last().map_or(f32::NEG_INFINITY, |last| last.0);
    let mut way = Vec::new();
    let (mut at, mut place) = (order.len(), found.len());
    while let Some(pair) = best.get(at * width + place).and_then(|step| step.1.clone()) {
        (at, place) = (pair.asked.0, pair.found.0);
        way.push(pair);
    }
    way.reverse();
    (total, way)
}

/// Every pair of one or two names that could be the same.
fn steps(asked: &mut Sequence, order: &[usize], found: &[Token]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for place in 0..found.len() {
        for end in place + 1..=(place + 2).min(found.len()) {
            let Some(name) = joined(found.get(place..end).unwrap_or_default(), false) else {
                continue;
            };
            for at in 0..order.len() {
                for last in at + 1..=(at + 2).min(order.len()) {
                    let both = last - at == 2 && end - place == 2;
                    let neighbours = last - at == 1 || order.get(at + 1) == Some(&(order[at] + 1));
                    if both || !neighbours {
                        continue;
                    }
                    let Some(span) = asked.span(order[at], order[last - 1] + 1) else { continue };
                    let parted = if last - at + end - place > 2 { PARTED } else { 0.0 };
                    let weight = span.evidence(&name.text) + parted;
                    if weight > WORST {
                        pairs.push(Pair { asked: (at, last), found: (place, end), weight });
                    }
                }
            }
        }
    }
    pairs
}
