//! Making the archive in the browser.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::{Method, header};
use sijill_accounts::Factor;
use sijill_server::routes::founding_router;
use sijill_server::{Failure, Founder, Founding, Stage, Token, Wish};

use crate::try_out::{Answer, CODE, PASSWORD, TryOut, request, send};

const TERMINAL: &str = "kx7q-m2pd-w9rt";

/// Remembers what was wished and lets a code pass.
struct TestFounder {
    wished: Arc<Mutex<Vec<String>>>,
    rooms: Router,
}

impl Founder for TestFounder {
    fn found(&self, wish: &Wish) -> Result<Factor, Failure> {
        self.wished.lock().unwrap().push(wish.origin.clone());
        Ok(Factor::random()?)
    }

    fn confirm(&self, code: &str) -> Result<Router, Failure> {
        if code == CODE { Ok(self.rooms.clone()) } else { Err(Failure::NotLetIn) }
    }
}

struct Start {
    router: Router,
    wished: Arc<Mutex<Vec<String>>>,
    guest: Token,
}

impl Start {
    fn new() -> Self {
        let wished = Arc::new(Mutex::default());
        let founder = TestFounder { wished: wished.clone(), rooms: TryOut::new(true).router };
        let stage = Stage::default();
        let founding = Founding::new(TERMINAL, Box::new(founder), stage.clone());
        stage.put(founding_router(founding, true));
        Self { router: stage.router(), wished, guest: Token::new().unwrap() }
    }

    fn get(&self, path: &str) -> Answer {
        send(&self.router, request(Method::GET, path, "").body(Body::empty()).unwrap())
    }

    fn post(&self, path: &str, fields: &str) -> Answer {
        let cookie = format!("__Host-sijill-guest={}", self.guest.text());
        let fields = format!("form={}&{fields}", self.guest.form());
        let request = request(Method::POST, path, &cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        send(&self.router, request.body(Body::from(fields)).unwrap())
    }

    fn found(&self, code: &str, again: &str) -> Answer {
        let password = PASSWORD.replace(' ', "+");
        let again = again.replace(' ', "+");
        let fields = format!(
            "code={code}&origin=x.example/y&name=Layla&handle=layla&password={password}&again={again}"
        );
        self.post("/set-up", &fields)
    }
}

#[test]
fn whoever_has_the_code_makes_the_archive_and_its_rooms_open() {
    let start = Start::new();
    assert!(start.get("/").body.contains("Make a new archive"));
    let page = start.found(TERMINAL, PASSWORD);
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.body.contains("<svg"), "{}", page.body);
    let secret = page.body.split("id=\"secret\">").nth(1).unwrap().split('<').next().unwrap();
    assert_eq!(secret.split(' ').count(), 8, "{secret}");
    assert!(!page.body.contains(PASSWORD));
    let wrong = start.post("/set-up/confirm", &format!("code={TERMINAL}&factor=000000"));
    assert_eq!(wrong.status, 401);
    assert!(wrong.body.contains(secret), "the secret stays");
    let done = start.post("/set-up/confirm", &format!("code={TERMINAL}&factor={CODE}"));
    assert!(done.body.contains("The archive is ready"), "{}", done.body);
    assert_eq!(start.get("/").to(), "/sign-in", "the rooms of the archive");
    assert_eq!(start.found(TERMINAL, PASSWORD).status, 404, "there is nothing left to set up");
    assert_eq!(*start.wished.lock().unwrap(), ["x.example/y"]);
}

#[test]
fn without_the_code_nothing_is_made_and_nobody_guesses_it() {
    let start = Start::new();
    assert_eq!(start.get("/sign-in").status, 404);
    for _ in 0..5 {
        let page = start.found("wrong", PASSWORD);
        assert_eq!(page.status, 401);
        assert!(page.body.contains("value=\"x.example/y\"") && !page.body.contains(PASSWORD));
    }
    assert_eq!(start.found(TERMINAL, PASSWORD).status, 429, "even the right one");
    assert!(start.wished.lock().unwrap().is_empty());
}

#[test]
fn a_password_that_was_mistyped_makes_nothing() {
    let start = Start::new();
    assert_eq!(start.found(TERMINAL, "another password").status, 422);
    assert!(start.wished.lock().unwrap().is_empty());
}
