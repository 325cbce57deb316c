//! Which exports a person may know of, and what they may do with them.

use sijill_accounts::{Person, Right};
use sijill_schema::{ExportId, ItemDescription, ItemId};
use sijill_storage::{Catalogue, Export};

use crate::books::record;
use crate::error::Failure;
use crate::site::Site;

pub(super) fn described(catalogue: &Catalogue, id: ItemId) -> Result<ItemDescription, Failure> {
    let row = catalogue.item(id)?.ok_or(Failure::NotFound)?;
    record(&row.description)
}

/// Whether the person may do this with every item of an export.
pub(super) fn has(
    person: &Person,
    right: Right,
    catalogue: &Catalogue,
    export: &Export,
) -> Result<bool, Failure> {
    for id in &export.proposal.items {
        let said = described(catalogue, *id)?;
        if !person.may_with(right, said.accession, said.access) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether the person may know of an export: they could have proposed it, or may approve it.
pub(super) fn knows(
    person: &Person,
    catalogue: &Catalogue,
    export: &Export,
) -> Result<bool, Failure> {
    Ok(has(person, Right::ApproveExport, catalogue, export)?
        || has(person, Right::Export, catalogue, export)?)
}

pub(super) fn found(app: &Site, person: &Person, id: &str) -> Result<Export, Failure> {
    let id: ExportId = id.parse().map_err(|_| Failure::NotFound)?;
    let exports = app.archive.exports()?;
    let export = exports.get(id).ok_or(Failure::NotFound)?.clone();
    let knows = knows(person, &app.archive.catalogue()?, &export)?;
    knows.then_some(export).ok_or(Failure::NotFound)
}

pub(super) fn allowed(
    app: &Site,
    person: &Person,
    right: Right,
    id: &str,
) -> Result<Export, Failure> {
    let export = found(app, person, id)?;
    let may = has(person, right, &app.archive.catalogue()?, &export)?;
    may.then_some(export).ok_or(Failure::NotAllowed)
}
