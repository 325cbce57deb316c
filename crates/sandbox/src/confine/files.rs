//! Landlock: the second wall around files, sockets and other processes, as high as the kernel builds it.

use std::path::PathBuf;

use landlock::{
    ABI, Access as _, AccessFs, AccessNet, LandlockStatus, Ruleset, RulesetAttr,
    RulesetCreatedAttr, Scope, path_beneath_rules,
};

use super::ConfineError;
use crate::Level;

/// The newest version whose rights are known here; an older kernel enforces those that it knows.
const NEWEST: ABI = ABI::V6;

/// Which paths a process may use; with none it may use no file at all.
#[derive(Debug, Default)]
pub(crate) struct Access {
    /// May be read and, as programs and libraries, executed.
    pub(crate) execute: Vec<PathBuf>,
    /// May be read.
    pub(crate) read: Vec<PathBuf>,
    /// May be read and written.
    pub(crate) write: Vec<PathBuf>,
}

/// Shuts everything else off, as far as the kernel can. Paths that do not exist are no error: nothing is allowed there.
pub(super) fn restrict(access: &Access) -> Result<Level, ConfineError> {
    let read = AccessFs::from_read(NEWEST);
    let status = Ruleset::default()
        .handle_access(AccessFs::from_all(NEWEST))?
        .handle_access(AccessNet::from_all(NEWEST))?
        .scope(Scope::from_all(NEWEST))?
        .create()?
        .add_rules(path_beneath_rules(&access.execute, read))?
        .add_rules(path_beneath_rules(&access.read, read & !AccessFs::Execute))?
        .add_rules(path_beneath_rules(
            &access.write,
            AccessFs::from_all(NEWEST) & !AccessFs::Execute,
        ))?
        .restrict_self()?;
    let landlock = match status.landlock {
        LandlockStatus::Available { effective_abi, .. } => Some(effective_abi.min(NEWEST) as u8),
        LandlockStatus::NotEnabled | LandlockStatus::NotImplemented => None,
    };
    Ok(Level { landlock })
}
