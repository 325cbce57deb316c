//! What every room can reach.

use std::sync::Arc;

use sijill_accounts::Accounts;
use sijill_finding::Readers;
use sijill_storage::{Archive, KeySet, Writer};

use crate::error::Failure;
use crate::visit::Door;

/// The state of the application: the archive and the door.
pub struct Site {
    /// The archive.
    pub archive: Archive,
    /// Who may come in, and who is in.
    pub door: Arc<dyn Door>,
    /// The keys of whoever started the server: they lend the archive's own keys to who has none.
    pub keeper: Arc<KeySet>,
    /// Whether browsers reach the server encrypted, by itself or through a proxy.
    pub encrypted: bool,
    /// The search index, opened.
    pub readers: Readers,
}

impl Site {
    /// The rooms of an archive behind its accounts.
    #[must_use]
    pub fn of(accounts: Accounts, encrypted: bool) -> App {
        let (archive, keeper) = (accounts.archive().clone(), accounts.keeper().clone());
        let readers = Readers::new(archive.clone());
        Arc::new(Self { archive, door: Arc::new(accounts), keeper, encrypted, readers })
    }
}

impl Site {
    /// Writes something as a person. Blocks.
    ///
    /// # Errors
    /// What the work fails with, or if the archive refuses.
    pub fn write<T>(
        &self,
        by: &KeySet,
        work: impl FnOnce(&mut Writer) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let mut writer = self.archive.write_with(&self.keeper, by)?;
        let done = work(&mut writer)?;
        writer.finish()?;
        Ok(done)
    }
}

/// The [`Site`] as the rooms hold it.
pub type App = Arc<Site>;

/// Does work that waits for disk or processor on a thread where it may.
///
/// # Errors
/// Whatever the work fails with; [`Failure::Internal`] if it panicked.
pub async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let worked = tokio::task::spawn_blocking(work).await;
    worked.unwrap_or(Err(Failure::Internal("work ended without an answer")))
}
