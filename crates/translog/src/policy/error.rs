//! What can be wrong with the text of a policy, and in which line.

use crate::{KeyError, SignatureType};

/// Why a text is not a policy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// A line breaks a rule.
    #[error("line {line} of the policy: {problem}")]
    Line {
        /// The line's number, from 1.
        line: usize,
        /// The rule it breaks.
        problem: PolicyProblem,
    },
    /// The policy does not say what a checkpoint must reach.
    #[error("the policy has no quorum line: one is needed, such as \"quorum none\"")]
    NoQuorum,
}

/// What is wrong with one line of a policy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyProblem {
    /// The first word is none of the four.
    #[error("{0:?} is unknown: a line begins with log, witness, group or quorum")]
    Keyword(String),
    /// The line has too few or too many words.
    #[error("it should read: {0}")]
    Words(&'static str),
    /// The key cannot be used.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The key is of a kind that the line is not for.
    #[error("{found} is not the signature type of a {wanted}'s key: {expected} is")]
    WrongKind {
        /// Whose key is wanted.
        wanted: &'static str,
        /// The type of such a key.
        expected: SignatureType,
        /// The type of the key in the line.
        found: SignatureType,
    },
    /// The key stands in the policy before.
    #[error("its key stands in the policy already: one key is one log or one witness")]
    RepeatedKey,
    /// The name stands for another witness or group, or is reserved.
    #[error("the name {0:?} is taken")]
    RepeatedName(String),
    /// The name is of no witness or group before this line.
    #[error("{0:?} is no witness or group of an earlier line")]
    UnknownName(String),
    /// The member is in a group already, this one included.
    #[error("{0:?} is in a group already")]
    RepeatedMember(String),
    /// The threshold is not `all`, `any` or a number that the group can reach.
    #[error("the threshold {0:?} should be all, any, or a number from 1 to that of the members")]
    Threshold(String),
    /// A quorum line stands in the policy before.
    #[error("there is a second quorum")]
    RepeatedQuorum,
}
