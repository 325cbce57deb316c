//! The entry of a mention.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use sijill_names::Record;
use sijill_schema::{AccessLevel, AccessionId, Id as _, Mention};
use tantivy::TantivyDocument;
use tantivy::schema::Value as _;

use super::key::{self, Fields, Part, key};
use super::numbers::normal;
use crate::IndexError;

/// Of a longer span of years, only so many are looked up: it says almost nothing.
const MOST_YEARS: usize = 60;

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
    (accession, access): (AccessionId, AccessLevel),
) -> Result<TantivyDocument, IndexError> {
    let record = Record::new(&mention.person);
    let id = mention.id().map_err(std::io::Error::other)?;
    let born = record.born().map(|born| [born.from, born.to]);
    let years = born.into_iter().flat_map(|[from, to]| (from..=to).take(MOST_YEARS));
    let mut told: Vec<(Part, String)> = Vec::new();
    told.extend(record.names().map(|name| (Part::Name, name.to_owned())));
    told.extend(record.mother().map(|name| (Part::Mother, name.to_owned())));
    told.extend(record.kunya().map(|name| (Part::Kunya, name.to_owned())));
    told.extend(record.place().map(|word| (Part::Place, word.to_owned())));
    told.extend(mention.person.numbers.iter().map(|number| (Part::Number, normal(number))));
    let mut keys = vec![key(access, Part::Any, ""), key(access, Part::Id, &id.to_string())];
    keys.extend(told.iter().map(|(part, value)| key(access, *part, value)));
    keys.extend(years.map(|year| key(access, Part::Born, &year.to_string())));
    keys.sort_unstable();
    keys.dedup();
    told.extend(born.into_iter().flatten().map(|year| (Part::Born, year.to_string())));
    let kept = Kept { access, mention: Cow::Borrowed(mention) };
    let kept = serde_json::to_vec(&kept).map_err(std::io::Error::from)?;
    let mut entry = TantivyDocument::new();
    keys.iter().for_each(|key| entry.add_text(fields.key, key));
    for (part, value) in told {
        entry.add_text(fields.told, key::told(part, &value));
    }
    entry.add_text(fields.holder, accession.to_string());
    entry.add_bytes(fields.page, mention.page.uuid().as_bytes());
    entry.add_bytes(fields.mention, &kept);
    Ok(entry)
}
