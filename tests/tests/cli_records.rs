//! What the archive tells about itself: `show`, `history`, `receipt`, `log checkpoint`.

use serde_json::{Value, json};
use sijill_tests::evidence::Events;
use sijill_tests::{Scratch, archive};

fn taken_in(scratch: &Scratch) -> String {
    scratch.write_scans("scans/a", 2);
    scratch.write_scans("scans/b", 1);
    let outcome = scratch.ingest(&scratch.beside("scans"));
    outcome["accession"].as_str().unwrap().to_owned()
}

fn ok(scratch: &Scratch, arguments: &[&str]) -> Value {
    let (code, answer) = scratch.sijill.json(arguments);
    assert_eq!(code, 0, "{answer}");
    answer
}

#[test]
fn show_without_a_name_lists_the_accessions() {
    let scratch = archive();
    let accession = taken_in(&scratch);
    let shown = ok(&scratch, &["show"]);
    assert_eq!(shown["origin"], "x.example/y");
    assert_eq!(shown["accessions"].as_array().unwrap().len(), 1);
    assert_eq!(shown["accessions"][0]["id"], accession.as_str());
}

#[test]
fn show_lists_the_items_of_an_accession_by_identifier_or_reference() {
    let scratch = archive();
    let accession = taken_in(&scratch);
    let shown = ok(&scratch, &["show", &accession]);
    assert_eq!((&shown["id"], &shown["kind"]), (&json!(accession), &json!("accession")));
    let files: Vec<_> =
        shown["items"].as_array().unwrap().iter().map(|item| &item["files"]).collect();
    assert_eq!(files, [2, 1]);
    let reference = shown["record"]["reference"].as_str().unwrap();
    assert_eq!(ok(&scratch, &["show", reference]), shown);
}

#[test]
fn show_tells_an_item_by_identifier_or_reference_the_same() {
    let scratch = archive();
    let accession = taken_in(&scratch);
    let item = &ok(&scratch, &["show", &accession])["items"][0];
    let by_id = ok(&scratch, &["show", item["id"].as_str().unwrap()]);
    let by_reference = ok(&scratch, &["show", item["reference"].as_str().unwrap()]);
    assert_eq!(by_id, by_reference);
    assert_eq!((&by_id["kind"], &by_id["sealed"]), (&json!("item"), &json!(true)));
    let names: Vec<_> =
        by_id["files"].as_array().unwrap().iter().map(|file| file["original"].clone()).collect();
    assert_eq!(names, ["a/scan-0000.tif", "a/scan-0001.tif"]);
}

#[test]
fn what_the_archive_does_not_hold_is_refused() {
    let scratch = archive();
    taken_in(&scratch);
    for name in ["nothing", "01a20000-0000-7000-8000-000000000000"] {
        for command in ["show", "history", "verify"] {
            scratch.fails(&[command, name], 2, "refused");
        }
    }
    let error =
        scratch.fails(&["receipt", "01a20000-0000-7000-8000-000000000000"], 2, "no-such-record");
    assert!(error["message"].as_str().unwrap().contains("01a20000"), "{error}");
}

#[test]
fn history_tells_the_custody_of_an_item_in_order_for_programs_and_people() {
    let scratch = archive();
    let accession = taken_in(&scratch);
    let item = ok(&scratch, &["show", &accession])["items"][0]["id"].as_str().unwrap().to_owned();
    ok(&scratch, &["verify", &item, "--record"]);
    let history = ok(&scratch, &["history", &item]);
    let events = history["events"].as_array().unwrap();
    let acts: Vec<_> = events.iter().map(|event| &event["event"]["act"]).collect();
    assert_eq!(acts, ["ing", "ing", "ine", "fix"]);
    let ledger = Events::of(&scratch.archive());
    for event in events {
        assert_eq!(ledger.get(event["seq"].as_u64().unwrap() as usize), event["event"]);
    }
    let words = scratch.sijill.run(["history", &item]).stdout;
    for said in ["secured, SHA-256", "closed and sealed with 2 pages", "read again, 0 problems"] {
        assert!(words.contains(said), "{said}: {words}");
    }
}

#[test]
fn the_custody_of_an_accession_begins_with_its_taking_over_and_ends_with_its_closing() {
    let scratch = archive();
    let accession = taken_in(&scratch);
    let history = ok(&scratch, &["history", &accession]);
    let acts: Vec<_> = history["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["event"]["act"].clone())
        .collect();
    assert_eq!(acts, ["acc", "sijill/accession-closed"]);
}

#[test]
fn the_receipt_holds_what_its_schema_requires() {
    let scratch = archive();
    let receipt = ok(&scratch, &["receipt", &taken_in(&scratch)]);
    let schema =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../archive-schema/schemas/receipt.schema.json");
    let schema: Value = serde_json::from_slice(&fs_err::read(schema).unwrap()).unwrap();
    assert_members(&receipt, &schema);
    assert_members(&receipt["items"][0], &schema["$defs"]["ReceiptItem"]);
    assert_eq!(receipt["log"], "x.example/y");
    assert_eq!(receipt["gaps"][0]["reason"], "no-statement");
}

/// The members that are required are there, and no others than the schema knows.
fn assert_members(value: &Value, schema: &Value) {
    let required = schema["required"].as_array().unwrap();
    assert!(!required.is_empty());
    for name in required {
        assert!(value.get(name.as_str().unwrap()).is_some(), "{name} is missing: {value}");
    }
    let known = schema["properties"].as_object().unwrap();
    let unknown: Vec<_> =
        value.as_object().unwrap().keys().filter(|name| !known.contains_key(*name)).collect();
    assert_eq!(unknown, Vec::<&String>::new());
}

#[test]
fn the_receipt_is_readable_in_both_languages_and_its_head_can_be_copied_by_hand() {
    let scratch = archive();
    let accession = taken_in(&scratch);
    let receipt = ok(&scratch, &["receipt", &accession]);
    let text = scratch.sijill.run(["receipt", &accession]).stdout;
    for words in ["إيصال استلام", "RECEIPT", "الدفعة", "Accession", "Gaps in custody", &accession]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    let lists = receipt["items"].as_array().unwrap().iter().map(|item| &item["list"]);
    for list in lists {
        assert!(text.contains(list.as_str().unwrap().trim_start_matches("sha256:")), "{list}");
    }
    let checkpoint = receipt["checkpoint"].as_str().unwrap();
    let root = checkpoint.lines().nth(2).unwrap();
    let copied: String =
        text.lines().map(|line| line.replace(' ', "")).collect::<Vec<_>>().join("\n");
    assert!(copied.contains(root), "the root in groups: {text}");
}

#[test]
fn a_checkpoint_covers_every_event_and_is_the_file_beside_the_ledger() {
    let scratch = archive();
    taken_in(&scratch);
    let answer = ok(&scratch, &["log", "checkpoint"]);
    let file = fs_err::read_to_string(scratch.archive().join("checkpoint")).unwrap();
    assert_eq!(answer["checkpoint"], file);
    let size = Events::of(&scratch.archive()).count();
    assert!(file.starts_with(&format!("x.example/y\n{size}\n")), "{file}");
    assert_eq!(ok(&scratch, &["log", "checkpoint"]), answer, "nothing new, nothing signed");
    assert_eq!(scratch.sijill.run(["log", "checkpoint"]).stdout, file);
}
