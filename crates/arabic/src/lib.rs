//! Arabic as it is really written: one name stands in ten spellings on ten pages. This crate makes spellings alike
//! that a reader takes for the same, finds the words of a text, and the dates and numbers in it. Pure: no files, no
//! index. Nothing here changes a stored text; whoever shows it shows what was written.

mod fold;
mod words;

pub use fold::fold;
pub use words::{Word, words};
