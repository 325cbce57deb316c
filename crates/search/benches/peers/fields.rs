//! Bare tantivy on the same fields: folded words with positions, words as written, what can be asked for beside words, and
//! the columns; the tokenizers of the other peer, no analysis of Arabic beyond them. A word is asked for in both fields of
//! words.

use std::path::Path;

use sijill_search::{DEFAULT_HEAP, PageDocument};
use tantivy::collector::{Count, TopDocs};
use tantivy::indexer::IndexWriterOptions;
use tantivy::query::{BooleanQuery, FuzzyTermQuery, PhraseQuery, Query, TermQuery};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, WhitespaceTokenizer};
use tantivy::{Index, IndexWriter, Searcher, TantivyDocument, Term};
use uuid::Uuid;

use crate::corpus::Corpus;
use crate::engines::{Engine, Question, Result};
use crate::words::Words;

/// Columns of numbers: three identifiers in halves, access level, year, sort of record.
const NUMBERS: [&str; 9] = ["a", "b", "c", "d", "e", "f", "access", "years", "types"];
/// Columns of words.
const WORDS: [&str; 4] = ["branches", "site", "accession", "holder"];

struct Fields {
    searcher: Searcher,
    text: Field,
    exact: Field,
}

fn schema() -> Schema {
    let mut schema = Schema::builder();
    let mut words = |name: &str, tokens: &str, option: IndexRecordOption, lengths: bool| {
        let indexing = TextFieldIndexing::default().set_tokenizer(tokens);
        let indexing = indexing.set_index_option(option).set_fieldnorms(lengths);
        schema.add_text_field(name, TextOptions::default().set_indexing_options(indexing));
    };
    words("text", "folded", IndexRecordOption::WithFreqsAndPositions, true);
    words("title", "folded", IndexRecordOption::WithFreqsAndPositions, true);
    words("exact", "written", IndexRecordOption::WithFreqs, false);
    words("key", "keys", IndexRecordOption::Basic, false);
    schema.add_bytes_field("page", INDEXED);
    for name in NUMBERS {
        schema.add_u64_field(name, FAST);
    }
    for name in WORDS {
        schema.add_text_field(name, TextOptions::default().set_fast("raw"));
    }
    schema.build()
}

fn entry(schema: &Schema, page: &PageDocument) -> Result<TantivyDocument> {
    let mut entry = TantivyDocument::default();
    let lines: Vec<&str> = page.passages.iter().map(|passage| passage.text.as_str()).collect();
    let text = format!("{}\n{}", page.reference, lines.join("\n"));
    entry.add_text(schema.get_field("exact")?, &text);
    entry.add_text(schema.get_field("text")?, text);
    entry.add_text(schema.get_field("title")?, &page.reference);
    entry.add_bytes(schema.get_field("page")?, page.page.to_string().as_bytes());
    let mut keys = format!("{} {} {}", page.accession, page.accession_reference, page.item);
    for number in &page.numbers {
        keys.push_str(&format!(" {:?}{}", number.kind, number.value));
    }
    for date in &page.dates {
        let day = date.earliest();
        keys.push_str(&format!(" {day} {}-{} {0} {}", day.year(), day.month(), day.year() / 10));
    }
    keys.push_str(&format!(" {:?} {:?} {}", page.access, page.types, page.place.join(" ")));
    entry.add_text(schema.get_field("key")?, keys);
    let halves = |id: String| id.parse::<Uuid>().map(|id| id.as_u64_pair());
    let (page_id, item) = (halves(page.page.to_string())?, halves(page.item.to_string())?);
    let year = page.dates.first().map_or(0, |date| date.earliest().year()) as u64;
    let numbers = [page_id.0, page_id.1, item.0, item.1, page_id.1, item.1, 1, year, 3];
    for (name, number) in NUMBERS.iter().zip(numbers) {
        entry.add_u64(schema.get_field(name)?, number);
    }
    let branch = page.numbers.first().map_or("", |number| &number.value);
    let accession = page.accession.to_string();
    let site = page.place.first().map_or("", String::as_str);
    for (name, word) in WORDS.iter().zip([branch, site, &page.accession_reference, &accession]) {
        entry.add_text(schema.get_field(name)?, word);
    }
    Ok(entry)
}

pub fn build(corpus: &Corpus, pages: u64, folder: &Path) -> Result<()> {
    fs_err::create_dir_all(folder)?;
    let index = Index::create_in_dir(folder, schema())?;
    index.tokenizers().register("folded", Words::new(true));
    index.tokenizers().register("written", Words::new(false));
    index.tokenizers().register("keys", TextAnalyzer::from(WhitespaceTokenizer::default()));
    let options = IndexWriterOptions::builder()
        .memory_budget_per_thread(DEFAULT_HEAP)
        .num_worker_threads(1)
        .num_merge_threads(1)
        .build();
    let schema = index.schema();
    let mut writer: IndexWriter<TantivyDocument> = index.writer_with_options(options)?;
    for n in 0..pages {
        writer.add_document(entry(&schema, &corpus.page(n))?)?;
    }
    writer.commit()?;
    Ok(writer.wait_merging_threads()?)
}

pub fn open(folder: &Path) -> Result<Box<dyn Engine>> {
    let index = Index::open_in_dir(folder)?;
    let field = |name: &str| index.schema().get_field(name);
    let (text, exact) = (field("text")?, field("exact")?);
    Ok(Box::new(Fields { searcher: index.reader()?.searcher(), text, exact }))
}

impl Fields {
    fn term(&self, word: &str) -> Term {
        Term::from_field_text(self.text, &sijill_arabic::fold(word))
    }

    fn word(&self, word: &str) -> Box<dyn Query> {
        let terms = [self.term(word), Term::from_field_text(self.exact, word)];
        let terms = terms.map(|term| -> Box<dyn Query> {
            Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
        });
        Box::new(BooleanQuery::union(terms.into()))
    }
}

impl Engine for Fields {
    fn ask(&self, question: &Question) -> Result<Option<u64>> {
        let query: Box<dyn Query> = match question {
            Question::Term(word) => self.word(word),
            Question::And(words) => {
                let words = words.iter().map(|word| self.word(word));
                Box::new(BooleanQuery::intersection(words.collect()))
            }
            Question::Phrase(words) => {
                Box::new(PhraseQuery::new(words.iter().map(|word| self.term(word)).collect()))
            }
            Question::Fuzzy(word) => Box::new(FuzzyTermQuery::new(self.term(word), 1, true)),
        };
        let collector = (TopDocs::with_limit(10).order_by_score(), Count);
        let (_, count) = self.searcher.search(&query, &collector)?;
        Ok(Some(count as u64))
    }
}
