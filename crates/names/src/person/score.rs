//! What a comparison gives.

use serde::{Deserialize, Serialize};

/// What a part of a score is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// The first name of the chain.
    Given,
    /// The second of three or more, or a father who is named apart.
    Father,
    /// The third of four or more, or a grandfather who is named apart.
    Grandfather,
    /// The last of two or more.
    Family,
    /// Any other name of the chain, and the whole chain for the order of names.
    Name,
    /// The mother.
    Mother,
    /// The kunya.
    Kunya,
    /// The year of birth.
    Born,
    /// The place.
    Place,
    /// A number.
    Number,
}

/// Why a part of a score weighs what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// The same letters, however hamza, ي, ه and marks are written.
    SameSpelling,
    /// The same name in the other script, or another spelling of one sound.
    SameSound,
    /// The same but for the article.
    SameButArticle,
    /// The same letters, parted into words otherwise.
    JoinedOtherwise,
    /// The same, if a letter was read or written for another one that looks like it.
    LetterReadWrong,
    /// Like it; a letter or vowel differs.
    SimilarSpelling,
    /// Asked for, and not in the record's name.
    NotInRecord,
    /// In the record's name, and not asked for.
    NotAsked,
    /// The names stand in another order.
    OtherOrder,
    /// Another mother.
    OtherMother,
    /// Another kunya, which people change.
    OtherKunya,
    /// The same year.
    SameYear,
    /// One year off, as records often are.
    YearOffByOne,
    /// Two to five years off.
    YearNear,
    /// Another year.
    OtherYear,
    /// The same place, however it is written.
    SamePlace,
    /// Another place; of birth, of registration and of living may differ.
    OtherPlace,
    /// The same number.
    SameNumber,
    /// A number with one digit other: uncertain.
    OneDigitOff,
    /// Another number; a person has several.
    OtherNumber,
}

/// A part of a score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// What it is about.
    pub field: Field,
    /// What was asked, as it was written; absent if nothing like it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<String>,
    /// What the record says, as it is written there; absent if it says nothing like it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// Natural logarithm of how much this speaks for the person; against, if it is below nothing.
    pub weight: f32,
    /// Why.
    pub why: Why,
}

/// How well a mention fits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// The sum of the weights.
    pub total: f32,
    /// How probable it is that the mention means the person, if the person is meant by one of the index's mentions and
    /// nothing else is known: 0 to 1. It says which mention to look at first and proves nothing.
    pub probability: f32,
    /// The parts, in the order of the fields.
    pub parts: Vec<Reason>,
}
