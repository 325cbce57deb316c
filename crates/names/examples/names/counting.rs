//! First stage of learning: which Latin letters an Arabic letter is written as, by expectation and maximisation.

use std::collections::BTreeMap;

use sijill_names::{Beside, Feature, LONGEST_UNIT, Weights};

use crate::train::Pair;

type Table = BTreeMap<(u8, String), f64>;

const ROUNDS: usize = 12;

/// Plain weights of units: logarithms of how often a letter is written so.
pub fn count(pairs: &[Pair]) -> Weights {
    let mut table = Table::new();
    for _ in 0..ROUNDS {
        table = round(pairs, &table);
    }
    let mut weights = Weights::default();
    for ((letter, unit), share) in table {
        if share > 2e-4 {
            let feature = Feature { letter, unit, beside: Beside::Anything };
            weights.set(&feature, share.ln() as f32);
        }
    }
    weights
}

fn round(pairs: &[Pair], table: &Table) -> Table {
    let mut counts = Table::new();
    for pair in pairs {
        expect(pair, table, &mut counts);
    }
    let mut totals = BTreeMap::<u8, f64>::new();
    for ((letter, _), count) in &counts {
        *totals.entry(*letter).or_default() += count;
    }
    counts
        .into_iter()
        .map(|((letter, unit), count)| {
            let share = count / totals[&letter];
            ((letter, unit), share)
        })
        .collect()
}

/// Adds the share that each unit has in all ways to write this pair.
fn expect(pair: &Pair, table: &Table, counts: &mut Table) {
    let (letters, latin) = (&pair.letters, &pair.latin);
    let places = latin.len() + 1;
    let share = |letter: u8, unit: &str| {
        if table.is_empty() {
            return [0.2, 1.0, 0.3, 0.1, 0.03][unit.len()];
        }
        table.get(&(letter, unit.to_owned())).copied().unwrap_or(1e-7).max(1e-7)
    };
    let mut forward = vec![vec![0.0; places]; letters.len() + 1];
    forward[0][0] = 1.0;
    let arcs = || {
        (0..places).flat_map(move |from| {
            (from..places.min(from + LONGEST_UNIT + 1)).map(move |to| (from, to))
        })
    };
    for (at, &letter) in letters.iter().enumerate() {
        for (from, to) in arcs() {
            forward[at + 1][to] += forward[at][from] * share(letter, &latin[from..to]);
        }
    }
    let mut backward = vec![vec![0.0; places]; letters.len() + 1];
    backward[letters.len()][places - 1] = 1.0;
    let total = forward[letters.len()][places - 1];
    if total <= 0.0 {
        return;
    }
    for (at, &letter) in letters.iter().enumerate().rev() {
        for (from, to) in arcs() {
            let weight = share(letter, &latin[from..to]);
            backward[at][from] += weight * backward[at + 1][to];
            let expected = forward[at][from] * weight * backward[at + 1][to] / total;
            if expected > 1e-4 {
                *counts.entry((letter, latin[from..to].to_owned())).or_default() +=
                    expected * pair.weight;
            }
        }
    }
}
