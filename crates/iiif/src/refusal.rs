//! Why a request gets no picture: a status of HTTP, a sentence, and what to do.

use crate::answer::Answer;
use serde_json::json;

/// Why nothing is shown. What it says holds nothing about the page but what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A part of the path does not follow the grammar (section 4 of the Image API).
    #[error("{given:?} is no {part}")]
    Malformed {
        /// Which part of the path.
        part: &'static str,
        /// What stood there, shortened.
        given: String,
    },
    /// The region has no pixel of the page.
    #[error("the region is empty or lies outside the page")]
    Outside,
    /// More pixels are asked for than the region has, without the sign that allows it.
    #[error("the region has only {width} by {height} pixels and is not made larger")]
    Larger {
        /// Pixels a row of the region.
        width: u32,
        /// Rows of the region.
        height: u32,
    },
    /// More pixels are asked for than are given.
    #[error("{width} by {height} pixels are more than maxWidth, maxHeight or maxArea allow")]
    TooLarge {
        /// Pixels a row that were asked for.
        width: u64,
        /// Rows that were asked for.
        height: u64,
    },
    /// It follows the grammar, and is not done here.
    #[error("{what} is not done here")]
    NotDone {
        /// Which feature.
        what: &'static str,
    },
    /// No page has this identifier.
    #[error("there is no such page")]
    NoSuchPage,
    /// Nothing was drawn of the page.
    #[error("nothing has been drawn of this page yet")]
    NotDrawn,
    /// What was drawn of the page is damaged.
    #[error("what was drawn of this page is damaged: {what}")]
    Damaged {
        /// What is wrong with it.
        what: String,
    },
    /// The files cannot be read.
    #[error("what was drawn of this page cannot be read: {why}")]
    Unreadable {
        /// What the system says.
        why: String,
    },
    /// All workers are busy.
    #[error("too many pictures are being made at this moment")]
    Busy,
    /// The confined process gave no picture.
    #[error("the picture could not be made ({code})")]
    Failed {
        /// The sandbox's own word for what happened.
        code: &'static str,
    },
}

impl Refusal {
    pub(crate) fn malformed(part: &'static str, given: &str) -> Self {
        const LONGEST: usize = 40;
        Self::Malformed { part, given: given.chars().take(LONGEST).collect() }
    }

    pub(crate) fn damaged(what: impl std::fmt::Display) -> Self {
        Self::Damaged { what: what.to_string() }
    }

    /// The status of HTTP (section 7.2 of the Image API).
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::Malformed { .. }
            | Self::Outside
            | Self::Larger { .. }
            | Self::TooLarge { .. } => 400,
            Self::NoSuchPage | Self::NotDrawn => 404,
            Self::Damaged { .. } | Self::Unreadable { .. } | Self::Failed { .. } => 500,
            Self::NotDone { .. } => 501,
            Self::Busy => 503,
        }
    }

    /// A short name that does not change.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Malformed { .. } => "malformed",
            Self::Outside => "outside",
            Self::Larger { .. } => "larger",
            Self::TooLarge { .. } => "too-large",
            Self::NotDone { .. } => "not-done",
            Self::NoSuchPage => "no-such-page",
            Self::NotDrawn => "not-drawn",
            Self::Damaged { .. } => "damaged",
            Self::Unreadable { .. } => "unreadable",
            Self::Busy => "busy",
            Self::Failed { .. } => "failed",
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Malformed { .. } => {
                "ask for region/size/rotation/quality.format as the IIIF Image API 3.0 has them"
            }
            Self::Outside => "ask for a region inside the width and height of info.json",
            Self::Larger { .. } => "ask for the size max",
            Self::TooLarge { .. } => "ask for less, for the size max, or for tiles",
            Self::NotDone { .. } => "ask for what info.json lists",
            Self::NoSuchPage => "see the item's manifest for its pages",
            Self::NotDrawn => "run sijill process",
            Self::Damaged { .. } | Self::Unreadable { .. } => "run sijill process --rebuild",
            Self::Busy => "ask again in a few seconds",
            Self::Failed { .. } => {
                "ask for a smaller size; if that fails too, run sijill process --rebuild"
            }
        }
    }

    /// What is sent: the shape that all errors of Sijill have.
    #[must_use]
    pub fn answer(&self) -> Answer {
        let error =
            json!({ "kind": self.kind(), "message": self.to_string(), "remedy": self.remedy() });
        let mut answer = Answer::new(
            self.status(),
            "application/json",
            format!("{}\n", json!({ "error": error })),
        );
        if matches!(self, Self::Busy) {
            answer.add("retry-after", "2".to_owned());
        }
        answer
    }
}
