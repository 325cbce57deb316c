//! An application to try things on: a new archive and a door that knows one person of each role.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use sijill_accounts::{Accounts, Factor, Grant, Person, Role, Scope};
use sijill_iiif::Workers;
use sijill_keys::Passphrase;
use sijill_sandbox::Program;
use sijill_schema::{AccessLevel, AgentId, PageId};
use sijill_server::routes::router;
use sijill_server::{Door, Failure, SignIn, Site, Surroundings, Token, Visitor};
use sijill_storage::verify::{Report, Scope as VerifyScope, Silent};
use sijill_storage::{Archive, KeySet};
use tempfile::TempDir;
use tower::ServiceExt;

/// The name that the host has in requests.
pub const HOST: &str = "archive.example";

/// A password and code that let anybody in whose handle is the name of a role.
pub const PASSWORD: &str = "five invented words for a test";
pub const CODE: &str = "123456";

/// So many questions are answered.
pub const QUESTIONS: usize = 3;

/// The code of an invitation.
pub const INVITATION: &str = "INVITED";

/// Sessions without accounts behind them.
pub struct TestDoor {
    keys: Arc<KeySet>,
    sessions: Mutex<HashMap<[u8; 32], Visitor>>,
    /// The readings that were recorded.
    pub read: Mutex<Vec<PageId>>,
    /// Whether readings cannot be recorded.
    pub fails_to_record: Mutex<bool>,
    questions: Mutex<usize>,
}

impl TestDoor {
    fn new(keys: Arc<KeySet>) -> Self {
        let (sessions, read) = (Mutex::default(), Mutex::default());
        let (fails_to_record, questions) = (Mutex::default(), Mutex::default());
        Self { keys, sessions, read, fails_to_record, questions }
    }

    /// A session of somebody with one grant.
    pub fn enter_with(&self, role: Role, scope: Scope, level: AccessLevel) -> Token {
        let token = Token::new().unwrap();
        let grants = vec![Grant { role, scope, level }];
        let person = Person { id: AgentId::new(), handle: "desk".to_owned(), grants };
        let visitor = Visitor { person, keys: self.keys.clone(), is_stepped_up: false };
        self.sessions.lock().unwrap().insert(token.digest(), visitor);
        token
    }

    /// A session of somebody who has these roles everywhere.
    pub fn enter(&self, roles: &[Role], is_stepped_up: bool) -> Token {
        let token = Token::new().unwrap();
        let (scope, level) = (Scope::All, AccessLevel::Confidential);
        let grants = roles.iter().map(|role| Grant { role: *role, scope, level }).collect();
        let person = Person { id: AgentId::new(), handle: "زائر <b>&\"'".to_owned(), grants };
        let visitor = Visitor { person, keys: self.keys.clone(), is_stepped_up };
        self.sessions.lock().unwrap().insert(token.digest(), visitor);
        token
    }
}

pub struct SharedDoor(pub Arc<TestDoor>);

impl Door for SharedDoor {
    fn visitor(&self, token: &Token) -> Result<Option<Visitor>, Failure> {
        Ok(self.0.sessions.lock().unwrap().get(&token.digest()).cloned())
    }

    fn sign_in(&self, shown: &SignIn) -> Result<Token, Failure> {
        let known = shown.handle == "researcher" && *shown.password == PASSWORD;
        if !known || *shown.code != CODE {
            return Err(Failure::NotLetIn);
        }
        Ok(self.0.enter(&[Role::Researcher], true))
    }

    fn step_up(&self, token: &Token, code: &str) -> Result<Token, Failure> {
        let visitor = self.visitor(token)?.ok_or(Failure::SignInFirst)?;
        if code != CODE {
            return Err(Failure::NotLetIn);
        }
        self.sign_out(token);
        let roles: Vec<_> = visitor.person.grants.iter().map(|grant| grant.role).collect();
        Ok(self.0.enter(&roles, true))
    }

    fn sign_out(&self, token: &Token) {
        self.0.sessions.lock().unwrap().remove(&token.digest());
    }

    fn offer_factor(&self, invited: &SignIn) -> Result<Factor, Failure> {
        if *invited.code == INVITATION { Ok(Factor::random()?) } else { Err(Failure::NotLetIn) }
    }

    fn begin(&self, invited: &SignIn, digits: &str) -> Result<(), Failure> {
        let is_right = *invited.code == INVITATION && digits == CODE;
        if is_right { Ok(()) } else { Err(Failure::NotLetIn) }
    }

    fn note_reading(&self, _: AgentId, page: PageId, _: Option<String>) -> Result<(), Failure> {
        self.0.read.lock().unwrap().push(page);
        Ok(())
    }

    fn note_question(&self, _: AgentId) -> Result<(), Failure> {
        let mut questions = self.0.questions.lock().unwrap();
        *questions += 1;
        if *questions > QUESTIONS { Err(Failure::TooMany) } else { Ok(()) }
    }

    fn note_lines(&self, _: AgentId, pages: &[PageId]) -> Result<(), Failure> {
        self.0.read.lock().unwrap().extend(pages);
        if *self.0.fails_to_record.lock().unwrap() { Err(Failure::NotRecorded) } else { Ok(()) }
    }
}

/// The application and what it stands on.
pub struct TryOut {
    pub router: Router,
    pub door: Arc<TestDoor>,
    archive: Archive,
    _folder: TempDir,
}

/// An answer, read whole.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// Where the answer sends the browser.
    pub fn to(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |to| to.to_str().unwrap())
    }

    /// The cookies that it sets, with their attributes.
    pub fn cookies(&self) -> Vec<String> {
        let lines = self.headers.get_all(header::SET_COOKIE).iter();
        lines.map(|line| line.to_str().unwrap().to_owned()).collect()
    }

    /// The value of a cookie that it sets.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let start = format!("{name}=");
        let line = self.cookies().into_iter().find(|line| line.starts_with(&start))?;
        Some(line[start.len()..].split(';').next().unwrap().to_owned())
    }

    /// The token that the forms of the page repeat.
    pub fn form(&self) -> String {
        let start = "name=\"form\" value=\"";
        let at = self.body.find(start).unwrap() + start.len();
        self.body[at..].split('"').next().unwrap().to_owned()
    }
}

impl TryOut {
    pub fn new(encrypted: bool) -> Self {
        let folder = TempDir::new().unwrap();
        let passphrase = Passphrase::new(PASSWORD.to_owned()).unwrap();
        let place = folder.path().join("archive");
        let archive = Archive::create(&place, "x.example/y", "operator", &passphrase).unwrap();
        let keys = archive.unlock(&passphrase).unwrap();
        let accounts = Arc::new(Accounts::open(archive.clone(), keys).unwrap());
        let door = Arc::new(TestDoor::new(accounts.keeper().clone()));
        let site = Site::behind(
            Arc::new(SharedDoor(door.clone())),
            accounts,
            Workers::of(Program::at(Path::new("/nowhere")), 1),
            Surroundings {
                encrypted,
                folder: folder.path().join("beside"),
                looks: false,
                tessdata: None,
            },
        );
        Self { router: router(site), door, archive, _folder: folder }
    }

    /// What a verification of the archive finds.
    pub fn verified(&self) -> Report {
        self.archive.verify(&VerifyScope::default(), &Silent).unwrap()
    }

    /// Sends a request and reads the answer.
    pub fn send(&self, request: Request<Body>) -> Answer {
        send(&self.router, request)
    }

    /// Opens a page with cookies.
    pub fn get(&self, path: &str, cookies: &str) -> Answer {
        self.send(request(Method::GET, path, cookies).body(Body::empty()).unwrap())
    }

    /// Sends a form as our own page would.
    pub fn post(&self, path: &str, cookies: &str, fields: &str) -> Answer {
        let request = request(Method::POST, path, cookies)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header(header::ORIGIN, format!("https://{HOST}"));
        self.send(request.body(Body::from(fields.to_owned())).unwrap())
    }
}

/// Sends a request and reads the answer.
pub fn send(router: &Router, request: Request<Body>) -> Answer {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(async {
        let response = router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        let body = String::from_utf8_lossy(&body).into_owned();
        Answer { status: parts.status, headers: parts.headers, body }
    })
}

/// A request as a browser begins it.
pub fn request(method: Method, path: &str, cookies: &str) -> axum::http::request::Builder {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, HOST)
        .header(header::ACCEPT_LANGUAGE, "en");
    if cookies.is_empty() { request } else { request.header(header::COOKIE, cookies) }
}

/// The cookie of a session under TLS.
pub fn session(token: &Token) -> String {
    format!("__Host-sijill={}", token.text())
}
