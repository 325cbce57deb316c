//! All the names of an index, and how often each of them stands there.

use std::collections::HashMap;

use crate::letters::letters;
use crate::spelling::Spelling;
use crate::trie::Trie;

/// How much less than the best name another one may weigh and still be near.
const BELOW: f32 = 9.0;

/// How many places of the tree one search may look at.
const EFFORT: usize = 20_000;

/// The distinct names of an index with their numbers.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    tokens: Vec<String>,
    counts: Vec<u64>,
    ids: HashMap<String, u32>,
    arabic: Trie,
}

/// A name of the vocabulary that is near to what was asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Near<'a> {
    /// The name.
    pub token: &'a str,
    /// How likely somebody who means it writes what was asked: a logarithm, but for a constant.
    pub weight: f32,
    /// How often it stands in the index.
    pub count: u64,
}

impl Vocabulary {
    /// The vocabulary of these names with their numbers.
    #[must_use]
    pub fn new(names: impl IntoIterator<Item = (String, u64)>) -> Self {
        let mut vocabulary = Self::default();
        for (token, count) in names {
            let Ok(id) = u32::try_from(vocabulary.tokens.len()) else { break };
            vocabulary.ids.insert(token.clone(), id);
            vocabulary.tokens.push(token);
            vocabulary.counts.push(count);
        }
        let mut sorted: Vec<(Vec<u8>, u32)> =
            vocabulary.tokens.iter().zip(0..).map(|(token, id)| (letters(token), id)).collect();
        sorted.sort();
        vocabulary.arabic = Trie::new(sorted.iter().map(|(letters, id)| (letters.as_slice(), *id)));
        vocabulary
    }

    /// The names nearest to a spelling, best first.
    #[must_use]
    pub fn nearest(&self, spelling: &Spelling, limit: usize) -> Vec<Near<'_>> {
        let found = self.arabic.nearest(spelling, limit, -60.0, BELOW, EFFORT);
        let near = found.into_iter().filter_map(|found| {
            let at = found.name as usize;
            Some(Near { token: self.tokens.get(at)?, weight: found.weight, count: *self.counts.get(at)? })
        });
        near.collect()
    }
}
