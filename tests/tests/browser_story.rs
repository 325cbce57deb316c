//! The whole work as people do it who know neither the program nor archives, in a real browser against the real server, in
//! Arabic and in English: the archive is made, a second person invited, scans are taken in and looked at, a bad one is
//! replaced, somebody is found, the custody of a page is read, and a package that two people agreed on is made, fetched and
//! checked. `docs/guide.en.md` and `docs/guide.ar.md` tell the same steps.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use sijill_tests::browser::{Browser, Window, with_window};
use sijill_tests::serving::{Factor, Serving};
use sijill_tests::{archive, rooms};

const PASSWORD: &str = "seven invented words about the sea";

/// What was typed, found or shown and stands in no log.
const CANARIES: [&str; 9] =
    ["layla", "omar", "ليلى", "عمر", "Mustafa", "Kunfuzi", "القنفذي", "خزانة", "القضية"];

/// A telephone in Arabic and a desk in English would both do; the pictures are of a desk.
const DESK: Window = Window { width: 1280, height: 900, scripts: true };

fn sample(name: &str) -> PathBuf {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/cli/sample").join(name);
    fs_err::canonicalize(sample).unwrap()
}

/// Somebody at the browser.
struct Story<'a> {
    browser: &'a Browser,
    server: &'a Serving,
    language: &'static str,
    pictures: std::cell::Cell<u32>,
}

impl Story<'_> {
    async fn open(&self, path: &str) {
        self.browser.visit(&format!("{}{path}", self.server.text("listening"))).await;
    }

    /// Judges the page and keeps a picture of it.
    async fn picture(&self, name: &str) {
        self.pictures.set(self.pictures.get() + 1);
        rooms::assert_well_made(self.browser).await;
        let (language, number) = (self.language, self.pictures.get());
        self.browser.screenshot(&format!("story-{language}-{number:02}-{name}")).await;
    }

    async fn fill(&self, fields: &[(&str, &str)]) {
        for (id, text) in fields {
            self.browser.fill(id, text).await;
        }
    }

    /// Chooses what is shown, or sent, under a name.
    async fn choose(&self, list: &str, what: &str) {
        let chosen = format!(
            "(() => {{ const list = document.getElementById('{list}'); \
             const found = [...list.options].find((o) => o.text === '{what}' || o.value === '{what}'); \
             list.value = found.value; return true; }})()"
        );
        self.browser.ask(&chosen).await;
    }

    /// Sends the form to an address.
    async fn send(&self, to: &str) {
        self.browser.click(&format!("form[action=\"{to}\"] button")).await;
    }

    async fn sign_in(&self, handle: &str, factor: &Factor) {
        self.open("/sign-in").await;
        self.fill(&[("handle", handle), ("password", PASSWORD), ("code", &factor.code())]).await;
        self.send("/sign-in").await;
        self.browser.text(".doors").await;
    }

    async fn sign_out(&self) {
        self.send("/sign-out").await;
        self.browser.text("#password").await;
    }

    /// Proposes the role of an archivist for somebody; while nobody else can, the same person confirms it.
    async fn make_archivist(&self, handle: &str) {
        self.open("/people").await;
        self.choose("to", handle).await;
        self.choose("role", "archivist").await;
        self.choose("level", "confidential").await;
        self.send("/people/grant").await;
        self.browser.click("form[action$=\"/confirm\"] button").await;
        self.browser.gone("form[action$=\"/confirm\"]").await;
    }

    /// The first person makes the archive.
    async fn found(&self) -> Factor {
        self.open("/").await;
        let code = self.server.text("code");
        self.fill(&[("code", &code), ("name", "ليلى"), ("handle", "layla")]).await;
        self.fill(&[("password", PASSWORD), ("again", PASSWORD)]).await;
        self.browser.ask("document.getElementById('origin').value = 'x.example/story'").await;
        self.picture("found").await;
        self.send("/set-up").await;
        let factor = Factor::of(&self.browser.text("#secret").await);
        self.picture("second-factor").await;
        self.fill(&[("factor", &factor.code())]).await;
        self.send("/set-up/confirm").await;
        self.browser.text("a[href=\"/sign-in\"]").await;
        factor
    }

    /// Invites somebody; what they are told.
    async fn invite(&self, handle: &str, name: &str) -> String {
        self.open("/people").await;
        self.fill(&[("handle", handle), ("name", name)]).await;
        self.send("/people/invite").await;
        let code = self.browser.text(".detail code").await;
        self.picture("people").await;
        code
    }

    /// Somebody takes their account over.
    async fn take_over(&self, handle: &str, code: &str) -> Factor {
        self.open("/invitation").await;
        self.fill(&[("handle", handle), ("code", code)]).await;
        self.send("/invitation").await;
        let factor = Factor::of(&self.browser.text("#secret").await);
        self.fill(&[("password", PASSWORD), ("again", PASSWORD)]).await;
        self.fill(&[("digits", &factor.code())]).await;
        self.picture("invitation").await;
        self.send("/invitation/confirm").await;
        self.browser.text("a[href=\"/sign-in\"]").await;
        factor
    }

    /// Waits until no page waits to be looked at.
    async fn looked_at(&self) {
        for _ in 0..240 {
            self.open("/desk").await;
            if !self.browser.has("[role=status]").await {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        }
        panic!("the pages are not looked at");
    }

    /// Takes scans in, replaces a bad one and closes the accession.
    async fn take_in(&self) {
        self.open("/desk/new").await;
        self.fill(&[("title", "أوراق مختلقة"), ("received", "ليلى")]).await;
        self.choose("access", "restricted").await;
        self.picture("begin").await;
        self.send("/desk/new").await;
        self.browser.text("#mark").await;
        let accession = self.browser.path().await;
        self.browser.fill("mark", "خزانة ٣/١").await;
        let scans = ["01_transfer_order.jpg", "02_register.png", "10_blank_back.jpg"];
        for name in scans.into_iter().chain(["11_rotated90.jpg", "12_property_hard.jpg"]) {
            self.browser.choose("files", &sample(name)).await;
        }
        self.browser.click("form[data-files] button").await;
        self.browser.text(".sent li:nth-child(5).good").await;
        self.picture("secured").await;
        self.looked_at().await;
        self.open("/desk/again").await;
        self.picture("to-be-scanned-again").await;
        self.browser.click("table a").await;
        self.browser.choose("files", &sample("13_rescan_of_01.jpg")).await;
        self.browser.click("form[data-files] button").await;
        self.browser.text(".sent li.good").await;
        self.picture("better-scan").await;
        self.looked_at().await;
        self.open(&accession).await;
        self.send(&format!("{accession}/close")).await;
        self.browser.text("h1").await;
        self.picture("receipt").await;
    }

    /// Finds somebody, opens the page and reads its custody; the item.
    async fn find(&self) -> String {
        self.open("/find").await;
        self.browser.fill("name", "Mustafa Kunfuzi").await;
        self.browser.click(".send button").await;
        let hit = self.browser.text(".hits li").await;
        assert!(hit.contains("قنفذي"), "{hit}");
        self.browser.click(".reasons summary").await;
        self.picture("found-somebody").await;
        self.browser.click(".hits h2 a").await;
        self.browser.text("a[href^=\"/custody/\"]").await;
        self.picture("page").await;
        self.browser.click("a[href^=\"/custody/\"]").await;
        self.browser.text(".timeline").await;
        self.picture("custody").await;
        let proof = self.browser.ask("document.querySelector('a[href*=\"/proof/\"]').href").await;
        let proof = self.fetched(proof.as_str().unwrap()).await;
        assert!(String::from_utf8(proof).unwrap().starts_with("c2sp.org/tlog-proof@v1\n"));
        self.browser.click(".trail a[href^=\"/item/\"]").await;
        self.browser.text(".strip").await;
        self.picture("item").await;
        self.browser.path().await
    }

    /// What the browser gets from an address, byte for byte.
    async fn fetched(&self, address: &str) -> Vec<u8> {
        let script = "fetch(arguments[0]).then((answer) => answer.ok ? answer.arrayBuffer() : Promise.reject(answer.status))\
            .then((bytes) => { let text = ''; for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte); \
            arguments[1](btoa(text)); }, (error) => arguments[1]('!' + error));";
        let got = self.browser.ask_later(script, Value::from(address)).await;
        STANDARD.decode(got.as_str().unwrap()).unwrap_or_else(|_| panic!("{address}: {got}"))
    }

    /// Proposes that an item leaves; the export.
    async fn propose(&self) -> String {
        self.browser.click("a[href^=\"/exports/new\"]").await;
        self.browser.fill("case", "القضية ٧").await;
        self.picture("propose").await;
        self.send("/exports/new").await;
        self.browser.text(".facts").await;
        assert!(
            !self.browser.has("form[action$=\"/approve\"]").await,
            "one does not approve alone"
        );
        assert!(!self.browser.has("form[action$=\"/make\"]").await, "nothing leaves yet");
        self.picture("proposed").await;
        self.browser.path().await
    }

    /// Another person approves it and has the package made; its bytes.
    async fn hand_out(&self, export: &str) -> Vec<u8> {
        self.open(export).await;
        self.send(&format!("{export}/approve")).await;
        self.send(&format!("{export}/make")).await;
        let fetch = format!("a[href=\"{export}/package\"]");
        self.browser.text(&fetch).await;
        self.picture("package").await;
        let package = self.fetched(&format!("{export}/package")).await;
        self.send(&format!("{export}/remove")).await;
        self.browser.text(&format!("form[action=\"{export}/make\"]")).await;
        package
    }

    /// Drops a package on the page that checks it.
    async fn check(&self, package: &Path) {
        self.open("/check").await;
        self.browser.choose("zip", package).await;
        let verdict = self.browser.text("#verdict[data-ok=true]").await;
        assert!(!verdict.is_empty());
        self.browser.screenshot(&format!("story-{}-99-checked", self.language)).await;
    }
}

fn told(language: &'static str) {
    if std::env::var_os("SIJILL_TESSDATA").is_none() {
        eprintln!("SKIPPED: browser_story needs SIJILL_TESSDATA, which `cargo xtask models` fills");
        return;
    }
    let scratch = archive();
    let sijill = scratch.sijill.on(&scratch.beside("made"));
    let server = Serving::of(&sijill, &["--plain"]);
    let package = scratch.beside("package.zip");
    with_window(DESK, async |browser| {
        browser.visit(&format!("{}/health", server.text("listening"))).await;
        browser.take("sijill-language", language).await;
        let story = Story { browser, server: &server, language, pictures: std::cell::Cell::new(0) };
        let layla = story.found().await;
        story.sign_in("layla", &layla).await;
        story.make_archivist("layla").await;
        let code = story.invite("omar", "عمر").await;
        story.sign_out().await;
        let omar = story.take_over("omar", &code).await;
        story.sign_in("layla", &layla).await;
        story.make_archivist("omar").await;
        story.take_in().await;
        let item = story.find().await;
        // What leaves needs a second factor of the last two minutes.
        story.sign_out().await;
        story.sign_in("layla", &layla).await;
        story.open(&item).await;
        let export = story.propose().await;
        story.sign_out().await;
        story.sign_in("omar", &omar).await;
        fs_err::write(&package, story.hand_out(&export).await).unwrap();
        story.check(&package).await;
    });
    let log = server.log();
    assert!(log.contains("/exports/{id}/approve"), "no line for each request: {log}");
    for canary in CANARIES {
        assert!(!log.contains(canary), "{canary} stands in the log");
    }
    drop(server);
    let (code, report) = sijill.json(["verify"]);
    assert_eq!((code, &report["ok"]), (0, &true.into()), "{report}");
    let (code, checked) = sijill.json(["check", package.to_str().unwrap()]);
    assert_eq!(code, 0, "{checked}");
}

#[test]
fn the_work_is_done_in_arabic() {
    told("ar");
}

#[test]
fn the_work_is_done_in_english() {
    told("en");
}
