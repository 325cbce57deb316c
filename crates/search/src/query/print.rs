//! A query as text that reads back as the same query.

use std::fmt;

use jiff::civil::Date;

use super::names::{self, ACCESS_NAMES, FIELD_NAMES, Field, TYPE_NAMES};
use super::{Clause, Node, Query, Reading, Words};

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.root)
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("*"),
            Self::Word(words) => write_words(f, words, ""),
            Self::Phrase(words) => write_words(f, words, "\""),
            Self::Pattern(pattern) => f.write_str(pattern),
            Self::Field(clause) => write!(f, "{clause}"),
            Self::And(parts) => write_list(f, parts, " "),
            Self::Or(parts) => write_list(f, parts, " OR "),
            Self::Not(part) => {
                f.write_str("-")?;
                write_part(f, part)
            }
        }
    }
}

fn write_list(f: &mut fmt::Formatter<'_>, parts: &[Node], between: &str) -> fmt::Result {
    for (number, part) in parts.iter().enumerate() {
        if number > 0 {
            f.write_str(between)?;
        }
        write_part(f, part)?;
    }
    Ok(())
}

fn write_part(f: &mut fmt::Formatter<'_>, part: &Node) -> fmt::Result {
    match part {
        Node::And(_) | Node::Or(_) => write!(f, "({part})"),
        _ => write!(f, "{part}"),
    }
}

fn write_words(f: &mut fmt::Formatter<'_>, words: &Words, quote: &str) -> fmt::Result {
    let (before, after) = match words.reading {
        Reading::Exact => ("=", ""),
        Reading::Forms => ("", ""),
        Reading::Near => ("", "~"),
        Reading::Wider => ("", "~~"),
    };
    write!(f, "{before}{quote}{}{quote}{after}", words.text)
}

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut write = |field: Field, value: &str, quote: &str| {
            write!(f, "{}:{quote}{value}{quote}", names::name(FIELD_NAMES, &field))
        };
        match self {
            Self::Number { kind, value, uncertain } => {
                let mark = if *uncertain { "~" } else { "" };
                write(Field::Number(*kind), &format!("{value}{mark}"), "")
            }
            Self::Dates { from, to } => {
                let day = |date: &Option<Date>| date.map(|date| date.to_string());
                let (from, to) = (day(from).unwrap_or_default(), day(to).unwrap_or_default());
                write(Field::Date, &format!("{from}..{to}"), "")
            }
            Self::Type(kind) => write(Field::Type, names::name(TYPE_NAMES, kind), ""),
            Self::Access(level) => write(Field::Access, names::name(ACCESS_NAMES, level), ""),
            Self::Site(words) => write(Field::Site, words, "\""),
            Self::Place(words) => write(Field::Place, words, "\""),
            Self::Accession(code) => write(Field::Accession, code, "\""),
            Self::Item(code) => write(Field::Item, code, "\""),
            Self::Title(words) => write(Field::Title, words, "\""),
        }
    }
}
