//! `tables` and `page`: what can be written again from the evidence is written again and compared.

use sijill_bag::EVIDENCE_PROFILE;
use sijill_schema::AccessionRecord;
use sijill_storage::TOOL;

use super::load::Files;
use super::verdict::words;
use super::{Check, Words};
use crate::contents::Contents;
use crate::{dublin_core, instructions, layout, premis, tables};

/// Tables and XML for people and other archives: they add nothing to the evidence, and may not contradict it.
pub fn tables(files: &Files, contents: &Contents) -> Check {
    const WHAT: &str = "tables";
    if let Some(other) = other_version(WHAT, contents) {
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
    let wrong = written.iter().filter(|table| differs(table));
    let problems = wrong.map(|(path, _)| contradicts(path)).collect();
    let count = written.len();
    let good = words!(
        "the {count} tables say what the events and records say",
        "الجداول الـ{count} تقول ما تقوله الأحداث والسجلات"
    );
    Check::of(WHAT, problems, good)
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
