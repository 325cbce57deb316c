//! Dates and numbers on a page, in the words of the catalogue.

use std::collections::HashSet;

use sijill_arabic::{self as arabic, Context};
use sijill_schema::{Interpretation, NumberKind, Precision, RecordNumber};

use crate::Line;

/// The texts that are read on their own: running text as a whole, because a date may go on in the next line, and each
/// cell of a register.
pub(crate) fn texts(lines: &[Line]) -> Vec<String> {
    let cells = |table: bool| {
        lines.iter().filter(move |line| line.table.is_some() == table).flat_map(|line| &line.cells)
    };
    let running: Vec<&str> = cells(false).map(|cell| cell.text.as_str()).collect();
    let own = cells(true).map(|cell| cell.text.clone());
    std::iter::once(running.join("\n")).chain(own).collect()
}

/// Every date, once.
pub(crate) fn dates(texts: &[String]) -> Vec<Interpretation> {
    let found = texts.iter().flat_map(|text| arabic::dates(text));
    let mut known = HashSet::new();
    let new = found.filter(|date| known.insert((date.first, date.last)));
    new.filter_map(|date| {
        let precision = match date.precision {
            arabic::Precision::Day => Precision::Day,
            arabic::Precision::Month => Precision::Month,
            arabic::Precision::Year => Precision::Year,
            arabic::Precision::About => Precision::About,
        };
        Interpretation::new(date.first, date.last, precision).ok()
    })
    .collect()
}

/// Every number of which something says what it stands for, once; one of a single word of digits and nothing beside it is
/// a count, an amount or a page.
pub(crate) fn numbers(texts: &[String]) -> Vec<RecordNumber> {
    let mut known = HashSet::new();
    let mut numbers = Vec::new();
    for text in texts {
        for found in arabic::numbers(text) {
            let kind = match found.context {
                Some(context) => kind(context),
                None if found.value.contains('/') => NumberKind::Other,
                None => continue,
            };
            let as_written = text.get(found.range).unwrap_or_default();
            for value in [Some(found.value.as_str()), without_register(&found.value)] {
                let Some(value) = value.filter(|value| known.insert((kind, (*value).to_owned())))
                else {
                    continue;
                };
                let (as_written, value) = (as_written.to_owned(), value.to_owned());
                numbers.push(RecordNumber { kind, as_written, value });
            }
        }
    }
    numbers
}

/// The figures of ٣٤١٧/ص: whoever asks for the number rarely knows the letter of its register.
fn without_register(value: &str) -> Option<&str> {
    let (figures, register) = value.split_once('/')?;
    let is_figure = !figures.is_empty() && figures.bytes().all(|byte| byte.is_ascii_digit());
    (is_figure && !register.chars().any(char::is_numeric)).then_some(figures)
}

fn kind(context: Context) -> NumberKind {
    match context {
        Context::Branch => NumberKind::Branch,
        Context::Telegram => NumberKind::Telegram,
        Context::Detainee => NumberKind::Detainee,
        Context::Document => NumberKind::Document,
        Context::Case => NumberKind::Case,
        Context::Hospital => NumberKind::Hospital,
        Context::CivilRegister => NumberKind::CivilRegister,
        Context::National => NumberKind::National,
    }
}
