//! How the pages of a query are spread: over branches, years, sorts of record, sites, accessions and access levels.

use std::collections::HashMap;

use sijill_schema::{AccessLevel, RecordType};
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::fields::{ACCESS, ACCESSION, BRANCHES, SITE, TYPES, YEARS};
use crate::query::{ACCESS_NAMES, TYPE_NAMES};

/// Pages by what is said of them. A page counts once under each value that it has; values are in the order of their
/// counts, the largest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// All pages.
    pub total: u64,
    /// By the branches named on them.
    pub branches: Vec<(String, u64)>,
    /// By the years of their dates.
    pub years: Vec<(u64, u64)>,
    /// By sort of record.
    pub types: Vec<(RecordType, u64)>,
    /// By the site where they were found.
    pub sites: Vec<(String, u64)>,
    /// By the reference code of their accession.
    pub accessions: Vec<(String, u64)>,
    /// By access level.
    pub access: Vec<(AccessLevel, u64)>,
}

/// The most values that are told of each.
const MOST: usize = 100;

/// Counts pages.
pub(super) struct Counting;

/// Counts of one segment.
pub(super) struct Counts {
    total: u64,
    words: Vec<(StrColumn, Vec<u64>)>,
    numbers: Vec<(Column<u64>, HashMap<u64, u64>)>,
}

/// Counts by value, of the fields of words and of those of numbers.
#[derive(Default)]
pub(super) struct Sums {
    total: u64,
    words: [HashMap<String, u64>; 3],
    numbers: [HashMap<u64, u64>; 3],
}

impl Collector for Counting {
    type Fruit = Facets;
    type Child = Counts;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<Counts> {
        let columns = segment.fast_fields();
        let mut words = Vec::new();
        for name in [BRANCHES, SITE, ACCESSION] {
            let column = columns.str(name)?.unwrap_or_else(|| {
                StrColumn::wrap(tantivy::columnar::BytesColumn::empty(segment.max_doc()))
            });
            let values = column.num_terms();
            words.push((column, vec![0; values]));
        }
        let mut numbers = Vec::new();
        for name in [YEARS, TYPES, ACCESS] {
            numbers.push((columns.u64(name)?, HashMap::new()));
        }
        Ok(Counts { total: 0, words, numbers })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<tantivy::Result<Sums>>) -> tantivy::Result<Facets> {
        let mut sums = Sums::default();
        for fruit in fruits {
            let fruit = fruit?;
            sums.total += fruit.total;
            sums.words.iter_mut().zip(fruit.words).for_each(|(all, these)| add(all, these));
            sums.numbers.iter_mut().zip(fruit.numbers).for_each(|(all, these)| add(all, these));
        }
        let Sums { total, words: [branches, sites, accessions], numbers: [years, types, access] } =
            sums;
        Ok(Facets {
            total,
            branches: ordered(branches),
            years: ordered(years),
            types: named(TYPE_NAMES, types),
            sites: ordered(sites),
            accessions: ordered(accessions),
            access: named(ACCESS_NAMES, access),
        })
    }
}

impl SegmentCollector for Counts {
    type Fruit = tantivy::Result<Sums>;

    fn collect(&mut self, page: DocId, _: Score) {
        self.total += 1;
        for (column, counts) in &mut self.words {
            for value in column.term_ords(page) {
                if let Some(count) = usize::try_from(value).ok().and_then(|at| counts.get_mut(at)) {
                    *count += 1;
                }
            }
        }
        for (column, counts) in &mut self.numbers {
            for value in column.values_for_doc(page) {
                *counts.entry(value).or_default() += 1;
            }
        }
    }

    fn harvest(self) -> tantivy::Result<Sums> {
        let mut sums = Sums { total: self.total, ..Sums::default() };
        for ((column, counts), sum) in self.words.into_iter().zip(&mut sums.words) {
            for (value, count) in (0_u64..).zip(counts).filter(|(_, count)| *count > 0) {
                let mut word = String::new();
                column.ord_to_str(value, &mut word)?;
                sum.insert(word, count);
            }
        }
        for ((_, counts), sum) in self.numbers.into_iter().zip(&mut sums.numbers) {
            *sum = counts;
        }
        Ok(sums)
    }
}

fn add<T: std::hash::Hash + Eq>(all: &mut HashMap<T, u64>, these: HashMap<T, u64>) {
    for (value, count) in these {
        *all.entry(value).or_default() += count;
    }
}

fn ordered<T: Ord>(counts: HashMap<T, u64>) -> Vec<(T, u64)> {
    let mut list: Vec<_> = counts.into_iter().collect();
    list.sort_by(|(one, more), (other, less)| less.cmp(more).then(one.cmp(other)));
    list.truncate(MOST);
    list
}

/// Values that are the places of their names in a list.
fn named<T: Copy>(names: &[(T, &[&str])], counts: HashMap<u64, u64>) -> Vec<(T, u64)> {
    let of = |value: u64| usize::try_from(value).ok().and_then(|place| names.get(place));
    let list = ordered(counts).into_iter();
    list.filter_map(|(value, count)| of(value).map(|(name, _)| (*name, count))).collect()
}
