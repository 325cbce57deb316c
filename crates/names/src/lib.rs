//! Names of people across spellings and scripts: how alike two of them are, and why.
mod confusion;
mod latin;
mod letters;
mod person;
mod rest;
mod same_script;
mod sought;
mod spelling;
mod token;
mod trie;
mod vocabulary;
mod weights;

pub use latin::romanised;
pub use letters::{LETTERS, letter, letters, sign};
pub use person::{Field, Matcher, Reason, Record, Score, Wanted, Why, Years, years};
pub use sought::Sought;
pub use spelling::{Copies, Piece, Spelling};
pub use token::{Script, Token, tokens};
pub use vocabulary::{Near, Vocabulary, script};
pub use weights::{Beside, Feature, LONGEST_UNIT, Weights, WeightsError, latin_sign};
