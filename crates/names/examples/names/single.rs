//! Single names: a Latin spelling, and the Arabic name that it stands for.

use sijill_names::{Copies, Spelling, Vocabulary, Weights, letters, romanised};

use crate::files::Variants;
use crate::random::Random;
use crate::train::fold;

/// How many names are looked for; a name that is not among them has no rank.
const LOOKED_AT: usize = 40;

/// A spelling, and which name it is meant for.
pub struct Asked {
    pub latin: String,
    pub name: usize,
}

/// 2,000 spellings as `eval_names.py` asks them: for each name the most frequent one and one other, shuffled. The seed is
/// the same; the generator, and so the choice, is not Python's.
pub fn questions(names: &[Variants]) -> Vec<Asked> {
    let mut random = Random::new(7);
    let mut asked = Vec::new();
    for (name, variants) in names.iter().enumerate() {
        let Some((first, rest)) = variants.latin.split_first() else { continue };
        asked.push(Asked { latin: first.0.clone(), name });
        if !rest.is_empty() {
            asked.push(Asked { latin: rest[random.below(rest.len())].0.clone(), name });
        }
    }
    random.shuffle(&mut asked);
    asked
}

/// The vocabulary of all names. Names that fold alike are one.
pub fn vocabulary(names: &[Variants]) -> Vocabulary {
    let mut keys: Vec<String> = names.iter().map(|name| fold(&name.arabic)).collect();
    keys.sort_unstable();
    keys.dedup();
    Vocabulary::new(keys.into_iter().map(|key| (key, 1)))
}

/// The rank of the name that is meant, ties counted as their middle.
pub fn rank(
    asked: &Asked,
    names: &[Variants],
    vocabulary: &Vocabulary,
    weights: &Weights,
) -> usize {
    let spelling = Spelling::latin(weights, &romanised(&asked.latin), Copies::Bad);
    let own = spelling.weigh(&letters(&fold(&names[asked.name].arabic)));
    let near = vocabulary.nearest_spelled(&spelling, LOOKED_AT);
    let above = near.iter().filter(|near| near.weight > own + 1e-4).count();
    let equal = near.iter().filter(|near| (near.weight - own).abs() <= 1e-4).count();
    if equal == 0 { usize::MAX } else { above + equal / 2 }
}
