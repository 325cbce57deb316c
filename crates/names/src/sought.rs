//! One name that is asked for, and how much a name of a record weighs for it.

use std::sync::OnceLock;

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
    copies: Copies,
    /// For Arabic names, and for Latin names by their sounds; each is made when the first one comes.
    arabic: OnceLock<Spelling>,
    sound: OnceLock<Spelling>,
}

impl<'w> Sought<'w> {
    /// A name, and whether letters of records may have been read wrong. The first comparison in each script costs some
    /// ten microseconds more than the others.
    #[must_use]
    pub fn new(weights: &'w Weights, token: Token, copies: Copies) -> Self {
        let (arabic, sound) = (OnceLock::new(), OnceLock::new());
        Self { weights, token, copies, arabic, sound }
    }

    pub(crate) fn arabic(&self) -> &Spelling {
        let text = &self.token.text;
        self.arabic.get_or_init(|| match self.token.script {
            Script::Latin => Spelling::latin(self.weights, text, self.copies),
            Script::Arabic => Spelling::arabic(&letters(text), self.copies),
        })
    }

    pub(crate) fn sound(&self) -> &Spelling {
        let text = &self.token.text;
        self.sound.get_or_init(|| match self.token.script {
            Script::Latin => Spelling::sound(&sounds(text)),
            Script::Arabic => Spelling::sound(&sounds_of_arabic(&letters(text))),
        })
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
            (_, Script::Arabic) => weigh(self.arabic(), &letters(found)),
            (Script::Latin, Script::Latin) => weigh(self.sound(), &sounds(found)),
            (Script::Arabic, Script::Latin) => {
                let spelling = Spelling::latin(self.weights, found, Copies::Good);
                weigh(&spelling, &letters(&self.token.text))
            }
        }
    }
}
