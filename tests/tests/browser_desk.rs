//! The desk, verification and witnesses in a real browser: files are uploaded with scripts and without, what the page
//! calls secured is in the ledger, and every page is looked at in both languages, on a telephone and at a desk.

use std::path::{Path, PathBuf};

use sijill_accounts::Role;
use sijill_tests::archive;
use sijill_tests::browser::{Browser, Window, with_window};
use sijill_tests::rooms::{Rooms, assert_well_made};

const WITH: Window = Window { width: 1280, height: 900, scripts: true };
const WITHOUT: Window = Window { width: 390, height: 844, scripts: false };

fn sample(name: &str) -> PathBuf {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/cli/sample").join(name);
    fs_err::canonicalize(sample).unwrap()
}

/// Comes in as somebody with the role, in English.
async fn come_in(browser: &Browser, rooms: &Rooms, role: Role, path: &str) {
    browser.visit(&rooms.at("/health")).await;
    browser.take("sijill", &rooms.session(role).text()).await;
    browser.take("sijill-language", "en").await;
    browser.visit(&rooms.at(path)).await;
}

#[test]
fn a_scanner_takes_scans_in_with_scripts_and_without() {
    let archive = archive();
    let rooms = Rooms::open(&archive.archive());
    let accession = std::cell::RefCell::new(String::new());
    with_window(WITH, async |browser| {
        come_in(browser, &rooms, Role::Scanner, "/desk/new").await;
        browser.fill("title", "أوراق مختلقة").await;
        browser.fill("received", "Nour").await;
        browser.click("main form button").await;
        browser.text("#mark").await;
        *accession.borrow_mut() = browser.path().await;
        browser.fill("mark", "١٢/أ").await;
        browser.choose("files", &sample("01_transfer_order.jpg")).await;
        browser.choose("files", &sample("02_register.png")).await;
        browser.click("form[data-files] button").await;
        browser.text(".sent li:nth-child(2).good").await;
        let first = browser.text(".sent li.good").await;
        assert!(first.contains("01_transfer_order.jpg") && first.contains("Secured"), "{first}");
        assert_well_made(browser).await;
        browser.screenshot("desk-sent").await;
        // Who sends a file again is told that it is held.
        browser.choose("files", &sample("02_register.png")).await;
        browser.click("form[data-files] button").await;
        let again = browser.text(".sent li:nth-child(3).good").await;
        assert!(again.contains("was secured before"), "{again}");
    });
    let accession = accession.into_inner();
    let (item, page) =
        (std::cell::RefCell::new(String::new()), std::cell::RefCell::new(String::new()));
    with_window(WITHOUT, async |browser| {
        come_in(browser, &rooms, Role::Scanner, &accession).await;
        browser.fill("mark", "13").await;
        browser.choose("files", &sample("03_death_notice.jpg")).await;
        browser.click("form[data-files] button").await;
        assert_eq!(browser.text("h1").await, "The files are secured");
        browser.screenshot("desk-secured-no-scripts").await;
        browser.click("main p:last-child a").await;
        browser.text("table a").await;
        *item.borrow_mut() = browser.path().await;
        browser.click("table a").await;
        browser.text("#files").await;
        *page.borrow_mut() = browser.path().await;
        browser.choose("files", &sample("13_rescan_of_01.jpg")).await;
        browser.click("form[data-files] button").await;
        assert!(browser.text("main").await.contains("has taken the place"));
    });
    let scanner = Some(Role::Scanner);
    let (item, page) = (item.into_inner(), page.into_inner());
    for (name, path) in [
        ("desk-new", "/desk/new"),
        ("desk-accession", accession.as_str()),
        ("desk-item", &item),
        ("desk-better", &page),
        ("desk-work", "/desk/again"),
    ] {
        rooms.look(name, path, scanner, async |browser, _| {
            assert!(!browser.text("h1").await.is_empty());
        });
    }
    with_window(WITHOUT, async |browser| {
        come_in(browser, &rooms, Role::Scanner, &accession).await;
        browser.click("button.danger").await;
        assert_eq!(browser.text("h1").await, "Receipt");
    });
    rooms.look("desk-receipt", &format!("{accession}/receipt"), scanner, async |browser, _| {
        assert!(browser.text("main").await.contains("١٢/أ"));
    });
    rooms.look("desk", "/desk", scanner, async |browser, _| {
        assert!(browser.text("table").await.contains("أوراق مختلقة"));
    });
    drop(rooms);
    let report = archive.verify_sound();
    assert_eq!((&report["files"], &report["unacknowledged"]), (&4.into(), &0.into()), "{report}");
}

#[test]
fn an_overseer_has_the_archive_verified_and_sees_the_witnesses() {
    let archive = archive();
    archive.ingest(&archive.write_scans("scans", 3));
    let rooms = Rooms::open(&archive.archive());
    let overseer = Some(Role::Overseer);
    rooms.look("verify-before", "/verify", overseer, async |browser, _| {
        assert!(browser.has("input[name=record]").await);
    });
    with_window(WITHOUT, async |browser| {
        come_in(browser, &rooms, Role::Overseer, "/verify").await;
        browser.click("main form button").await;
        // The page refreshes itself until the check has ended.
        assert!(browser.text(".good").await.contains("Sound"));
    });
    rooms.look("verify", "/verify", overseer, async |browser, _| {
        assert!(browser.has("table").await);
    });
    rooms.look("witnesses", "/witnesses", overseer, async |browser, _| {
        assert!(browser.has("table").await);
    });
}

#[test]
fn a_package_is_checked_in_the_browser_and_not_sent() {
    let archive = archive();
    let taken_in = archive.ingest(&archive.write_scans("scans", 2));
    let to = archive.beside("out");
    let accession = taken_in["accession"].as_str().unwrap();
    let arguments = ["export", accession, "--to", to.to_str().unwrap(), "--for", "Case 7", "--zip"];
    let (code, package) = archive.sijill.json(arguments);
    assert_eq!(code, 0, "{package}");
    let zip = fs_err::read_dir(&to).unwrap().map(|entry| entry.unwrap().path());
    let zip = zip.into_iter().find(|path| path.extension().is_some_and(|end| end == "zip"));
    let rooms = Rooms::open(&archive.archive());
    with_window(WITH, async |browser| {
        browser.visit(&rooms.at("/check")).await;
        browser.choose("zip", &zip.clone().unwrap()).await;
        assert!(!browser.text("#verdict[data-ok=true]").await.is_empty());
        browser.screenshot("check").await;
    });
}
