use proptest::prelude::*;

use super::*;

fn shown(text: &str) -> String {
    text.parse::<Query>().unwrap_or_else(|error| panic!("{text}: {error}")).to_string()
}

fn mistake(text: &str) -> (Mistake, usize) {
    let error = text.parse::<Query>().expect_err(text);
    assert!(!error.message.is_empty() && !error.remedy.is_empty());
    (error.mistake, error.at)
}

#[test]
fn a_query_is_read_as_people_mean_it() {
    for (text, meant) in [
        ("محمد خالد", "محمد خالد"),
        ("a b OR c", "(a b) OR c"),
        ("a (b OR c) -d", "a (b OR c) -d"),
        ("a AND b | c", "(a b) OR c"),
        ("محمد أو خالد ليس سعيد", "محمد OR (خالد -سعيد)"),
        ("محمد و خالد", "محمد خالد"),
        ("NOT NOT a", "a"),
        ("((a)) (b (c))", "a b c"),
        ("«أحمد خالد» “x y”~ =\"z w\"", "\"أحمد خالد\" \"x y\"~ =\"z w\""),
        ("خالد~ خالد~~ =خالد زعتر* ?حمد", "خالد~ خالد~~ =خالد زعتر* ?حمد"),
        ("محمد ، - خالد", "محمد خالد"),
        ("\u{200f}محمد\u{202b} خالد\u{202c}", "محمد خالد"),
        ("12:30", "12:30"),
        ("*", "*"),
        ("إح*مد ab**c", "اح*مد ab*c"),
    ] {
        assert_eq!(shown(text), meant, "{text}");
    }
}

#[test]
fn fields_are_read_in_both_languages_and_all_digits() {
    for (text, meant) in [
        ("branch:215", "branch:215"),
        ("فرع: ٢١٥", "branch:215"),
        ("الفرع:٢١٥~", "branch:215~"),
        ("hospital:5642", "hospital:5642~"),
        ("number:٣٤١٧/ص", "number:3417/ص~"),
        ("date:2013-04..2014-01", "date:2013-04-01..2014-01-31"),
        ("تاريخ:\"آذار 2014\"", "date:2014-03-01..2014-03-31"),
        ("date:..2014", "date:..2014-12-31"),
        ("year:2013-04..", "date:2013-01-01.."),
        ("نوع:وفاة", "type:death-notice"),
        ("type:\"Death notice\"", "type:death-notice"),
        ("type:Death_Notice", "type:death-notice"),
        ("موقع:\"دير الزور\"", "site:\"دير الزور\""),
        ("access:سري", "access:confidential"),
        ("-title:سجل", "-title:\"سجل\""),
    ] {
        assert_eq!(shown(text), meant, "{text}");
    }
}

#[test]
fn a_mistake_is_named_with_its_place() {
    for (text, expected) in [
        ("", (Mistake::Nothing, 0)),
        (" ، ", (Mistake::Nothing, 0)),
        ("a \"b c", (Mistake::OpenQuote, 2)),
        ("a \"،\"", (Mistake::Nothing, 2)),
        ("a (b c", (Mistake::OpenParenthesis, 2)),
        ("a b)", (Mistake::OpenParenthesis, 3)),
        ("a () b", (Mistake::Nothing, 3)),
        ("a OR", (Mistake::LonelyOperator, 2)),
        ("OR a", (Mistake::LonelyOperator, 0)),
        ("a AND OR b", (Mistake::LonelyOperator, 2)),
        ("(a NOT)", (Mistake::LonelyOperator, 3)),
        ("خالد brunch:215", (Mistake::UnknownField, 5)),
        ("branch:", (Mistake::NoValue, 7)),
        ("branch:abc", (Mistake::NoNumber, 7)),
        ("date:yesterday", (Mistake::NoDate, 5)),
        ("date:2014..2013", (Mistake::NoDate, 5)),
        ("type:poem", (Mistake::NoType, 5)),
        ("access:secret", (Mistake::NoAccess, 7)),
        ("a* b", (Mistake::BadPattern, 0)),
        ("x *b", (Mistake::BadPattern, 2)),
        ("ab*-c", (Mistake::BadPattern, 0)),
        ("a\u{7}b", (Mistake::ControlCharacter, 1)),
    ] {
        assert_eq!(mistake(text), expected, "{text:?}");
    }
    let error = "brunch:1".parse::<Query>().unwrap_err().to_string();
    assert!(error.contains("branch (فرع)") && error.contains("at character 1"), "{error}");
}

#[test]
fn what_is_too_much_is_refused_at_once() {
    assert_eq!(mistake(&"ا ".repeat(5_000_000)).0, Mistake::TooLong);
    assert_eq!(mistake(&"a ".repeat(MAX_PARTS + 1)).0, Mistake::TooMany);
    assert_eq!(mistake(&format!("{}a", "(".repeat(MAX_QUERY - 1))).0, Mistake::TooDeep);
    assert_eq!(mistake(&format!("{}a", "-".repeat(MAX_QUERY - 1))).0, Mistake::TooDeep);
    assert_eq!(mistake(&format!("ab{}", "*?".repeat(100))).0, Mistake::BadPattern);
    let deep = format!("{}a{}", "(".repeat(MAX_DEPTH), ")".repeat(MAX_DEPTH));
    assert_eq!(shown(&deep), "a");
}

proptest! {
    #[test]
    fn what_is_read_reads_back_as_the_same(
        text in "(a|ab|محمد|أو|و|ليس|OR|AND|NOT|-|\\||\\(|\\)|\"|«|»|“|”|~|=|\\*|\\?|:|branch:|date:|title:|type:|2013|\\.\\.| |\u{200f}|\\PC){0,16}"
    ) {
        if let Ok(query) = text.parse::<Query>() {
            let again = query.to_string().parse::<Query>();
            prop_assert_eq!(again.as_ref(), Ok(&query), "{}", query);
            let nearer = query.nearer();
            prop_assert_eq!(&nearer.to_string().parse::<Query>().unwrap(), &nearer);
        }
    }
}
