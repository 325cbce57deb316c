//! SQLite's FTS5 without contents, over words that were folded before. It ranks and does not count: counting would make
//! it slower still.

use std::path::Path;

use rusqlite::Connection;

use crate::corpus::Corpus;
use crate::engines::{Engine, Question, Result};

struct Fts5(Connection);

pub fn build(corpus: &Corpus, pages: u64, folder: &Path) -> Result<()> {
    fs_err::create_dir_all(folder)?;
    let mut connection = Connection::open(folder.join("fts5.sqlite"))?;
    connection.execute_batch(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
         CREATE VIRTUAL TABLE pages USING fts5(text, content='', tokenize='unicode61 remove_diacritics 0');",
    )?;
    let transaction = connection.transaction()?;
    {
        let mut insert = transaction.prepare("INSERT INTO pages (rowid, text) VALUES (?1, ?2)")?;
        for n in 0..pages {
            insert.execute((n as i64, folded(&corpus.text(n))))?;
        }
    }
    transaction.commit()?;
    connection.execute("INSERT INTO pages (pages) VALUES ('optimize')", [])?;
    Ok(())
}

fn folded(text: &str) -> String {
    let words = sijill_arabic::words(text);
    words.iter().map(|word| word.folded.as_str()).collect::<Vec<_>>().join(" ")
}

pub fn open(folder: &Path) -> Result<Box<dyn Engine>> {
    Ok(Box::new(Fts5(Connection::open(folder.join("fts5.sqlite"))?)))
}

impl Engine for Fts5 {
    fn ask(&self, question: &Question) -> Result<Option<u64>> {
        let quoted = |word: &String| format!("\"{}\"", folded(word));
        let query = match question {
            Question::Term(word) => quoted(word),
            Question::And(words) => words.iter().map(quoted).collect::<Vec<_>>().join(" AND "),
            Question::Phrase(words) => quoted(&words.join(" ")),
            Question::Fuzzy(_) => return Ok(None),
        };
        let line = "SELECT rowid FROM pages WHERE pages MATCH ?1 ORDER BY rank LIMIT 10";
        let mut select = self.0.prepare_cached(line)?;
        let rows = select.query_map([query], |row| row.get::<_, i64>(0))?;
        Ok(Some(rows.count() as u64))
    }
}
