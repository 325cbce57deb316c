//! `cargo xtask schemas`: the published JSON Schemas are made from the Rust types and committed.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;

use crate::Result;
use crate::command::{cargo, check, root, target};

type Files = BTreeMap<OsString, Vec<u8>>;

/// Makes the schemas in a scratch folder, then compares them with the committed ones or replaces those.
pub fn run(check_only: bool) -> Result<()> {
    let scratch = target().join("schemas");
    let committed = root().join("archive-schema/schemas");
    empty(&scratch)?;
    let mut generate = cargo("run --quiet --locked --package sijill-schema --example schemas --");
    check(generate.arg(&scratch))?;
    let (wanted, present) = (files(&scratch)?, files(&committed)?);
    if check_only { compare(&wanted, &present) } else { replace(&committed, &wanted, &present) }
}

fn compare(wanted: &Files, present: &Files) -> Result<()> {
    let differs = |name: &&OsString| wanted.get(*name) != present.get(*name);
    let mut stale: Vec<_> = wanted.keys().chain(present.keys()).filter(differs).collect();
    stale.sort();
    stale.dedup();
    if stale.is_empty() {
        println!("{} schemas are up to date", wanted.len());
        return Ok(());
    }
    Err(format!("archive-schema/schemas is stale: {stale:?}; run `cargo xtask schemas`").into())
}

fn replace(folder: &Path, wanted: &Files, present: &Files) -> Result<()> {
    fs_err::create_dir_all(folder)?;
    for name in present.keys().filter(|name| !wanted.contains_key(*name)) {
        fs_err::remove_file(folder.join(name))?;
    }
    for (name, bytes) in wanted {
        fs_err::write(folder.join(name), bytes)?;
    }
    println!("wrote {} schemas to {}", wanted.len(), folder.display());
    Ok(())
}

/// The JSON files of a folder by name; none if there is no such folder.
fn files(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    if !folder.exists() {
        return Ok(files);
    }
    for entry in fs_err::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let name = path.file_name().unwrap_or_default().to_owned();
            files.insert(name, fs_err::read(&path)?);
        }
    }
    Ok(files)
}

fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs_err::remove_dir_all(folder)?;
    }
    Ok(fs_err::create_dir_all(folder)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replacing_makes_the_comparison_pass_and_removes_what_is_gone() {
        let (wanted, present) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs_err::write(wanted.path().join("item.json"), "{}").unwrap();
        fs_err::write(present.path().join("old.json"), "{}").unwrap();
        let (new, old) = (files(wanted.path()).unwrap(), files(present.path()).unwrap());
        assert!(compare(&new, &old).unwrap_err().to_string().contains("old.json"));
        replace(present.path(), &new, &old).unwrap();
        compare(&new, &files(present.path()).unwrap()).unwrap();
    }
}
