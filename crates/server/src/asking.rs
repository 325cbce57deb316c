//! Asking the search index for a person: what they may find, and how often they may ask.

use sijill_accounts::{Person, Right, Scope};
use sijill_finding::{Filter, Finder};

use crate::error::Failure;
use crate::site::Site;
use crate::visit::Visit;

/// The most hits of one answer, and so of a page of the list.
pub(crate) const HITS: usize = 20;

/// How many hits can be looked through. Who needs more asks more exactly.
pub(crate) const MOST: usize = 1_000;

/// What a person may find. The rest does not exist for the question.
pub(crate) fn reach(person: &Person, right: Right) -> Filter {
    Filter::of(person.reach(right).map(|(scope, level)| match scope {
        Scope::All => (None, level),
        Scope::Accession(accession) => (Some(accession), level),
    }))
}

/// The index, for one question of whoever asks; it is counted. Blocks.
pub(crate) fn finder(site: &Site, visit: &Visit) -> Result<Finder, Failure> {
    site.door.note_question(visit.person()?.person.id)?;
    Ok(site.readers.finder()?)
}
