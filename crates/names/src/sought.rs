//! One name that is asked for, and how much a name of a record weighs for it.

use crate::letters::letters;
use crate::same_script::{sounds, sounds_of_arabic};
use crate::spelling::{Copies, NEVER, Spelling};
use crate::token::{Script, Token};
use crate::weights::Weights;

/// A name that is asked for, ready to be compared with names in both scripts.
#[derive(Debug, Clone)]
pub struct Sought<'w> {
    weights: &'w Weights,
    token: Token,
    /// For Arabic names.
    pub(crate) arabic: Spelling,
    /// For Latin names, by their sounds.
    pub(crate) sound: Spelling,
}

impl<'w> Sought<'w> {
    /// Makes a name ready. Costs a tenth of a millisecond.
    #[must_use]
    pub fn new(weights: &'w Weights, token: Token, copies: Copies) -> Self {
        let (arabic, sounds) = match token.script {
            Script::Latin => (Spelling::latin(weights, &token.text, copies), sounds(&token.text)),
            Script::Arabic => {
                let letters = letters(&token.text);
                (Spelling::arabic(&letters, copies), sounds_of_arabic(&letters))
            }
        };
        Self { weights, token, arabic, sound: Spelling::sound(&sounds) }
    }

    /// The name.
    #[must_use]
    pub fn token(&self) -> &Token {
        &self.token
    }

    /// How likely somebody who means the name of the record writes what is asked: a natural logarithm, 0 for the best
    /// that could be. The scale is the same in all scripts.
    #[must_use]
    pub fn weigh(&self, found: &str, script: Script) -> f32 {
        self.weigh_above(found, script, NEVER)
    }

    /// The same, but gives up on what cannot weigh so much.
    pub(crate) fn weigh_above(&self, found: &str, script: Script, least: f32) -> f32 {
        let weigh = |spelling: &Spelling, letters: &[u8]| {
            let best = spelling.best();
            spelling.weigh_above(letters, best + least) - best
        };
        match (self.token.script, script) {
            (_, Script::Arabic) => weigh(&self.arabic, &letters(found)),
            (Script::Latin, Script::Latin) => weigh(&self.sound, &sounds(found)),
            (Script::Arabic, Script::Latin) => {
                let spelling = Spelling::latin(self.weights, found, Copies::Good);
                weigh(&spelling, &letters(&self.token.text))
            }
        }
    }
}
