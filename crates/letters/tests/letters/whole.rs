//! A sound certificate: everything is on the pages, and the same data give the same bytes.

use sijill_letters::{Certificate, CertifiedKey, Extract};

use crate::judge_or_skip;
use crate::pages::Printed;
use crate::sample::{both, certificate};

#[test]
fn the_same_data_give_the_same_bytes() {
    let data = certificate(2);
    let first = sijill_letters::certificate(&data).unwrap();
    // Whatever the typesetter may remember of another letter must not show.
    sijill_letters::certificate(&certificate(1)).unwrap();
    assert!(first == sijill_letters::certificate(&data).unwrap(), "the bytes differ");
    let moved = Certificate { made: "2026-11-22T10:00:01Z".parse().unwrap(), ..data };
    assert!(first != sijill_letters::certificate(&moved).unwrap(), "the date is not in it");
}

#[test]
fn digests_names_and_ids_can_be_read_in_both_languages() {
    judge_or_skip!("pdftotext", "pdfinfo");
    let data = certificate(3);
    let printed = Printed::new(&data);
    printed.keep("certificate.pdf");
    let (arabic, english) = halves(&printed, Printed::drawn);
    let digests = data.objects.iter().map(|object| object.digest.to_string());
    let keys = data.keys.iter().map(|key: &CertifiedKey| key.fingerprint.to_string());
    let ids = data.custody.iter().map(|row| row.agent.to_string());
    let exact = [data.log.root.clone(), data.log.origin.clone(), data.items[0].id.to_string()];
    for wanted in digests.chain(keys).chain(ids).chain(exact) {
        assert!(arabic.contains(&wanted), "Arabic pages: {wanted}\n{arabic}");
        assert!(english.contains(&wanted), "English pages: {wanted}\n{english}");
    }
    for command in data.method.iter().flat_map(|step| &step.commands) {
        for word in command.split(' ').filter(|word| word.len() < 60) {
            assert!(english.contains(word), "{word}");
        }
    }
    let (arabic, english) = halves(&printed, Printed::text);
    // Names without vowel signs and without lam-alef come out whole. Others may not, in any program: which is
    // why the data are attached.
    for name in ["هناء بنت المثال", "حارس المبنى", "Robin Invented"] {
        assert!(english.contains(name) && arabic.contains(name), "{name}\n{english}");
    }
}

#[test]
fn every_gap_and_every_event_is_told_in_both_languages() {
    judge_or_skip!("pdftotext", "pdfinfo");
    let mut data = certificate(2);
    let (arabic, english) = halves(&Printed::new(&data), Printed::text);
    for words in ["unknown holder", "count differs", "boxes 3 to 5", "FAILURE", "sijill/unheard-of"]
    {
        assert!(english.contains(words), "{words}\n{english}");
    }
    for words in ["حائز مجهول", "العدد مختلف", "boxes 3 to 5", "sijill/unheard-of"]
    {
        assert!(arabic.contains(words), "{words}\n{arabic}");
    }
    for row in &data.custody {
        let lines = english.lines().filter(|line| line.starts_with(&row.seq.to_string()));
        assert!(lines.count() >= 1, "event {}", row.seq);
    }
    assert!(!english.contains("No gap in custody is recorded"));

    data.acquisitions[0].gaps.clear();
    data.items[0].gaps.clear();
    let (_, english) = halves(&Printed::new(&data), Printed::text);
    assert!(english.contains("No gap in custody is recorded"), "{english}");
}

#[test]
fn what_is_absent_is_said_to_be_absent() {
    judge_or_skip!("pdftotext", "pdfinfo");
    let mut data = certificate(1);
    data.bounds = Default::default();
    data.log.witnesses.clear();
    data.log.timestamps.clear();
    let (_, english) = halves(&Printed::new(&data), Printed::text);
    let english = english.replace('\n', " ");
    for sentence in [
        "No outside witness signed this head",
        "No timestamp authority stamped this head",
        "Nothing outside the archive bounds the time from below",
        "Nothing outside the archive bounds the time from above",
        "This report contains no interpretation",
        "not claimed",
        "that what the records say is true",
        "28 U.S.C. § 1746",
    ] {
        assert!(english.contains(sentence), "{sentence}\n{english}");
    }
}

#[test]
fn a_report_that_knows_next_to_nothing_is_printed_too() {
    let mut data = certificate(1);
    data.case = None;
    data.certifier = Default::default();
    data.system.build = None;
    data.bounds = Default::default();
    data.log.witnesses.clear();
    data.log.timestamps.clear();
    data.method.clear();
    data.not_verified.clear();
    let told = &mut data.acquisitions[0];
    (told.title, told.taken_over, told.authority, told.notes) = (None, None, None, None);
    (told.people, told.holders, told.gaps) = (vec![], vec![], vec![]);
    told.place = Default::default();
    let item = &mut data.items[0];
    (item.title, item.place, item.date, item.pages_stated) = (None, None, None, None);
    item.gaps.clear();
    assert_eq!(data.failures(), []);
    sijill_letters::certificate(&data).unwrap();

    (data.acquisitions, data.items, data.objects) = (vec![], vec![], vec![]);
    (data.custody, data.keys) = (vec![], vec![]);
    assert!(!data.failures().is_empty());
    sijill_letters::certificate(&data).unwrap();
}

#[test]
fn an_extract_is_marked_on_every_page() {
    judge_or_skip!("pdftotext", "pdfinfo");
    let mut data = certificate(2);
    data.custody.truncate(2);
    data.extract =
        Some(Extract { of: 7, why: both("بأمر المحكمة", "by order of the court") });
    assert_eq!(data.failures(), []);
    let printed = Printed::new(&data);
    for page in 1..=printed.page_count() {
        assert!(printed.text(page, page).contains("EXTRACT"), "page {page}");
    }
    let whole = Printed::new(&certificate(2));
    assert!(!whole.text(1, whole.page_count()).contains("EXTRACT"));
}

#[test]
fn the_data_are_attached_and_the_code_holds_the_head() {
    judge_or_skip!("pdfdetach", "pdftoppm", "zbarimg", "qpdf");
    let data = certificate(2);
    let printed = Printed::new(&data);
    printed.check_structure();
    let attached = printed.attachment();
    assert_eq!(serde_json::from_slice::<Certificate>(&attached).unwrap(), data);
    assert_eq!(attached, sijill_schema::canonical::to_vec(&data).unwrap());
    let head = format!("{}\n{}\n{}\n", data.log.origin, data.log.size, data.log.root);
    assert_eq!(printed.code().trim_end(), head.trim_end());
}

#[test]
fn a_book_is_refused_and_the_way_out_is_named() {
    let refused = sijill_letters::certificate(&certificate(5_000)).unwrap_err();
    assert!(refused.to_string().contains("export fewer items"), "{refused}");
}

/// The text of the Arabic pages, and that of the English ones after them.
fn halves(printed: &Printed, read: fn(&Printed, u32, u32) -> String) -> (String, String) {
    let pages: Vec<_> = (2..=printed.page_count()).map(|page| read(printed, page, page)).collect();
    let english = pages.iter().position(|text| text.contains("1. Who certifies")).unwrap();
    (pages[..english].concat(), pages[english..].concat())
}
