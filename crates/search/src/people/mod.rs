//! The index of people: every mention by its names, so that a person who is asked about can be compared with the few
//! hundred mentions that might be meant and not with ten million.

mod crowd;
mod entry;
mod key;
mod likely;
mod numbers;
mod open;
mod ranking;
mod seen;
mod tally;
#[cfg(test)]
mod tests;
mod told;
mod writer;

pub use crowd::{Crowd, FoundMention, FoundMentions};
pub use open::People;
pub use writer::PeopleWriter;
