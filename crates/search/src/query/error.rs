//! What is wrong with a query, in a sentence.

/// A mistake in a query: where it is, what it is, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} (at character {}); {remedy}", at + 1)]
pub struct QueryError {
    /// The place: how many characters stand before it.
    pub at: usize,
    /// Which mistake it is, for those who write the sentence in another language.
    pub mistake: Mistake,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub remedy: String,
}

/// The mistakes that a query can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Mistake {
    /// More bytes than a query may have.
    TooLong,
    /// A character that is no text.
    ControlCharacter,
    /// No word, phrase or field.
    Nothing,
    /// A quotation mark without the other one.
    OpenQuote,
    /// A parenthesis without the other one.
    OpenParenthesis,
    /// AND, OR or NOT with nothing beside it.
    LonelyOperator,
    /// A field that there is not.
    UnknownField,
    /// A field without a value.
    NoValue,
    /// A value that is no date.
    NoDate,
    /// A value that is no sort of record.
    NoType,
    /// A value that is no access level.
    NoAccess,
    /// A value without a digit.
    NoNumber,
    /// Too little before a `*`, or something in the word that is no letter.
    BadPattern,
    /// Parentheses or NOT within one another.
    TooDeep,
    /// More parts than a query may have.
    TooMany,
}

impl QueryError {
    pub(super) fn new(
        at: usize,
        mistake: Mistake,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self { at, mistake, message: message.into(), remedy: remedy.into() }
    }
}
