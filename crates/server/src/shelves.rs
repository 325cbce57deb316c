//! What lies where: every item with its place, kept between requests and brought up to the ledger. The tree of places is
//! put together for each person out of what they see, so that no count tells of more.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest as _, Sha256};
use sijill_accounts::Person;
use sijill_schema::{
    AccessLevel, AccessionId, AccessionRecord, Act, ItemDescription, ItemId, PlaceLevel,
};
use sijill_storage::{Archive, Catalogue, Index, Ledger};

use crate::books::record;
use crate::error::Failure;

/// A place in the tree, as addresses name it: the beginning of a digest, because names of places stand in no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Node([u8; 8]);

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", u64::from_be_bytes(self.0))
    }
}

impl FromStr for Node {
    type Err = Failure;

    fn from_str(text: &str) -> Result<Self, Failure> {
        let digits = Some(text).filter(|text| text.len() == 16);
        let value = digits.and_then(|digits| u64::from_str_radix(digits, 16).ok());
        value.map(|value| Self(value.to_be_bytes())).ok_or(Failure::NotFound)
    }
}

/// A step of a place path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    pub node: Node,
    /// None for what the team's sheet says in one line.
    pub level: Option<PlaceLevel>,
    pub name: String,
}

/// An item as lists show it.
#[derive(Debug, Clone)]
pub(crate) struct Holding {
    pub item: ItemId,
    pub accession: AccessionId,
    /// Number of the accession, then of the item in it.
    order: (u64, u64),
    pub reference: String,
    pub title: Option<String>,
    pub date: Option<String>,
    pub access: AccessLevel,
    /// From the site inward.
    pub place: Vec<Step>,
}

/// An accession as lists show it.
#[derive(Debug, Clone)]
pub(crate) struct Lot {
    pub number: u64,
    pub record: AccessionRecord,
}

/// Everything that there is, at a size of the ledger.
#[derive(Debug, Default, Clone)]
pub(crate) struct Holdings {
    size: u64,
    items: BTreeMap<(u64, u64), Arc<Holding>>,
    places: HashMap<ItemId, (u64, u64)>,
    lots: HashMap<AccessionId, Arc<Lot>>,
}

/// One place, as a person sees it.
pub(crate) struct Place {
    /// The steps that lead there; empty for the whole archive.
    pub path: Vec<Step>,
    /// What is inside, with the number of items.
    pub inside: Vec<(Step, u64)>,
    /// The items that lie right here.
    pub items: Vec<Arc<Holding>>,
}

/// The newest [`Holdings`], shared between requests.
#[derive(Debug, Default)]
pub(crate) struct Shelves(Mutex<Arc<Holdings>>);

impl Shelves {
    /// What there is now.
    pub(crate) fn now(&self, archive: &Archive) -> Result<Arc<Holdings>, Failure> {
        // Held while the catalogue is read: who comes second would only read the same again.
        let mut newest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let ledger = archive.ledger()?;
        let size = ledger.size()?;
        if newest.size != size {
            let mut next = Holdings::clone(&newest);
            next.catch_up(archive, &ledger, size)?;
            *newest = Arc::new(next);
        }
        Ok(newest.clone())
    }
}

impl Holdings {
    fn catch_up(&mut self, archive: &Archive, ledger: &Ledger, size: u64) -> Result<(), Failure> {
        let catalogue = archive.catalogue()?;
        if self.size == 0 || self.size > size {
            *self = Self::default();
            let index = archive.index(ledger)?;
            self.read_all(&catalogue, &index)?;
        } else {
            let (mut items, mut opens) = (BTreeSet::new(), false);
            for seq in self.size..size {
                let event = ledger.event(seq)?;
                opens = opens || matches!(event.act, Act::Accessioned(_));
                let is_new = matches!(event.act, Act::Described(_))
                    || event.item.is_some_and(|item| !self.places.contains_key(&item));
                items.extend(event.item.filter(|_| is_new));
            }
            if opens {
                self.read_lots(&catalogue)?;
            }
            for item in items {
                self.read(&catalogue, item)?;
            }
        }
        self.size = size;
        Ok(())
    }

    fn read_all(&mut self, catalogue: &Catalogue, index: &Index) -> Result<(), Failure> {
        self.read_lots(catalogue)?;
        for item in catalogue.items()? {
            // A row without an event is what a crash left.
            if index.last_event_of(item)?.is_some() {
                self.read(catalogue, item)?;
            }
        }
        Ok(())
    }

    fn read_lots(&mut self, catalogue: &Catalogue) -> Result<(), Failure> {
        for row in catalogue.accessions()? {
            if let Some(text) = &row.record {
                let lot = Lot { number: row.number, record: record(text)? };
                self.lots.insert(row.id, Arc::new(lot));
            }
        }
        Ok(())
    }

    fn read(&mut self, catalogue: &Catalogue, item: ItemId) -> Result<(), Failure> {
        let Some(row) = catalogue.item(item)? else { return Ok(()) };
        let Some(lot) = self.lots.get(&row.accession) else { return Ok(()) };
        let said: ItemDescription = record(&row.description)?;
        let order = (lot.number, row.number);
        let holding = Holding {
            item,
            accession: row.accession,
            order,
            place: place(&said, &lot.record),
            reference: said.reference,
            title: said.title,
            date: said.date.map(|date| date.as_written),
            access: said.access,
        };
        self.places.insert(item, order);
        self.items.insert(order, Arc::new(holding));
        Ok(())
    }

    /// The items that a person sees, in the order in which they came in.
    pub(crate) fn seen_by(&self, person: &Person) -> impl Iterator<Item = &Arc<Holding>> {
        self.items.values().filter(|held| person.sees(held.accession, held.access))
    }

    /// The accessions that a person may know of, the newest first, with the number of items that they see there.
    pub(crate) fn lots_of(&self, person: &Person) -> Vec<(Arc<Lot>, u64)> {
        let mut counts: HashMap<AccessionId, u64> = HashMap::new();
        for held in self.seen_by(person) {
            *counts.entry(held.accession).or_default() += 1;
        }
        let known = self.lots.iter().filter(|(id, _)| person.level_in(**id).is_some());
        let counted = |(id, lot): (&AccessionId, &Arc<Lot>)| {
            (lot.clone(), counts.get(id).copied().unwrap_or_default())
        };
        let mut lots: Vec<_> = known.map(counted).collect();
        lots.sort_by_key(|(lot, _)| std::cmp::Reverse(lot.number));
        lots
    }

    /// Every accession with its reference, for whoever says who may see it.
    pub(crate) fn lots(&self) -> impl Iterator<Item = (AccessionId, String)> {
        self.lots.iter().map(|(id, lot)| (*id, lot.record.reference.clone()))
    }

    /// The items of an accession that a person sees.
    pub(crate) fn items_of(&self, person: &Person, accession: AccessionId) -> Vec<Arc<Holding>> {
        let Some(lot) = self.lots.get(&accession) else { return Vec::new() };
        let theirs = self.items.range((lot.number, 0)..=(lot.number, u64::MAX));
        let seen = theirs.filter(|(_, held)| person.sees(held.accession, held.access));
        seen.map(|(_, held)| held.clone()).collect()
    }

    /// The items before and after one, among those of its accession that a person sees.
    pub(crate) fn beside(&self, person: &Person, item: ItemId) -> [Option<Arc<Holding>>; 2] {
        let Some(order) = self.places.get(&item) else { return [None, None] };
        let is_near = |held: &&Arc<Holding>| {
            held.order.0 == order.0 && person.sees(held.accession, held.access)
        };
        let before = self.items.range(..*order).rev().map(|(_, held)| held).find(is_near);
        let after = self.items.range(*order..).skip(1).map(|(_, held)| held).find(is_near);
        [before.cloned(), after.cloned()]
    }

    /// A place as a person sees it; without a node the whole archive. [`Failure::NotFound`] where they see nothing.
    pub(crate) fn place(&self, person: &Person, node: Option<Node>) -> Result<Place, Failure> {
        let mut found: Option<Vec<Step>> = node.is_none().then(Vec::new);
        let (mut inside, mut items) = (BTreeMap::<String, (Step, u64)>::new(), Vec::new());
        for held in self.seen_by(person) {
            let depth = match node {
                None => 0,
                Some(node) => match held.place.iter().position(|step| step.node == node) {
                    Some(at) => at.saturating_add(1),
                    None => continue,
                },
            };
            found.get_or_insert_with(|| held.place.iter().take(depth).cloned().collect());
            match held.place.get(depth) {
                Some(step) => {
                    let key = format!("{}\u{0}{}", step.name, step.node);
                    inside.entry(key).or_insert_with(|| (step.clone(), 0)).1 += 1;
                }
                None if node.is_some() => items.push(held.clone()),
                None => {}
            }
        }
        let path = found.ok_or(Failure::NotFound)?;
        Ok(Place { path, inside: inside.into_values().collect(), items })
    }
}

/// Where an item lay: as it says itself, else as its accession does.
fn place(said: &ItemDescription, accession: &AccessionRecord) -> Vec<Step> {
    let path = if said.place.is_empty() { &accession.place } else { &said.place };
    let stated = path.steps().iter().map(|step| (Some(step.level), step.name.clone()));
    let written = said.place_as_written.iter().map(|line| (None, line.clone()));
    let mut hash = Sha256::new();
    let step = |(level, name): (Option<PlaceLevel>, String)| {
        hash.update(format!("{level:?}\n{name}\n"));
        let mut node = [0; 8];
        node.iter_mut().zip(hash.clone().finalize()).for_each(|(to, from)| *to = from);
        Step { node: Node(node), level, name }
    };
    stated.chain(written).map(step).collect()
}
