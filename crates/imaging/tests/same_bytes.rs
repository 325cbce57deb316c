//! The same page gives the same bytes: on every machine, and until somebody means to change them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::{digest, invented};
use sijill_imaging::likeness::Picture;
use sijill_imaging::prepare::{Angle, Turn, binarise, normalise, prepare, rotate, turn};
use sijill_imaging::quality::measure;

#[test]
fn preparing() {
    let page = invented(827, 1169);
    let slanted = turn(&rotate(&page, Angle::tenths(-17)), Turn::Half);
    let ready = prepare(&slanted, Turn::Half, Some(100.0));
    assert_eq!((ready.skew.tenths, ready.resolution.dpi), (-17, 100.0));
    assert_eq!(digest(normalise(&page).pixels()), "ec237f9377b8a762");
    assert_eq!(digest(ready.image.pixels()), "ba63cf849bc569c3");
    assert_eq!(digest(binarise(&ready.image, 20).pixels()), "bd51c088b5e0985b");
}

#[test]
fn measuring() {
    let page = invented(827, 1169);
    let white = normalise(&page);
    let measures = serde_json::to_string(&measure(&page, &white, Some(100.0))).unwrap();
    assert_eq!(digest(measures.as_bytes()), "9ca9e8e84a281c7b", "{measures}");
    let picture = Picture::of(&white, Angle::tenths(0)).unwrap();
    assert_eq!(digest(picture.bytes()), "60ee0051c6b1764e");
}
