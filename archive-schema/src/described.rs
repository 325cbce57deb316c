//! What is said about records after they were taken in: new descriptions, sheets of the people named in them, authority
//! records of offices. The text of each is kept in the catalogue, private and with its history; the ledger has its
//! digest, which a salt keeps from confirming guesses.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{AgentId, Digest, Interpretation, Mention, OfficeId, PageId, RecordDate, Salt};

/// Facts of `sijill/described`: an item is described anew. The description that the item came in with stays, and so
/// does every one between.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Described {
    /// Digest of the new [`ItemDescription`](crate::ItemDescription).
    pub description: Digest,
}

/// Facts of `sijill/mentions-imported`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MentionsImported {
    /// Digest of the [`SheetMentions`].
    pub mentions: Digest,
}

/// The people whom a team's sheet names on one page. A later sheet that names the page says all of it anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SheetMentions {
    /// The page.
    pub page: PageId,
    /// Who brought the sheet: the key that the person unlocked.
    pub by: AgentId,
    /// When.
    pub at: Timestamp,
    /// The people, in the order of the sheet's rows.
    pub mentions: Vec<Mention>,
    /// Random bytes, so that the digest confirms no guess.
    pub salt: Salt,
}

/// Facts of `sijill/office-recorded`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OfficeRecorded {
    /// Digest of the [`Office`].
    pub office: Digest,
}

/// An authority record of an office, after ISAAR(CPF): one office under one number and name, for as long as it had them.
/// Offices are renamed and numbers given to others, so a number alone says little without a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Office {
    /// The office's identifier. A corrected record has the same one.
    pub id: OfficeId,
    /// The number that it is called by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The official name (ISAAR 5.1.2).
    pub name: String,
    /// Nicknames, short forms, names in other scripts (5.1.5).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_names: Vec<String>,
    /// What sort of office it is, in the team's words: branch, prison, court, hospital.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The town (5.2.3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The office above it (5.3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<OfficeId>,
    /// The office that it continues under another number or name (5.3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<OfficeId>,
    /// Since when it has this number and name (5.2.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<RecordDate>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<RecordDate>,
    /// How this is known (5.4.8).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// What others say instead.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rival_readings: Vec<RivalReading>,
    /// Random bytes, so that the digest confirms no guess.
    pub salt: Salt,
}

/// What somebody else says about an office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RivalReading {
    /// What they say.
    pub says: String,
    /// Who says it, and where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

impl Office {
    /// Whether the office can have had this number and name on some day of the interval. An end that nobody has stated,
    /// or whose date nobody has interpreted, excludes nothing.
    #[must_use]
    pub fn may_exist(&self, on: &Interpretation) -> bool {
        let day = |date: &Option<RecordDate>| date.as_ref()?.interpreted.clone();
        day(&self.from).is_none_or(|from| from.earliest() <= on.latest())
            && day(&self.until).is_none_or(|until| until.latest() >= on.earliest())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Precision;

    fn year(year: i16) -> Interpretation {
        let day = |month, day| jiff::civil::date(year, month, day);
        Interpretation::new(day(1, 1), day(12, 31), Precision::Year).unwrap()
    }

    #[test]
    fn a_number_means_an_office_for_as_long_as_it_had_it() {
        let dated = |of| RecordDate { as_written: "x".into(), interpreted: Some(year(of)) };
        let office = Office {
            id: OfficeId::new(),
            number: Some("901".into()),
            name: "Invented branch".into(),
            other_names: Vec::new(),
            kind: None,
            city: None,
            parent: None,
            follows: None,
            from: Some(dated(2001)),
            until: Some(dated(2010)),
            sources: Vec::new(),
            rival_readings: Vec::new(),
            salt: Salt::from_bytes([1; 32]),
        };
        assert!(!office.may_exist(&year(2000)));
        assert!(office.may_exist(&year(2001)) && office.may_exist(&year(2010)));
        assert!(!office.may_exist(&year(2011)));
        let open = Office { until: Some(RecordDate::as_written("later")), ..office };
        assert!(open.may_exist(&year(2024)), "nobody has said what \"later\" means");
    }
}
