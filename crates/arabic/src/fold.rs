//! Folding: spellings that a reader takes for the same become the same text. The rules are lines of `folding.tsv`.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

use crate::table::{Step, Table, in_block, table};

/// The most forms that a name is given.
const MOST_FORMS: usize = 8;

/// Folds a text for comparing: presentation forms, marks, tatweel, seats of hamza, final ى and ة, Persian and Kurdish
/// letter forms, digits of every script, unseen controls, marks on Latin letters, case. Punctuation and spaces stay.
/// Folding what is folded changes nothing. The result is for comparing only and is never shown.
#[must_use]
pub fn fold(text: &str) -> String {
    fold_by(table(), text)
}

pub(crate) fn fold_by(table: &Table, text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    // Letters that must be decomposed are taken together, so that their marks come into order.
    let mut rare = None;
    for (at, letter) in text.char_indices() {
        let step = if letter.is_ascii() {
            Step::To(letter.to_ascii_lowercase())
        } else if in_block(letter).is_some() {
            table.step(letter)
        } else {
            rare.get_or_insert(at);
            continue;
        };
        let kept = match step {
            Step::Drop => continue,
            Step::Keep => letter,
            Step::To(other) => other,
        };
        if let Some(from) = rare.take() {
            fold_rare(table, &text[from..at], &mut folded);
        }
        folded.push(kept);
    }
    if let Some(from) = rare {
        fold_rare(table, &text[from..], &mut folded);
    }
    folded
}

/// Folds letters of which some decompose. Dropping may bring marks of other scripts together, so they are put in order
/// once more.
fn fold_rare(table: &Table, text: &str, folded: &mut String) {
    let kept = |letter| match table.step(letter) {
        Step::Drop => None,
        Step::Keep => Some(letter),
        Step::To(other) => Some(other),
    };
    let first = text.chars().filter(|letter| table.step(*letter) != Step::Drop);
    folded.extend(first.nfkd().filter_map(kept).flat_map(char::to_lowercase).nfkd());
}

/// Folds a name for comparing: [`fold`], and letters that Arabic lacks become the nearest that it has, and ء is left out.
/// Where a letter has several neighbours the usual one is taken; [`name_forms`] has them all.
#[must_use]
pub fn fold_name(name: &str) -> String {
    let table = table();
    let mut plain = String::with_capacity(name.len());
    walk(table, name, |to| plain.push_str(to.first().unwrap_or(&"")));
    fold(&plain)
}

/// The forms in which a name may stand in Arabic letters, folded, the usual one first: چتو is جتو or تشتو. At least one
/// and at most eight.
#[must_use]
pub fn name_forms(name: &str) -> Vec<String> {
    forms_by(table(), name)
}

pub(crate) fn forms_by(table: &Table, name: &str) -> Vec<String> {
    let mut forms = vec![String::with_capacity(name.len())];
    walk(table, name, |to| branch(&mut forms, to));
    let mut folded: Vec<String> = Vec::with_capacity(forms.len());
    for form in forms {
        let form = fold_by(table, &form);
        if !folded.contains(&form) {
            folded.push(form);
        }
    }
    folded
}

/// A name in the letters that the rules for names know: no presentation forms, a hamza together with its seat.
fn composed<'a>(table: &Table, name: &'a str) -> Cow<'a, str> {
    if is_nfkc_quick(name.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(name);
    }
    let seen = |letter: &char| in_block(*letter).is_some() || table.step(*letter) != Step::Drop;
    Cow::Owned(name.chars().filter(seen).nfkc().collect())
}

/// Adds to every form each of the alternatives, while there are not too many.
fn branch(forms: &mut Vec<String>, to: &[&str]) {
    let ways = if forms.len().saturating_mul(to.len()) > MOST_FORMS { 1 } else { to.len() };
    let begun = std::mem::take(forms);
    for form in begun {
        forms.extend(to.iter().take(ways).map(|to| form.clone() + to));
    }
}

/// Goes through a name and gives, piece by piece, what may stand for it.
fn walk(table: &Table, name: &str, mut piece: impl FnMut(&[&str])) {
    let name = composed(table, name);
    let mut rest = name.as_ref();
    let mut initial = true;
    while let Some(letter) = rest.chars().next() {
        let rule = if letter.is_ascii() { None } else { table.name_rule(rest, initial) };
        let length = rule.map_or(letter.len_utf8(), |rule| rule.from.len());
        let (taken, after) = rest.split_at(length);
        match rule {
            Some(rule) => piece(&rule.to),
            None => piece(&[taken]),
        }
        // Marks and controls stand between a word's letters without parting them.
        initial = !letter.is_alphanumeric() && (initial || table.step(letter) != Step::Drop);
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn spellings_that_a_reader_takes_for_the_same_fold_alike() {
        let same = [
            &["أحمد", "احمد", "أَحْمَد", "أحمـد", "ﺃﺣﻤﺪ", "ا\u{654}حمد"][..],
            &["فاطمة", "فاطمه", "فاطمہ"],
            &["مصطفى", "مصطفي", "مصطفی"],
            &["عائشة", "عایشه", "عائشـة"],
            &["٢١٥", "215", "۲۱۵", "２１５"],
            &["Şêrko", "serko", "S\u{327}e\u{302}rko", "ŞÊRKO"],
            &["ﷲ", "الله"],
        ];
        for spellings in same {
            let folded: Vec<_> = spellings.iter().map(|spelling| fold(spelling)).collect();
            assert!(folded.windows(2).all(|two| two[0] == two[1]), "{folded:?}");
        }
    }

    #[test]
    fn names_that_differ_stay_apart() {
        for (one, other) in [("وليد", "ليد"), ("السعدي", "سعد"), ("حسن", "حسين"), ("عمر", "عمرو")]
        {
            assert_ne!(fold_name(one), fold_name(other));
        }
    }

    #[test]
    fn a_name_of_many_strange_letters_has_few_forms() {
        let forms = name_forms(&"گچژ".repeat(1000));
        assert_eq!(forms.len(), 6, "three ways, two ways, and no more");
        assert_eq!(forms.first(), Some(&fold_name(&"گچژ".repeat(1000))));
    }

    #[test]
    fn a_letter_of_another_alphabet_may_be_a_presentation_form() {
        assert_eq!(name_forms("ﮔﻮران"), name_forms("گوران"));
        assert_eq!(fold_name("ي\u{654}ازاد"), fold_name("ئازاد"));
        assert_eq!(fold_name("علي ئازاد"), "علي ازاد");
        assert_eq!(fold_name("ەمين"), "همين");
    }

    #[test]
    fn every_letter_folds_to_what_folds_to_itself() {
        for letter in '\0'..=char::MAX {
            let once = fold(letter.encode_utf8(&mut [0; 4]));
            assert_eq!(fold(&once), once, "{letter:?} U+{:04X}", u32::from(letter));
        }
    }

    #[test]
    fn marks_of_other_scripts_stand_in_one_order_whatever_was_dropped_between_them() {
        for between in ["\u{200c}", "\u{fcf2}", "\u{fe71}"] {
            let once = fold(&format!("א\u{5b8}{between}\u{5b0}"));
            assert_eq!(once, fold("א\u{5b0}\u{5b8}"), "{between:?}");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "(\\PC|[\u{591}-\u{7ff}\u{1d00}-\u{1dff}\u{fe70}-\u{fefc}\u{200b}-\u{200f}e\u{300}-\u{36f}]){0,20}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
            let name = fold_name(&text);
            prop_assert_eq!(fold_name(&name), name.clone());
            let forms = name_forms(&text);
            prop_assert!(forms.len() <= MOST_FORMS && forms.contains(&name));
        }

        #[test]
        fn marks_never_change_what_a_word_folds_to(word in "[ء-ي]{1,9}", mark in "[\u{64b}-\u{655}\u{640}\u{200d}]", at in 0usize..9) {
            let mut letters: Vec<char> = word.chars().collect();
            letters.insert(at.min(letters.len()), mark.chars().next().unwrap());
            prop_assert_eq!(fold(&letters.into_iter().collect::<String>()), fold(&word));
        }
    }
}
