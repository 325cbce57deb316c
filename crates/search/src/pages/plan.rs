//! From a query to what the engine does.
//!
//! There are two sides to each part: which pages it finds, without a score, for counting; and how well they fit, for the
//! best ones. The first is kept as simple as it can be, because it looks at every page that is found; the second may
//! leave out most of them.

use tantivy::Term;
use tantivy::query::{AllQuery, BooleanQuery, Occur, PhraseQuery, Query};

use super::automata::Pattern;
use super::common::{is_common, pair};
use super::fields::Fields;
use super::found::Why;
use super::leaf::{
    Leaf, PatternQuery, Probe, Terms, Weighed, any, attached, condition, terms, weighed,
};
use super::sight::Sight;
use super::units::{Asked, asked, bare};
use crate::IndexError;
use crate::query::{Node, Reading, Words};

/// What the engine does for a query.
pub(super) struct Plan {
    /// The pages.
    pub matching: Box<dyn Query>,
    /// The pages with scores.
    pub ranking: Ranking,
    /// By what pages can be found.
    pub leaves: Vec<Leaf>,
    /// Whether pages can be found by a number that differs.
    pub uncertain: bool,
}

/// So many pages are looked at faster than counted first and then mostly passed over.
const FEW: u64 = 20_000;

/// How the best pages are found.
pub(super) enum Ranking {
    /// By looking at every page.
    Whole(Box<dyn Query>),
    /// By passing over pages that cannot be among the best.
    Skipping(Box<dyn Query>),
}

/// Phrases of near words: how many ways of reading them are tried.
const READINGS: usize = 64;
/// And how many ways of reading one of their words.
const READINGS_OF_WORD: usize = 8;

/// A part of a query in terms of the engine.
enum Part {
    Terms { any: Vec<Weighed>, better: Vec<Weighed> },
    Query { matching: Box<dyn Query>, ranking: Box<dyn Query>, better: Vec<Weighed> },
}

/// Plans a query; `certain` leaves out numbers that differ by a digit.
pub(super) fn plan(
    sight: &Sight<'_>,
    fields: &Fields,
    root: &Node,
    certain: bool,
) -> Result<Plan, IndexError> {
    let mut planner = Planner { sight, fields, certain, leaves: Vec::new(), uncertain: false };
    // What is only excluded is excluded from everything.
    let part = planner.part(root)?;
    let (leaves, uncertain) = (planner.leaves, planner.uncertain);
    Ok(Plan { matching: part.matching(), ranking: part.ranking(sight)?, leaves, uncertain })
}

impl Part {
    fn condition(query: Box<dyn Query>) -> Self {
        let ranking = condition(query.box_clone());
        Self::Query { matching: query, ranking, better: Vec::new() }
    }

    fn matching(&self) -> Box<dyn Query> {
        match self {
            Self::Terms { any: terms, .. } => {
                any(terms.iter().map(|(term, _)| term.clone()).collect())
            }
            Self::Query { matching, .. } => matching.box_clone(),
        }
    }

    fn ranking(self, sight: &Sight<'_>) -> Result<Ranking, IndexError> {
        let mut pages = 0;
        if let Self::Terms { any, .. } = &self {
            for (term, _) in any {
                pages += sight.frequency(term)?;
            }
        }
        let skips = pages > FEW;
        Ok(if skips { Ranking::Skipping(self.alone()) } else { Ranking::Whole(self.alone()) })
    }

    /// The part with scores, where there is nothing beside it. What is better is then one of the pages anyway.
    fn alone(self) -> Box<dyn Query> {
        match self {
            Self::Terms { any, better } => union(any.into_iter().chain(better).map(weighed)),
            Self::Query { ranking, better, .. } => with(ranking, better),
        }
    }

    /// The part with scores among others, and what makes a page better.
    fn among(self) -> (Box<dyn Query>, Vec<Weighed>) {
        match self {
            Self::Terms { any, better } => (union(any.into_iter().map(weighed)), better),
            Self::Query { ranking, better, .. } => (ranking, better),
        }
    }
}

fn union(queries: impl Iterator<Item = Box<dyn Query>>) -> Box<dyn Query> {
    let mut queries: Vec<_> = queries.collect();
    if queries.len() == 1
        && let Some(one) = queries.pop()
    {
        return one;
    }
    Box::new(BooleanQuery::union(queries))
}

fn with(query: Box<dyn Query>, better: Vec<Weighed>) -> Box<dyn Query> {
    if better.is_empty() {
        return query;
    }
    let better = better.into_iter().map(|term| (Occur::Should, weighed(term)));
    Box::new(BooleanQuery::new([(Occur::Must, query)].into_iter().chain(better).collect()))
}

pub(super) struct Planner<'a> {
    pub sight: &'a Sight<'a>,
    pub fields: &'a Fields,
    pub certain: bool,
    pub leaves: Vec<Leaf>,
    pub uncertain: bool,
}

impl Planner<'_> {
    fn part(&mut self, node: &Node) -> Result<Part, IndexError> {
        match node {
            Node::All => Ok(Part::condition(Box::new(AllQuery))),
            Node::Word(words) | Node::Phrase(words) => self.words(words),
            Node::Pattern(pattern) => Ok(self.pattern(pattern)),
            Node::Field(clause) => self.clause(clause).map(Part::from),
            Node::And(parts) => self.and(parts),
            Node::Or(parts) => self.or(parts),
            Node::Not(_) => self.and(std::slice::from_ref(node)),
        }
    }

    /// Words that stand beside one another may be one name: عبد الرحمن.
    fn and(&mut self, nodes: &[Node]) -> Result<Part, IndexError> {
        let mut parts = Vec::new();
        let mut excluded = Vec::new();
        let mut rest = nodes;
        while let Some((node, after)) = rest.split_first() {
            let run = run(rest);
            if let [first, _, ..] = run.as_slice() {
                parts.extend(self.side_by_side(&run, first.reading)?);
                rest = rest.get(run.len()..).unwrap_or_default();
                continue;
            }
            match node {
                Node::Not(inner) => {
                    // Nothing is found by what is excluded.
                    let leaves = self.leaves.len();
                    excluded.push(self.part(inner)?.matching());
                    self.leaves.truncate(leaves);
                }
                other => parts.push(self.part(other)?),
            }
            rest = after;
        }
        if parts.len() > 1 {
            parts = parts
                .into_iter()
                .map(|part| self.unless_everywhere(part))
                .collect::<Result<_, _>>()?;
        }
        Ok(all_of(parts, excluded))
    }

    /// A word that stands on more than half of the pages says which pages are found with others, and nothing of how well
    /// they fit.
    fn unless_everywhere(&self, part: Part) -> Result<Part, IndexError> {
        let Part::Terms { any, .. } = &part else { return Ok(part) };
        let Some((main, _)) = any.first() else { return Ok(part) };
        let everywhere = self.sight.frequency(main)? > self.sight.total() / 2;
        let plain = everywhere && self.sight.total() > FEW;
        Ok(if plain { Part::condition(part.matching()) } else { part })
    }

    fn or(&mut self, nodes: &[Node]) -> Result<Part, IndexError> {
        let parts = nodes.iter().map(|node| self.part(node)).collect::<Result<Vec<_>, _>>()?;
        let matching = union(parts.iter().map(Part::matching).collect::<Vec<_>>().into_iter());
        let ranking = union(parts.into_iter().map(Part::alone));
        Ok(Part::Query { matching, ranking, better: Vec::new() })
    }

    fn side_by_side(&mut self, run: &[&Words], reading: Reading) -> Result<Vec<Part>, IndexError> {
        let text = run.iter().map(|words| words.text.as_str()).collect::<Vec<_>>().join(" ");
        // A word such as 3417/ص is a phrase of its own and stays one.
        if run.iter().any(|words| asked(&words.text).len() > 1) {
            return run.iter().map(|words| self.words(words)).collect();
        }
        asked(&text).iter().map(|unit| self.unit(unit, reading)).collect()
    }

    fn words(&mut self, words: &Words) -> Result<Part, IndexError> {
        self.units(&asked(&words.text), words.reading)
    }

    fn unit(&mut self, unit: &Asked, reading: Reading) -> Result<Part, IndexError> {
        let Terms { any, better, leaf } =
            terms(self.sight, self.fields, self.fields.text, unit, reading)?;
        self.leaves.push(leaf);
        Ok(Part::Terms { any, better })
    }

    fn pattern(&mut self, pattern: &str) -> Part {
        // Longer patterns were refused when the query was read.
        let Some(machine) = Pattern::new(pattern) else {
            return Part::condition(any(Vec::new()));
        };
        let query = PatternQuery { field: self.fields.text, pattern: machine };
        let probe = Probe { why: Why::Pattern, query: Box::new(query.clone()) };
        self.leaves.push(Leaf { asked: pattern.to_owned(), probes: vec![probe] });
        Part::condition(Box::new(query))
    }

    /// Units that follow one another.
    fn units(&mut self, units: &[Asked], reading: Reading) -> Result<Part, IndexError> {
        match units {
            [] => return Ok(Part::condition(any(Vec::new()))),
            [unit] => return self.unit(unit, reading),
            _ => {}
        }
        let mut better = Vec::new();
        let mut readings = vec![vec![]];
        for (place, unit) in units.iter().enumerate() {
            let Terms { any, better: these, leaf } =
                terms(self.sight, self.fields, self.fields.text, unit, reading)?;
            self.leaves.push(leaf);
            better.extend(these);
            let ways = self.ways(place, unit, reading, any)?;
            readings = ways
                .iter()
                .flat_map(|way| {
                    readings
                        .iter()
                        .map(move |before| [before.as_slice(), std::slice::from_ref(way)].concat())
                })
                .take(READINGS)
                .collect();
        }
        let mut query = union(readings.into_iter().map(|terms| self.beside(terms)));
        if reading == Reading::Exact {
            query = Box::new(BooleanQuery::intersection(vec![query, self.all_written(units)]));
        }
        Ok(Part::Query { matching: query.box_clone(), ranking: query, better })
    }

    /// The terms that may stand at one place of a phrase.
    fn ways(
        &self,
        place: usize,
        unit: &Asked,
        reading: Reading,
        any: Vec<Weighed>,
    ) -> Result<Vec<Term>, IndexError> {
        let bare = Term::from_field_text(self.fields.text, &unit.bare);
        match reading {
            Reading::Near | Reading::Wider => {
                Ok(any.into_iter().map(|(term, _)| term).take(READINGS_OF_WORD).collect())
            }
            // What is attached to a phrase stands before its first word.
            Reading::Forms if place == 0 => {
                let attached = attached(self.sight, self.fields.text, unit)?;
                Ok([bare].into_iter().chain(attached).collect())
            }
            Reading::Forms | Reading::Exact => Ok(vec![bare]),
        }
    }

    /// Terms that follow one another.
    fn beside(&self, terms: Vec<Term>) -> Box<dyn Query> {
        // Pairs are of words without their article.
        let common = |term: &Term| -> Option<String> {
            let value = term.value();
            let word = value.as_str().filter(|word| is_common(word) && bare(word) == *word)?;
            Some(word.to_owned())
        };
        let common: Vec<_> = terms.iter().map(common).collect();
        let common = common.windows(2).filter_map(|window| match window {
            [Some(one), Some(other)] => Some(pair(one, other)),
            _ => None,
        });
        let common = common.map(|pair| Term::from_field_text(self.fields.pair, &pair));
        let mut must: Vec<Box<dyn Query>> = common.map(|term| weighed((term, 1.0))).collect();
        // Two common words that stand side by side are such a pair; more must be looked at.
        if !(terms.len() == 2 && must.len() == 1) {
            must.push(Box::new(PhraseQuery::new(terms)));
        }
        match <[Box<dyn Query>; 1]>::try_from(must) {
            Ok([one]) => one,
            Err(must) => Box::new(BooleanQuery::intersection(must)),
        }
    }

    /// Pages on which each of the words is written as asked.
    fn all_written(&self, units: &[Asked]) -> Box<dyn Query> {
        let written = units.iter().filter_map(|unit| unit.written.as_ref());
        let terms = written.map(|word| any(vec![Term::from_field_text(self.fields.exact, word)]));
        condition(Box::new(BooleanQuery::intersection(terms.collect())))
    }
}

impl From<Box<dyn Query>> for Part {
    fn from(query: Box<dyn Query>) -> Self {
        Self::condition(query)
    }
}

/// The words at the beginning that stand side by side and are read alike.
fn run(nodes: &[Node]) -> Vec<&Words> {
    let words = nodes.iter().map_while(|node| match node {
        Node::Word(words) if words.reading != Reading::Exact => Some(words),
        _ => None,
    });
    let words: Vec<_> = words.collect();
    let reading = words.first().map(|words| words.reading);
    words.into_iter().take_while(|words| Some(words.reading) == reading).collect()
}

/// All of the parts and nothing that is excluded.
fn all_of(mut parts: Vec<Part>, excluded: Vec<Box<dyn Query>>) -> Part {
    if excluded.is_empty()
        && parts.len() == 1
        && let Some(one) = parts.pop()
    {
        return one;
    }
    if parts.is_empty() {
        parts.push(Part::condition(Box::new(AllQuery)));
    }
    let not = |query: &dyn Query| (Occur::MustNot, query.box_clone());
    let mut matching: Vec<_> = parts.iter().map(|part| (Occur::Must, part.matching())).collect();
    matching.extend(excluded.iter().map(|query| not(&**query)));
    let mut ranking = Vec::new();
    let mut better = Vec::new();
    for part in parts {
        let (query, these) = part.among();
        ranking.push((Occur::Must, query));
        better.extend(these);
    }
    ranking.extend(excluded.iter().map(|query| not(&**query)));
    let (matching, ranking) = (BooleanQuery::new(matching), BooleanQuery::new(ranking));
    Part::Query { matching: Box::new(matching), ranking: Box::new(ranking), better }
}
