//! What was found, as the page shows it.

use sijill_finding::{Closeness, FoundPages, PageHit, ShownLine, Spread};
use sijill_schema::{AccessLevel, MentionBasis, PageId, RecordType};
use sijill_search::{Reason, Why};

use crate::asking::{HITS, MOST};
use crate::words::Language;

/// An answer.
pub(super) struct Answer {
    pub total: u64,
    /// How many of them rest on a number of which one digit is different.
    pub uncertain: u64,
    /// Whether words that a bad copy may have made of it were taken too.
    pub is_nearer: bool,
    /// How many events of the ledger the index does not know yet.
    pub behind: u64,
    pub hits: Vec<Hit>,
    pub facets: Vec<Facet>,
    /// The page of the list, from 1, and how many there are.
    pub number: u64,
    pub numbers: u64,
    /// Whether there are more hits than can be looked through.
    pub is_cut: bool,
}

/// A page that was found.
pub(super) struct Hit {
    pub page: PageId,
    pub reference: String,
    pub title: Option<String>,
    /// The name of its access level, unless it is open.
    pub level: Option<&'static str>,
    pub is_uncertain: bool,
    pub lines: Vec<Line>,
    /// Parts of the question, each with the name of how it was found.
    pub why: Vec<(String, &'static str)>,
}

/// A line of a page.
pub(crate) struct Line {
    pub pieces: Vec<Piece>,
    pub is_machine: bool,
}

/// A piece of a line.
pub(crate) struct Piece {
    pub text: String,
    pub is_found: bool,
}

/// How the pages are spread over the values of a field.
pub(super) struct Facet {
    /// The name of its heading.
    pub word: &'static str,
    pub values: Vec<Value>,
}

/// A value of a field.
pub(super) struct Value {
    pub label: String,
    /// How many pages have it, in the digits of the language.
    pub count: String,
    /// What is added to the query.
    pub clause: String,
}

/// The most values that are offered of each field.
const VALUES: usize = 10;

impl Answer {
    pub(super) fn of(found: FoundPages, behind: u64, number: usize, language: Language) -> Self {
        let FoundPages { total, certain, closeness, hits, facets } = found;
        let numbers = total.min(MOST as u64).div_ceil(HITS as u64).max(1);
        Self {
            total,
            uncertain: total.saturating_sub(certain),
            is_nearer: closeness == Closeness::Nearer,
            behind,
            hits: hits.into_iter().map(Hit::of).collect(),
            facets: spread(facets, language),
            number: number as u64,
            numbers,
            is_cut: total > MOST as u64,
        }
    }

    /// The page of the list before this one.
    pub(super) fn before(&self) -> Option<u64> {
        self.number.checked_sub(1).filter(|before| *before > 0)
    }

    /// The page of the list after this one.
    pub(super) fn after(&self) -> Option<u64> {
        (self.number < self.numbers).then_some(self.number.saturating_add(1))
    }
}

impl Hit {
    fn of(hit: PageHit) -> Self {
        let why = |Reason { asked, why }: Reason| (asked, because(why));
        Self {
            page: hit.page,
            reference: hit.reference,
            title: hit.title,
            level: (hit.access > AccessLevel::Open).then_some(level(hit.access)),
            is_uncertain: hit.uncertain,
            lines: hit.lines.into_iter().map(Line::of).collect(),
            why: hit.why.into_iter().map(why).collect(),
        }
    }
}

impl Line {
    pub(crate) fn of(line: ShownLine) -> Self {
        let piece = |from: usize, to: usize, is_found| {
            let text = line.text.get(from..to).unwrap_or_default().replace('\t', " | ");
            Piece { text, is_found }
        };
        let (mut pieces, mut end) = (Vec::new(), 0);
        for (from, to) in &line.marks {
            pieces.push(piece(end, *from, false));
            pieces.push(piece(*from, *to, true));
            end = *to;
        }
        pieces.push(piece(end, line.text.len(), false));
        pieces.retain(|piece| !piece.text.is_empty());
        Self { pieces, is_machine: line.basis == MentionBasis::Machine }
    }
}

/// The name of how a part of a question was found.
fn because(why: Why) -> &'static str {
    match why {
        Why::Written => "search-why-written",
        Why::Folded => "search-why-folded",
        Why::OtherForm => "search-why-other-form",
        Why::OtherDots => "search-why-other-dots",
        Why::OneLetter => "search-why-one-letter",
        Why::TwoLetters => "search-why-two-letters",
        Why::Pattern => "search-why-pattern",
        Why::Field => "search-why-field",
        Why::OneDigit => "search-why-one-digit",
    }
}

/// The name of an access level, which also stands for it in a query.
pub(crate) fn level(level: AccessLevel) -> &'static str {
    match level {
        AccessLevel::Open => "search-level-open",
        AccessLevel::Restricted => "search-level-restricted",
        AccessLevel::Confidential => "search-level-confidential",
        AccessLevel::Sealed => "search-level-sealed",
    }
}

/// The name of a sort of record, which also stands for it in a query.
fn sort(sort: RecordType) -> &'static str {
    match sort {
        RecordType::Register => "search-type-register",
        RecordType::TransferOrder => "search-type-transfer-order",
        RecordType::DeathNotice => "search-type-death-notice",
        RecordType::WantedCircular => "search-type-wanted-circular",
        RecordType::Interrogation => "search-type-interrogation",
        RecordType::CourtJudgment => "search-type-court-judgment",
        RecordType::ReleaseOrder => "search-type-release-order",
        RecordType::MissingRequest => "search-type-missing-request",
        RecordType::Receipt => "search-type-receipt",
        RecordType::PropertyList => "search-type-property-list",
        RecordType::Telegram => "search-type-telegram",
        RecordType::Memorandum => "search-type-memorandum",
        RecordType::Note => "search-type-note",
    }
}

/// The fields that divide the pages; where all have the same value there is nothing to choose.
fn spread(facets: Spread, language: Language) -> Vec<Facet> {
    let Spread { branch, year, r#type, site, accession, access } = facets;
    let named = |name: &str| language.say(name);
    let years = year.into_iter().map(|(year, count)| (year.to_string(), count));
    let types = r#type.into_iter().map(|(one, count)| (named(sort(one)), count));
    let levels = access.into_iter().map(|(one, count)| (named(level(one)), count));
    let fields = [
        ("search-by-branch", "search-field-branch", branch),
        ("search-by-year", "search-field-year", years.collect()),
        ("search-by-type", "search-field-type", types.collect()),
        ("search-by-site", "search-field-site", site),
        ("search-by-accession", "search-field-accession", accession),
        ("search-by-access", "search-field-access", levels.collect()),
    ];
    let facets = fields.into_iter().map(|(word, field, values)| {
        let field = named(field);
        let value = |(label, count): (String, u64)| Value {
            clause: format!("{field}:\"{}\"", label.replace('"', " ")),
            count: language.number(count),
            label,
        };
        Facet { word, values: values.into_iter().take(VALUES).map(value).collect() }
    });
    facets.filter(|facet| !facet.values.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use sijill_search::Query;

    use super::*;

    #[test]
    fn what_a_button_adds_means_the_same_in_both_languages() {
        let spread_of = |language| {
            let spread_out = Spread {
                branch: vec![("215".to_owned(), 1)],
                year: vec![(2013, 1)],
                r#type: ALL.map(|one| (one, 1)).to_vec(),
                site: vec![("حمص \"المركز\"".to_owned(), 1)],
                accession: vec![("T-1".to_owned(), 1)],
                access: vec![(AccessLevel::Open, 1), (AccessLevel::Confidential, 1)],
            };
            let facets = spread(spread_out, language);
            let clauses = facets.into_iter().flat_map(|facet| facet.values);
            let read = |value: Value| value.clause.parse::<Query>().unwrap().to_string();
            clauses.map(read).collect::<Vec<_>>()
        };
        let (arabic, english) = (spread_of(Language::Arabic), spread_of(Language::English));
        assert_eq!(arabic, english);
        assert!(arabic.contains(&"type:death-notice".to_owned()), "{arabic:?}");
    }

    const ALL: [RecordType; VALUES] = [
        RecordType::Register,
        RecordType::TransferOrder,
        RecordType::DeathNotice,
        RecordType::WantedCircular,
        RecordType::Interrogation,
        RecordType::CourtJudgment,
        RecordType::ReleaseOrder,
        RecordType::MissingRequest,
        RecordType::PropertyList,
        RecordType::Memorandum,
    ];

    #[test]
    fn a_line_is_cut_at_its_marks_and_stays_whole() {
        let line = ShownLine {
            text: "الموقوف خالد\tحمص".to_owned(),
            marks: vec![(15, 23)],
            areas: Vec::new(),
            basis: MentionBasis::Machine,
        };
        let Line { pieces, is_machine } = Line::of(line);
        let texts: Vec<_> = pieces.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!((texts, is_machine), (vec!["الموقوف ", "خالد", " | حمص"], true));
        assert!(pieces[1].is_found);
    }
}
