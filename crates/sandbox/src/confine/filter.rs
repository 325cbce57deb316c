//! Filters of system calls (seccomp), in words.

use std::collections::BTreeMap;
use std::env::consts::ARCH;

use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, apply_filter_all_threads,
};

use super::ConfineError;

/// A condition on one argument (from 0) of a system call.
#[derive(Debug, Clone, Copy)]
pub(super) enum Argument {
    /// It has this value.
    Is(u8, u64),
    /// Of the bits in the mask, exactly those of the value are set.
    Bits { argument: u8, mask: u64, value: u64 },
    /// It has another value.
    IsNot(u8, u64),
}

impl Argument {
    fn condition(self) -> Result<SeccompCondition, ConfineError> {
        let (argument, operator, value) = match self {
            Self::Is(argument, value) => (argument, SeccompCmpOp::Eq, value),
            Self::IsNot(argument, value) => (argument, SeccompCmpOp::Ne, value),
            Self::Bits { argument, mask, value } => (argument, SeccompCmpOp::MaskedEq(mask), value),
        };
        // Descriptors, flags and process ids are 32 bits wide for the kernel, whatever the upper half says.
        Ok(SeccompCondition::new(argument, SeccompCmpArgLen::Dword, operator, value)?)
    }
}

/// Rules about system calls, by number: several rules of one call are alternatives.
#[derive(Debug, Default)]
pub(super) struct Rules(BTreeMap<i64, Vec<SeccompRule>>);

impl Rules {
    /// These calls, whatever their arguments.
    pub(super) fn any(mut self, calls: &[libc::c_long]) -> Self {
        self.0.extend(calls.iter().map(|call| (*call, Vec::new())));
        self
    }

    /// These calls, if all conditions hold.
    pub(super) fn when(
        mut self,
        calls: &[libc::c_long],
        conditions: &[Argument],
    ) -> Result<Self, ConfineError> {
        for call in calls {
            let conditions = conditions.iter().map(|one| one.condition());
            let rule = SeccompRule::new(conditions.collect::<Result<_, _>>()?)?;
            self.0.entry(*call).or_default().push(rule);
        }
        Ok(self)
    }

    /// Puts the rules in force for the rest of the process's life: what meets one and what does not.
    pub(super) fn install(
        self,
        matched: SeccompAction,
        unmatched: SeccompAction,
    ) -> Result<(), ConfineError> {
        let filter = SeccompFilter::new(self.0, unmatched, matched, ARCH.try_into()?)?;
        let program: BpfProgram = filter.try_into()?;
        Ok(apply_filter_all_threads(&program)?)
    }
}
