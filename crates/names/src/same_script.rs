//! Names compared within one script: Arabic with Arabic, Latin with Latin by its sound.

use crate::confusion::CONFUSED;
use crate::letters::{ARTICLE, LETTERS, LONGEST, SPACE, letter};
use crate::spelling::{Copies, Spelling};

/// A letter as it stands; one that a clerk writes or leaves out (ا و ي); one that is added or left out; one that has
/// nothing to do with the other.
const SAME: f32 = -0.02;
const LONG_VOWEL: f32 = -3.0;
const OTHER_VOWEL: f32 = -4.0;
const LOST: f32 = -5.5;
const OTHER: f32 = -7.0;
const ARTICLE_LOST: f32 = -1.8;

impl Spelling {
    /// A name in Arabic letters, for comparing with Arabic ones.
    #[must_use]
    pub fn arabic(asked: &[u8], copies: Copies) -> Self {
        let asked = asked.get(..LONGEST).unwrap_or(asked);
        let mut spelling = Self::blank(asked.len(), 1);
        let arcs = spelling.arcs.len();
        for at in 0..arcs {
            let arc = spelling.arcs[at];
            for found in 0..LETTERS {
                let code = u8::try_from(found).unwrap_or(0);
                let weight = match asked.get(usize::from(arc.from)) {
                    Some(&asked) if arc.to > arc.from => replaced(code, asked),
                    _ => lost(code),
                };
                spelling.plain[found * arcs + at] = weight;
            }
        }
        let confused = CONFUSED.iter().filter(|_| copies == Copies::Bad);
        for &(one, other, cost) in confused {
            for (read, meant) in [(one, other), (other, one)] {
                for at in 0..arcs {
                    let arc = spelling.arcs[at];
                    if arc.to > arc.from && asked.get(usize::from(arc.from)) == Some(&meant) {
                        let weight = &mut spelling.plain[usize::from(read) * arcs + at];
                        *weight = weight.max(-cost);
                    }
                }
            }
        }
        spelling.added = asked.iter().map(|&asked| lost(asked)).collect();
        spelling.finish();
        spelling
    }

    /// A name by its sounds, for comparing with other Latin spellings by theirs.
    #[must_use]
    pub(crate) fn sound(asked: &[u8]) -> Self {
        let asked = asked.get(..LONGEST).unwrap_or(asked);
        let mut spelling = Self::blank(asked.len(), 1);
        let arcs = spelling.arcs.len();
        for at in 0..arcs {
            let arc = spelling.arcs[at];
            for found in 0..LETTERS {
                let code = u8::try_from(found).unwrap_or(0);
                spelling.plain[found * arcs + at] = match asked.get(usize::from(arc.from)) {
                    Some(&asked) if arc.to > arc.from => heard(code, asked),
                    _ => unheard(code),
                };
            }
        }
        spelling.added = asked.iter().map(|&asked| unheard(asked)).collect();
        spelling.finish();
        spelling
    }
}

fn replaced(found: u8, asked: u8) -> f32 {
    if found == asked {
        return SAME;
    }
    let vowel = |code: u8| [letter('ا'), letter('و'), letter('ي'), letter('ه')].contains(&code);
    if vowel(found) && vowel(asked) { OTHER_VOWEL } else { OTHER }
}

fn lost(code: u8) -> f32 {
    match code {
        SPACE => -0.3,
        ARTICLE => ARTICLE_LOST,
        _ if [letter('ا'), letter('و'), letter('ي'), letter('ه')].contains(&code) => LONG_VOWEL,
        _ => LOST,
    }
}

/// Sounds of Latin letters, longest first. Sounds are written as the letter most used for them; `S` is sh, `X` kh,
/// `G` gh, `T` th, `D` dh.
const SOUNDS: [(&str, &str); 24] = [
    ("tsch", "S"),
    ("sch", "S"),
    ("tch", "S"),
    ("sh", "S"),
    ("ch", "S"),
    ("kh", "X"),
    ("gh", "G"),
    ("th", "T"),
    ("dh", "D"),
    ("ph", "f"),
    ("dj", "j"),
    ("ck", "k"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("x", "ks"),
    ("c", "k"),
    ("v", "f"),
    ("p", "b"),
    ("w", "u"),
    ("o", "u"),
    ("y", "i"),
    ("e", "i"),
    ("_", ""),
];

const SOUND_LETTERS: &str = "aiubdfghjklmnqrstzSXGTD";
const FIRST_SOUND: usize = 5;

/// The sounds of a Latin spelling, doubled ones once.
pub(crate) fn sounds(romanised: &str) -> Vec<u8> {
    let mut found = Vec::new();
    let mut rest = romanised;
    while let Some(first) = rest.chars().next().filter(|_| found.len() < LONGEST) {
        let (taken, sound) =
            SOUNDS.iter().find(|(spelled, _)| rest.starts_with(spelled)).map_or_else(
                || (first.len_utf8(), rest.get(..first.len_utf8()).unwrap_or("")),
                |(spelled, sound)| (spelled.len(), *sound),
            );
        for sound in sound.chars().filter_map(sound_code) {
            if found.last() != Some(&sound) {
                found.push(sound);
            }
        }
        rest = rest.get(taken..).unwrap_or("");
    }
    found
}

/// The sounds that Arabic letters stand for, roughly: enough to find a Latin spelling, not to weigh it.
pub(crate) fn sounds_of_arabic(letters: &[u8]) -> Vec<u8> {
    let spelled: String = letters.iter().map(|&code| spelled(code)).collect();
    sounds(&spelled)
}

fn spelled(code: u8) -> &'static str {
    const LATIN: [(&str, &str); 28] = [
        ("ا", "a"),
        ("ب", "b"),
        ("ت", "t"),
        ("ث", "th"),
        ("ج", "j"),
        ("ح", "h"),
        ("خ", "kh"),
        ("د", "d"),
        ("ذ", "dh"),
        ("ر", "r"),
        ("ز", "z"),
        ("س", "s"),
        ("ش", "sh"),
        ("ص", "s"),
        ("ض", "d"),
        ("ط", "t"),
        ("ظ", "z"),
        ("ع", ""),
        ("غ", "gh"),
        ("ف", "f"),
        ("ق", "q"),
        ("ك", "k"),
        ("ل", "l"),
        ("م", "m"),
        ("ن", "n"),
        ("ه", "h"),
        ("و", "u"),
        ("ي", "i"),
    ];
    let sign = crate::letters::sign(code);
    LATIN.iter().find(|(arabic, _)| arabic.starts_with(sign)).map_or("al", |(_, latin)| latin)
}

fn sound_code(sound: char) -> Option<u8> {
    let at = SOUND_LETTERS.chars().position(|letter| letter == sound)?;
    u8::try_from(at + FIRST_SOUND).ok()
}

fn sound_of(code: u8) -> char {
    let at = usize::from(code).checked_sub(FIRST_SOUND);
    at.and_then(|at| SOUND_LETTERS.chars().nth(at)).unwrap_or(' ')
}

fn heard(found: u8, asked: u8) -> f32 {
    if found == asked {
        return -0.1;
    }
    let (one, other) = (sound_of(found), sound_of(asked));
    let both = |among: &str| among.contains(one) && among.contains(other);
    if both("aiu") {
        return -1.2;
    }
    let near = ["kqGg", "gj", "GrXg", "sT", "zD", "zT", "tT", "dD", "Xhk", "Sjs", "sz"];
    if near.into_iter().any(both) { -2.2 } else { OTHER }
}

fn unheard(code: u8) -> f32 {
    match sound_of(code) {
        'a' | 'i' | 'u' => -1.8,
        'h' => -2.2,
        _ => LOST,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letters::letters;

    fn arabic(asked: &str, found: &str) -> f32 {
        Spelling::arabic(&letters(asked), Copies::Bad).weigh(&letters(found))
    }

    #[test]
    fn a_lost_dot_costs_less_than_another_letter_and_the_article_less_than_both() {
        assert!(arabic("حميد", "حميد") > -0.5);
        assert!(arabic("حميد", "جميد") > arabic("حميد", "لميد"));
        assert!(arabic("حمصي", "الحمصي") > arabic("حميد", "جميد"));
    }

    #[test]
    fn spellings_of_one_sound_are_near() {
        let heard = |one, other| Spelling::sound(&sounds(one)).weigh(&sounds(other));
        assert!(heard("khoury", "khouri") > -0.7);
        assert!(heard("kassem", "qasim") > -4.0);
        assert!(heard("kassem", "bashir") < -12.0);
        assert!(
            Spelling::sound(&sounds_of_arabic(&letters("خوري"))).weigh(&sounds("khoury")) > -2.0
        );
    }
}
