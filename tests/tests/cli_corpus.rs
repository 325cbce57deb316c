//! Hostile input: the whole corpus is taken in, whatever its files hold.

use std::collections::BTreeMap;

use sijill_testkit::shared_or_skip;
use sijill_tests::archive;
use sijill_tests::contract::{masters, source};

#[test]
fn the_whole_corpus_is_taken_in_byte_for_byte() {
    let corpus = shared_or_skip!("corpus");
    let scratch = archive();
    let outcome = scratch.ingest(&corpus);
    assert_eq!(outcome["problems"].as_array().unwrap().len(), 0, "{}", outcome["problems"]);
    let held: BTreeMap<_, _> = masters(&scratch.archive())
        .into_iter()
        .map(|master| (master.original, master.stored))
        .collect();
    let expected = source(&corpus);
    assert!(expected.len() > 1000, "{}", expected.len());
    assert_eq!(held.len(), expected.len());
    for (name, digest) in &expected {
        assert_eq!(held.get(name), Some(digest), "{}", String::from_utf8_lossy(name));
    }
    assert_eq!(outcome["files"], expected.len());
    assert_eq!(scratch.verify_sound()["files"], expected.len());
}
