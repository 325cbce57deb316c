//! Being a witness for other archives (C2SP tlog-witness v1.1.0).
//!
//! A witness remembers, for each log it is set up for, the largest checkpoint that it cosigned, and cosigns
//! another only if that one extends it. It sees a log's name, its size and a hash, never what is in it. All
//! its worth is in what it remembers: it must not forget, and above all must not be set back.
//!
//! So each answer is one immediate transaction: read what was cosigned last, judge, remember, commit with
//! `synchronous=FULL`; only then is the cosignature given away. A power cut before the commit leaves
//! nothing given; after it, a cosignature that nobody got, which does no harm. Rows are added and never
//! changed, and the database itself refuses a smaller tree than the last.
//!
//! A witness's folder must never be restored from a backup: the restored witness would cosign a second
//! history from the day of the backup on, and nobody could tell. A database that is missing is therefore
//! never made anew; the witness is retired, and a new one begins under another name.

mod acting;
mod error;
mod evidence;
mod schema;
mod server;
mod settings;
mod store;
mod witness;

pub use acting::{ActingWitness, Answer};
pub use error::{Result, WitnessError};
pub use evidence::Evidence;
pub use server::{MAX_REQUEST_BYTES, Report, Server, Stopper};
pub use store::{Cosigned, KnownLog};
pub use witness::Witness;
