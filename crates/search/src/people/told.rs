//! Weighing mentions by a column that holds what each of them tells, without reading the mentions themselves.

use std::collections::HashMap;

use sijill_names::{Field, Glance, Matcher, Vocabulary, Years};
use tantivy::columnar::StrColumn;
use tantivy::{DocAddress, DocId, Searcher, SegmentReader};

use super::key::{NAMES, Part, TOLD, after, told};
use super::likely::Wish;
use crate::IndexError;

/// What the mentions of a segment tell, each thing by the number that it has there.
pub(super) struct Column {
    column: StrColumn,
    /// The first that is no number of a person, for those come first.
    first: u64,
    /// What it and all after it are.
    things: Vec<Thing>,
}

#[derive(Debug, Clone, Copy)]
enum Thing {
    /// A name of the vocabulary, and the place of its part among [`NAMES`].
    Name(usize, u32),
    /// The first year of birth; the last, if there was one before.
    Year(i16),
    /// A number of the person.
    Number,
    /// A name that none of those has who may be seen.
    Hidden,
}

impl Column {
    /// The columns of all segments; none for one in which nobody tells anything.
    pub(super) fn all(
        searcher: &Searcher,
        vocabulary: &Vocabulary,
    ) -> Result<Vec<Option<Self>>, IndexError> {
        let segments = searcher.segment_readers().iter();
        segments.map(|segment| Self::open(segment, vocabulary)).collect()
    }

    fn open(segment: &SegmentReader, vocabulary: &Vocabulary) -> Result<Option<Self>, IndexError> {
        let Some(column) = segment.fast_fields().str(TOLD)? else { return Ok(None) };
        let from = after(&told(Part::Number, ""));
        let mut terms = column.dictionary().range().ge(from).into_stream()?;
        let (mut first, mut things) = (u64::MAX, Vec::new());
        while terms.advance() {
            first = first.min(terms.term_ord());
            things.push(Thing::new(&String::from_utf8_lossy(terms.key()), vocabulary));
        }
        Ok(Some(Self { column, first, things }))
    }

    fn thing(&self, number: u64) -> Thing {
        let at = number.checked_sub(self.first).and_then(|at| usize::try_from(at).ok());
        at.map_or(Thing::Number, |at| self.things.get(at).copied().unwrap_or(Thing::Hidden))
    }
}

impl Thing {
    fn new(told: &str, vocabulary: &Vocabulary) -> Self {
        let value = |part: Part| told.strip_prefix(part.sign());
        if let Some(year) = value(Part::Born) {
            return year.parse().map_or(Self::Hidden, Self::Year);
        }
        let mut parts = NAMES.into_iter().enumerate();
        let name = parts.find_map(|(at, part)| Some((at, vocabulary.id(value(part)?)?)));
        name.map_or(Self::Hidden, |(at, id)| Self::Name(at, id))
    }
}

/// What one mention tells.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// By part, in the order of [`NAMES`].
    names: [Vec<u32>; NAMES.len()],
    born: Option<Years>,
    /// By their numbers in the column.
    numbers: Vec<u64>,
}

impl Told {
    fn read(&mut self, column: &Column, entry: DocId) {
        self.names.iter_mut().for_each(Vec::clear);
        self.numbers.clear();
        self.born = None;
        for told in column.column.ords().values_for_doc(entry) {
            match column.thing(told) {
                Thing::Name(part, name) => {
                    if let Some(names) = self.names.get_mut(part) {
                        names.push(name);
                    }
                }
                Thing::Year(to) => {
                    let from = self.born.map_or(to, |born| born.from);
                    self.born = Some(Years { from, to });
                }
                Thing::Number => self.numbers.push(told),
                Thing::Hidden => {}
            }
        }
    }
}

/// Weighs mentions for one question.
pub(super) struct Weigher<'a, 'w> {
    matcher: &'a mut Matcher<'w>,
    glance: Glance,
    vocabulary: &'a Vocabulary,
    columns: &'a [Option<Column>],
    /// For each segment, the numbers like the one that is asked for, and what each weighs.
    numbers: Vec<HashMap<u64, f32>>,
    /// What any other number weighs.
    other_number: f32,
    /// Names that were compared, by part, and what they weigh: of a thousand mentions of one name, one is compared.
    known: [HashMap<Vec<u32>, f32>; NAMES.len()],
    told: Told,
}

impl<'a, 'w> Weigher<'a, 'w> {
    pub(super) fn new(
        matcher: &'a mut Matcher<'w>,
        vocabulary: &'a Vocabulary,
        columns: &'a [Option<Column>],
        wishes: &[Wish],
    ) -> Result<Self, IndexError> {
        let mut numbers = Vec::new();
        for column in columns {
            let mut like = HashMap::new();
            let wished = wishes.iter().filter(|wish| wish.part == Part::Number);
            for (value, weight) in wished.flat_map(|wish| &wish.values) {
                let Some(column) = column else { continue };
                let number = column.column.dictionary().term_ord(told(Part::Number, value))?;
                like.extend(number.map(|number| (number, *weight)));
            }
            numbers.push(like);
        }
        Ok(Self {
            glance: matcher.glance(vocabulary),
            other_number: matcher.weigh_number(&[String::new()]),
            matcher,
            vocabulary,
            columns,
            numbers,
            known: Default::default(),
            told: Told::default(),
        })
    }

    /// About how well a mention fits.
    pub(super) fn glance(&mut self, address: DocAddress) -> f32 {
        let rest = self.read(address);
        let names = FIELDS.iter().zip(&self.told.names);
        rest + names.map(|(field, names)| self.glance.weigh(*field, names)).sum::<f32>()
    }

    /// How well a mention fits; none if its names would be one more to compare than `most`.
    pub(super) fn weigh(&mut self, address: DocAddress, most: usize) -> Option<f32> {
        let mut weight = self.read(address);
        let parts = self.known.iter_mut().zip(&self.told.names);
        for (field, (known, names)) in FIELDS.iter().zip(parts) {
            weight += match known.get(names) {
                Some(weight) => *weight,
                None if known.len() >= most => return None,
                None => {
                    let texts: Vec<_> =
                        names.iter().filter_map(|&name| self.vocabulary.name(name)).collect();
                    let weight = self.matcher.weigh(*field, &texts);
                    known.insert(names.clone(), weight);
                    weight
                }
            };
        }
        Some(weight)
    }

    /// Reads what a mention tells, and weighs all but its names.
    fn read(&mut self, address: DocAddress) -> f32 {
        let segment = address.segment_ord as usize;
        let Some(Some(column)) = self.columns.get(segment) else { return 0.0 };
        self.told.read(column, address.doc_id);
        let numbers = self.told.numbers.iter().map(|number| {
            let like = self.numbers.get(segment).and_then(|like| like.get(number));
            like.copied().unwrap_or(self.other_number)
        });
        let number = numbers.reduce(f32::max).unwrap_or(0.0);
        number + self.told.born.map_or(0.0, |born| self.matcher.weigh_born(born))
    }
}

/// The fields of the parts that have names.
const FIELDS: [Field; NAMES.len()] = [Field::Name, Field::Mother, Field::Kunya, Field::Place];
