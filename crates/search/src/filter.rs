//! What somebody may find: the same in both indexes.

use sijill_schema::{AccessLevel, AccessionId};

/// Which pages, and the people named on them, may be found. Others do not exist for the question: they are not counted,
/// and no word and no name that stands only on them is known.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Filter {
    grants: Vec<(Option<AccessionId>, AccessLevel)>,
}

impl Filter {
    /// The pages up to an access level, of every accession.
    #[must_use]
    pub fn up_to(level: AccessLevel) -> Self {
        Self { grants: vec![(None, level)] }
    }

    /// The pages of each accession (without one, of every accession) up to its level; none, if nothing is granted.
    #[must_use]
    pub fn of(grants: impl IntoIterator<Item = (Option<AccessionId>, AccessLevel)>) -> Self {
        Self { grants: grants.into_iter().collect() }
    }

    /// Whether pages of an accession with this access level may be found.
    #[must_use]
    pub fn sees(&self, accession: AccessionId, level: AccessLevel) -> bool {
        let of = |granted: &Option<AccessionId>| granted.is_none_or(|id| id == accession);
        self.grants.iter().any(|(granted, most)| of(granted) && level <= *most)
    }

    /// The level up to which every accession is seen.
    pub(crate) fn everywhere(&self) -> Option<AccessLevel> {
        self.grants.iter().filter(|(one, _)| one.is_none()).map(|(_, most)| *most).max()
    }

    /// The levels of single accessions.
    pub(crate) fn single(&self) -> impl Iterator<Item = (AccessionId, AccessLevel)> {
        self.grants.iter().filter_map(|(one, most)| Some(((*one)?, *most)))
    }
}
