//! A word, a phrase or a field of a query, in terms of the index.

use tantivy::Term;
use tantivy::query::{
    AutomatonWeight, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, EnableScoring, Query,
    TermQuery, Weight,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::automata::{Bytes, Pattern};
use super::expand::{Near, near};
use super::fields::Fields;
use super::found::Why;
use super::sight::Sight;
use super::units::Asked;
use crate::IndexError;
use crate::query::Reading;

/// What a page gains by being written exactly as asked. More than the difference that the length of the page and the
/// number of occurrences can make, so that such pages come first.
const WRITTEN: f32 = 2.0;
/// By having the word with the article, if it was asked with it.
const FOLDED: f32 = 0.5;
/// By having it with و, ف, ب, ك or ل before it.
const CLITIC: f32 = 0.5;
/// By having a word with other dots, and by each further letter that differs.
const DOTS: f32 = 0.2;
const LETTER: f32 = 0.08;

/// What may stand before a word.
pub(super) const CLITICS: [&str; 7] = ["و", "ف", "ب", "ك", "ل", "وب", "ول"];

/// A term and what it counts.
pub(super) type Weighed = (Term, f32);

/// One way in which a part of a query can be found.
pub(super) struct Probe {
    pub why: Why,
    pub query: Box<dyn Query>,
}

/// A part of a query, and the ways in which it can be found, the surest first.
pub(super) struct Leaf {
    pub asked: String,
    pub probes: Vec<Probe>,
}

/// A word in terms of the index.
pub(super) struct Terms {
    /// Pages have one of these.
    pub any: Vec<Weighed>,
    /// Those that have one of these too are better.
    pub better: Vec<Weighed>,
    pub leaf: Leaf,
}

/// The terms of a unit in one of the fields of words.
pub(super) fn terms(
    sight: &Sight<'_>,
    fields: &Fields,
    field: Field,
    asked: &Asked,
    reading: Reading,
) -> Result<Terms, IndexError> {
    let term = |word: &str| Term::from_field_text(field, word);
    let exact = asked.written.as_ref().filter(|_| field == fields.text);
    let exact = exact.map(|written| Term::from_field_text(fields.exact, written));
    let mut probes = Vec::new();
    probes.extend(exact.clone().map(|exact| probe(Why::Written, vec![exact])));
    let Some(exact) = exact.clone().filter(|_| reading == Reading::Exact) else {
        return spelled(sight, field, asked, reading, exact, probes, term);
    };
    let leaf = Leaf { asked: asked.shown.clone(), probes };
    Ok(Terms { any: vec![(exact, 1.0)], better: Vec::new(), leaf })
}

/// The terms of a unit that may be written otherwise.
fn spelled(
    sight: &Sight<'_>,
    field: Field,
    asked: &Asked,
    reading: Reading,
    exact: Option<Term>,
    mut probes: Vec<Probe>,
    term: impl Fn(&str) -> Term,
) -> Result<Terms, IndexError> {
    let mut any = vec![(term(&asked.bare), 1.0)];
    let mut better: Vec<_> = exact.map(|exact| (exact, WRITTEN)).into_iter().collect();
    probes.push(probe(Why::Folded, vec![term(&asked.folded)]));
    if asked.folded != asked.bare {
        better.push((term(&asked.folded), FOLDED));
    }
    let attached = attached(sight, field, asked)?;
    let others = attached.iter().cloned().chain([term(&asked.bare)]);
    probes.push(probe(Why::OtherForm, others.collect()));
    let frequency = sight.frequency(&term(&asked.bare))?;
    for other in attached {
        let counts = CLITIC * rarer(sight, frequency, &other)?;
        any.push((other, counts));
    }
    if reading >= Reading::Near {
        let near = near(sight, field, &asked.bare, reading)?;
        for why in [Why::OtherDots, Why::OneLetter, Why::TwoLetters] {
            let these = near.iter().filter(|near| near.why == why);
            let these: Vec<_> = these.map(|near| near.term.clone()).collect();
            probes.extend((!these.is_empty()).then(|| probe(why, these)));
        }
        for near in near {
            let counts = tier(&near) * rarer(sight, frequency, &near.term)?;
            if any.iter().all(|(known, _)| *known != near.term) {
                any.push((near.term, counts));
            }
        }
    }
    Ok(Terms { any, better, leaf: Leaf { asked: asked.shown.clone(), probes } })
}

/// The forms of a unit with something before it that the index knows.
pub(super) fn attached(
    sight: &Sight<'_>,
    field: Field,
    asked: &Asked,
) -> Result<Vec<Term>, IndexError> {
    let mut found = Vec::new();
    // Before the article the index has taken it off.
    if asked.bare.chars().next().is_some_and(|letter| !letter.is_ascii()) {
        for clitic in CLITICS {
            let term = Term::from_field_text(field, &format!("{clitic}{}", asked.bare));
            if sight.frequency(&term)? > 0 {
                found.push(term);
            }
        }
    }
    Ok(found)
}

/// What a near word counts.
fn tier(near: &Near) -> f32 {
    let most = if near.why == Why::OtherDots { DOTS } else { LETTER };
    most / (1.0 + near.distance)
}

/// What takes from a rare form what it gains by being rare: as forms of the asked word, both count alike.
fn rarer(sight: &Sight<'_>, asked: u64, term: &Term) -> Result<f32, IndexError> {
    let rarity = |pages: u64| (2.0 + (sight.total() as f32) / (1.0 + pages as f32)).ln();
    let own = sight.frequency(term)?;
    // A word that stands nowhere is as rare as what was found for it.
    let asked = if asked == 0 { own } else { asked };
    Ok(rarity(asked) / rarity(own))
}

fn probe(why: Why, terms: Vec<Term>) -> Probe {
    Probe { why, query: any(terms) }
}

/// Pages with one of these terms.
pub(super) fn any(terms: Vec<Term>) -> Box<dyn Query> {
    let mut queries: Vec<Box<dyn Query>> = terms
        .into_iter()
        .map(|term| Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Box<dyn Query>)
        .collect();
    match (queries.pop(), queries.is_empty()) {
        (None, _) => Box::new(EmptyQuery),
        (Some(one), true) => one,
        (Some(last), false) => {
            queries.push(last);
            Box::new(BooleanQuery::union(queries))
        }
    }
}

/// A term that counts.
pub(super) fn weighed((term, counts): Weighed) -> Box<dyn Query> {
    let query = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
    if counts == 1.0 { query } else { Box::new(BoostQuery::new(query, counts)) }
}

/// A condition that says nothing about how well a page fits.
pub(super) fn condition(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

/// Pages with a word of a pattern.
#[derive(Debug, Clone)]
pub(super) struct PatternQuery {
    pub field: Field,
    pub pattern: Pattern,
}

impl Query for PatternQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(AutomatonWeight::new(self.field, Bytes(self.pattern.clone()))))
    }
}
