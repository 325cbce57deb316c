//! Telling somebody how far it is. The library knows no terminal.

/// Is told how far a taking in is.
pub trait Progress: Sync {
    /// So many files and bytes were found.
    fn found(&self, files: u64, bytes: u64);
    /// So many more files and bytes are secured: durable, signed and logged.
    fn secured(&self, files: u64, bytes: u64);
    /// Whether the user has asked to stop.
    fn stop_requested(&self) -> bool {
        false
    }
}

/// Reports to nobody.
#[derive(Debug, Clone, Copy)]
pub struct Silent;

impl Progress for Silent {
    fn found(&self, _: u64, _: u64) {}
    fn secured(&self, _: u64, _: u64) {}
}
