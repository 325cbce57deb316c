//! Asks witnesses and time stamping authorities about a checkpoint, over HTTP or by files on a stick, and keeps
//! what they answer.
//!
//! Nothing that comes from outside is believed: a cosignature is kept if it verifies under a key of the archive's
//! `policy.txt`, a time stamp if a certificate that the archive was given vouches for it. Whether a connection
//! was encrypted matters to neither.
//!
//! One answer ends the log: a checkpoint that its own key signed over another history. See [`Fork`].

mod authorities;
mod cosign;
mod error;
mod fork;
mod http;
mod import;
mod policy;
mod publish;
mod seal;
mod timestamp;
mod witnessed;

pub use cosign::{Asked, Cosigning, Outcome, cosign, cosign_request, import_cosignatures};
pub use error::{AttestError, Result};
pub use fork::{Fork, Verdict, compare};
pub use import::{Imported, import};
pub use publish::{Consistency, Published, consistency, prove, publish};
pub use seal::{SealStamp, stamp_bytes};
pub use timestamp::{NotStamped, Stamped, Stamping, import_stamp, renew, stamp, stamp_request};
pub use witnessed::{By, Witnessed, witnessed};
