//! What the words before a number say that it is.

use super::Context;
use crate::forms;
use crate::token::{Gap, Kind, Tokens};

/// How many words may stand between a word that names something and its number: برقية القيادة رقم ١١٨.
const BETWEEN: usize = 2;
/// How many pieces of the text are looked at.
const BACK: usize = 8;

/// What a number stands for, by the words before it.
pub(super) fn before(tokens: &Tokens<'_>, number: usize) -> Option<Context> {
    if begins_item(tokens, number) {
        return None;
    }
    let mut between = 0;
    let mut asked = false;
    for at in (number.saturating_sub(BACK)..number).rev() {
        match tokens.kind(at)? {
            Kind::Sign(':' | '.' | '(' | '#' | '«' | '"' | '/' | '-') => {}
            Kind::Word => {
                let word = tokens.word(at)?;
                if is_number_word(&word) {
                    // "The number", and nothing else, is that of the paper.
                    let of_paper = between == 0 && !asked && is_the_number(&word);
                    asked = true;
                    if of_paper && named_before(tokens, at).is_none() {
                        return Some(Context::Document);
                    }
                } else if let Some(context) = named(&word) {
                    let allowed = asked
                        || (between == 0 && context.needs_no_number_word())
                        || (context == Context::Branch && !word.contains("ال"))
                        || number_word_before(tokens, at);
                    if allowed {
                        return Some(context);
                    }
                    between += 1;
                } else if is_preposition(&word) {
                    return None;
                } else {
                    between += 1;
                }
            }
            _ => return None,
        }
        if between > BETWEEN {
            return None;
        }
    }
    None
}

/// Whether a number after this word is a number of something and no month: رقم 3/2014.
pub(crate) fn asks_for_number(word: &str) -> bool {
    is_number_word(word) || named(word).is_some()
}

impl Context {
    /// Whether the number may follow at once: الفرع ٩٠١, but not الموقوف ٤٥.
    fn needs_no_number_word(self) -> bool {
        !matches!(self, Self::Detainee | Self::National)
    }
}

/// Whether a number begins an item of a list: on a new line, with a dash or a bracket after it.
fn begins_item(tokens: &Tokens<'_>, number: usize) -> bool {
    tokens.gap(number) == Gap::Line
        && match tokens.sign(number + 1) {
            Some('-' | '\u{2013}' | '.') => tokens.gap(number + 2) != Gap::None,
            Some(')') => true,
            _ => false,
        }
}

fn is_number_word(word: &str) -> bool {
    matches!(
        word,
        "رقم"
            | "رقمه"
            | "رقمها"
            | "برقم"
            | "ورقم"
            | "ارقام"
            | "no"
            | "nr"
            | "number"
            | "numbers"
            | "id"
            | "№"
    ) || is_the_number(word)
}

fn is_the_number(word: &str) -> bool {
    matches!(word, "الرقم" | "بالرقم" | "والرقم")
}

/// What the word before a token names.
fn named_before(tokens: &Tokens<'_>, at: usize) -> Option<Context> {
    let before = at.checked_sub(1)?;
    let word = tokens.word(before)?;
    if matches!(word.as_str(), "ذي" | "ذو" | "ذات") {
        return tokens.word_before(before).and_then(|word| named(&word));
    }
    named(&word)
}

/// Whether one of the two words before a token is a word for a number: الرقم المعطى للجثة.
fn number_word_before(tokens: &Tokens<'_>, at: usize) -> bool {
    let words = (at.saturating_sub(BETWEEN)..at).filter_map(|at| tokens.word(at));
    words.into_iter().any(|word| is_number_word(&word))
}

fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "من" | "الي" | "في" | "علي" | "عن" | "مع" | "from" | "to" | "in" | "at" | "by" | "with"
    )
}

/// What a word names that has a number, whatever is written together with it.
fn named(word: &str) -> Option<Context> {
    forms(word).iter().find_map(|form| noun(&form.text))
}

fn noun(word: &str) -> Option<Context> {
    Some(match word {
        "فرع" | "فروع" | "branch" => Context::Branch,
        "برقيه" | "برقيتكم" | "برقيتنا" | "برقيات" | "telegram" | "cable" => {
            Context::Telegram
        }
        "موقوف" | "موقوفه" | "معتقل" | "معتقله" | "سجين" | "سجينه" | "نزيل" | "detainee"
        | "prisoner" => Context::Detainee,
        "كتاب" | "كتابكم" | "كتابنا" | "كتابه" | "مذكره" | "مذكرتكم" | "تعميم" | "ضبط" | "محضر"
        | "امر" | "احاله" | "بلاغ" | "وثيقه" | "صادر" | "وارد" | "فاكس" | "document" | "letter"
        | "memo" | "memorandum" | "circular" | "order" | "ref" | "reference" => Context::Document,
        "دعوي" | "اساس" | "قرار" | "قضيه" | "حكم" | "ملف" | "اضباره" | "case" | "file"
        | "decision" | "judgment" | "judgement" => Context::Case,
        "مشفي" | "مستشفي" | "جثه" | "جثمان" | "hospital" | "body" | "corpse" => {
            Context::Hospital
        }
        "قيد" | "قيدها" | "قيده" | "خانه" | "خانته" | "registry" | "register" => {
            Context::CivilRegister
        }
        "وطني" | "national" => Context::National,
        _ => return None,
    })
}
