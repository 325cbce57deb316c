//! Altered and lost files of an index: noticed, never a wrong answer and never a panic.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::path::Path;

use common::*;
use sijill_schema::Digest;
use sijill_search::{IndexError, Opened, PageDocument, Pages, Writer};

const HEAP: usize = 15_000_000;

/// Damages the file in one way.
type Damage = fn(&Path);

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs_err::read_dir(folder).unwrap();
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| !path.file_name().unwrap().to_string_lossy().starts_with('.'));
    files.sort();
    files
}

fn copy(from: &Path, to: &Path) {
    for file in files(from) {
        fs_err::copy(&file, to.join(file.file_name().unwrap())).unwrap();
    }
}

/// An index with two segments, of which one has a removed entry.
fn make(folder: &Path) {
    let all: Vec<_> = (0..20).map(|n| page(&format!("alpha w{n} السيد أحمد"))).collect();
    let mut writer = Writer::create(folder, HEAP).unwrap();
    all[..10].iter().for_each(|page| writer.put(page).unwrap());
    writer.commit("{}").unwrap();
    all[10..].iter().for_each(|page| writer.put(page).unwrap());
    writer.remove(all[3].page);
    writer.commit("{}").unwrap();
    writer.finish().unwrap();
}

#[test]
fn every_file_that_is_altered_cut_or_lost_is_noticed() {
    let sound = tempfile::tempdir().unwrap();
    make(sound.path());
    let names: Vec<_> =
        files(sound.path()).iter().map(|file| file.file_name().unwrap().to_owned()).collect();
    assert!(names.iter().any(|name| name.to_string_lossy().ends_with(".del")), "{names:?}");
    let damages: [Damage; 5] = [
        |file| fs_err::remove_file(file).unwrap(),
        |file| flip(file, |_| 0),
        |file| flip(file, |length| length / 2),
        |file| flip(file, |length| length - 1),
        |file| {
            let bytes = fs_err::read(file).unwrap();
            fs_err::write(file, &bytes[..bytes.len() / 2]).unwrap();
        },
    ];
    for name in names {
        for (number, damage) in damages.iter().enumerate() {
            let folder = tempfile::tempdir().unwrap();
            copy(sound.path(), folder.path());
            assert_eq!(ask(&open(folder.path()), "alpha").total, 19, "a copy is sound");
            damage(&folder.path().join(&name));
            let Opened::Damaged { why } = Pages::open(folder.path()).unwrap() else {
                panic!("damage {number} of {name:?} was not noticed");
            };
            let said = ["seal.json", "meta.json"].iter().any(|file| why.contains(file));
            assert!(said || why.contains(&*name.to_string_lossy()), "{why}");
            assert!(matches!(Writer::open(folder.path(), HEAP), Err(IndexError::Damaged { .. })));
            // It can be made anew in the same place.
            let pages = index(folder.path(), &[page("beta")]);
            assert_eq!((ask(&pages, "alpha").total, ask(&pages, "beta").total), (0, 1));
        }
    }
}

fn flip(file: &Path, at: fn(usize) -> usize) {
    let mut bytes = fs_err::read(file).unwrap();
    let at = at(bytes.len());
    bytes[at] ^= 1;
    fs_err::write(file, bytes).unwrap();
}

#[test]
fn a_file_that_was_altered_while_the_index_was_open_is_noticed_by_the_next() {
    let folder = tempfile::tempdir().unwrap();
    make(folder.path());
    let pages = open(folder.path());
    let segment =
        files(folder.path()).into_iter().find(|file| file.extension().unwrap() == "term").unwrap();
    // With the same length and the time put back: the file system still remembers that it changed.
    let times = fs_err::metadata(&segment).unwrap().modified().unwrap();
    flip(&segment, |length| length / 2);
    let file = fs_err::OpenOptions::new().write(true).open(&segment).unwrap();
    file.file().set_modified(times).unwrap();
    assert!(matches!(Pages::open(folder.path()).unwrap(), Opened::Damaged { .. }));
    drop(pages);
}

#[test]
fn an_index_of_another_version_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    make(folder.path());
    let seal = folder.path().join("seal.json");
    let text = fs_err::read_to_string(&seal).unwrap();
    let json = text.lines().nth(1).unwrap().replace("pages/", "pages/9");
    let digest = Digest::of(json.as_bytes()).hex();
    fs_err::write(&seal, format!("{digest}\n{json}\n")).unwrap();
    let Opened::Damaged { why } = Pages::open(folder.path()).unwrap() else {
        panic!("it was read")
    };
    assert!(why.contains("another version"), "{why}");
}

#[test]
fn an_empty_folder_and_none_hold_no_index() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(Pages::open(folder.path()).unwrap(), Opened::Absent));
    assert!(matches!(Pages::open(&folder.path().join("none")).unwrap(), Opened::Absent));
}

#[test]
fn a_writer_goes_on_where_one_was_killed_before_its_state_came_to_be() {
    for unwritten in [&["meta.json", "seal.json"][..], &["meta.json"]] {
        let folder = tempfile::tempdir().unwrap();
        let mut all: Vec<_> = (0..10).map(|n| page(&format!("alpha w{n}"))).collect();
        let mut writer = Writer::create(folder.path(), HEAP).unwrap();
        all.iter().for_each(|page| writer.put(page).unwrap());
        writer.commit("first").unwrap();
        writer.finish().unwrap();
        let state = unwritten.iter().map(|name| folder.path().join(name));
        let state: Vec<_> = state.map(|path| (fs_err::read(&path).unwrap(), path)).collect();

        all[0] = PageDocument { page: all[0].page, ..page("beta") };
        let replace = || {
            let mut writer = Writer::open(folder.path(), HEAP)?;
            writer.put(&all[0])?;
            writer.commit("second")?;
            writer.finish()
        };
        replace().unwrap();
        // Its files are there, its state is not; the next writer gives its own the same names.
        state.iter().for_each(|(bytes, path)| fs_err::write(path, bytes).unwrap());
        assert_eq!(ask(&open(folder.path()), "alpha").total, 10);
        replace().unwrap();
        let pages = open(folder.path());
        assert_eq!((ask(&pages, "alpha").total, ask(&pages, "beta").total), (9, 1));
    }
}
