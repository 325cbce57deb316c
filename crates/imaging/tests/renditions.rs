//! Viewing copies: opened by other programs' rules, and the same bytes again.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeMap;

use common::{decode, digest, invented};
use sijill_imaging::renditions::{TILE, covered, full, screen, thumbnail, tiles, tiles_zip};
use sijill_imaging::{Raster, Samples};

fn page(samples: Samples) -> Raster {
    let grey = invented(1240, 1754);
    let pixels = match samples {
        Samples::Grey8 => grey.pixels().to_vec(),
        Samples::Rgb8 => grey.pixels().iter().flat_map(|shade| [*shade, *shade / 2, 90]).collect(),
    };
    Raster::new(1240, 1754, samples, pixels).unwrap()
}

/// The members of a ZIP file, by its directory.
fn members(zip: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let number = |at: usize, bytes: usize| {
        zip[at..at + bytes].iter().rev().fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte))
    };
    let end = zip.len() - 22;
    assert_eq!(&zip[end..end + 4], b"PK\x05\x06");
    let mut at = number(end + 16, 4);
    let mut members = BTreeMap::new();
    while &zip[at..at + 4] == b"PK\x01\x02" {
        let (size, name, local) = (number(at + 24, 4), number(at + 28, 2), number(at + 42, 4));
        let path = String::from_utf8(zip[at + 46..at + 46 + name].to_vec()).unwrap();
        assert_eq!(number(at + 10, 2), 0, "stored, not compressed");
        let data = &zip[local + 30 + name..local + 30 + name + size];
        assert_eq!(number(at + 16, 4), crc32fast::hash(data) as usize);
        assert!(members.insert(path, data.to_vec()).is_none(), "no path twice");
        at += 46 + name;
    }
    assert_eq!((members.len(), at), (number(end + 8, 2), end));
    members
}

#[test]
fn copies_have_their_sizes_and_keep_colour_and_grey() {
    for samples in [Samples::Grey8, Samples::Rgb8] {
        let page = page(samples);
        let sizes =
            [(thumbnail(&page), 181, 256), (screen(&page), 1131, 1600), (full(&page), 1240, 1754)];
        for (copy, width, height) in sizes {
            let copy = decode(&copy.unwrap());
            assert_eq!((copy.width(), copy.height(), copy.samples()), (width, height, samples));
        }
    }
}

#[test]
fn small_pages_are_not_made_larger() {
    let dot = Raster::new(1, 1, Samples::Grey8, vec![7]).unwrap();
    assert_eq!(decode(&thumbnail(&dot).unwrap()).width(), 1);
    assert_eq!(covered(&dot, 256).unwrap().width(), 1);
    assert_eq!(members(&tiles_zip(&dot).unwrap()).len(), 2);
}

#[test]
fn copies_hold_no_metadata() {
    for copy in [thumbnail(&page(Samples::Rgb8)).unwrap(), full(&page(Samples::Grey8)).unwrap()] {
        let marks: Vec<u8> =
            copy.windows(2).filter(|pair| pair[0] == 0xff).map(|pair| pair[1]).collect();
        assert!(!marks.contains(&0xe1), "no EXIF, no XMP");
        assert!(!marks.contains(&0xfe), "no comment");
    }
}

#[test]
fn tiles_show_the_page() {
    let page = page(Samples::Grey8);
    let members = members(&tiles_zip(&page).unwrap());
    let info: serde_json::Value = serde_json::from_slice(&members["info.json"]).unwrap();
    assert_eq!((&info["width"], &info["profile"]), (&1240.into(), &"level0".into()));
    let all: Vec<_> = tiles(1240, 1754).collect();
    assert_eq!(members.len(), all.len() + 1);
    for tile in all {
        let shown = decode(&members[&tile.path()]);
        assert_eq!((shown.width(), shown.height()), (tile.shown_width, tile.shown_height));
        assert!(shown.width() <= TILE && shown.height() <= TILE);
        let region = page.to_grey().crop(
            tile.x as usize,
            tile.y as usize,
            tile.width as usize,
            tile.height as usize,
        );
        let mean = |pixels: &[u8]| {
            pixels.iter().map(|shade| f64::from(*shade)).sum::<f64>() / pixels.len() as f64
        };
        let (expected, found) = (mean(region.pixels()), mean(shown.pixels()));
        assert!((expected - found).abs() < 2.0, "{}: {expected} {found}", tile.path());
    }
}

#[test]
fn making_them_again_gives_the_same_bytes() {
    let digests = |page: &Raster| {
        let copies = [thumbnail(page).unwrap(), screen(page).unwrap(), full(page).unwrap()];
        let cover = covered(page, 256).unwrap().into_pixels();
        let zip = tiles_zip(page).unwrap();
        [&copies[0], &copies[1], &copies[2], &cover, &zip].map(|bytes| digest(bytes)).join(" ")
    };
    assert_eq!(
        digests(&page(Samples::Grey8)),
        "7037139ade6b2b26 246f6ee5fde2fc6c 329bcc899a9ae552 b31c2ba80ce3fbd9 7aa2b38535780848"
    );
    assert_eq!(
        digests(&page(Samples::Rgb8)),
        "c439b57a05510dc0 1abbc59f1cc0ad45 ca942ef368ee2b04 e1db1ebbfc660d0f 9d1a680aedc02613"
    );
}
