//! The secure stage: a folder of scans becomes evidence. Walk, copy and hash in one read, make durable, sign,
//! log, and give a receipt. Nothing here looks into a file: what cannot be understood is still evidence.

mod accession;
mod again;
mod bag;
mod begun;
mod copy;
mod error;
mod handed;
mod intake;
mod open_item;
mod pass;
mod plan;
pub mod process;
mod progress;
mod receipt;
pub mod records;
mod resume;
mod sheet;
mod source;
mod stated;
mod watch;

pub use accession::Statement;
pub use bag::SentBag;
pub use begun::Outcome;
pub use error::{IngestError, SourceProblem, SourceProblemKind};
pub use handed::{
    HandedIn, ItemMark, SecuredFile, Taken, begin, close, hand_in, scan_again, seal_item,
};
pub use intake::{Closing, Intake};
pub use plan::Plan;
pub use progress::{Progress, Silent};
pub use receipt::{receipt, receipt_text};
pub use stated::Stated;
pub use watch::watch;
