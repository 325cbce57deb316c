//! `vocabulary.toml`, folded and ready for comparing.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;
use sijill_arabic::fold;
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
    /// The words of each entry, the longest entry first: what says more counts more.
    pub types: Vec<(Vec<String>, RecordType)>,
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
        let split = |entry: &String| phrase(entry).split(' ').map(str::to_owned).collect();
        entries.iter().map(|entry| (split(entry), kind)).collect::<Vec<_>>()
    };
    let mut types: Vec<(Vec<String>, RecordType)> = file.r#type.iter().flat_map(words).collect();
    types.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
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
    /// The role of somebody to whose name a word leads, with clitics and article or without.
    pub fn before_word(&self, folded: &str) -> Option<MentionRole> {
        bare(folded).find_map(|word| self.before.get(word)).copied()
    }

    /// What a word after a name leads to.
    pub fn after_word(&self, folded: &str) -> Option<After> {
        self.after.get(folded).copied()
    }

    /// Whether a word is never a part of a name.
    pub fn is_stop(&self, folded: &str) -> bool {
        let bare = folded.strip_prefix('و').unwrap_or(folded);
        self.stop.contains(folded) || self.stop.contains(bare)
    }

    /// What a column says, by its head.
    pub fn column_head(&self, phrase: &str) -> Option<Field> {
        self.column.get(phrase).copied()
    }
}

/// A word as it is, and without و ف ب ك ل and the article before it.
fn bare(folded: &str) -> impl Iterator<Item = &str> {
    const BEFORE: [&str; 12] =
        ["", "ال", "وال", "بال", "لل", "فال", "كال", "و", "ب", "ل", "ولل", "وبال"];
    BEFORE.into_iter().filter_map(|before| folded.strip_prefix(before))
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
