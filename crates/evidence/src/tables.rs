//! The tables for people: events and original names, tab-separated. What they say follows from events and records
//! alone, so that a checker can write them again and compare.

use std::fmt::Write as _;

use serde_json::Value;
use sijill_schema::OriginalPath;
use unicode_normalization::UnicodeNormalization;

use crate::contents::{Contents, Leaf};

/// `custody/events.tsv`.
#[must_use]
pub fn events(contents: &Contents) -> String {
    let mut table = "seq\tat\tact\toutcome\tagent\titem\tpage\tdigest\tsize\tleaf\n".to_owned();
    for (seq, leaf) in &contents.events {
        // Writing into a string cannot fail.
        let _ = writeln!(table, "{seq}\t{}", event(leaf).join("\t"));
    }
    table
}

fn event(leaf: &Leaf) -> [String; 9] {
    let event = &leaf.event;
    let text = |value: Option<String>| value.unwrap_or_default();
    [
        event.at.to_string(),
        event.act.code().to_owned(),
        outcome(event),
        event.agent.to_string(),
        text(event.item.map(|item| item.to_string())),
        text(event.page.map(|page| page.to_string())),
        text(event.object.map(|object| object.digest.hex())),
        text(event.object.map(|object| object.size.to_string())),
        hex(&leaf.hash().0),
    ]
}

/// The PREMIS code of how an event ended.
pub fn outcome(event: &sijill_schema::Event) -> String {
    match serde_json::to_value(event.outcome) {
        Ok(Value::String(code)) => code,
        _ => String::new(),
    }
}

/// `metadata/names.tsv`.
#[must_use]
pub fn names(contents: &Contents) -> String {
    let mut table = "path\thex\tname\n".to_owned();
    for (packaged, record) in contents.description.items.iter().zip(&contents.items) {
        for (file, original) in packaged.files.iter().zip(&record.files) {
            let original = &original.original;
            let _ =
                writeln!(table, "{}\t{}\t{}", file.path, hex(original.as_bytes()), plain(original));
        }
    }
    table
}

/// An original path for reading: NFC, with nothing that could break a line, a cell or an XML file.
#[must_use]
pub fn plain(original: &OriginalPath) -> String {
    clean(&original.display()).nfc().collect()
}

/// A text without characters that XML 1.0 or a table cannot hold.
#[must_use]
pub fn clean(text: &str) -> String {
    let unfit = |symbol: char| symbol.is_control() || matches!(symbol, '\u{FFFE}' | '\u{FFFF}');
    text.chars().map(|symbol| if unfit(symbol) { '\u{FFFD}' } else { symbol }).collect()
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
