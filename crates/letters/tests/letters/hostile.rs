//! Texts that were made to break out, to disguise themselves, or to vanish.

use proptest::prelude::*;
use sijill_letters::Certificate;

use crate::judge_or_skip;
use crate::pages::Printed;
use crate::sample::{both, certificate};

/// How often such a text stands in the report, both languages together. Were it cut off anywhere, by the edge of
/// the paper too, Poppler would find less.
const PLACES: usize = 53;

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
    for text in hostile {
        let printed = Printed::new(&everywhere(text));
        let pages = printed.drawn(1, printed.page_count()).replace(['\n', ' ', '\u{200b}'], "");
        let wanted = text.replace(' ', "");
        assert!(pages.matches(&wanted).count() > 20, "{text}\n{pages}");
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
    for (text, shown) in cases {
        let printed = Printed::new(&everywhere(text));
        let pages = printed.drawn(1, printed.page_count()).replace(['\n', ' ', '\u{200b}'], "");
        assert!(pages.matches(shown).count() > 20, "{shown}\n{pages}");
    }
}

#[test]
fn ten_thousand_characters_stay_on_the_paper_and_none_is_lost() {
    judge_or_skip!("pdftotext", "pdfinfo");
    for letter in ["W", "م", "0", "/7"] {
        let length = 10_000 / letter.chars().count();
        let printed = Printed::new(&everywhere(&letter.repeat(length)));
        let pages = printed.drawn(1, printed.page_count());
        let count = pages.matches(letter.chars().next().unwrap()).count();
        assert!(count >= PLACES * length, "{letter}: {count}");
        let [left, top, right, bottom] = printed.extent();
        assert!(left > 45.0 && right < 550.0, "{letter}: {left} to {right}");
        assert!(top > 20.0 && bottom < 830.0, "{letter}: {top} to {bottom}");
    }
}

proptest! {
    // A letter takes a good second in a debug build.
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_can_be_printed(text in any::<String>(), other in "[\\p{Arabic}\\p{M}\\p{Cf}\\p{Zs}#$\\\\\\[\\]]{0,80}") {
        for text in [text, other] {
            let printed = sijill_letters::certificate(&everywhere(&text));
            prop_assert!(printed.is_ok(), "{:?}", printed.err());
        }
    }
}
