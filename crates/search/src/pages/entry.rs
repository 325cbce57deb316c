//! From a page to its entry in the index.

use sijill_schema::{AccessLevel, Id, Interpretation, NumberKind, RecordType};
use tantivy::TantivyDocument;
use tantivy::schema::Field;
use uuid::Uuid;

use super::cells::fill;
use super::common::{is_common, pair};
use super::fields::{Fields, Key, code, written};
use super::stream::{BESIDE, NEXT};
use super::tally::mark;
use super::units::{bare, taken_apart, units};
use crate::PageDocument;
use crate::query::number_value;

/// A date that may mean more years than this says nothing that would be worth counting.
const COUNTED_YEARS: i16 = 10;

/// The entry of a page.
pub(super) fn entry(fields: &Fields, page: &PageDocument) -> TantivyDocument {
    let mut entry = TantivyDocument::default();
    let mut text = Positions::default();
    let mut title = Positions::default();
    for words in page.title.iter().chain([&page.reference]) {
        title.add(words);
        text.add(words);
        text.gap();
    }
    let mut reader = None;
    for passage in &page.passages {
        // A phrase may go on in the next line, but not from one reading of the page into another.
        if reader.replace(passage.basis).is_some_and(|before| before != passage.basis) {
            text.gap();
        }
        text.add(&passage.text);
    }
    entry.add_text(fields.text, &text.terms);
    entry.add_text(fields.exact, &text.exact);
    entry.add_text(fields.pair, &text.pairs);
    entry.add_text(fields.title, &title.terms);
    entry.add_bytes(fields.page, page.page.uuid().as_bytes());
    entry.add_text(fields.key, keys(page));
    let halves =
        [page.page.uuid().as_u128(), page.item.uuid().as_u128(), mark(page.page, &page.stamp)];
    for (field, half) in fields.ids.iter().zip(halves.iter().flat_map(|id| two(*id))) {
        entry.add_u64(*field, half);
    }
    counted(fields, page, &mut entry);
    entry
}

fn two(id: u128) -> [u64; 2] {
    let (high, low) = Uuid::from_u128(id).as_u64_pair();
    [high, low]
}

/// An access level as a number that grows with secrecy.
pub(super) fn access_number(level: AccessLevel) -> u64 {
    match level {
        AccessLevel::Open => 0,
        AccessLevel::Restricted => 1,
        AccessLevel::Confidential => 2,
        AccessLevel::Sealed => 3,
    }
}

/// A sort of record as a number: its place in the list of names, which only grows.
pub(super) fn type_number(sort: RecordType) -> u64 {
    let known = crate::query::TYPE_NAMES.iter().position(|(known, _)| *known == sort);
    known.and_then(|place| u64::try_from(place).ok()).unwrap_or(u64::MAX)
}

/// What is counted for facets.
fn counted(fields: &Fields, page: &PageDocument, entry: &mut TantivyDocument) {
    entry.add_u64(fields.access, access_number(page.access));
    let mut years: Vec<u64> = page.dates.iter().flat_map(years).collect();
    let mut types: Vec<u64> = page.types.iter().map(|sort| type_number(*sort)).collect();
    let branches = page.numbers.iter().filter(|number| number.kind == NumberKind::Branch);
    let mut branches: Vec<_> = branches.map(|number| number_value(&number.value)).collect();
    for list in [&mut years, &mut types] {
        list.sort_unstable();
        list.dedup();
    }
    branches.sort_unstable();
    branches.dedup();
    let mut numbers =
        |field: Field, list: Vec<u64>| list.into_iter().for_each(|n| entry.add_u64(field, n));
    numbers(fields.years, years);
    numbers(fields.types, types);
    branches.iter().for_each(|branch| entry.add_text(fields.branches, branch));
    if let Some(site) = page.place.first() {
        entry.add_text(fields.site, site);
    }
    entry.add_text(fields.accession, &page.accession_reference);
    entry.add_text(fields.holder, page.accession.to_string());
}

fn years(date: &Interpretation) -> impl Iterator<Item = u64> + use<> {
    let (first, last) = (date.earliest().year(), date.latest().year());
    let last =
        if last.saturating_sub(first) >= COUNTED_YEARS { first.saturating_sub(1) } else { last };
    (first..=last).filter_map(|year| u64::try_from(year).ok())
}

/// The terms of the field `key`.
fn keys(page: &PageDocument) -> String {
    let mut terms = String::new();
    let mut add = |key: Key<'_>| {
        key.write(&mut terms);
        terms.push(BESIDE);
    };
    add(Key::Access(access_number(page.access)));
    add(Key::Accession(&code(&page.accession.to_string())));
    add(Key::Accession(&code(&page.accession_reference)));
    add(Key::Item(&code(&page.item.to_string())));
    add(Key::Item(&code(&page.reference)));
    for sort in &page.types {
        add(Key::Type(type_number(*sort)));
    }
    for number in &page.numbers {
        add(Key::Number(number.kind, &number_value(&number.value)));
    }
    for cell in page.dates.iter().flat_map(|date| fill(Some(date.earliest()), Some(date.latest())))
    {
        add(Key::Cell(cell));
        cell.line().for_each(|line| add(Key::Line(line)));
    }
    for (level, words) in page.place.iter().enumerate() {
        for word in sijill_arabic::words(words) {
            let bare = bare(&word.folded);
            add(Key::PlaceWord(&bare));
            if level == 0 {
                add(Key::SiteWord(&bare));
            }
        }
    }
    terms
}

/// Words of a page on their way into the fields of words.
#[derive(Default)]
struct Positions {
    terms: String,
    exact: String,
    pairs: String,
    /// The common words at the last position.
    before: Vec<String>,
}

impl Positions {
    /// Adds a text behind what there is.
    fn add(&mut self, text: &str) {
        let words = sijill_arabic::words(text);
        for unit in units(&words) {
            let mut common = Vec::new();
            for word in words.get(unit.words.clone()).unwrap_or_default() {
                self.exact.push_str(&written(text.get(word.range.clone()).unwrap_or_default()));
                self.exact.push(BESIDE);
                let bare = bare(&word.folded);
                self.term(&word.folded);
                if bare != word.folded {
                    self.term(&bare);
                }
                if is_common(&bare) {
                    common.push(bare.into_owned());
                }
                if unit.words.len() == 1 {
                    self.apart(&word.folded);
                }
            }
            unit.joined.iter().for_each(|joined| self.term(joined));
            self.next(common);
        }
    }

    /// Adds what a word is that joins several.
    fn apart(&mut self, word: &str) {
        let Some((joined, parts)) = taken_apart(word) else { return };
        if joined != word {
            self.term(&joined);
        }
        for part in &parts {
            self.term(part);
            let bare = bare(part);
            if bare != *part {
                self.term(&bare);
            }
        }
    }

    fn term(&mut self, term: &str) {
        self.terms.push_str(term);
        self.terms.push(BESIDE);
    }

    /// Ends a position at which these common words stand.
    fn next(&mut self, common: Vec<String>) {
        for one in &self.before {
            for other in &common {
                self.pairs.push_str(&pair(one, other));
                self.pairs.push(BESIDE);
            }
        }
        self.before = common;
        self.terms.push(NEXT);
    }

    /// Leaves a position without a word.
    fn gap(&mut self) {
        self.next(Vec::new());
    }
}
