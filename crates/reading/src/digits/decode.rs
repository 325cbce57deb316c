//! From what every column shows to figures.

use super::network::CLASSES;

const GAP: usize = 0;
const OTHER: usize = 1;
const INSIDE: usize = CLASSES - 1;
/// First classes of the Arabic-Indic digits, the ASCII digits and the separators.
const ARABIC: usize = 2;
const ASCII: usize = 12;
const SEPARATOR: usize = 22;
const CHARACTERS: [char; 23] = [
    '٠', '١', '٢', '٣', '٤', '٥', '٦', '٧', '٨', '٩', '0', '1', '2', '3', '4', '5', '6', '7', '8',
    '9', '/', '-', '.',
];
/// Half the width of a figure of one character, in columns: nothing tells it.
const HALF_CHARACTER: f32 = 4.0;

/// A figure in columns of the network.
pub(super) struct Found {
    pub text: String,
    pub left: f32,
    pub right: f32,
    pub confidence: f32,
}

/// A character: successive columns of one class.
struct Symbol {
    class: usize,
    first: usize,
    last: usize,
    /// What the column with the highest probability of the class shows.
    peak: [f32; CLASSES],
}

impl Symbol {
    fn middle(&self) -> f32 {
        (self.first + self.last + 1) as f32 / 2.0
    }

    fn is_separator(&self) -> bool {
        self.class >= SEPARATOR
    }

    /// As a digit of the script that begins at class `script`, with its probability in either script.
    fn in_script(&self, script: usize) -> (usize, f32) {
        if self.is_separator() {
            return (self.class, self.peak[self.class]);
        }
        let either = |digit: &usize| self.peak[ARABIC + digit] + self.peak[ASCII + digit];
        let best = (0..10usize)
            .max_by(|a, b| self.peak[script + a].total_cmp(&self.peak[script + b]))
            .unwrap_or(0);
        (script + best, either(&best))
    }
}

/// Costs, in nats, that keep a column's noise from becoming a character: of a change from one class to another, between
/// a character and the gap inside a figure, and between characters that show no such gap.
const CHANGE: f32 = 1.5;
const STEP_INSIDE: f32 = 0.4;
const TOUCHING: f32 = 8.0;

/// The most likely classes of all columns together (Viterbi's algorithm).
fn path(columns: &[[f32; CLASSES]]) -> Vec<usize> {
    let is_character = |class: usize| (ARABIC..INSIDE).contains(&class);
    let mut scores = [0f32; CLASSES];
    let mut steps: Vec<[usize; CLASSES]> = Vec::with_capacity(columns.len());
    for column in columns {
        let best = |among: std::ops::Range<usize>| {
            among.max_by(|a, b| scores[*a].total_cmp(&scores[*b])).unwrap_or(GAP)
        };
        let (any, character) = (best(0..CLASSES), best(ARABIC..INSIDE));
        let outside = if scores[GAP] >= scores[OTHER] { GAP } else { OTHER };
        let mut step = [GAP; CLASSES];
        let mut next = [0f32; CLASSES];
        for (class, (step, next)) in step.iter_mut().zip(&mut next).enumerate() {
            let from = |before: usize, cost: f32| (before, scores[before] - cost);
            let stay = from(class, 0.0);
            let ways = if is_character(class) {
                [stay, from(outside, CHANGE), from(INSIDE, STEP_INSIDE), from(character, TOUCHING)]
            } else if class == INSIDE {
                [stay, stay, from(outside, CHANGE), from(character, STEP_INSIDE)]
            } else {
                [stay, stay, stay, from(any, CHANGE)]
            };
            let (from, score) = ways.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or(stay);
            *step = from;
            *next = score + column[class].max(f32::MIN_POSITIVE).ln();
        }
        scores = next;
        steps.push(step);
    }
    let mut class = (0..CLASSES).max_by(|a, b| scores[*a].total_cmp(&scores[*b])).unwrap_or(GAP);
    let mut out: Vec<usize> = steps
        .iter()
        .rev()
        .map(|step| {
            let here = class;
            class = step[class];
            here
        })
        .collect();
    out.reverse();
    out
}

/// The figures, from left to right. Where a column shows a gap or other ink, a figure ends.
pub(super) fn figures(columns: &[[f32; CLASSES]]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut symbols: Vec<Symbol> = Vec::new();
    let mut before = GAP;
    for (at, (column, class)) in columns.iter().zip(path(columns)).enumerate() {
        match (class, symbols.last_mut()) {
            (GAP | OTHER, _) => found.extend(figure(std::mem::take(&mut symbols))),
            (INSIDE, _) => {}
            (class, Some(symbol)) if class == before => {
                symbol.last = at;
                if column[class] > symbol.peak[class] {
                    symbol.peak = *column;
                }
            }
            (class, _) => symbols.push(Symbol { class, first: at, last: at, peak: *column }),
        }
        before = class;
    }
    found.extend(figure(symbols));
    found
}

/// The figure that the symbols make, without separators at its ends; `None` without a digit.
fn figure(symbols: Vec<Symbol>) -> Option<Found> {
    let start = symbols.iter().position(|symbol| !symbol.is_separator())?;
    let end = symbols.iter().rposition(|symbol| !symbol.is_separator())?;
    let symbols = &symbols[start..=end];
    let script = script(symbols);
    let read: Vec<(usize, f32)> = symbols.iter().map(|symbol| symbol.in_script(script)).collect();
    let (first, last) = (symbols.first()?.middle(), symbols.last()?.middle());
    let half = match symbols.len() {
        1 => HALF_CHARACTER,
        count => (last - first) / (count - 1) as f32 / 2.0,
    };
    Some(Found {
        text: read
            .iter()
            .filter_map(|(class, _)| CHARACTERS.get(class.checked_sub(ARABIC)?))
            .collect(),
        left: (first - half).max(0.0),
        right: last + half,
        confidence: read.iter().map(|(_, probability)| *probability).fold(1.0, f32::min),
    })
}

/// A figure has one script: that which its digits show more of together.
fn script(symbols: &[Symbol]) -> usize {
    let digits = || symbols.iter().filter(|symbol| !symbol.is_separator());
    let weight = |script: usize| {
        digits().map(|symbol| symbol.peak[script..script + 10].iter().sum::<f32>()).sum::<f32>()
    };
    if weight(ASCII) > weight(ARABIC) { ASCII } else { ARABIC }
}
