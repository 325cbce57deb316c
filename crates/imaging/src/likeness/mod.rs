//! Pages that look alike: the same sheet scanned twice, or one page in two folders.
//!
//! Two signatures, because each alone is fooled. [`Picture`] is where the ink lies, on a coarse grid of the
//! levelled page: two forms of one template, filled in differently, look much alike to it. [`Words`]
//! is a MinHash of what was read: two empty or unread pages are equal to it. [`judge`] calls two pages a re-scan
//! only if all that exists agrees. Likeness is told to people and never drops a page.

mod picture;
mod words;

pub use picture::Picture;
pub use words::{Words, text_signature};

use serde::{Deserialize, Serialize};

/// What likeness says of two pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Likeness {
    /// The same sheet, scanned again, as far as a machine can say.
    Rescan,
    /// The same ink, and what was read neither confirms nor denies it: a person should look.
    MaybeRescan,
    /// Not to be linked.
    Different,
}

/// Correlated so closely, two pictures may be of one sheet: the labelled pages and second scans of them have 0.93
/// and more (0.985 the labelled pair), unlike pages 0.83 and less.
pub const SAME_PICTURE: f64 = 0.90;
/// Two readings of one sheet with one word in six misread share so many pairs of words.
pub const SAME_WORDS: f64 = 0.3;
/// What shares fewer is another text.
pub const OTHER_WORDS: f64 = 0.1;

/// Judges two pages by their pictures and, if both were read, by their words.
#[must_use]
pub fn judge(one: (&Picture, Option<&Words>), other: (&Picture, Option<&Words>)) -> Likeness {
    if one.0.correlation(other.0) < SAME_PICTURE {
        return Likeness::Different;
    }
    let words = one.1.zip(other.1).map(|(one, other)| one.resemblance(other));
    match words {
        Some(shared) if shared >= SAME_WORDS => Likeness::Rescan,
        Some(shared) if shared < OTHER_WORDS => Likeness::Different,
        _ => Likeness::MaybeRescan,
    }
}
