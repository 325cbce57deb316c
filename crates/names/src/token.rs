//! The parts of a written name.

use sijill_arabic::words;

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
    /// Whether ابن, بن or the like stood before it.
    pub filial: bool,
}

/// The names that a written name consists of, in their order. Compounds are one name however they are written (عبدالرحمن
/// and عبد الرحمن, Abdul Rahman, Nour el-Din); words of filiation are no names.
#[must_use]
pub fn tokens(written: &str) -> Vec<Token> {
    let mut parts = Parts::default();
    for word in words(written) {
        let latin = romanised(&word.folded);
        let arabic = word.folded.chars().any(|sign| ('\u{0600}'..='\u{06ff}').contains(&sign));
        if arabic {
            parts.push(&word.folded, Script::Arabic);
        } else if !latin.is_empty() {
            let glued = written.get(..word.range.start).is_some_and(|before| before.ends_with(APOSTROPHES));
            parts.push_latin(latin, glued);
        }
    }
    parts.finish()
}

const APOSTROPHES: [char; 8] = ['\'', '’', '‘', 'ʿ', 'ʾ', 'ʼ', '`', '´'];

#[derive(Default)]
struct Parts {
    done: Vec<Token>,
    /// Words that belong to the name that comes next.
    open: String,
    filial: bool,
}

impl Parts {
    fn push_latin(&mut self, word: String, glued: bool) {
        let last = self.done.last_mut().filter(|last| glued && self.open.is_empty() && last.script == Script::Latin);
        match last {
            Some(last) => last.text.push_str(&word),
            None => self.push(&word, Script::Latin),
        }
    }

    fn push(&mut self, word: &str, script: Script) {
        let filial = match script {
            Script::Arabic => matches!(word, "بن" | "ابن" | "بنت" | "ابنه" | "ولد"),
            Script::Latin => matches!(word, "bin" | "ben" | "ibn" | "bint" | "ould" | "b"),
        };
        if filial && self.open.is_empty() {
            self.filial = true;
        } else if opens(word, script) {
            self.open.push_str(word);
            self.open.push(break_of(script));
        } else {
            self.close(word, script);
        }
    }

    fn close(&mut self, word: &str, script: Script) {
        let whole = format!("{}{}", self.open, parted(word, script));
        self.open.clear();
        let filial = std::mem::take(&mut self.filial);
        let last = self.done.last_mut().filter(|last| last.script == script && !filial);
        match last {
            Some(last) if ends_compound(&whole, script) => {
                last.text.push(break_of(script));
                last.text.push_str(&whole);
            }
            _ => self.done.push(Token { text: whole, script, filial }),
        }
    }

    fn finish(mut self) -> Vec<Token> {
        if !self.open.is_empty() {
            let arabic = !self.open.is_ascii();
            let script = if arabic { Script::Arabic } else { Script::Latin };
            let text = self.open.trim_end_matches(break_of(script)).to_owned();
            self.done.push(Token { text, script, filial: self.filial });
        }
        self.done
    }
}

fn break_of(script: Script) -> char {
    match script {
        Script::Arabic => ' ',
        Script::Latin => '_',
    }
}

/// Words that are a name only with the one that follows.
fn opens(word: &str, script: Script) -> bool {
    match script {
        Script::Arabic => matches!(word, "عبد" | "ابو" | "ابي" | "ابا" | "ام" | "ال"),
        Script::Latin => matches!(
            word,
            "abd" | "abdul" | "abdel" | "abdal" | "abdu" | "abdoul" | "abu" | "abou" | "abo" | "abi" | "aboo" | "umm" | "um" | "oum"
                | "om" | "al" | "el" | "ul" | "ad" | "ar" | "as" | "at" | "az" | "an" | "ash" | "adh" | "ath" | "ed" | "ez" | "er" | "es" | "esh" | "en" | "et" | "ech" | "ach"
        ),
    }
}

/// Words that are a name only with the one before.
fn ends_compound(word: &str, script: Script) -> bool {
    match script {
        Script::Arabic => matches!(word, "الدين" | "الله" | "الاله" | "الاسلام"),
        Script::Latin => {
            let bare = word.trim_start_matches("al_").trim_start_matches("el_").trim_start_matches("ad_").trim_start_matches("ed_");
            let bare = bare.trim_start_matches(['a', 'e', 'u', 'o']).trim_start_matches('l');
            let god = matches!(word, "allah" | "ullah" | "ollah" | "alla" | "al_lah" | "el_lah");
            god || matches!(bare, "din" | "deen" | "dine" | "ddin" | "ddine" | "ddeen" | "dien" | "d_din")
        }
    }
}

/// A compound that is written as one word, as two.
fn parted(word: &str, script: Script) -> String {
    if script == Script::Latin {
        return word.to_owned();
    }
    let long = |rest: &&str, least: usize| rest.chars().count() >= least;
    if let Some(rest) = word.strip_prefix("عبد").filter(|rest| rest.starts_with("ال") && long(rest, 4)) {
        return format!("عبد {rest}");
    }
    for end in ["الدين", "الله"] {
        if let Some(start) = word.strip_suffix(end).filter(|start| long(start, 2)) {
            return format!("{start} {end}");
        }
    }
    match word.strip_prefix("ابو").filter(|rest| long(rest, 3)) {
        Some(rest) => format!("ابو {rest}"),
        None => word.to_owned(),
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
        for written in ["عبدالرحمن نورالدين", "عبد الرحمن نور الدين", "عبد الرَّحمن  نور الدِّين"] {
            assert_eq!(shown(written), ["عبد الرحمن", "نور الدين"], "{written}");
        }
        assert_eq!(shown("عبد الله أبو زيد"), ["عبد الله", "ابو زيد"]);
        assert_eq!(shown("Abd al-Rahman Nour el-Din"), ["abd_al_rahman", "nour_el_din"]);
        assert_eq!(shown("Abdul Rahman Noureddine El Masri"), ["abdul_rahman", "noureddine", "el_masri"]);
    }

    #[test]
    fn filiation_is_no_name() {
        assert_eq!(shown("أحمد بن خالد"), ["احمد", "خالد"]);
        assert_eq!(shown("Ahmad ibn Khaled"), ["ahmad", "khaled"]);
        assert!(tokens("Ahmad ibn Khaled")[1].filial);
    }

    #[test]
    fn a_part_that_lacks_its_name_is_one() {
        assert_eq!(shown("عبد"), ["عبد"]);
        assert_eq!(shown("Ali Al"), ["ali", "al"]);
        assert_eq!(shown("  ١٢ , "), Vec::<String>::new());
    }

    #[test]
    fn an_apostrophe_does_not_part_a_name() {
        assert_eq!(shown("Sana'a Fu’ad"), ["sanaa", "fuad"]);
    }
}
