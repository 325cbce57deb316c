//! The search room: what is found, what is recorded before it leaves, and what nobody learns who may not.

use sijill_accounts::{Grant, Role, Scope};
use sijill_schema::{AccessLevel, AccessionId};
use sijill_tests::rooms::{QUESTIONS, Rooms, keep};
use sijill_tests::written::written;

const FORM: &str = "application/x-www-form-urlencoded";

fn asked(query: &str) -> String {
    let byte = |byte: &u8| format!("%{byte:02X}");
    format!("query={}", query.as_bytes().iter().map(byte).collect::<String>())
}

/// A sentence without the marks that isolate what is filled into it.
fn plain(sentence: &str) -> String {
    sentence.replace(['\u{2068}', '\u{2069}'], "")
}

#[test]
fn a_researcher_searches_in_both_languages_and_with_any_window() {
    let (scratch, _) = written(21);
    let rooms = Rooms::open(&scratch.archive());
    rooms.look("search", "/search", Some(Role::Researcher), async |browser, language| {
        browser.fill("query", "(الجوزاني").await;
        browser.click("form.ask button").await;
        let said = browser.text("div.refused p").await;
        assert!(said.contains(if language == "ar" { "قوس" } else { "parenthesis" }), "{said}");
        keep(browser, "search-mistake", language).await;

        browser.visit(&rooms.at("/search")).await;
        browser.fill("query", "الجوزاني").await;
        browser.click("form.ask button").await;
        let total = browser.text("p.total").await;
        assert_eq!(plain(&total), if language == "ar" { "صفحتان." } else { "2 pages." });
        assert_eq!(browser.text(".hits mark").await, "الجوزاني");
        keep(browser, "search-hits", language).await;
        browser.click(".facets button[value*='1990']").await;
        let total = browser.text("form:has(#query[value*='1990']) ~ p.total").await;
        assert_eq!(total, if language == "ar" { "صفحة واحدة." } else { "One page." });

        browser.visit(&rooms.at("/search")).await;
        browser.fill("query", "فرع:٩٠١").await;
        browser.click("form.ask button").await;
        browser.text(".paging button[value='2']").await;
        browser.click(".paging button[value='2']").await;
        let part = browser.text(".paging button[value='1'] + span").await;
        let expected = if language == "ar" { "الجزء ٢ من ٢" } else { "Part 2 of 2" };
        assert_eq!(plain(&part), expected);
        keep(browser, "search-second", language).await;
        assert_eq!(browser.path().await, "/search", "no question stands in an address");
    });
}

#[test]
fn lines_leave_only_after_their_reading_was_recorded() {
    let (scratch, pages) = written(1);
    let rooms = Rooms::open(&scratch.archive());
    let somebody = rooms.session(Role::Researcher);
    let (code, body) = rooms.post(&somebody, "/search", FORM, &asked("الجوزاني"));
    assert_eq!(code, 200, "{body}");
    assert!(body.contains("والدته"), "{body}");
    let mut seen: Vec<_> = rooms.lines_seen().iter().map(ToString::to_string).collect();
    seen.sort();
    let mut both = pages[..2].to_vec();
    both.sort();
    assert_eq!(seen, both);
    assert_eq!(rooms.post(&somebody, "/search", FORM, &asked("يوميات")).0, 200);
    assert_eq!(rooms.lines_seen(), [], "what is open is not recorded");

    rooms.break_the_record();
    let (code, body) = rooms.post(&somebody, "/search", FORM, &asked("الجوزاني"));
    assert_eq!(code, 503);
    assert!(!body.contains("والدته") && !body.contains("A-1"), "{body}");
    assert_eq!(rooms.post(&somebody, "/search", FORM, &asked("يوميات")).0, 200);
}

#[test]
fn what_somebody_may_not_see_is_neither_shown_nor_counted() {
    let (scratch, _) = written(1);
    let rooms = Rooms::open(&scratch.archive());
    let total = |grants: Vec<Grant>, query: &str| {
        let (code, body) = rooms.post(&rooms.session_with(grants), "/search", FORM, &asked(query));
        assert_eq!(code, 200, "{body}");
        let total = body.split("class=\"total\" role=\"status\">").nth(1).unwrap();
        (plain(total.split('<').next().unwrap().trim()), body)
    };
    let grant = |scope, level| vec![Grant { role: Role::Researcher, scope, level }];
    let none = "No page that was read so far and that you may see.";
    let open = || grant(Scope::All, AccessLevel::Open);
    let (said, body) = total(open(), "الجوزاني~");
    assert_eq!(said, none);
    assert!(!body.contains("A-1") && !body.contains("class=\"facets\""), "{body}");
    assert_eq!(total(open(), "*").0, "One page.");
    let elsewhere = || grant(Scope::Accession(AccessionId::new()), AccessLevel::Confidential);
    assert_eq!(total(elsewhere(), "*").0, none);
    let everything = || grant(Scope::All, AccessLevel::Sealed);
    assert_eq!(total(everything(), "الفستقي").0, none, "no grant opens what is sealed");
    assert_eq!(total(everything(), "*").0, "3 pages.");
}

#[test]
fn a_description_that_changed_counts_at_once_and_questions_have_a_limit() {
    let (scratch, _) = written(1);
    let rooms = Rooms::open(&scratch.archive());
    let grants = || {
        vec![Grant { role: Role::Researcher, scope: Scope::All, level: AccessLevel::Restricted }]
    };
    let somebody = rooms.session_with(grants());
    let finds = |query: &str| {
        let (code, body) = rooms.post(&somebody, "/search", FORM, &asked(query));
        (code, body.contains("class=\"line\""))
    };
    assert_eq!(finds("يوميات"), (200, true));
    let sheet = scratch.write("anew.csv", "reference,access\nA-4,confidential\n");
    let (code, said) = scratch.sijill.json(["describe", "import", sheet.to_str().unwrap()]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(finds("يوميات"), (200, false));
    for _ in 2..QUESTIONS {
        assert_eq!(finds("x").0, 200);
    }
    let (code, body) = rooms.post(&somebody, "/search", FORM, &asked("x"));
    assert!(code == 429 && body.contains("60 questions"), "{code} {body}");
    assert_eq!(rooms.post(&somebody, "/search", FORM, &asked("(x")).0, 422);
}
