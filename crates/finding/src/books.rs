//! What the index is made from: an archive's ledger, catalogue and texts, gathered page by page.

use std::collections::{BTreeSet, HashSet};
use std::io::ErrorKind;

use serde::Serialize;
use sijill_mentions::{FoundPerson, Line, Told};
use sijill_reading::text::{PageText, TEXT_FILE};
use sijill_schema::{
    AccessionRecord, Act, Digest, ItemDescription, ItemId, Mention, MentionBasis, PageId,
    Transcription, canonical,
};
use sijill_search::{PageDocument, Passage};
use sijill_storage::{Archive, Catalogue, Index, Ledger, StorageError};

use crate::FindingError;
use crate::lines::{of_machine, of_person, passages};

/// Changes whenever the same page would be indexed otherwise; then everything is indexed anew.
pub(crate) const MADE_BY: &str = concat!("sijill/", env!("CARGO_PKG_VERSION"), " index 1");

/// An archive's books, opened for reading.
pub(crate) struct Books {
    archive: Archive,
    ledger: Ledger,
    index: Index,
    catalogue: Catalogue,
}

/// What events say must be indexed anew.
#[derive(Debug, Default)]
pub(crate) struct Touched {
    /// Items of which something was said that concerns all their pages.
    pub items: BTreeSet<ItemId>,
    /// Single pages.
    pub pages: BTreeSet<(ItemId, PageId)>,
}

impl Touched {
    /// Whether nothing is to be done.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty() && self.pages.is_empty()
    }
}

/// An item as all its pages share it.
pub(crate) struct Shared {
    description: ItemDescription,
    accession: AccessionRecord,
}

/// Everything that people wrote about a page.
struct Written {
    transcriptions: Vec<Transcription>,
    sheet: Vec<Mention>,
}

/// Everything that is read of a page.
struct Read {
    people: Written,
    machine: Option<PageText>,
}

impl Books {
    pub fn open(archive: &Archive) -> Result<Self, FindingError> {
        let ledger = archive.ledger()?;
        let (index, catalogue) = (archive.index(&ledger)?, archive.catalogue()?);
        Ok(Self { archive: archive.clone(), ledger, index, catalogue })
    }

    /// How many events the ledger has.
    pub fn size(&self) -> Result<u64, FindingError> {
        Ok(self.ledger.size()?)
    }

    /// Every item, in the order in which they came in.
    pub fn items(&self) -> Result<Vec<ItemId>, FindingError> {
        Ok(self.catalogue.items()?)
    }

    /// What the events from `since` on touch.
    pub fn touched(&self, since: u64) -> Result<Touched, FindingError> {
        let mut touched = Touched::default();
        for seq in since..self.ledger.size()? {
            let event = self.ledger.event(seq)?;
            match (event.act, event.item, event.page) {
                (Act::Described(_), Some(item), _) => {
                    touched.items.insert(item);
                }
                (
                    Act::PageCommitted(_)
                    | Act::PageUnreadable(_)
                    | Act::PageTranscribed(_)
                    | Act::MentionsImported(_),
                    Some(item),
                    Some(page),
                ) => {
                    touched.pages.insert((item, page));
                }
                _ => {}
            }
        }
        Ok(touched)
    }

    /// The pages of an item that were looked at, in the order in which they were.
    pub fn pages(&self, item: ItemId) -> Result<Vec<PageId>, FindingError> {
        Ok(self.index.pages_of(&self.ledger, item)?)
    }

    /// What the pages of an item share; nothing if the catalogue does not know it.
    pub fn shared(&self, item: ItemId) -> Result<Option<Shared>, FindingError> {
        let Some(row) = self.catalogue.item(item)? else { return Ok(None) };
        let accession = self.catalogue.accession(row.accession)?.and_then(|row| row.record);
        let Some(accession) = accession else { return Ok(None) };
        Ok(Some(Shared { description: parse(&row.description)?, accession: parse(&accession)? }))
    }

    /// What is said of an item; nothing if the catalogue does not know it.
    pub fn about(&self, item: ItemId) -> Result<Option<ItemDescription>, FindingError> {
        let row = self.catalogue.item(item)?;
        row.map(|row| parse(&row.description)).transpose()
    }

    /// A page as the index takes it.
    pub fn document(&self, shared: &Shared, page: PageId) -> Result<PageDocument, FindingError> {
        let Shared { description, accession } = shared;
        let item = description.id;
        // The stamp first: if the text is replaced meanwhile, the entry looks old and is made again.
        let stamp = self.stamp(shared, page)?;
        let read = self.read(item, page)?;
        let told = read.told();
        let stated = description.date.as_ref().and_then(|date| date.interpreted.clone());
        let (mut dates, mut types, mut numbers) = (Vec::from_iter(stated), Vec::new(), Vec::new());
        for (_, told) in &told {
            dates.extend(told.dates.iter().cloned());
            numbers.extend(told.numbers.iter().cloned());
            types.extend(told.types.iter().copied());
        }
        let mut seen = HashSet::new();
        types.retain(|kind| seen.insert(*kind));
        Ok(PageDocument {
            page,
            item,
            accession: accession.id,
            stamp,
            access: description.access,
            accession_reference: accession.reference.clone(),
            reference: description.reference.clone(),
            title: description.title.clone(),
            place: place(shared),
            types,
            dates,
            numbers,
            passages: read.passages(),
            mentions: read.mentions(item, page, told),
        })
    }

    /// Digest over everything that a page's entry is made from. For the text of a machine its length and the time of its
    /// writing stand in, so that a whole archive can be compared without reading all texts.
    pub fn stamp(&self, shared: &Shared, page: PageId) -> Result<Digest, FindingError> {
        #[derive(Serialize)]
        struct From<'a> {
            made_by: &'static str,
            description: &'a ItemDescription,
            accession: &'a AccessionRecord,
            transcriptions: &'a [Transcription],
            sheet: &'a [Mention],
            #[serde(skip_serializing_if = "Option::is_none")]
            machine: Option<String>,
        }
        let Shared { description, accession } = shared;
        let path = self.archive.derived().path(description.id, page, TEXT_FILE);
        let machine = match fs_err::metadata(path) {
            Ok(file) => Some(format!("{} {:?}", file.len(), file.modified()?)),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(error.into()),
        };
        let Written { transcriptions, sheet } = &self.written(page)?;
        let from =
            From { made_by: MADE_BY, description, accession, transcriptions, sheet, machine };
        Ok(canonical::digest(&from).map_err(StorageError::from)?)
    }

    /// The text of a page, what people wrote down first.
    pub fn passages(&self, item: ItemId, page: PageId) -> Result<Vec<Passage>, FindingError> {
        Ok(self.read(item, page)?.passages())
    }

    fn read(&self, item: ItemId, page: PageId) -> Result<Read, FindingError> {
        let derived = self.archive.derived();
        let text = derived.get(item, page, TEXT_FILE)?;
        let machine =
            text.map(|text| serde_json::from_slice(&text)).transpose().map_err(|why| {
                let path = derived.path(item, page, TEXT_FILE);
                FindingError::Text { path, why: why.to_string() }
            })?;
        Ok(Read { people: self.written(page)?, machine })
    }

    fn written(&self, page: PageId) -> Result<Written, FindingError> {
        let transcriptions = newest(self.catalogue.transcriptions(page)?);
        Ok(Written { transcriptions, sheet: self.catalogue.sheet_mentions(page)? })
    }
}

/// The newest transcription of each person, the newest of all first.
fn newest(transcriptions: Vec<Transcription>) -> Vec<Transcription> {
    let mut people = HashSet::new();
    let newest = transcriptions.into_iter().rev();
    newest.filter(|transcription| people.insert(transcription.by)).collect()
}

impl Read {
    fn lines(&self) -> Vec<(MentionBasis, Vec<Line>)> {
        let people = self
            .people
            .transcriptions
            .iter()
            .map(|one| (MentionBasis::Transcription, of_person(one)));
        let machine = self.machine.iter().map(|text| (MentionBasis::Machine, of_machine(text)));
        people.chain(machine).collect()
    }

    fn told(&self) -> Vec<(MentionBasis, Told)> {
        let lines = self.lines();
        lines.into_iter().map(|(basis, lines)| (basis, sijill_mentions::read(&lines))).collect()
    }

    fn passages(&self) -> Vec<Passage> {
        let lines = self.lines();
        lines.iter().flat_map(|(basis, lines)| passages(lines, *basis)).collect()
    }

    /// The people named on the page. What a machine read is left out where a person read the same name.
    fn mentions(
        &self,
        item: ItemId,
        page: PageId,
        told: Vec<(MentionBasis, Told)>,
    ) -> Vec<Mention> {
        let mut mentions = self.people.sheet.clone();
        for (basis, told) in told {
            for FoundPerson { role, named, area } in told.people {
                let name = sijill_arabic::fold(&named.name);
                let is_known = basis == MentionBasis::Machine
                    && mentions.iter().any(|known| sijill_arabic::fold(&known.person.name) == name);
                if !is_known {
                    mentions.push(Mention { page, item, basis, role, person: named, area });
                }
            }
        }
        mentions
    }
}

/// Site and below, as the item says, else as its accession does.
fn place(Shared { description, accession }: &Shared) -> Vec<String> {
    let path = if description.place.is_empty() { &accession.place } else { &description.place };
    let levels = path.steps().iter().map(|step| step.name.clone());
    levels.chain(description.place_as_written.clone()).collect()
}

fn parse<T: serde::de::DeserializeOwned>(record: &str) -> Result<T, FindingError> {
    Ok(canonical::from_slice(record.as_bytes()).map_err(StorageError::from)?)
}
