//! All the names of an index, and how often each of them stands there.

use std::collections::HashMap;

use crate::letters::letters;
use crate::same_script::sounds;
use crate::sought::Sought;
use crate::spelling::Spelling;
use crate::token::Script;
use crate::trie::{Found, Reach, Trie};

/// How much less than the best that could be a name may weigh and still be taken for what was asked, and how much less
/// if it is looked for by its spelling, however far it is.
const WORST: f32 = -11.0;
const FARTHEST: f32 = -30.0;

/// How much less than the nearest one a name may weigh.
const BELOW: f32 = 6.5;

/// How many places of the tree one search looks at.
const EFFORT: usize = 6_000;

/// The distinct names of an index with their numbers.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    names: Vec<Name>,
    ids: HashMap<String, u32>,
    total: u64,
    arabic: Trie,
    latin: Trie,
    /// Names whose sounds are those of a name before them in the tree of Latin ones.
    homophones: HashMap<u32, Vec<u32>>,
}

#[derive(Debug, Clone)]
struct Name {
    text: String,
    count: u64,
}

/// A name of the vocabulary that is near to what was asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Near<'a> {
    /// The name.
    pub token: &'a str,
    /// Its letters.
    pub script: Script,
    /// How likely somebody who means it writes what was asked, as [`Sought::weigh`] gives it.
    pub weight: f32,
    /// How often it stands in the index.
    pub count: u64,
}

impl Vocabulary {
    /// The vocabulary of these names, each given once with how often it stands in the index.
    #[must_use]
    pub fn new(names: impl IntoIterator<Item = (String, u64)>) -> Self {
        let mut vocabulary = Self::default();
        let (mut arabic, mut latin) = (Vec::new(), Vec::new());
        for ((text, count), id) in names.into_iter().zip(0u32..) {
            match script(&text) {
                Script::Arabic => arabic.push((letters(&text), id)),
                Script::Latin => latin.push((sounds(&text), id)),
            }
            vocabulary.ids.insert(text.clone(), id);
            vocabulary.total = vocabulary.total.saturating_add(count);
            vocabulary.names.push(Name { text, count });
        }
        vocabulary.arabic = vocabulary.tree(arabic);
        vocabulary.latin = vocabulary.tree(latin);
        vocabulary
    }

    fn tree(&mut self, mut names: Vec<(Vec<u8>, u32)>) -> Trie {
        names.sort_unstable();
        for same in names.chunk_by(|(one, _), (other, _)| one == other) {
            if let [(_, first), others @ ..] = same
                && !others.is_empty()
            {
                self.homophones.insert(*first, others.iter().map(|(_, id)| *id).collect());
            }
        }
        names.dedup_by(|(one, _), (other, _)| one == other);
        Trie::new(names.iter().map(|(letters, id)| (letters.as_slice(), *id)))
    }

    /// How many distinct names there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The number of a name in this vocabulary.
    #[must_use]
    pub fn id(&self, name: &str) -> Option<u32> {
        self.ids.get(name).copied()
    }

    /// The name of a number.
    #[must_use]
    pub fn name(&self, id: u32) -> Option<&str> {
        self.names.get(id as usize).map(|name| name.text.as_str())
    }

    /// How often a name stands in the index.
    #[must_use]
    pub fn count(&self, name: &str) -> u64 {
        let name = self.ids.get(name).and_then(|&id| self.names.get(id as usize));
        name.map_or(0, |name| name.count)
    }

    /// How often names stand in the index, all together.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The share of a name among all, never nothing: a name that is not here counts as if it stood here once.
    #[must_use]
    pub fn share(&self, name: &str) -> f32 {
        self.count(name).max(1) as f32 / self.total.max(1) as f32
    }

    /// The names nearest to one that is asked for, best first, at most so many of each script.
    #[must_use]
    pub fn nearest<'a, 'w>(&self, sought: &'a Sought<'w>, limit: usize) -> Vec<Near<'_>> {
        let reach = |best: f32| Reach { limit, worst: best + WORST, below: BELOW, effort: EFFORT };
        let search = |tree: &Trie, spelling: fn(&'a Sought<'w>) -> &'a Spelling| {
            if tree.is_empty() {
                Vec::new()
            } else {
                tree.nearest(spelling(sought), &reach(spelling(sought).best()))
            }
        };
        let (arabic, latin) =
            (search(&self.arabic, Sought::arabic), search(&self.latin, Sought::sound));
        let mut near: Vec<Near<'_>> = Vec::new();
        for Found { name, .. } in arabic.into_iter().chain(latin) {
            let others = self.homophones.get(&name).into_iter().flatten().copied();
            near.extend([name].into_iter().chain(others).filter_map(|id| self.near(sought, id)));
        }
        near.sort_by(|one, other| {
            other.weight.total_cmp(&one.weight).then(one.token.cmp(other.token))
        });
        near
    }

    /// The Arabic names nearest to a spelling, with the weights that it gives them; the first of those with equal letters.
    #[must_use]
    pub fn nearest_spelled(&self, spelling: &Spelling, limit: usize) -> Vec<Near<'_>> {
        let reach =
            Reach { limit, worst: spelling.best() + FARTHEST, below: BELOW, effort: EFFORT };
        let found = self.arabic.nearest(spelling, &reach).into_iter();
        found
            .filter_map(|Found { name, weight }| {
                let Name { text, count } = self.names.get(name as usize)?;
                Some(Near { token: text, script: Script::Arabic, weight, count: *count })
            })
            .collect()
    }

    fn near(&self, sought: &Sought<'_>, id: u32) -> Option<Near<'_>> {
        let name = self.names.get(id as usize)?;
        let script = script(&name.text);
        let weight = sought.weigh(&name.text, script);
        Some(Near { token: &name.text, script, weight, count: name.count })
    }
}

/// In which letters a name for comparing is written.
#[must_use]
pub fn script(text: &str) -> Script {
    if text.is_ascii() { Script::Latin } else { Script::Arabic }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::spelling::Copies;
    use crate::token::tokens;
    use crate::weights::Weights;

    fn sought(name: &str) -> Sought<'static> {
        Sought::new(Weights::learned(), tokens(name).remove(0), Copies::Bad)
    }

    fn nearest(vocabulary: &Vocabulary, name: &str) -> Option<String> {
        vocabulary.nearest(&sought(name), 5).first().map(|near| near.token.to_owned())
    }

    #[test]
    fn a_name_is_found_from_either_script_in_either() {
        let names = ["خالد", "خليل", "الخوري", "شيخ", "khalil", "khoury", "qasim"];
        let vocabulary = Vocabulary::new(names.map(|name| (name.to_owned(), 1)));
        for (asked, found) in
            [("Khaled", "خالد"), ("Cheikh", "شيخ"), ("Kassem", "qasim"), ("قاسم", "qasim")]
        {
            assert_eq!(nearest(&vocabulary, asked).as_deref(), Some(found), "{asked}");
        }
        let both: Vec<_> =
            vocabulary.nearest(&sought("Khouri"), 5).iter().map(|near| near.token).collect();
        assert!(both.contains(&"khoury") && both.contains(&"الخوري"), "{both:?}");
    }

    #[test]
    fn names_of_one_sound_are_all_found() {
        let vocabulary =
            Vocabulary::new(["khoury", "khouri", "khuri"].map(|name| (name.to_owned(), 1)));
        assert_eq!(vocabulary.nearest(&sought("Khoury"), 5).len(), 3);
    }

    #[test]
    fn counts_are_kept_and_an_unknown_name_counts_as_one() {
        let vocabulary = Vocabulary::new([("محمد".to_owned(), 90), ("خالد".to_owned(), 10)]);
        assert_eq!(
            (
                vocabulary.len(),
                vocabulary.total(),
                vocabulary.count("محمد"),
                vocabulary.count("وليد")
            ),
            (2, 100, 90, 0)
        );
        assert!((vocabulary.share("وليد") - 0.01).abs() < 1e-6);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]

        /// The search of the tree leaves out nothing that is better than what it gives.
        #[test]
        fn the_best_name_of_all_is_found(asked in "[a-z]{2,9}", names in prop::collection::hash_set("[ابتجحدرسعفقكلمنهوي]{2,7}", 1..60)) {
            let vocabulary = Vocabulary::new(names.iter().map(|name| (name.clone(), 1)));
            let sought = sought_token(&asked);
            let best = names.iter().map(|name| sought.weigh(name, Script::Arabic)).fold(f32::MIN, f32::max);
            let found = vocabulary.nearest(&sought, 5).first().map(|near| near.weight);
            if best > WORST {
                prop_assert!(found.is_some_and(|found| (found - best).abs() < 1e-3), "{found:?} is not {best}");
            }
        }
    }

    fn sought_token(text: &str) -> Sought<'static> {
        let token = crate::token::Token {
            text: text.to_owned(),
            script: Script::Latin,
            written: text.to_owned(),
        };
        Sought::new(Weights::learned(), token, Copies::Bad)
    }
}
