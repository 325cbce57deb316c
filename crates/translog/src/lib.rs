//! Signed notes, Merkle trees, checkpoints and proofs: the formats of C2SP and RFC 6962, pure.
//!
//! Nothing here reads a file, a clock, a network or a random number, so a verifier that trusts this
//! crate trusts arithmetic alone. Storage hands in hashes through [`HashReader`]; keys are handed in ready.
//!
//! | module | format |
//! |---|---|
//! | [`struct@Hash`], [`leaf_hash`], [`node_hash`] | RFC 6962 section 2.1 |
//! | [`stored_hash_index`], [`HashReader`], [`Frontier`] | the dense storage order of Go's `x/mod/sumdb/tlog` |
//! | [`prove_inclusion`], [`prove_consistency`] | RFC 9162 sections 2.1.3.1 and 2.1.4.1 |
//! | [`verify_inclusion`], [`verify_consistency`] | RFC 9162 sections 2.1.3.2 and 2.1.4.2 |
//! | [`Note`], [`VerifierKey`], [`NoteSigner`] | C2SP signed-note v1.0.0 |
//! | [`Checkpoint`] | C2SP tlog-checkpoint v1.0.0 |
//! | [`Cosigner`], [`SignatureLine::cosigned_at`] | C2SP tlog-cosignature v1 |
//! | [`Policy`], [`Judged`] | C2SP tlog-policy |
//! | [`TlogProof`] | C2SP tlog-proof v1 |
//! | [`tiles`] | C2SP tlog-tiles |
//! | [`witness`] | C2SP tlog-witness v1.1.0 |

mod checkpoint;
mod cosignature;
mod frontier;
mod hash;
mod key;
mod lines;
mod name;
mod note;
mod policy;
mod proof;
mod prove;
mod signature;
pub mod tiles;
mod tlog_proof;
mod tree;
pub mod witness;

pub use checkpoint::{Checkpoint, CheckpointError};
pub use cosignature::Cosigner;
pub use frontier::{Frontier, tree_root};
pub use hash::{EMPTY_ROOT, Hash, HashError, leaf_hash, node_hash};
pub use key::{KeyError, NoteSigner, VerifierKey};
pub use name::{InvalidKeyName, KeyId, KeyName, SignatureType};
pub use note::{KnownKeys, MAX_SIGNATURES, Note, NoteError};
pub use policy::{
    Cosigned, JudgeError, Judged, Missing, Policy, PolicyError, PolicyGroup, PolicyLog,
    PolicyProblem, PolicyWitness,
};
pub use proof::{ProofError, verify_consistency, verify_inclusion};
pub use prove::{prove_consistency, prove_inclusion};
pub use signature::{MalformedNote, NoteText, SignatureLine};
pub use tlog_proof::{MalformedProof, TlogProof, TlogProofError};
pub use tree::{
    HashReader, MAX_TREE_SIZE, MissingHash, TreeError, stored_hash_count, stored_hash_index,
};
