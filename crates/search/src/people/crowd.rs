//! Looking for a person among all mentions that somebody may see.

use std::collections::HashMap;

use sijill_names::{Field, Matcher, Record, Score, Vocabulary};
use sijill_schema::{AccessLevel, AskedPerson, Mention, MentionId};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet as _, Searcher, SegmentReader, TERMINATED, TantivyDocument};

use super::entry::Kept;
use super::key::{Fields, NAMES, Part, key, levels};
use super::numbers::{neighbours, normal};
use super::open::People;
use crate::IndexError;

/// How many mentions are compared name by name: those that share the most telling names.
const COMPARED: usize = 400;

/// A number that fits says more than a name, one with another digit about as much.
const SAME_NUMBER: f32 = 12.0;
const OTHER_DIGIT: f32 = 6.0;

/// The mentions that somebody may see, and how often each name stands among them. Making one reads every distinct name;
/// whoever asks often keeps it.
pub struct Crowd {
    searcher: Searcher,
    fields: Fields,
    most: AccessLevel,
    vocabulary: Vocabulary,
    mentions: u64,
}

/// A mention that may mean the person.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundMention {
    /// The mention.
    pub mention: Mention,
    /// Who may see it.
    pub access: AccessLevel,
    /// How well it fits, and why.
    pub score: Score,
}

impl People {
    /// The mentions up to an access level.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn crowd(&self, access_at_most: AccessLevel) -> Result<Crowd, IndexError> {
        let (searcher, fields, most) = (self.reader.searcher(), self.fields, access_at_most);
        let mut mentions = 0;
        for level in levels(most) {
            mentions += searcher.doc_freq(&fields.term(level, Part::Any, ""))?;
        }
        let vocabulary = Vocabulary::new(names(&searcher, &fields, most)?);
        Ok(Crowd { searcher, fields, most, vocabulary, mentions })
    }
}

/// Every name with how many mentions have it.
fn names(
    searcher: &Searcher,
    fields: &Fields,
    most: AccessLevel,
) -> Result<HashMap<String, u64>, IndexError> {
    let mut names: HashMap<String, u64> = HashMap::new();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(fields.key)?;
        for (level, part) in levels(most).flat_map(|level| NAMES.map(|part| (level, part))) {
            let from = key(level, part, "");
            // Values are texts, and no text goes on with the byte FF.
            let to = [from.as_bytes(), &[0xff]].concat();
            let mut terms = inverted.terms().range().ge(from.as_bytes()).lt(to).into_stream()?;
            while terms.advance() {
                let Some(name) = terms.key().get(from.len()..) else { continue };
                let name = String::from_utf8_lossy(name).into_owned();
                *names.entry(name).or_default() += u64::from(terms.value().doc_freq);
            }
        }
    }
    Ok(names)
}

impl Crowd {
    /// How many mentions there are.
    #[must_use]
    pub fn mentions(&self) -> u64 {
        self.mentions
    }

    /// A mention by its identifier.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn mention(&self, id: MentionId) -> Result<Option<Mention>, IndexError> {
        let wanted = [(Part::Id, id.to_string(), 1.0)];
        let found = self.candidates(&wanted)?.into_iter().next();
        found.map(|address| Ok(self.kept(address)?.mention.into_owned())).transpose()
    }

    fn kept(&self, address: DocAddress) -> Result<Kept<'static>, IndexError> {
        let entry: TantivyDocument = self.searcher.doc(address)?;
        Kept::of(&entry, &self.fields)
    }

    /// The mentions that fit best, the best first; nothing if nobody can be told by what is asked.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn find(&self, asked: &AskedPerson, limit: usize) -> Result<Vec<FoundMention>, IndexError> {
        let mut matcher = Matcher::new(asked, &self.vocabulary, self.mentions);
        let wanted = self.wanted(asked, &matcher);
        let mut compared = Vec::new();
        for address in self.candidates(&wanted)? {
            let kept = self.kept(address)?;
            let record = Record::new(&kept.mention.person);
            compared.push((matcher.total(&record), record, kept));
        }
        compared.sort_by(|one, other| other.0.total_cmp(&one.0));
        compared.truncate(limit);
        let found = compared.into_iter().map(|(_, record, kept)| FoundMention {
            score: matcher.score(&record),
            mention: kept.mention.into_owned(),
            access: kept.access,
        });
        Ok(found.collect())
    }

    /// What a mention may have in common with the person, and how much each speaks for them.
    fn wanted(&self, asked: &AskedPerson, matcher: &Matcher) -> Vec<(Part, String, f32)> {
        let part = |field| match field {
            Field::Mother => Part::Mother,
            Field::Kunya => Part::Kunya,
            Field::Place => Part::Place,
            _ => Part::Name,
        };
        let names = matcher.wanted().into_iter();
        let mut wanted: Vec<_> =
            names.map(|name| (part(name.field), name.token, name.weight)).collect();
        if let Some(number) =
            asked.number.as_deref().map(normal).filter(|number| !number.is_empty())
        {
            wanted.extend(neighbours(&number).into_iter().map(|other| {
                let weight = if other == number { SAME_NUMBER } else { OTHER_DIGIT };
                (Part::Number, other, weight)
            }));
        }
        wanted
    }

    /// The mentions that have most of it.
    fn candidates(&self, wanted: &[(Part, String, f32)]) -> Result<Vec<DocAddress>, IndexError> {
        let mut best: Vec<(f32, DocAddress)> = Vec::new();
        for (ordinal, segment) in (0u32..).zip(self.searcher.segment_readers()) {
            let weights = self.weights(segment, wanted)?;
            let found = (0..)
                .zip(weights)
                .filter(|(entry, weight)| *weight > 0.0 && !segment.is_deleted(*entry));
            best.extend(found.map(|(entry, weight)| (weight, DocAddress::new(ordinal, entry))));
            keep_best(&mut best);
        }
        Ok(best.into_iter().map(|(_, address)| address).collect())
    }

    /// For each entry of a segment, how much of what is wanted it has.
    fn weights(
        &self,
        segment: &SegmentReader,
        wanted: &[(Part, String, f32)],
    ) -> Result<Vec<f32>, IndexError> {
        let inverted = segment.inverted_index(self.fields.key)?;
        let mut weights = vec![0.0; segment.max_doc() as usize];
        for (part, value, weight) in wanted {
            for level in levels(self.most) {
                let term = self.fields.term(level, *part, value);
                let Some(mut found) = inverted.read_postings(&term, IndexRecordOption::Basic)?
                else {
                    continue;
                };
                while found.doc() != TERMINATED {
                    if let Some(sum) = weights.get_mut(found.doc() as usize) {
                        *sum += weight;
                    }
                    found.advance();
                }
            }
        }
        Ok(weights)
    }
}

/// Leaves the best ones, in no order.
fn keep_best(found: &mut Vec<(f32, DocAddress)>) {
    if found.len() > COMPARED {
        found.select_nth_unstable_by(COMPARED, |one, other| other.0.total_cmp(&one.0));
        found.truncate(COMPARED);
    }
}
