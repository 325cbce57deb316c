//! The index holds what the archive holds: whoever kills what writes it, and whatever happens to the archive beside it.

use std::time::Instant;

use rusqlite::Connection;
use serde_json::Value;
use sijill_tests::{Scratch, archive, bitmap};

const PAGES: usize = 24;

/// An archive with pages that were looked at, each an item, and their identifiers.
fn looked_at() -> (Scratch, Vec<String>) {
    let scratch = archive();
    let mut sheet = "path,reference,title\n".to_owned();
    for number in 0..PAGES {
        scratch.write(format!("in/{number}/page.bmp"), bitmap(number as u8));
        sheet.push_str(&format!("{number},A-{number},سجل الموقوفين {number}\n"));
    }
    scratch.write("sheet.csv", sheet);
    let statement = "reference = \"T-1\"\ntitle = \"Test\"\nsheet = \"sheet.csv\"\n";
    let statement = scratch.write("accession.toml", statement).display().to_string();
    let source = scratch.beside("in").display().to_string();
    let (code, taken) = scratch.sijill.json(["ingest", &source, "--accession", &statement]);
    assert_eq!(code, 0, "{taken}");
    let (code, processed) = scratch.sijill.json(["process", "--no-text"]);
    assert_eq!((code, &processed["pages"]), (0, &PAGES.into()), "{processed}");
    let page = |number: usize| {
        let (_, item) = scratch.sijill.json(["show", &format!("A-{number}")]);
        item["pages"][0].as_str().unwrap().to_owned()
    };
    let pages = (0..4).map(page).collect();
    (scratch, pages)
}

fn write_down(scratch: &Scratch, page: &str, text: &str) {
    let file = scratch.write("typed.txt", text).display().to_string();
    let (code, said) = scratch.sijill.json(["transcribe", page, "--from", &file]);
    assert_eq!(code, 0, "{said}");
}

fn compared(scratch: &Scratch) -> (i32, Value) {
    scratch.sijill.json(["index"])
}

fn total(scratch: &Scratch, query: &str) -> (Value, Value) {
    let (code, found) = scratch.sijill.json(["search", query]);
    assert_eq!(code, 0, "{query}: {found}");
    (found["total"].clone(), found["index"]["kept"].clone())
}

#[test]
fn what_is_indexed_is_counted_beside_what_the_archive_says() {
    let (scratch, pages) = looked_at();
    let (code, equal) = compared(&scratch);
    assert_eq!((code, &equal["ok"], &equal["behind"]), (0, &true.into(), &0.into()), "{equal}");
    assert_eq!((&equal["pages"]["count"], &equal["people"]["count"]), (&PAGES.into(), &0.into()));

    // What came since is missing until somebody looks for something.
    write_down(&scratch, &pages[0], "الموقوف سامر الفستقي والدته هند");
    let (code, behind) = compared(&scratch);
    assert_eq!((code, &behind["ok"], &behind["behind"]), (1, &false.into(), &1.into()), "{behind}");
    assert_eq!(behind["people"]["archive"]["count"], 1, "{behind}");
    assert_ne!(behind["pages"]["digest"], behind["archive"]["digest"], "the page reads otherwise");
    assert_eq!(total(&scratch, "الفستقي").0, 1);
    let (code, equal) = compared(&scratch);
    assert_eq!((code, &equal["people"]["count"]), (0, &1.into()), "{equal}");
    for part in ["count", "digest"] {
        assert_eq!(equal["pages"][part], equal["archive"][part], "{equal}");
        assert_eq!(equal["people"][part], equal["people"]["archive"][part], "{equal}");
    }

    // The archive's side is read from the archive.
    let catalogue = Connection::open(scratch.archive().join("catalogue.sqlite")).unwrap();
    let sql = "UPDATE transcription SET record = replace(record, 'سامر', 'رامي')";
    assert_eq!(catalogue.execute(sql, ()).unwrap(), 1);
    drop(catalogue);
    let (code, other) = compared(&scratch);
    assert_eq!((code, &other["behind"]), (1, &0.into()), "{other}");
    assert_eq!(other["people"]["digest"], equal["people"]["digest"], "{other}");
    assert_ne!(other["people"]["archive"]["digest"], equal["people"]["digest"], "{other}");

    // None at all is said, and one is made where it is asked for.
    fs_err::remove_dir_all(scratch.archive().join("derived/index")).unwrap();
    let (code, none) = compared(&scratch);
    assert_eq!((code, &none["pages"]["count"]), (1, &0.into()), "{none}");
    assert!(none["unusable"].is_string(), "{none}");
    let (code, anew) = scratch.sijill.json(["index", "--rebuild"]);
    assert_eq!(
        (code, &anew["ok"], &anew["kept"]["indexed"]),
        (0, &true.into(), &PAGES.into()),
        "{anew}"
    );
}

/// Kills a command at `moments` moments spread over the time that it takes, and judges after each. Before each, `prepare`
/// gives it something to do. Returns how often it had begun to write the index and had not ended.
fn kill_often(
    scratch: &Scratch,
    arguments: &[&str],
    moments: u32,
    prepare: impl Fn(u32),
    judge: impl Fn(u32) -> bool,
) -> u32 {
    prepare(0);
    let begun = Instant::now();
    assert_eq!(scratch.sijill.run(arguments).code, Some(0));
    let whole = begun.elapsed();
    let mut amid = 0;
    for moment in 1..=moments {
        prepare(moment);
        let mut child = scratch.start(arguments);
        std::thread::sleep(whole * moment / moments);
        child.kill().unwrap();
        let was_killed = child.wait_with_output().unwrap().status.code().is_none();
        let began = scratch.archive().join("derived/index").exists();
        let was_unfinished = judge(moment);
        amid += u32::from(was_killed && began && was_unfinished);
    }
    amid
}

#[test]
fn whoever_is_killed_while_writing_the_index_everything_is_found_afterwards() {
    let (scratch, pages) = looked_at();
    let index = scratch.archive().join("derived/index");
    let judge = |moment: u32| {
        let (found, kept) = total(&scratch, "accession:T-1");
        assert_eq!(found, PAGES, "moment {moment}");
        let (code, compared) = compared(&scratch);
        assert_eq!((code, &compared["ok"]), (0, &true.into()), "moment {moment}: {compared}");
        kept["indexed"] != 0 || kept["rebuilt"].is_string()
    };
    // Both commands make it anew where there is none.
    let remove = |_| drop(fs_err::remove_dir_all(&index));
    let (search, process) = (["search", "accession:T-1"], ["process", "--no-text"]);
    let by_search = kill_often(&scratch, &search, 40, remove, judge);
    let by_process = kill_often(&scratch, &process, 40, remove, judge);
    // And go on with one where something came.
    let word = |moment: u32| format!("كلمة{moment}");
    let write = |moment: u32| {
        write_down(&scratch, &pages[moment as usize % pages.len()], &word(moment));
    };
    let found = |moment: u32| {
        let was_behind = judge(moment);
        assert_eq!(total(&scratch, &word(moment)).0, 1, "moment {moment}");
        was_behind
    };
    kill_often(&scratch, &search, 20, write, found);
    assert!(by_search > 3 && by_process > 0, "killed while writing: {by_search}, {by_process}");
    scratch.verify_sound();
}
