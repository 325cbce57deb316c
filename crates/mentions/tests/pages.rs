//! The sample pages say who stands on them: every one of them must be found in the true text, and nobody else.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;

use serde_json::Value;
use sijill_arabic::fold;
use sijill_mentions::{Cell, FoundPerson, Line, Told, read};
use sijill_testkit::shared_or_skip;

fn lines(text: &str) -> Vec<Line> {
    let cell = |text: &str| Cell { text: text.to_owned(), ..Cell::default() };
    let line = |line: &str| Line {
        table: line.contains('\t').then_some(0),
        cells: line.split('\t').map(cell).collect(),
    };
    text.lines().map(line).collect()
}

fn pages(folder: &Path) -> Vec<(Value, Told)> {
    let mut files: Vec<_> =
        fs_err::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let mut pages = Vec::new();
    for file in files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "json"))
    {
        let facts: Value = serde_json::from_str(&fs_err::read_to_string(file).unwrap()).unwrap();
        let Ok(text) = fs_err::read_to_string(file.with_extension("txt")) else { continue };
        pages.push((facts, read(&lines(&text))));
    }
    assert_eq!(pages.len(), 13);
    pages
}

fn same(found: &str, true_one: &str) -> bool {
    let plain = |text: &str| fold(text).replace(['-', ' '], "");
    plain(found) == plain(true_one)
}

/// Whether a person is the mention that a page's facts describe, with the mother and the year of birth.
fn is(person: &FoundPerson, mention: &Value) -> bool {
    let name = mention["as_written"].as_str().unwrap();
    let mother = mention["mother_as_written"].as_str();
    let year = mention["birth_as_written"].as_str().map(|born| {
        let figures: String =
            fold(born).chars().map(|c| if c.is_numeric() { c } else { ' ' }).collect();
        figures.split_whitespace().find(|figure| figure.len() == 4).unwrap().to_owned()
    });
    let born = person.named.born.as_ref().and_then(|born| born.interpreted.as_ref());
    same(&person.named.name, name)
        && mother.is_none_or(|mother| {
            person.named.mother.as_deref().is_some_and(|found| same(found, mother))
        })
        && year
            .is_none_or(|year| born.is_some_and(|born| born.earliest().year().to_string() == year))
}

#[test]
fn everybody_is_found_and_nobody_else() {
    let (mut all, mut missed, mut others) = (0, Vec::new(), Vec::new());
    for (facts, told) in pages(&shared_or_skip!("pages")) {
        let mentions = facts["mentions"].as_array().unwrap();
        all += mentions.len();
        let found = |mention: &&Value| !told.people.iter().any(|person| is(person, mention));
        missed.extend(mentions.iter().filter(found).cloned());
        let known = |person: &&FoundPerson| {
            // The court names the accused again by given name and family alone.
            let words =
                |text: &str| fold(text).split([' ', '-']).map(str::to_owned).collect::<Vec<_>>();
            let own = words(&person.named.name);
            mentions.iter().any(|mention| {
                let whole = words(mention["as_written"].as_str().unwrap());
                own.iter().all(|word| whole.contains(word))
            })
        };
        others.extend(told.people.iter().filter(|person| !known(person)).cloned());
    }
    println!("{all} people, {} missed, {} others", missed.len(), others.len());
    assert!(missed.is_empty(), "{missed:#?}");
    assert!(others.is_empty(), "{others:#?}");
}

#[test]
fn the_sort_of_record_is_told() {
    for (facts, told) in pages(&shared_or_skip!("pages")) {
        let told = serde_json::to_value(told.types.first()).unwrap();
        let expected = match facts["kind"].as_str().unwrap() {
            "register_table" => "register",
            "release_memo" => "release-order",
            "property_table" => "property-list",
            "note" | "blank" => continue,
            kind => &kind.replace('_', "-"),
        };
        assert_eq!(told, expected, "{}", facts["file"]);
    }
}

#[test]
fn dates_and_the_branch_are_found() {
    for (facts, told) in pages(&shared_or_skip!("pages")) {
        for date in facts["dates"].as_array().into_iter().flatten() {
            // Dates of birth in a register are years, and stand in the mention.
            let Some(iso) = date["iso"].as_str().filter(|iso| iso.len() == 10) else { continue };
            let day = iso.parse().unwrap();
            let is_in =
                told.dates.iter().any(|found| (found.earliest()..=found.latest()).contains(&day));
            assert!(is_in, "{}: {date} in {:?}", facts["file"], told.dates);
        }
        if let Some(branch) = facts["branch"].as_str() {
            let is_in = told.numbers.iter().any(|number| {
                number.kind == sijill_schema::NumberKind::Branch && number.value == branch
            });
            assert!(is_in, "{}: {branch} in {:?}", facts["file"], told.numbers);
        }
    }
}
