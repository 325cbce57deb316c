//! From a text to the units that an index or a query holds: words, and names of several words as one.
//!
//! A compound takes one position, joined or not: of محمد عبد الرحمن خالد, خالد stands at the third position whether عبد
//! الرحمن is one word or two. So a phrase finds it however the writer, or who asks, joined it. A word of filiation takes
//! no position of its own: محمد بن خالد is the phrase "محمد خالد".

use std::borrow::Cow;
use std::ops::Range;

use sijill_arabic::{CompoundKind, FormKind, Word, compounds, forms, split};

/// What takes one position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit {
    /// Numbers of its words.
    pub words: Range<usize>,
    /// For a compound, its words joined, each in the usual spelling; of a compound within it, that too.
    pub joined: Vec<String>,
}

/// The units of the words of a text, in their order.
pub(super) fn units(words: &[Word]) -> Vec<Unit> {
    let found = compounds(words);
    let mut found = found.iter().peekable();
    let mut units = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        let mut unit = Unit { words: at..at + 1, joined: Vec::new() };
        // The widest compound that begins here, and those within it.
        while let Some(compound) = found.next_if(|compound| compound.first < unit.words.end) {
            let begins = compound.first == at && compound.last >= unit.words.end;
            if begins {
                unit.words.end = compound.last + 1;
            }
            let within = compound.first >= at && compound.last < unit.words.end;
            if within && compound.kind != CompoundKind::Filiation {
                unit.joined.push(compound.joined.clone());
            }
        }
        at = unit.words.end;
        units.push(unit);
    }
    units
}

/// Words whose ال is no article: God, "now", "to" with what is attached to it, "father" and "mother" likewise.
const NO_ARTICLE: [&str; 18] = [
    "الله",
    "الان",
    "اليه",
    "اليها",
    "اليهم",
    "الينا",
    "اليك",
    "اليكم",
    "والده",
    "والدي",
    "والدها",
    "والدهم",
    "والدك",
    "والدته",
    "والدتي",
    "والدتها",
    "والدين",
    "والدان",
];

/// A folded word without و, ف, ب, ك or ل before its article and without the article; itself, if it has none.
pub(super) fn bare(word: &str) -> Cow<'_, str> {
    let has_article = |text: &str| {
        // Two letters after a clitic and ال are rather the end of a longer word: بالغ, والده.
        text.chars().nth(2).is_some() || word.starts_with("ال") || word.starts_with("لل")
    };
    // Nearly every word has none, and is told by its first letters.
    let begins = word.char_indices().nth(4).map_or(word, |(at, _)| word.get(..at).unwrap_or(word));
    if !begins.contains('ل') {
        return Cow::Borrowed(word);
    }
    let found = forms(word).into_iter().find(|form| form.kind == FormKind::WithoutArticle);
    match found {
        Some(form) if has_article(&form.text) && !NO_ARTICLE.contains(&word) => form.text,
        _ => Cow::Borrowed(word),
    }
}

/// A word that is a compound written as one: its parts joined in their usual spelling, and the parts.
pub(super) fn taken_apart(word: &str) -> Option<(String, Vec<String>)> {
    let parts = split(word)?;
    Some((parts.concat(), parts))
}

/// A unit of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    /// As it was asked, for reasons and snippets.
    pub shown: String,
    /// Folded; a compound is joined.
    pub folded: String,
    /// What finds it in every form: the folded word without its article.
    pub bare: String,
    /// As it was written; a compound of several words has no such form.
    pub written: Option<String>,
}

/// The units of a text that is asked for.
pub(super) fn asked(text: &str) -> Vec<Asked> {
    let words = sijill_arabic::words(text);
    let shown = |range: &Range<usize>| -> String {
        let first = words.get(range.start).map_or(0, |word| word.range.start);
        let last = words.get(range.end.saturating_sub(1)).map_or(0, |word| word.range.end);
        text.get(first..last).unwrap_or_default().to_owned()
    };
    let one = |unit: Unit| -> Option<Asked> {
        let last = words.get(unit.words.end.checked_sub(1)?)?;
        let shown = shown(&unit.words);
        let single = unit.words.len() == 1;
        let folded = match unit.joined.into_iter().max_by_key(String::len) {
            Some(joined) => joined,
            None if single => {
                taken_apart(&last.folded).map_or_else(|| last.folded.clone(), |(joined, _)| joined)
            }
            // Of بن خالد, only خالد must stand there.
            None => last.folded.clone(),
        };
        let written = single.then(|| super::fields::written(&shown).into_owned());
        Some(Asked { bare: bare(&folded).into_owned(), folded, shown, written })
    };
    units(&words).into_iter().filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<(usize, Vec<String>)> {
        let words = sijill_arabic::words(text);
        units(&words).into_iter().map(|unit| (unit.words.len(), unit.joined)).collect()
    }

    fn folded(text: &str) -> Vec<String> {
        asked(text).into_iter().map(|asked| asked.folded).collect()
    }

    #[test]
    fn a_compound_takes_one_position() {
        let joined = |text: &str| vec![text.to_owned()];
        assert_eq!(
            of("محمد عبد الرحمن خالد"),
            [(1, vec![]), (2, joined("عبدالرحمن")), (1, vec![])]
        );
        assert_eq!(of("محمد بن خالد"), [(1, vec![]), (2, vec![])]);
        let both = vec!["عبدالرحمن".to_owned(), "ابوعبدالرحمن".to_owned()];
        let (words, mut found) = of("أبو عبد الرحمن").remove(0);
        found.sort_by_key(String::len);
        assert_eq!((words, found), (3, both));
    }

    #[test]
    fn spellings_of_one_name_are_asked_alike() {
        for text in ["عبد الرحمن", "عبدالرحمن", "عبد الرحمان", "عبدالرحمان"]
        {
            assert_eq!(folded(text), ["عبدالرحمن"], "{text}");
        }
        assert_eq!(folded("محمد بن خالد"), folded("محمد خالد"));
        assert_eq!(folded("أبو عبد الرحمن"), ["ابوعبدالرحمن"]);
    }

    #[test]
    fn what_finds_a_word_has_no_article() {
        let found = asked("بالفرع الزعتراني وليد");
        let bare: Vec<_> = found.iter().map(|asked| asked.bare.as_str()).collect();
        assert_eq!(bare, ["فرع", "زعتراني", "وليد"]);
        assert_eq!(found[0].written.as_deref(), Some("بالفرع"));
    }
}
