//! What the team states: the sheet and `accession.toml`.

use serde_json::{Value, json};
use sijill_tests::contract::{objects, record, tree};
use sijill_tests::evidence::Events;
use sijill_tests::{Scratch, archive};

const SEMICOLONS: &str = "\u{feff}المرجع;المسار;العنوان;المكان;عدد الصفحات;مستوى الوصول;ملاحظات\r\n\
    س-١;صندوق ١;سجل;رف ٣;٢;مختوم;غلاف مبلل\r\n\
    س-٢;صندوق ٢;مراسلات;رف ٤;5;سري;\r\n";

fn two_boxes(scratch: &Scratch) -> String {
    scratch.write_scans("scans/صندوق ١", 2);
    scratch.write_scans("scans/صندوق ٢", 3);
    scratch.beside("scans").display().to_string()
}

fn take_in(scratch: &Scratch, scans: &str, file: &str) -> (i32, Value) {
    let file = scratch.beside(file);
    scratch.sijill.json(["ingest", scans, "--accession", file.to_str().unwrap()])
}

/// The records of the items, by reference.
fn described(scratch: &Scratch) -> Vec<Value> {
    let records = objects(&scratch.archive()).into_iter().map(|object| record(&object));
    let mut items: Vec<_> = records.filter(|record| record["description"].is_object()).collect();
    items.sort_by_key(|record| record["description"]["reference"].to_string());
    items
}

#[test]
fn an_arabic_sheet_with_semicolons_and_a_mark_at_its_head_is_understood() {
    let scratch = archive();
    let scans = two_boxes(&scratch);
    scratch.write("items.csv", SEMICOLONS);
    let (code, outcome) = take_in(&scratch, &scans, "items.csv");
    assert_eq!(
        (code, &outcome["items"], &outcome["files"]),
        (0, &json!(2), &json!(5)),
        "{outcome}"
    );
    let first = &described(&scratch)[0]["description"];
    let expected = [
        ("reference", json!("س-١")),
        ("title", json!("سجل")),
        ("place_as_written", json!("رف ٣")),
        ("pages_stated", json!(2)),
        ("access", json!("sealed")),
        ("notes", json!("غلاف مبلل")),
    ];
    for (name, value) in expected {
        assert_eq!(first[name], value, "{name}: {first}");
    }
    let (code, shown) = scratch.sijill.json(["show", "س-٢"]);
    assert_eq!((code, shown["files"].as_array().map(Vec::len)), (0, Some(3)));
}

#[test]
fn a_stated_page_count_that_differs_is_a_gap_and_a_warning() {
    let scratch = archive();
    let scans = two_boxes(&scratch);
    scratch.write("items.csv", SEMICOLONS);
    let (code, outcome) = take_in(&scratch, &scans, "items.csv");
    assert_eq!(code, 0, "every file was secured");
    let items = described(&scratch);
    assert_eq!(items[0].get("gaps"), None);
    let gap = &items[1]["gaps"][0];
    assert_eq!(gap["reason"], "count-differs");
    let what = gap["what"].as_str().unwrap();
    assert!(what.contains('5') && what.contains('3'), "{what}");
    for event in Events::of(&scratch.archive()).acts("ine") {
        let differs = event["item"] == items[1]["description"]["id"];
        assert_eq!(event["outcome"], if differs { "war" } else { "suc" });
    }
    let (_, receipt) = scratch.sijill.json(["receipt", outcome["accession"].as_str().unwrap()]);
    assert!(receipt["gaps"].to_string().contains(what), "it stands on the receipt: {receipt}");
}

#[test]
fn a_mistake_in_the_sheet_names_its_line_and_column_and_nothing_is_written() {
    let scratch = archive();
    let scans = two_boxes(&scratch);
    let before = tree(&scratch.archive());
    for (sheet, place) in [
        ("path,pages\nصندوق ١,two\n", "line 2, column pages"),
        ("path,access\nصندوق ١,open\nصندوق ٢,secret\n", "line 3, column access"),
        ("path,title\nصندوق ١,a\nصندوق ١/,b\n", "line 3, column path"),
        ("path,pages\nصندوق ١,2\nbox 3,4\n", "line 3, column path"),
        ("path,colour\nصندوق ١,red\n", "line 1, column 2"),
        ("title\nx\n", "line 1"),
        ("", "line 1"),
    ] {
        let file = scratch.write("items.csv", sheet);
        let arguments = ["ingest", &scans, "--accession", file.to_str().unwrap()];
        let error = scratch.fails(&arguments, 2, "refused");
        assert!(error["message"].as_str().unwrap().contains(place), "{place}: {error}");
        assert_eq!(error["path"], file.to_str().unwrap());
    }
    assert_eq!(tree(&scratch.archive()), before);
}

#[test]
fn a_mistake_in_the_accession_file_names_its_line_and_nothing_is_written() {
    let scratch = archive();
    let scans = two_boxes(&scratch);
    let before = tree(&scratch.archive());
    for (toml, said) in [
        ("title = \"a\"\ncolour = \"red\"\n", "line 2"),
        ("access = \"secret\"\n", "line 1"),
        ("title = \n", "line 1"),
        ("sheet = \"no-such.csv\"\n", "no-such.csv"),
    ] {
        let file = scratch.write("accession.toml", toml);
        let arguments = ["ingest", &scans, "--accession", file.to_str().unwrap()];
        let error = scratch.fails(&arguments, 2, "refused");
        assert!(error["message"].as_str().unwrap().contains(said), "{toml:?}: {error}");
    }
    scratch.write("accession.txt", "title");
    assert_eq!(take_in(&scratch, &scans, "accession.txt").0, 2);
    assert_eq!(tree(&scratch.archive()), before);
}

#[test]
fn what_the_accession_file_states_is_kept_with_the_file_itself() {
    let scratch = archive();
    let scans = two_boxes(&scratch);
    let toml = "reference = \"2024-D-7\"\ntitle = \"فرع ٢١٥\"\nsheet = \"items.csv\"\n\
        [place]\nsite = \"Branch\"\nroom = \"12\"\n[[holders]]\nname = \"Office 901\"\nreliability = \"reported\"\n";
    scratch.write("accession.toml", toml);
    scratch.write("items.csv", SEMICOLONS);
    let (code, outcome) = take_in(&scratch, &scans, "accession.toml");
    assert_eq!(code, 0, "{outcome}");
    let (_, receipt) = scratch.sijill.json(["receipt", outcome["accession"].as_str().unwrap()]);
    assert_eq!((&receipt["reference"], &receipt["title"]), (&json!("2024-D-7"), &json!("فرع ٢١٥")));
    let contents = objects(&scratch.archive()).into_iter().map(|object| object.join("v1/content"));
    let kept: Vec<_> = contents.filter(|content| content.join("accession.toml").exists()).collect();
    assert_eq!(kept.len(), 1);
    assert_eq!(fs_err::read_to_string(kept[0].join("accession.toml")).unwrap(), toml);
    assert_eq!(fs_err::read_to_string(kept[0].join("sheet.csv")).unwrap(), SEMICOLONS);
    scratch.verify_sound();
}

#[test]
fn folders_that_the_sheet_does_not_name_are_taken_in_all_the_same() {
    let scratch = archive();
    let scans = two_boxes(&scratch);
    scratch.write("items.csv", "path,title\nصندوق ١,one\n");
    let (code, outcome) = take_in(&scratch, &scans, "items.csv");
    assert_eq!(
        (code, &outcome["items"], &outcome["files"]),
        (0, &json!(2), &json!(5)),
        "{outcome}"
    );
}

#[test]
fn a_row_holds_everything_below_its_path_but_what_another_row_holds() {
    let scratch = archive();
    for name in
        ["box/1.jpg", "box/deep/er/2.jpg", "box/inner/3.jpg", "box/inner/x/4.jpg", "box/z.jpg"]
    {
        scratch.write(format!("scans/{name}"), name);
    }
    scratch.write("items.csv", "reference,path\nR-1,box\nR-2,box/inner\n");
    let (code, outcome) = take_in(&scratch, scratch.beside("scans").to_str().unwrap(), "items.csv");
    assert_eq!(
        (code, &outcome["items"], &outcome["files"]),
        (0, &json!(2), &json!(5)),
        "{outcome}"
    );
    let files: Vec<_> =
        described(&scratch).iter().map(|item| item["files"].as_array().unwrap().len()).collect();
    assert_eq!(files, [3, 2]);
    scratch.verify_sound();
}

#[test]
fn a_sheet_of_thousands_of_rows_is_read() {
    let scratch = archive();
    let mut sheet = "reference,path,pages\n".to_owned();
    for row in 0..3000 {
        sheet.push_str(&format!("R-{row},box/{row:05}.jpg,1\n"));
        scratch.write(format!("scans/box/{row:05}.jpg"), [row as u8]);
    }
    scratch.write("items.csv", sheet);
    let scans = scratch.beside("scans");
    let arguments = ["ingest", "--dry-run", scans.to_str().unwrap(), "--accession"];
    let file = scratch.beside("items.csv");
    let (code, plan) = scratch.sijill.json(arguments.iter().chain(&[file.to_str().unwrap()]));
    assert_eq!((code, &plan["items"], &plan["files"]), (0, &json!(3000), &json!(3000)), "{plan}");
}
