//! What is made of a page that was shown: its commitment, measures, pictures and text.

use serde::Serialize;
use sijill_imaging::decode::{Page, ReasonKind};
use sijill_imaging::identify::Format;
use sijill_imaging::likeness::text_signature;
use sijill_imaging::pages::Unreadable;
use sijill_imaging::{PageSecret, TILE, commit, png};
use sijill_reading::text::TEXT_FILE;
use sijill_reading::{Engine, Reader};
use sijill_schema::{ImageOf, ItemId, PageCommitted, PageId, PageUnreadable};
use sijill_storage::{
    Archive, Catalogue, Derived, Look, LookedAt, PageSecrets, Pixels, StorageError,
};
use zeroize::Zeroizing;

use super::desk::Looked;
use super::made::{pictures, seen};
use super::page::{self, PageFile, Words};
use super::queue::Task;
use crate::error::IngestError;

pub(super) struct Table<'a> {
    archive: &'a Archive,
    derived: Derived,
    catalogue: Catalogue,
    secrets: &'a PageSecrets,
    reader: Option<Reader>,
}

impl<'a> Table<'a> {
    pub fn new(
        archive: &'a Archive,
        secrets: &'a PageSecrets,
        engine: Option<&'a Engine>,
    ) -> Result<Self, IngestError> {
        let (derived, catalogue) = (archive.derived(), archive.catalogue()?);
        let reader = engine.map(Reader::start).transpose()?;
        Ok(Self { archive, derived, catalogue, secrets, reader })
    }

    /// Whether pages are read here.
    pub fn reads(&self) -> bool {
        self.reader.is_some()
    }

    /// Writes what is known about a page as JSON: the same bytes whenever it is the same.
    pub fn put(
        &self,
        item: ItemId,
        page: PageId,
        name: &str,
        content: &impl Serialize,
    ) -> Result<(), IngestError> {
        let mut json = serde_json::to_vec(content).map_err(std::io::Error::from)?;
        json.push(b'\n');
        Ok(self.derived.put(item, page, name, &json)?)
    }

    /// A page, or a file as a whole, of which no pixels could be had.
    pub fn unreadable(
        &self,
        task: &Task,
        of: ImageOf,
        format: &Format,
        why: &Unreadable,
        looked: &mut Looked,
    ) -> Result<(), IngestError> {
        // Where no worker can be started, the next file fares no better and nothing is said about this one.
        if let Unreadable::Worker(failure) = why
            && failure.is_of_the_machine()
        {
            return Err(failure.clone().into());
        }
        let (page, reason) = (of.page(), why.code());
        looked.outcome.pages += 1;
        let is_other = matches!(why, Unreadable::Reason(why) if why.kind == ReasonKind::NotShown);
        if is_other {
            looked.outcome.other += 1;
        } else {
            looked.outcome.fails(task.item, page, reason, &why.to_string());
        }
        let file = PageFile {
            unreadable: Some(reason.to_owned()),
            ..PageFile::new(task.item, of, format, task.covered)
        };
        self.put(task.item, page, page::PAGE_FILE, &file)?;
        let facts = PageUnreadable { of, reason: reason.to_owned() };
        let look = Look::Unreadable { facts, is_other };
        looked.pages.push(LookedAt { item: task.item, look });
        Ok(())
    }

    /// A page that was shown.
    pub fn shown(
        &mut self,
        task: &Task,
        of: ImageOf,
        format: &Format,
        shown: Page,
        looked: &mut Looked,
    ) -> Result<(), IngestError> {
        looked.outcome.pages += 1;
        match task.committed.iter().find(|committed| committed.of == of) {
            Some(before) => self.compare(task, before, &shown, looked)?,
            None => looked.pages.push(self.commit(task, of, &shown)?),
        }
        self.make(task, of, format, shown, looked)
    }

    /// Measures, draws and reads a page.
    fn make(
        &mut self,
        task: &Task,
        of: ImageOf,
        format: &Format,
        Page { raster, facts }: Page,
        looked: &mut Looked,
    ) -> Result<(), IngestError> {
        let (item, page) = (task.item, of.page());
        let seen = seen(&raster, facts.dpi.map(|dpi| f64::from(dpi.x)));
        looked.outcome.blank += u64::from(seen.is_blank());
        if let Some(picture) = &seen.picture {
            self.derived.put(item, page, page::PICTURE_FILE, picture.bytes())?;
        }
        match pictures(&raster, task.covered) {
            Ok(pictures) => {
                looked.outcome.rendered += 1;
                for (name, bytes) in pictures {
                    self.derived.put(item, page, name, &bytes)?;
                }
            }
            Err(why) => looked.outcome.fails_for_now(item, page, "not-drawn", &why.to_string()),
        }
        let mut file = PageFile {
            facts: Some(facts),
            findings: seen.findings.clone(),
            measures: Some(seen.measures.clone()),
            ..PageFile::new(item, of, format, task.covered)
        };
        if let Some(reader) = &mut self.reader {
            match reader.read(&raster, seen.hints()) {
                Ok(text) => {
                    looked.outcome.read += 1;
                    let (count, confidence) = text.confidence();
                    file.words = Some(Words { count: count as u64, confidence });
                    let words = text.words().map(|word| word.text.as_str());
                    file.signature = text_signature(words);
                    self.put(item, page, TEXT_FILE, &text)?;
                }
                Err(why) if why.is_of_the_machine() => return Err(why.into()),
                Err(why) => {
                    looked.outcome.fails_for_now(item, page, "not-read", &why.to_string());
                }
            }
        }
        self.put(item, page, page::PAGE_FILE, &file)
    }

    /// Commits to the pixels of a page that is shown for the first time.
    fn commit(&self, task: &Task, of: ImageOf, shown: &Page) -> Result<LookedAt, IngestError> {
        let page = of.page();
        let secret = PageSecret::random().map_err(StorageError::from)?;
        let made = commit(page, &shown.raster, &secret);
        let (raster, decoder) = (&shown.raster, &shown.facts.decoder);
        if decoder.helper {
            self.archive.keep_raster(page, &png(raster).map_err(std::io::Error::other)?)?;
        }
        let size = (raster.width(), raster.height(), raster.samples().bytes() as u32);
        let pixels = Pixels {
            of,
            size,
            tile: TILE,
            root: made.root,
            raster: made.raster,
            decoder: format!("{} {}", decoder.name, decoder.version),
            secret: Zeroizing::new(secret.as_bytes().to_vec()),
        };
        Ok(LookedAt { item: task.item, look: Look::Committed(pixels) })
    }

    /// Sees whether a page that was shown before looks the same, to the last bit.
    fn compare(
        &self,
        task: &Task,
        before: &PageCommitted,
        shown: &Page,
        looked: &mut Looked,
    ) -> Result<(), IngestError> {
        let page = before.of.page();
        let secret = self.secrets.of(&self.catalogue, page)?;
        let Some(secret) = secret.and_then(|secret| PageSecret::from_bytes(&secret)) else {
            let detail = "the page's secret is lost, so its pixels cannot be compared with those of the first time";
            looked.outcome.fails_for_now(task.item, page, "no-secret", detail);
            return Ok(());
        };
        let now = commit(page, &shown.raster, &secret);
        if (now.root, now.raster) != (before.root, before.raster) {
            let decoder = &shown.facts.decoder;
            let detail = format!(
                "{} {} shows other pixels than {} did the first time",
                decoder.name, decoder.version, before.decoder
            );
            looked.outcome.fails_for_now(task.item, page, "pixels-differ", &detail);
        }
        Ok(())
    }
}
