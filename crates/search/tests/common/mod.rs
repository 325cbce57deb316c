//! Pages that are made up, and an index of them.

#![allow(dead_code, reason = "each test file uses its part")]

use std::path::Path;

use jiff::civil::date;
use sijill_schema::{
    AccessLevel, AccessionId, Area, Digest, Interpretation, ItemId, MentionBasis, NumberKind,
    PageId, Precision, RecordNumber, RecordType,
};
use sijill_search::{Filter, Found, Opened, PageDocument, Pages, Passage, Query, Writer};

pub fn everything() -> Filter {
    Filter::up_to(AccessLevel::Sealed)
}

/// A page with a text of one line a passage.
pub fn page(text: &str) -> PageDocument {
    let passage = |line: &str| Passage {
        text: line.to_owned(),
        basis: MentionBasis::Transcription,
        area: None,
        words: Vec::new(),
    };
    PageDocument {
        page: PageId::new(),
        item: ItemId::new(),
        accession: AccessionId::new(),
        stamp: Digest::of(text.as_bytes()),
        access: AccessLevel::Open,
        accession_reference: "2026-004".into(),
        reference: "SYN-1".into(),
        title: None,
        place: vec!["حمص".into(), "غرفة 3".into()],
        types: Vec::new(),
        dates: Vec::new(),
        numbers: Vec::new(),
        passages: text.lines().map(passage).collect(),
        mentions: Vec::new(),
    }
}

pub fn number(kind: NumberKind, value: &str) -> RecordNumber {
    RecordNumber { kind, as_written: value.to_owned(), value: value.to_owned() }
}

pub fn days(from: (i16, i8, i8), to: (i16, i8, i8)) -> Interpretation {
    let (from, to) = (date(from.0, from.1, from.2), date(to.0, to.1, to.2));
    Interpretation::new(from, to, Precision::Day).unwrap()
}

pub fn typed(text: &str, sort: RecordType) -> PageDocument {
    PageDocument { types: vec![sort], ..page(text) }
}

pub fn area(left: u32) -> Area {
    Area { left, top: 0, width: 10, height: 10 }
}

/// An index of these pages in the folder.
pub fn index(folder: &Path, pages: &[PageDocument]) -> Box<Pages> {
    let mut writer = Writer::create(folder, 15_000_000).unwrap();
    pages.iter().for_each(|page| writer.put(page).unwrap());
    writer.commit("{}").unwrap();
    writer.finish().unwrap();
    open(folder)
}

pub fn open(folder: &Path) -> Box<Pages> {
    match Pages::open(folder).unwrap() {
        Opened::Sound(pages) => pages,
        Opened::Absent => panic!("there is no index"),
        Opened::Damaged { why } => panic!("{why}"),
    }
}

pub fn ask(pages: &Pages, query: &str) -> Found {
    let query: Query = query.parse().unwrap();
    pages.search(&query, &everything(), 100, 0).unwrap()
}

/// The numbers of the pages that a query finds, the best first.
pub fn places(pages: &Pages, all: &[PageDocument], query: &str) -> Vec<usize> {
    let found = ask(pages, query);
    assert_eq!(found.total, found.hits.len() as u64, "{query}");
    let place =
        |hit: &sijill_search::Hit| all.iter().position(|page| page.page == hit.page).unwrap();
    found.hits.iter().map(place).collect()
}
