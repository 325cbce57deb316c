//! What makes two names alike.

use std::collections::HashMap;

use super::score::Why;
use crate::letters::{ARTICLE, letters};
use crate::sought::Sought;
use crate::spelling::Copies;
use crate::token::{Script, Token};
use crate::vocabulary::script;
use crate::weights::Weights;

/// How much less than the best that could be two spellings of one sound weigh.
const SOUNDS_ALIKE: f32 = 7.0;

/// How much better a pair becomes if a letter was read wrong, where that is the reason.
const READ_WRONG: f32 = 1.0;

/// Tells why names are alike. Keeps what it made ready: the names that are asked are few.
#[derive(Debug, Clone)]
pub(super) struct Likeness<'w> {
    weights: &'w Weights,
    /// By the asked name: as if every letter was read right, and as if some may be wrong.
    ready: HashMap<Token, [Sought<'w>; 2]>,
}

impl<'w> Likeness<'w> {
    pub(super) fn new(weights: &'w Weights) -> Self {
        Self { weights, ready: HashMap::new() }
    }

    pub(super) fn why(&mut self, asked: &Token, found: &Token) -> Why {
        if asked.text == found.text {
            return Why::SameSpelling;
        }
        let plain = |text: &str| text.replace([' ', '_'], "");
        if plain(&asked.text) == plain(&found.text) {
            return Why::JoinedOtherwise;
        }
        let arabic = asked.script == Script::Arabic && found.script == Script::Arabic;
        if arabic && bare(&asked.text) == bare(&found.text) {
            return Why::SameButArticle;
        }
        let both = self.ready.entry(asked.clone()).or_insert_with(|| {
            let ready = |copies| Sought::new(self.weights, asked.clone(), copies);
            [ready(Copies::Good), ready(Copies::Bad)]
        });
        let [good, bad] =
            both.each_ref().map(|sought| sought.weigh(&found.text, script(&found.text)));
        if bad > good + READ_WRONG {
            Why::LetterReadWrong
        } else if bad > -SOUNDS_ALIKE && asked.script != found.script {
            Why::SameSound
        } else {
            Why::SimilarSpelling
        }
    }
}

fn bare(text: &str) -> Vec<u8> {
    letters(text).into_iter().filter(|&letter| letter != ARTICLE).collect()
}
