//! The best of many mentions.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::{DocAddress, f64_to_u64, u64_to_f64};

/// Weights that differ by less are equal.
pub(super) const EQUAL: f32 = 0.005;

/// Mentions with their weights.
pub(super) type Weighed = Vec<(f32, DocAddress)>;

/// The best of many, and those that are as good as the last of them.
pub(super) struct Ranking {
    limit: usize,
    found: Weighed,
    /// The best weights so far, as numbers of the same order.
    best: BinaryHeap<Reverse<u64>>,
}

impl Ranking {
    /// For so many.
    pub(super) fn new(limit: usize) -> Self {
        Self { limit, found: Vec::new(), best: BinaryHeap::new() }
    }

    /// What a mention must weigh to be among the best so far.
    pub(super) fn least(&self) -> f32 {
        let full = self.best.len() >= self.limit;
        let least = self.best.peek().filter(|_| full);
        least.map_or(f32::NEG_INFINITY, |Reverse(least)| u64_to_f64(*least) as f32)
    }

    /// Takes a mention in, if it is among the best so far or as good as the last of them.
    pub(super) fn push(&mut self, weight: f32, address: DocAddress) -> bool {
        if weight + EQUAL < self.least() {
            return false;
        }
        self.found.push((weight, address));
        self.best.push(Reverse(f64_to_u64(f64::from(weight))));
        if self.best.len() > self.limit {
            self.best.pop();
        }
        true
    }

    /// The best, those that are as good as the last of them, and perhaps some more: the best first.
    pub(super) fn sorted(mut self) -> Weighed {
        self.found
            .sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
        self.found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranked(weights: &[f32], limit: usize) -> Vec<u32> {
        let mut ranking = Ranking::new(limit);
        for (entry, weight) in (0..).zip(weights) {
            ranking.push(*weight, DocAddress::new(0, entry));
        }
        ranking.sorted().into_iter().map(|(_, address)| address.doc_id).collect()
    }

    #[test]
    fn the_best_come_first_and_those_as_good_as_the_last_are_kept() {
        assert_eq!(ranked(&[3.0, 1.0, 1.001, -4.0, 0.5, 1.0], 2), [0, 2, 1, 5]);
        assert_eq!(ranked(&[1.0, 2.0], 2), [1, 0]);
        assert_eq!(ranked(&[], 3), Vec::<u32>::new());
    }
}
