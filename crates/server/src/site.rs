//! What every room can reach.

use std::sync::Arc;
use std::time::{Duration, Instant};

use sijill_accounts::Accounts;
use sijill_storage::{Archive, KeySet, StorageError, Writer};

use crate::error::Failure;
use crate::visit::Door;
use crate::work::Work;

/// How long somebody waits for others who write.
const TURN: Duration = Duration::from_secs(60);

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
    pub(crate) work: Work,
}

impl Site {
    /// The rooms of an archive behind its accounts.
    #[must_use]
    pub fn of(accounts: Accounts, encrypted: bool) -> App {
        let (archive, keeper) = (accounts.archive().clone(), accounts.keeper().clone());
        Arc::new(Self::new(archive, Arc::new(accounts), keeper, encrypted))
    }

    /// The rooms of an archive behind a door.
    #[must_use]
    pub fn new(
        archive: Archive,
        door: Arc<dyn Door>,
        keeper: Arc<KeySet>,
        encrypted: bool,
    ) -> Self {
        Self { archive, door, keeper, encrypted, work: Work::default() }
    }

    /// Writes as the person whose keys these are, once it is their turn, and signs a checkpoint over it. Blocks.
    pub(crate) fn write_as<T>(
        &self,
        keys: &KeySet,
        work: impl FnOnce(&mut Writer) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let until = Instant::now() + TURN;
        let mut writer = loop {
            match self.archive.write_with(&self.keeper, keys) {
                Err(StorageError::Locked { .. }) if Instant::now() < until => {}
                opened => break opened?,
            }
        };
        let done = work(&mut writer)?;
        writer.checkpoint()?;
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
