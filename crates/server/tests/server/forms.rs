//! Requests that change something and do not come from our own forms.

use axum::body::Body;
use axum::http::{Method, header};
use sijill_accounts::Role;
use sijill_server::routes::{ROUTES, Verb};

use crate::try_out::{HOST, TryOut, request, session};

const FORM: &str = "application/x-www-form-urlencoded";

#[test]
fn a_form_from_elsewhere_changes_nothing() {
    let site = TryOut::new(true);
    let origin = format!("https://{HOST}");
    for route in ROUTES.iter().filter(|route| route.changes) {
        let token = site.door.enter(&Role::ALL, true);
        let right = format!("form={}", token.form());
        let other = format!("form={}", site.door.enter(&Role::ALL, true).form());
        let tries = [
            ("no token", "same-origin", origin.as_str(), FORM, String::new()),
            ("another session's token", "same-origin", &origin, FORM, other),
            ("the token twice", "same-origin", &origin, FORM, format!("{right}&{right}")),
            ("another site", "cross-site", &origin, FORM, right.clone()),
            ("a neighbour", "same-site", &origin, FORM, right.clone()),
            ("another origin", "same-origin", "https://evil.example", FORM, right.clone()),
            ("not encrypted elsewhere", "same-origin", "http://evil.example", FORM, right.clone()),
            ("plain text", "same-origin", &origin, "text/plain", right.clone()),
            ("JSON", "same-origin", &origin, "application/json", right.clone()),
            (
                "files without a token",
                "same-origin",
                &origin,
                "multipart/form-data; boundary=b",
                right,
            ),
        ];
        for (name, fetched, origin, kind, body) in tries {
            let asked = request(Method::POST, route.path, &session(&token))
                .header("sec-fetch-site", fetched)
                .header(header::ORIGIN, origin)
                .header(header::CONTENT_TYPE, kind)
                .body(Body::from(body));
            let answer = site.send(asked.unwrap());
            assert_eq!(answer.status, 403, "{}: {name}", route.path);
        }
    }
}

#[test]
fn asking_changes_nothing() {
    for route in ROUTES {
        assert!(route.verb == Verb::Post || !route.changes, "{}", route.path);
    }
}

#[test]
fn a_form_larger_than_its_row_allows_is_refused() {
    let site = TryOut::new(true);
    let token = site.door.enter(&[], true);
    let long = format!("form={}&x={}", token.form(), "a".repeat(70_000));
    let answer = site.post("/language", &session(&token), &long);
    assert_eq!(answer.status, 413);
}

#[test]
fn a_page_in_the_other_language_is_the_same_page() {
    let site = TryOut::new(true);
    let page = site.get("/sign-in", "");
    let guest = format!("__Host-sijill-guest={}", page.cookie("__Host-sijill-guest").unwrap());
    let fields = format!("form={}&language=ar&back=/sign-in", page.form());
    let answer = site.post("/language", &guest, &fields);
    assert_eq!((answer.status.as_u16(), answer.to()), (303, "/sign-in"));
    assert_eq!(answer.cookie("__Host-sijill-language").as_deref(), Some("ar"));
    let away = format!("form={}&language=ar&back=//evil.example", page.form());
    assert_eq!(site.post("/language", &guest, &away).to(), "/");
}
