//! Looking for a person among all mentions that somebody may see.

use std::collections::BTreeMap;

use sijill_names::{
    Copies, Field, Matcher, Record, Score, Script, Sought, Vocabulary, Wanted, Weights, Years,
    tokens,
};
use sijill_schema::{AccessLevel, AskedPerson, Mention, MentionId};
use tantivy::{DocAddress, Searcher, TantivyDocument};

use super::entry::Kept;
use super::key::{Fields, NAMES, Part, after, key};
use super::likely::{Choice, Wish, choose};
use super::numbers::{neighbours, normal};
use super::open::People;
use super::ranking::{EQUAL, Ranking, Weighed};
use super::seen::Seen;
use super::told::{Column, Weigher};
use crate::{Filter, IndexError};

/// How many mentions are looked at: those that could weigh most.
const LOOKED_AT: usize = 8_000;

/// After so many in a row that are not among the best, nobody else is looked at.
const IN_VAIN: usize = 300;

/// How many are compared name by name: those that look best. More of the same names cost nothing.
const COMPARED: usize = 200;

/// How many names of a person are looked for as words, in how many Arabic spellings each, and from which weight on a
/// spelling is taken for another name.
const MOST_NAMES: usize = 6;
const SPELLINGS: usize = 3;
const UNLIKE: f32 = -4.0;

/// The mentions that somebody may see, and how often each name stands among them. Making one reads every distinct name;
/// whoever asks often keeps it.
pub struct Crowd {
    searcher: Searcher,
    fields: Fields,
    seen: Seen,
    vocabulary: Vocabulary,
    columns: Vec<Option<Column>>,
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

/// The mentions that fit best.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FoundMentions {
    /// They, the best first.
    pub best: Vec<FoundMention>,
    /// How many more fit as well as the last of them: what is asked does not tell them apart.
    pub equal: u64,
    /// Whether all of those were counted; if not, there are more.
    pub counted: bool,
}

impl People {
    /// The mentions that somebody may see.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn crowd(&self, filter: &Filter) -> Result<Crowd, IndexError> {
        let (searcher, fields) = (self.reader.searcher(), self.fields);
        let seen = Seen::new(&searcher, filter)?;
        let anybody = counted(&searcher, &fields, &seen, &[Part::Any])?;
        let vocabulary = Vocabulary::new(counted(&searcher, &fields, &seen, &NAMES)?);
        let columns = Column::all(&searcher, &vocabulary)?;
        let mentions = anybody.values().sum();
        Ok(Crowd { searcher, fields, seen, vocabulary, columns, mentions })
    }

    /// A mention by its identifier, if it may be seen.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn mention(&self, id: MentionId, filter: &Filter) -> Result<Option<Mention>, IndexError> {
        let searcher = self.reader.searcher();
        let seen = Seen::new(&searcher, filter)?;
        let wish = Wish { part: Part::Id, values: vec![(id.to_string(), 1.0)] };
        let found = choose(&searcher, &self.fields, &seen, &[wish], 1)?.next();
        found.map(|(_, at)| Ok(kept(&searcher, &self.fields, at)?.mention.into_owned())).transpose()
    }
}

/// Every value of some parts with how many mentions have it, of those that are seen.
fn counted(
    searcher: &Searcher,
    fields: &Fields,
    seen: &Seen,
    parts: &[Part],
) -> Result<BTreeMap<String, u64>, IndexError> {
    let mut values: BTreeMap<String, u64> = BTreeMap::new();
    for (ordinal, segment) in (0u32..).zip(searcher.segment_readers()) {
        let inverted = segment.inverted_index(fields.key)?;
        for (level, extent) in seen.levels(ordinal) {
            for part in parts {
                let from = key(level, *part, "");
                let mut terms =
                    inverted.terms().range().ge(&from).lt(after(&from)).into_stream()?;
                while terms.advance() {
                    let Some(value) = terms.key().get(from.len()..) else { continue };
                    let count = extent.count(&inverted, terms.value())?;
                    if count > 0 {
                        let value = String::from_utf8_lossy(value).into_owned();
                        *values.entry(value).or_default() += count;
                    }
                }
            }
        }
    }
    Ok(values)
}

fn kept(
    searcher: &Searcher,
    fields: &Fields,
    address: DocAddress,
) -> Result<Kept<'static>, IndexError> {
    let entry: TantivyDocument = searcher.doc(address)?;
    Kept::of(&entry, fields)
}

impl Crowd {
    /// How many mentions there are.
    #[must_use]
    pub fn mentions(&self) -> u64 {
        self.mentions
    }

    /// The names of a person who is asked about, each in the spellings that may stand for it in an Arabic text: itself,
    /// and of a Latin name the nearest Arabic ones among those that may be seen.
    #[must_use]
    pub fn spellings(&self, asked: &AskedPerson) -> Vec<Vec<String>> {
        let AskedPerson { name, father, grandfather, .. } = asked;
        let mut names = tokens(name.as_deref().unwrap_or_default());
        for apart in [father, grandfather].into_iter().flatten() {
            let first = tokens(apart).into_iter().next();
            names.extend(first.filter(|first| names.iter().all(|known| known.text != first.text)));
        }
        names.truncate(MOST_NAMES);
        let spellings = |name: sijill_names::Token| {
            let (script, written) = (name.script, name.written.clone());
            if script == Script::Arabic {
                return vec![written];
            }
            let sought = Sought::new(Weights::learned(), name, Copies::Good);
            let near = self.vocabulary.nearest(&sought, SPELLINGS).into_iter();
            let near = near.filter(|near| near.script == Script::Arabic && near.weight > UNLIKE);
            let near = near.take(SPELLINGS).map(|near| near.token.to_owned());
            [written].into_iter().chain(near).collect()
        };
        names.into_iter().map(spellings).collect()
    }

    fn choose(&self, wishes: &[Wish], room: usize) -> Result<Choice, IndexError> {
        choose(&self.searcher, &self.fields, &self.seen, wishes, room)
    }

    /// The mentions that fit best; none if nobody can be told by what is asked.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn find(&self, asked: &AskedPerson, limit: usize) -> Result<FoundMentions, IndexError> {
        let mut matcher = Matcher::new(asked, &self.vocabulary, self.mentions);
        let (mut weighed, left_out) = self.weighed(asked, &mut matcher, limit)?;
        let others = weighed.split_off(weighed.len().min(limit));
        let least = weighed.last().map_or(f32::NEG_INFINITY, |(weight, _)| weight - EQUAL);
        let equal = others.iter().take_while(|(weight, _)| *weight >= least).count() as u64;
        let counted = left_out.is_none_or(|most| most < least);
        let mut best = Vec::with_capacity(weighed.len());
        for (_, address) in weighed {
            let kept = kept(&self.searcher, &self.fields, address)?;
            let score = matcher.score(&Record::new(&kept.mention.person));
            let (mention, access) = (kept.mention.into_owned(), kept.access);
            best.push(FoundMention { mention, access, score });
        }
        Ok(FoundMentions { best, equal, counted })
    }

    /// What the mentions weigh that fit best, the best first, and about the most that another one may weigh.
    fn weighed(
        &self,
        asked: &AskedPerson,
        matcher: &mut Matcher<'_>,
        limit: usize,
    ) -> Result<(Weighed, Option<f32>), IndexError> {
        let wishes = wishes(asked, matcher);
        let (most_looks, most_compared) = (LOOKED_AT.max(limit), COMPARED.max(limit));
        let mut choice = self.choose(&wishes, most_looks)?;
        let mut weigher = Weigher::new(matcher, &self.vocabulary, &self.columns, &wishes)?;
        let mut looked = Ranking::new(most_compared);
        let (mut looks, mut in_vain) = (0, 0);
        let mut left_out = choice.left_out;
        for (most, address) in choice.by_ref() {
            let enough = looks >= most_looks || in_vain >= IN_VAIN;
            if enough || most + EQUAL < looked.least() {
                left_out = left_out.into_iter().chain([most]).reduce(f32::max);
                break;
            }
            looks += 1;
            in_vain = if looked.push(weigher.glance(address), address) { 0 } else { in_vain + 1 };
        }
        let mut ranking = Ranking::new(limit);
        for (glance, address) in looked.sorted() {
            if let Some(weight) = weigher.weigh(address, most_compared) {
                ranking.push(weight, address);
            } else {
                left_out = left_out.into_iter().chain([glance]).reduce(f32::max);
            }
        }
        Ok((ranking.sorted(), left_out))
    }

    /// What [`find`](Self::find) puts its mentions in order by.
    #[cfg(test)]
    pub(super) fn weights(&self, asked: &AskedPerson) -> Result<Vec<f32>, IndexError> {
        let mut matcher = Matcher::new(asked, &self.vocabulary, self.mentions);
        let (weighed, _) = self.weighed(asked, &mut matcher, 10)?;
        Ok(weighed.into_iter().map(|(weight, _)| weight).collect())
    }
}

/// What a mention may have in common with the person, and how much each speaks for them.
fn wishes(asked: &AskedPerson, matcher: &Matcher) -> Vec<Wish> {
    let part = |field| match field {
        Field::Mother => Part::Mother,
        Field::Kunya => Part::Kunya,
        Field::Place => Part::Place,
        _ => Part::Name,
    };
    let names = matcher.wanted().into_iter();
    let mut wishes: Vec<Wish> =
        names.map(|Wanted { field, names }| Wish { part: part(field), values: names }).collect();
    let number = asked.number.as_deref().map(normal).filter(|number| !number.is_empty());
    wishes.extend(number.map(|number| {
        let weigh = |other: String| {
            let weight = matcher.weigh_number(std::slice::from_ref(&other));
            (other, weight)
        };
        wish(Part::Number, neighbours(&number).into_iter().map(weigh))
    }));
    wishes.extend(matcher.born().map(|born| {
        let years = born.from.saturating_sub(1)..=born.to.saturating_add(1);
        let weigh =
            |year: i16| (year.to_string(), matcher.weigh_born(Years { from: year, to: year }));
        wish(Part::Born, years.map(weigh))
    }));
    wishes
}

/// What speaks for the person, the most telling first.
fn wish(part: Part, values: impl Iterator<Item = (String, f32)>) -> Wish {
    let mut values: Vec<_> = values.filter(|(_, weight)| *weight > 0.0).collect();
    values.sort_by(|one, other| other.1.total_cmp(&one.1));
    Wish { part, values }
}
