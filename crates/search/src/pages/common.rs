//! Words that stand on almost every page. Two of them side by side are kept as a pair of their own, because to look for
//! such a phrase by its words means to look at almost every page.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::leaf::CLITICS;

/// One word a line, as it is written; lines that begin with `#` explain. Part of the format: whoever changes the list
/// changes [`super::fields::FORMAT`] too.
const LIST: &str = include_str!("common.txt");

static COMMON: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let written = LIST.lines().filter(|line| !line.starts_with('#'));
    written.flat_map(sijill_arabic::words).map(|word| word.folded).collect()
});

/// Whether a folded word without its article is one of them, or one of them with a letter attached.
pub(super) fn is_common(word: &str) -> bool {
    let without =
        |clitic: &&str| word.strip_prefix(*clitic).is_some_and(|rest| COMMON.contains(rest));
    COMMON.contains(word) || CLITICS.iter().any(without)
}

/// The pair of two words, as the index holds it.
pub(super) fn pair(one: &str, other: &str) -> String {
    format!("{one} {other}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::units::bare;

    #[test]
    fn the_list_has_words_without_article_and_each_once() {
        let words: Vec<_> = LIST
            .lines()
            .filter(|line| !line.starts_with('#'))
            .flat_map(sijill_arabic::words)
            .map(|word| word.folded)
            .collect();
        assert_eq!(words.len(), COMMON.len());
        for word in words {
            assert_eq!(bare(&word), word, "the index knows it as {}", bare(&word));
        }
        assert!(is_common("تاريخ") && is_common("بتاريخ") && !is_common("باب"));
        assert!(is_common("من") && is_common("جمهوريه") && !is_common("زعتراني"));
    }
}
