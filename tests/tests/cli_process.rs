//! Looking at pages: nothing in the way of the secure stage, nothing lost, the same bytes again.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use sijill_tests::contract::tree;
use sijill_tests::{Scratch, archive, bitmap};
use walkdir::WalkDir;

/// The invented pages that come with the project, as a folder to be taken in.
fn pages(scratch: &Scratch) -> PathBuf {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/cli/sample");
    for entry in fs_err::read_dir(sample).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if [".jpg", ".png", ".tif", ".pdf"].iter().any(|ending| name.ends_with(ending)) {
            scratch.write(Path::new("pages").join(name), fs_err::read(entry.path()).unwrap());
        }
    }
    scratch.beside("pages")
}

fn processed(scratch: &Scratch, more: &[&str]) -> (i32, Value) {
    scratch.sijill.json(["process", "--no-text"].iter().chain(more))
}

fn derived(scratch: &Scratch) -> PathBuf {
    scratch.archive().join("derived/pages")
}

/// Every `page.json`, read.
fn page_files(scratch: &Scratch) -> Vec<Value> {
    let entries = WalkDir::new(scratch.archive()).sort_by_file_name().into_iter();
    let pages = entries.map(Result::unwrap).filter(|entry| entry.file_name() == "page.json");
    pages
        .map(|entry| serde_json::from_slice(&fs_err::read(entry.path()).unwrap()).unwrap())
        .collect()
}

#[test]
fn pages_are_committed_once_and_made_again_to_the_last_byte() {
    let scratch = archive();
    scratch.ingest(&pages(&scratch));
    let masters = tree(&scratch.archive().join("objects"));
    let (code, first) = processed(&scratch, &[]);
    assert_eq!(code, 0, "{first}");
    let count = first["pages"].as_u64().unwrap();
    assert!(count == 16, "{first}");
    assert_eq!((&first["recorded"], &first["rendered"]), (&count.into(), &count.into()), "{first}");
    let made = tree(&derived(&scratch));

    let (code, again) = processed(&scratch, &[]);
    assert_eq!((code, &again["pages"]), (0, &0.into()), "nothing is left to do: {again}");
    fs_err::remove_dir_all(scratch.archive().join("derived")).unwrap();
    let (code, rebuilt) = processed(&scratch, &["--jobs", "1"]);
    assert_eq!((code, &rebuilt["pages"]), (0, &count.into()), "{rebuilt}");
    assert_eq!(rebuilt["recorded"], 0, "{rebuilt}");
    assert_eq!(tree(&derived(&scratch)), made);
    let (code, rebuilt) = processed(&scratch, &["--rebuild"]);
    assert_eq!((code, &rebuilt["pages"]), (0, &count.into()), "{rebuilt}");
    assert_eq!(tree(&derived(&scratch)), made);

    assert_eq!(tree(&scratch.archive().join("objects")), masters, "masters are only read");
    scratch.verify_sound();
}

#[test]
fn the_event_of_a_page_confirms_nothing_to_whoever_has_the_picture() {
    let scratch = archive();
    scratch.write("in/white.bmp", bitmap(255));
    scratch.ingest(&scratch.beside("in"));
    processed(&scratch, &[]);
    let item = scratch.sijill.json(["show"]).1["accessions"][0]["id"].clone();
    let item = scratch.sijill.json(["show", item.as_str().unwrap()]).1["items"][0]["id"].clone();
    let (_, history) = scratch.sijill.json(["history", item.as_str().unwrap()]);
    let events = history["events"].as_array().unwrap();
    let events = events.iter().map(|told| &told["event"]);
    let committed: Vec<_> =
        events.filter(|event| event["act"] == "sijill/page-committed").collect();
    assert_eq!(committed.len(), 1, "{history}");
    assert!(committed[0].get("object").is_none(), "{history}");
    let said = committed[0].to_string();
    for known in [vec![255], vec![255; 3], bitmap(255)] {
        assert!(!said.contains(&sijill_tests::evidence::sha256(&known)), "{said}");
    }
}

#[test]
fn files_that_cannot_be_shown_are_recorded_and_the_rest_goes_on() {
    let scratch = archive();
    scratch.write("in/1.bmp", bitmap(10));
    scratch.write("in/2.png", b"\x89PNG\r\n\x1a\nthis is no picture");
    scratch.write("in/3.txt", "a list of things\n");
    scratch.write("in/4.bmp", bitmap(20));
    scratch.ingest(&scratch.beside("in"));
    let (code, outcome) = processed(&scratch, &[]);
    assert_eq!(code, 3, "{outcome}");
    assert_eq!((&outcome["rendered"], &outcome["other"]), (&2.into(), &1.into()), "{outcome}");
    let failed = outcome["failed"].as_array().unwrap();
    assert_eq!((failed.len(), &failed[0]["reason"]), (1, &"damaged".into()), "{outcome}");
    assert_eq!(outcome["recorded"], 4, "{outcome}");
    let reasons: Vec<_> =
        page_files(&scratch).into_iter().map(|page| page["unreadable"].clone()).collect();
    assert_eq!(reasons.iter().filter(|reason| **reason == "damaged").count(), 1, "{reasons:?}");
    assert_eq!(reasons.iter().filter(|reason| **reason == "not-shown").count(), 1, "{reasons:?}");
    scratch.verify_sound();
}

#[test]
fn a_master_that_was_altered_is_named_and_nothing_is_recorded_of_it() {
    let scratch = archive();
    scratch.write("in/1.bmp", bitmap(10));
    scratch.ingest(&scratch.beside("in"));
    let master = sijill_tests::contract::masters(&scratch.archive()).remove(0).path;
    fs_err::remove_file(&master).unwrap();
    fs_err::write(&master, bitmap(11)).unwrap();
    let (code, outcome) = processed(&scratch, &[]);
    assert_eq!((code, &outcome["failed"][0]["reason"]), (3, &"altered".into()), "{outcome}");
    assert_eq!((&outcome["recorded"], page_files(&scratch).len()), (&0.into(), 0), "{outcome}");
}

#[test]
fn a_lost_or_altered_secret_is_found_by_verify() {
    for sql in ["UPDATE page_secret SET sealed = zeroblob(80)", "DELETE FROM page_secret"] {
        let scratch = archive();
        scratch.write("in/1.bmp", bitmap(10));
        scratch.ingest(&scratch.beside("in"));
        processed(&scratch, &[]);
        scratch.verify_sound();
        let catalogue = scratch.archive().join("catalogue.sqlite");
        rusqlite::Connection::open(catalogue).unwrap().execute_batch(sql).unwrap();
        let (code, report) = scratch.sijill.json(["verify"]);
        assert_eq!(code, 1, "{sql}: {report}");
        assert_eq!(report["problems"][0]["kind"], "catalogue", "{sql}: {report}");
    }
}

#[test]
fn files_are_taken_in_while_pages_are_looked_at() {
    let scratch = archive();
    scratch.ingest(&pages(&scratch));
    scratch.write("more/1.bmp", bitmap(10));
    let mut running = scratch
        .sijill
        .command()
        .args(["process", "--no-text", "--json", "--jobs", "1"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(500));
    assert!(running.try_wait().unwrap().is_none(), "it is still at work");
    scratch.ingest(&scratch.beside("more"));
    let ended = running.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(0));
    let (_, second) = processed(&scratch, &[]);
    assert_eq!(second["failed"], Value::Array(Vec::new()), "{second}");
    assert_eq!(page_files(&scratch).iter().filter(|page| page["puid"] == "fmt/116").count(), 1);
    scratch.verify_sound();
}

#[test]
fn a_run_that_was_killed_is_continued() {
    let scratch = archive();
    scratch.ingest(&pages(&scratch));
    for wait in [300, 900, 1500] {
        let mut running = scratch
            .sijill
            .command()
            .args(["process", "--no-text", "--jobs", "2"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        let _ = running.kill();
        running.wait().unwrap();
        scratch.verify_sound();
    }
    let (code, outcome) = processed(&scratch, &[]);
    assert_eq!(code, 0, "{outcome}");
    let made = tree(&derived(&scratch));
    processed(&scratch, &["--rebuild"]);
    assert_eq!(tree(&derived(&scratch)), made);
    scratch.verify_sound();
}

#[test]
fn an_archive_that_was_backed_up_brings_its_secrets_along() {
    let scratch = archive();
    scratch.write("in/1.bmp", bitmap(10));
    scratch.ingest(&scratch.beside("in"));
    processed(&scratch, &[]);
    let copy = scratch.beside("copy");
    let (code, report) = scratch.sijill.json(["backup", copy.to_str().unwrap()]);
    assert_eq!(code, 0, "{report}");
    let checkpoint = scratch.archive().join("checkpoint");
    let restored = scratch.sijill.on(&copy);
    let shown = ["--last-checkpoint".as_ref(), checkpoint.as_os_str()];
    let arguments = [copy.as_os_str()].into_iter().chain(shown);
    let run = restored.run(["restore".as_ref()].into_iter().chain(arguments));
    assert_eq!(run.code, Some(0), "{run:?}");
    let (code, outcome) = restored.json(["process", "--no-text"]);
    assert_eq!(code, 0, "{outcome}");
    assert_eq!((&outcome["rendered"], &outcome["recorded"]), (&1.into(), &0.into()), "{outcome}");
}

#[test]
fn two_people_who_typed_one_page_see_where_they_disagree() {
    let scratch = archive();
    scratch.write("in/1.bmp", bitmap(10));
    scratch.ingest(&scratch.beside("in"));
    processed(&scratch, &[]);
    let page = page_files(&scratch)[0]["page"].as_str().unwrap().to_owned();
    let first = scratch.write("first.txt", "الاسم\tالولادة\nسمير الزعتر\t١٩٧٤\n");
    let second = scratch.write("second.txt", "الاسم\tالولادة\nسمير الزعتر\t١٩٧٣\n");
    let (code, shown) =
        scratch.sijill.json(["transcribe", &page, "--from", first.to_str().unwrap()]);
    assert_eq!((code, &shown["disagreements"]), (0, &Value::Array(Vec::new())), "{shown}");

    let add = scratch
        .sijill
        .command()
        .args(["key", "add", "--person", "Second Invented"])
        .env("SIJILL_NEW_PASSPHRASE", "another invented passphrase")
        .output()
        .unwrap();
    assert!(add.status.success(), "{add:?}");
    let typed = scratch
        .sijill
        .command()
        .args(["transcribe", &page, "--from", second.to_str().unwrap(), "--json"])
        .env("SIJILL_PASSPHRASE", "another invented passphrase")
        .output()
        .unwrap();
    let shown: Value = serde_json::from_slice(&typed.stdout).unwrap();
    assert_eq!(shown["transcriptions"].as_array().unwrap().len(), 2, "{shown}");
    let differ = shown["disagreements"].as_array().unwrap();
    assert_eq!((differ.len(), &differ[0]["row"], &differ[0]["cell"]), (1, &2.into(), &2.into()));
    assert_eq!((&differ[0]["first"], &differ[0]["second"]), (&"١٩٧٤".into(), &"١٩٧٣".into()));
    scratch.verify_sound();

    let catalogue = rusqlite::Connection::open(scratch.archive().join("catalogue.sqlite")).unwrap();
    catalogue
        .execute("UPDATE transcription SET record = replace(record, '١٩٧٣', '١٩٧٢')", ())
        .unwrap();
    drop(catalogue);
    let (code, report) = scratch.sijill.json(["verify"]);
    assert_eq!((code, &report["problems"][0]["kind"]), (1, &"catalogue".into()), "{report}");
}

#[test]
fn the_work_list_names_what_to_scan_again_and_forgets_what_was() {
    let scratch = archive();
    scratch.ingest(&pages(&scratch));
    processed(&scratch, &[]);
    let (code, list) = scratch.sijill.json(["quality"]);
    assert_eq!(code, 0, "{list}");
    let found = list["findings"].as_array().unwrap();
    let with = |finding: &str| {
        let has = |page: &&Value| page["findings"].as_array().unwrap().iter().any(|f| f == finding);
        found.iter().filter(has).count()
    };
    assert_eq!((with("blank"), with("sideways")), (1, 1), "{list}");
    let pairs = list["alike"].as_array().unwrap();
    assert_eq!(pairs.len(), 1, "the first page was scanned twice: {list}");
    let pair = [&pairs[0]["page"], &pairs[0]["other"]].map(|page| page.as_str().unwrap());

    let file = scratch.beside("list.html");
    let run = scratch.sijill.run(["quality", "--html", file.to_str().unwrap()]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let html = fs_err::read_to_string(file).unwrap();
    assert_eq!(html.matches("<img ").count(), found.len() + 2 * pairs.len());
    assert!(html.contains("dir=\"rtl\"") && !html.contains("http://") && !html.contains("<script"));

    let sideways = found.iter().find(|page| page["findings"][0] == "sideways").unwrap();
    let sideways = sideways["page"].as_str().unwrap();
    let (code, told) = scratch.sijill.json(["quality", "supersede", sideways, pair[0]]);
    assert_eq!(code, 0, "{told}");
    let (_, after) = scratch.sijill.json(["quality"]);
    assert_eq!(after["findings"].as_array().unwrap().len(), found.len() - 1, "{after}");
    assert_eq!(scratch.sijill.run(["quality", "supersede", pair[0], pair[0]]).code, Some(2));
    scratch.verify_sound();
}

#[test]
fn what_a_machine_read_says_so_and_is_found_with_the_page() {
    if std::env::var_os("SIJILL_TESSDATA").is_none() {
        eprintln!("SKIPPED: cli_process needs SIJILL_TESSDATA, which `cargo xtask models` fills");
        return;
    }
    let scratch = archive();
    let scan = pages(&scratch).join("01_transfer_order.jpg");
    let (code, _) = scratch.sijill.json(["ingest", scan.to_str().unwrap()]);
    assert_eq!(code, 0);
    let (code, outcome) = scratch.sijill.json(["process"]);
    assert_eq!((code, &outcome["read"]), (0, &1.into()), "{outcome}");
    let page = page_files(&scratch)[0]["page"].as_str().unwrap().to_owned();
    let (_, shown) = scratch.sijill.json(["show", &page]);
    let machine = &shown["machine_text"];
    assert_eq!(machine["machine"], true, "{shown}");
    assert_eq!(machine["reader"]["models"][0]["sha256"].as_str().unwrap().len(), 64);
    let text = machine["text"].as_str().unwrap();
    for words in ["الجمهورية العربية السورية", "عبد الرحمن بن خالد الزعتراني", "٢٠١٤", "١٩٨٤"]
    {
        assert!(text.contains(words), "{words} is not in:\n{text}");
    }
    let made = tree(&derived(&scratch));
    scratch.sijill.json(["process", "--rebuild"]);
    assert_eq!(tree(&derived(&scratch)), made, "text is made again to the last byte");
}
