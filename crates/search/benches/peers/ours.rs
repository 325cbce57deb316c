//! Sijill's own index. A query is read from text each time, and hits come with their reasons.

use std::path::Path;

use sijill_schema::AccessLevel;
use sijill_search::{DEFAULT_HEAP, Filter, Opened, Pages, Query, Writer};

use crate::corpus::Corpus;
use crate::engines::{Engine, Question, Result};

struct Ours(Box<Pages>);

pub fn build(corpus: &Corpus, pages: u64, folder: &Path) -> Result<()> {
    let mut writer = Writer::create(folder, DEFAULT_HEAP)?;
    for n in 0..pages {
        writer.put(&corpus.page(n))?;
    }
    writer.commit("{}")?;
    Ok(writer.finish()?)
}

pub fn open(folder: &Path) -> Result<Box<dyn Engine>> {
    match Pages::open(folder)? {
        Opened::Sound(pages) => Ok(Box::new(Ours(pages))),
        _ => Err("the index was not made".into()),
    }
}

impl Engine for Ours {
    fn ask(&self, question: &Question) -> Result<Option<u64>> {
        let query: Query = match question {
            Question::Term(word) => word.parse()?,
            Question::And(words) => words.join(" AND ").parse()?,
            Question::Phrase(words) => format!("\"{}\"", words.join(" ")).parse()?,
            Question::Fuzzy(word) => format!("{word}~").parse()?,
        };
        let filter = Filter::up_to(AccessLevel::Sealed);
        Ok(Some(self.0.search(&query, &filter, 10, 0)?.total))
    }
}
