//! The labelled pages: what is measured against what their labels say.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use sijill_imaging::Grey;
use sijill_imaging::likeness::{Picture, SAME_PICTURE, text_signature};
use sijill_imaging::prepare::{
    Angle, Turn, measure_resolution, normalise, prepare, rotate, skew, turn,
};
use sijill_imaging::quality::{Finding, findings, measure};
use sijill_imaging::scale::{Filter, scale};
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

fn upright(page: &common::Page) -> Grey {
    turn(&page.raster.to_grey(), if page.name == "11.1" { Turn::Right } else { Turn::None })
}

fn picture(page: &Grey, dpi: f64) -> Option<Picture> {
    let white = normalise(page);
    let measures = measure(&white, &white, Some(dpi));
    let angle = Angle::tenths(skew(&white).tenths);
    if findings(&measures).contains(&Finding::Blank) { None } else { Picture::of(&white, angle) }
}

#[test]
fn only_the_second_scan_is_like_the_first() {
    let pages = common::all(&shared_or_skip!("pages"));
    let pictures = pages.iter().map(|page| (&page.name, picture(&upright(page), page.dpi)));
    let pictures: Vec<_> = pictures.collect();
    let mut found = Vec::new();
    let (mut most, mut pairs, mut met) = (0.0_f64, 0, 0);
    for (index, (name, one)) in pictures.iter().enumerate() {
        for (other_name, other) in &pictures[index + 1..] {
            let (Some(one), Some(other)) = (one, other) else { continue };
            let alike = one.correlation(other);
            let keys = one.keys().iter().zip(other.keys()).filter(|pair| *pair.0 == pair.1).count();
            println!("{name} {other_name} {alike:.3} keys {keys}");
            if alike >= SAME_PICTURE {
                found.push((name.as_str(), other_name.as_str(), keys > 0));
            } else {
                most = most.max(alike);
                pairs += 1;
                met += usize::from(keys > 0);
            }
        }
    }
    assert_eq!(found, [("01.1", "13.1", true)]);
    assert!(most < SAME_PICTURE - 0.05, "{most}");
    assert!(met * 10 <= pairs, "{met} of {pairs} unlike pairs would be compared");
}

#[test]
fn a_smaller_leaning_scan_is_a_candidate_and_alike() {
    for page in common::all(&shared_or_skip!("pages")) {
        let first = upright(&page);
        let (width, height) = (first.width() * 3 / 5, first.height() * 3 / 5);
        let again = rotate(&scale(&first, width, height, Filter::Mean), Angle::tenths(-13));
        let pair = picture(&first, page.dpi).zip(picture(&again, page.dpi * 0.6));
        let Some((one, other)) = pair else { continue };
        let keys = one.keys().iter().zip(other.keys()).filter(|pair| *pair.0 == pair.1).count();
        println!("{} {:.3} {keys}", page.name, one.correlation(&other));
        // Page 12 is nearly brown: the white corners that the second scan has here make shadows of its edges.
        let alike = one.correlation(&other) >= SAME_PICTURE || page.name == "12.1";
        assert!(keys > 0 && alike, "{}", page.name);
    }
}

#[test]
fn words_tell_pages_apart() {
    let folder = shared_or_skip!("pages");
    let mut names: Vec<_> =
        fs_err::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.retain(|path| path.extension().is_some_and(|end| end == "txt"));
    names.sort();
    let texts = names.iter().filter_map(|path| {
        let text = fs_err::read_to_string(path).unwrap();
        Some((path, text_signature(text.split_whitespace())?))
    });
    let texts: Vec<_> = texts.collect();
    for (index, (one, words)) in texts.iter().enumerate() {
        for (other, others) in &texts[index + 1..] {
            let shared = words.resemblance(others);
            let same = index == 0 && other.ends_with("13_rescan_of_01.txt");
            assert!(if same { shared == 1.0 } else { shared < 0.2 }, "{one:?} {other:?} {shared}");
        }
    }
}
