//! The mention that somebody names by its identifier.

use sijill_schema::{Mention, MentionId};
use sijill_storage::Archive;

use crate::error::CliError;

/// The mention as it reads now.
pub(super) fn find(archive: &Archive, id: MentionId) -> Result<Mention, CliError> {
    let found = archive.catalogue()?.sheet_mention(id)?;
    found.ok_or_else(|| {
        let what = format!("no sheet names anybody under the identifier {id}");
        CliError::refused(what, "see the identifiers that sijill describe import --people prints")
    })
}
