//! The shape of a number: digits, and letters and separators that belong to them.

use crate::fold;
use crate::token::{Gap, Kind, Tokens};

/// How many parts a number has at most.
const MOST_PARTS: usize = 8;
/// How many digits a part has at most.
const MOST_DIGITS: usize = 40;
/// How many letters stand for a series, an office or a register, at most.
const ARABIC_LETTERS: usize = 2;
const LATIN_LETTERS: usize = 5;

/// A number, by its last token.
#[derive(Debug)]
pub(super) struct Figure {
    pub(super) last: usize,
    pub(super) value: String,
    /// Whether it is a time of the day.
    pub(super) is_time: bool,
}

/// How a part follows the one before.
enum Joint {
    /// With a separator, or two spaces around it.
    Separated(usize),
    /// Joined to it.
    Glued(usize),
    /// Digits after a mark of thousands.
    Thousands(usize),
    /// Digits after a point.
    Decimals(usize),
}

/// The number that begins at a token and ends before the token `end`.
pub(super) fn figure_at(tokens: &Tokens<'_>, at: usize, end: usize) -> Option<Figure> {
    let mut value = part(tokens, at)?;
    let mut last = at;
    let mut has_digits = tokens.number(at).is_some();
    if !has_digits && !opens(tokens, at) {
        return None;
    }
    for _ in 1..MOST_PARTS {
        let Some(joint) = joint(tokens, last).filter(|joint| joint.next() < end) else { break };
        let Some(next) = part(tokens, joint.next()) else { break };
        match joint {
            Joint::Separated(_) => value.push('/'),
            Joint::Decimals(_) => value.push('.'),
            Joint::Glued(_) | Joint::Thousands(_) => {}
        }
        value.push_str(&next);
        last = joint.next();
        has_digits |= tokens.number(last).is_some();
    }
    if let Some(minutes) = minutes(tokens, last).filter(|_| has_digits) {
        return Some(Figure { last: minutes, value, is_time: true });
    }
    has_digits.then_some(Figure { last, value, is_time: false })
}

impl Joint {
    fn next(&self) -> usize {
        match self {
            Self::Separated(at) | Self::Glued(at) | Self::Thousands(at) | Self::Decimals(at) => *at,
        }
    }
}

fn part(tokens: &Tokens<'_>, at: usize) -> Option<String> {
    match tokens.kind(at)? {
        Kind::Number(number) => (number.length <= MOST_DIGITS).then(|| fold(tokens.written(at))),
        Kind::Word => tokens.word(at).filter(|word| is_code(word)),
        _ => None,
    }
}

fn is_code(word: &str) -> bool {
    let most = if word.is_ascii() { LATIN_LETTERS } else { ARABIC_LETTERS };
    (1..=most).contains(&word.chars().count())
}

/// Whether letters may be the first part of a number: those of a series. Arabic ones that are joined to digits are و, ب and
/// the like.
fn opens(tokens: &Tokens<'_>, at: usize) -> bool {
    match tokens.kind(at + 1) {
        Some(Kind::Number(_)) => tokens.gap(at + 1) == Gap::None && tokens.written(at).is_ascii(),
        Some(Kind::Sign('/' | '-' | '\\')) => true,
        _ => false,
    }
}

/// What joins the next part to the part at a token.
fn joint(tokens: &Tokens<'_>, last: usize) -> Option<Joint> {
    let (at, next) = (last + 1, last + 2);
    let close = tokens.gap(at) == Gap::None;
    let both_close = close && tokens.gap(next) == Gap::None;
    match tokens.kind(at)? {
        Kind::Sign('-' | '_' | '\u{2010}' | '\u{2011}' | '\u{2013}') => {
            both_close.then_some(Joint::Separated(next))
        }
        Kind::Sign('/' | '\\') => {
            let near = tokens.gap(at) != Gap::Line && tokens.gap(next) != Gap::Line;
            near.then_some(Joint::Separated(next))
        }
        Kind::Sign(',' | '،' | '٬') if both_close => {
            let thousands = tokens.number(next).is_some_and(|number| number.length == 3);
            let before = tokens.number(last).is_some_and(|number| number.length <= 3);
            (thousands && before).then_some(Joint::Thousands(next))
        }
        Kind::Sign('.' | '٫') if both_close => {
            let both = tokens.number(last).is_some() && tokens.number(next).is_some();
            both.then_some(Joint::Decimals(next))
        }
        Kind::Number(_) | Kind::Word => close.then_some(Joint::Glued(at)),
        _ => None,
    }
}

/// The minutes, or seconds, of a time of the day whose hour is at a token.
fn minutes(tokens: &Tokens<'_>, hour: usize) -> Option<usize> {
    let is_next = |at: usize| {
        let colon = tokens.sign(at + 1) == Some(':');
        let close = tokens.gap(at + 1) == Gap::None && tokens.gap(at + 2) == Gap::None;
        colon && close && tokens.number(at + 2).is_some_and(|number| number.length == 2)
    };
    let mut last = hour;
    while is_next(last) {
        last += 2;
    }
    (last > hour).then_some(last)
}
