//! The interface for programs: the shapes of the command line, part by part, and what a stranger's tool finds wrong with it.

use std::process::Command;

use serde_json::{Value, json};
use sijill_accounts::{Grant, Role, Scope};
use sijill_schema::AccessLevel;
use sijill_tests::aics::programs;
use sijill_tests::rooms::Rooms;
use sijill_tests::written::written;

fn read((code, body): (u16, String)) -> (u16, Value) {
    (code, serde_json::from_str(&body).unwrap_or_else(|error| panic!("{error}: {body}")))
}

#[test]
fn a_program_is_told_what_the_command_line_tells() {
    let (scratch, pages) = written(2);
    let rooms = Rooms::open(&scratch.archive());
    let somebody = rooms.session(Role::Researcher);
    let ask = |path: &str, body: Value| {
        read(rooms.post(&somebody, path, "application/json", &body.to_string()))
    };
    let tell = |path: &str| read(rooms.get(&somebody, path));

    let (code, mut found) = ask("/api/v1/search", json!({ "query": "الجوزاني" }));
    assert_eq!((code, &found["total"]), (200, &2.into()), "{found}");
    assert_eq!(rooms.lines_seen().len(), 2, "recorded before it left");
    let mut same = scratch.sijill.json(["search", "الجوزاني"]).1;
    found["index"].take();
    same["index"].take();
    assert_eq!(found, same);

    let first = ask("/api/v1/search", json!({ "query": "*", "limit": 3 })).1;
    assert_eq!(first["hits"].as_array().map(Vec::len), Some(3));
    let rest =
        ask("/api/v1/search", json!({ "query": "*", "limit": 3, "cursor": first["next"] })).1;
    assert_eq!((rest["hits"].as_array().map(Vec::len), rest.get("next")), (Some(1), None));

    let person = json!({ "name": "Abdulrahman Nabil al-Jawzani", "mother": "Hind" });
    let (code, found) = ask("/api/v1/find", json!({ "person": person }));
    assert_eq!((code, &found["hits"][0]["page"]), (200, &pages[0].clone().into()), "{found}");

    let items = tell("/api/v1/items?limit=2").1;
    assert_eq!(items["items"][0]["reference"], "A-1");
    let rest = tell(&format!("/api/v1/items?cursor={}", items["next"].as_str().unwrap())).1;
    assert_eq!(
        rest["items"].as_array().map(Vec::len),
        Some(1),
        "the sealed one is not there: {rest}"
    );
    let id = items["items"][0]["id"].as_str().unwrap();
    assert_eq!(tell(&format!("/api/v1/items/{id}")).1, scratch.sijill.json(["show", "A-1"]).1);
    let history = tell(&format!("/api/v1/items/{id}/history")).1;
    assert_eq!(history, scratch.sijill.json(["history", "A-1"]).1);
    let page = tell(&format!("/api/v1/pages/{}", pages[0]));
    assert_eq!(page, (200, scratch.sijill.json(["show", &pages[0]]).1));

    for (path, kind) in [
        (format!("/api/v1/pages/{}", pages[2]), "not-found"),
        ("/api/v1/pages/x".to_owned(), "not-found"),
        ("/api/v1/nothing".to_owned(), "not-found"),
        ("/api/v1/items?limit=51".to_owned(), "refused"),
        ("/api/v1/items?limit=x".to_owned(), "refused"),
    ] {
        let (code, said) = tell(&path);
        assert!(code >= 400 && said["error"]["kind"] == kind, "{path}: {code} {said}");
        assert!(said["error"]["remedy"].as_str().is_some_and(|text| text.len() > 5), "{said}");
    }
    let (code, said) = ask("/api/v1/search", json!({ "query": "(x" }));
    assert_eq!(code, 422);
    assert!(said["error"]["message"].as_str().unwrap().contains("at character 1"), "{said}");

    let grant = |level| vec![Grant { role: Role::Researcher, scope: Scope::All, level }];
    let open = rooms.session_with(grant(AccessLevel::Open));
    let hidden = read(rooms.get(&open, &format!("/api/v1/items/{id}")));
    let nothing = read(rooms.get(&open, "/api/v1/items/00000000-0000-7000-8000-000000000000"));
    assert_eq!(hidden, nothing, "what one may not see is like nothing");
    rooms.break_the_record();
    assert_eq!(ask("/api/v1/search", json!({ "query": "الجوزاني" })).0, 503);
}

#[test]
fn schemathesis_finds_nothing_that_the_description_does_not_say() {
    let Some(programs) = programs() else { return };
    let (scratch, _) = written(2);
    let rooms = Rooms::open(&scratch.archive());
    let somebody = rooms.session(Role::Researcher);
    let description = scratch.write("openapi.json", rooms.get(&somebody, "/api/v1/openapi.json").1);
    let session = format!("[auth.openapi.session]\napi_key = \"{}\"\n", somebody.text());
    let settings = scratch.write("schemathesis.toml", session);
    // A query is a language of its own and questions have a limit, so what fits the description may still be refused.
    let output = Command::new(programs.join("st"))
        .arg("--config-file")
        .arg(settings)
        .args(["run", "--url", &rooms.at(""), "--max-examples", "15", "--seed", "1"])
        .args(["--exclude-checks", "positive_data_acceptance"])
        .args(["--phases", "examples,coverage,fuzzing"])
        .args(["--header", &format!("x-sijill-form: {}", somebody.form())])
        .arg(description)
        .current_dir(scratch.dir.path())
        .env("HYPOTHESIS_STORAGE_DIRECTORY", scratch.beside("hypothesis"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
}
