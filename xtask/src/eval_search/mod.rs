//! `cargo xtask eval-search [FOLDER]`: takes labelled pages in, looks for everybody who stands on them, by name alone and
//! from what a machine read, and prints how many are found.
//!
//! A folder has, for each `NAME`, an image and `NAME.json` (`kind`, and `mentions` with `person` and `as_written`), and a
//! `persons.json` with each person's whole `name`. A mention counts as readable where every word of it stands in the
//! text that was read with at most one letter wrong, two in words of more than four letters.

mod archive;

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use crate::eval_ocr::{bundled, labels, rounded};
use crate::{Result, models};
use archive::{Archive, Page};

/// How far down the list somebody looks.
const LOOKED_AT: usize = 20;

#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    mentions: u32,
    readable: u32,
    /// By a mention or by words on the page.
    found: u32,
    /// By a mention.
    as_person: u32,
    found_readable: u32,
    searched_readable: u32,
}

/// Takes the pages in, asks, and prints a table and the sums as JSON.
pub fn run(folder: Option<&Path>) -> Result<()> {
    let folder = fs_err::canonicalize(folder.map_or_else(bundled, Path::to_owned))?;
    let archive = Archive::make(&folder, &fs_err::canonicalize(models::install()?)?)?;
    let names = names(&folder)?;
    let mut kinds: BTreeMap<String, Tally> = BTreeMap::new();
    for label in labels(&folder)? {
        let about: Value = serde_json::from_str(&fs_err::read_to_string(&label)?)?;
        let (Some(kind), Some(file)) = (about["kind"].as_str(), about["file"].as_str()) else {
            continue;
        };
        let pages = archive.pages(file)?;
        let tally = kinds.entry(kind.to_owned()).or_default();
        for mention in about["mentions"].as_array().into_iter().flatten() {
            let (person, written) = (mention["person"].as_str(), mention["as_written"].as_str());
            let (Some(person), Some(written)) = (person, written) else { continue };
            // A child who was renamed is asked for by the name that the page gives.
            let whole = names
                .get(person)
                .filter(|name| words(written).iter().any(|word| stands_in(word, name)));
            let asked = whole.map_or(written, String::as_str);
            let found = found_by(&archive, &pages, asked, written)?;
            let searched = is_searched(&archive, &pages, written)?;
            let readable = pages.iter().any(|page| is_readable(written, &page.text));
            let word = if readable { "readable" } else { "misread" };
            match found {
                None => println!("not found: {written} on {file} ({word})"),
                Some(By::Words) => println!("by words on the page: {written} on {file} ({word})"),
                Some(By::Mention) => {}
            }
            tally.mentions += 1;
            tally.readable += u32::from(readable);
            tally.found += u32::from(found.is_some());
            tally.as_person += u32::from(found == Some(By::Mention));
            tally.found_readable += u32::from(found.is_some() && readable);
            tally.searched_readable += u32::from(searched && readable);
        }
    }
    print(&kinds);
    Ok(())
}

/// The whole name of each person.
fn names(folder: &Path) -> Result<BTreeMap<String, String>> {
    let path = folder.join("persons.json");
    if !path.exists() {
        return Ok(BTreeMap::new());
    }
    let file: Value = serde_json::from_str(&fs_err::read_to_string(path)?)?;
    let person = |person: &Value| {
        Some((person["id"].as_str()?.to_owned(), person["name"].as_str()?.to_owned()))
    };
    Ok(file["persons"].as_array().into_iter().flatten().filter_map(person).collect())
}

/// By what somebody is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    /// A mention: somebody was read there as a person.
    Mention,
    /// Words like the name.
    Words,
}

/// Whether `sijill find` by the name alone leads to a mention, or else to words, on the page that read like what stands
/// there.
fn found_by(archive: &Archive, pages: &[Page], asked: &str, written: &str) -> Result<Option<By>> {
    let answer = archive.ask(&["find", "--name", asked, "--limit", &LOOKED_AT.to_string()])?;
    let on_page = |list: &str| {
        let hits = answer[list].as_array().cloned().unwrap_or_default().into_iter();
        hits.filter(|hit| pages.iter().any(|page| hit["page"] == page.id.as_str()))
    };
    let asked = words(written);
    let reads_alike =
        |name: &str| 2 * asked.iter().filter(|word| stands_in(word, name)).count() >= asked.len();
    let is_named = |hit: Value| reads_alike(hit["person"]["name"].as_str().unwrap_or_default());
    let has_words = |hit: Value| {
        let found = hit["words"].as_array().into_iter().flatten();
        let found: Vec<_> = found.filter_map(|word| word["found"].as_str()).collect();
        reads_alike(&found.join(" "))
    };
    let by = if on_page("hits").any(is_named) {
        Some(By::Mention)
    } else {
        on_page("on_pages").any(has_words).then_some(By::Words)
    };
    Ok(by)
}

/// Whether `sijill search` for all words of the name leads to the page.
fn is_searched(archive: &Archive, pages: &[Page], written: &str) -> Result<bool> {
    let query: Vec<_> = words(written).into_iter().map(|word| format!("{word}~")).collect();
    let limit = LOOKED_AT.to_string();
    let answer = archive.ask(&["search", &query.join(" AND "), "--limit", &limit])?;
    let mut hits = answer["hits"].as_array().into_iter().flatten();
    Ok(hits.any(|hit| pages.iter().any(|page| hit["page"] == page.id.as_str())))
}

fn is_readable(written: &str, text: &str) -> bool {
    words(written).iter().all(|word| stands_in(word, text))
}

/// The words of a name, without بن between them.
fn words(name: &str) -> Vec<String> {
    let words = sijill_arabic::words(name).into_iter().map(|word| word.folded);
    words.filter(|word| !sijill_arabic::is_filiation(word)).collect()
}

fn stands_in(word: &str, text: &str) -> bool {
    let wrong = if word.chars().count() > 4 { 2 } else { 1 };
    sijill_arabic::words(text).iter().any(|other| edits(word, &other.folded) <= wrong)
}

/// How many letters must be changed, left out or put in (Levenshtein): the plain measure, not ours.
fn edits(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (number, letter) in one.chars().enumerate() {
        let mut corner = row[0];
        row[0] = number + 1;
        for (column, with) in other.iter().enumerate() {
            let cost = corner + usize::from(letter != *with);
            corner = row[column + 1];
            row[column + 1] = cost.min(corner + 1).min(row[column] + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}

fn print(kinds: &BTreeMap<String, Tally>) {
    println!(
        "{:<18} {:>8} {:>8} {:>6} {:>9} {:>9}",
        "kind", "mentions", "readable", "found", "as person", "searched"
    );
    let mut sum = Tally::default();
    for (kind, tally) in kinds {
        let Tally { mentions, readable, found, as_person, searched_readable, .. } = tally;
        println!(
            "{kind:<18} {mentions:>8} {readable:>8} {found:>6} {as_person:>9} {searched_readable:>9}"
        );
        sum.mentions += tally.mentions;
        sum.readable += readable;
        sum.found += found;
        sum.as_person += as_person;
        sum.found_readable += tally.found_readable;
        sum.searched_readable += searched_readable;
    }
    let share = |part: u32, of: u32| rounded(f64::from(part) / f64::from(of.max(1)));
    let result = json!({
        "mentions": sum.mentions,
        "readable": sum.readable,
        "recall": share(sum.found, sum.mentions),
        "recall_as_person": share(sum.as_person, sum.mentions),
        "recall_readable": share(sum.found_readable, sum.readable),
        "search_recall_readable": share(sum.searched_readable, sum.readable),
    });
    println!("{result}");
}

#[cfg(test)]
mod tests {
    use super::{edits, is_readable};

    #[test]
    fn letters_are_counted() {
        assert_eq!(edits("خالد", "خالد"), 0);
        assert_eq!(edits("خالد", "خلد"), 1);
        assert_eq!(edits("", "خلد"), 3);
    }

    #[test]
    fn a_name_is_readable_where_all_its_words_stand() {
        assert!(is_readable("سامر بن نبيل", "الموقوف سامر نببل"));
        assert!(!is_readable("سامر بن نبيل", "الموقوف سامر"));
    }
}
