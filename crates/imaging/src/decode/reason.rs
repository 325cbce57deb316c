//! Why a page cannot be shown.

use serde::{Deserialize, Serialize};

/// The kind of a reason; its name is stored and does not change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReasonKind {
    /// The file is of no format that has pages to show.
    NotShown,
    /// The format is known, but not this variety of it.
    Unsupported,
    /// The file breaks the rules of its format, or ends too early.
    Damaged,
    /// More pixels or pages than are taken.
    TooLarge,
    /// It is locked with a password.
    Encrypted,
    /// It has no such page.
    NoSuchPage,
}

/// Why a page or a file cannot be shown. The bytes are kept all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{said}")]
pub struct Reason {
    /// The kind.
    pub kind: ReasonKind,
    /// A sentence about it, printable, at most a few hundred characters. A decoder's own words may quote the file.
    pub said: String,
}

impl Reason {
    pub(crate) fn new(kind: ReasonKind, said: impl std::fmt::Display) -> Self {
        const LONGEST: usize = 300;
        let said = said.to_string();
        let printable = said.chars().map(|c| if c.is_control() { ' ' } else { c });
        Self { kind, said: printable.take(LONGEST).collect() }
    }

    pub(crate) fn damaged(said: impl std::fmt::Display) -> Self {
        Self::new(ReasonKind::Damaged, said)
    }

    pub(crate) fn unsupported(said: impl std::fmt::Display) -> Self {
        Self::new(ReasonKind::Unsupported, said)
    }
}

impl ReasonKind {
    /// The name that is stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotShown => "not-shown",
            Self::Unsupported => "unsupported",
            Self::Damaged => "damaged",
            Self::TooLarge => "too-large",
            Self::Encrypted => "encrypted",
            Self::NoSuchPage => "no-such-page",
        }
    }
}
