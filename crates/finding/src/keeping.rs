//! Keeping the index up to the archive. It is two: of the pages, and of the people named on them. Each commit says up to
//! which event of the ledger it goes; after a crash between two of them the one that is behind decides.

use serde::{Deserialize, Serialize};
use sijill_schema::{ItemId, PageId};
use sijill_search::{DEFAULT_HEAP, IndexError, Opened, Pages, People, PeopleWriter, Writer};
use sijill_storage::Archive;

use crate::FindingError;
use crate::books::{Books, MADE_BY, Shared};

/// What a commit of the index stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct State {
    /// What made it.
    made_by: String,
    /// The log that it was made from.
    log: String,
    /// How many events of the ledger it covers.
    pub events: u64,
}

/// What keeping the index came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// How many pages were indexed, for the first time or anew.
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
    keep(archive, &Books::open(archive)?, |keeper, books, before| {
        let touched = books.touched(before.events)?;
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
    keep(archive, &Books::open(archive)?, |keeper, books, before| {
        for item in books.items()? {
            let Some(shared) = books.shared(item)? else { continue };
            for page in books.pages(item)? {
                if !before.pages.holds(page, &books.stamp(&shared, page)?)? {
                    keeper.index(books, item, page)?;
                }
            }
        }
        Ok(())
    })
}

/// Makes the whole index anew.
///
/// # Errors
/// If the archive cannot be read or the index not be written.
pub fn rebuild(archive: &Archive) -> Result<Kept, FindingError> {
    let books = Books::open(archive)?;
    let now = State::of(archive, &books)?;
    unless_busy(make_anew(archive, &books, &now, "it was asked for".to_owned()))
}

/// An index that can be gone on with.
pub(crate) struct Before {
    pub pages: Box<Pages>,
    pub people: Box<People>,
    /// How many events of the ledger it covers.
    pub events: u64,
}

/// Looks at the index as it is, lets `work` bring it up, and commits.
fn keep(
    archive: &Archive,
    books: &Books,
    work: impl FnOnce(&mut Keeper, &Books, &Before) -> Result<(), FindingError>,
) -> Result<Kept, FindingError> {
    let now = State::of(archive, books)?;
    let made = match before(archive, &now)? {
        Ok(before) => {
            let mut keeper = Keeper::open(archive, &now)?;
            work(&mut keeper, books, &before)?;
            keeper.finish(before.events < now.events)
        }
        Err(why) => make_anew(archive, books, &now, why),
    };
    unless_busy(made)
}

/// Where another process is writing the index, there is nothing to do.
fn unless_busy(made: Result<Kept, FindingError>) -> Result<Kept, FindingError> {
    match made {
        Err(FindingError::Index(IndexError::Busy)) => Ok(Kept { busy: true, ..Kept::default() }),
        made => made,
    }
}

fn make_anew(
    archive: &Archive,
    books: &Books,
    now: &State,
    why: String,
) -> Result<Kept, FindingError> {
    let mut keeper = Keeper::create(archive, now)?;
    for item in books.items()? {
        for page in books.pages(item)? {
            keeper.index(books, item, page)?;
        }
    }
    Ok(Kept { rebuilt: Some(why), ..keeper.finish(true)? })
}

/// The index as it is, or why it must be made anew.
pub(crate) fn before(
    archive: &Archive,
    now: &State,
) -> Result<Result<Before, String>, FindingError> {
    let pages = match Pages::open(&archive.search_index().join(PAGES))? {
        Opened::Sound(pages) => pages,
        Opened::Absent => return Ok(Err("there was none".to_owned())),
        Opened::Damaged { why } => return Ok(Err(why)),
    };
    let covered = State::read(pages.payload()?.as_deref());
    let people = match People::open(&archive.search_index().join(PEOPLE))? {
        Opened::Sound(people) => people,
        Opened::Absent => return Ok(Err("there was none of the people".to_owned())),
        Opened::Damaged { why } => return Ok(Err(why)),
    };
    let of_people = State::read(people.payload()?.as_deref());
    Ok(covered.and_then(|covered| {
        let of_people = of_people?;
        covered.is_usable(now)?;
        of_people.is_usable(now)?;
        Ok(Before { pages, people, events: covered.events.min(of_people.events) })
    }))
}

/// The folder of the index of pages.
pub(crate) const PAGES: &str = "pages";

/// The folder of the index of people.
pub(crate) const PEOPLE: &str = "people";

impl State {
    /// What an index made now would stand for.
    pub fn of(archive: &Archive, books: &Books) -> Result<Self, FindingError> {
        let (made_by, log) = (MADE_BY.to_owned(), archive.origin().to_string());
        Ok(Self { made_by, log, events: books.size()? })
    }

    pub fn read(payload: Option<&str>) -> Result<Self, String> {
        let state = payload.and_then(|payload| serde_json::from_str(payload).ok());
        state.ok_or_else(|| "it does not say what it covers".to_owned())
    }

    /// Why an index of this state cannot be gone on with.
    pub fn is_usable(&self, now: &Self) -> Result<(), String> {
        let Self { made_by, log, events } = self;
        if (made_by, log) != (&now.made_by, &now.log) {
            return Err(format!("it was made by {made_by} from the log {log}"));
        }
        // The archive was put back to an earlier state than the index knows.
        if *events > now.events {
            return Err(format!("it covers {events} events and the ledger has {}", now.events));
        }
        Ok(())
    }
}

/// The index, opened for writing.
struct Keeper {
    pages: Writer,
    people: PeopleWriter,
    state: State,
    /// What the pages of the item that is being indexed share.
    shared: Option<(ItemId, Option<Shared>)>,
    indexed: u64,
}

impl Keeper {
    fn open(archive: &Archive, state: &State) -> Result<Self, FindingError> {
        let folder = archive.search_index();
        let pages = Writer::open(&folder.join(PAGES), DEFAULT_HEAP)?;
        let people = PeopleWriter::open(&folder.join(PEOPLE), DEFAULT_HEAP)?;
        Ok(Self { pages, people, state: state.clone(), shared: None, indexed: 0 })
    }

    /// Begins an empty index.
    fn create(archive: &Archive, state: &State) -> Result<Self, FindingError> {
        let folder = archive.search_index();
        let pages = Writer::create(&folder.join(PAGES), DEFAULT_HEAP)?;
        let people = PeopleWriter::create(&folder.join(PEOPLE), DEFAULT_HEAP)?;
        Ok(Self { pages, people, state: state.clone(), shared: None, indexed: 0 })
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

    /// Commits where there is something to commit.
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
