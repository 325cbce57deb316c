//! Whether the index holds what the archive holds: both are counted, each from itself.

use serde::Serialize;
use sijill_search::Tally;
use sijill_storage::Archive;

use crate::FindingError;
use crate::books::Books;
use crate::keeping::{State, before};

/// The index beside the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// Whether the index holds exactly what it should.
    pub ok: bool,
    /// The pages in the index.
    pub pages: Count,
    /// The pages that should be in it, by ledger, catalogue and texts.
    pub archive: Count,
    /// The people named on them.
    pub people: CountedPeople,
    /// How many events of the ledger the index does not cover.
    pub behind: u64,
    /// Why the index cannot be used, where it cannot; then nothing is counted in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unusable: Option<String>,
}

/// The people in the index beside those in the archive.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CountedPeople {
    /// The mentions in the index.
    #[serde(flatten)]
    pub index: Count,
    /// The mentions that should be in it, by ledger, catalogue and texts.
    pub archive: Count,
}

/// How many entries there are, and a digest over them in any order: 32 hexadecimal digits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "said above")]
pub struct Count {
    pub count: u64,
    pub digest: String,
}

/// Counts what is indexed and what should be. The archive's side is computed from the ledger, the catalogue and the texts
/// alone; every text is read again for it. The index is not brought up before.
///
/// # Errors
/// If the archive or the index cannot be read.
pub fn compare(archive: &Archive) -> Result<Comparison, FindingError> {
    let books = Books::open(archive)?;
    let now = State::of(archive, &books)?;
    let (should_pages, should_people) = should(&books)?;
    let (pages, people, covered, unusable) = match before(archive, &now)? {
        Ok(index) => {
            let tallies = (index.pages.count_and_digest()?, index.people.count_and_digest()?);
            (tallies.0, tallies.1, index.events, None)
        }
        Err(why) => (Tally::default(), Tally::default(), 0, Some(why)),
    };
    let is_equal = pages == should_pages && people == should_people;
    Ok(Comparison {
        ok: is_equal && unusable.is_none(),
        pages: pages.into(),
        archive: should_pages.into(),
        people: CountedPeople { index: people.into(), archive: should_people.into() },
        behind: now.events.saturating_sub(covered),
        unusable,
    })
}

/// The pages and the people that the archive says should be indexed.
fn should(books: &Books) -> Result<(Tally, Tally), FindingError> {
    let (mut pages, mut people) = (Tally::default(), Tally::default());
    for item in books.items()? {
        let Some(shared) = books.shared(item)? else { continue };
        for page in books.pages(item)? {
            let document = books.document(&shared, page)?;
            pages.add(page, &document.stamp);
            for mention in &document.mentions {
                people.add_mention(mention, document.access)?;
            }
        }
    }
    Ok((pages, people))
}

impl From<Tally> for Count {
    fn from(tally: Tally) -> Self {
        Self { count: tally.entries(), digest: tally.to_string() }
    }
}
