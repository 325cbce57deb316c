//! Words in languages (section 4 of the Presentation API: language maps).

use serde::Serialize;

/// Words in Arabic and English, or words whose language nobody stated.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Label {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ar: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    en: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    none: Vec<String>,
}

impl Label {
    /// The same in both languages.
    #[must_use]
    pub fn both(arabic: impl Into<String>, english: impl Into<String>) -> Self {
        Self { ar: vec![arabic.into()], en: vec![english.into()], none: Vec::new() }
    }

    /// Arabic words.
    #[must_use]
    pub fn arabic(words: impl Into<String>) -> Self {
        Self { ar: vec![words.into()], ..Self::default() }
    }

    /// Words as a record has them, such as a reference or a title.
    #[must_use]
    pub fn as_written(words: impl Into<String>) -> Self {
        Self { none: vec![words.into()], ..Self::default() }
    }

    /// A page's place in its item, counted from 1.
    #[must_use]
    pub fn page(number: u64) -> Self {
        Self::both(format!("صفحة {}", arabic_digits(number)), format!("Page {number}"))
    }
}

/// A number in the digits of the Arab East.
pub(super) fn arabic_digits(number: u64) -> String {
    let arabic = |digit: char| {
        let value = digit.to_digit(10).unwrap_or_default();
        char::from_u32(u32::from('٠') + value).unwrap_or(digit)
    };
    number.to_string().chars().map(arabic).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_counted_in_both_languages() {
        let label = serde_json::to_string(&Label::page(1209)).unwrap();
        assert_eq!(label, r#"{"ar":["صفحة ١٢٠٩"],"en":["Page 1209"]}"#);
        let label = serde_json::to_string(&Label::as_written("B-12")).unwrap();
        assert_eq!(label, r#"{"none":["B-12"]}"#);
    }
}
