//! The index of the ledger is behind for a moment after each event, and longer after a crash. Whoever reads then finds the same
//! as somebody with a whole index.

use sijill_storage::Archive;
use sijill_tests::{archive, bitmap};

#[test]
fn an_index_that_is_behind_answers_as_one_that_is_not() {
    let archive = archive();
    archive.ingest(&archive.write_scans("first", 3));
    let file = archive.archive().join("ledger-index.sqlite");
    let behind = fs_err::read(&file).unwrap();
    archive.write("second/7.bmp", bitmap(7));
    archive.ingest(&archive.beside("second"));
    assert_eq!(archive.sijill.json(["process", "--no-text"]).0, 0);
    let opened = Archive::open(&archive.archive()).unwrap();
    let ledger = opened.ledger().unwrap();
    let events: Vec<_> =
        (0..ledger.size().unwrap()).map(|seq| ledger.event(seq).unwrap()).collect();
    // What every question gives, and that the keys are known.
    let told = || {
        let index = opened.index(&ledger).unwrap();
        let mut told = vec![format!("{} files", index.files().unwrap())];
        for event in &events {
            if let Some(item) = event.item {
                told.push(format!("{:?}", index.events_of(item).unwrap()));
                told.push(format!("{:?}", index.last_event_of(item).unwrap()));
                told.push(format!("{:?}", index.pages_of(&ledger, item).unwrap()));
            }
            if let Some(page) = event.page {
                told.push(format!("{:?}", index.events_of_page(page).unwrap()));
            }
            if let Some(object) = event.object {
                told.push(format!("{:?}", index.first_holder(&object.digest).unwrap()));
            }
        }
        let registry = opened.registry(&ledger, &index).unwrap();
        told.push(format!("{} keys", registry.all().len()));
        told
    };
    let whole = told();
    assert!(whole.len() > 20 && whole[0] == "4 files", "{whole:?}");
    for end in ["-wal", "-shm"] {
        let _ = fs_err::remove_file(file.with_file_name(format!("ledger-index.sqlite{end}")));
    }
    fs_err::write(&file, &behind).unwrap();
    assert_eq!(told(), whole);
    assert_eq!(fs_err::read(&file).unwrap(), behind, "a reader writes nothing");
    fs_err::remove_file(&file).unwrap();
    assert_eq!(told(), whole);
}
