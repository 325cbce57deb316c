//! The header and cookie linter: over every route, for guests and for people, for answers and for failures.

use axum::http::{HeaderMap, Method, header};
use sijill_accounts::Role;
use sijill_server::routes::{ROUTES, Verb};

use crate::try_out::{Answer, TryOut, request, session};

/// What is wrong with the headers of an answer under TLS.
fn faults(path: &str, answer: &Answer) -> Vec<String> {
    let said = |name: &str| one(&answer.headers, name);
    let mut faults = Vec::new();
    let mut must = |name: &str, is_right: &dyn Fn(&str) -> bool| {
        let value = said(name);
        if !is_right(&value) {
            faults.push(format!("{path}: {name}: {value}"));
        }
    };
    must("x-content-type-options", &|value| value == "nosniff");
    must("referrer-policy", &|value| value == "no-referrer");
    must("cross-origin-opener-policy", &|value| value == "same-origin");
    must("cross-origin-resource-policy", &|value| value == "same-origin");
    must("strict-transport-security", &|value| value.starts_with("max-age=31536000"));
    let is_kept = path.starts_with("/assets/") && answer.status.is_success();
    must("cache-control", &|value| {
        value == if is_kept { "public, max-age=31536000, immutable" } else { "no-store" }
    });
    let policy = said("content-security-policy");
    let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next());
    let nonce = nonce.unwrap_or_default().to_owned();
    let expected = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; font-src 'self'; img-src 'self' blob:; \
         connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
    );
    // The page that checks packages is a document of its own.
    if path == "/check" {
        let digests = "default-src 'none'; script-src 'sha256-";
        must("content-security-policy", &|value| {
            value.starts_with(digests) && !value.contains("unsafe") && !value.contains("'self'")
        });
        return faults;
    }
    must("content-security-policy", &|value| nonce.len() == 43 && value == expected);
    for cookie in answer.cookies() {
        let is_ours = cookie.starts_with("__Host-sijill");
        let has = |attribute: &str| cookie.split("; ").any(|part| part == attribute);
        let is_bound = ["Path=/", "Secure", "HttpOnly", "SameSite=Strict"].into_iter().all(has);
        if !is_ours || !is_bound || cookie.contains("Domain") {
            faults.push(format!("{path}: set-cookie: {cookie}"));
        }
    }
    let inline = ["<style", " style=", "javascript:", " onclick=", " onload=", "<script>"];
    faults.extend(
        inline
            .iter()
            .filter(|found| answer.body.contains(**found))
            .map(|found| format!("{path}: {found}")),
    );
    if answer.body.contains("http://") || answer.body.contains("https://") {
        faults.push(format!("{path}: an address of another site"));
    }
    faults
}

fn one(headers: &HeaderMap, name: &str) -> String {
    let values: Vec<_> =
        headers.get_all(name).iter().map(|value| value.to_str().unwrap()).collect();
    values.join(" AND ")
}

#[test]
fn every_answer_tells_the_browser_how_little_it_may_do() {
    let site = TryOut::new(true);
    let mut found = Vec::new();
    for route in ROUTES {
        for role in [None, Some(Role::Administrator), Some(Role::Archivist)] {
            let token = role.map(|role| site.door.enter(&[role], true));
            let cookies = token.as_ref().map_or_else(String::new, session);
            let form = token.as_ref().map_or_else(String::new, |token| token.form());
            let answer = match route.verb {
                Verb::Get => site.get(route.path, &cookies),
                Verb::Post => site.post(route.path, &cookies, &format!("form={form}")),
            };
            found.extend(faults(route.path, &answer));
        }
    }
    for path in ["/nothing", "/api/nothing", "/../etc/passwd", "/%2e%2e/x", "/sign-in/"] {
        found.extend(faults(path, &site.get(path, "")));
    }
    let wrong = request(Method::DELETE, "/sign-in", "").body(axum::body::Body::empty()).unwrap();
    found.extend(faults("DELETE", &site.send(wrong)));
    let style = site.get("/sign-in", "").body;
    let style = style.split("href=\"/assets/").nth(1).unwrap().split('"').next().unwrap();
    found.extend(faults("/assets/", &site.get(&format!("/assets/{style}"), "")));
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn each_answer_has_a_nonce_of_its_own() {
    let site = TryOut::new(true);
    let policy = || one(&site.get("/sign-in", "").headers, "content-security-policy");
    assert_ne!(policy(), policy());
}

#[test]
fn over_plain_http_the_page_warns_and_promises_nothing() {
    let site = TryOut::new(false);
    let answer = site.get("/sign-in", "");
    assert!(answer.body.contains("class=\"warning\""));
    assert!(!answer.headers.contains_key(header::STRICT_TRANSPORT_SECURITY));
    assert!(answer.cookies().iter().all(|cookie| !cookie.contains("__Host-")));
}

#[test]
fn failures_are_pages_for_people_and_json_for_programs() {
    let site = TryOut::new(true);
    let page = site.get("/nothing", "");
    assert!(page.status == 404 && page.body.contains("There is nothing here"), "{}", page.body);
    let json = site.get("/api/nothing", "");
    let told: serde_json::Value = serde_json::from_str(&json.body).unwrap();
    assert_eq!(told["error"]["kind"], "not-found");
    assert!(told["error"]["message"].is_string() && told["error"]["remedy"].is_string());
    let arabic = site.get("/nothing", "__Host-sijill-language=ar");
    assert!(arabic.body.contains("<html lang=\"ar\" dir=\"rtl\">"), "{}", arabic.body);
}
