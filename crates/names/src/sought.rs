//! One name that is asked for, and how much a name of a record weighs for it.

use crate::letters::letters;
use crate::same_script::{sounds, sounds_of_arabic};
use crate::spelling::{Copies, Spelling};
use crate::token::{Script, Token};
use crate::weights::Weights;

/// A name that is asked for, ready to be compared with names in both scripts.
#[derive(Debug, Clone)]
pub struct Sought {
    token: Token,
    /// For Arabic names.
    pub(crate) arabic: Spelling,
    /// For Latin names, by their sounds.
    pub(crate) sound: Spelling,
}

impl Sought {
    /// Makes a name ready. Costs some ten microseconds.
    #[must_use]
    pub fn new(token: Token, copies: Copies) -> Self {
        let (arabic, sounds) = match token.script {
            Script::Latin => {
                (Spelling::latin(Weights::learned(), &token.text, copies), sounds(&token.text))
            }
            Script::Arabic => {
                let letters = letters(&token.text);
                (Spelling::arabic(&letters, copies), sounds_of_arabic(&letters))
            }
        };
        Self { token, arabic, sound: Spelling::sound(&sounds) }
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
        match (self.token.script, script) {
            (_, Script::Arabic) => self.arabic.weigh(&letters(found)) - self.arabic.best(),
            (Script::Latin, Script::Latin) => self.sound.weigh(&sounds(found)) - self.sound.best(),
            (Script::Arabic, Script::Latin) => {
                let spelling = Spelling::latin(Weights::learned(), found, Copies::Good);
                spelling.weigh(&letters(&self.token.text)) - spelling.best()
            }
        }
    }
}
