//! The desk: what is uploaded is in custody when the page says so, by whoever may; nobody else is told that it exists.

use axum::body::Body;
use axum::http::{Method, header};
use sijill_accounts::Role;
use sijill_schema::{AccessLevel, AccessionId, Digest, Scope};
use sijill_server::Token;

use crate::try_out::{Answer, HOST, TryOut, request, session};

/// A form with files as a browser writes it: the token, texts, files.
pub fn files_form(token: &str, texts: &[(&str, &str)], files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    let mut part = |head: &str, bytes: &[u8]| {
        let head = format!("--b\r\nContent-Disposition: form-data; {head}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    };
    part("name=\"form\"", token.as_bytes());
    for (name, text) in texts {
        part(&format!("name=\"{name}\""), text.as_bytes());
    }
    for (name, bytes) in files {
        part(&format!("name=\"files\"; filename=\"{name}\""), bytes);
    }
    body.extend_from_slice(b"--b--\r\n");
    body
}

fn send_files(site: &TryOut, path: &str, token: &Token, body: Vec<u8>) -> Answer {
    let request = request(Method::POST, path, &session(token))
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b")
        .header("sec-fetch-site", "same-origin")
        .header(header::ORIGIN, format!("https://{HOST}"));
    site.send(request.body(Body::from(body)).unwrap())
}

fn upload(
    site: &TryOut,
    token: &Token,
    accession: &str,
    mark: &str,
    files: &[(&str, &[u8])],
) -> Answer {
    let body = files_form(&token.form(), &[("mark", mark), ("pages", "٢")], files);
    send_files(site, &format!("/desk/accession/{accession}/files"), token, body)
}

/// Begins an accession; its identifier.
fn begin(site: &TryOut, token: &Token, access: &str) -> String {
    let fields = format!("form={}&title=a&access={access}&flag-minors=on", token.form());
    let answer = site.post("/desk/new", &session(token), &fields);
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.to().strip_prefix("/desk/accession/").unwrap().to_owned()
}

/// The first link to an item on a page.
fn link(page: &str, start: &str) -> String {
    let at = page.find(start).unwrap_or_else(|| panic!("no {start} in {page}"));
    page[at..].split('"').next().unwrap().to_owned()
}

#[test]
fn files_are_taken_in_and_the_accession_is_closed_with_a_receipt() {
    let site = TryOut::new(true);
    let token = site.door.enter(&[Role::Scanner], false);
    let cookies = session(&token);
    let accession = begin(&site, &token, "confidential");
    let (one, two): (&[u8], &[u8]) = (b"one", b"two");
    let sent = upload(&site, &token, &accession, "١٢/أ", &[("../../one.tif", one), ("two", two)]);
    assert_eq!(sent.status, 200, "{}", sent.body);
    for bytes in [one, two] {
        assert!(sent.body.contains(&Digest::of(bytes).hex()), "{}", sent.body);
    }
    assert!(!sent.body.contains("was secured before"));
    let again = upload(&site, &token, &accession, "١٢/أ", &[("one.tif", one)]);
    assert!(again.body.contains("was secured before"), "{}", again.body);
    let page = site.get(&format!("/desk/accession/{accession}"), &cookies);
    let item = site.get(&link(&page.body, "/desk/item/"), &cookies);
    assert!(item.body.contains("one.tif") && item.body.contains(&Digest::of(two).hex()));
    let better = site.get(&link(&item.body, "/desk/page/"), &cookies);
    assert_eq!(better.status, 200);
    let path = format!("{}/files", link(&item.body, "/desk/page/"));
    let body = files_form(&token.form(), &[], &[("one.tif", b"sharper")]);
    let taken = send_files(&site, &path, &token, body);
    assert!(taken.body.contains(&Digest::of(b"sharper").hex()), "{}", taken.body);
    let form = format!("form={}", token.form());
    let closed = site.post(&format!("/desk/accession/{accession}/close"), &cookies, &form);
    let receipt = site.get(closed.to(), &cookies);
    assert!(receipt.body.contains("١٢/أ") && receipt.body.contains("x.example/y"));
    let late = upload(&site, &token, &accession, "13", &[("late", b"late")]);
    assert_eq!(late.status, 422);
    let report = site.verified();
    assert!(report.ok && report.complete, "{:?}", report.problems);
    assert_eq!((report.files, report.unacknowledged), (3, 0));
}

#[test]
fn a_script_is_told_the_same_as_json() {
    let site = TryOut::new(true);
    let token = site.door.enter(&[Role::Archivist], false);
    let accession = begin(&site, &token, "open");
    let body = files_form("not the token", &[("mark", "1")], &[("a", b"x")]);
    let path = format!("/desk/accession/{accession}/files");
    let asked = request(Method::POST, &path, &session(&token))
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b")
        .header(header::ACCEPT, "application/json")
        .header("x-sijill-form", token.form());
    let answer = site.send(asked.body(Body::from(body)).unwrap());
    let told: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(told["files"][0]["sha256"], Digest::of(b"x").hex());
}

#[test]
fn who_may_not_see_an_accession_is_told_that_there_is_none() {
    let site = TryOut::new(true);
    let token = site.door.enter(&[Role::Scanner], false);
    let accession = begin(&site, &token, "confidential");
    let secured = upload(&site, &token, &accession, "1", &[("a", b"x")]);
    let item = link(&secured.body, "/desk/item/");
    let page = link(&site.get(&item, &session(&token)).body, "/desk/page/");
    let below = site.door.enter_with(Role::Scanner, Scope::All, AccessLevel::Restricted);
    let elsewhere = Scope::Accession(AccessionId::new());
    let elsewhere = site.door.enter_with(Role::Scanner, elsewhere, AccessLevel::Confidential);
    for other in [&below, &elsewhere] {
        let cookies = session(other);
        let place = format!("/desk/accession/{accession}");
        for path in [place.clone(), format!("{place}/receipt"), item.clone(), page.clone()] {
            let none = site.get("/desk/accession/0197c3a0-0000-7000-8000-000000000000", &cookies);
            let answer = site.get(&path, &cookies);
            let bare = |answer: &Answer, path: &str| answer.body.replace(path, "");
            assert_eq!(answer.status, 404, "{path}");
            assert_eq!(
                bare(&answer, &path),
                bare(&none, "/desk/accession/0197c3a0-0000-7000-8000-000000000000"),
            );
        }
        assert_eq!(upload(&site, other, &accession, "1", &[("b", b"y")]).status, 404);
        let body = files_form(&other.form(), &[], &[("b", b"y")]);
        assert_eq!(send_files(&site, &format!("{page}/files"), other, body).status, 404);
        for path in [format!("{place}/close"), format!("{item}/seal")] {
            let form = format!("form={}", other.form());
            assert_eq!(site.post(&path, &cookies, &form).status, 404, "{path}");
        }
        assert!(!site.get("/desk", &cookies).body.contains(&accession));
    }
    let form = format!("form={}&access=confidential", below.form());
    assert_eq!(site.post("/desk/new", &session(&below), &form).status, 403);
    assert_eq!(site.get("/desk/new", &session(&elsewhere)).status, 403);
    assert_eq!(site.verified().files, 1);
}

#[test]
fn what_cannot_be_taken_in_leaves_nothing_behind() {
    let site = TryOut::new(true);
    let token = site.door.enter(&[Role::Scanner], false);
    let accession = begin(&site, &token, "open");
    let path = format!("/desk/accession/{accession}/files");
    let texts: &[_] = &[("mark", "1")];
    let file: &[(&str, &[u8])] = &[("a", b"x")];
    let whole = files_form(&token.form(), texts, file);
    let cut_off = whole[..whole.len() - 8].to_vec();
    let no_file = files_form(&token.form(), texts, &[]);
    let empty_name = files_form(&token.form(), texts, &[("", b"")]);
    let no_mark = files_form(&token.form(), &[], file);
    let pages = files_form(&token.form(), &[("mark", "1"), ("pages", "many")], file);
    for body in [cut_off, no_file, empty_name, no_mark, pages] {
        let answer = send_files(&site, &path, &token, body);
        assert_eq!(answer.status, 422, "{}", answer.body);
    }
    let long = "a".repeat(5000);
    let long = files_form(&token.form(), &[("mark", &long)], file);
    assert_eq!(send_files(&site, &path, &token, long).status, 413);
    let many: Vec<(&str, &[u8])> = vec![("a", b"x"); 1001];
    let many = files_form(&token.form(), texts, &many);
    assert_eq!(send_files(&site, &path, &token, many).status, 413);
    let wrong = files_form("wrong", texts, file);
    assert_eq!(send_files(&site, &path, &token, wrong).status, 403);
    let report = site.verified();
    assert_eq!((report.files, report.unacknowledged), (0, 0));
}

#[test]
fn a_check_runs_once_and_its_result_is_recorded() {
    let site = TryOut::new(true);
    let scanner = site.door.enter(&[Role::Scanner], false);
    let accession = begin(&site, &scanner, "open");
    upload(&site, &scanner, &accession, "1", &[("a", b"x")]);
    let form = format!("form={}", scanner.form());
    site.post(&format!("/desk/accession/{accession}/close"), &session(&scanner), &form);
    let token = site.door.enter(&[Role::Overseer], false);
    let fields = format!("form={}&record=on", token.form());
    assert_eq!(site.post("/verify", &session(&token), &fields).to(), "/verify");
    let mut page = site.get("/verify", &session(&token)).body;
    for _ in 0..200 {
        if !page.contains("http-equiv=\"refresh\"") {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
        page = site.get("/verify", &session(&token)).body;
    }
    assert!(page.contains("Sound: everything"), "{page}");
    assert!(!page.contains("No check is recorded"), "{page}");
    // A check that is recorded after the closing opens nothing again.
    let late = upload(&site, &scanner, &accession, "2", &[("late", b"late")]);
    assert_eq!(late.status, 422);
    let witnesses = site.get("/witnesses", &session(&token)).body;
    assert!(witnesses.contains("Nobody") && !witnesses.contains("two histories"));
}

#[test]
fn everybody_can_check_a_package_and_nothing_else_may_run_there() {
    let site = TryOut::new(true);
    let page = site.get("/check", "");
    assert!(page.status == 200 && page.body == sijill_evidence::CHECK_PAGE);
}
