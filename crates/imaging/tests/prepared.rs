//! The labelled pages: what is measured against what their labels say.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use sijill_imaging::prepare::{Turn, measure_resolution, normalise, prepare, skew, turn};
use sijill_testkit::shared_or_skip;

#[test]
fn lines_lean_as_labelled_to_a_fifth_of_a_degree() {
    for page in common::all(&shared_or_skip!("pages")) {
        let white = normalise(&page.raster.to_grey());
        let found = skew(&white);
        println!("{} {:?} {}", page.name, found, page.skew);
        let is_blank = page.name == "10.1";
        assert!(is_blank || (found.degrees() - page.skew).abs() <= 0.2, "{}: {found:?}", page.name);
        let lies = page.name == "11.1";
        assert!(is_blank || (found.sideways > 1.0) == lies, "{}: {found:?}", page.name);
    }
}

#[test]
fn resolution_is_known_without_the_file_saying_it() {
    for page in common::all(&shared_or_skip!("pages")) {
        let white = normalise(&page.raster.to_grey());
        let (width, height) = (white.width(), white.height());
        let found = measure_resolution(&white, None);
        assert!((found.dpi / page.dpi - 1.0).abs() < 0.01, "{}: {found:?}", page.name);
        let cut = white.crop(0, 0, width * 9 / 10, height * 9 / 10 - width / 5);
        let found = measure_resolution(&cut, None);
        println!("{} {:?} {}", page.name, found, page.dpi);
        let is_blank = page.name == "10.1";
        assert!(
            is_blank || (0.5..1.6).contains(&(found.dpi / page.dpi)),
            "{}: {found:?}",
            page.name
        );
    }
}

#[test]
fn a_prepared_page_is_level_upright_and_at_300_dpi() {
    for page in common::all(&shared_or_skip!("pages")).into_iter().step_by(2) {
        let upright = if page.name == "11.1" { Turn::Right } else { Turn::None };
        let ready = prepare(&page.raster.to_grey(), upright, Some(page.dpi));
        let found = skew(&ready.image);
        assert!(found.degrees().abs() <= 0.2, "{}: {found:?}", page.name);
        let long = ready.image.width().max(ready.image.height());
        assert!((3480..3800).contains(&long), "{}: {long}", page.name);
        assert_eq!(turn(&ready.image, Turn::None), ready.image);
    }
}
