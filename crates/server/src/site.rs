//! What every room can reach.

use std::path::PathBuf;
use std::sync::Arc;

use sijill_accounts::Accounts;
use sijill_finding::Readers;
use sijill_iiif::{Images, Workers};
use sijill_storage::{Archive, KeySet, Writer};

use crate::error::Failure;
use crate::exposure::Exposure;
use crate::schedule;
use crate::shelves::Shelves;
use crate::visit::Door;
use crate::work::Work;

/// The state of the application: the archive, the door, and what rooms keep between requests.
pub struct Site {
    /// The archive.
    pub archive: Archive,
    /// Accounts, roles and the record of who read what.
    pub accounts: Arc<Accounts>,
    /// Who may come in, and who is in.
    pub door: Arc<dyn Door>,
    /// The keys of whoever started the server: they lend the archive's own keys to who has none.
    pub keeper: Arc<KeySet>,
    /// What lies around the archive.
    pub surroundings: Surroundings,
    /// What lies where, as last seen.
    pub(crate) shelves: Shelves,
    /// Pictures of pages.
    pub(crate) images: Images,
    /// Which hard pictures people asked to see today.
    pub(crate) exposure: Exposure,
    /// The search index, opened.
    pub readers: Readers,
    /// What goes on behind the pages.
    pub(crate) work: Work,
}

/// What lies around the archive and is no part of it.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// Whether browsers reach the server encrypted, by itself or through a proxy.
    pub encrypted: bool,
    /// A folder of the server's own, beside the archive: what lies there is no evidence and goes into no backup.
    pub folder: PathBuf,
    /// Whether pages are looked at once they are secured.
    pub looks: bool,
    /// Where Tesseract's models lie, if not where they are expected.
    pub tessdata: Option<PathBuf>,
}

/// How many pictures are drawn at a time.
const DRAWN_AT_ONCE: usize = 2;

impl Site {
    /// The rooms of an archive behind its accounts, with the checks that its people want made by themselves.
    #[must_use]
    pub fn of(accounts: Accounts, surroundings: Surroundings) -> App {
        let accounts = Arc::new(accounts);
        let workers = Workers::new(DRAWN_AT_ONCE);
        let app = Self::behind(accounts.clone(), accounts, workers, surroundings);
        schedule::watch(&app);
        app
    }

    /// The rooms behind another door, drawn by given workers: tests let people in without signing in.
    #[must_use]
    pub fn behind(
        door: Arc<dyn Door>,
        accounts: Arc<Accounts>,
        workers: Workers,
        surroundings: Surroundings,
    ) -> App {
        let (archive, keeper) = (accounts.archive().clone(), accounts.keeper().clone());
        let (shelves, exposure) = (Shelves::default(), Exposure::default());
        let (images, readers) = (Images::new(workers), Readers::new(archive.clone()));
        Arc::new(Self {
            archive,
            accounts,
            door,
            keeper,
            surroundings,
            shelves,
            images,
            exposure,
            readers,
            work: Work::default(),
        })
    }

    /// Writes something as a person, and signs a checkpoint over it. Blocks; whoever writes just now is waited for.
    ///
    /// # Errors
    /// What the work fails with, or if the archive refuses.
    pub fn write<T>(
        &self,
        by: &KeySet,
        work: impl FnOnce(&mut Writer) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let mut writer = self.accounts.writer(by)?;
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
