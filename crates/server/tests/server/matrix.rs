//! Every route with every role. Who may what stands in `matrix.txt`, apart from the table of routes: a row that
//! is added or opened to somebody fails here until a person writes it down there too.

use std::fmt::Write as _;

use axum::http::StatusCode;
use sijill_accounts::Role;
use sijill_server::App;
use sijill_server::routes::{ROUTES, Route, Verb};

use crate::try_out::{Answer, TryOut, session};

/// What stands for a part in braces.
const PARTS: [(&str, &str); 11] = [
    ("{version}", "0000000000000000"),
    ("{name}", "sijill.css"),
    ("{accession}", NO_RECORD),
    ("{alert}", NO_RECORD),
    ("{item}", NO_RECORD),
    ("{page}", NO_RECORD),
    ("{id}", NO_RECORD),
    ("{node}", "0000000000000000"),
    ("{seq}", "1"),
    ("{number}", "1"),
    ("{*path}", NO_RECORD),
];

/// The identifier of nothing.
const NO_RECORD: &str = "0197c3a0-0000-7000-8000-000000000000";

fn path(route: &Route<App>) -> String {
    let path =
        PARTS.iter().fold(route.path.to_owned(), |path, (part, with)| path.replace(part, with));
    assert!(!path.contains('{'), "say in PARTS what stands for the part in {path}");
    path
}

fn ask(site: &TryOut, route: &Route<App>, roles: Option<&[Role]>) -> Answer {
    let token = roles.map(|roles| site.door.enter(roles, true));
    // Before signing in, forms are bound to a cookie of the guest's own.
    let guest = sijill_server::Token::new().unwrap();
    let cookies =
        token.as_ref().map_or_else(|| format!("__Host-sijill-guest={}", guest.text()), session);
    let form = token.as_ref().unwrap_or(&guest).form();
    match route.verb {
        Verb::Get => site.get(&path(route), &cookies),
        Verb::Post => site.post(&path(route), &cookies, &format!("form={form}")),
    }
}

/// `in`, or how the door was shut.
fn outcome(answer: &Answer) -> &'static str {
    match answer.status {
        StatusCode::UNAUTHORIZED => "sign-in",
        StatusCode::SEE_OTHER if answer.to().starts_with("/sign-in?") => "sign-in",
        StatusCode::FORBIDDEN => "no",
        _ => "in",
    }
}

fn roles() -> Vec<(&'static str, Option<Vec<Role>>)> {
    let mut roles = vec![("nobody", None), ("no-role", Some(Vec::new()))];
    let names = ["scanner", "archivist", "researcher", "caseworker", "overseer", "administrator"];
    roles.extend(names.into_iter().zip(Role::ALL.map(|role| Some(vec![role]))));
    roles
}

#[test]
fn every_route_lets_in_whom_it_should_and_nobody_else() {
    let site = TryOut::new(true);
    let mut found = String::new();
    for route in ROUTES {
        let method = route.verb.method();
        let _ = write!(found, "{method} {}", route.path);
        for (name, roles) in roles() {
            let _ = write!(found, " {name}={}", outcome(&ask(&site, route, roles.as_deref())));
        }
        found.push('\n');
    }
    let expected = include_str!("matrix.txt");
    let expected: Vec<_> = expected.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(found.lines().collect::<Vec<_>>(), expected, "write into matrix.txt:\n{found}");
}

#[test]
fn what_needs_a_fresh_second_factor_is_refused_without_it() {
    let site = TryOut::new(true);
    for route in ROUTES.iter().filter(|route| route.step_up) {
        let token = site.door.enter(&Role::ALL, false);
        let answer = match route.verb {
            Verb::Get => site.get(&path(route), &session(&token)),
            Verb::Post => {
                site.post(&path(route), &session(&token), &format!("form={}", token.form()))
            }
        };
        let is_shut =
            answer.to().starts_with("/step-up?") || answer.status == StatusCode::FORBIDDEN;
        assert!(is_shut, "{}: {}", route.path, answer.status);
    }
}
