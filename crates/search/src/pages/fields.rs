//! The fields of an entry and the terms that stand in them. `docs/search.md` describes what each is for.

use std::borrow::Cow;

use sijill_schema::{Id as _, NumberKind, PageId};
use tantivy::Term;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager};
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfkc_quick};

use super::cells::Cell;
use super::stream::{LINES, Lines};
use crate::guard::Layout;

/// The format of the index. It changes with the fields, with what stands in them, and with the folding.
pub(super) const FORMAT: &str = "pages/2";

/// The fields of an entry.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    /// Folded words with their positions; beside a word, what is left without its article, and joined compounds.
    pub text: Field,
    /// Words as they are written.
    pub exact: Field,
    /// Common words that stand side by side.
    pub pair: Field,
    /// Words of the item's title and reference code.
    pub title: Field,
    /// The page's identifier, for replacing an entry.
    pub page: Field,
    /// Everything else that can be asked for; see [`Key`].
    pub key: Field,
    /// The page's identifier, the item's, and the mark of the entry, each as two halves.
    pub ids: [Field; 6],
    /// Who may find it: [`AccessLevel`](sijill_schema::AccessLevel) as a number.
    pub access: Field,
    /// Years of its dates, branches, types, site and accession, for counting.
    pub years: Field,
    pub branches: Field,
    pub types: Field,
    pub site: Field,
    pub accession: Field,
    /// The accession's identifier, for grants.
    pub holder: Field,
}

pub(super) const IDS: [&str; 6] =
    ["page_high", "page_low", "item_high", "item_low", "mark_high", "mark_low"];
pub(super) const ACCESS: &str = "access";
pub(super) const YEARS: &str = "years";
pub(super) const BRANCHES: &str = "branches";
pub(super) const TYPES: &str = "types";
pub(super) const SITE: &str = "site";
pub(super) const ACCESSION: &str = "accession";
pub(super) const HOLDER: &str = "holder";

impl Fields {
    /// The fields, and how the folder must be laid out for them.
    pub fn layout() -> (Self, Layout) {
        let mut builder = Schema::builder();
        let mut words = |name: &str, tokens: &str, option: IndexRecordOption, lengths: bool| {
            let indexing = TextFieldIndexing::default().set_tokenizer(tokens);
            let indexing = indexing.set_index_option(option).set_fieldnorms(lengths);
            builder.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
        };
        let text = words("text", LINES, IndexRecordOption::WithFreqsAndPositions, true);
        let exact = words("exact", LINES, IndexRecordOption::WithFreqs, false);
        let pair = words("pair", LINES, IndexRecordOption::WithFreqs, false);
        let title = words("title", LINES, IndexRecordOption::WithFreqsAndPositions, true);
        let key = words("key", LINES, IndexRecordOption::Basic, false);
        let page = builder.add_bytes_field("page", INDEXED);
        let number = NumericOptions::default() | FAST;
        let ids = IDS.map(|name| builder.add_u64_field(name, number.clone()));
        let access = builder.add_u64_field(ACCESS, number.clone());
        let years = builder.add_u64_field(YEARS, number.clone());
        let types = builder.add_u64_field(TYPES, number);
        let [branches, site, accession, holder] = [BRANCHES, SITE, ACCESSION, HOLDER]
            .map(|name| builder.add_text_field(name, TextOptions::default().set_fast("raw")));
        let schema = builder.build();
        let fields = Self {
            text,
            exact,
            pair,
            title,
            page,
            key,
            ids,
            access,
            years,
            branches,
            types,
            site,
            accession,
            holder,
        };
        let tokenizers = TokenizerManager::default();
        tokenizers.register(LINES, TextAnalyzer::from(Lines::default()));
        (fields, Layout { format: FORMAT, schema, tokenizers })
    }
}

/// What a term of the field `key` stands for; its first letter says what, so that they never meet.
pub(super) enum Key<'a> {
    Number(NumberKind, &'a str),
    /// A cell of a date.
    Cell(Cell),
    /// A cell of a date, or one that it lies in.
    Line(Cell),
    Type(u64),
    Access(u64),
    SiteWord(&'a str),
    PlaceWord(&'a str),
    /// An identifier or a reference code, as [`code`] writes it.
    Accession(&'a str),
    Item(&'a str),
}

impl Key<'_> {
    /// Writes the term.
    pub fn write(&self, term: &mut String) {
        use std::fmt::Write as _;
        // Writing to a string cannot fail.
        let _ = match self {
            Self::Number(kind, value) => write!(term, "n{}{value}", kind_letter(*kind)),
            Self::Cell(cell) => write!(term, "c{cell}"),
            Self::Line(cell) => write!(term, "l{cell}"),
            Self::Type(kind) => write!(term, "t{kind}"),
            Self::Access(level) => write!(term, "a{level}"),
            Self::SiteWord(word) => write!(term, "s{word}"),
            Self::PlaceWord(word) => write!(term, "p{word}"),
            Self::Accession(code) => write!(term, "A{code}"),
            Self::Item(code) => write!(term, "I{code}"),
        };
    }

    /// The term.
    pub fn term(&self) -> String {
        let mut term = String::new();
        self.write(&mut term);
        term
    }
}

/// The kinds of numbers, and the letter that stands for each in a term.
pub(super) const KINDS: [(NumberKind, char); 9] = [
    (NumberKind::Branch, 'b'),
    (NumberKind::Detainee, 'd'),
    (NumberKind::Telegram, 't'),
    (NumberKind::Document, 'o'),
    (NumberKind::Case, 'c'),
    (NumberKind::Hospital, 'h'),
    (NumberKind::CivilRegister, 'r'),
    (NumberKind::National, 'n'),
    (NumberKind::Other, 'x'),
];

pub(super) fn kind_letter(kind: NumberKind) -> char {
    KINDS.iter().find(|(known, _)| *known == kind).map_or('x', |(_, letter)| *letter)
}

/// A reference code for comparing: its folded words with `/` between them. An identifier is one word a group.
pub(super) fn code(written: &str) -> String {
    crate::query::number_value(written)
}

impl Fields {
    /// The term of a page's identifier.
    pub fn page_term(&self, page: PageId) -> Term {
        Term::from_field_bytes(self.page, page.uuid().as_bytes())
    }
}

/// A word as it is written: NFKC, lower case, without controls; for everything else what was written.
pub(super) fn written(word: &str) -> Cow<'_, str> {
    let plain =
        |letter: char| matches!(letter, '0'..='9' | 'a'..='z' | 'ء'..='غ' | 'ف'..='ي' | '٠'..='٩');
    if word.chars().all(plain) {
        return Cow::Borrowed(word);
    }
    let seen = word.chars().filter(|letter| !letter.is_control() && !is_unseen(*letter));
    let lower = seen.flat_map(char::to_lowercase);
    if is_nfkc_quick(word.chars()) == IsNormalized::Yes {
        return Cow::Owned(lower.collect());
    }
    Cow::Owned(lower.collect::<String>().nfkc().collect())
}

/// Controls of Unicode that leave no ink.
fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
