//! The search index: pages by their words, dates and numbers; people by their names. It is derived: everything in it
//! can be made again from the catalogue and the texts, and nothing in it is evidence.

mod document;
mod error;
mod filter;
mod guard;
mod opened;
mod pages;
mod people;
mod query;

pub use document::{PageDocument, Passage};
pub use error::IndexError;
pub use filter::Filter;
pub use opened::Opened;
pub use pages::{
    Closeness, DEFAULT_HEAP, Facets, Found, Hit, MAX_HITS, Pages, Reason, Snippet, Tally, Why,
    Writer, snippet,
};
pub use people::{Crowd, FoundMention, FoundMentions, People, PeopleWriter};
pub use query::{MAX_DEPTH, MAX_PARTS, MAX_QUERY, Mistake, Query, QueryError};
