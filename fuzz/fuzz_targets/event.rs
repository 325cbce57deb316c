//! Leaves of the ledger: what parses writes back to the same bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sijill_schema::Event;
use sijill_translog::Note;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(note) = Note::parse(bytes) {
        assert_eq!(note.to_bytes(), bytes);
        if let Ok(event) = Event::parse(note.text()) {
            assert_eq!(event.to_text().ok().as_deref(), Some(note.text()));
        }
    }
});
