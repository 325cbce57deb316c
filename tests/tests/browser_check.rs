//! The page inside a package, opened from disk in a browser: it accepts a good package, names the page that was
//! altered, and judges signatures as strictly as the archive does. In Arabic and English, on a telephone and a desk.

use std::path::{Path, PathBuf};

use serde_json::Value;
use sijill_testkit::shared_or_skip;
use sijill_tests::browser::{Browser, with_browser};
use sijill_tests::foreign::python;
use sijill_tests::{Scratch, archive};

/// A telephone and a desk, high enough to show the whole page.
const PHONE: (u32, u32) = (360, 4300);
const DESK: (u32, u32) = (1280, 3000);

/// What a browser cannot do.
const LEFT_OPEN: [&str; 2] = ["tables", "page"];

/// An original with a name that a judge would know it by.
const NAME: &str = "محضر استلام ٧.tif";

struct Exported {
    scratch: Scratch,
    folder: PathBuf,
}

fn exported() -> Exported {
    let scratch = archive();
    let scans = scratch.write_scans("scans", 3);
    scratch.write(Path::new("scans").join(NAME), b"a handover protocol, invented");
    let taken_in = scratch.ingest(&scans);
    // What is recorded of pages leaves with them.
    let (code, looked_at) = scratch.sijill.json(["process", "--no-text"]);
    assert!(code == 0 && looked_at["recorded"].as_u64() > Some(0), "{looked_at}");
    let to = scratch.beside("out");
    let accession = taken_in["accession"].as_str().unwrap();
    let (code, package) = scratch.sijill.json([
        "export",
        accession,
        "--to",
        to.to_str().unwrap(),
        "--for",
        "Case 7",
        "--zip",
    ]);
    assert_eq!(code, 0, "{package}");
    let folder = PathBuf::from(package["package"].as_str().unwrap());
    Exported { scratch, folder }
}

impl Exported {
    /// The page is opened from elsewhere: a copy inside a package may have been replaced with it.
    fn page(&self) -> PathBuf {
        let page = self.scratch.beside("check.html");
        fs_err::copy(self.folder.join("check.html"), &page).unwrap();
        page
    }

    /// Changes one letter of the page with the Arabic name. Gives its path in the package.
    fn alter(&self) -> String {
        let originals = self.folder.join("data/originals/item-1");
        let files = fs_err::read_dir(originals).unwrap().map(|entry| entry.unwrap().path());
        let is_it = |path: &PathBuf| fs_err::read(path).unwrap().ends_with(b"invented");
        let path = files.into_iter().find(is_it).unwrap();
        fs_err::write(&path, b"a handover protocol, inventeD").unwrap();
        path.strip_prefix(&self.folder).unwrap().to_str().unwrap().to_owned()
    }
}

/// The checks that ended so.
async fn ended(browser: &Browser, status: &str) -> Vec<String> {
    let script = format!(
        "Array.from(document.querySelectorAll('#checks > li[data-status={status}]'), (li) => li.dataset.what)"
    );
    serde_json::from_value(browser.ask(&script).await).unwrap()
}

/// Nothing on the page may be wider than the window.
async fn assert_fits(browser: &Browser) {
    let over = browser.ask("document.documentElement.scrollWidth - window.innerWidth").await;
    assert!(over.as_i64().unwrap() <= 0, "{over} pixels too wide");
}

async fn in_both_languages(browser: &Browser, name: &str) -> (String, String) {
    let english = browser.text("#verdict[data-ok]").await + &browser.text("#checks").await;
    assert_eq!(browser.ask("document.documentElement.dir").await, "ltr");
    assert_fits(browser).await;
    browser.screenshot(&format!("{name}-en")).await;
    browser.press("language").await;
    let arabic = browser.text("#verdict[data-ok]").await + &browser.text("#checks").await;
    assert_eq!(
        browser.ask("document.documentElement.dir + document.documentElement.lang").await,
        "rtlar"
    );
    assert_fits(browser).await;
    browser.screenshot(&format!("{name}-ar")).await;
    (english, arabic)
}

#[test]
fn a_good_package_is_accepted_and_what_was_not_checked_is_said() {
    for (name, (width, height)) in [("check-good-360", PHONE), ("check-good-1280", DESK)] {
        let exported = exported();
        with_browser(width, height, async |browser| {
            browser.open(&exported.page()).await;
            browser.choose("folder", &exported.folder).await;
            let (english, arabic) = in_both_languages(browser, name).await;
            assert_eq!(ended(browser, "failed").await, Vec::<String>::new(), "{english}");
            assert_eq!(ended(browser, "not-checked").await, LEFT_OPEN, "{english}");
            assert!(
                english.contains("No fault was found") && english.contains("sijill check"),
                "{english}"
            );
            assert!(english.contains("agrees with itself, not who made it"), "{english}");
            assert!(
                arabic.contains("لم يوجد أي خلل") && arabic.contains("لم يُتحقق منه هنا"),
                "{arabic}"
            );
        });
    }
}

#[test]
fn an_altered_page_is_named_by_its_path_and_its_own_name() {
    for (name, (width, height)) in [("check-bad-360", PHONE), ("check-bad-1280", DESK)] {
        let exported = exported();
        let page = exported.page();
        let path = exported.alter();
        with_browser(width, height, async |browser| {
            browser.open(&page).await;
            browser.choose("folder", &exported.folder).await;
            let (english, arabic) = in_both_languages(browser, name).await;
            assert_eq!(ended(browser, "failed").await, ["payload", "originals"], "{english}");
            for said in [&english, &arabic] {
                assert!(said.contains(&path) && said.contains(NAME), "{said}");
            }
            assert!(
                english.contains("does NOT verify") && english.contains("ALTERED"),
                "{english}"
            );
            assert!(arabic.contains("لا تجتاز التحقق") && arabic.contains("جرى تغيير"), "{arabic}");
        });
    }
}

#[test]
fn a_zip_is_read_without_unpacking_and_a_policy_from_elsewhere_decides() {
    let (exported, other) = (exported(), archive());
    with_browser(1280, 2600, async |browser| {
        browser.open(&exported.page()).await;
        browser.choose("policy", &exported.folder.join("data/custody/policy.txt")).await;
        browser.choose("zip", &exported.folder.with_extension("zip")).await;
        let said = browser.text("#verdict[data-ok=true]").await;
        assert!(said.contains("policy file that you chose"), "{said}");
        let theirs = other.write("policy.txt", format!("log {}\nquorum none\n", vkey(&other)));
        browser.choose("policy", &theirs).await;
        let said = browser.text("#verdict[data-ok=false]").await;
        assert!(ended(browser, "failed").await.contains(&"checkpoint".to_owned()), "{said}");
        let no_policy = other.write("notes.txt", "quorum nobody\n");
        browser.choose("policy", &no_policy).await;
        let said = browser.text("#policyName:not(:empty)").await;
        assert!(said.contains("not a policy"), "{said}");
        let verdict = browser.ask("document.querySelector('#verdict').textContent").await;
        assert_eq!(verdict, "", "a policy that cannot be read leaves no verdict");
    });
}

fn vkey(archive: &Scratch) -> String {
    let folder = archive.beside("public");
    let (code, _) = archive.sijill.json(["key", "public", "--to", folder.to_str().unwrap()]);
    assert_eq!(code, 0);
    let keys = fs_err::read_to_string(folder.join("keys.txt")).unwrap();
    keys.lines().find(|key| key.starts_with("x.example/y+")).unwrap().to_owned()
}

/// Prints the hash of the page's script as a content security policy writes it.
const HASH: &str = r"
import base64, hashlib, re, sys
page = open(sys.argv[1], encoding='utf-8').read()
script = re.search('<script>(.*?)</script>', page, re.S).group(1)
print('sha256-' + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode())
";

/// The page allows its own script by its hash and nothing else: after a change of the script, so must the hash.
#[test]
fn the_page_allows_its_own_script_and_nothing_else() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/evidence/assets/check.html");
    let (code, hash) = python(HASH, &[&page]);
    assert_eq!(code, 0, "{hash}");
    let policy = format!("default-src 'none'; script-src '{}';", hash.trim());
    let page = fs_err::read_to_string(page).unwrap();
    assert!(page.contains(&policy), "check.html must say: {policy}");
    assert!(!page.contains("innerHTML") && !page.contains("://"), "untrusted text or an address");
}

/// Judges every vector, by the browser's own Ed25519 where it has one and by the page's arithmetic.
const VECTORS: &str = r"
const [tests, done] = arguments;
const bytes = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
(async () => {
  const wrong = [];
  for (const byHand of [false, true]) {
    browserKnows = byHand ? Promise.resolve(false) : null;
    for (const { key, message, signature, valid, id } of tests)
      if (await verifyEd25519(bytes(key), bytes(message), bytes(signature)) !== valid) wrong.push(id);
  }
  done(wrong);
})().catch((error) => done(String(error)));
";

#[test]
fn signatures_are_judged_as_wycheproof_says_and_keys_of_small_order_refused() {
    let vectors = shared_or_skip!("vectors/wycheproof/ed25519_test.json");
    let vectors: Value = serde_json::from_slice(&fs_err::read(vectors).unwrap()).unwrap();
    let mut tests = Vec::new();
    for group in vectors["testGroups"].as_array().unwrap() {
        for test in group["tests"].as_array().unwrap() {
            tests.push(serde_json::json!({
                "key": group["publicKey"]["pk"], "message": test["msg"], "signature": test["sig"],
                "valid": test["result"] == "valid", "id": test["tcId"],
            }));
        }
    }
    assert!(tests.len() > 100);
    // Under a key of small order this signature verifies for every message, unless one looks.
    for y in ["01", "00"] {
        let key = format!("{y}{}", "00".repeat(31));
        let signature = format!("{key}{}", "00".repeat(32));
        tests.push(serde_json::json!({ "key": key, "message": "", "signature": signature, "valid": false, "id": y }));
    }
    let exported = exported();
    with_browser(800, 600, async |browser| {
        browser.open(&exported.page()).await;
        let wrong = browser.ask_later(VECTORS, Value::Array(tests)).await;
        assert_eq!(wrong, Value::Array(Vec::new()));
    });
}
