//! The three files of names: spellings, persons, questions about persons.

use std::path::Path;

use fs_err as fs;

pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// An Arabic name and how it is spelled in Latin letters, the most frequent spelling first.
pub struct Variants {
    pub arabic: String,
    pub latin: Vec<(String, u64)>,
}

/// An invented person.
pub struct Person {
    pub given: String,
    pub father: String,
    pub family: String,
    pub mother: String,
    pub born: i16,
}

/// A question about a person, and which person is meant.
pub struct Question {
    pub name: String,
    pub mother: Option<String>,
    pub born: Option<i16>,
    pub person: usize,
}

pub fn variants(folder: &Path) -> Result<Vec<Variants>> {
    rows(&folder.join("name_variants.tsv"), |cells| {
        let latin = cells.get(1)?.split('|').map(|one| {
            let (spelling, count) = one.rsplit_once(':')?;
            Some((spelling.to_owned(), count.parse().ok()?))
        });
        Some(Variants {
            arabic: (*cells.first()?).to_owned(),
            latin: latin.collect::<Option<_>>()?,
        })
    })
}

pub fn persons(folder: &Path) -> Result<Vec<Person>> {
    rows(&folder.join("persons_pool.tsv"), |cells| {
        let cell = |at: usize| cells.get(at).map(|&cell| cell.to_owned());
        let born = cells.get(5)?.parse().ok()?;
        Some(Person { given: cell(1)?, father: cell(2)?, family: cell(3)?, mother: cell(4)?, born })
    })
}

pub fn questions(folder: &Path) -> Result<Vec<Question>> {
    rows(&folder.join("person_queries.tsv"), |cells| {
        let cell = |at: usize| cells.get(at).filter(|cell| !cell.is_empty());
        Some(Question {
            name: (*cells.get(1)?).to_owned(),
            mother: cell(2).map(|&mother| mother.to_owned()),
            born: cell(3).and_then(|born| born.parse().ok()),
            person: cells.get(4)?.parse().ok()?,
        })
    })
}

fn rows<T>(path: &Path, row: impl Fn(&[&str]) -> Option<T>) -> Result<Vec<T>> {
    let text = fs::read_to_string(path)?;
    let lines = text.lines().enumerate().skip(1).filter(|(_, line)| !line.is_empty());
    let read = |(at, line): (usize, &str)| {
        let cells: Vec<&str> = line.split('\t').collect();
        row(&cells).ok_or_else(|| {
            format!("line {} of {} has not the cells that it must have", at + 1, path.display())
                .into()
        })
    };
    lines.map(read).collect()
}
