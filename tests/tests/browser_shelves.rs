//! Shelves, items, pages and custody in a real browser.

use sijill_accounts::Role;
use sijill_tests::rooms::Rooms;
use sijill_tests::stocked::Stocked;

#[test]
fn a_page_is_reached_from_the_shelves_and_read_beside_its_picture() {
    let stocked = Stocked::new();
    let rooms = Rooms::open(&stocked.scratch.archive());
    let role = Some(Role::Archivist);
    rooms.look("shelves", "/shelves", role, async |browser, language| {
        let title = browser.text("h1").await;
        assert_eq!(title, if language == "ar" { "الرفوف" } else { "Shelves" });
        assert!(browser.text(".places").await.contains("موقع مختلق"));
        browser.click(".places a").await;
        assert!(browser.text("main").await.contains("المبنى ب"));
    });
    rooms.look(
        "accession",
        &format!("/accession/{}", stocked.accession),
        role,
        async |browser, _| {
            assert!(browser.text("main").await.contains("مستلم مختلق"));
            browser.click("tbody a").await;
            assert!(browser.text("h1").await.contains("أمر نقل وسجل"));
        },
    );
    rooms.look("item", &format!("/item/{}", stocked.item), role, async |browser, _| {
        browser.text(".strip li:nth-child(3) a").await;
        // Small pictures of confidential pages come, too.
        let drawn = browser
            .ask(
                "[...document.images].filter((one) => one.complete && one.naturalWidth > 0).length",
            )
            .await;
        assert!(drawn.as_u64().unwrap_or(1) >= 1, "{drawn}");
    });
    rooms.look("page", &format!("/page/{}", stocked.pages[0]), role, async |browser, _| {
        let text = browser.text(".read").await;
        assert!(text.contains("الجمهورية العربية السورية"), "{text}");
    });
}

#[test]
fn the_picture_is_zoomed_to_the_line_that_is_chosen() {
    let stocked = Stocked::new();
    let rooms = Rooms::open(&stocked.scratch.archive());
    let path = format!("/page/{}", stocked.pages[0]);
    rooms.with_scripts(&path, Role::Researcher, async |browser| {
        browser.text(".mark").await;
        browser.click(".lines li:nth-child(2) a").await;
        browser.text("#line-2.chosen").await;
        assert!(browser.has("#mark-2.chosen").await);
    });
}

#[test]
fn what_a_person_types_is_kept_with_their_signature() {
    let stocked = Stocked::new();
    let rooms = Rooms::open(&stocked.scratch.archive());
    let path = format!("/page/{}/transcription", stocked.pages[1]);
    rooms.look("transcription", &path, Some(Role::Researcher), async |browser, _| {
        browser.fill("text", "سجل مختلق").await;
        browser.click("form.fields button").await;
        assert!(browser.text("section.read > pre").await.contains("سجل مختلق"));
    });
    stocked.scratch.verify_sound();
}

#[test]
fn custody_is_told_act_by_act_with_proofs_to_take_along() {
    let stocked = Stocked::new();
    let rooms = Rooms::open(&stocked.scratch.archive());
    let path = format!("/custody/{}", stocked.pages[0]);
    rooms.look("custody", &path, Some(Role::Archivist), async |browser, language| {
        let told = browser.text(".timeline").await;
        assert!(told.contains(if language == "ar" {
            "حُفظ ملف"
        } else {
            "A file was secured"
        }));
        assert!(browser.has("a[href*='/proof/']").await);
    });
}

#[test]
fn people_are_invited_and_given_roles_in_the_browser() {
    let stocked = Stocked::new();
    let rooms = Rooms::open(&stocked.scratch.archive());
    let mut count = 0;
    let count = std::cell::RefCell::new(&mut count);
    rooms.look("people", "/people", Some(Role::Administrator), async |browser, _| {
        **count.borrow_mut() += 1;
        let handle = format!("desk-{}", count.borrow());
        browser.fill("handle", &handle).await;
        browser.fill("name", "مكتب مختلق").await;
        browser.click("form[action='/people/invite'] button").await;
        assert!(browser.text(".detail code").await.len() > 10);
    });
    stocked.scratch.verify_sound();
}

#[test]
fn the_overseer_sees_who_read_what() {
    let stocked = Stocked::new();
    let rooms = Rooms::open(&stocked.scratch.archive());
    rooms.look("oversight", "/oversight", Some(Role::Overseer), async |browser, language| {
        let title = browser.text("h1").await;
        assert_eq!(title, if language == "ar" { "الرقابة" } else { "Oversight" });
    });
}
