//! Files of all formats, as a worker opens them: an error or a raster, never a panic. Seed it with the corpus.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sijill_imaging::decode::Document;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(file) = Document::open(bytes.to_vec()) {
        for number in 0..file.pages().min(4) {
            let _ = file.page(number);
        }
    }
});
