//! Single names: a Latin spelling, the Arabic name that it stands for.

use std::path::Path;
use std::time::Instant;

use sijill_names::{Copies, Spelling, Vocabulary, Weights, letters, romanised};

use crate::files::{self, Result, Variants};
use crate::random::Random;
use crate::train::{fold, train};

pub struct Figures {
    pub first: f64,
    pub ten: f64,
}

/// Spellings as `eval_names.py` asks them: for each name the most frequent one and one other.
pub fn questions(names: &[Variants], seed: u64) -> Vec<(String, usize)> {
    let mut random = Random::new(seed);
    let mut asked = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let Some((first, rest)) = name.latin.split_first() else { continue };
        asked.push((first.0.clone(), at));
        if !rest.is_empty() {
            asked.push((rest[random.below(rest.len())].0.clone(), at));
        }
    }
    random.shuffle(&mut asked);
    asked
}

pub fn rank(names: &[Variants], asked: &[(String, usize)], weights: &Weights) -> Vec<usize> {
    let keys: Vec<String> = names.iter().map(|name| fold(&name.arabic)).collect();
    let mut sorted: Vec<String> = keys.clone();
    sorted.sort();
    sorted.dedup();
    let vocabulary = Vocabulary::new(sorted.into_iter().map(|key| (key, 1)));
    let started = Instant::now();
    let ranks = asked
        .iter()
        .map(|(latin, name)| {
            let spelling = Spelling::latin(weights, &romanised(latin), Copies::Bad);
            let near = vocabulary.nearest_spelled(&spelling, 40);
            let own = spelling.weigh(&letters(&keys[*name]));
            let above = near.iter().filter(|near| near.weight > own + 1e-4).count();
            let equal = near.iter().filter(|near| (near.weight - own).abs() <= 1e-4).count();
            if equal == 0 { 1000 } else { above + equal / 2 }
        })
        .collect();
    eprintln!("{:.3} ms a question", started.elapsed().as_secs_f64() * 1000.0 / asked.len() as f64);
    ranks
}

pub fn figures(ranks: &[usize]) -> Figures {
    let share = |end: usize| {
        ranks.iter().filter(|&&rank| rank < end).count() as f64 / ranks.len().max(1) as f64
    };
    Figures { first: share(1), ten: share(10) }
}

pub fn fold_once(folder: &Path) -> Result<()> {
    let names = files::variants(folder)?;
    let mut order: Vec<usize> = (0..names.len()).collect();
    Random::new(3).shuffle(&mut order);
    let part: Vec<bool> = {
        let mut p = vec![false; names.len()];
        for &at in &order[..names.len() / 5] {
            p[at] = true;
        }
        p
    };
    let learn: Vec<&Variants> =
        names.iter().enumerate().filter(|(at, _)| !part[*at]).map(|(_, name)| name).collect();
    let weights = train(&learn);
    fs_err::write("/tmp/n-weights.tsv", weights.text())?;
    let asked: Vec<(String, usize)> =
        questions(&names, 7).into_iter().filter(|(_, name)| part[*name]).collect();
    let ranks = rank(&names, &asked, &weights);
    let found = figures(&ranks);
    println!(
        "{} asked: {:.3} {:.3}; weights {} bytes",
        asked.len(),
        found.first,
        found.ten,
        weights.text().len()
    );
    for ((latin, name), rank) in asked.iter().zip(&ranks).filter(|(_, rank)| **rank > 0).take(60) {
        let spelling = Spelling::latin(&weights, &romanised(latin), Copies::Bad);
        let keys: Vec<String> = names.iter().map(|name| fold(&name.arabic)).collect();
        let vocabulary = Vocabulary::new(keys.into_iter().map(|key| (key, 1)));
        let near: Vec<String> = vocabulary
            .nearest_spelled(&spelling, 4)
            .iter()
            .map(|n| format!("{} {:.1}", n.token, n.weight))
            .collect();
        println!(
            "{latin} = {} ({:.1}) rank {rank}: {}",
            names[*name].arabic,
            spelling.weigh(&letters(&fold(&names[*name].arabic))),
            near.join(", ")
        );
    }
    Ok(())
}
