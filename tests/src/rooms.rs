//! The rooms in a browser, in a few lines: a server over an archive, somebody with a role in it, each page in both
//! languages and on a telephone and a desk, judged by axe-core and kept as a picture.

use std::collections::HashMap;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use serde_json::Value;
use sijill_accounts::{Accounts, Factor, Grant, Person, Role, Scope};
use sijill_iiif::{Draw, Workers};
use sijill_keys::Passphrase;
use sijill_sandbox::{Job as _, Program};
use sijill_schema::{AccessLevel, AgentId, PageId};
use sijill_server::routes::router;
use sijill_server::{
    Door, Encryption, Failure, Server, Settings, SignIn, Site, Stopper, Surroundings, Token,
    Visitor,
};
use sijill_storage::{Archive, KeySet};

use crate::browser::{Browser, Window, with_window};

/// A telephone and a desk.
const WINDOWS: [(&str, u32, u32); 2] = [("390", 390, 844), ("1280", 1280, 900)];

/// Sessions that tests give out, with no accounts behind them.
#[derive(Default)]
struct TestDoor {
    sessions: Mutex<HashMap<[u8; 32], Visitor>>,
    /// The pages of which lines were shown.
    lines: Mutex<Vec<PageId>>,
    /// Whether readings cannot be recorded.
    is_broken: AtomicBool,
    /// How many questions were put, and how many are answered.
    questions: AtomicUsize,
}

/// So many questions of all people together are answered.
pub const QUESTIONS: usize = 60;

struct Shared(Arc<TestDoor>);

impl Door for Shared {
    fn visitor(&self, token: &Token) -> Result<Option<Visitor>, Failure> {
        let sessions = self.0.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(sessions.get(&token.digest()).cloned())
    }

    fn sign_in(&self, _: &SignIn) -> Result<Token, Failure> {
        Err(Failure::NotLetIn)
    }

    fn step_up(&self, _: &Token, _: &str) -> Result<Token, Failure> {
        Err(Failure::NotLetIn)
    }

    fn sign_out(&self, token: &Token) {
        let mut sessions = self.0.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        sessions.remove(&token.digest());
    }

    fn offer_factor(&self, _: &SignIn) -> Result<Factor, Failure> {
        Err(Failure::NotLetIn)
    }

    fn begin(&self, _: &SignIn, _: &str) -> Result<(), Failure> {
        Err(Failure::NotLetIn)
    }

    fn note_reading(&self, _: AgentId, _: PageId, _: Option<String>) -> Result<(), Failure> {
        Ok(())
    }

    fn note_question(&self, _: AgentId) -> Result<(), Failure> {
        let put = self.0.questions.fetch_add(1, Ordering::Relaxed);
        if put < QUESTIONS { Ok(()) } else { Err(Failure::TooMany) }
    }

    fn note_lines(&self, _: AgentId, pages: &[PageId]) -> Result<(), Failure> {
        if self.0.is_broken.load(Ordering::Relaxed) {
            return Err(Failure::NotRecorded);
        }
        self.0.lines.lock().unwrap_or_else(PoisonError::into_inner).extend(pages);
        Ok(())
    }
}

/// A server on a free port of this machine, over plain HTTP; it ends when it is dropped.
pub struct Rooms {
    address: SocketAddr,
    door: Arc<TestDoor>,
    keys: Arc<KeySet>,
    stopper: Stopper,
    thread: Option<JoinHandle<()>>,
}

impl Rooms {
    /// Opens the rooms of an archive.
    ///
    /// # Panics
    /// If the archive or a port cannot be opened.
    #[must_use]
    pub fn open(archive: &Path) -> Self {
        let settings = Settings {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            encryption: Encryption::None,
        };
        let server = Server::bind(&settings, archive).unwrap();
        let (address, stopper) = (server.address(), server.stopper());
        let door = Arc::new(TestDoor::default());
        let beside = archive.with_extension("serving");
        let archive = Archive::open(archive).unwrap();
        let passphrase = Passphrase::new(crate::PASSPHRASE.to_owned()).unwrap();
        let keeper = archive.unlock(&passphrase).unwrap();
        let accounts = Arc::new(Accounts::open(archive, keeper).unwrap());
        let keys = accounts.keeper().clone();
        let workers = Workers::of(
            Program::at(crate::Sijill::new().binary()).argument("worker").argument(Draw::NAME),
            2,
        );
        let surroundings =
            Surroundings { encrypted: false, folder: beside, looks: false, tessdata: None };
        let site = Site::behind(Arc::new(Shared(door.clone())), accounts, workers, surroundings);
        let thread = std::thread::spawn(move || server.run(router(site)).unwrap());
        Self { address, door, keys, stopper, thread: Some(thread) }
    }

    /// The address of a path.
    #[must_use]
    pub fn at(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// A session of somebody who has the role everywhere and has just shown the second factor.
    ///
    /// # Panics
    /// If the machine gives no random numbers.
    #[must_use]
    pub fn session(&self, role: Role) -> Token {
        self.session_with(vec![Grant { role, scope: Scope::All, level: AccessLevel::Confidential }])
    }

    /// A session of somebody who has these grants and has just shown the second factor.
    ///
    /// # Panics
    /// If the machine gives no random numbers.
    #[must_use]
    pub fn session_with(&self, grants: Vec<Grant>) -> Token {
        let token = Token::new().unwrap();
        let person = Person { id: AgentId::new(), handle: "ليلى".to_owned(), grants };
        let visitor = Visitor { person, keys: self.keys.clone(), is_stepped_up: true };
        let mut sessions = self.door.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        sessions.insert(token.digest(), visitor);
        token
    }

    /// Sends a form or, with a header for programs, JSON as somebody; the status and the whole answer. No browser and no
    /// library takes part in it.
    ///
    /// # Panics
    /// If the server does not answer.
    #[must_use]
    pub fn post(&self, token: &Token, path: &str, kind: &str, body: &str) -> (u16, String) {
        let form = token.form();
        self.say(&format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nCookie: sijill={}\r\nX-Sijill-Form: {form}\r\n\
             Accept-Language: en\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            token.text(),
            body.len()
        ))
    }

    /// Asks for an address as somebody.
    ///
    /// # Panics
    /// If the server does not answer.
    #[must_use]
    pub fn get(&self, token: &Token, path: &str) -> (u16, String) {
        self.say(&format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nCookie: sijill={}\r\nAccept-Language: en\r\n\r\n",
            self.address,
            token.text()
        ))
    }

    fn say(&self, request: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }

    /// The pages of which lines were recorded as seen, since this was asked last.
    #[must_use]
    pub fn lines_seen(&self) -> Vec<PageId> {
        std::mem::take(&mut *self.door.lines.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// From now on no reading can be recorded.
    pub fn break_the_record(&self) {
        self.door.is_broken.store(true, Ordering::Relaxed);
    }

    /// Opens a page on a telephone and on a desk, in both languages, with scripts and without, as somebody with the
    /// role or as nobody; has it judged, keeps pictures, and then does what the test does with it.
    ///
    /// # Panics
    /// If something is found by axe-core, is wider than the window, or the test's own part fails.
    pub fn look(
        &self,
        name: &str,
        path: &str,
        role: Option<Role>,
        body: impl AsyncFn(&Browser, &str),
    ) {
        for (width_name, width, height) in WINDOWS {
            for scripts in [true, false] {
                with_window(Window { width, height, scripts }, async |browser| {
                    browser.visit(&self.at("/health")).await;
                    if let Some(role) = role {
                        browser.take("sijill", &self.session(role).text()).await;
                    }
                    for language in ["ar", "en"] {
                        browser.visit(&self.at(path)).await;
                        in_language(browser, language).await;
                        if scripts {
                            assert_well_made(browser).await;
                        }
                        let scripts = if scripts { "" } else { "-no-scripts" };
                        let name = format!("{name}-{width_name}-{language}{scripts}");
                        browser.screenshot(&name).await;
                        body(browser, language).await;
                    }
                });
            }
        }
    }
}

impl Rooms {
    /// Opens a page at a desk, with scripts, as somebody with the role.
    ///
    /// # Panics
    /// If the test's own part fails.
    pub fn with_scripts(&self, path: &str, role: Role, body: impl AsyncFn(&Browser)) {
        with_window(Window { width: 1280, height: 900, scripts: true }, async |browser| {
            browser.visit(&self.at("/health")).await;
            browser.take("sijill", &self.session(role).text()).await;
            browser.visit(&self.at(path)).await;
            body(browser).await;
        });
    }
}

impl Drop for Rooms {
    fn drop(&mut self) {
        self.stopper.stop();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Judges what the page came to and keeps a picture of it, after a test did something with it.
///
/// # Panics
/// As [`assert_well_made`].
pub async fn keep(browser: &Browser, name: &str, language: &str) {
    let Window { width, scripts, .. } = browser.window;
    if scripts {
        assert_well_made(browser).await;
    }
    let scripts = if scripts { "" } else { "-no-scripts" };
    browser.screenshot(&format!("{name}-{width}-{language}{scripts}")).await;
}

/// Chooses the language as a person does, with the button on the page.
async fn in_language(browser: &Browser, language: &str) {
    let page = format!("html[lang={language}]");
    if !browser.has(&page).await {
        browser.click("button[name=language]").await;
        browser.text(&format!("{page} h1")).await;
    }
}

/// Has axe-core look for what keeps people out (WCAG 2.2 AA), and sees that nothing is wider than the window.
///
/// # Panics
/// If something is found, or in CI where axe-core is missing.
pub async fn assert_well_made(browser: &Browser) {
    let over = browser.ask("document.documentElement.scrollWidth - window.innerWidth").await;
    assert!(over.as_i64().unwrap() <= 0, "{over} pixels too wide");
    let axe = Path::new(env!("CARGO_MANIFEST_DIR")).join("web/node_modules/axe-core/axe.min.js");
    let Ok(axe) = fs_err::read_to_string(axe) else {
        assert!(std::env::var_os("CI").is_none(), "axe-core is missing: cargo xtask fonts");
        eprintln!("SKIPPED: no axe-core here; cargo xtask fonts brings it");
        return;
    };
    let script = format!(
        "{axe}; axe.run(document, {{ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }})\
         .then((found) => arguments[1](found.violations.map((v) => [v.id, v.nodes.map((n) => n.html)])), \
         (error) => arguments[1](String(error)));"
    );
    let found = browser.ask_later(&script, Value::Null).await;
    assert_eq!(found, Value::Array(Vec::new()));
}
