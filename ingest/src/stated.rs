//! What a person fills into a form about an accession, as the `accession.toml` that it stands for.

use serde::Deserialize;
use toml::{Table, Value};

use crate::accession::Statement;
use crate::error::IngestError;

/// The fields of the form; an empty one was not stated. They are those of `accession.toml`, one line for each.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Stated {
    /// The team's reference code.
    pub reference: String,
    /// What the accession is called.
    pub title: String,
    /// When it was taken over, as somebody writes it.
    pub taken_over: String,
    /// Where it lay: the site.
    pub site: String,
    /// The building.
    pub building: String,
    /// The floor.
    pub floor: String,
    /// The room.
    pub room: String,
    /// The cabinet.
    pub cabinet: String,
    /// The shelf.
    pub shelf: String,
    /// The box.
    #[serde(rename = "box")]
    pub box_: String,
    /// Who gave the authority to take it.
    pub given_by: String,
    /// The order, mandate or words that gave it.
    pub basis: String,
    /// Who gave it over.
    pub gave_over: String,
    /// Who received it.
    pub received: String,
    /// Who held it before.
    pub holder: String,
    /// How that is known.
    pub holder_source: String,
    /// What is known to be missing.
    pub gap: String,
    /// Who may see it, in the words of the file; the strictest that staff can open if empty.
    pub access: String,
    /// What in it can harm, in the words of the file, with spaces between.
    pub flags: String,
    /// Anything else.
    pub notes: String,
}

impl Stated {
    /// The statement.
    ///
    /// # Errors
    /// If a field cannot be understood.
    pub fn statement(&self) -> Result<Statement, IngestError> {
        Statement::of_form(self.to_toml().to_string())
    }

    fn to_toml(&self) -> Table {
        let mut file = table(&[
            ("reference", &self.reference),
            ("title", &self.title),
            ("taken_over", &self.taken_over),
            ("access", &self.access),
            ("notes", &self.notes),
        ]);
        let flags: Vec<_> = self.flags.split_whitespace().map(Value::from).collect();
        let place = table(&[
            ("site", &self.site),
            ("building", &self.building),
            ("floor", &self.floor),
            ("room", &self.room),
            ("cabinet", &self.cabinet),
            ("shelf", &self.shelf),
            ("box", &self.box_),
        ]);
        let authority = table(&[("given_by", &self.given_by), ("basis", &self.basis)]);
        let people = [("gave-over", &self.gave_over), ("received", &self.received)];
        let people = people.into_iter().filter(|(_, name)| !name.trim().is_empty());
        let people = people.map(|(role, name)| table(&[("name", name), ("role", role)]));
        let holder = table(&[("name", &self.holder), ("source", &self.holder_source)]);
        let gap = table(&[("what", &self.gap)]).into_iter();
        let gap: Table = gap.chain([("reason".to_owned(), Value::from("other"))]).collect();
        let tables = |tables: Vec<Table>| {
            Value::from(tables.into_iter().map(Value::from).collect::<Vec<_>>())
        };
        let parts = [
            ("flags", !flags.is_empty(), Value::from(flags)),
            ("place", !place.is_empty(), Value::from(place)),
            ("authority", !authority.is_empty(), Value::from(authority)),
            ("people", true, tables(people.collect())),
            ("holders", !holder.is_empty(), tables(vec![holder])),
            ("gaps", gap.contains_key("what"), tables(vec![gap])),
        ];
        let stated = parts.into_iter().filter(|(_, is_stated, _)| *is_stated);
        file.extend(stated.map(|(name, _, value)| (name.to_owned(), value)));
        file
    }
}

/// The fields that somebody filled in.
fn table(fields: &[(&str, &str)]) -> Table {
    let filled = fields.iter().map(|(name, value)| (*name, value.trim()));
    let filled = filled.filter(|(_, value)| !value.is_empty());
    filled.map(|(name, value)| (name.to_owned(), Value::from(value))).collect()
}

#[cfg(test)]
mod tests {
    use sijill_schema::{AccessLevel, AccessionId, GapReason};

    use super::*;

    #[test]
    fn a_form_says_what_the_file_would_say() {
        let stated = Stated {
            title: " \"سجلات\"\n[place] ".to_owned(),
            taken_over: "8-12-2024".to_owned(),
            room: "3".to_owned(),
            given_by: "An invented council".to_owned(),
            received: "Nour".to_owned(),
            holder: "Branch 999".to_owned(),
            access: "restricted".to_owned(),
            flags: "minors medical".to_owned(),
            ..Stated::default()
        };
        let statement = stated.statement().unwrap();
        let record = statement.record(AccessionId::new(), 1, Vec::new()).unwrap();
        assert_eq!(record.title.as_deref(), Some("\"سجلات\"\n[place]"));
        assert_eq!(record.place.steps().len(), 1);
        assert_eq!((record.people.len(), record.holders.len(), record.gaps.len()), (1, 1, 0));
        assert_eq!((record.access, record.flags.len()), (AccessLevel::Restricted, 2));
        assert!(String::from_utf8_lossy(&statement.attachments[0].1).contains("Branch 999"));
    }

    #[test]
    fn what_nobody_stated_is_a_gap_and_what_makes_no_sense_is_refused() {
        let empty = Stated::default().statement().unwrap();
        let record = empty.record(AccessionId::new(), 1, Vec::new()).unwrap();
        assert_eq!(record.gaps[0].reason, GapReason::NoStatement);
        assert_eq!(record.access, AccessLevel::Confidential);
        for bad in ["everybody", "open\"\n[place]"] {
            let stated = Stated { access: bad.to_owned(), ..Stated::default() };
            assert!(stated.statement().is_err(), "{bad}");
        }
        let basis_alone = Stated { basis: "an order".to_owned(), ..Stated::default() };
        assert!(basis_alone.statement().is_err());
    }
}
