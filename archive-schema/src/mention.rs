//! Mentions: people as they are named in records. A mention is never merged with another one; that two of them are the
//! same person is an assertion of people about mentions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Area, Digest, ItemId, MentionId, PageId, RecordDate, canonical};

/// A person as one record names them, in the record's own spelling. What the record does not say is absent; a name
/// that cannot be told apart into its parts stands in `name` alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Named {
    /// The name as it is written, the whole of it: given name, chain of fathers, family name.
    pub name: String,
    /// The father, where the record says who that is, as in a column of a register.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub father: Option<String>,
    /// The father's father.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grandfather: Option<String>,
    /// The mother, with her family name where it is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mother: Option<String>,
    /// The kunya: أبو or أم and a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kunya: Option<String>,
    /// When the person was born.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<RecordDate>,
    /// The place of birth or of civil registration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Numbers that stand for the person: of the detainee, the national number, the entry in the civil register.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub numbers: Vec<String>,
}

/// What a mention rests on.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum MentionBasis {
    /// A person read it on the page.
    Transcription,
    /// It stands in a sheet that a team made of the records.
    Sheet,
    /// A machine read it; nobody has looked.
    Machine,
}

/// In which role a record names a person.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum MentionRole {
    /// The record is about them: detained, transferred, questioned, tried, released.
    Subject,
    /// The record says that they died.
    Deceased,
    /// The record says that they are sought.
    Wanted,
    /// A child.
    Child,
    /// Acts for an office: signs, orders, interrogates.
    Official,
    /// Asks for somebody.
    Requester,
    /// Gives witness.
    Witness,
    /// Named, and the record does not say as what.
    Named,
}

/// A person as named on a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mention {
    /// The page.
    pub page: PageId,
    /// The item that the page belongs to.
    pub item: ItemId,
    /// What it rests on.
    pub basis: MentionBasis,
    /// In which role.
    pub role: MentionRole,
    /// Who.
    pub person: Named,
    /// Where on the page's canonical raster.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<Area>,
}

/// A person who is asked about, as whoever asks knows them: in any script, and as little as they know. What is not
/// known is absent and speaks for and against nobody.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskedPerson {
    /// The name, as much of it as is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The father.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub father: Option<String>,
    /// The father's father.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grandfather: Option<String>,
    /// The mother.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mother: Option<String>,
    /// The kunya.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kunya: Option<String>,
    /// When the person was born, as it was said: `about 1985`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<String>,
    /// The place of birth or of civil registration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// A number that stands for the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}

impl Mention {
    /// The mention's identifier, which follows from what it says: the same reading has the same one, and a page that is
    /// read differently later has others.
    ///
    /// # Errors
    /// If the mention cannot be written as canonical JSON.
    pub fn id(&self) -> Result<MentionId, canonical::CanonicalError> {
        Ok(MentionId::of(Digest::of(&canonical::to_vec(self)?)))
    }
}
