//! A verification that failed is on page one, in a box, in both languages, whoever fills in the data.

use std::collections::HashSet;

use jiff::ToSpan;
use sijill_letters::{Certificate, CheckStatus, Problem};
use sijill_schema::Digest;

use crate::judge_or_skip;
use crate::pages::Printed;
use crate::sample::{at, certificate, id};

type Tampering = (&'static str, fn(&mut Certificate));

/// Everything that must keep a report from certifying.
const TAMPERINGS: [Tampering; 13] = [
    ("a problem was found", |data| data.verification.problems.push(problem("altered"))),
    ("a check failed", |data| data.verification.checks[1].status = CheckStatus::Failed),
    ("nothing was checked", |data| data.verification.checks.clear()),
    ("nothing was claimed", |data| {
        data.verification
            .checks
            .iter_mut()
            .for_each(|check| check.status = CheckStatus::NotClaimed);
    }),
    ("a file differs", |data| data.verification.equal -= 1),
    ("a file was not read", |data| {
        data.verification.files -= 1;
        data.verification.equal -= 1;
    }),
    ("a file was added to the list", |data| {
        let extra = data.objects[0].clone();
        data.objects.push(extra);
    }),
    ("a digest in the list is another", |data| data.objects[1].digest = Digest::of(b"other")),
    ("an event is missing", |data| drop(data.custody.remove(1))),
    ("an item is missing", |data| data.items.clear()),
    ("an accession is missing", |data| data.acquisitions.clear()),
    ("the verification is old", |data| data.verification.at = at("2026-11-20T00:00:00Z")),
    ("the verification came later", |data| data.verification.at = data.made + 1.second()),
];

fn problem(kind: &str) -> Problem {
    Problem {
        kind: kind.into(),
        place: Some("originals/x.tif".into()),
        detail: "other bytes".into(),
    }
}

#[test]
fn the_sample_itself_is_sound() {
    assert_eq!(certificate(2).failures(), []);
}

#[test]
fn whatever_fails_is_found() {
    for (what, tamper) in TAMPERINGS {
        let mut data = certificate(2);
        tamper(&mut data);
        assert!(!data.failures().is_empty(), "{what}");
    }
}

#[test]
fn an_extract_may_leave_out_and_not_contradict() {
    let mut data = certificate(2);
    data.extract = Some(sijill_letters::Extract { of: 9, why: crate::sample::both("س", "x") });
    data.custody.remove(1);
    assert_eq!(data.failures(), []);
    data.custody[1].digest = Some(Digest::of(b"other"));
    assert_eq!(data.failures().len(), 1);
}

#[test]
fn every_kind_of_failure_is_in_a_box_on_page_one() {
    judge_or_skip!("pdftotext", "pdfinfo", "pdftoppm");
    let mut seen = HashSet::new();
    for (what, tamper) in TAMPERINGS {
        let mut data = certificate(2);
        tamper(&mut data);
        // One page of each kind: printing takes seconds.
        if seen.insert(std::mem::discriminant(&data.failures()[0])) {
            check_failed(what, &Printed::new(&data));
        }
    }
    assert_eq!(seen.len(), 8, "every kind of failure");
    let sound = Printed::new(&certificate(2));
    assert!(!sound.text(1, sound.page_count()).contains("FAILED:"));
    assert!(!has_box(&sound, 1), "a sound report has no red box");
}

#[test]
fn ten_thousand_problems_do_not_push_the_box_off_page_one() {
    judge_or_skip!("pdftotext", "pdfinfo", "pdftoppm");
    let mut data = certificate(1);
    let long = Problem { detail: "سطر طويل جدا ".repeat(800), ..problem("altered") };
    data.verification.problems = vec![long; 3];
    let many = (0..400).map(|_| problem("missing"));
    data.verification.problems.extend(many);
    data.case = Some("قضية ".repeat(2000));
    let printed = Printed::new(&data);
    printed.keep("failed.pdf");
    check_failed("many problems", &printed);
}

fn check_failed(what: &str, printed: &Printed) {
    let page = printed.text(1, 1);
    for title in ["VERIFICATION FAILED: this report certifies nothing", "فشل التحقق"] {
        assert!(page.contains(title), "{what}: {title}\n{page}");
        assert!(printed.title().contains(title), "{what}: {}", printed.title());
    }
    assert!(has_box(printed, 1), "{what}: no box");
    // The last line of the lower box: both stand on the page as a whole.
    assert!(page.contains("All of it stands in section 7"), "{what}\n{page}");
    for number in 1..=printed.page_count() {
        assert!(
            printed.text(number, number).contains("VERIFICATION FAILED"),
            "{what}: page {number}"
        );
    }
    let everything = printed.text(1, printed.page_count());
    for declared in
        ["penalty of perjury", "Evidence report and certificate", "Verified. Every file"]
    {
        assert!(!everything.contains(declared), "{what}: {declared}");
    }
}

/// Whether the page shows the colour that nothing but the box has.
fn has_box(printed: &Printed, page: u32) -> bool {
    printed.points(page).iter().filter(|point| **point == [255, 240, 240]).count() > 1000
}

#[test]
fn an_unknown_item_is_named() {
    let mut data = certificate(1);
    data.objects[0].item = id(999);
    let text = serde_json::to_string(&data.failures()).unwrap();
    assert!(text.contains("000000000999"), "{text}");
}
