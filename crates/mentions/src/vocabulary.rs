//! `vocabulary.toml`, folded and ready for comparing.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;
use sijill_arabic::{fold, within};
use sijill_schema::{MentionRole, RecordType};

/// What a line of a form, or a column of a register, says about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Field {
    Name,
    Family,
    Father,
    Grandfather,
    Mother,
    Kunya,
    Birth,
    Number,
    /// Something that is not about who the person is.
    Other,
}

/// What a word in running text after a name leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum After {
    Mother,
    Birth,
    Kunya,
    Year,
}

#[derive(Deserialize)]
struct Stop {
    words: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    before: HashMap<MentionRole, Vec<String>>,
    label: HashMap<Field, Vec<String>>,
    column: HashMap<Field, Vec<String>>,
    after: HashMap<After, Vec<String>>,
    stop: Stop,
    r#type: HashMap<RecordType, Vec<String>>,
}

/// The words around names, folded.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    pub before: HashMap<String, MentionRole>,
    pub label: HashMap<String, Field>,
    pub column: HashMap<String, Field>,
    pub after: HashMap<String, After>,
    pub stop: HashSet<String>,
    /// The phrases, those of most words first: what says more counts more.
    pub types: Vec<(String, RecordType)>,
}

static VOCABULARY: LazyLock<Vocabulary> =
    // That it can be read is tested: it is a part of the program.
    LazyLock::new(|| {
        toml::from_str(include_str!("../vocabulary.toml")).map(folded).unwrap_or_default()
    });

pub(crate) fn vocabulary() -> &'static Vocabulary {
    &VOCABULARY
}

fn folded(file: File) -> Vocabulary {
    fn table<T: Copy>(entries: &HashMap<T, Vec<String>>) -> HashMap<String, T> {
        let pairs = entries
            .iter()
            .flat_map(|(value, words)| words.iter().map(|word| (phrase(word), *value)));
        pairs.collect()
    }
    let mut column = table(&file.label);
    column.extend(table(&file.column));
    let words = |(kind, entries): (&RecordType, &Vec<String>)| {
        let kind = *kind;
        entries.iter().map(|entry| (phrase(entry), kind)).collect::<Vec<_>>()
    };
    let mut types: Vec<(String, RecordType)> = file.r#type.iter().flat_map(words).collect();
    types.sort_by(|a, b| count(&b.0).cmp(&count(&a.0)).then_with(|| a.0.cmp(&b.0)));
    Vocabulary {
        before: table(&file.before),
        label: table(&file.label),
        column,
        after: table(&file.after),
        stop: file.stop.words.iter().map(|word| fold(word)).collect(),
        types,
    }
}

impl Vocabulary {
    /// The role of somebody to whose name a word leads, with clitics and article or without, and with a dot misread.
    pub fn before_word(&self, folded: &str) -> Option<MentionRole> {
        let exact = bare(folded).find_map(|word| self.before.get(word)).copied();
        exact.or_else(|| bare(folded).find_map(|word| nearest(&self.before, word, MISREAD)))
    }

    /// What a word after a name leads to, with a letter misread.
    pub fn after_word(&self, folded: &str) -> Option<After> {
        let exact = self.after.get(folded).copied();
        exact.or_else(|| nearest(&self.after, folded, 1.0))
    }

    /// What a line of a form says, by its label.
    pub fn label(&self, phrase: &str) -> Option<Field> {
        self.label.get(phrase).copied().or_else(|| nearest(&self.label, phrase, tolerance(phrase)))
    }

    /// Whether a word is never a part of a name.
    pub fn is_stop(&self, folded: &str) -> bool {
        let bare = folded.strip_prefix('و').unwrap_or(folded);
        self.stop.contains(folded) || self.stop.contains(bare)
    }

    /// What a column says, by its head.
    pub fn column_head(&self, phrase: &str) -> Option<Field> {
        let exact = self.column.get(phrase).copied();
        exact.or_else(|| nearest(&self.column, phrase, tolerance(phrase)))
    }
}

/// One letter without its dots, or with too many.
const MISREAD: f32 = 0.6;

/// The fewest letters of a word that is compared with tolerance: among shorter ones too many are alike.
const FEWEST: usize = 5;

/// How much of a label or head may be misread: about every fifth letter.
fn tolerance(phrase: &str) -> f32 {
    phrase.chars().count() as f32 / 5.0
}

/// What the likest entry of a table says, if one is as like as that.
fn nearest<T: Copy>(table: &HashMap<String, T>, word: &str, limit: f32) -> Option<T> {
    let letters = word.chars().count();
    if letters < FEWEST {
        return None;
    }
    let near = |(entry, value): (&String, &T)| {
        let is_long = entry.chars().count() >= FEWEST;
        is_long
            .then(|| within(word, entry, limit))
            .flatten()
            .map(|cost| (cost, entry.clone(), *value))
    };
    let all = table.iter().filter_map(near);
    all.min_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1))).map(|(.., value)| value)
}

/// Whether two phrases are one, as far as a machine can have misread it.
pub(crate) fn is_like(phrase: &str, entry: &str) -> bool {
    phrase == entry
        || entry.chars().count() >= 2 * FEWEST
            && within(phrase, entry, tolerance(entry) / 1.5).is_some()
}

/// A word as it is, and without و ف ب ك ل and the article before it.
fn bare(folded: &str) -> impl Iterator<Item = &str> {
    const BEFORE: [&str; 12] =
        ["", "ال", "وال", "بال", "لل", "فال", "كال", "و", "ب", "ل", "ولل", "وبال"];
    BEFORE.into_iter().filter_map(|before| folded.strip_prefix(before))
}

/// How many words a phrase has.
pub(crate) fn count(phrase: &str) -> usize {
    phrase.split(' ').count()
}

/// A text as its folded words, one blank between two.
pub(crate) fn phrase(text: &str) -> String {
    let words: Vec<String> =
        sijill_arabic::words(text).into_iter().map(|word| word.folded).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_whole() {
        let words = vocabulary();
        assert_eq!(words.before.get("موقوف"), Some(&MentionRole::Subject));
        assert_eq!(words.column.get("اسم الاب"), Some(&Field::Father));
        assert_eq!(words.after.get("امه"), Some(&After::Mother));
        assert!(words.stop.contains("الي"));
        assert!(words.types.len() > 30);
    }
}
