//! Persons compared with mentions: what speaks for them, what against, and why.
#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::HashMap;

use proptest::prelude::*;
use sijill_names::{Field, Matcher, Reason, Record, Score, Vocabulary, Why};
use sijill_schema::{AskedPerson, Named, RecordDate};

fn asked(name: &str) -> AskedPerson {
    AskedPerson { name: Some(name.into()), ..AskedPerson::default() }
}

fn named(name: &str) -> Named {
    Named { name: name.into(), ..Named::default() }
}

/// An index in which محمد and احمد are common and everything else is rare.
fn vocabulary() -> Vocabulary {
    let rare = "خالد سعيد حمصي الحمصي كرم عبد خليل فاطمه حنان يوسف الزعتراني زعتري سلمان وليد بلال";
    let rare = rare.split(' ').map(|name| (name.to_owned(), 20));
    let joined = ["عبد الرحمن", "نور الدين"].map(|name| (name.to_owned(), 20));
    Vocabulary::new(
        rare.chain(joined).chain([("محمد".to_owned(), 3000), ("احمد".to_owned(), 2000)]),
    )
}

fn score(asked: &AskedPerson, person: &Named) -> Score {
    Matcher::new(asked, &vocabulary(), 3000).score(&Record::new(person))
}

fn total(asked_name: &str, found: &str) -> f32 {
    score(&asked(asked_name), &named(found)).total
}

fn reason(score: &Score, field: Field) -> &Reason {
    score.parts.iter().find(|part| part.field == field).expect("a part about this field")
}

#[test]
fn a_name_is_found_in_both_scripts_and_in_the_spellings_of_several_languages() {
    for written in [
        "Khaled Saeed Alhomsi",
        "Khalid Said Al-Homsi",
        "Chaled Sa'id el Homsi",
        "خالد سعيد الحمصي",
    ] {
        let score = score(&asked(written), &named("خالد سعيد الحمصي"));
        assert!(score.total > 12.0, "{written}: {score:?}");
        assert!(score.total > total(written, "خليل سعيد الحمصي") + 3.0, "{written}");
    }
}

#[test]
fn twins_of_one_name_are_told_apart_by_the_mother() {
    let twin = |mother: &str| Named {
        mother: Some(mother.into()), ..named("محمد خالد الحمصي")
    };
    let asked = AskedPerson { mother: Some("Fatmeh".into()), ..asked("Mohamad Khaled Homsi") };
    let (right, other) = (score(&asked, &twin("فاطمة")), score(&asked, &twin("حنان")));
    assert_eq!(reason(&right, Field::Mother).why, Why::SameSound);
    assert_eq!(reason(&other, Field::Mother).why, Why::OtherMother);
    assert!(right.total > other.total + 6.0);
    let unknown = score(&asked, &named("محمد خالد الحمصي"));
    assert!(
        right.total > unknown.total && unknown.total > other.total,
        "what is not said is neutral"
    );
}

#[test]
fn a_rare_name_says_more_than_a_common_one() {
    let weight = |name, found| reason(&score(&asked(name), &named(found)), Field::Given).weight;
    assert!(weight("Khaled", "خالد") > weight("Mohammed", "محمد") + 3.0);
}

#[test]
fn names_that_are_left_out_cost_less_than_names_that_are_others() {
    let (whole, short, other) = (
        total("Walid Khaled Homsi", "وليد خالد الحمصي"),
        total("Walid Homsi", "وليد خالد الحمصي"),
        total("Walid Bilal Homsi", "وليد خالد الحمصي"),
    );
    assert!(whole > short && short > other);
    assert!(total("Walid Khaled Homsi", "وليد الحمصي") > other);
}

#[test]
fn the_order_of_names_may_be_turned_at_a_cost() {
    let turned = score(&asked("Homsi Walid Khaled"), &named("وليد خالد الحمصي"));
    assert!(turned.parts.iter().any(|part| part.why == Why::OtherOrder));
    assert!(turned.total > 10.0 && turned.total < total("Walid Khaled Homsi", "وليد خالد الحمصي"));
}

#[test]
fn compounds_are_one_name_and_joined_names_are_two() {
    assert!(total("Abd al-Rahman Homsi", "عبدالرحمن الحمصي") > 5.0);
    assert!(total("Noureddine Homsi", "نور الدين الحمصي") > 5.0);
    let joined = score(&asked("Walid Khaled Homsi"), &named("وليدخالد الحمصي"));
    assert!(joined.total > 5.0, "{joined:?}");
}

#[test]
fn a_lost_dot_is_forgiven_and_said() {
    let score = score(&asked("Khaled Saeed Homsi"), &named("حالد سعيد الحمصي"));
    assert_eq!(reason(&score, Field::Given).why, Why::LetterReadWrong);
    assert!(score.total > 8.0);
}

#[test]
fn reasons_say_what_was_asked_and_found_as_it_is_written() {
    let score = score(&asked("خالد الحُمصي"), &named("خالد سعيد حمصي"));
    let family = reason(&score, Field::Family);
    assert_eq!((family.asked.as_deref(), family.found.as_deref()), (Some("الحُمصي"), Some("حمصي")));
    assert_eq!(family.why, Why::SameButArticle);
    assert_eq!(reason(&score, Field::Given).why, Why::SameSpelling);
    assert_eq!(reason(&score, Field::Father).why, Why::NotAsked);
    assert!((score.parts.iter().map(|part| part.weight).sum::<f32>() - score.total).abs() < 1e-3);
}

#[test]
fn a_father_who_stands_apart_is_the_second_name() {
    let person = Named { father: Some("خالد".into()), ..named("وليد الحمصي") };
    let question = AskedPerson { father: Some("Khaled".into()), ..asked("Walid Homsi") };
    let apart = score(&question, &person);
    assert_eq!(apart.total, total("Walid Khaled Homsi", "وليد خالد الحمصي"));
    assert_eq!(reason(&apart, Field::Father).found.as_deref(), Some("خالد"));
}

#[test]
fn years_numbers_and_places_count() {
    let person = Named {
        born: Some(RecordDate::as_written("١٩٨٥")),
        place: Some("حمص".into()),
        numbers: vec!["٥٦٤٢".into()],
        ..named("وليد الحمصي")
    };
    let question = AskedPerson {
        born: Some("1986".into()),
        place: Some("Homs".into()),
        number: Some("5643".into()),
        ..asked("Walid Homsi")
    };
    let score = score(&question, &person);
    assert_eq!(reason(&score, Field::Born).why, Why::YearOffByOne);
    assert_eq!(reason(&score, Field::Place).why, Why::SamePlace);
    assert_eq!(reason(&score, Field::Number).why, Why::OneDigitOff);
    assert!(score.parts.iter().all(|part| part.weight > 0.0));
}

#[test]
fn wanted_names_are_those_of_the_vocabulary_that_may_be_meant() {
    let vocabulary = vocabulary();
    let matcher = Matcher::new(&asked("Khaled"), &vocabulary, 3000);
    let wanted = matcher.wanted();
    assert_eq!(wanted.len(), 1);
    assert_eq!(wanted[0].names[0].0, "خالد");
}

#[test]
fn nothing_asked_is_no_evidence() {
    let empty = score(&AskedPerson::default(), &named("محمد"));
    assert_eq!((empty.total, empty.parts.len()), (0.0, 0));
    assert_eq!(score(&asked("؟ ... 12"), &named("محمد")).parts.len(), 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn anything_can_be_asked_and_found(name in any::<String>(), other in "[ا-ي a-zA-Z'_٠-٩-]{0,60}", found in any::<String>(), mother in "\\PC{0,40}") {
        let vocabulary = Vocabulary::new(HashMap::from([(found.clone(), 1), (other.clone(), u64::MAX)]));
        for (name, found) in [(&name, &found), (&other, &found), (&other, &other)] {
            let question = AskedPerson {
                father: Some(other.clone()), mother: Some(mother.clone()), born: Some(found.clone()), place: Some(other.clone()),
                number: Some(name.clone()), kunya: Some(found.clone()), grandfather: Some(mother.clone()), ..asked(name)
            };
            let person = Named {
                mother: Some(other.clone()), born: Some(RecordDate::as_written(name.clone())), place: Some(name.clone()),
                numbers: vec![name.clone()], kunya: Some(found.clone()), father: Some(mother.clone()), ..named(found)
            };
            let score = Matcher::new(&question, &vocabulary, 0).score(&Record::new(&person));
            prop_assert!(score.total.is_finite() && (0.0..=1.0).contains(&score.probability));
        }
    }
}
