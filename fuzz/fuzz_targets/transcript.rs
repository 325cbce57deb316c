//! What people type: the text form reads back as it was written, and comparing never panics.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sijill_reading::transcript::{disagreements, text, zones};

fuzz_target!(|halves: (&str, &str)| {
    let (one, two) = (zones(halves.0), zones(halves.1));
    assert_eq!(zones(&text(&one)), one);
    if one.len() < 50 && two.len() < 50 {
        assert!(disagreements(&one, &one).is_empty());
        let _ = disagreements(&one, &two);
    }
});
