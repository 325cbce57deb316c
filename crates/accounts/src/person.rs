//! Somebody who has signed in, and what they may do at this moment.

use sijill_schema::{AccessLevel, AccessionId, AgentId, Grant, Scope};

use crate::refusal::{Refusal, Result};
use crate::right::{Right, rights};

/// A person and their grants as they count now. Ask [`Accounts`](crate::Accounts) anew at every request: a grant that was
/// withdrawn ends at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The person's first key: it names their account and never changes.
    pub id: AgentId,
    /// What they are called at sign-in. Not for logs.
    pub handle: String,
    /// The grants that count.
    pub grants: Vec<Grant>,
}

impl Person {
    /// Whether the person may do it for some records at least: for doors that are not about one accession.
    #[must_use]
    pub fn may(&self, right: Right) -> bool {
        self.grants.iter().any(|grant| rights(grant.role).contains(&right))
    }

    /// Whether the person may do it to records of an accession that have this level. What is sealed, no grant opens. A role
    /// that sees no pages has no level: whoever has it decides about records of every level without seeing them.
    #[must_use]
    pub fn may_with(&self, right: Right, accession: AccessionId, level: AccessLevel) -> bool {
        level != AccessLevel::Sealed
            && self.grants.iter().any(|grant| {
                rights(grant.role).contains(&right)
                    && grant.scope.holds(accession)
                    && (grant.role.sees_no_pages() || level <= grant.level)
            })
    }

    /// Whether the person may see a record of an accession that has this level. Deny by default: even an open record needs
    /// a grant that holds for its accession.
    #[must_use]
    pub fn sees(&self, accession: AccessionId, level: AccessLevel) -> bool {
        self.may_with(Right::Read, accession, level)
    }

    /// Whether the person may begin something new, which belongs to no accession yet.
    #[must_use]
    pub fn may_begin(&self, right: Right) -> bool {
        let whole = |grant: &&Grant| grant.scope == Scope::All;
        self.grants.iter().filter(whole).any(|grant| rights(grant.role).contains(&right))
    }

    /// The highest level that the person sees in an accession; none if nothing.
    #[must_use]
    pub fn level_in(&self, accession: AccessionId) -> Option<AccessLevel> {
        let reads = |grant: &&Grant| {
            rights(grant.role).contains(&Right::Read) && grant.scope.holds(accession)
        };
        self.grants.iter().filter(reads).map(|grant| grant.level).max()
    }

    /// Where the person may do it, and up to which level there. What is sealed, no grant opens.
    pub fn reach(&self, right: Right) -> impl Iterator<Item = (Scope, AccessLevel)> {
        let allowing = move |grant: &&Grant| rights(grant.role).contains(&right);
        let most = AccessLevel::Confidential;
        self.grants.iter().filter(allowing).map(move |grant| (grant.scope, grant.level.min(most)))
    }

    /// Refuses, where [`may`](Self::may) says no.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`].
    pub fn require(&self, right: Right) -> Result<()> {
        if self.may(right) { Ok(()) } else { Err(Refusal::NotAllowed) }
    }
}

#[cfg(test)]
mod tests {
    use sijill_schema::Role;

    use super::*;

    fn person(grants: Vec<Grant>) -> Person {
        Person { id: AgentId::new(), handle: "reader".to_owned(), grants }
    }

    #[test]
    fn without_a_grant_nothing_is_allowed() {
        let nobody = person(Vec::new());
        assert!(Right::ALL.into_iter().all(|right| !nobody.may(right)));
        assert!(!nobody.sees(AccessionId::new(), AccessLevel::Open));
    }

    #[test]
    fn a_grant_holds_for_its_accession_and_up_to_its_level() {
        let (own, other) = (AccessionId::new(), AccessionId::new());
        let (scope, level) = (Scope::Accession(own), AccessLevel::Restricted);
        let reader = person(vec![Grant { role: Role::Researcher, scope, level }]);
        assert!(reader.sees(own, AccessLevel::Open) && reader.sees(own, AccessLevel::Restricted));
        assert!(!reader.sees(own, AccessLevel::Confidential));
        assert!(!reader.sees(other, AccessLevel::Open));
        assert!(!reader.may_begin(Right::Upload) && reader.may(Right::Search));
        assert_eq!(reader.level_in(own), Some(AccessLevel::Restricted));
        assert_eq!(reader.level_in(other), None);
    }

    #[test]
    fn what_is_sealed_no_grant_opens() {
        let grant = |role| Grant { role, scope: Scope::All, level: AccessLevel::Sealed };
        let all = person(Role::ALL.into_iter().map(grant).collect());
        assert!(!all.sees(AccessionId::new(), AccessLevel::Sealed));
        assert!(all.reach(Right::Search).all(|(_, level)| level < AccessLevel::Sealed));
    }
}
