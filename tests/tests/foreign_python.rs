//! A Python script with nothing but the standard library recomputes the Merkle root (RFC 6962 section 2.1) from
//! the event rows and compares it with every signed checkpoint.

use rusqlite::Connection;
use sijill_tests::archive;
use sijill_tests::foreign::python;

const ROOT: &str = r"
import base64, hashlib, sqlite3, sys

def node(left, right):
    return hashlib.sha256(b'\x01' + left + right).digest()

def root(hashes):
    if not hashes:
        return hashlib.sha256(b'').digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return node(root(hashes[:split]), root(hashes[split:]))

ledger = sqlite3.connect('file:' + sys.argv[1] + '/ledger.sqlite?mode=ro', uri=True)
leaves = [leaf for leaf, in ledger.execute('SELECT leaf FROM event ORDER BY seq')]
hashes = [hashlib.sha256(b'\x00' + leaf).digest() for leaf in leaves]
newest = open(sys.argv[1] + '/checkpoint', 'rb').read()
notes = [note for note, in ledger.execute('SELECT note FROM checkpoint ORDER BY size')]
assert notes[-1] == newest, 'the file is not the newest checkpoint'
for note in notes:
    origin, size, stated = note.decode().split('\n')[:3]
    assert origin == 'x.example/y', origin
    assert int(size) <= len(leaves), 'a checkpoint over more events than there are'
    assert root(hashes[:int(size)]) == base64.b64decode(stated, validate=True), 'root at ' + size
assert int(newest.decode().split('\n')[1]) == len(leaves), 'events that no checkpoint covers'
print(len(notes), 'checkpoints over', len(leaves), 'events')
";

#[test]
fn the_root_recomputed_from_the_events_is_the_one_that_was_signed() {
    let scratch = archive();
    for count in [1, 6, 13] {
        scratch.ingest(&scratch.write_scans(&format!("scans-{count}"), count));
    }
    let (code, said) = python(ROOT, &[&scratch.archive()]);
    assert_eq!((code, said.trim()), (0, "4 checkpoints over 34 events"));
}

#[test]
fn the_script_finds_a_changed_event() {
    let scratch = archive();
    scratch.ingest(&scratch.write_scans("scans", 2));
    let ledger = Connection::open(scratch.archive().join("ledger.sqlite")).unwrap();
    ledger
        .execute_batch(
            "DROP TRIGGER event_fixed;
             UPDATE event SET leaf = cast(replace(cast(leaf AS TEXT), 'suc', 'fai') AS BLOB) WHERE seq = 6",
        )
        .unwrap();
    drop(ledger);
    let (code, said) = python(ROOT, &[&scratch.archive()]);
    assert_ne!(code, 0);
    assert!(said.contains("root at"), "{said}");
    assert_eq!(scratch.sijill.json(["verify"]).0, 1);
}
