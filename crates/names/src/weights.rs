//! What was learned of how Arabic letters are written in Latin script. `weights/README.md` says from what.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::latin;
use crate::letters::{LETTERS, letter, sign};

/// The most Latin letters that one Arabic letter is written with.
pub const LONGEST_UNIT: usize = 4;

static LEARNED: LazyLock<Weights> =
    LazyLock::new(|| Weights::parse(include_str!("../weights/latin.tsv")).unwrap_or_default());

/// Beside what an Arabic letter is written as its Latin unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Beside {
    /// Wherever it stands.
    Anything,
    /// After this Arabic letter.
    After(u8),
    /// Before this Arabic letter.
    Before(u8),
    /// After this Latin letter, as [`latin_sign`] counts them.
    AfterLatin(u8),
    /// Before this Latin letter.
    BeforeLatin(u8),
}

/// One thing that has a weight: an Arabic letter is written as these Latin letters, at most four and perhaps none.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Feature {
    /// The Arabic letter, as [`crate::letter`] counts them.
    pub letter: u8,
    /// The Latin letters.
    pub unit: String,
    /// Beside what.
    pub beside: Beside,
}

impl Feature {
    fn is_possible(&self) -> bool {
        let arabic = |letter: u8| usize::from(letter) < LETTERS;
        let beside = match self.beside {
            Beside::After(neighbour) | Beside::Before(neighbour) => arabic(neighbour),
            Beside::Anything | Beside::AfterLatin(_) | Beside::BeforeLatin(_) => true,
        };
        arabic(self.letter) && beside
    }
}

/// Weights of units, natural logarithms. They add up: the plain one, and one for each neighbour.
#[derive(Debug, Clone, Default)]
pub struct Weights {
    units: HashMap<String, Unit>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Unit {
    pub(crate) plain: HashMap<u8, f32>,
    pub(crate) beside: HashMap<(Beside, u8), f32>,
}

/// Why a file of weights cannot be read.
#[derive(Debug, thiserror::Error)]
#[error(
    "line {line} of the weights is no weight: make the file again with `cargo xtask train-names`"
)]
pub struct WeightsError {
    line: usize,
}

impl Weights {
    /// The weights that this program carries.
    #[must_use]
    pub fn learned() -> &'static Self {
        &LEARNED
    }

    /// Reads weights as [`Weights::text`] writes them.
    ///
    /// # Errors
    /// Names the first line that is no weight.
    pub fn parse(text: &str) -> Result<Self, WeightsError> {
        let mut weights = Self::default();
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
            let (feature, weight) = parsed(line).ok_or(WeightsError { line: at + 1 })?;
            weights.set(&feature, weight);
        }
        Ok(weights)
    }

    /// The weights as lines of letter, unit, what it stands beside, weight.
    #[must_use]
    pub fn text(&self) -> String {
        let mut lines: Vec<(Feature, f32)> = self.features();
        lines.sort_by(|(one, _), (other, _)| one.cmp(other));
        let line = |(feature, weight): (Feature, f32)| {
            let (kind, neighbour) = shown(feature.beside);
            format!("{}\t{}\t{kind}{neighbour}\t{weight:.2}\n", sign(feature.letter), feature.unit)
        };
        lines.into_iter().map(line).collect()
    }

    /// All features with their weights.
    #[must_use]
    pub fn features(&self) -> Vec<(Feature, f32)> {
        let mut found = Vec::new();
        for (name, unit) in &self.units {
            let plain =
                unit.plain.iter().map(|(&letter, &weight)| ((Beside::Anything, letter), weight));
            let beside = unit.beside.iter().map(|(&key, &weight)| (key, weight));
            found.extend(plain.chain(beside).map(|((beside, letter), weight)| {
                (Feature { letter, unit: name.clone(), beside }, weight)
            }));
        }
        found
    }

    /// The weight of a feature, if it has one.
    #[must_use]
    pub fn get(&self, feature: &Feature) -> Option<f32> {
        let unit = self.units.get(&feature.unit)?;
        match feature.beside {
            Beside::Anything => unit.plain.get(&feature.letter).copied(),
            beside => unit.beside.get(&(beside, feature.letter)).copied(),
        }
    }

    /// Gives a feature a weight; nothing happens if there is no such letter.
    pub fn set(&mut self, feature: &Feature, weight: f32) {
        if !feature.is_possible() {
            return;
        }
        let unit = self.units.entry(feature.unit.clone()).or_default();
        match feature.beside {
            Beside::Anything => unit.plain.insert(feature.letter, weight),
            beside => unit.beside.insert((beside, feature.letter), weight),
        };
    }

    pub(crate) fn unit(&self, name: &str) -> Option<&Unit> {
        self.units.get(name)
    }
}

/// The number of a letter of a spelling as [`crate::romanised`] gives it: 0 to 25, or 26 for the break between words.
#[must_use]
pub fn latin_sign(letter: u8) -> u8 {
    latin::sign(letter)
}

fn parsed(line: &str) -> Option<(Feature, f32)> {
    let mut parts = line.split('\t');
    let letter_of = single(parts.next()?)?;
    let unit = parts.next()?;
    let mut beside = parts.next()?.chars();
    let weight: f32 = parts.next()?.parse().ok()?;
    let (kind, neighbour) = (beside.next()?, beside.next());
    let known = |sign: char| Some(letter(sign)).filter(|&at| usize::from(at) < LETTERS);
    let latin = |sign: char| u8::try_from(sign).ok().map(latin::sign);
    let beside = match (kind, neighbour) {
        ('=', None) => Beside::Anything,
        ('<', Some(neighbour)) => Beside::After(known(neighbour)?),
        ('>', Some(neighbour)) => Beside::Before(known(neighbour)?),
        ('[', Some(neighbour)) => Beside::AfterLatin(latin(neighbour)?),
        (']', Some(neighbour)) => Beside::BeforeLatin(latin(neighbour)?),
        _ => return None,
    };
    let ends = parts.next().is_none() && weight.is_finite() && unit.len() <= LONGEST_UNIT;
    ends.then(|| (Feature { letter: letter(letter_of), unit: unit.to_owned(), beside }, weight))
}

fn single(text: &str) -> Option<char> {
    let mut signs = text.chars();
    signs.next().filter(|_| signs.next().is_none())
}

fn shown(beside: Beside) -> (char, String) {
    let latin = |sign: u8| {
        let sign = if sign < latin::SIGNS - 1 { b'a' + sign } else { latin::BREAK };
        char::from(sign).to_string()
    };
    match beside {
        Beside::Anything => ('=', String::new()),
        Beside::After(neighbour) => ('<', sign(neighbour).to_string()),
        Beside::Before(neighbour) => ('>', sign(neighbour).to_string()),
        Beside::AfterLatin(neighbour) => ('[', latin(neighbour)),
        Beside::BeforeLatin(neighbour) => (']', latin(neighbour)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_come_back_from_their_text() {
        let mut weights = Weights::default();
        let sh = |beside| Feature { letter: letter('ش'), unit: "sh".into(), beside };
        let all = [
            Beside::Anything,
            Beside::After(letter('م')),
            Beside::Before(letter('$')),
            Beside::AfterLatin(26),
            Beside::BeforeLatin(0),
        ];
        for (at, beside) in all.into_iter().enumerate() {
            weights.set(&sh(beside), at as f32 / 4.0);
        }
        let again = Weights::parse(&weights.text()).unwrap();
        assert_eq!(again.text(), weights.text());
        assert!(all.into_iter().all(|beside| again.get(&sh(beside)) == weights.get(&sh(beside))));
    }

    #[test]
    fn what_is_no_weight_is_named_by_its_line() {
        for line in
            ["ش\tsh\t=", "ش\tsh\t=\tNaN", "ش\tschschsch\t=\t0", "شش\tsh\t=\t0", "ش\tsh\t?x\t0"]
        {
            let text = format!("# weights\n{line}\n");
            assert_eq!(Weights::parse(&text).unwrap_err().line, 2, "{line}");
        }
    }

    #[test]
    fn the_weights_that_the_program_carries_can_be_read_and_hold_no_names() {
        let weights = Weights::parse(include_str!("../weights/latin.tsv")).unwrap();
        assert!(weights.units.len() > 100);
        assert!(weights.units.keys().all(|unit| unit.len() <= LONGEST_UNIT));
    }
}
