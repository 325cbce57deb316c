//! The rooms where people are found: hits with their reasons, who is who, and the queue of alerts.

use sijill_accounts::{Grant, Role, Scope};
use sijill_schema::{AccessLevel, AccessionId};
use sijill_tests::rooms::{Rooms, keep};
use sijill_tests::written::written;

const FORM: &str = "application/x-www-form-urlencoded";

fn fields(fields: &[(&str, &str)]) -> String {
    let byte = |byte: &u8| format!("%{byte:02X}");
    let text = |text: &str| text.as_bytes().iter().map(byte).collect::<String>();
    let pairs = fields.iter().map(|(name, value)| format!("{name}={}", text(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// What stands in the fields of this name.
fn values(body: &str, name: &str) -> Vec<String> {
    let start = format!("name=\"{name}\" value=\"");
    let values = body.split(start.as_str()).skip(1);
    values.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

#[test]
fn a_researcher_finds_a_person_in_latin_letters_and_compares_two_records() {
    let (scratch, _) = written(0);
    let rooms = Rooms::open(&scratch.archive());
    rooms.look("find", "/find", Some(Role::Researcher), async |browser, language| {
        browser.fill("born", "long ago").await;
        browser.fill("name", "Abdulrahman Nabil").await;
        browser.click(".person-asked button").await;
        let said = browser.text(".refused").await;
        assert!(said.contains(if language == "ar" { "سنة" } else { "no year" }), "{said}");

        browser.visit(&rooms.at("/find")).await;
        browser.fill("name", "Abdulrahman Nabil").await;
        browser.fill("family", "al-Jawzani").await;
        browser.fill("mother", "Hind").await;
        browser.click(".person-asked button").await;
        assert!(browser.text(".hits li:first-child h2 a").await.contains("عبد الرحمن"));
        browser.click(".hits li:first-child summary").await;
        keep(browser, "find-hits", language).await;
        browser.press_key(".hits > li:nth-child(1) input", " ").await;
        browser.press_key(".hits > li:nth-child(2) input", " ").await;
        browser.click("main ol + p + p button").await;
        browser.text(".pair").await;
        keep(browser, "find-compare", language).await;
        assert_eq!(browser.path().await, "/find/same", "no name stands in an address");
    });
}

#[test]
fn one_proposes_another_confirms_and_only_who_sees_both_pages_knows() {
    let (scratch, pages) = written(0);
    let rooms = Rooms::open(&scratch.archive());
    let somebody = rooms.session(Role::Archivist);
    let asked = fields(&[("name", "Abdulrahman Nabil al-Jawzani"), ("mother", "Hind")]);
    let (code, body) = rooms.post(&somebody, "/find", FORM, &asked);
    let found = values(&body, "mention");
    assert_eq!((code, found.len()), (200, 2), "{body}");
    assert!(body.contains("another mother"), "{body}");
    assert_eq!(rooms.lines_seen().len(), 2);
    let both = fields(&[("mention", &found[0]), ("mention", &found[1])]);
    assert_eq!(rooms.post(&somebody, "/find/same", FORM, &both).0, 200);
    let one = fields(&[("mention", &found[0])]);
    assert_eq!(rooms.post(&somebody, "/find/same", FORM, &one).0, 422);

    let proposal =
        |because| fields(&[("first", &found[0]), ("second", &found[1]), ("because", because)]);
    assert_eq!(rooms.post(&somebody, "/assertions", FORM, &proposal(" ")).0, 422);
    let (code, said) = rooms.post(&somebody, "/assertions", FORM, &proposal("سبب مختلق"));
    assert_eq!(code, 303, "{said}");
    let (code, body) = rooms.get(&somebody, "/assertions");
    assert!(code == 200 && body.contains("سبب مختلق"), "{code} {body}");
    let id = values(&body, "assertion").remove(0);
    let confirmed = fields(&[("assertion", &id)]);
    let (code, said) = rooms.post(&somebody, "/assertions/confirm", FORM, &confirmed);
    assert!(code == 422 && said.contains("yourself"), "{code} {said}");

    let grant = |level| vec![Grant { role: Role::Researcher, scope: Scope::All, level }];
    let other = rooms.session_with(grant(AccessLevel::Restricted));
    let (code, body) = rooms.get(&other, "/assertions");
    assert!(code == 200 && !body.contains("سبب مختلق"), "{body}");
    let decided = fields(&[("assertion", &id), ("because", "x")]);
    assert_eq!(rooms.post(&other, "/assertions/withdraw", FORM, &decided).0, 404);
    assert_eq!(rooms.post(&other, "/assertions/confirm", FORM, &confirmed).0, 404);
    assert_eq!(rooms.post(&other, "/find/same", FORM, &both).0, 404);
    let (_, body) = rooms.post(&other, "/find", FORM, &asked);
    assert!(!body.contains("A-1") && values(&body, "mention").is_empty(), "{body}");

    rooms.look("assertions", "/assertions", Some(Role::Archivist), async |browser, language| {
        browser.click("details > summary").await;
        keep(browser, "assertions-open", language).await;
    });
    assert_eq!(rooms.post(&somebody, "/assertions/withdraw", FORM, &decided).0, 303);
    rooms.break_the_record();
    let (code, body) = rooms.post(&somebody, "/find", FORM, &asked);
    assert!(code == 503 && !body.contains(&pages[0]), "{code} {body}");
    assert_eq!(rooms.get(&somebody, "/assertions").0, 503);
    let (code, report) = scratch.sijill.json(["verify"]);
    assert_eq!(code, 0, "{report}");
}

#[test]
fn who_waits_in_a_queue_is_looked_at_and_dismissed() {
    let (scratch, _) = written(0);
    let name = "عبد الرحمن نبيل الجوزاني";
    for arguments in [
        &["alert", "add", "--case", "C-17", "--name", "سلوى النوري"][..],
        &["alert", "add", "--case", "C-18", "--name", name],
        &["alert", "run"],
    ] {
        let (code, said) = scratch.sijill.json(arguments);
        assert_eq!(code, 0, "{said}");
    }
    let rooms = Rooms::open(&scratch.archive());
    rooms.look("alerts", "/alerts", Some(Role::Archivist), async |browser, language| {
        browser.click(".hits li:last-child a").await;
        browser.text("form.dismiss").await;
        browser.click(".hits li:first-child summary").await;
        keep(browser, "alert-queue", language).await;
    });
    let somebody = rooms.session(Role::Archivist);
    let (_, body) = rooms.get(&somebody, "/alerts");
    let queue = body.split("href=\"/alerts/").nth(2).unwrap().split('"').next().unwrap();
    let path = format!("/alerts/{queue}");
    let (code, body) = rooms.get(&somebody, &path);
    assert_eq!(code, 200);
    let waiting = values(&body, "mention");
    assert_eq!(waiting.len(), 2, "{body}");
    let dismissed = fields(&[("mention", &waiting[0]), ("reason", "other-person")]);
    assert_eq!(rooms.post(&somebody, &path, FORM, &dismissed).0, 303);
    assert_eq!(values(&rooms.get(&somebody, &path).1, "mention"), waiting[1..]);
    assert_eq!(rooms.post(&somebody, &path, FORM, &dismissed).0, 404);

    let grant = |scope, level| vec![Grant { role: Role::Researcher, scope, level }];
    let open = rooms.session_with(grant(Scope::All, AccessLevel::Open));
    assert!(values(&rooms.get(&open, &path).1, "mention").is_empty());
    let dismissed = fields(&[("mention", &waiting[1]), ("reason", "misread")]);
    assert_eq!(rooms.post(&open, &path, FORM, &dismissed).0, 404);
    let elsewhere = grant(Scope::Accession(AccessionId::new()), AccessLevel::Confidential);
    let elsewhere = rooms.session_with(elsewhere);
    assert_eq!(rooms.get(&elsewhere, &path).0, 404, "another person's question");
    assert!(!rooms.get(&elsewhere, "/alerts").1.contains("C-18"));
}

#[test]
fn a_question_is_kept_in_the_browser_and_taken_away() {
    let (scratch, _) = written(0);
    let rooms = Rooms::open(&scratch.archive());
    let somebody = rooms.session(Role::Researcher);
    let kept = fields(&[("name", "سلوى"), ("family", "النوري"), ("case", "C-19")]);
    assert_eq!(rooms.post(&somebody, "/alerts", FORM, &kept).0, 303);
    let (_, list) = rooms.get(&somebody, "/alerts");
    assert!(list.contains("C-19") && list.contains("سلوى النوري"), "{list}");
    let id = list.split("href=\"/alerts/").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(rooms.get(&somebody, &format!("/alerts/{id}")).0, 200);
    let nothing = fields(&[("name", " "), ("case", "C-20")]);
    assert!(rooms.post(&somebody, "/alerts", FORM, &nothing).0 >= 400);
    let remove = format!("/alerts/{id}/remove");
    assert_eq!(rooms.post(&somebody, &remove, FORM, "").0, 303);
    assert!(!rooms.get(&somebody, "/alerts").1.contains("C-19"));
    assert_eq!(rooms.post(&somebody, &remove, FORM, "").0, 404);
}
