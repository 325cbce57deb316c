//! What is found, in which order and why.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::*;
use sijill_schema::{AccessLevel, AccessionId, MentionBasis, NumberKind, RecordType};
use sijill_search::{Closeness, Filter, PageDocument, Passage, Query, Why, snippet};

fn sorted(mut places: Vec<usize>) -> Vec<usize> {
    places.sort_unstable();
    places
}

fn whys(pages: &sijill_search::Pages, query: &str) -> Vec<Vec<Why>> {
    ask(pages, query)
        .hits
        .iter()
        .map(|hit| hit.why.iter().map(|reason| reason.why).collect())
        .collect()
}

#[test]
fn spellings_and_forms_of_a_word_are_found_and_the_written_one_first() {
    let folder = tempfile::tempdir().unwrap();
    let all =
        ["المدعو احمد الزعترانى", "المدعو أحمد والزعتراني", "سجين في الفرع", "كتاب لأحمد"].map(page);
    let pages = index(folder.path(), &all);
    assert_eq!(places(&pages, &all, "أحمد"), [1, 0, 3]);
    assert_eq!(whys(&pages, "أحمد"), [[Why::Written], [Why::Folded], [Why::OtherForm]]);
    assert_eq!(sorted(places(&pages, &all, "زعتراني")), [0, 1]);
    assert_eq!(places(&pages, &all, "=أحمد"), [1]);
    assert_eq!(places(&pages, &all, "=احمد"), [0]);
    assert_eq!(places(&pages, &all, "فرع"), [2]);
    assert_eq!(places(&pages, &all, "والفرع"), [2]);
}

#[test]
fn compounds_are_found_joined_or_not() {
    let folder = tempfile::tempdir().unwrap();
    let all = ["محمد عبد الرحمن خالد", "محمد عبدالرحمن خالد", "عبد الرزاق والرحمن", "محمد بن خالد"]
        .map(page);
    let pages = index(folder.path(), &all);
    for query in
        ["عبد الرحمن", "عبدالرحمن", "عبد الرحمان", "\"محمد عبد الرحمن خالد\"", "\"عبدالرحمن خالد\""]
    {
        assert_eq!(sorted(places(&pages, &all, query)), [0, 1], "{query}");
    }
    assert_eq!(places(&pages, &all, "\"محمد خالد\""), [3]);
    assert_eq!(places(&pages, &all, "\"محمد بن خالد\""), [3]);
}

#[test]
fn phrases_need_their_words_side_by_side_also_common_ones() {
    let folder = tempfile::tempdir().unwrap();
    let all =
        ["رقم الفرع وتاريخ الكتاب", "تاريخ رقم", "من رقم في تاريخ", "إلى\nرقم تاريخ"].map(page);
    let pages = index(folder.path(), &all);
    assert_eq!(places(&pages, &all, "\"رقم تاريخ\""), [3]);
    assert_eq!(places(&pages, &all, "\"في التاريخ\""), [2]);
    assert_eq!(places(&pages, &all, "\"من رقم في تاريخ\""), [2]);
    assert_eq!(places(&pages, &all, "\"إلى رقم\""), [3], "a phrase may go on in the next line");
    assert_eq!(sorted(places(&pages, &all, "رقم تاريخ")), [0, 1, 2, 3]);
}

#[test]
fn what_a_bad_copy_lost_is_found_when_asked_or_when_nothing_else_is() {
    let folder = tempfile::tempdir().unwrap();
    let all = ["السيد جالد الزعتراني", "السيد خالد الشامي", "السيد ماجد المرعتراني"].map(page);
    let pages = index(folder.path(), &all);
    assert_eq!(places(&pages, &all, "خالد"), [1]);
    assert_eq!(places(&pages, &all, "خالد~"), [1, 0]);
    assert_eq!(whys(&pages, "خالد~"), [[Why::Written], [Why::OtherDots]]);
    let found = ask(&pages, "الرعتراني");
    assert_eq!((found.closeness, found.total), (Closeness::Nearer, 2));
    assert_eq!(found.hits[0].page, all[0].page);
    assert_eq!(
        (found.hits[0].why[0].why, found.hits[1].why[0].why),
        (Why::OtherDots, Why::OneLetter)
    );
    let found = ask(&pages, "خالد OR الرعتراني");
    assert_eq!((found.closeness, found.total), (Closeness::AsAsked, 1));
    assert_eq!(sorted(places(&pages, &all, "زعتراني~~")), [0, 2]);
    assert_eq!(places(&pages, &all, "\"السيد خالد\"~"), [1, 0]);
}

#[test]
fn operators_patterns_and_everything() {
    let folder = tempfile::tempdir().unwrap();
    let all = ["alpha beta", "alpha gamma", "beta gamma", "زعتر زعتري"].map(page);
    let pages = index(folder.path(), &all);
    let found = |query: &str| sorted(places(&pages, &all, query));
    assert_eq!(found("alpha beta"), [0]);
    assert_eq!(found("alpha OR beta"), [0, 1, 2]);
    assert_eq!(found("alpha أو beta"), [0, 1, 2]);
    assert_eq!(found("alpha -beta"), [1]);
    assert_eq!(found("NOT alpha"), [2, 3]);
    assert_eq!(found("gamma (alpha | beta)"), [1, 2]);
    assert_eq!(found("al*a"), [0, 1]);
    assert_eq!(found("?eta"), [0, 2]);
    assert_eq!(found("زعت*"), [3]);
    assert_eq!(found("*"), [0, 1, 2, 3]);
    assert_eq!(found("* -زعتر"), [0, 1, 2]);
    assert_eq!(found("(alpha OR -beta) gamma"), [1]);
}

#[test]
fn fields_are_asked_in_either_language() {
    let folder = tempfile::tempdir().unwrap();
    let mut all = [
        typed("وفاة", RecordType::DeathNotice),
        typed("نقل", RecordType::TransferOrder),
        page("سجل"),
    ];
    all[0].numbers = vec![number(NumberKind::Branch, "215"), number(NumberKind::Hospital, "5642")];
    all[1].numbers = vec![number(NumberKind::Branch, "227"), number(NumberKind::Hospital, "5643")];
    all[1].place = vec!["دير الزور".into(), "مكتب 2".into()];
    all[1].accession_reference = "2026-005".into();
    all[2].title = Some("سجل الموقوفين".into());
    all[2].reference = "SYN-2014/3".into();
    all[0].dates = vec![days((2014, 1, 28), (2014, 1, 28))];
    all[1].dates = vec![days((1990, 1, 1), (1990, 12, 31)), days((2013, 4, 1), (2013, 4, 30))];
    let pages = index(folder.path(), &all);
    let found = |query: &str| sorted(places(&pages, &all, query));
    for query in [
        "branch:215",
        "فرع:٢١٥",
        "فرع: 215",
        "number:215",
        "type:death-notice",
        "نوع:وفاة",
        "type:\"Death notice\"",
    ] {
        assert_eq!(found(query), [0], "{query}");
    }
    assert_eq!(found("date:2013-04..2014-01"), [0, 1]);
    assert_eq!(found("تاريخ:٢٠١٣-٠٤-١٧"), [1]);
    assert_eq!(found("date:2013-05..2014-01-27"), Vec::<usize>::new());
    assert_eq!(found("date:..1990-06"), [1]);
    assert_eq!(found("year:2014"), [0]);
    assert_eq!(found("site:\"دير الزور\""), [1]);
    assert_eq!(found("site:3"), Vec::<usize>::new());
    assert_eq!(found("place:3"), [0, 2]);
    assert_eq!(found("accession:2026-005"), [1]);
    assert_eq!(found(&format!("accession:{}", all[0].accession)), [0]);
    assert_eq!(found("item:SYN-2014/3"), [2]);
    assert_eq!(found(&format!("item:{}", all[1].item)), [1]);
    assert_eq!(found("title:موقوفين"), [2]);
    assert_eq!(found("الموقوفين"), [2], "a title is found by its words too");
    assert_eq!(found("access:open -branch:215"), [1, 2]);
}

#[test]
fn a_long_number_is_found_with_one_digit_wrong_and_said_to_be_uncertain() {
    let folder = tempfile::tempdir().unwrap();
    let mut all = ["a", "b", "c"].map(page);
    for (page, value) in all.iter_mut().zip(["5642", "5643", "5699"]) {
        page.numbers = vec![number(NumberKind::Hospital, value)];
    }
    let pages = index(folder.path(), &all);
    let found = ask(&pages, "hospital:5642");
    assert_eq!((found.total, found.certain), (2, 1));
    assert_eq!(found.hits[0].page, all[0].page);
    assert!(!found.hits[0].is_uncertain() && found.hits[1].is_uncertain());
}

/// Twenty pages of a name and twenty of another.
fn two_names() -> Vec<PageDocument> {
    let mut all: Vec<_> = (0..20).map(|_| page("خالد الزعتراني")).collect();
    all.extend((0..20).map(|_| page("خالد الشامي")));
    all[0].passages[0].text = "خالد الزعتراني المفرد".into();
    all
}

/// Compares an index with one of the seen pages only.
fn learns_nothing(all: &[PageDocument], some: &Filter) {
    let folder = tempfile::tempdir().unwrap();
    let pages = index(folder.path(), all);
    let seen = |page: &&PageDocument| some.sees(page.accession, page.access);
    let visible: Vec<_> = all.iter().filter(seen).cloned().collect();
    assert!(!visible.is_empty() && visible.len() < all.len());
    let other = tempfile::tempdir().unwrap();
    let without = index(other.path(), &visible);
    for query in [
        "زعتراني",
        "خالد",
        "زعترانى~",
        "الرعتراني",
        "branch:215",
        "زعت*",
        "\"خالد الزعتراني\"",
        "*",
        "-خالد",
    ] {
        let query: Query = query.parse().unwrap();
        let (here, there) = (
            pages.search(&query, some, 50, 0).unwrap(),
            without.search(&query, some, 50, 0).unwrap(),
        );
        assert_eq!((here.total, here.closeness), (there.total, there.closeness), "{query}");
        let scores = |found: &sijill_search::Found| -> Vec<_> {
            found.hits.iter().map(|hit| hit.score).collect()
        };
        // The engine rounds the average length of pages.
        for (here, there) in scores(&here).iter().zip(scores(&there)) {
            assert!((here - there).abs() <= 0.02 * there.abs(), "{query}: {here} and {there}");
        }
        assert_eq!(pages.facets(&here, some).unwrap(), without.facets(&there, some).unwrap());
    }
}

#[test]
fn nobody_learns_anything_from_pages_above_their_access() {
    let mut all = two_names();
    for page in &mut all[1..20] {
        page.access = AccessLevel::Sealed;
        page.numbers = vec![number(NumberKind::Branch, "215")];
    }
    learns_nothing(&all, &Filter::up_to(AccessLevel::Confidential));
}

#[test]
fn nobody_learns_anything_from_accessions_that_are_not_granted_to_them() {
    let mut all = two_names();
    let (theirs, open) = (AccessionId::new(), AccessionId::new());
    for (number, page) in all.iter_mut().enumerate() {
        page.accession = if number % 3 == 0 { theirs } else { open };
        page.access =
            [AccessLevel::Open, AccessLevel::Restricted, AccessLevel::Sealed][number % 7 % 3];
    }
    let grants = [(Some(theirs), AccessLevel::Restricted), (None, AccessLevel::Open)];
    learns_nothing(&all, &Filter::of(grants));
    learns_nothing(&all, &Filter::of([(Some(theirs), AccessLevel::Sealed)]));
}

#[test]
fn who_is_granted_nothing_finds_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let pages = index(folder.path(), &two_names());
    let nothing = pages.search(&"*".parse().unwrap(), &Filter::default(), 10, 0).unwrap();
    assert_eq!((nothing.total, nothing.hits.len()), (0, 0));
}

#[test]
fn facets_count_pages_and_hits_are_paged() {
    let folder = tempfile::tempdir().unwrap();
    let mut all: Vec<_> = (0..30).map(|_| page("كتاب")).collect();
    for (number_of, page) in all.iter_mut().enumerate() {
        let branch = if number_of % 3 == 0 { "215" } else { "227" };
        page.numbers = vec![number(NumberKind::Branch, branch), number(NumberKind::Branch, branch)];
        page.dates = vec![days((2012, 12, 1), (2013, 1, 31)), days((2013, 5, 1), (2013, 5, 1))];
        page.types = vec![RecordType::Telegram];
    }
    let pages = index(folder.path(), &all);
    let query: Query = "كتاب".parse().unwrap();
    let found = pages.search(&query, &everything(), 7, 0).unwrap();
    let facets = pages.facets(&found, &everything()).unwrap();
    assert_eq!(facets.total, 30);
    assert_eq!(facets.branches, [("227".to_owned(), 20), ("215".to_owned(), 10)]);
    assert_eq!(facets.years, [(2012, 30), (2013, 30)]);
    assert_eq!(facets.types, [(RecordType::Telegram, 30)]);
    assert_eq!(facets.sites, [("حمص".to_owned(), 30)]);
    assert_eq!(facets.access, [(AccessLevel::Open, 30)]);
    let mut seen = std::collections::HashSet::new();
    for offset in (0..35).step_by(7) {
        let found = pages.search(&query, &everything(), 7, offset).unwrap();
        seen.extend(found.hits.iter().map(|hit| hit.page));
    }
    assert_eq!(seen.len(), 30);
    assert_eq!(pages.search(&query, &everything(), 0, 0).unwrap().total, 30);
    assert!(pages.search(&query, &everything(), 10, usize::MAX).unwrap().hits.is_empty());
}

#[test]
fn a_snippet_marks_what_was_found_and_says_where_it_stands() {
    let line = |text: &str, words: Vec<(std::ops::Range<usize>, sijill_schema::Area)>| Passage {
        text: text.into(),
        basis: MentionBasis::Machine,
        area: Some(area(7)),
        words,
    };
    let text = "السيد أحمد عبد الرحمن";
    let at = text.find("أحمد").unwrap();
    let passages = [
        line("لا شيء هنا", vec![]),
        line(text, vec![(0..10, area(1)), (at..at + 8, area(2))]),
        line("احمد وحده", vec![]),
    ];
    let query: Query = "احمد عبدالرحمن -السيد".parse().unwrap();
    let found = snippet(&query, &passages);
    let marked = |snippet: &sijill_search::Snippet| -> Vec<String> {
        snippet.marks.iter().map(|mark| snippet.text[mark.clone()].to_owned()).collect()
    };
    assert_eq!(marked(&found[0]), ["أحمد", "عبد الرحمن"]);
    assert_eq!(found[0].areas, [area(2)]);
    assert_eq!(
        (marked(&found[1]), found[1].areas.clone()),
        (vec!["احمد".to_owned()], vec![area(7)])
    );
    assert_eq!(found.len(), 2);
    let long =
        line(&format!("{} الرقم ٣٤١٧/ص {}", "كلمة ".repeat(100), "كلمة ".repeat(100)), vec![]);
    let found = snippet(&"number:3417/ص".parse().unwrap(), &[long]);
    assert_eq!(marked(&found[0]), ["٣٤١٧/ص"]);
    assert!(found[0].text.chars().count() < 250 && found[0].text.starts_with('…'));
}

#[test]
fn an_entry_is_replaced_and_removed_and_the_tally_tells() {
    let folder = tempfile::tempdir().unwrap();
    let all: Vec<PageDocument> = (0..5).map(|n| page(&format!("alpha w{n}"))).collect();
    let pages = index(folder.path(), &all);
    let mut expected = sijill_search::Tally::default();
    all.iter().rev().for_each(|page| expected.add(page.page, &page.stamp));
    assert_eq!(pages.count_and_digest().unwrap(), expected);
    assert!(pages.holds(all[0].page, &all[0].stamp).unwrap());
    let mut writer = sijill_search::Writer::open(folder.path(), 15_000_000).unwrap();
    let changed = PageDocument { page: all[0].page, ..page("beta") };
    writer.put(&changed).unwrap();
    writer.put(&changed).unwrap();
    writer.remove(all[1].page);
    assert!(matches!(
        sijill_search::Writer::open(folder.path(), 15_000_000),
        Err(sijill_search::IndexError::Busy)
    ));
    assert_eq!(ask(&pages, "alpha").total, 5);
    writer.commit("{\"second\":true}").unwrap();
    assert_eq!(ask(&pages, "alpha").total, 5);
    assert!(pages.refresh().unwrap() && !pages.refresh().unwrap());
    assert_eq!((ask(&pages, "alpha").total, ask(&pages, "beta").total), (3, 1));
    assert_eq!(pages.payload().unwrap().as_deref(), Some("{\"second\":true}"));
    assert!(pages.holds(all[0].page, &changed.stamp).unwrap());
    assert!(!pages.holds(all[1].page, &all[1].stamp).unwrap());
    assert_eq!(pages.count_and_digest().unwrap().entries(), 4);
}
