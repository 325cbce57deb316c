//! The rules one by one, on invented sentences, and that no text whatever breaks them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use proptest::prelude::*;
use sijill_mentions::{Cell, FoundPerson, Line, read};
use sijill_schema::{Area, MentionRole};

fn people(text: &str) -> Vec<FoundPerson> {
    let cell = |text: &str| Cell { text: text.to_owned(), ..Cell::default() };
    let line = |line: &str| Line {
        table: line.contains('\t').then_some(0),
        cells: line.split('\t').map(cell).collect(),
    };
    read(&text.lines().map(line).collect::<Vec<_>>()).people
}

fn names(text: &str) -> Vec<String> {
    people(text).into_iter().map(|person| person.named.name).collect()
}

#[test]
fn a_word_leads_to_a_name_and_another_ends_it() {
    assert_eq!(names("أحضر الموقوف سامر بن نبيل الجوزاني إلى القسم"), ["سامر بن نبيل الجوزاني"]);
    assert_eq!(names("علاقتك بالمدعو سامر نبيل الجوزاني؟"), ["سامر نبيل الجوزاني"]);
    assert_eq!(
        names("الموقوف المدعو سامر عبد القادر الجوزاني أفاد بما يلي"),
        ["سامر عبد القادر الجوزاني"]
    );
    // The family name without the article: the next word ends it.
    assert_eq!(names("نقل المتهم سامر جوزاني إلى المشفى"), ["سامر جوزاني"]);
    assert_eq!(names("جرى استجواب الموقوف."), Vec::<String>::new());
    assert_eq!(names("الموقوف\nالمحقق"), Vec::<String>::new());
}

#[test]
fn a_name_that_is_also_a_preposition_is_told_by_its_letters() {
    assert_eq!(names("الموقوف سامر علي الجوزاني"), ["سامر علي الجوزاني"]);
    assert_eq!(names("الموقوف سامر جوزاني على الحاجز"), ["سامر جوزاني"]);
}

#[test]
fn a_name_goes_on_in_the_next_line_and_a_list_does_not() {
    let wrapped = "وقد أحيل إليكم مع هذا الكتاب الموقوف سامر\nنبيل الجوزاني لاستكمال التحقيق";
    assert_eq!(names(wrapped), ["سامر نبيل الجوزاني"]);
    let list = "يطلب القبض على كل من الأشخاص التالية أسماؤهم\n١ سامر نبيل الجوزاني والدته هند\n٢ رامي نبيل الجوزاني والدته هند";
    assert_eq!(names(list), ["سامر نبيل الجوزاني", "رامي نبيل الجوزاني"]);
}

#[test]
fn what_follows_a_name_is_about_it() {
    let [person] =
        &people("الموقوف سامر الجوزاني، والدته هند الفستقي، تولد دير عطية عام ١٩٨٠، عازب")[..]
    else {
        panic!("not one person");
    };
    assert_eq!(person.named.mother.as_deref(), Some("هند الفستقي"));
    assert_eq!(person.named.place.as_deref(), Some("دير عطية"));
    let born = person.named.born.as_ref().unwrap();
    assert_eq!(born.interpreted.as_ref().unwrap().earliest().to_string(), "1980-01-01");
    let two = people("الموقوف سامر الجوزاني والموقوف رامي الفستقي والدته هند");
    assert_eq!(two.len(), 2);
    assert_eq!((&two[0].named.mother, two[1].named.mother.as_deref()), (&None, Some("هند")));
}

#[test]
fn roles_come_from_the_words_and_from_the_sort_of_record() {
    let roles = |text: &str| people(text).into_iter().map(|person| person.role).collect::<Vec<_>>();
    assert_eq!(roles("تسليم الطفل سامر نبيل الجوزاني"), [MentionRole::Child]);
    assert_eq!(roles("بحضور العقيد نبيل الجوزاني"), [MentionRole::Official]);
    assert_eq!(roles("شهادة وفاة\nالمدعو سامر الجوزاني والدته هند"), [MentionRole::Deceased]);
    assert_eq!(roles("تعميم بإلقاء القبض\n١ سامر نبيل الجوزاني والدته هند"), [MentionRole::Wanted]);
}

#[test]
fn a_form_is_read_by_its_labels_in_both_languages() {
    let both = "الاسم الكامل: سامر نبيل الجوزاني\nFull name: Samer Nabil Al-Jawzani\nاسم الأم: هند\nMother's name: Hind\nDate of birth: 3 May 1980";
    let people = people(both);
    assert_eq!(people.len(), 2);
    let mother = |name: &str| {
        let person = people.iter().find(|person| person.named.name.starts_with(name)).unwrap();
        person.named.mother.clone().unwrap()
    };
    assert_eq!((mother("سامر"), mother("Samer")), ("هند".to_owned(), "Hind".to_owned()));
}

#[test]
fn a_register_is_read_by_the_heads_of_its_columns() {
    let table = "الرقم\tالاسم والنسبة\tاسم الأب\tاسم الأم\tالمواليد\n١\tسامر الجوزاني\tنبيل\tهند\tحمص ١٩٨٠\n٢\t١\t\t\t";
    let [person] = &people(table)[..] else { panic!("not one person") };
    assert_eq!(person.named.name, "سامر الجوزاني");
    assert_eq!(person.named.father.as_deref(), Some("نبيل"));
    assert_eq!(person.named.place.as_deref(), Some("حمص"));
    // Heads that a machine misread, and a table that is about things.
    assert_eq!(names("الرقم\tلاسم والنسبه\tاسم الآب\n١\tسامر الجوزاني\tنبيل"), ["سامر الجوزاني"]);
    assert_eq!(names("الرقم\tنوع الأمانة\tالعدد\n١\tساعة يد\t٢"), Vec::<String>::new());
}

#[test]
fn the_place_of_a_name_is_the_place_of_its_words() {
    let text = "الموقوف سامر الجوزاني";
    let area = |left| Area { left, top: 10, width: 50, height: 20 };
    let starts = [(0..14, 300), (15..23, 200), (24..text.len(), 100)];
    let words = starts.into_iter().map(|(range, left)| (range, area(left))).collect();
    let line = Line { table: None, cells: vec![Cell { text: text.to_owned(), area: None, words }] };
    let told = read(&[line]);
    assert_eq!(told.people[0].area, Some(Area { left: 100, top: 10, width: 150, height: 20 }));
}

proptest! {
    #[test]
    fn no_text_breaks_the_rules(text in r"(\PC|[\n\t])*") {
        people(&text);
    }

    #[test]
    fn no_order_of_leading_words_breaks_the_rules(
        words in prop::collection::vec(prop::sample::select(vec![
            "الموقوف", "المدعو", "والدته", "تولد", "بن", "عبد", "أبو", "١٩٨٠", "الاسم:", "اسم الأم:", "عام", "سامر", "الجوزاني", "،", "\n", "\t", "(", "Samer",
        ]), 0..40)
    ) {
        people(&words.join(" "));
    }
}
