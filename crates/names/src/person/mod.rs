//! How well a person of a record fits a person who is asked about, and why.
//!
//! Every field speaks for itself. Its weight is the logarithm of how much likelier it is that the record says what it
//! says if it means the person who is asked about, than if it means anybody (Fellegi and Sunter 1969). What a record
//! does not say, and what nobody asked, weighs nothing. The weights add up.

mod alignment;
mod chain;
mod fields;
mod glance;
mod likeness;
mod matcher;
mod record;
mod score;

pub use fields::{Years, years};
pub use glance::Glance;
pub use matcher::{Matcher, Wanted};
pub use record::Record;
pub use score::{Field, Reason, Score, Why};
