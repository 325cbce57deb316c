//! One object (§3), part by part.

use std::io;
use std::path::Path;

use super::content::{Expected, Stored};
use super::declaration::{self, OBJECT, Spec};
use super::folder::Folder;
use super::inventory::{self, Inventory};
use super::{history, object_root};
use crate::INVENTORY;
use crate::report::Log;

/// What a storage root wants to know of an object in it.
#[derive(Default)]
pub(super) struct Facts {
    pub(super) spec: Option<Spec>,
    pub(super) id: Option<String>,
}

/// Validates the object in a folder.
pub(super) fn validate(path: &Path, log: &mut Log<'_>) -> io::Result<Facts> {
    log.report.objects += 1;
    if !fs_err::metadata(path)?.is_dir() {
        log.error("E003", "this is not a folder");
        return Ok(Facts::default());
    }
    Ok(check(&Folder::list(path)?, log))
}

fn check(folder: &Folder, log: &mut Log<'_>) -> Facts {
    let spec = declaration::check(folder, &OBJECT, log);
    if !folder.has_file(INVENTORY) {
        log.error("E063", format_args!("there is no {INVENTORY}"));
        return Facts { spec, id: None };
    }
    let Some((bytes, root)) = inventory::read(folder, log) else {
        return Facts { spec, id: None };
    };
    if root.spec.is_some() && spec.is_some() && root.spec != spec {
        log.error("E038", "type is not of the version that the declaration names");
    }
    inside(folder, &bytes, &root, log);
    Facts { spec, id: root.id }
}

/// Everything below the object's own inventory.
fn inside(folder: &Folder, bytes: &[u8], root: &Inventory, log: &mut Log<'_>) {
    object_root::check(folder, root, log);
    let stored = Stored::walk(&folder.path, root, log);
    let mut expected = Expected::default();
    let mut visit = |inventory: &Inventory, log: &mut Log<'_>| {
        stored.compare(inventory, log);
        expected.add(inventory);
    };
    visit(root, log);
    history::check(folder, (bytes, root), visit, log);
    expected.check(&folder.path, &stored, log);
}
