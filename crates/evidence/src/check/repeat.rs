//! `tables` and `page`: what can be written again from the evidence is written again and compared.

use std::collections::BTreeMap;

use sijill_bag::EVIDENCE_PROFILE;
use sijill_schema::AccessionRecord;
use sijill_storage::{KeyRegistry, TOOL};

use super::load::Files;
use super::verdict::words;
use super::{Check, Words};
use crate::contents::Contents;
use crate::{dublin_core, instructions, layout, premis, tables};

/// Tables and XML for people and other archives: they add nothing to the evidence, and may not contradict it. Nor
/// may the key files, which every version writes alike.
pub fn tables(files: &Files, contents: &Contents, registry: Option<&KeyRegistry>) -> Check {
    const WHAT: &str = "tables";
    let wrong = wrong_keys(files, registry);
    if let Some(other) = other_version(WHAT, contents).filter(|_| wrong.is_empty()) {
        return other;
    }
    let mut written = vec![
        (layout::EVENTS.to_owned(), Ok(tables::events(contents).into_bytes())),
        (layout::NAMES.to_owned(), Ok(tables::names(contents).into_bytes())),
        (layout::PREMIS.to_owned(), premis::premis(contents)),
    ];
    for (packaged, record) in contents.description.items.iter().zip(&contents.items) {
        let path = format!("{}/{}", layout::below_data(&packaged.metadata), layout::DUBLIN_CORE);
        let of_item = |accession: &&AccessionRecord| accession.id == record.description.accession;
        let accession = contents.accessions.iter().find(of_item);
        written.push((path, dublin_core::dublin_core(record, accession)));
    }
    let differs = |(path, bytes): &(String, std::io::Result<Vec<u8>>)| {
        bytes.as_ref().ok().map(Vec::as_slice) != files.bytes(path)
    };
    let differing = written.iter().filter(|table| differs(table)).map(|(path, _)| path);
    let problems = differing.chain(&wrong).map(|path| contradicts(path)).collect();
    let count = written.len();
    let good = words!(
        "the {count} tables say what the events and records say",
        "الجداول الـ{count} تقول ما تقوله الأحداث والسجلات"
    );
    Check::of(WHAT, problems, good)
}

/// The key files that are not those of the keys that the log enrolled.
fn wrong_keys(files: &Files, registry: Option<&KeyRegistry>) -> Vec<String> {
    let enrolled = registry.map(KeyRegistry::all).unwrap_or_default().into_iter();
    let enrolled: BTreeMap<_, _> = enrolled
        .map(|key| (layout::key(&key.id.to_string(), key.role), key.public.to_pem()))
        .collect();
    let strays = files.paths().filter(|path| layout::is_key(path) && !enrolled.contains_key(*path));
    let differs = |(path, pem): &(&String, &String)| files.text(path) != Some(pem);
    let differing = enrolled.iter().filter(differs).map(|(path, _)| path.clone());
    strays.map(str::to_owned).chain(differing).collect()
}

fn contradicts(path: &str) -> Words {
    words!(
        "{path} does not say what the events and records say",
        "{path} لا يقول ما تقوله الأحداث والسجلات"
    )
}

/// Instructions, script and page: an insider who holds the seal key could make a page that always says yes.
pub fn page(files: &Files, contents: &Contents) -> Check {
    const WHAT: &str = "page";
    if let Some(other) = other_version(WHAT, contents) {
        return other;
    }
    let expected = [
        (layout::PAGE, instructions::PAGE.to_owned()),
        (layout::SCRIPT, instructions::SCRIPT.to_owned()),
        (layout::README, instructions::readme(&contents.description)),
        (layout::PROFILE, EVIDENCE_PROFILE.to_owned()),
    ];
    let differs = |(path, text): &&(&str, String)| files.text(path) != Some(text);
    let problems = expected.iter().filter(differs).map(|(path, _)| {
        words!(
            "{path} is not the one that this program writes",
            "{path} ليس الذي يكتبه هذا البرنامج"
        )
    });
    let good = words!(
        "the page, the script and the instructions are those of this program",
        "الصفحة والبرنامج النصي والتعليمات هي التي يكتبها هذا البرنامج"
    );
    Check::of(WHAT, problems.collect(), good)
}

/// Another version may write them differently, and then says nothing about this one.
fn other_version(what: &'static str, contents: &Contents) -> Option<Check> {
    let tool = &contents.description.tool;
    (tool != TOOL).then(|| {
        Check::not_claimed(
            what,
            words!(
                "made by {tool}, checked by {TOOL}: use that version to compare",
                "صُنعت بـ{tool} وتُفحص بـ{TOOL}: استعمل ذلك الإصدار للمقارنة"
            ),
        )
    })
}
