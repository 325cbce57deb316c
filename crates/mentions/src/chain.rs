//! Where a chain of names ends: عبد الرحمن بن خالد الزعتراني، والدته …

use std::ops::Range;

use crate::token::{Gap, Token};
use crate::vocabulary::vocabulary;

/// The most words of a name; the longest seen in records have eight.
const MOST: usize = 9;

/// The words of a name that begins with the word at `start`. Words that a reader split off by mistake are passed
/// over. Empty if none begins there.
pub(crate) fn name(tokens: &[Token], start: usize) -> Range<usize> {
    let mut end = start;
    let mut names = 0;
    let mut is_open = false;
    for at in start..tokens.len().min(start + MOST) {
        let token = &tokens[at];
        let leaves = token.gap > Gap::Wrapped || token.is_latin() != tokens[start].is_latin();
        if at > start && leaves {
            break;
        }
        if is_noise(tokens, at) && at > start {
            continue;
        }
        if !is_name(token) {
            break;
        }
        let was_open = std::mem::replace(&mut is_open, opens(&token.folded));
        let closes = token.folded.starts_with("ال") && !was_open && !is_second_part(&token.folded);
        end = at + 1;
        names += 1;
        // A word with the article after given names is the family name, the last of them.
        if closes && names > 1 {
            break;
        }
    }
    if is_open && end == start + 1 { start..start } else { start..end }
}

/// The words of a name that ends before `end`, looked for backwards.
pub(crate) fn name_before(tokens: &[Token], end: usize) -> Range<usize> {
    let mut start = end;
    for at in (end.saturating_sub(MOST)..end).rev() {
        let token = &tokens[at];
        let is_first_looked_at = at + 1 == end;
        if !is_name(token) && (!is_noise(tokens, at) || is_first_looked_at) {
            break;
        }
        if is_name(token) {
            start = at;
        }
        if token.gap > Gap::Wrapped {
            break;
        }
    }
    start..end
}

/// A single sign in the middle of a name: dirt, or a piece of a letter.
fn is_noise(tokens: &[Token], at: usize) -> bool {
    let is_single = tokens[at].folded.chars().count() == 1;
    is_single && tokens.get(at + 1).is_some_and(|next| next.gap <= Gap::Wrapped && is_name(next))
}

/// Whether a word can be a part of a name.
fn is_name(token: &Token) -> bool {
    let letters = token.folded.chars().count();
    if letters < 2 || token.folded.chars().any(|letter| letter.is_numeric()) {
        return false;
    }
    let is_capital = token.text.starts_with(char::is_uppercase);
    let words = vocabulary();
    (!token.is_latin() || is_capital)
        && !words.is_stop(&token.folded)
        && token.text != "على"
        && !words.after.contains_key(&token.folded)
        && !words.before.contains_key(&token.folded)
}

/// Whether a word is only the first part of a name.
pub(crate) fn opens(folded: &str) -> bool {
    matches!(folded, "عبد" | "ابو" | "ابي" | "ابا" | "ام" | "ابن" | "بن" | "بنت" | "ال")
        || matches!(folded, "abd" | "abu" | "umm" | "ibn" | "bin" | "bint" | "al" | "el")
}

/// Whether a word is the second part of a name: نور الدين, سيف الله.
fn is_second_part(folded: &str) -> bool {
    matches!(folded, "الدين" | "الله" | "الحق" | "الاسلام" | "الزهراء" | "الزهرا")
}
