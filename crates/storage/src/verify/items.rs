//! What the ledger says about items, learnt event by event: which files they must have, and whether the
//! chain of each item's events is whole.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;
use sijill_schema::{
    AccessionId, Act, Digest, Event, Id, ItemClosed, ItemId, ObjectRef, PageId, Secured,
};
use sijill_translog::Hash;

use super::objects::Checker;
use super::records::Records;
use super::{Problem, ProblemKind, Scope};
use crate::archive::Archive;
use crate::catalogue::Catalogue;
use crate::error::Result;
use crate::ledger::Ledger;
use crate::registry::KeyRegistry;

/// How many files may wait to be checked before they are; bounds memory and keeps all cores busy.
const FULL: usize = 4096;

/// A file that an item must have.
#[derive(Debug, Clone)]
pub(super) struct ExpectedFile {
    pub seq: u64,
    pub page: PageId,
    pub object: ObjectRef,
    pub record: Digest,
    /// Whether its bytes are to be read.
    pub chosen: bool,
}

/// What an item must be.
#[derive(Debug, Clone)]
pub(super) struct ExpectedItem {
    pub item: ItemId,
    pub files: Vec<ExpectedFile>,
    pub sealed: Option<ExpectedSeal>,
}

/// What a sealed item's object must be.
#[derive(Debug, Clone)]
pub(super) struct ExpectedSeal {
    pub seq: u64,
    pub inventory: ObjectRef,
    pub record: Digest,
    /// Absent for an accession's own object, which has no pages.
    pub closed: Option<ItemClosed>,
}

struct State {
    tail: Hash,
    accession: Option<AccessionId>,
    files: Vec<ExpectedFile>,
    sealed: bool,
}

pub(super) struct Items<'a> {
    scope: &'a Scope,
    checker: Checker<'a>,
    catalogue: Option<Catalogue>,
    states: HashMap<ItemId, State>,
    waiting: Vec<ExpectedItem>,
    sampler: Sampler,
    records: Records<'a>,
}

impl<'a> Items<'a> {
    pub fn new(archive: &'a Archive, scope: &'a Scope, checker: Checker<'a>) -> Result<Self> {
        let catalogue = archive.catalogue();
        let found = catalogue.as_ref().map(Catalogue::inconsistencies);
        let what = match found {
            Ok(Ok(found)) => found,
            Ok(Err(error)) => vec![error.to_string()],
            Err(error) => vec![format!("the catalogue cannot be read: {error}")],
        };
        for what in what {
            checker
                .findings
                .problem(Problem::new(ProblemKind::Catalogue, what).path("catalogue.sqlite"));
        }
        let sampler = Sampler::new(scope.sample, archive)?;
        let records = Records::new(checker.findings);
        Ok(Self {
            scope,
            checker,
            catalogue: catalogue.ok(),
            states: HashMap::new(),
            waiting: Vec::new(),
            sampler,
            records,
        })
    }

    /// Takes one event into account.
    pub fn follow(&mut self, seq: u64, hash: Hash, event: &Event) {
        if let Some(catalogue) = &self.catalogue {
            self.records.follow(catalogue, seq, event);
        }
        let Some(item) = event.item else { return };
        self.check_chain(seq, hash, item, event);
        match &event.act {
            Act::Secured(secured) => {
                let chosen = self.sampler.choose();
                self.expect_file(seq, item, event, secured, chosen);
            }
            Act::ItemClosed(closed) => {
                self.check_catalogue_item(seq, item, closed.description);
                self.seal(seq, item, event.object, closed.record, Some(closed.clone()));
            }
            Act::Accessioned(accessioned) => {
                self.check_catalogue_accession(seq, item, accessioned.record);
                self.seal(seq, item, event.object, accessioned.record, None);
            }
            Act::PageCommitted(committed) => {
                let kept = event.page.map_or(Ok(None), |page| self.kept_secret(page));
                self.check_kept(seq, item, "the page's secret", kept, committed.secret);
            }
            Act::PageTranscribed(transcribed) => {
                let kept = self.kept_transcription(transcribed.transcription);
                self.check_kept(seq, item, "the transcription", kept, transcribed.transcription);
            }
            _ => {}
        }
    }

    /// The digest of the sealed secret that the catalogue keeps for a page.
    fn kept_secret(&self, page: PageId) -> Result<Option<Digest>> {
        let Some(catalogue) = &self.catalogue else { return Ok(None) };
        Ok(catalogue.page_secret(page)?.map(|(_, sealed)| Digest::of(&sealed)))
    }

    fn kept_transcription(&self, digest: Digest) -> Result<Option<Digest>> {
        let Some(catalogue) = &self.catalogue else { return Ok(None) };
        Ok(catalogue.transcription_text(digest)?.map(|text| Digest::of(text.as_bytes())))
    }

    fn check_kept(
        &self,
        seq: u64,
        item: ItemId,
        name: &str,
        kept: Result<Option<Digest>>,
        expected: Digest,
    ) {
        // That there is no catalogue at all was reported once.
        if self.catalogue.is_none() {
            return;
        }
        match kept {
            Ok(Some(digest)) if digest == expected => {}
            Ok(Some(_)) => self.catalogue_problem(seq, item, format!("{name} was altered")),
            Ok(None) => self.catalogue_problem(seq, item, format!("{name} is missing")),
            Err(error) => self.catalogue_problem(seq, item, error.to_string()),
        }
    }

    fn check_chain(&mut self, seq: u64, hash: Hash, item: ItemId, event: &Event) {
        let state = self.states.entry(item).or_insert_with(|| State {
            tail: Hash([0; 32]),
            accession: None,
            files: Vec::new(),
            sealed: false,
        });
        let stated = event.prev.map(|prev| Hash(*prev.as_bytes()));
        let before = (state.tail != Hash([0; 32])).then_some(state.tail);
        state.tail = hash;
        if stated != before {
            let what = "the event does not follow the item's previous event";
            self.ledger_problem(seq, item, what);
        }
    }

    fn expect_file(
        &mut self,
        seq: u64,
        item: ItemId,
        event: &Event,
        secured: &Secured,
        chosen: bool,
    ) {
        let (Some(page), Some(object)) = (event.page, event.object) else {
            let what = "the event names no page or no bytes";
            return self.ledger_problem(seq, item, what);
        };
        let Some(state) = self.states.get_mut(&item) else { return };
        state.accession = Some(secured.accession);
        state.files.push(ExpectedFile { seq, page, object, record: secured.record, chosen });
    }

    fn seal(
        &mut self,
        seq: u64,
        item: ItemId,
        inventory: Option<ObjectRef>,
        record: Digest,
        closed: Option<ItemClosed>,
    ) {
        let Some(inventory) = inventory else {
            let what = "the event names no inventory";
            return self.ledger_problem(seq, item, what);
        };
        let Some(state) = self.states.get_mut(&item) else { return };
        state.sealed = true;
        let files = std::mem::take(&mut state.files);
        let accession = closed.as_ref().map(|closed| closed.accession);
        if self.is_wanted(item, accession) {
            self.waiting.push(ExpectedItem {
                item,
                files,
                sealed: Some(ExpectedSeal { seq, inventory, record, closed }),
            });
        }
    }

    fn is_wanted(&self, item: ItemId, accession: Option<AccessionId>) -> bool {
        let only = &self.scope.only;
        !self.scope.ledger_only
            && (only.is_empty()
                || only.contains(&item)
                || accession.is_some_and(|id| only.contains(&id.into())))
    }

    /// Checks the items that wait, once there are enough of them.
    pub fn check_when_full(&mut self) {
        let waiting: usize = self.waiting.iter().map(|item| item.files.len() + 8).sum();
        if waiting >= FULL {
            self.check_waiting();
        }
    }

    fn check_waiting(&mut self) {
        let checker = &self.checker;
        std::mem::take(&mut self.waiting).par_iter().for_each(|item| checker.item(item));
    }

    /// Checks what is left after the last event: items that are not sealed, and what no event explains.
    pub fn finish(mut self) {
        self.check_waiting();
        let sealed: HashSet<ItemId> =
            self.states.iter().filter(|(_, state)| state.sealed).map(|(item, _)| *item).collect();
        let states = std::mem::take(&mut self.states);
        let open = states.into_iter().filter(|(_, state)| !state.sealed);
        let open: Vec<_> = open
            .filter(|(item, state)| self.is_wanted(*item, state.accession))
            .map(|(item, state)| ExpectedItem { item, files: state.files, sealed: None })
            .collect();
        open.par_iter().for_each(|item| self.checker.item(item));
        if !self.scope.ledger_only && self.scope.only.is_empty() {
            self.checker.leftovers(&sealed, &open);
        }
    }

    fn check_catalogue_item(&self, seq: u64, item: ItemId, expected: Digest) {
        let Some(catalogue) = &self.catalogue else { return };
        let row = catalogue.item(item);
        if row.as_ref().is_ok_and(|row| row.as_ref().is_some_and(|row| !row.is_consistent())) {
            let what = "the columns that are searched differ from the description".to_owned();
            self.catalogue_problem(seq, item, what);
        }
        self.check_row(seq, item, row.map(|row| row.map(|row| row.intake.description)), expected);
    }

    fn check_catalogue_accession(&self, seq: u64, item: ItemId, expected: Digest) {
        let Some(catalogue) = &self.catalogue else { return };
        let row = catalogue.accession(AccessionId::from_uuid(item.uuid()));
        self.check_row(seq, item, row.map(|row| row.and_then(|row| row.record)), expected);
    }

    fn check_row(&self, seq: u64, item: ItemId, row: Result<Option<String>>, expected: Digest) {
        let what = match row {
            Ok(Some(text)) if Digest::of(text.as_bytes()) == expected => return,
            Ok(Some(_)) => "the record is not the one that the ledger refers to".to_owned(),
            Ok(None) => "the record that the ledger refers to is missing".to_owned(),
            Err(error) => error.to_string(),
        };
        self.catalogue_problem(seq, item, what);
    }

    fn catalogue_problem(&self, seq: u64, item: ItemId, what: String) {
        self.problem(
            Problem::new(ProblemKind::Catalogue, what)
                .item(item)
                .event(seq)
                .path("catalogue.sqlite"),
        );
    }

    /// Whether the sealed names behind people's keys are those that the ledger refers to.
    pub fn check_people(&self, registry: &KeyRegistry) {
        let Some(catalogue) = &self.catalogue else { return };
        for key in registry.all() {
            let Some(expected) = key.holder else { continue };
            let found =
                catalogue.person(key.id).map(|row| row.map(|(_, sealed)| Digest::of(&sealed)));
            if !matches!(found, Ok(Some(digest)) if digest == expected) {
                let what = format!("who stands behind the key {} is missing or altered", key.id);
                self.problem(
                    Problem::new(ProblemKind::Catalogue, what)
                        .event(key.enrolled)
                        .path("catalogue.sqlite"),
                );
            }
        }
    }

    /// Whether every record that counts is one that the ledger put into force, and who confirmed whose assertions.
    pub fn check_records(&self, ledger: &Ledger, registry: &KeyRegistry) {
        if let Some(catalogue) = &self.catalogue {
            self.records.check(catalogue, ledger, registry);
        }
        self.records.check_readings(self.checker.archive.readings());
    }

    fn ledger_problem(&self, seq: u64, item: ItemId, what: &str) {
        let problem = Problem::new(ProblemKind::LedgerRow, what).item(item).event(seq);
        self.problem(problem.path("ledger.sqlite"));
    }

    fn problem(&self, problem: Problem) {
        self.checker.findings.problem(problem);
    }
}

/// Chooses `wanted` of `left` files at random, each with equal chance (selection sampling), or all.
struct Sampler {
    wanted: Option<u64>,
    left: u64,
    state: u64,
}

impl Sampler {
    /// How many files there are is asked of the index; were it wrong, another number would be read.
    fn new(wanted: Option<u64>, archive: &Archive) -> Result<Self> {
        let mut seed = [0; 8];
        getrandom::fill(&mut seed)?;
        let ledger = archive.ledger()?;
        let left = if wanted.is_some() { archive.index(&ledger)?.files()? } else { 0 };
        Ok(Self { wanted, left, state: u64::from_le_bytes(seed) })
    }

    fn choose(&mut self) -> bool {
        let Some(wanted) = &mut self.wanted else { return true };
        let left = self.left.max(1);
        self.left = self.left.saturating_sub(1);
        let chosen = random(&mut self.state) % left < *wanted;
        *wanted -= u64::from(chosen && *wanted > 0);
        chosen
    }
}

/// The next number of SplitMix64 (Steele, Lea, Flood 2014), seeded from the operating system.
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
