//! The invented pages of the reference data: every date, branch and document number that they are known to have must be
//! found in their true text. Needs no reading by a machine, so nothing may be missed.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use serde_json::Value;
use sijill_arabic::{
    Calendar, Context, Found, NumberFound, Precision, dates, fold, hijri, numbers,
};
use sijill_testkit::shared_or_skip;

/// The text of every page with what is known of it.
fn pages(folder: &std::path::Path) -> Vec<(String, String, Value)> {
    let mut pages = Vec::new();
    for entry in fs_err::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let known = fs_err::read_to_string(path.with_extension("json")).unwrap();
            let text = fs_err::read_to_string(&path).unwrap();
            pages.push((name, text, serde_json::from_str(&known).unwrap()));
        }
    }
    pages.sort_by(|one, other| one.0.cmp(&other.0));
    pages
}

/// Whether a date is the one that is known, such as `2014-03-12` or `1436-05-04 AH`.
fn means(found: &Found, iso: &str) -> bool {
    if let Some(hijri_date) = iso.strip_suffix(" AH") {
        let parts: Vec<u16> = hijri_date.split('-').map(|part| part.parse().unwrap()).collect();
        let (month, day) = (u8::try_from(parts[1]).unwrap(), u8::try_from(parts[2]).unwrap());
        let day = hijri(parts[0].into(), month, day).unwrap();
        return found.calendar == Calendar::Hijri && found.first < day && day < found.last;
    }
    let day = iso.parse().unwrap();
    found.calendar == Calendar::Gregorian && found.first <= day && day <= found.last
}

/// Whether one of the dates stands where the known one does and means the same.
fn is_found(text: &str, all: &[Found], date: &Value) -> bool {
    let written = fold(date["as_written"].as_str().unwrap());
    let same = |found: &&Found| fold(&text[found.range.clone()]).contains(&written);
    all.iter().filter(same).any(|found| means(found, date["iso"].as_str().unwrap()))
}

#[test]
fn every_date_of_the_pages_is_found() {
    let mut missed = Vec::new();
    let mut known = 0;
    for (name, text, page) in pages(&shared_or_skip!("pages")) {
        let all = dates(&text);
        for date in page["dates"].as_array().unwrap_or(&Vec::new()) {
            known += 1;
            if !is_found(&text, &all, date) {
                missed.push(format!("{name}: {} ({})", date["as_written"], date["iso"]));
            }
        }
    }
    println!("{known} dates, {} missed", missed.len());
    assert!(known > 30, "{known} dates are known");
    assert_eq!(missed, Vec::<String>::new());
}

#[test]
fn every_branch_and_document_number_of_the_pages_is_found() {
    let mut missed = Vec::new();
    let mut known = 0;
    for (name, text, page) in pages(&shared_or_skip!("pages")) {
        let all = numbers(&text);
        let has = |value: &str, wanted: &[Context]| {
            let right = |found: &&NumberFound| found.context.is_some_and(|c| wanted.contains(&c));
            all.iter().filter(right).any(|found| found.value == value)
        };
        if let Some(branch) = page["branch"].as_str() {
            known += 1;
            missed.extend((!has(branch, &[Context::Branch])).then(|| format!("{name}: {branch}")));
        }
        if let Some(number) = page["doc_number"].as_str() {
            known += 1;
            let value = fold(number).replace('-', "/");
            let found = has(&value, &[Context::Document, Context::Case]);
            missed.extend((!found).then(|| format!("{name}: {value} among {all:?}")));
        }
    }
    println!("{known} numbers, {} missed", missed.len());
    assert!(known > 15, "{known} numbers are known");
    assert_eq!(missed, Vec::<String>::new());
}

#[test]
fn what_is_found_on_the_pages_beyond_that_is_little() {
    let mut days = 0;
    let mut known = 0;
    for (_, text, page) in pages(&shared_or_skip!("pages")) {
        let found = dates(&text);
        days += found.iter().filter(|found| found.precision == Precision::Day).count();
        known += page["dates"].as_array().map_or(0, Vec::len);
    }
    assert!(days <= known + 6, "{days} days found, {known} known");
}
