//! The mention that somebody names by its identifier.

use sijill_finding::{Filter, Finder};
use sijill_schema::{AccessLevel, Mention, MentionId};
use sijill_storage::Archive;

use crate::error::CliError;

/// The mention as it reads now: from a sheet, or as `sijill find` shows it.
pub(super) fn find(archive: &Archive, id: MentionId) -> Result<Mention, CliError> {
    let sheet = archive.catalogue()?.sheet_mention(id)?;
    let found = match sheet {
        Some(mention) => Some(mention),
        None => Finder::open(archive)?.mention(id, &Filter::up_to(AccessLevel::Sealed))?,
    };
    found.ok_or_else(|| {
        let what = format!("nobody is named under the identifier {id}");
        CliError::refused(what, "see the identifiers that sijill find prints")
    })
}
