//! Which name of a record is which name that was asked for.

use super::chain::{MOST, MOST_JOINED, Sequence, WORST, written_as_one};

/// What joining or parting names otherwise costs.
const PARTED: f32 = -1.0;

/// What it costs that the names stand in another order.
pub(super) const OTHER_ORDER: f32 = -2.0;

/// Names that belong together: ranges of both chains; one of them is empty for a name that has no fellow.
#[derive(Debug, Clone, Copy, PartialEq)]
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

/// What a name must weigh to be taken for one that was asked for without looking further.
const SETTLED: f32 = 1.0;

/// Every pair of one or two names that could be the same, the asked ones by their places in the question. Names of the
/// record are joined only where one of them has no fellow alone.
pub(super) fn pairs(asked: &mut Sequence<'_>, found: &[&str]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut settled = Vec::with_capacity(found.len());
    for (place, name) in found.iter().enumerate() {
        let mut best = WORST;
        for (asked, weight) in asked.compare(name, MOST_JOINED) {
            let parted = parted(asked);
            pairs.push(Pair { asked, found: (place, place + 1), weight: weight + parted });
            best = best.max(weight);
        }
        settled.push(best > SETTLED);
    }
    for (place, names) in found.windows(2).enumerate() {
        let both = settled.get(place..place + 2).is_some_and(|settled| !settled.contains(&false));
        let Some(name) = (if both { None } else { written_as_one(names) }) else { continue };
        for (asked, weight) in asked.compare(&name, 1) {
            pairs.push(Pair { asked, found: (place, place + 2), weight: weight + PARTED });
        }
    }
    pairs.retain(|pair| pair.weight > WORST);
    pairs
}

/// The same pairs for a question that is turned: its names from the one at `turn` on, then those before it.
pub(super) fn turned(pairs: &[Pair], turn: usize, count: usize) -> Vec<Pair> {
    let place = |at: usize| (at + count - turn) % count;
    let pairs = pairs.iter().filter(|pair| pair.asked.0 >= turn || pair.asked.1 <= turn);
    let turned = pairs.map(|pair| {
        let from = place(pair.asked.0);
        Pair { asked: (from, from + pair.asked.1 - pair.asked.0), ..*pair }
    });
    turned.collect()
}

/// What it costs that names of the question stand as one.
pub(super) fn parted((from, to): (usize, usize)) -> f32 {
    if to - from > 1 { PARTED } else { 0.0 }
}

/// Ways to turn a chain of so many names, so that the first comes last or the last first.
pub(super) fn turns(count: usize) -> impl Iterator<Item = usize> {
    let ways = if count < 2 { 0 } else { count.min(3) - 1 };
    [1, count.wrapping_sub(1)].into_iter().take(ways)
}

/// The best way to pair so many names, in their order: its weight, and the pairs with those that have no fellow.
pub(super) fn align(pairs: &[Pair], asked: usize, found: usize) -> (f32, Vec<Pair>) {
    let costs = Costs { asked, found };
    let width = found + 1;
    let mut best = vec![(f32::NEG_INFINITY, None::<Pair>); (asked + 1) * width];
    best[0].0 = 0.0;
    for at in 0..=asked {
        for place in 0..width {
            let reached = best[at * width + place].0;
            let alone = |asked, found, weight| Pair { asked, found, weight };
            let left_out =
                (at < asked).then(|| alone((at, at + 1), (place, place), costs.asked(at)));
            let extra =
                (place < found).then(|| alone((at, at), (place, place + 1), costs.found(place)));
            let both =
                pairs.iter().filter(|pair| (pair.asked.0, pair.found.0) == (at, place)).copied();
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
    let (mut at, mut place) = (asked, found);
    while let Some(pair) = best.get(at * width + place).and_then(|step| step.1) {
        (at, place) = (pair.asked.0, pair.found.0);
        way.push(pair);
    }
    way.reverse();
    (total, way)
}

/// Names of the question, or of a record, and one.
const SIDE: usize = MOST + 1;

/// What the best way weighs to pair so many names, in their order or with the question turned.
pub(super) fn best_weight(pairs: &[Pair], asked: usize, found: usize) -> f32 {
    let turned = turns(asked).map(|turn| weight(&turned(pairs, turn, asked), asked, found));
    turned.map(|weight| weight + OTHER_ORDER).fold(weight(pairs, asked, found), f32::max)
}

/// The weight of [`align`], for less work.
fn weight(pairs: &[Pair], asked: usize, found: usize) -> f32 {
    let costs = Costs { asked, found };
    let mut best = [f32::NEG_INFINITY; SIDE * SIDE];
    best[0] = 0.0;
    let raise = |best: &mut [f32], (at, place): (usize, usize), weight: f32| {
        if let Some(to) = best.get_mut(at * SIDE + place) {
            *to = to.max(weight);
        }
    };
    for at in 0..=asked {
        for place in 0..=found {
            let Some(&reached) = best.get(at * SIDE + place) else { continue };
            if at < asked {
                raise(&mut best, (at + 1, place), reached + costs.asked(at));
            }
            if place < found {
                raise(&mut best, (at, place + 1), reached + costs.found(place));
            }
            for pair in pairs.iter().filter(|pair| (pair.asked.0, pair.found.0) == (at, place)) {
                raise(&mut best, (pair.asked.1, pair.found.1), reached + pair.weight);
            }
        }
    }
    best.get(asked * SIDE + found).copied().unwrap_or(f32::NEG_INFINITY)
}
