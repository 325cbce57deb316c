//! Names of several words. Writers join them or not: عبد الرحمن and عبدالرحمن, نور الدين and نورالدين, أبو خليل and
//! ابوخليل. Only their first or last word is known here; there is no list of names.
//!
//! Everything takes and gives folded words.

/// What a compound is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CompoundKind {
    /// عبد and an attribute of God.
    Servant,
    /// أبو or أم and a name.
    Kunya,
    /// ابن, بن or بنت and a name: the child of.
    Filiation,
    /// آل and a name: the house of.
    House,
    /// A name and الدين.
    Faith,
    /// A name and الله.
    God,
}

/// Words of a text that are one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compound {
    /// Number of the first word, from 0.
    pub first: usize,
    /// Number of the last word.
    pub last: usize,
    /// The words written as one, each in its usual spelling (الرحمن for الرحمان).
    pub joined: String,
    /// What it is.
    pub kind: CompoundKind,
}

/// Whether a word stands between a name and the father's: بن, ابن, بنت, ابنة, also in Latin letters.
#[must_use]
pub fn is_filiation(word: &str) -> bool {
    matches!(word, "بن" | "ابن" | "بنت" | "ابنه" | "bin" | "ben" | "ibn" | "bint")
}

/// Whether a word begins a kunya: أبو, أبي, أبا, أم, also in Latin letters.
#[must_use]
pub fn is_kunya(word: &str) -> bool {
    matches!(word, "ابو" | "ابي" | "ابا" | "ام" | "abu" | "abou" | "abo" | "um" | "umm" | "oum")
}

/// The compounds among the words of a text, in the order of their first words. At most two begin at one word: in
/// أبو عبد الرحمن, أبو begins a kunya of three words and عبد a name of two.
#[must_use]
pub fn compounds<S: AsRef<str>>(words: &[S]) -> Vec<Compound> {
    let mut found = Vec::new();
    for first in 0..words.len() {
        let name = name_at(words, first);
        found.extend(name.map(|(kind, last)| compound(words, first, last, kind)));
        let Some(kind) = words.get(first).and_then(|word| opening(word.as_ref())) else { continue };
        let after = first + 1;
        let last = name_at(words, after).map_or(after, |(_, last)| last);
        if words.get(last).is_some_and(|word| opening(word.as_ref()).is_none()) {
            found.push(compound(words, first, last, kind));
        }
    }
    found
}

/// Takes a joined word apart: عبدالرحمن is عبد and الرحمن, ابوعبدالله is ابو, عبد and الله. Nothing, if it is no
/// compound. The parts have their usual spelling.
///
/// ```
/// assert_eq!(sijill_arabic::split("نورالدين").as_deref(), Some(&["نور".to_owned(), "الدين".to_owned()][..]));
/// assert_eq!(sijill_arabic::split("خالدين"), None);
/// ```
#[must_use]
pub fn split(word: &str) -> Option<Vec<String>> {
    if let Some(rest) = word.strip_prefix("ابو").filter(|rest| letters(rest) >= 3) {
        let mut parts = vec!["ابو".to_owned()];
        parts.extend(split_name(rest).unwrap_or_else(|| vec![usual(rest).to_owned()]));
        return Some(parts);
    }
    split_name(word)
}

/// The usual spelling of a part of a compound: الرحمن for الرحمان, محي for محيي.
fn usual(word: &str) -> &str {
    match word {
        "الرحمان" => "الرحمن",
        "محيي" => "محي",
        "الاه" | "اللاه" => "الله",
        other => other,
    }
}

/// A compound that needs no word before it: عبد الرحمن, نور الدين, نصر الله.
fn name_at<S: AsRef<str>>(words: &[S], first: usize) -> Option<(CompoundKind, usize)> {
    let last = first.checked_add(1)?;
    let (one, other) = (words.get(first)?.as_ref(), usual(words.get(last)?.as_ref()));
    let kind = match (one, other) {
        ("عبد" | "العبد", _) if is_attribute(other) => CompoundKind::Servant,
        (_, "الدين") if is_first(one) => CompoundKind::Faith,
        (_, "الله") if is_first(one) => CompoundKind::God,
        _ => return None,
    };
    Some((kind, last))
}

/// What a word begins that needs another word.
fn opening(word: &str) -> Option<CompoundKind> {
    match word {
        "ابو" | "ابي" | "ابا" | "ام" => Some(CompoundKind::Kunya),
        "بن" | "ابن" | "بنت" => Some(CompoundKind::Filiation),
        "ال" => Some(CompoundKind::House),
        _ => None,
    }
}

/// What may follow عبد: a word with the article, or ربه.
fn is_attribute(word: &str) -> bool {
    word == "ربه" || word.strip_prefix("ال").is_some_and(|rest| letters(rest) >= 2)
}

/// Whether a word may stand before الدين or الله.
fn is_first(word: &str) -> bool {
    opening(word).is_none() && is_name(word)
}

/// Whether a word may be the first of a compound with الدين or الله.
fn is_name(word: &str) -> bool {
    letters(word) >= 2 && word.chars().all(|letter| letter.is_alphabetic() && !letter.is_ascii())
}

fn compound<S: AsRef<str>>(words: &[S], first: usize, last: usize, kind: CompoundKind) -> Compound {
    let parts = words.get(first..=last).unwrap_or_default();
    let joined = parts.iter().map(|word| usual(word.as_ref())).collect();
    Compound { first, last, joined, kind }
}

fn split_name(word: &str) -> Option<Vec<String>> {
    let pair =
        |first: &str, last: &str| Some(vec![usual(first).to_owned(), usual(last).to_owned()]);
    let (article, bare) = match word.strip_prefix("ال") {
        Some(bare) if bare.starts_with("عبد") => (true, bare),
        _ => (false, word),
    };
    if let Some(rest) = bare.strip_prefix("عبد") {
        let servant = if article { "العبد" } else { "عبد" };
        return match rest {
            "لله" => pair(servant, "الله"),
            _ if is_attribute(rest) => pair(servant, rest),
            _ => None,
        };
    }
    // والدين is "parents", و and a word; no name ends in و before الدين.
    let first = |rest: &&str| is_name(rest) && !rest.ends_with('و');
    if let Some(name) = word.strip_suffix("الدين").filter(first) {
        return pair(name, "الدين");
    }
    if let Some(name) = word.strip_suffix("الله").filter(first) {
        return pair(name, "الله");
    }
    let name = word.strip_suffix("لله").filter(|name| is_name(name) && letters(name) >= 3)?;
    pair(name, "الله")
}

fn letters(word: &str) -> usize {
    word.chars().count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{fold, words};

    fn joined(text: &str) -> Vec<(usize, usize, String)> {
        let found = compounds(&words(text));
        found.into_iter().map(|found| (found.first, found.last, found.joined)).collect()
    }

    fn parts(word: &str) -> Vec<String> {
        split(&fold(word)).unwrap_or_default()
    }

    #[test]
    fn a_compound_is_found_by_its_first_or_last_word() {
        assert_eq!(joined("عمر عبد القادر الزنبقي"), [(1, 2, "عبدالقادر".into())]);
        assert_eq!(joined("طارق نور الدين"), [(1, 2, "نورالدين".into())]);
        assert_eq!(joined("نصر الله"), [(0, 1, "نصرالله".into())]);
        assert_eq!(joined("حسام أبو ريشتين"), [(1, 2, "ابوريشتين".into())]);
        assert_eq!(joined("آل سمسم"), [(0, 1, "السمسم".into())]);
        assert_eq!(joined("خالد"), []);
        assert_eq!(joined("ابن أم خليل"), [(1, 2, "امخليل".into())]);
    }

    #[test]
    fn a_compound_may_stand_within_another() {
        let found = [(0, 2, "ابوعبدالرحمن".into()), (1, 2, "عبدالرحمن".into())];
        assert_eq!(joined("أبو عبد الرحمن"), found);
        let found = [(1, 3, "بننورالدين".into()), (2, 3, "نورالدين".into())];
        assert_eq!(joined("طارق بن نور الدين الليمونجي"), found);
    }

    #[test]
    fn spellings_of_one_compound_join_and_split_alike() {
        for written in ["عبد الرحمان", "عبد الرحمن"] {
            assert_eq!(joined(written), [(0, 1, "عبدالرحمن".into())]);
        }
        for written in ["محيي الدين", "محي الدين"] {
            assert_eq!(joined(written), [(0, 1, "محيالدين".into())]);
        }
        assert_eq!(parts("عبدالرحمان"), ["عبد", "الرحمن"]);
        assert_eq!(parts("محييالدين"), ["محي", "الدين"]);
        for written in ["عبدالله", "عبداللة", "عبدلله"] {
            assert_eq!(parts(written), ["عبد", "الله"], "{written}");
        }
    }

    #[test]
    fn joined_words_are_taken_apart_and_others_are_not() {
        assert_eq!(parts("ضياءالدين"), ["ضياء", "الدين"]);
        assert_eq!(parts("عزالدين"), ["عز", "الدين"]);
        assert_eq!(parts("العبدالله"), ["العبد", "الله"]);
        assert_eq!(parts("أبوعبدالله"), ["ابو", "عبد", "الله"]);
        assert_eq!(parts("ابوخليل"), ["ابو", "خليل"]);
        assert_eq!(parts("عبدربه"), ["عبد", "ربه"]);
        for whole in
            ["خالدين", "والدين", "الوالدين", "والله", "عبدو", "عابد", "ابواب", "الله", "الدين"]
        {
            assert_eq!(parts(whole), Vec::<String>::new(), "{whole}");
        }
    }

    proptest! {
        #[test]
        fn what_is_found_lies_in_the_text(text in "((عبد|ابو|بن|ال|الدين|الله|نور|محيي|x|1) ?){0,12}") {
            let words = words(&text);
            let found = compounds(&words);
            prop_assert!(found.len() <= 2 * words.len());
            prop_assert!(found.iter().all(|one| one.first < one.last && one.last < words.len()));
            prop_assert!(words.iter().filter_map(|word| split(&word.folded)).all(|parts| parts.len() > 1));
        }
    }
}
