//! The index of pages: what is in it, how it is written and how it is asked.

mod asking;
mod automata;
mod cells;
mod common;
mod conditions;
mod entry;
mod expand;
mod facets;
mod fields;
mod found;
mod leaf;
mod names;
mod open;
mod plan;
mod reasons;
mod sight;
mod snippet;
mod stream;
mod tally;
mod units;
mod view;
mod writer;

pub use asking::MAX_HITS;
pub use facets::Facets;
pub use found::{Closeness, Found, Hit, Reason, Why};
pub use open::Pages;
pub use snippet::{Snippet, snippet};
pub use tally::Tally;
pub(crate) use tally::first_half;
pub use writer::{DEFAULT_HEAP, Writer};
