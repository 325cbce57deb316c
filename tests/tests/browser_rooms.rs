//! The frame of the rooms in a real browser: both languages, two widths, with scripts and without.

use sijill_accounts::Role;
use sijill_tests::archive;
use sijill_tests::rooms::Rooms;

#[test]
fn the_door_is_open_to_everybody() {
    let archive = archive();
    let rooms = Rooms::open(&archive.archive());
    rooms.look("sign-in", "/sign-in", None, async |browser, language| {
        let button = browser.text("main button").await;
        assert_eq!(button, if language == "ar" { "دخول" } else { "Sign in" });
    });
}

#[test]
fn whoever_was_invited_finds_the_form() {
    let archive = archive();
    let rooms = Rooms::open(&archive.archive());
    rooms.look("invitation", "/invitation", None, async |browser, language| {
        let expected =
            if language == "ar" { "استلم حسابك" } else { "Take over your account" };
        assert!(browser.text("h1").await.contains(expected));
    });
}

#[test]
fn the_first_page_keeps_its_place_when_the_language_changes() {
    let archive = archive();
    let rooms = Rooms::open(&archive.archive());
    rooms.look("start", "/", Some(Role::Archivist), async |browser, language| {
        browser.click("button[name=language]").await;
        let (code, title) = match language {
            "ar" => ("en", "What can be done here"),
            _ => ("ar", "ما يمكن عمله هنا"),
        };
        assert_eq!(browser.text(&format!("html[lang={code}] h1")).await, title);
        assert_eq!(browser.path().await, "/");
    });
}

#[test]
fn what_is_not_there_is_said_in_the_language_of_the_page() {
    let archive = archive();
    let rooms = Rooms::open(&archive.archive());
    rooms.look("not-found", "/nothing", None, async |browser, language| {
        let said = browser.text("h1").await;
        assert_eq!(said, if language == "ar" { "لا شيء هنا" } else { "There is nothing here" });
    });
}
