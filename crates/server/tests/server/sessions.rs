//! Coming in and going out.

use sijill_server::Token;

use crate::try_out::{CODE, PASSWORD, TryOut, session};

fn fields(form: &str, password: &str, code: &str) -> String {
    let password = password.replace(' ', "+");
    format!("form={form}&handle=researcher&password={password}&code={code}&back=/step-up")
}

#[test]
fn a_session_that_somebody_else_laid_in_the_browser_is_not_the_one_that_is_signed_in() {
    let site = TryOut::new(true);
    let laid = Token::new().unwrap();
    let answer = site.post("/sign-in", &session(&laid), &fields(&laid.form(), PASSWORD, CODE));
    assert_eq!((answer.status.as_u16(), answer.to()), (303, "/step-up"), "{}", answer.body);
    let given = Token::parse(&answer.cookie("__Host-sijill").unwrap()).unwrap();
    assert_ne!(given.digest(), laid.digest());
    assert_eq!(site.get("/step-up", &session(&laid)).status, 303, "the laid one opens nothing");
    assert_eq!(site.get("/step-up", &session(&given)).status, 200);
}

#[test]
fn whatever_is_wrong_the_same_is_said() {
    let site = TryOut::new(true);
    let guest = Token::new().unwrap();
    let cookies = format!("__Host-sijill-guest={}", guest.text());
    let tries = [
        fields(&guest.form(), "wrong", CODE),
        fields(&guest.form(), PASSWORD, "000000"),
        fields(&guest.form(), PASSWORD, CODE).replace("researcher", "nobody"),
    ];
    let nonce_free = |body: &str| body.split("</head>").nth(1).unwrap().to_owned();
    let said: Vec<_> = tries.iter().map(|fields| site.post("/sign-in", &cookies, fields)).collect();
    for answer in &said {
        assert_eq!(answer.status, 401);
        assert!(answer.body.contains("role=\"alert\"") && !answer.body.contains(PASSWORD));
        assert_eq!(nonce_free(&answer.body), nonce_free(&said[0].body));
        assert_eq!(answer.cookie("__Host-sijill"), None);
    }
}

#[test]
fn a_fresh_second_factor_makes_a_new_session() {
    let site = TryOut::new(true);
    let token = site.door.enter(&[], false);
    let form = format!("form={}&code={CODE}&back=/", token.form());
    let answer = site.post("/step-up", &session(&token), &form);
    let given = Token::parse(&answer.cookie("__Host-sijill").unwrap()).unwrap();
    assert_ne!(given.digest(), token.digest());
    assert_eq!(site.get("/step-up", &session(&token)).to(), "/sign-in?back=/step-up");
}

#[test]
fn going_out_ends_the_session_and_the_browser_forgets() {
    let site = TryOut::new(true);
    let token = site.door.enter(&[], true);
    let answer = site.post("/sign-out", &session(&token), &format!("form={}", token.form()));
    assert_eq!(answer.to(), "/sign-in");
    assert_eq!(answer.headers["clear-site-data"], "\"cache\", \"storage\"");
    assert_eq!(answer.cookie("__Host-sijill").as_deref(), Some(""));
    assert_eq!(site.get("/step-up", &session(&token)).status, 303);
}

#[test]
fn names_and_addresses_are_escaped() {
    let site = TryOut::new(true);
    let token = site.door.enter(&[], true);
    let page = site.get("/", &session(&token)).body;
    assert!(!page.contains("<b>") && page.contains("&#60;b&#62;"), "{page}");
    let page = site.get("/sign-in?back=/%22%3E%3Cscript%3E", "").body;
    assert!(!page.contains("<script") && page.contains("name=\"back\" value=\"/\""), "{page}");
}
