//! What is wrong with a query, in the language of the page and with its place.

use sijill_search::{Mistake, QueryError};

/// A mistake as the page shows it.
pub(super) struct Mistaken {
    /// The name of the sentence that says what is wrong and what to do.
    pub word: &'static str,
    /// The number of the character, from 1.
    pub at: u64,
    /// The query up to there.
    pub before: String,
    /// What stands there.
    pub here: String,
}

/// How much of the query is shown on both sides of the place.
const AROUND: usize = 40;

impl Mistaken {
    pub(super) fn of(query: &str, error: &QueryError) -> Self {
        let from = error.at.saturating_sub(AROUND);
        let before = query.chars().skip(from).take(error.at - from).collect();
        let here = query.chars().skip(error.at).take(AROUND).collect();
        let at = u64::try_from(error.at).unwrap_or(u64::MAX).saturating_add(1);
        Self { word: word(error.mistake), at, before, here }
    }
}

fn word(mistake: Mistake) -> &'static str {
    match mistake {
        Mistake::TooLong => "search-mistake-too-long",
        Mistake::ControlCharacter => "search-mistake-control",
        Mistake::Nothing => "search-mistake-nothing",
        Mistake::OpenQuote => "search-mistake-quote",
        Mistake::OpenParenthesis => "search-mistake-parenthesis",
        Mistake::LonelyOperator => "search-mistake-operator",
        Mistake::UnknownField => "search-mistake-field",
        Mistake::NoValue => "search-mistake-value",
        Mistake::NoDate => "search-mistake-date",
        Mistake::NoType => "search-mistake-type",
        Mistake::NoAccess => "search-mistake-access",
        Mistake::NoNumber => "search-mistake-number",
        Mistake::BadPattern => "search-mistake-pattern",
        Mistake::TooDeep => "search-mistake-deep",
        Mistake::TooMany => "search-mistake-many",
        _ => "search-mistake-other",
    }
}
