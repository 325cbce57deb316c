//! Names of people across spellings and scripts: how alike two of them are, how well a mention fits a person who is asked
//! about, and why. `docs/names.md` tells how a score comes about and how well it does.
//!
//! | part | what it is |
//! |---|---|
//! | [`tokens`] | the names that a written name consists of |
//! | [`Weights`], [`Spelling`] | how Arabic letters are written in Latin ones, learned; one name compared with many |
//! | [`Vocabulary`] | all names of an index, and those near to one that is asked for |
//! | [`Matcher`], [`Record`], [`Score`] | a person who is asked about, a mention, and how well it fits |
//! | [`Glance`] | the same for many mentions, quickly and nearly |
//!
//! Pure: no files, no index. Nothing here says that two mentions are one person, and nothing merges them.
//!
//! ```
//! use sijill_names::{Matcher, Record, Vocabulary, Why};
//! use sijill_schema::{AskedPerson, Named};
//! let names = [("محمد", 900), ("خالد", 80), ("الحمصي", 20)];
//! let vocabulary = Vocabulary::new(names.map(|(name, count)| (name.to_owned(), count)));
//! let asked = AskedPerson { name: Some("Khalid Homsi".into()), ..AskedPerson::default() };
//! let mention = Named { name: "خالد محمد الحمصي".into(), ..Named::default() };
//! let score = Matcher::new(&asked, &vocabulary, 1000).score(&Record::new(&mention));
//! let reasons: Vec<Why> = score.parts.iter().map(|part| part.why).collect();
//! assert_eq!(reasons, [Why::SameSound, Why::NotAsked, Why::SameSound]);
//! ```

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
pub use person::{Field, Glance, Matcher, Reason, Record, Score, Wanted, Why, Years, years};
pub use sought::Sought;
pub use spelling::{Copies, Piece, Spelling};
pub use token::{Script, Token, tokens};
pub use vocabulary::{Near, Vocabulary, script};
pub use weights::{Beside, Feature, LONGEST_UNIT, Weights, WeightsError, latin_sign};
