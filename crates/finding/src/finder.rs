//! Asking the index, and showing what was found as it stands in the archive.

use std::sync::Arc;

use serde::Serialize;
use sijill_schema::{AccessLevel, AccessionId, Area, ItemId, MentionBasis, PageId, RecordType};
use sijill_search::{
    Closeness, Facets, Filter, IndexError, Opened, Pages, People, Query, Reason, Snippet, snippet,
};
use sijill_storage::Archive;

use crate::FindingError;
use crate::books::Books;
use crate::keeping::{Kept, PAGES, PEOPLE, State, catch_up};

/// Looks for pages and people in an archive.
pub struct Finder {
    pub(crate) books: Books,
    pub(crate) pages: Arc<Pages>,
    pub(crate) people: Arc<People>,
    /// What was done to the index before it was asked.
    pub kept: Kept,
    /// How many events of the ledger the index does not cover, because it could not be written.
    pub behind: u64,
    /// Why it could not.
    pub unkept: Option<String>,
}

/// Who asks for how much.
#[derive(Debug, Clone)]
pub struct Scope {
    /// What they may find.
    pub seen: Filter,
    /// The most hits.
    pub limit: usize,
    /// How many of the best are passed over.
    pub offset: usize,
}

/// What was found for a query.
#[derive(Debug, Clone, Serialize)]
pub struct FoundPages {
    /// How many pages there are.
    pub total: u64,
    /// How many of them do not rest on a number of which one digit is different.
    pub certain: u64,
    /// How words were read.
    pub closeness: Closeness,
    /// The best pages.
    pub hits: Vec<PageHit>,
    /// How all of them are spread.
    pub facets: Spread,
}

/// A page that was found.
#[derive(Debug, Clone, Serialize)]
pub struct PageHit {
    /// The page.
    pub page: PageId,
    /// The item that it belongs to.
    pub item: ItemId,
    /// The accession that the item came in with.
    pub accession: AccessionId,
    /// The item's reference code.
    pub reference: String,
    /// The item's title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Who may see it.
    pub access: AccessLevel,
    /// How well it fits; only for comparing with the other hits.
    pub score: f32,
    /// Whether it rests on a number of which one digit is different.
    pub uncertain: bool,
    /// By what it was found.
    pub why: Vec<Reason>,
    /// The line that shows best why it was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snippet: Option<String>,
    /// Lines that show why it was found, the best first.
    pub lines: Vec<ShownLine>,
}

/// A line of a page, with what was found marked.
#[derive(Debug, Clone, Serialize)]
pub struct ShownLine {
    /// The text as it was read.
    pub text: String,
    /// The bytes of the text that were found, first and after the last.
    pub marks: Vec<(usize, usize)>,
    /// Where they stand on the page's canonical raster.
    pub areas: Vec<Area>,
    /// Who read it.
    pub basis: MentionBasis,
}

/// How pages are spread, the largest counts first.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "the names say what the pages are counted by")]
pub struct Spread {
    pub branch: Vec<(String, u64)>,
    pub year: Vec<(u64, u64)>,
    pub r#type: Vec<(RecordType, u64)>,
    pub site: Vec<(String, u64)>,
    pub accession: Vec<(String, u64)>,
    pub access: Vec<(AccessLevel, u64)>,
}

impl Finder {
    /// Opens the index of an archive, after bringing it up to the ledger. Where it cannot be written, as on a disk that is
    /// read-only, it is asked as it is, and why is said. Whatever else goes wrong is an error: an answer from an index that
    /// lacks what came in last would look like one from the whole archive.
    ///
    /// # Errors
    /// If the archive cannot be read, there is no index and none can be made, or it cannot be brought up.
    pub fn open(archive: &Archive) -> Result<Self, FindingError> {
        let books = Books::open(archive)?;
        let now = State::of(archive, &books)?;
        if let Some((pages, people)) = sound(archive)?
            && covers(&pages, &people)? == Some(now.clone())
        {
            return Ok(Self::over(books, (pages, people), Upkeep::default()));
        }
        let kept = catch_up(archive);
        let Some((pages, people)) = sound(archive)? else {
            let why = "there is none that can be used".to_owned();
            return Err(kept.err().unwrap_or(IndexError::Damaged { why }.into()));
        };
        let covered = covers(&pages, &people)?.map_or(0, |state| state.events);
        let behind = now.events.saturating_sub(covered);
        Ok(Self::over(books, (pages, people), Upkeep::of(kept, behind)?))
    }

    /// Asks an index that is opened already.
    pub(crate) fn over(books: Books, (pages, people): Both, upkeep: Upkeep) -> Self {
        let Upkeep { kept, behind, unkept } = upkeep;
        Self { books, pages, people, kept, behind, unkept }
    }

    /// Pages for a query.
    ///
    /// # Errors
    /// If the query cannot be understood, or index or archive not be read.
    pub fn search(&self, query: &str, scope: &Scope) -> Result<FoundPages, FindingError> {
        let query: Query = query.parse()?;
        let found = self.pages.search(&query, &scope.seen, scope.limit, scope.offset)?;
        let facets = self.pages.facets(&found, &scope.seen)?;
        let mut hits = Vec::with_capacity(found.hits.len());
        for hit in found.hits {
            let Some(about) = self.books.about(hit.item)? else { continue };
            let passages = self.books.passages(hit.item, hit.page)?;
            let lines = snippet(&found.asked, &passages);
            let lines: Vec<_> = lines.into_iter().map(ShownLine::from).collect();
            hits.push(PageHit {
                page: hit.page,
                item: hit.item,
                accession: about.accession,
                reference: about.reference,
                title: about.title,
                access: about.access,
                score: hit.score,
                uncertain: hit.is_uncertain(),
                why: hit.why,
                snippet: lines.first().map(|line| line.text.clone()),
                lines,
            });
        }
        let (total, certain, closeness) = (found.total, found.certain, found.closeness);
        Ok(FoundPages { total, certain, closeness, hits, facets: facets.into() })
    }
}

/// The two indexes, opened.
pub(crate) type Both = (Arc<Pages>, Arc<People>);

/// How the index was brought up before it was asked.
#[derive(Default)]
pub(crate) struct Upkeep {
    pub kept: Kept,
    pub behind: u64,
    pub unkept: Option<String>,
}

impl Upkeep {
    /// What bringing it up came to; why nothing was done, where it may not be written. Whatever else went wrong is an error.
    pub fn of(kept: Result<Kept, FindingError>, behind: u64) -> Result<Self, FindingError> {
        match kept {
            Err(FindingError::Index(error)) if error.is_read_only() => {
                Ok(Self { behind, unkept: Some(error.to_string()), ..Self::default() })
            }
            kept => Ok(Self { kept: kept?, behind, unkept: None }),
        }
    }
}

/// The index, if its files are what was written.
pub(crate) fn sound(archive: &Archive) -> Result<Option<Both>, FindingError> {
    let folder = archive.search_index();
    let (pages, people) = (Pages::open(&folder.join(PAGES))?, People::open(&folder.join(PEOPLE))?);
    Ok(match (pages, people) {
        (Opened::Sound(pages), Opened::Sound(people)) => Some((pages.into(), people.into())),
        _ => None,
    })
}

/// What both indexes stand for: the state of the one that is behind.
pub(crate) fn covers(pages: &Pages, people: &People) -> Result<Option<State>, FindingError> {
    let states = [pages.payload()?, people.payload()?].map(|state| State::read(state.as_deref()));
    let [Ok(pages), Ok(people)] = states else { return Ok(None) };
    Ok(Some(if people.events < pages.events { people } else { pages }))
}

impl From<Snippet> for ShownLine {
    fn from(line: Snippet) -> Self {
        let marks = line.marks.into_iter().map(|mark| (mark.start, mark.end)).collect();
        Self { text: line.text, marks, areas: line.areas, basis: line.basis }
    }
}

impl From<Facets> for Spread {
    fn from(facets: Facets) -> Self {
        Self {
            branch: facets.branches,
            year: facets.years,
            r#type: facets.types,
            site: facets.sites,
            accession: facets.accessions,
            access: facets.access,
        }
    }
}
