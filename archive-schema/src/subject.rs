//! What a page is about, beside people: what sort of record it is, and the numbers on it that stand for something.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What sort of record a page belongs to. `docs/search.md` has the words in both languages.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum RecordType {
    /// A register of people: one row a person.
    Register,
    /// A prisoner is moved from one place to another.
    TransferOrder,
    /// A death is noted or certified.
    DeathNotice,
    /// People are sought.
    WantedCircular,
    /// Minutes of an interrogation.
    Interrogation,
    /// A court decides.
    CourtJudgment,
    /// Somebody is let go, or handed over.
    ReleaseOrder,
    /// Somebody asks where a person is.
    MissingRequest,
    /// Something or somebody was received.
    Receipt,
    /// Things of people are listed.
    PropertyList,
    /// A telegram.
    Telegram,
    /// A memorandum or report.
    Memorandum,
    /// A note.
    Note,
}

/// What a number stands for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum NumberKind {
    /// A branch or office.
    Branch,
    /// A prisoner, by the number that they were given.
    Detainee,
    /// A telegram.
    Telegram,
    /// A document, by the number under which it went out or came in.
    Document,
    /// A case of a court or a prosecutor.
    Case,
    /// A body or patient of a hospital.
    Hospital,
    /// An entry in the civil register.
    CivilRegister,
    /// A national number.
    National,
    /// Nothing beside it says what it stands for.
    Other,
}

/// A number that stands for something.
#[derive(
    Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub struct RecordNumber {
    /// What it stands for.
    pub kind: NumberKind,
    /// As it is written.
    pub as_written: String,
    /// Its value for comparing: digits of any script as `0` to `9`, separators as `/`, letters folded.
    pub value: String,
}
