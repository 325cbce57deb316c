//! Finding in an archive. The index is kept up to the ledger, the catalogue and the texts; questions are answered from it
//! and shown as they stand in the archive. Nothing here is evidence, and nothing here changes what is.

mod alerts;
mod books;
mod comparing;
mod error;
mod finder;
mod keeping;
mod lines;
mod people;
mod readers;
mod words;

pub use alerts::{AlertsPut, put_alerts};
pub use comparing::{Comparison, Count, CountedPeople, compare};
pub use error::FindingError;
pub use finder::{Finder, FoundPages, PageHit, Scope, ShownLine, Spread};
pub use keeping::{Kept, catch_up, rebuild, refresh};
pub use people::{FoundPeople, LONGEST, PersonHit, check};
pub use readers::Readers;
pub use sijill_search::{Closeness, Filter};
pub use words::{LikeWord, WhyShown, WordsHit};
