//! Bare tantivy: one field of folded words with positions, the same words, the same memory, one thread.

use std::path::Path;

use sijill_search::DEFAULT_HEAP;
use tantivy::collector::{Count, TopDocs};
use tantivy::indexer::IndexWriterOptions;
use tantivy::query::{BooleanQuery, FuzzyTermQuery, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, IndexWriter, Searcher, TantivyDocument, Term};

use crate::corpus::Corpus;
use crate::engines::{Engine, Question, Result};
use crate::words::Words;

struct Bare {
    searcher: Searcher,
    text: Field,
}

pub fn build(corpus: &Corpus, pages: u64, folder: &Path) -> Result<()> {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default().set_tokenizer("folding");
    let indexing = indexing.set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let text = schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing));
    fs_err::create_dir_all(folder)?;
    let index = Index::create_in_dir(folder, schema.build())?;
    index.tokenizers().register("folding", Words::new(true));
    let options = IndexWriterOptions::builder()
        .memory_budget_per_thread(DEFAULT_HEAP)
        .num_worker_threads(1)
        .num_merge_threads(1)
        .build();
    let mut writer: IndexWriter<TantivyDocument> = index.writer_with_options(options)?;
    for n in 0..pages {
        let mut entry = TantivyDocument::default();
        entry.add_text(text, corpus.text(n));
        writer.add_document(entry)?;
    }
    writer.commit()?;
    Ok(writer.wait_merging_threads()?)
}

pub fn open(folder: &Path) -> Result<Box<dyn Engine>> {
    let index = Index::open_in_dir(folder)?;
    let text = index.schema().get_field("text")?;
    Ok(Box::new(Bare { searcher: index.reader()?.searcher(), text }))
}

impl Bare {
    fn term(&self, word: &str) -> Term {
        Term::from_field_text(self.text, &sijill_arabic::fold(word))
    }

    fn word(&self, word: &str) -> Box<dyn Query> {
        Box::new(TermQuery::new(self.term(word), IndexRecordOption::WithFreqs))
    }
}

impl Engine for Bare {
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
