//! The parts of a written name.

use std::ops::Range;

use sijill_arabic::{fold_name, is_filiation, split, words};

use crate::latin::romanised;

/// In which letters a name is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Script {
    /// Arabic letters.
    Arabic,
    /// Latin letters.
    Latin,
}

/// One name: a given name, a compound such as عبد الرحمن, a family name with its article.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Token {
    /// The name for comparing: folded Arabic, or Latin as [`romanised`] gives it.
    pub text: String,
    /// Its letters.
    pub script: Script,
    /// As it is written.
    pub written: String,
}

/// The names that a written name consists of, in their order. Compounds are one name however they are written (عبدالرحمن
/// and عبد الرحمن, Abdul Rahman, Nour el-Din); words of filiation are no names.
#[must_use]
pub fn tokens(written: &str) -> Vec<Token> {
    let mut parts = Parts { written, done: Vec::new(), open: None };
    let mut latin: Option<(String, Range<usize>)> = None;
    for word in words(written) {
        let sounds = romanised(written.get(word.range.clone()).unwrap_or(""));
        let before = written.get(..word.range.start).unwrap_or("");
        match &mut latin {
            Some((text, range)) if !sounds.is_empty() && before.ends_with(APOSTROPHES) => {
                text.push_str(&sounds);
                range.end = word.range.end;
                continue;
            }
            _ => parts.push_latin(latin.take()),
        }
        if word.folded.chars().any(|sign| ('\u{0600}'..='\u{06ff}').contains(&sign)) {
            parts.push(&fold_name(&word.folded), Script::Arabic, word.range);
        } else if !sounds.is_empty() {
            latin = Some((sounds, word.range));
        }
    }
    parts.push_latin(latin);
    parts.finish()
}

const APOSTROPHES: [char; 8] = ['\'', '’', '‘', 'ʿ', 'ʾ', 'ʼ', '`', '´'];

struct Parts<'a> {
    written: &'a str,
    done: Vec<Found>,
    /// Words that belong to the name that comes next.
    open: Option<Found>,
}

struct Found {
    text: String,
    script: Script,
    range: Range<usize>,
}

impl Parts<'_> {
    fn push(&mut self, word: &str, script: Script, range: Range<usize>) {
        if is_filiation(word) && self.open.is_none() {
            return;
        }
        let parted = match script {
            Script::Arabic => split(word).map_or_else(|| word.to_owned(), |parts| parts.join(" ")),
            Script::Latin => word.to_owned(),
        };
        let mut name = Found { text: parted, script, range };
        if let Some(open) = self.open.take() {
            name = open.with(name);
        }
        if opens(word, script) {
            self.open = Some(name);
            return;
        }
        match self.done.pop() {
            Some(last) if last.script == script && ends_compound(&name.text, script) => {
                self.done.push(last.with(name));
            }
            last => self.done.extend(last.into_iter().chain([name])),
        }
    }

    fn push_latin(&mut self, word: Option<(String, Range<usize>)>) {
        if let Some((word, range)) = word {
            self.push(&word, Script::Latin, range);
        }
    }

    fn finish(self) -> Vec<Token> {
        let written = |range| self.written.get(range).unwrap_or("").to_owned();
        let all = self.done.into_iter().chain(self.open);
        all.map(|found| Token {
            text: found.text,
            script: found.script,
            written: written(found.range),
        })
        .collect()
    }
}

impl Found {
    fn with(mut self, next: Found) -> Self {
        self.text.push(match self.script {
            Script::Arabic => ' ',
            Script::Latin => '_',
        });
        self.text.push_str(&next.text);
        self.range.end = next.range.end;
        self
    }
}

/// Words that are a name only with the one that follows.
fn opens(word: &str, script: Script) -> bool {
    match script {
        Script::Arabic => matches!(word, "عبد" | "ابو" | "ابي" | "ابا" | "ام" | "ال"),
        Script::Latin => matches!(
            word,
            "abd"
                | "abdul"
                | "abdel"
                | "abdal"
                | "abdu"
                | "abdoul"
                | "abu"
                | "abou"
                | "abo"
                | "abi"
                | "aboo"
                | "umm"
                | "um"
                | "oum"
                | "om"
                | "al"
                | "el"
                | "ul"
                | "ad"
                | "ar"
                | "as"
                | "at"
                | "az"
                | "an"
                | "ash"
                | "adh"
                | "ath"
                | "ed"
                | "ez"
                | "er"
                | "es"
                | "esh"
                | "en"
                | "et"
                | "ech"
                | "ach"
        ),
    }
}

/// Words that are a name only with the one before.
fn ends_compound(word: &str, script: Script) -> bool {
    match script {
        Script::Arabic => matches!(word, "الدين" | "الله" | "الاله" | "الاسلام"),
        Script::Latin => {
            let bare = word
                .trim_start_matches("al_")
                .trim_start_matches("el_")
                .trim_start_matches("ad_")
                .trim_start_matches("ed_");
            let bare = bare.trim_start_matches(['a', 'e', 'u', 'o']).trim_start_matches('l');
            let god = matches!(word, "allah" | "ullah" | "ollah" | "alla" | "al_lah" | "el_lah");
            god || matches!(
                bare,
                "din" | "deen" | "dine" | "ddin" | "ddine" | "ddeen" | "dien" | "d_din"
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(written: &str) -> Vec<String> {
        tokens(written).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn compounds_are_one_name_however_they_are_written() {
        for written in ["عبدالرحمن نورالدين", "عبد الرحمن نور الدين", "عبد الرَّحمن  نور الدِّين"]
        {
            assert_eq!(shown(written), ["عبد الرحمن", "نور الدين"], "{written}");
        }
        assert_eq!(shown("عبد الله أبو زيد"), ["عبد الله", "ابو زيد"]);
        assert_eq!(shown("Abd al-Rahman Nour el-Din"), ["abd_al_rahman", "nour_el_din"]);
        assert_eq!(
            shown("Abdul Rahman Noureddine El Masri"),
            ["abdul_rahman", "noureddine", "el_masri"]
        );
    }

    #[test]
    fn filiation_is_no_name() {
        assert_eq!(shown("أحمد بن خالد"), ["احمد", "خالد"]);
        assert_eq!(shown("Ahmad ibn Khaled"), ["ahmad", "khaled"]);
    }

    #[test]
    fn a_part_that_lacks_its_name_is_one() {
        assert_eq!(tokens("Nour  el-Din, علي")[0].written, "Nour  el-Din");
        assert_eq!(shown("عبد"), ["عبد"]);
        assert_eq!(shown("Ali Al"), ["ali", "al"]);
        assert_eq!(shown("  ١٢ , "), Vec::<String>::new());
    }

    #[test]
    fn an_apostrophe_does_not_part_a_name() {
        assert_eq!(shown("Sana'a Fu’ad"), ["sanaa", "fuad"]);
        assert_eq!(shown("As'ad Barakat"), ["asad", "barakat"]);
    }
}
