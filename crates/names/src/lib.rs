//! Names of people across spellings and scripts: how alike two of them are, and why.
mod confusion;
mod latin;
mod letters;
mod spelling;
mod trie;
mod vocabulary;
mod weights;

pub use latin::romanised;
pub use letters::{LETTERS, letter, letters, sign};
pub use spelling::{Piece, Spelling};
pub use vocabulary::{Near, Vocabulary};
pub use weights::{Beside, Feature, LONGEST_UNIT, Weights, WeightsError, latin_sign};
