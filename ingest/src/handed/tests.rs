use sijill_keys::Passphrase;
use sijill_storage::Archive;
use sijill_storage::verify::{Scope, Silent};
use tempfile::TempDir;

use super::*;
use crate::{Stated, receipt};

struct Desk {
    archive: Archive,
    writer: Writer,
    folder: TempDir,
}

fn desk() -> Desk {
    let folder = TempDir::new().unwrap();
    let passphrase = Passphrase::new("five invented words for a test".to_owned()).unwrap();
    let place = folder.path().join("archive");
    let archive = Archive::create(&place, "x.example/y", "operator", &passphrase).unwrap();
    let writer = archive.write(&passphrase).unwrap();
    Desk { archive, writer, folder }
}

impl Desk {
    fn file(&self, name: &str, bytes: &[u8]) -> HandedIn {
        let path = self.folder.path().join(PageId::new().to_string());
        fs_err::write(&path, bytes).unwrap();
        HandedIn { name: name.to_owned(), path, digest: Digest::of(bytes) }
    }

    fn begun(&mut self) -> AccessionId {
        begin(&mut self.writer, &Stated::default().statement().unwrap()).unwrap()
    }

    fn assert_sound(mut self) {
        self.writer.checkpoint().unwrap();
        let report = self.archive.verify(&Scope::default(), &Silent).unwrap();
        assert!(report.ok, "{:?}", report.problems);
        assert_eq!(report.unacknowledged, 0);
    }
}

fn marked(mark: &str) -> ItemMark {
    ItemMark { mark: mark.to_owned(), pages: Some(3), ..ItemMark::default() }
}

#[test]
fn files_come_in_by_and_by_and_what_is_sent_again_is_told_again() {
    let mut desk = desk();
    let accession = desk.begun();
    let one = desk.file("../../etc/passwd", b"one");
    let two = desk.file("C:\\scans\\صورة.TIF", b"two");
    let first =
        hand_in(&mut desk.writer, accession, &marked("١٢/أ"), std::slice::from_ref(&one)).unwrap();
    let second = hand_in(&mut desk.writer, accession, &marked("١٢/أ"), &[one, two]).unwrap();
    assert_eq!(first.item, second.item);
    assert_eq!((first.files[0].before, second.files[0].before), (false, true));
    assert_eq!(first.files[0].event, second.files[0].event);
    assert_eq!(second.files[1].name, "صورة.TIF");
    assert_eq!(second.files[1].digest, Digest::of(b"two"));
    let other = desk.file("three", b"three");
    hand_in(&mut desk.writer, accession, &marked("13"), &[other]).unwrap();
    let outcome = close(&mut desk.writer, accession).unwrap();
    assert_eq!((outcome.items, outcome.files, outcome.closed), (2, 3, true));
    let told = receipt(&desk.archive, accession).unwrap();
    assert!(told.closed && told.items.iter().all(|item| item.list.is_some()));
    let late = desk.file("late", b"late");
    assert!(hand_in(&mut desk.writer, accession, &marked("14"), &[late]).is_err());
    desk.assert_sound();
}

#[test]
fn a_sealed_item_takes_a_better_scan_and_nothing_else() {
    let mut desk = desk();
    let accession = desk.begun();
    let file = desk.file("a.tif", b"blurred");
    let taken = hand_in(&mut desk.writer, accession, &marked("12"), &[file]).unwrap();
    seal_item(&mut desk.writer, taken.item).unwrap();
    assert!(seal_item(&mut desk.writer, taken.item).is_err());
    let more = desk.file("b.tif", b"more");
    assert!(hand_in(&mut desk.writer, accession, &marked("12"), &[more]).is_err());
    let better = desk.file("a.tif", b"sharp");
    let again = scan_again(&mut desk.writer, taken.files[0].page, better).unwrap();
    assert_ne!(again.item, taken.item);
    let last = desk.writer.index().events_of_page(taken.files[0].page).unwrap();
    let last = desk.writer.event(*last.last().unwrap()).unwrap();
    assert!(matches!(last.act, Act::PageSuperseded(act) if act.by == again.files[0].page));
    close(&mut desk.writer, accession).unwrap();
    desk.assert_sound();
}

#[test]
fn a_file_that_changed_after_it_arrived_is_not_secured() {
    let mut desk = desk();
    let accession = desk.begun();
    let file = desk.file("a", b"as it arrived");
    fs_err::write(&file.path, b"something else").unwrap();
    let refused = hand_in(&mut desk.writer, accession, &marked("12"), &[file]).unwrap_err();
    assert!(refused.to_string().contains("no longer"), "{refused}");
    let whole = desk.file("a", b"as it arrived");
    hand_in(&mut desk.writer, accession, &marked("12"), &[whole]).unwrap();
    for mark in ["", " ", "a\nb", &"x".repeat(201)] {
        let file = desk.file("a", b"x");
        assert!(hand_in(&mut desk.writer, accession, &marked(mark), &[file]).is_err());
    }
    close(&mut desk.writer, accession).unwrap();
    desk.assert_sound();
}
