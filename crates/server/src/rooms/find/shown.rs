//! A person as a record names them, as pages show it.

use sijill_finding::{PersonHit, WordsHit};
use sijill_names::{Field, Reason, Why};
use sijill_schema::{AccessLevel, Mention, MentionBasis, MentionId, MentionRole, Named, PageId};
use sijill_storage::StorageError;

use crate::error::Failure;
use crate::rooms::search::{Line, level};

/// Somebody whom a record names.
pub(crate) struct Mentioned {
    pub id: MentionId,
    pub page: PageId,
    pub reference: Option<String>,
    pub name: String,
    /// The name of each thing that the record says, and what it says.
    pub facts: Vec<(&'static str, String)>,
    /// The name of the role.
    pub role: Option<&'static str>,
    /// The name of what it rests on, and whether nobody has looked.
    pub basis: &'static str,
    pub is_machine: bool,
    /// The name of the access level, unless it is open.
    pub level: Option<&'static str>,
    /// The score, with one digit after the point.
    pub score: Option<String>,
    pub reasons: Vec<Because>,
}

/// What speaks for or against somebody.
pub(crate) struct Because {
    /// The name of what it is about.
    pub field: &'static str,
    /// What was asked and what was found.
    pub both: String,
    /// The name of why.
    pub why: &'static str,
    /// How much it weighs, with its sign.
    pub weight: String,
    pub is_against: bool,
}

/// A page with words like the name that was asked for.
pub(crate) struct OnPage {
    pub page: PageId,
    pub reference: String,
    pub level: Option<&'static str>,
    pub lines: Vec<Line>,
}

impl OnPage {
    pub(crate) fn of(hit: WordsHit) -> Self {
        Self {
            page: hit.page,
            reference: hit.reference,
            level: (hit.access > AccessLevel::Open).then_some(level(hit.access)),
            lines: hit.lines.into_iter().map(Line::of).collect(),
        }
    }
}

impl Mentioned {
    pub(crate) fn of_hit(hit: PersonHit) -> Self {
        Self {
            id: hit.mention,
            page: hit.page,
            reference: Some(hit.reference),
            facts: facts(&hit.person),
            name: hit.person.name,
            role: role(hit.role),
            basis: basis(hit.basis),
            is_machine: hit.basis == MentionBasis::Machine,
            level: (hit.access > AccessLevel::Open).then_some(level(hit.access)),
            score: Some(format!("{:.1}", hit.score)),
            reasons: hit.reasons.into_iter().map(Because::of).collect(),
        }
    }

    pub(crate) fn of_mention(mention: &Mention, reasons: Vec<Reason>) -> Result<Self, Failure> {
        let score: f32 = reasons.iter().map(|reason| reason.weight).sum();
        Ok(Self {
            id: mention.id().map_err(StorageError::from)?,
            page: mention.page,
            reference: None,
            facts: facts(&mention.person),
            name: mention.person.name.clone(),
            role: role(mention.role),
            basis: basis(mention.basis),
            is_machine: mention.basis == MentionBasis::Machine,
            level: None,
            score: (!reasons.is_empty()).then(|| format!("{score:.1}")),
            reasons: reasons.into_iter().map(Because::of).collect(),
        })
    }
}

impl Because {
    fn of(reason: Reason) -> Self {
        let Reason { field, asked, found, weight, why } = reason;
        let both = match (asked, found) {
            (Some(asked), Some(found)) if asked != found => format!("{asked} ↔ {found}"),
            (Some(one), _) | (None, Some(one)) => one,
            (None, None) => String::new(),
        };
        let (field, why) = (about(field), because(why));
        Self { field, both, why, weight: format!("{weight:+.1}"), is_against: weight < 0.0 }
    }
}

fn facts(person: &Named) -> Vec<(&'static str, String)> {
    let Named { father, grandfather, mother, kunya, born, place, numbers, .. } = person;
    let numbers = Some(numbers.join(" · ")).filter(|numbers| !numbers.is_empty());
    let facts = [
        ("find-father", father.clone()),
        ("find-grandfather", grandfather.clone()),
        ("find-mother", mother.clone()),
        ("find-kunya", kunya.clone()),
        ("find-born", born.as_ref().map(|born| born.as_written.clone())),
        ("find-place", place.clone()),
        ("find-number", numbers),
    ];
    facts.into_iter().filter_map(|(word, fact)| Some((word, fact?))).collect()
}

fn basis(basis: MentionBasis) -> &'static str {
    match basis {
        MentionBasis::Transcription => "find-basis-person",
        MentionBasis::Sheet => "find-basis-sheet",
        MentionBasis::Machine => "find-basis-machine",
    }
}

fn role(role: MentionRole) -> Option<&'static str> {
    match role {
        MentionRole::Subject => Some("find-role-subject"),
        MentionRole::Deceased => Some("find-role-deceased"),
        MentionRole::Wanted => Some("find-role-wanted"),
        MentionRole::Child => Some("find-role-child"),
        MentionRole::Official => Some("find-role-official"),
        MentionRole::Requester => Some("find-role-requester"),
        MentionRole::Witness => Some("find-role-witness"),
        MentionRole::Named => None,
    }
}

fn about(field: Field) -> &'static str {
    match field {
        Field::Given => "find-given",
        Field::Father => "find-father",
        Field::Grandfather => "find-grandfather",
        Field::Family => "find-family",
        Field::Name => "find-name",
        Field::Mother => "find-mother",
        Field::Kunya => "find-kunya",
        Field::Born => "find-born",
        Field::Place => "find-place",
        Field::Number => "find-number",
    }
}

fn because(why: Why) -> &'static str {
    match why {
        Why::SameSpelling => "find-why-same-spelling",
        Why::SameSound => "find-why-same-sound",
        Why::SameButArticle => "find-why-article",
        Why::JoinedOtherwise => "find-why-joined",
        Why::LetterReadWrong => "find-why-letter",
        Why::SimilarSpelling => "find-why-similar",
        Why::NotInRecord => "find-why-not-in-record",
        Why::NotAsked => "find-why-not-asked",
        Why::OtherOrder => "find-why-order",
        Why::OtherMother => "find-why-other-mother",
        Why::OtherKunya => "find-why-other-kunya",
        Why::SameYear => "find-why-same-year",
        Why::YearOffByOne => "find-why-year-off",
        Why::YearNear => "find-why-year-near",
        Why::OtherYear => "find-why-other-year",
        Why::SamePlace => "find-why-same-place",
        Why::OtherPlace => "find-why-other-place",
        Why::SameNumber => "find-why-same-number",
        Why::OneDigitOff => "find-why-one-digit",
        Why::OtherNumber => "find-why-other-number",
    }
}
