use proptest::prelude::*;

use super::testing::days;
use super::*;

#[test]
fn every_form_of_a_day() {
    for text in [
        "١٢/٣/٢٠١٤",
        "12/3/2014",
        "12-3-2014",
        "12.3.2014",
        "12 / 3 / 2014",
        "2014/3/12",
        "2014-03-12",
        "۱۲/۳/۲۰۱۴",
        "12؍3؍2014",
        "12 آذار 2014",
        "١٢ اذار ٢٠١٤",
        "١٢ من شهر آذار عام ٢٠١٤",
        "12 آذار/مارس 2014",
        "12 آذار (مارس) 2014",
        "12/آذار/2014",
        "12-Mar-2014",
        "12-Mar-14",
        "12 March 2014",
        "12th of March, 2014",
        "March 12, 2014",
        "Mar. 12th 2014",
        "12 mars 2014",
        "التاريخ:12/3/2014م",
        "وبتاريخ ١٢/٣/٢٠١٤والموقوف",
        "2014-03-12T08:15:00",
        "(١٢/٣/٢٠١٤).",
        "\u{200f}12/3/2014\u{200f}",
        "تاريخ 12/3/14",
        "12 مارس 2014",
    ] {
        assert_eq!(days(text), ["2014-03-12"], "{text}");
    }
    assert_eq!(days("28/1/84"), ["1984-01-28"]);
    assert_eq!(days("28 كانون\nالثاني ٢٠١٤"), ["2014-01-28"]);
    assert_eq!(days("5 ك2 2014 و 5 ت1 2013"), ["2014-01-05", "2013-10-05"]);
    assert_eq!(days("٩ آب ٢٠١٣"), ["2013-08-09"]);
    assert_eq!(days("٩ شياط ٢٠١٣"), ["2013-02-09"]);
}

#[test]
fn months_and_years() {
    for (text, expected) in [
        ("آذار 2014", "2014-03-01 2014-03-31"),
        ("شهر أيلول من عام ٢٠١٣", "2013-09-01 2013-09-30"),
        ("نهاية آب 2013", "2013-08-01 2013-08-31"),
        ("شهر 3/2014", "2014-03-01 2014-03-31"),
        ("2014-03", "2014-03-01 2014-03-31"),
        ("عام ٢٠١٤", "2014-01-01 2014-12-31"),
        ("سنة 1984", "1984-01-01 1984-12-31"),
        ("تولد حمص ١٩٨٤", "1984-01-01 1984-12-31"),
        ("تولد دير الزور عام ٢٠٠٠، عازب", "2000-01-01 2000-12-31"),
        ("مواليد: ١٩٨٤ دوما", "1984-01-01 1984-12-31"),
        ("born in Douma, 1984", "1984-01-01 1984-12-31"),
    ] {
        assert_eq!(days(text), [expected], "{text}");
    }
}

#[test]
fn hijri_dates_are_some_days_wide() {
    for text in ["٤ جمادى الأولى ١٤٣٦ هـ", "4/5/1436", "4/5/1436هـ", "4 جماد الأول 1436"]
    {
        let found = dates(text);
        assert_eq!(days(text), ["2015-02-21 2015-02-25"], "{text}");
        assert_eq!(found[0].calendar, Calendar::Hijri);
        assert_eq!(found[0].range, 0..text.len(), "{text}");
    }
    assert_eq!(days("رجب 1435"), ["2014-04-28 2014-05-31"]);
    assert_eq!(days("عام 1436 هـ"), ["2014-10-23 2015-10-15"]);
}

#[test]
fn the_order_of_day_and_month_is_that_of_the_script() {
    let one = |text: &str| dates(text).into_iter().next().unwrap();
    assert_eq!(days("بتاريخ 3/2/2014"), ["2014-02-03"]);
    assert_eq!(days("seen on 3/2/2014"), ["2014-02-03 2014-03-02"]);
    assert_eq!(days("seen on ٣/٢/٢٠١٤"), ["2014-02-03"]);
    assert_eq!(days("seen on 28/2/2014, on 2/28/2014"), ["2014-02-28", "2014-02-28"]);
    assert_eq!(days("3/2/2014"), ["2014-02-03"]);
    assert_eq!(days("seen on\nبتاريخ 3/2/2014\nthe last time he was seen"), ["2014-02-03"]);
    assert!(one("3/2/2014").ambiguous && one("seen 3/2/2014").ambiguous);
    assert!(
        !one("28/2/2014").ambiguous && !one("3/3/2014").ambiguous && !one("2014/3/2").ambiguous
    );
    assert!(one("12-Mar-2014").calendar == Calendar::Gregorian && one("٩ شياط ٢٠١٣").ambiguous);
}

#[test]
fn what_is_no_date_is_none() {
    for text in [
        "31/2/2014",
        "٣١ شباط ٢٠١٤",
        "32/1/2014",
        "1/13/13",
        "0/1/2014",
        "12/3/1614",
        "12/3",
        "5 آذار",
        "آذار",
        "آب",
        "باب 2014",
        "أب 12",
        "1/2/3/2014",
        "12/3/2014/5",
        "SYN-2014-03",
        "X2014-03-12",
        "X12-15/3/2014",
        "رقم 12/2015",
        "قرار رقم: 3/2014",
        "الرقم: ٣/٢٠١٤",
        "٢٠١٤",
        "7500 ليرة",
        "تولد حمص",
        "3/2/14",
        "عمر 2014",
        "رجب 2014",
        "10:30",
        "192.168.1.1",
        "3.14",
        "2014.5",
        "12\t3\t2014",
        "14 آذار 1436",
        "أيلول من العام الماضي",
    ] {
        assert_eq!(days(text), [""; 0], "{text}");
    }
}

#[test]
fn ranges_are_those_of_the_text() {
    let text = "في حمص بتاريخ ١٢/٣/٢٠١٤ م، وكذا حوالي آذار ٢٠١٥.";
    let found: Vec<_> = dates(text).into_iter().map(|found| text[found.range].to_owned()).collect();
    assert_eq!(found, ["١٢/٣/٢٠١٤ م", "حوالي آذار ٢٠١٥"]);
}

#[test]
fn a_long_text_is_soon_done() {
    assert_eq!(dates(&"1/".repeat(100_000)).len(), 0);
    assert_eq!(dates(&"3/2/2014 a ".repeat(10_000)).len(), 10_000);
    assert_eq!(dates(&"من ".repeat(300_000)).len(), 0);
}

proptest! {
    #[test]
    fn any_text_is_searched(text in "([0-9٠-٩]{1,4}|[/.:-]|\\PC| |\n|آذار|ك|كانون|الثاني|عام|تولد|من|بين|إلى|و|هـ|حوالي|رجب|March){0,16}") {
        let mut last = 0;
        for found in dates(&text) {
            prop_assert!(found.first <= found.last);
            prop_assert!(found.range.start >= last && !text[found.range.clone()].is_empty());
            last = found.range.end;
        }
        let _ = year(&text);
    }

    #[test]
    fn a_day_is_found_in_every_way_of_writing_it(year in 1900u32..2030, month in 1u8..=12, day in 1u8..=28) {
        let date = format!("{year}-{month:02}-{day:02}");
        for text in [format!("{day}/{month}/{year}"), format!("{year}/{month}/{day}"), date.clone()] {
            prop_assert_eq!(days(&text), [date.clone()]);
        }
    }
}
