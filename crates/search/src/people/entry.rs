//! The entry of a mention.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use sijill_names::Record;
use sijill_schema::{AccessLevel, Id as _, Mention};
use tantivy::TantivyDocument;
use tantivy::schema::Value as _;

use super::key::{Fields, Part, key};
use super::numbers::normal;
use crate::IndexError;

/// What is kept of a mention.
#[derive(Serialize, Deserialize)]
pub(super) struct Kept<'a> {
    pub access: AccessLevel,
    pub mention: Cow<'a, Mention>,
}

impl Kept<'static> {
    /// What is kept in an entry.
    pub fn of(entry: &TantivyDocument, fields: &Fields) -> Result<Self, IndexError> {
        let kept = entry.get_first(fields.mention).and_then(|value| value.as_bytes());
        let kept = kept.and_then(|kept| serde_json::from_slice(kept).ok());
        kept.ok_or_else(|| IndexError::Damaged { why: "a mention cannot be read back".to_owned() })
    }
}

pub(super) fn entry(
    fields: &Fields,
    mention: &Mention,
    access: AccessLevel,
) -> Result<TantivyDocument, IndexError> {
    let record = Record::new(&mention.person);
    let id = mention.id().map_err(std::io::Error::other)?;
    let mut keys = vec![key(access, Part::Any, ""), key(access, Part::Id, &id.to_string())];
    keys.extend(record.names().map(|name| key(access, Part::Name, name)));
    keys.extend(record.mother().map(|name| key(access, Part::Mother, name)));
    keys.extend(record.kunya().map(|name| key(access, Part::Kunya, name)));
    keys.extend(record.place().map(|word| key(access, Part::Place, word)));
    let numbers = mention.person.numbers.iter().map(|number| normal(number));
    keys.extend(numbers.map(|number| key(access, Part::Number, &number)));
    keys.sort_unstable();
    keys.dedup();
    let kept = Kept { access, mention: Cow::Borrowed(mention) };
    let kept = serde_json::to_vec(&kept).map_err(std::io::Error::from)?;
    let mut entry = TantivyDocument::new();
    keys.iter().for_each(|key| entry.add_text(fields.key, key));
    entry.add_bytes(fields.page, mention.page.uuid().as_bytes());
    entry.add_bytes(fields.mention, &kept);
    Ok(entry)
}
