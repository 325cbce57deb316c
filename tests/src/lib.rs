//! What the end-to-end tests share: the built binary, throw-away archives and small sources.
//!
//! Everything is tested from outside, through the command line and the files on disk, as a stranger would.
//! Only the search for flipped bits calls the verification as a library, because it does so very often.

pub mod adversary;
pub mod aics;
pub mod attack;
pub mod browser;
pub mod campaign;
pub mod client;
pub mod contract;
pub mod disk;
pub mod evidence;
pub mod foreign;
pub mod forger;
pub mod recipe;
pub mod rooms;
pub mod rows;
mod scratch;
pub mod serving;
mod sijill;
pub mod specimen;
pub mod sqlite_map;
pub mod stocked;
pub mod strace;
pub mod strace_log;
pub mod witness;
pub mod written;

pub use scratch::{Scratch, archive, bitmap, copy_folder, scans};
pub use sijill::{PASSPHRASE, Run, Sijill};
