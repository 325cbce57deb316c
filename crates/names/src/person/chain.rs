//! A chain of names: given name, fathers, family name.

use std::collections::HashMap;

use crate::sought::Sought;
use crate::spelling::Copies;
use crate::token::{Token, tokens};
use crate::vocabulary::{Vocabulary, script};
use crate::weights::Weights;

/// The most names of one chain that are compared.
pub(super) const MOST: usize = 8;

/// The most names that are taken for one, written without a break.
pub(super) const MOST_JOINED: usize = 2;

/// How little a name that is in no vocabulary weighs, beside the best that could be.
const UNHEARD: f32 = -8.5;

/// How many names near to one that is asked are counted to see how special it is.
const COUNTED: usize = 40;
const COUNTED_JOINED: usize = 6;

/// What two names must weigh at least to be taken for one; names that weigh less are two different ones.
pub(super) const WORST: f32 = -4.0;

/// The names of a field that is no chain.
pub(super) fn names(written: Option<&str>) -> Vec<Token> {
    let mut names = written.map(tokens).unwrap_or_default();
    names.truncate(MOST);
    names
}

/// The names of a chain. A father or grandfather who is named apart stands in his place, if the chain does not have him
/// already.
pub(super) fn chain(name: &str, father: Option<&str>, grandfather: Option<&str>) -> Vec<Token> {
    let mut names = tokens(name);
    for (apart, place) in [(father, 1), (grandfather, 2)] {
        let ancestor = apart.map(tokens).unwrap_or_default();
        let known = names.get(1..).unwrap_or_default();
        let Some(first) =
            ancestor.first().filter(|first| known.iter().all(|name| name.text != first.text))
        else {
            continue;
        };
        names.insert(place.min(names.len()), first.clone());
    }
    names.truncate(MOST);
    names
}

/// A chain that is asked for.
#[derive(Debug, Clone)]
pub(super) struct Sequence<'w> {
    pub(super) names: Vec<Token>,
    spans: Vec<Span<'w>>,
}

/// One or two neighbouring names that are asked for, taken as one.
#[derive(Debug, Clone)]
pub(super) struct Span<'w> {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) sought: Sought<'w>,
    /// How likely anybody writes what is asked: natural logarithm, on the scale of [`Sought::weigh`].
    by_chance: f32,
    weighed: HashMap<String, f32>,
    /// The names of the vocabulary that it may mean, with their weights of evidence.
    pub(super) near: Vec<(String, f32)>,
}

impl<'w> Sequence<'w> {
    pub(super) fn new(weights: &'w Weights, names: Vec<Token>, vocabulary: &Vocabulary) -> Self {
        let mut spans = Vec::new();
        for from in 0..names.len() {
            for to in from + 1..=(from + MOST_JOINED).min(names.len()) {
                if let Some(token) = joined(names.get(from..to).unwrap_or_default(), true) {
                    spans.push(Span::new(weights, from, to, token, vocabulary));
                }
            }
        }
        Self { names, spans }
    }

    /// How much a name of a record speaks for each span of at most so many names, given by its first name and the one
    /// after its last.
    pub(super) fn compare(
        &mut self,
        found: &str,
        most: usize,
    ) -> impl Iterator<Item = ((usize, usize), f32)> {
        let spans = self.spans.iter_mut().filter(move |span| span.to - span.from <= most);
        spans.map(move |span| ((span.from, span.to), span.evidence(found)))
    }

    pub(super) fn spans(&self) -> &[Span<'w>] {
        &self.spans
    }
}

impl<'w> Span<'w> {
    fn new(
        weights: &'w Weights,
        from: usize,
        to: usize,
        token: Token,
        vocabulary: &Vocabulary,
    ) -> Self {
        let sought = Sought::new(weights, token, Copies::Bad);
        // Names that a writer joined are rare: only those that fit well are worth looking for.
        let near =
            vocabulary.nearest(&sought, if to - from > 1 { COUNTED_JOINED } else { COUNTED });
        let shares = near.iter().map(|near| {
            near.weight.exp() * near.count.max(1) as f32 / vocabulary.total().max(1) as f32
        });
        let by_chance = (shares.sum::<f32>() + UNHEARD.exp()).ln();
        let near =
            near.iter().map(|near| (near.token.to_owned(), near.weight - by_chance)).collect();
        Self { from, to, sought, by_chance, weighed: HashMap::new(), near }
    }

    /// What it costs that its names stand as one.
    pub(super) fn parted(&self) -> f32 {
        super::alignment::parted((self.from, self.to))
    }

    /// The evidence that a name of a record is this one.
    pub(super) fn evidence(&mut self, found: &str) -> f32 {
        if let Some(&weight) = self.weighed.get(found) {
            return weight;
        }
        let least = WORST + self.by_chance;
        let weight = self.sought.weigh_above(found, script(found), least) - self.by_chance;
        self.weighed.insert(found.to_owned(), weight);
        weight
    }
}

/// Neighbouring names as one; none, if they are in different scripts. Asked names keep the break between them.
pub(super) fn joined(names: &[Token], apart: bool) -> Option<Token> {
    let (first, rest) = names.split_first()?;
    let mut token = first.clone();
    for name in rest {
        if name.script != first.script {
            return None;
        }
        if apart && first.text.is_ascii() {
            token.text.push('_');
        }
        token.text.push_str(&name.text);
        token.written.push(' ');
        token.written.push_str(&name.written);
    }
    Some(token)
}

/// The text of neighbouring names of a record as one; none, if they are in different scripts.
pub(super) fn written_as_one(names: &[&str]) -> Option<String> {
    let (first, rest) = names.split_first()?;
    let one_script = rest.iter().all(|name| script(name) == script(first));
    one_script.then(|| names.concat())
}
