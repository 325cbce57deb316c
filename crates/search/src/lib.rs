//! The search index: pages by their words, dates and numbers; people by their names. It is derived: everything in it
//! can be made again from the catalogue and the texts, and nothing in it is evidence.

mod document;

pub use document::{PageDocument, Passage};
