//! Keeping the index up to the archive. The index is two: of pages and of the people named on them; each commit of one
//! says up to which event of the ledger it goes, so that after a crash the one that is behind decides.

use serde::{Deserialize, Serialize};
use sijill_schema::{ItemId, PageId};
use sijill_search::{IndexError, pages, people};
use sijill_storage::Archive;

use crate::FindingError;
use crate::books::{Books, MADE_BY, Shared};

/// The folders of the two.
pub(crate) const PAGES: &str = "pages";
pub(crate) const PEOPLE: &str = "people";

/// Bytes that each may use before it writes to the disk.
const HEAP: usize = 64 << 20;

/// What a commit of the index stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct State {
    /// What made it.
    made_by: String,
    /// The log that it was made from.
    log: String,
    /// How many events of the ledger it covers.
    events: u64,
}

/// What keeping the index came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// How many pages were indexed, anew or for the first time.
    pub indexed: u64,
    /// Why the whole index was made anew, where it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rebuilt: Option<String>,
    /// Whether another process is writing the index just now: then it is that one's work.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub busy: bool,
}

/// Brings the index up to the events of the ledger. Quick where little happened; makes everything anew where the index is
/// missing, damaged, of another version or of another log, and says why.
///
/// # Errors
/// If the archive cannot be read or the index not be written.
pub fn catch_up(archive: &Archive) -> Result<Kept, FindingError> {
    keep(archive, |keeper, books, from| {
        let touched = books.touched(from)?;
        for item in &touched.items {
            for page in books.pages(*item)? {
                keeper.index(books, *item, page)?;
            }
        }
        for (item, page) in &touched.pages {
            if !touched.items.contains(item) {
                keeper.index(books, *item, *page)?;
            }
        }
        Ok(())
    })
}

/// Compares every page with its entry and indexes those anew that changed, however they changed: a text that was read
/// anew leaves no event.
///
/// # Errors
/// If the archive cannot be read or the index not be written.
pub fn refresh(archive: &Archive) -> Result<Kept, FindingError> {
    keep(archive, |keeper, books, _| {
        let known = keeper.pages.marks()?;
        for item in books.items()? {
            let Some(shared) = books.shared(item)? else { continue };
            for page in books.pages(item)? {
                if !known.contains(&pages::mark(page, &books.stamp(&shared, page)?)) {
                    keeper.index(books, item, page)?;
                }
            }
        }
        Ok(())
    })
}

/// Opens the index, lets `work` bring it up from the events that it covers, and commits.
fn keep(
    archive: &Archive,
    work: impl FnOnce(&mut Keeper, &Books, u64) -> Result<(), FindingError>,
) -> Result<Kept, FindingError> {
    let books = Books::open(archive)?;
    let now = State {
        made_by: MADE_BY.to_owned(),
        log: archive.origin().to_string(),
        events: books.size()?,
    };
    let kept = match Keeper::open(archive, &now) {
        Ok((mut keeper, from)) => {
            work(&mut keeper, &books, from)?;
            keeper.finish(from < now.events)?
        }
        Err(Unusable::Not(why)) => {
            let mut keeper = Keeper::create(archive, now)?;
            for item in books.items()? {
                for page in books.pages(item)? {
                    keeper.index(&books, item, page)?;
                }
            }
            Kept { rebuilt: Some(why), ..keeper.finish(true)? }
        }
        Err(Unusable::Busy) => Kept { busy: true, ..Kept::default() },
        Err(Unusable::Failed(error)) => return Err(error.into()),
    };
    Ok(kept)
}

/// Why an index cannot be gone on with.
enum Unusable {
    /// It must be made anew.
    Not(String),
    /// Somebody else is at it.
    Busy,
    /// Neither.
    Failed(IndexError),
}

impl From<IndexError> for Unusable {
    fn from(error: IndexError) -> Self {
        match error {
            IndexError::Busy => Self::Busy,
            IndexError::Damaged { why } => Self::Not(why),
            error => Self::Failed(error),
        }
    }
}

/// The index, opened for writing.
struct Keeper {
    pages: pages::Writer,
    people: people::Writer,
    state: State,
    /// What the pages of the item that is being indexed share.
    shared: Option<(ItemId, Option<Shared>)>,
    indexed: u64,
}

impl Keeper {
    /// Goes on with the index, and says which events it covers.
    fn open(archive: &Archive, now: &State) -> Result<(Self, u64), Unusable> {
        let folder = archive.search_index();
        if !folder.exists() {
            return Err(Unusable::Not("there was none".to_owned()));
        }
        let pages = pages::Writer::open(&folder.join(PAGES), HEAP)?;
        let people = people::Writer::open(&folder.join(PEOPLE), HEAP)?;
        let (one, other) = (state(pages.payload()?.as_deref())?, state(people.payload()?.as_deref())?);
        let from = one.events.min(other.events);
        for state in [one, other] {
            if (&state.made_by, &state.log) != (&now.made_by, &now.log) {
                let (by, log) = (state.made_by, state.log);
                return Err(Unusable::Not(format!("it was made by {by} from the log {log}")));
            }
            // The archive was put back to an earlier state than the index knows.
            if state.events > now.events {
                let (covered, events) = (state.events, now.events);
                let why = format!("it covers {covered} events and the ledger has {events}");
                return Err(Unusable::Not(why));
            }
        }
        let keeper = Self { pages, people, state: now.clone(), shared: None, indexed: 0 };
        Ok((keeper, from))
    }

    /// Begins an empty index.
    fn create(archive: &Archive, state: State) -> Result<Self, FindingError> {
        let folder = archive.search_index();
        let pages = pages::Writer::create(&folder.join(PAGES), HEAP)?;
        let people = people::Writer::create(&folder.join(PEOPLE), HEAP)?;
        Ok(Self { pages, people, state, shared: None, indexed: 0 })
    }

    /// Makes the entry of a page anew.
    fn index(&mut self, books: &Books, item: ItemId, page: PageId) -> Result<(), FindingError> {
        if self.shared.as_ref().is_none_or(|(of, _)| *of != item) {
            self.shared = Some((item, books.shared(item)?));
        }
        let Some((_, Some(shared))) = &self.shared else { return Ok(()) };
        let document = books.document(shared, page)?;
        self.pages.put(&document)?;
        self.people.put(&document)?;
        self.indexed += 1;
        Ok(())
    }

    /// Commits where there is something to commit. The people come last: whoever finds a name finds its page.
    fn finish(mut self, moved: bool) -> Result<Kept, FindingError> {
        if moved || self.indexed > 0 {
            let state = serde_json::to_string(&self.state).map_err(std::io::Error::from)?;
            self.pages.commit(&state)?;
            self.people.commit(&state)?;
        }
        self.pages.finish()?;
        self.people.finish()?;
        Ok(Kept { indexed: self.indexed, ..Kept::default() })
    }
}

fn state(payload: Option<&str>) -> Result<State, Unusable> {
    let state = payload.and_then(|payload| serde_json::from_str(payload).ok());
    state.ok_or_else(|| Unusable::Not("it does not say what it covers".to_owned()))
}
