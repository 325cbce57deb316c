//! The rules of a witness (C2SP tlog-witness v1.1.0): what it is asked, and what it answers.
//!
//! A witness cosigns a checkpoint only if it extends the last one that it cosigned of that origin. So a
//! log that has shown two histories to two people cannot get both cosigned by one witness. This module
//! decides; whoever calls it must make sure that between the decision and the moment when the new
//! checkpoint is durable, no other request is decided: otherwise two that race roll the witness back.

mod judge;
mod refusal;
mod request;

pub use judge::{WitnessedHead, WitnessedLog, judge};
pub use refusal::{CHECKPOINT_TYPE, Refusal};
pub use request::{AddCheckpoint, MAX_PROOF_LINES, MalformedRequest};
