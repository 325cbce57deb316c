//! Letters that a machine, or a tired eye, takes for one another, and what that costs in a comparison.

use std::sync::LazyLock;

use crate::letters::letter;

/// Letters that differ by dots only cost this much (natural logarithm), those that differ by a tooth or a bend
/// this much: about one misread letter in fifty and in a few hundred.
const DOTS: f32 = 4.0;
const SHAPE: f32 = 5.0;

const ONE_BODY: [&str; 9] = ["بتثني", "جحخ", "دذ", "رز", "سش", "صض", "طظ", "عغ", "فق"];
const ALIKE: [(char, char); 11] = [
    ('د', 'ر'),
    ('ر', 'و'),
    ('ز', 'ن'),
    ('ف', 'غ'),
    ('ع', 'م'),
    ('م', 'ه'),
    ('ل', 'ا'),
    ('ك', 'ل'),
    ('ص', 'س'),
    ('ق', 'و'),
    ('ح', 'ع'),
];

/// Pairs of letters and what taking one for the other costs.
pub(crate) static CONFUSED: LazyLock<Vec<(u8, u8, f32)>> = LazyLock::new(|| {
    let mut pairs = Vec::new();
    for body in ONE_BODY {
        for (at, one) in body.chars().enumerate() {
            pairs.extend(body.chars().skip(at + 1).map(|other| (letter(one), letter(other), DOTS)));
        }
    }
    pairs.extend(ALIKE.iter().map(|&(one, other)| (letter(one), letter(other), SHAPE)));
    pairs
});
