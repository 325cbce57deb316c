//! Attacks on copies of the specimen, and what finds them.

use std::path::{Path, PathBuf};

use sijill_storage::verify::ProblemKind;

use crate::specimen::{Copy, Said, Specimen};

/// Damages a copy; says which file the report must name.
pub type Attack = fn(&Copy) -> PathBuf;

/// Carries out each attack on a fresh copy, and wants the kind of problem, the file and perhaps the event named.
///
/// # Panics
/// If something is not as it should be.
pub fn assert_found(attacks: &[(&str, Attack, ProblemKind, Option<usize>)]) {
    let specimen = Specimen::new();
    for (name, attack, kind, event) in attacks {
        let copy = specimen.copy();
        let file = attack(&copy);
        let said = copy.verify();
        assert!(said.has(*kind, &file), "{name}: no {kind:?} at {}: {said:#?}", file.display());
        let Some(event) = event else { continue };
        assert!(names_event(&said, *event), "{name}: event {event} is not named: {said:#?}");
    }
}

fn names_event(said: &Said, event: usize) -> bool {
    let Said::Report(report) = said else { return false };
    report.problems.iter().any(|problem| problem.event == Some(event as u64))
}

/// Runs SQL on a database of the copy, as SQLite's shell would; names the file.
///
/// # Panics
/// If something is not as it should be.
pub fn raw(copy: &Copy, file: &str, sql: &str) -> PathBuf {
    rusqlite::Connection::open(copy.path().join(file)).unwrap().execute_batch(sql).unwrap();
    file.into()
}

/// The files below a folder of the copy, in a stable order.
fn files(copy: &Copy, folder: &str) -> Vec<PathBuf> {
    let walk = walkdir::WalkDir::new(copy.path().join(folder)).sort_by_file_name();
    let paths = walk.into_iter().map(|entry| entry.unwrap().into_path());
    let files = paths.filter(|path| path.is_file());
    files.map(|path| path.strip_prefix(copy.path()).unwrap().to_owned()).collect()
}

/// The object of the item whose folder was called so.
///
/// # Panics
/// If something is not as it should be.
pub fn object(copy: &Copy, folder: &str) -> PathBuf {
    let says = format!("\"path\":\"{folder}\"");
    let record = |path: &PathBuf| {
        path.ends_with("record.json")
            && fs_err::read_to_string(copy.path().join(path)).unwrap().contains(&says)
    };
    let record = files(copy, "objects").into_iter().find(record).unwrap();
    record.ancestors().nth(3).unwrap().to_owned()
}

/// The first page of the item whose folder was called so.
///
/// # Panics
/// If something is not as it should be.
pub fn master(copy: &Copy, folder: &str) -> PathBuf {
    object(copy, folder).join("v1/content/000001.tif")
}

/// The staged file whose name ends so.
///
/// # Panics
/// If something is not as it should be.
pub fn staged(copy: &Copy, end: &str) -> PathBuf {
    let is_it = |path: &PathBuf| path.to_string_lossy().ends_with(end);
    files(copy, "staging").into_iter().find(is_it).unwrap()
}

/// Removes a file and names it.
///
/// # Panics
/// If something is not as it should be.
pub fn remove(copy: &Copy, file: &Path) -> PathBuf {
    fs_err::remove_file(copy.path().join(file)).unwrap();
    file.to_owned()
}

/// Writes a file of our own, with its folders, and names it.
///
/// # Panics
/// If something is not as it should be.
pub fn add(copy: &Copy, file: &Path) -> PathBuf {
    let path = copy.path().join(file);
    fs_err::create_dir_all(path.parent().unwrap()).unwrap();
    fs_err::write(path, "more\n").unwrap();
    file.to_owned()
}
