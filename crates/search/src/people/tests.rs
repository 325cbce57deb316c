use sijill_schema::{
    AccessLevel, AccessionId, AskedPerson, Digest, ItemId, Mention, MentionBasis, MentionRole,
    Named, PageId, RecordDate,
};
use tempfile::TempDir;

use super::{FoundMention, People, PeopleWriter};
use crate::{Filter, Opened, PageDocument, Tally};

const HEAP: usize = 15_000_000;

fn named(name: &str, mother: Option<&str>, number: Option<&str>) -> Named {
    Named {
        name: name.to_owned(),
        mother: mother.map(str::to_owned),
        numbers: number.map(str::to_owned).into_iter().collect(),
        ..Named::default()
    }
}

fn page(access: AccessLevel, people: &[Named]) -> PageDocument {
    let (page, item) = (PageId::new(), ItemId::new());
    let mention = |person: &Named| Mention {
        page,
        item,
        basis: MentionBasis::Machine,
        role: MentionRole::Subject,
        person: person.clone(),
        area: None,
    };
    PageDocument {
        page,
        item,
        accession: AccessionId::new(),
        stamp: Digest::of(b""),
        access,
        accession_reference: String::new(),
        reference: String::new(),
        title: None,
        place: Vec::new(),
        types: Vec::new(),
        dates: Vec::new(),
        numbers: Vec::new(),
        passages: Vec::new(),
        mentions: people.iter().map(mention).collect(),
    }
}

/// An index of these pages.
fn index(pages: &[PageDocument]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = PeopleWriter::create(folder.path(), HEAP).unwrap();
    pages.iter().for_each(|page| writer.put(page).unwrap());
    writer.commit("all").unwrap();
    writer.finish().unwrap();
    folder
}

fn opened(folder: &TempDir) -> Box<People> {
    match People::open(folder.path()).unwrap() {
        Opened::Sound(people) => people,
        _ => panic!("not sound"),
    }
}

fn find(folder: &TempDir, level: AccessLevel, asked: &AskedPerson) -> Vec<FoundMention> {
    opened(folder).crowd(&Filter::up_to(level)).unwrap().find(asked, 10).unwrap().best
}

fn by_name(name: &str) -> AskedPerson {
    AskedPerson { name: Some(name.to_owned()), ..AskedPerson::default() }
}

fn names(found: &[FoundMention]) -> Vec<&str> {
    found.iter().map(|found| found.mention.person.name.as_str()).collect()
}

#[test]
fn a_latin_name_finds_an_arabic_one_and_says_why() {
    let others = ["سامر الفستقي", "رامي الجوزاني", "هند اللوزي", "نبيل الفستقي"];
    let mut people: Vec<_> = others.iter().map(|name| named(name, None, None)).collect();
    people.push(named("عبد الرحمن نبيل الجوزاني", Some("هند"), None));
    let folder = index(&[page(AccessLevel::Open, &people)]);
    let found = find(&folder, AccessLevel::Open, &by_name("Abdulrahman Nabil al-Jawzani"));
    assert_eq!(names(&found)[0], "عبد الرحمن نبيل الجوزاني");
    assert!(found[0].score.total > found[1].score.total);
    let sum: f32 = found[0].score.parts.iter().map(|part| part.weight).sum();
    assert!((sum - found[0].score.total).abs() < 0.001, "the reasons are the score");
    assert_eq!(find(&folder, AccessLevel::Open, &by_name("Xyzzy")).len(), 0);
}

fn tally(pages: &[PageDocument]) -> Tally {
    let mut tally = Tally::default();
    for page in pages {
        page.mentions.iter().for_each(|mention| tally.add_mention(mention, page.access).unwrap());
    }
    tally
}

#[test]
fn the_tally_tells_which_people_are_indexed_at_which_level() {
    let person = named("سامر الفستقي", Some("هند"), None);
    let first = page(AccessLevel::Open, &[person.clone(), person]);
    let mut second = page(AccessLevel::Sealed, &[named("رامي الجوزاني", None, None)]);
    let folder = index(&[first.clone(), second.clone()]);
    let counted = || opened(&folder).count_and_digest().unwrap();
    assert_eq!((counted().entries(), counted()), (3, tally(&[second.clone(), first.clone()])));

    second.access = AccessLevel::Open;
    assert_ne!(counted(), tally(&[first.clone(), second.clone()]));
    let mut writer = PeopleWriter::open(folder.path(), HEAP).unwrap();
    writer.put(&second).unwrap();
    writer.remove(first.page);
    writer.commit("again").unwrap();
    writer.finish().unwrap();
    assert_eq!(counted(), tally(&[second]));
}

#[test]
fn a_page_that_is_put_again_has_only_its_new_people() {
    let mut first = page(AccessLevel::Open, &[named("سامر الفستقي", None, None)]);
    let folder = index(std::slice::from_ref(&first));
    first.mentions[0].person = named("رامي الجوزاني", None, None);
    let mut writer = PeopleWriter::open(folder.path(), HEAP).unwrap();
    writer.put(&first).unwrap();
    writer.commit("again").unwrap();
    writer.finish().unwrap();
    assert_eq!(
        names(&find(&folder, AccessLevel::Open, &by_name("سامر الفستقي"))),
        Vec::<&str>::new()
    );
    assert_eq!(
        names(&find(&folder, AccessLevel::Open, &by_name("رامي الجوزاني"))),
        ["رامي الجوزاني"]
    );
    assert_eq!(opened(&folder).payload().unwrap().as_deref(), Some("again"));
}

#[test]
fn what_is_too_secret_is_not_found_and_weighs_nothing() {
    let seen = page(AccessLevel::Open, &[named("سامر الفستقي", None, None)]);
    let secret: Vec<_> = (0..20).map(|_| named("سامر الجوزاني", None, None)).collect();
    let alone = index(std::slice::from_ref(&seen));
    let both = index(&[seen, page(AccessLevel::Sealed, &secret)]);
    let asked = by_name("Samer");
    let (alone, open) =
        (find(&alone, AccessLevel::Open, &asked), find(&both, AccessLevel::Open, &asked));
    assert_eq!(alone, open, "nothing tells that there is more");
    assert_eq!(find(&both, AccessLevel::Sealed, &asked).len(), 10);
    assert_eq!(opened(&both).crowd(&Filter::up_to(AccessLevel::Open)).unwrap().mentions(), 1);
}

/// Whoever may see some pages gets, letter for letter, the answers of an index that holds nothing else.
fn learns_nothing(all: &[PageDocument], some: &Filter) {
    let visible: Vec<_> =
        all.iter().filter(|page| some.sees(page.accession, page.access)).cloned().collect();
    assert!(!visible.is_empty() && visible.len() < all.len());
    // In the greater index every page was put twice, the first time with other people.
    let folder = index(&[]);
    let mut writer = PeopleWriter::open(folder.path(), HEAP).unwrap();
    for page in all {
        let mut earlier = page.clone();
        earlier.mentions.iter_mut().for_each(|one| one.person.name = "سامر الفستقي".to_owned());
        writer.put(&earlier).unwrap();
    }
    writer.commit("earlier").unwrap();
    all.iter().for_each(|page| writer.put(page).unwrap());
    writer.commit("all").unwrap();
    writer.finish().unwrap();
    let (all, alone) = (opened(&folder), opened(&index(&visible)));
    let (all, alone) = (all.crowd(some).unwrap(), alone.crowd(some).unwrap());
    assert_eq!(all.mentions(), alone.mentions());
    let mother = AskedPerson { mother: Some("Hind".to_owned()), ..by_name("Samer") };
    let number = AskedPerson { number: Some("5642".to_owned()), ..AskedPerson::default() };
    let asked = ["سامر الفستقي", "Samer Jawzani", "Rami", "نبيل", "Fustuqi"].map(by_name);
    for asked in asked.into_iter().chain([mother, number]) {
        for limit in [1, 3, 100] {
            let found = |crowd: &super::Crowd| format!("{:?}", crowd.find(&asked, limit).unwrap());
            assert_eq!(found(&all), found(&alone), "{asked:?}");
        }
    }
}

#[test]
fn nobody_learns_anything_from_accessions_that_are_not_granted_to_them() {
    let (theirs, other) = (AccessionId::new(), AccessionId::new());
    let given = ["سامر", "رامي", "نبيل", "ساهر", "زامر"];
    let family = ["الفستقي", "الجوزاني", "اللوزي"];
    let levels = [AccessLevel::Open, AccessLevel::Confidential, AccessLevel::Sealed];
    let all: Vec<_> = (0..60)
        .map(|at| {
            let name = format!("{} {}", given[at % 5], family[at / 5 % 3]);
            let number = (5_640 + at).to_string();
            let person = named(&name, Some(["هند", "ليلى"][at / 15 % 2]), Some(&number));
            let mut page = page(levels[at % 7 % 3], &[person]);
            page.accession = if at % 4 == 0 { theirs } else { other };
            page
        })
        .collect();
    for grants in [
        vec![(Some(theirs), AccessLevel::Confidential)],
        vec![(Some(theirs), AccessLevel::Sealed)],
        vec![(Some(theirs), AccessLevel::Sealed), (None, AccessLevel::Open)],
        vec![(Some(theirs), AccessLevel::Open), (Some(other), AccessLevel::Confidential)],
        vec![(None, AccessLevel::Confidential)],
    ] {
        learns_nothing(&all, &Filter::of(grants));
    }
    let nothing = opened(&index(&all)).crowd(&Filter::default()).unwrap();
    assert_eq!(nothing.mentions(), 0);
    assert_eq!(nothing.find(&by_name("سامر"), 10).unwrap().best, []);
}

#[test]
fn a_number_is_found_with_one_digit_off_and_after_the_exact_one() {
    let people = [
        named("سامر", None, Some("٥٦٤٣")),
        named("رامي", None, Some("5642")),
        named("نبيل", None, Some("9999")),
    ];
    let folder = index(&[page(AccessLevel::Open, &people)]);
    let asked = AskedPerson { number: Some("٥٦٤٢".to_owned()), ..AskedPerson::default() };
    assert_eq!(names(&find(&folder, AccessLevel::Open, &asked)), ["رامي", "سامر"]);
}

/// Five thousand who have one name; the one asked for has the mother and the year that is asked for.
fn namesakes() -> TempDir {
    let person = |at: usize| Named {
        mother: Some(["مريم", "فاطمة", "هند", "زينب"][at % 4].to_owned()),
        born: Some(RecordDate::as_written((1930 + at / 4 % 60).to_string())),
        ..named("محمد أحمد محمد", None, None)
    };
    let mut people: Vec<_> = (0..5_000).map(person).collect();
    people[4_321].mother = Some("سعاد".to_owned());
    people[4_321].born = Some(RecordDate::as_written("1999".to_owned()));
    index(&[page(AccessLevel::Open, &people)])
}

#[test]
fn of_thousands_who_have_one_name_the_one_with_the_mother_and_the_year_comes_first() {
    let folder = namesakes();
    let crowd = opened(&folder).crowd(&Filter::up_to(AccessLevel::Open)).unwrap();
    for name in ["محمد أحمد محمد", "Mohamad Ahmad Mohamad"] {
        let asked = AskedPerson {
            mother: Some("Souad".to_owned()),
            born: Some("1999".to_owned()),
            ..by_name(name)
        };
        let found = crowd.find(&asked, 10).unwrap();
        assert_eq!(found.best[0].mention.person.mother.as_deref(), Some("سعاد"), "{name}");
        assert!(found.best[0].score.total > found.best[1].score.total + 5.0);
        for asked in [
            AskedPerson { mother: None, ..asked.clone() },
            AskedPerson { born: None, ..asked.clone() },
        ] {
            let found = crowd.find(&asked, 10).unwrap();
            assert_eq!(found.best[0].mention.person.mother.as_deref(), Some("سعاد"), "{name}");
        }
    }
}

#[test]
fn how_many_more_fit_as_well_is_told() {
    let crowd = opened(&namesakes()).crowd(&Filter::up_to(AccessLevel::Open)).unwrap();
    let found = crowd.find(&by_name("محمد أحمد محمد"), 10).unwrap();
    assert_eq!((found.best.len(), found.equal, found.counted), (10, 4_990, true));
    let asked =
        AskedPerson { mother: Some("هند".to_owned()), ..by_name("محمد أحمد محمد") };
    let found = crowd.find(&asked, 10).unwrap();
    assert_eq!((found.equal, found.counted), (1_240, true));
    let asked = AskedPerson {
        mother: Some("سعاد".to_owned()), ..by_name("محمد أحمد محمد")
    };
    assert_eq!(crowd.find(&asked, 1).unwrap().equal, 0);
}

#[test]
fn what_is_told_in_columns_weighs_what_it_weighs_in_the_mention() {
    let people = [
        Named {
            father: Some("نبيل".to_owned()),
            kunya: Some("أبو سعيد".to_owned()),
            place: Some("ريف حمص".to_owned()),
            born: Some(RecordDate::as_written("حوالي ١٩٨٥".to_owned())),
            ..named("عبد الرحمن الفستقي", Some("هند اللوزي"), Some("٥٦٤٣"))
        },
        named("Nabil Abdulrahman", Some("Hind"), Some("999")),
        named("الجوزاني", None, None),
    ];
    let crowd = opened(&index(&[page(AccessLevel::Open, &people)]))
        .crowd(&Filter::up_to(AccessLevel::Open))
        .unwrap();
    let asked = AskedPerson {
        mother: Some("Hend".to_owned()),
        kunya: Some("Abu Said".to_owned()),
        place: Some("Homs".to_owned()),
        born: Some("1986".to_owned()),
        number: Some("5642".to_owned()),
        ..by_name("Abdulrahman Nabil Fustuqi")
    };
    let found = crowd.find(&asked, 10).unwrap().best;
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].score.parts.len(), 8);
    let weighed = crowd.weights(&asked).unwrap();
    for (found, weighed) in found.iter().zip(weighed) {
        assert!((found.score.total - weighed).abs() < 0.01, "{weighed} for {found:?}");
    }
}

#[test]
fn a_mention_is_found_by_its_identifier() {
    let page =
        page(AccessLevel::Confidential, &[named("سامر", None, None), named("رامي", None, None)]);
    let folder = index(std::slice::from_ref(&page));
    let id = page.mentions[1].id().unwrap();
    let seen_by = |filter: Filter| opened(&folder).mention(id, &filter).unwrap();
    let own = Filter::of([(Some(page.accession), AccessLevel::Confidential)]);
    assert_eq!(seen_by(own).as_ref(), Some(&page.mentions[1]));
    assert_eq!(seen_by(Filter::up_to(AccessLevel::Open)), None);
    let other = Filter::of([(Some(AccessionId::new()), AccessLevel::Sealed)]);
    assert_eq!(seen_by(other), None);
}
