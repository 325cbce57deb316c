//! Recording pages: what their pixels were when they were first decoded, what people read on them, and which scan
//! took the place of which.

use std::collections::HashSet;

use sijill_keys::{PublicKey, seal};
use sijill_schema::{
    Act, AgentId, Digest, Event, ImageOf, ItemId, KeyRole, Outcome, PageCommitted, PageId,
    PageSuperseded, PageTranscribed, PageUnreadable, Salt, Transcription, Zone,
};
use zeroize::Zeroizing;

use super::Writer;
use super::append::Draft;
use crate::catalogue::SealedSecret;
use crate::error::{Result, StorageError};
use crate::secrets::CONTEXT;

/// A page that was looked at for the first time.
pub struct LookedAt {
    /// The item that it belongs to.
    pub item: ItemId,
    /// What came of it.
    pub look: Look,
}

/// What came of looking at a page.
pub enum Look {
    /// Its pixels were committed to.
    Committed(Pixels),
    /// No pixels could be had.
    Unreadable {
        /// Why, and of which file.
        facts: PageUnreadable,
        /// Whether the file is no picture at all, which is no failure.
        is_other: bool,
    },
}

/// The commitment to a page's pixels, with the secret that nobody else has yet.
pub struct Pixels {
    /// Which image of which file.
    pub of: ImageOf,
    /// Pixels a row, rows, bytes a pixel.
    pub size: (u32, u32, u32),
    /// The side of a tile in pixels.
    pub tile: u32,
    /// Root of the tree over the salted tiles.
    pub root: Digest,
    /// Salted digest of the whole raster.
    pub raster: Digest,
    /// What decoded the file.
    pub decoder: String,
    /// The page's secret.
    pub secret: Zeroizing<Vec<u8>>,
}

impl Writer {
    /// Records pages that were looked at, one event each; those that another process recorded meanwhile are left
    /// out. Their secrets are sealed to the archive's sealing key and kept before anything refers to them. Returns
    /// how many were recorded.
    ///
    /// # Errors
    /// If they cannot be kept, signed and committed.
    pub fn record_pages(&mut self, pages: Vec<LookedAt>) -> Result<u64> {
        let to = self.registry.current(KeyRole::Sealing).cloned();
        let to = to.ok_or(StorageError::KeyChanged { role: KeyRole::Sealing.name() })?;
        let (mut drafts, mut secrets, mut here) = (Vec::new(), Vec::new(), HashSet::new());
        for LookedAt { item, look } in pages {
            let page = look.page();
            if !here.insert(page) || self.is_recorded(page, &look)? {
                continue;
            }
            let draft = match look {
                Look::Committed(pixels) => {
                    let (act, sealed) = commitment(pixels, (to.id, &to.public))?;
                    secrets.push(sealed);
                    Draft::of(Act::PageCommitted(act))
                }
                Look::Unreadable { facts, is_other } => {
                    let outcome = if is_other { Outcome::Warning } else { Outcome::Failure };
                    Draft { outcome, ..Draft::of(Act::PageUnreadable(facts)) }
                }
            };
            drafts.push(Draft { item: Some(item), page: Some(page), ..draft });
        }
        self.catalogue.put_page_secrets(&secrets)?;
        let events = self.append(drafts)?;
        Ok(events.end - events.start)
    }

    /// Whether the ledger says of a page already what is about to be said.
    fn is_recorded(&self, page: PageId, look: &Look) -> Result<bool> {
        for seq in self.index.events_of_page(page)? {
            let event = self.event(seq)?;
            let same = match (&event.act, look) {
                (Act::PageCommitted(_), Look::Committed(_)) => event.page == Some(page),
                (Act::PageUnreadable(told), Look::Unreadable { facts, .. }) => told == facts,
                _ => false,
            };
            if same {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Records what the person who unlocked their keys reads on a page.
    ///
    /// # Errors
    /// If there is no such page, or it cannot be recorded.
    pub fn transcribe(&mut self, page: PageId, zones: Vec<Zone>) -> Result<Transcription> {
        let item = self.item_of(page)?;
        let (by, salt) = (self.actor.id, Salt::random()?);
        let transcription = Transcription { page, by, at: Event::now(), zones, salt };
        let digest = self.catalogue.put_transcription(&transcription)?;
        let act = Act::PageTranscribed(PageTranscribed { transcription: digest });
        self.append(vec![Draft { item: Some(item), page: Some(page), ..Draft::of(act) }])?;
        Ok(transcription)
    }

    /// Records that a better scan takes a page's place. Both are kept.
    ///
    /// # Errors
    /// If one of the pages is not known, they are one, or it cannot be recorded.
    pub fn supersede(&mut self, page: PageId, by: PageId) -> Result<u64> {
        let item = self.item_of(page)?;
        self.item_of(by)?;
        if page == by {
            let what = format!("page {page} cannot take its own place");
            return Err(StorageError::Invalid { what, remedy: "name the page of the new scan" });
        }
        let act = Act::PageSuperseded(PageSuperseded { by });
        let draft = Draft { item: Some(item), page: Some(page), ..Draft::of(act) };
        Ok(self.append(vec![draft])?.start)
    }

    /// The item that a page belongs to, as the ledger says.
    pub(super) fn item_of(&self, page: PageId) -> Result<ItemId> {
        for seq in self.index.events_of_page(page)? {
            let event = self.event(seq)?;
            if let (Some(item), Some(named)) = (event.item, event.page)
                && named == page
            {
                return Ok(item);
            }
        }
        Err(StorageError::NoSuchRecord { id: page.to_string() })
    }
}

impl Look {
    fn page(&self) -> PageId {
        match self {
            Self::Committed(pixels) => pixels.of.page(),
            Self::Unreadable { facts, .. } => facts.of.page(),
        }
    }
}

/// The facts of the event, and the secret that is kept for it.
fn commitment(
    pixels: Pixels,
    (sealed_to, key): (AgentId, &PublicKey),
) -> Result<(PageCommitted, SealedSecret)> {
    let sealed = seal(key, CONTEXT, &pixels.secret)?;
    let (width, height, channels) = pixels.size;
    let facts = PageCommitted {
        of: pixels.of,
        width,
        height,
        channels,
        tile: pixels.tile,
        root: pixels.root,
        raster: pixels.raster,
        secret: Digest::of(&sealed),
        decoder: pixels.decoder,
    };
    Ok((facts, SealedSecret { page: pixels.of.page(), sealed_to, sealed }))
}
