//! A browser that is steered from outside: Debian's chromium, by WebDriver on the loopback interface.

use std::io::{BufRead, BufReader};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::cookies::Cookie;
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

/// How long a page may take to answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// A session of chromium without a screen, which ends when it is dropped.
#[derive(Debug)]
pub struct Browser {
    driver: Child,
    client: Client,
    /// The window that was asked for.
    pub window: Window,
}

/// A browser's window and habits.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    /// Pixels from side to side.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// Whether pages may run scripts.
    pub scripts: bool,
}

/// Does something in a browser whose window is so many pixels wide and high. Where there is none it says so in one
/// line, which is an error in CI.
///
/// # Panics
/// If the browser cannot be steered, or in CI where there is none.
pub fn with_browser(width: u32, height: u32, body: impl AsyncFnOnce(&Browser)) {
    with_window(Window { width, height, scripts: true }, body);
}

/// The same in a window of another kind.
///
/// # Panics
/// As [`with_browser`].
pub fn with_window(window: Window, body: impl AsyncFnOnce(&Browser)) {
    let Some(driver) = start_driver() else {
        assert!(std::env::var_os("CI").is_none(), "chromium and chromedriver are missing");
        eprintln!("SKIPPED: no chromium with chromedriver here");
        return;
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let browser = runtime.block_on(Browser::connect(driver, window));
    // A driver that is killed leaves its chromium behind, so the session is closed after a failure as well.
    let outcome = catch_unwind(AssertUnwindSafe(|| runtime.block_on(body(&browser))));
    if outcome.is_err() {
        // What the window showed tells most about a failure.
        let test = std::thread::current().name().unwrap_or("test").replace("::", "-");
        let shown =
            AssertUnwindSafe(|| runtime.block_on(browser.screenshot(&format!("failed-{test}"))));
        let _ = catch_unwind(shown);
    }
    let closed = runtime.block_on(browser.client.clone().close());
    if let Err(failure) = outcome {
        resume_unwind(failure);
    }
    closed.unwrap();
}

/// The driver and the port that it chose.
fn start_driver() -> Option<(Child, u16)> {
    let mut command = Command::new("chromedriver");
    command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut driver = command.spawn().ok()?;
    let mut said = BufReader::new(driver.stdout.take()?).lines().map_while(Result::ok);
    let port = said.find_map(|line| {
        line.split_once("successfully on port ")?.1.trim_end_matches('.').parse().ok()
    });
    match port {
        Some(port) => Some((driver, port)),
        None => {
            let _ = driver.kill();
            None
        }
    }
}

impl Browser {
    async fn connect((driver, port): (Child, u16), window: Window) -> Self {
        let Window { width, height, scripts } = window;
        // Tests may run as root, where chromium has no sandbox. Only our own page is opened.
        let options = json!({
            "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=en"],
            "mobileEmulation": { "deviceMetrics": { "width": width, "height": height, "pixelRatio": 1 } },
            // 2 blocks.
            "prefs": { "profile.managed_default_content_settings.javascript": if scripts { 1 } else { 2 } },
        });
        let mut capabilities = Capabilities::new();
        capabilities.insert("browserName".into(), json!("chrome"));
        capabilities.insert("timeouts".into(), json!({ "script": 60_000 }));
        capabilities.insert("goog:chromeOptions".into(), options);
        let address = format!("http://127.0.0.1:{port}");
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&address)
            .await
            .unwrap();
        Self { driver, client, window }
    }

    /// Opens a file from disk, as a double click does.
    ///
    /// # Panics
    /// If it cannot be opened.
    pub async fn open(&self, page: &Path) {
        self.client.goto(&format!("file://{}", page.display())).await.unwrap();
    }

    /// Opens an address.
    ///
    /// # Panics
    /// If it cannot be opened.
    pub async fn visit(&self, address: &str) {
        self.client.goto(address).await.unwrap();
    }

    /// Gives the browser a cookie for servers on this machine, one of which is open.
    ///
    /// # Panics
    /// If it does not take it.
    pub async fn take(&self, name: &str, value: &str) {
        let cookie = format!("{name}={value}; Path=/; Domain=127.0.0.1; SameSite=Strict");
        let cookie = Cookie::parse(cookie).unwrap();
        self.client.add_cookie(cookie).await.unwrap();
    }

    /// Types into the field of this id.
    ///
    /// # Panics
    /// If there is no such field.
    pub async fn fill(&self, id: &str, text: &str) {
        self.client.find(Locator::Id(id)).await.unwrap().send_keys(text).await.unwrap();
    }

    /// Waits for something that fits a CSS selector and presses it with the keyboard: who has no mouse must get there, and
    /// the driver's own click waits for scripts where there are none.
    ///
    /// # Panics
    /// If it does not come.
    pub async fn click(&self, selector: &str) {
        let wait = self.client.wait().at_most(PATIENCE);
        let found = wait.for_element(Locator::Css(selector)).await;
        let found = found.unwrap_or_else(|_| panic!("nothing fits {selector}"));
        found.send_keys("\u{e007}").await.unwrap();
    }

    /// Waits until nothing on the page fits a CSS selector any more.
    ///
    /// # Panics
    /// If it stays.
    pub async fn gone(&self, selector: &str) {
        let until = Instant::now() + PATIENCE;
        while self.has(selector).await {
            assert!(Instant::now() < until, "{selector} stays");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Presses a key on the first thing that fits a CSS selector.
    ///
    /// # Panics
    /// If there is none.
    pub async fn press_key(&self, selector: &str, key: &str) {
        let found = self.client.find(Locator::Css(selector)).await.unwrap();
        found.send_keys(key).await.unwrap();
    }

    /// Whether something on the page fits a CSS selector now.
    ///
    /// # Panics
    /// If the browser does not answer.
    pub async fn has(&self, selector: &str) -> bool {
        !self.client.find_all(Locator::Css(selector)).await.unwrap().is_empty()
    }

    /// The path of the address that is open.
    ///
    /// # Panics
    /// If the browser does not answer.
    pub async fn path(&self) -> String {
        self.client.current_url().await.unwrap().path().to_owned()
    }

    /// Gives a file or folder to the page's input of this id.
    ///
    /// # Panics
    /// If there is no such input.
    pub async fn choose(&self, input: &str, path: &Path) {
        let input = self.client.find(Locator::Id(input)).await.unwrap();
        input.send_keys(path.to_str().unwrap()).await.unwrap();
    }

    /// Presses the button of this id.
    ///
    /// # Panics
    /// If there is no such button.
    pub async fn press(&self, id: &str) {
        self.client.find(Locator::Id(id)).await.unwrap().click().await.unwrap();
    }

    /// Waits until something on the page fits a CSS selector; its text as a person sees it. A page that is just then
    /// followed by another is asked again.
    ///
    /// # Panics
    /// If it does not come.
    pub async fn text(&self, selector: &str) -> String {
        for _ in 0..5 {
            let wait = self.client.wait().at_most(PATIENCE);
            let found = wait.for_element(Locator::Css(selector)).await;
            let found = found.unwrap_or_else(|_| panic!("nothing fits {selector}"));
            match found.text().await {
                Err(error) if error.is_stale_element_reference() => {}
                text => return text.unwrap(),
            }
        }
        panic!("what fits {selector} does not stay")
    }

    /// What an expression of JavaScript gives on the page.
    ///
    /// # Panics
    /// If it throws.
    pub async fn ask(&self, expression: &str) -> Value {
        self.client.execute(&format!("return {expression}"), Vec::new()).await.unwrap()
    }

    /// What JavaScript gives that ends by calling `arguments[1]`, the answer; `arguments[0]` is `argument`.
    ///
    /// # Panics
    /// If it throws or does not answer.
    pub async fn ask_later(&self, script: &str, argument: Value) -> Value {
        self.client.execute_async(script, vec![argument]).await.unwrap()
    }

    /// Writes what the window shows as `target/screenshots/<name>.png`, for people to look at.
    ///
    /// # Panics
    /// If it cannot be written.
    pub async fn screenshot(&self, name: &str) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/screenshots");
        fs_err::create_dir_all(&folder).unwrap();
        let shown = self.client.screenshot().await.unwrap();
        fs_err::write(folder.join(format!("{name}.png")), shown).unwrap();
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
