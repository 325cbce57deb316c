//! Any bytes have a format, and telling it never panics: this runs in the parent.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sijill_imaging::identify::identify;

fuzz_target!(|bytes: &[u8]| {
    let _ = identify(bytes);
});
