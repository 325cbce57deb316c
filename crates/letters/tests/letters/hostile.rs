//! Texts that were made to break out, to disguise themselves, or to vanish.

use proptest::prelude::*;
use sijill_letters::Certificate;
use sijill_schema::RecordDate;

use crate::judge_or_skip;
use crate::pages::Printed;
use crate::sample::{both, certificate};

/// Puts one text everywhere where a stranger's text can stand.
fn everywhere(text: &str) -> Certificate {
    let mut data = certificate(1);
    let some = || Some(text.to_owned());
    data.case = some();
    data.certifier.name = some();
    data.certifier.contact = some();
    data.system.tool = text.into();
    data.system.known_faults = vec![both(text, text)];
    let told = &mut data.acquisitions[0];
    told.reference = text.into();
    told.title = some();
    told.notes = some();
    told.people[0].name = text.into();
    told.holders[0].name = text.into();
    told.holders[0].source = some();
    told.gaps[0].what = text.into();
    if let Some(authority) = &mut told.authority {
        authority.given_by = text.into();
    }
    data.items[0].reference = text.into();
    data.items[0].title = some();
    data.objects[0].path = text.into();
    data.objects[0].original = text.into();
    data.custody[1].subject = some();
    data.custody[0].act = text.into();
    data.verification.checks[0].detail = text.into();
    data.log.witnesses[0].witness = text.into();
    data.method[0].commands = vec![text.into()];
    data.keys[0].published = some();
    data
}

/// The report as Poppler found it drawn, without blanks and line breaks.
fn drawn(data: &Certificate) -> String {
    let printed = Printed::new(data);
    printed.drawn(1, printed.page_count()).replace(['\n', ' ', '\u{200b}'], "")
}

#[test]
fn markup_is_text() {
    judge_or_skip!("pdftotext", "pdfinfo");
    let hostile = [
        "#panic(\"injected\")",
        "#read(\"/etc/passwd\")",
        "$ x^2 $ *bold* _it_ `raw` <label> @ref https://example.org // comment /* x */",
        "] } ) \" \\ #import \"letter.typ\": *",
        "{n} %s ${x} \\u{202e} = heading",
    ];
    let pages = drawn(&everywhere(&hostile.join(" ")));
    for text in hostile {
        let found = pages.matches(&text.replace(' ', "")).count();
        assert!(found > 40, "{text}: {found} times in\n{pages}");
    }
}

#[test]
fn nothing_turns_the_direction_and_nothing_vanishes() {
    judge_or_skip!("pdftotext", "pdfinfo");
    let cases = [
        ("safe\u{202e}fdp.exe", "safe\\u{202e}fdp.exe"),
        ("a\u{2067}b\u{2069}c", "a\\u{2067}b\\u{2069}c"),
        ("nul\u{0}tab\u{9}", "nul\\u{0}tab\\u{9}"),
        ("Han漢unassigned\u{378}private\u{e123}", "Han\\u{6f22}unassigned\\u{378}private\\u{e123}"),
        ("zero\u{200b}width\u{feff}", "zero\\u{200b}width\\u{feff}"),
    ];
    let pages = drawn(&everywhere(&cases.map(|(text, _)| text).join(" ")));
    for (_, shown) in cases {
        let found = pages.matches(shown).count();
        assert!(found > 40, "{shown}: {found} times in\n{pages}");
    }
}

#[test]
fn ten_thousand_characters_stay_on_the_paper_and_none_is_lost() {
    judge_or_skip!("pdftotext", "pdfinfo");
    for letter in ["W", "م"] {
        let long = letter.repeat(10_000);
        let mut data = certificate(1);
        // The wide, the narrow and the tightest columns, and both long lists.
        data.certifier.name = Some(long.clone());
        data.acquisitions[0].people[0].name = long.clone();
        data.acquisitions[0].reference = long.clone();
        data.acquisitions[0].gaps[0].from = Some(RecordDate::as_written(long.clone()));
        data.objects[0].original = long.clone();
        data.custody[1].subject = Some(long);
        let printed = Printed::new(&data);
        let pages = printed.text(1, printed.page_count());
        // The certifier is named twice, the accession three times, the others once; all that in two languages.
        let found = pages.matches(letter).count();
        assert!(found >= 2 * 9 * 10_000, "{letter}: {found}");
        let [left, top, right, bottom] = printed.extent();
        assert!(left > 45.0 && right < 550.0, "{letter}: {left} to {right}");
        assert!(top > 20.0 && bottom < 830.0, "{letter}: {top} to {bottom}");
    }
}

proptest! {
    // A letter takes seconds in a build without optimisation.
    #![proptest_config(ProptestConfig { cases: 4, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_can_be_printed(text in any::<String>(), other in "[\\p{Arabic}\\p{M}\\p{Cf}\\p{Zs}#$\\\\\\[\\]]{0,80}") {
        for text in [text, other] {
            let printed = sijill_letters::certificate(&everywhere(&text));
            prop_assert!(printed.is_ok(), "{:?}", printed.err());
        }
    }
}
