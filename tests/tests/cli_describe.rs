//! Descriptions after intake: sheets in, sheets and finding aids out; every change an event, every version kept.

use std::process::Command;

use rusqlite::Connection;
use serde_json::{Value, json};
use sijill_tests::contract::tree;
use sijill_tests::evidence::Events;
use sijill_tests::{Run, Scratch, archive};

/// Two items with the references س-١ and س-٢, of two and three files.
fn two_items() -> Scratch {
    let scratch = archive();
    scratch.write_scans("scans/صندوق ١", 2);
    scratch.write_scans("scans/صندوق ٢", 3);
    let sheet = "المرجع;المسار;العنوان;المكان;عدد الصفحات;مستوى الوصول;ملاحظات\n\
        س-١;صندوق ١;سجل;رف ٣;٢;مختوم;غلاف مبلل\nس-٢;صندوق ٢;مراسلات;رف ٤;3;مفتوح;\n";
    let sheet = scratch.write("items.csv", sheet);
    let scans = scratch.beside("scans");
    let arguments = ["ingest".as_ref(), scans.as_os_str(), "--accession".as_ref()];
    let (code, outcome) = scratch.sijill.json(arguments.into_iter().chain([sheet.as_os_str()]));
    assert_eq!(code, 0, "{outcome}");
    scratch
}

fn import(scratch: &Scratch, sheet: &str, further: &[&str]) -> (i32, Value) {
    let file = scratch.write("edit.csv", sheet);
    let arguments = ["describe", "import", file.to_str().unwrap()];
    scratch.sijill.json(arguments.iter().chain(further))
}

fn description(scratch: &Scratch, item: &str) -> Value {
    let (code, shown) = scratch.sijill.json(["show", item]);
    assert_eq!(code, 0, "{shown}");
    shown["description"].clone()
}

fn export(scratch: &Scratch, arguments: &[&str]) -> String {
    let arguments = ["describe", "export"].iter().chain(arguments);
    let run: Run = scratch.sijill.run(arguments);
    assert_eq!(run.code, Some(0), "{run:?}");
    run.stdout
}

fn catalogue(scratch: &Scratch) -> Connection {
    Connection::open(scratch.archive().join("catalogue.sqlite")).unwrap()
}

fn catalogue_problem(scratch: &Scratch) -> String {
    let (code, report) = scratch.sijill.json(["verify"]);
    assert_eq!((code, &report["problems"][0]["kind"]), (1, &json!("catalogue")), "{report:#}");
    report["problems"][0]["detail"].as_str().unwrap().to_owned()
}

const EDIT: &str = "\u{feff}المرجع;العنوان;التاريخ;المكان;التحذيرات\r\n\
    س-١;سجل السجناء;2013-04;-;أطفال\r\nس-٢;مراسلات;;;\r\n";

#[test]
fn a_sheet_describes_items_anew_and_the_first_description_stays() {
    let scratch = two_items();
    let before = tree(&scratch.archive());
    let (code, plan) = import(&scratch, EDIT, &["--dry-run"]);
    assert_eq!(
        (code, &plan["unchanged"], plan["changes"].as_array().unwrap().len()),
        (0, &json!(1), 1)
    );
    assert_eq!(tree(&scratch.archive()), before, "a dry run writes nothing");
    let fields: Vec<_> = plan["changes"][0]["fields"].as_array().unwrap().iter().collect();
    let title = json!({ "field": "title", "from": "سجل", "to": "سجل السجناء" });
    assert!(fields.contains(&&title), "{plan:#}");

    let (code, done) = import(&scratch, EDIT, &[]);
    assert_eq!((code, &done["changes"]), (0, &plan["changes"]), "{done}");
    let now = description(&scratch, "س-١");
    assert_eq!((&now["title"], &now["flags"]), (&json!("سجل السجناء"), &json!(["minors"])));
    assert_eq!(now.get("place_as_written"), None, "{now}");
    assert_eq!(now["notes"], "غلاف مبلل", "what the sheet does not say stays");
    assert_eq!(now["date"]["interpreted"]["latest"], "2013-04-30");
    let events = Events::of(&scratch.archive()).acts("sijill/described");
    assert_eq!((events.len(), &events[0]["item"]), (1, &now["id"]));
    assert!(!events[0].to_string().contains("سجل"), "the ledger holds no text");

    let (_, told) = scratch.sijill.json(["describe", "history", "س-١"]);
    let told = told["descriptions"].as_array().unwrap();
    assert_eq!((told.len(), &told[0]["description"]["title"]), (2, &json!("سجل")));
    assert_eq!(told[1]["by"], events[0]["agent"]);
    let (code, again) = import(&scratch, EDIT, &[]);
    assert_eq!((code, &again["unchanged"], &again["changes"]), (0, &json!(2), &json!([])));
    scratch.verify_sound();
}

#[test]
fn every_problem_is_named_with_row_and_column_and_nothing_is_written() {
    let scratch = two_items();
    let sheet = "reference,pages,access,earliest,latest,flags\n\
        س-١,two,secret,,,\nس-٩,,,,,\nس-٢,,,2014-05-01,2013-01-01,ghosts\nس-٢,1,,,,\n,1,,,,\n";
    let places = [
        "line 2, column pages",
        "line 2, column access",
        "line 3, column reference",
        "line 4, column flags",
        "line 4, column latest",
        "line 5: ",
        "line 6: ",
    ];
    let before = tree(&scratch.archive());
    let (code, plan) = import(&scratch, sheet, &["--dry-run"]);
    assert_eq!((code, plan["problems"].as_array().unwrap().len()), (2, places.len()), "{plan:#}");
    let file = scratch.beside("edit.csv");
    let error = scratch.fails(&["describe", "import", file.to_str().unwrap()], 2, "refused");
    for place in places {
        assert!(error["message"].as_str().unwrap().contains(place), "{place}: {error:#}");
    }
    let (code, _) = import(&scratch, "العنوان\nx\n", &[]);
    assert_eq!(code, 2, "no column says which item a row is about");
    let file = scratch.write("edit.xlsx", b"PK\x03\x04 not a workbook");
    let error = scratch.fails(&["describe", "import", file.to_str().unwrap()], 2, "refused");
    assert!(error["message"].as_str().unwrap().contains("it is damaged"), "{error:#}");
    assert_eq!(tree(&scratch.archive()), before);
}

#[test]
fn what_is_exported_comes_back_unchanged_and_is_no_formula() {
    let scratch = two_items();
    let sheet = "path,title,notes,date\nصندوق ١,\"=HYPERLINK(\"\"http://x.example\"\")\",\"two\nlines, 'quoted'\",about 1985\n\
        صندوق ٢,'-,'=1,@x\n";
    assert_eq!(import(&scratch, sheet, &[]).0, 0);
    assert_eq!(description(&scratch, "س-٢")["title"], "-");
    let exported = export(&scratch, &["--level", "sealed"]);
    assert!(exported.starts_with("\u{feff}id,reference,path,"), "{exported}");
    for cell in exported.split([',', '\n']) {
        assert!(!cell.trim_start_matches('"').starts_with(['=', '@', '+', '-']), "{cell}");
    }
    let (code, done) = import(&scratch, &exported, &[]);
    assert_eq!(
        (code, &done["unchanged"], &done["changes"]),
        (0, &json!(2), &json!([])),
        "{done:#}"
    );
    assert_eq!(export(&scratch, &["--level", "sealed"]), exported);

    scratch.fails(&["describe", "export", "--format", "xlsx"], 2, "refused");
    let (csv, xlsx) = (scratch.beside("edit.csv"), scratch.beside("edit.xlsx"));
    let to = ["describe", "export", "--level", "sealed", "--format", "xlsx", "--to"];
    let (code, done) = scratch.sijill.json(to.iter().copied().chain([xlsx.to_str().unwrap()]));
    assert_eq!((code, &done["items"]), (0, &json!(2)), "{done}");
    let take_in = || scratch.sijill.json(["describe", "import", xlsx.to_str().unwrap()]);
    let (code, done) = take_in();
    assert_eq!((code, &done["unchanged"]), (0, &json!(2)), "{done:#}");
    // What was changed since is changed back by it.
    fs_err::write(csv, "path,title\nصندوق ٢,another\n").unwrap();
    let csv = scratch.beside("edit.csv");
    assert_eq!(scratch.sijill.json(["describe", "import", csv.to_str().unwrap()]).0, 0);
    assert_ne!(export(&scratch, &["--level", "sealed"]), exported);
    let (code, done) = take_in();
    assert_eq!((code, &done["unchanged"]), (0, &json!(1)), "{done:#}");
    assert_eq!(export(&scratch, &["--level", "sealed"]), exported);
}

#[test]
fn what_is_protected_stays_in_unless_it_is_asked_for_by_name() {
    let scratch = two_items();
    let open = export(&scratch, &[]);
    assert!(open.contains("مراسلات") && !open.contains("غلاف"), "{open}");
    let named = export(&scratch, &["س-١", "--level", "confidential"]);
    assert_eq!(named.lines().count(), 1, "the sealed item is not under confidential: {named}");
    let json: Value = serde_json::from_str(&export(&scratch, &["--format", "json"])).unwrap();
    assert_eq!((&json["withheld"], &json["accessions"][0].get("record")), (&json!(1), &None));
    assert!(!json.to_string().contains("salt"), "{json}");
    let whole: Value =
        serde_json::from_str(&export(&scratch, &["--format", "json", "--level", "sealed"]))
            .unwrap();
    assert_eq!(whole["accessions"][0]["items"][0]["files"], 2, "{whole:#}");
    assert_eq!(whole["accessions"][0]["record"]["gaps"][0]["reason"], "no-statement");
    let file = scratch.write("there.csv", "somebody's work");
    let arguments = ["describe", "export", "--to", file.to_str().unwrap()];
    scratch.fails(&arguments, 2, "refused");
    assert_eq!(fs_err::read_to_string(file).unwrap(), "somebody's work");
}

#[test]
fn a_finding_aid_is_valid_ead3() {
    let schema = sijill_testkit::shared_or_skip!("corpus/schema-ead3").join("ead3.xsd");
    let scratch = two_items();
    let sheet = "reference,title,date,earliest,latest,precision\n\
        س-١,\"<a> & \"\"b\"\"\u{1}\",نيسان ٢٠١٣,2013-04-01,2013-04-30,شهر\n";
    assert_eq!(import(&scratch, sheet, &[]).0, 0);
    for level in ["open", "sealed"] {
        let file = scratch.beside(format!("{level}.xml"));
        export(&scratch, &["--format", "ead3", "--level", level, "--to", file.to_str().unwrap()]);
        let run = Command::new("xmllint")
            .args(["--noout", "--nonet", "--schema"])
            .args([schema.as_os_str(), file.as_os_str()])
            .output()
            .unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    }
    let text = fs_err::read_to_string(scratch.beside("sealed.xml")).unwrap();
    for said in [
        "normal=\"2013-04-01/2013-04-30\"",
        "نيسان ٢٠١٣",
        "<quantity>2</quantity>",
        "&lt;a&gt; &amp; ",
        "Nobody has stated who held these records",
        "<p>sealed</p>",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[test]
fn a_new_reference_finds_the_item_and_the_old_one_still_does() {
    let scratch = two_items();
    assert_eq!(import(&scratch, "path,reference\nصندوق ١,N-1\n", &[]).0, 0);
    let id = description(&scratch, "N-1")["id"].clone();
    assert_eq!(description(&scratch, "س-١")["id"], id);
    let swap = "path,reference\nصندوق ١,س-٢\nصندوق ٢,س-١\n";
    assert_eq!(import(&scratch, swap, &[]).0, 0);
    assert_eq!(description(&scratch, "س-٢")["id"], id, "who has it now comes before who had it");
    assert_eq!(description(&scratch, "N-1")["id"], id);
    let (_, receipt) = scratch.sijill.json(["show"]);
    let accession = receipt["accessions"][0]["id"].as_str().unwrap();
    let (_, receipt) = scratch.sijill.json(["receipt", accession]);
    assert_eq!(receipt["items"][0]["reference"], "س-١", "a receipt says what was handed over");
    scratch.verify_sound();
}

#[test]
fn a_description_that_was_altered_removed_or_slipped_in_is_found() {
    let scratch = two_items();
    assert_eq!(import(&scratch, EDIT, &[]).0, 0);
    let sound = scratch.archive().join("catalogue.sqlite");
    let bytes = fs_err::read(&sound).unwrap();
    for (sql, said) in [
        ("UPDATE record SET record = replace(record, 'السجناء', 'الزوار')", "altered"),
        ("DELETE FROM record", "missing"),
        ("UPDATE record SET kind = 'office'", "another's place"),
        ("UPDATE record SET subject = (SELECT id FROM item WHERE reference = 'س-٢')", "another's place"),
        ("UPDATE record SET event = event + 1", "did not put into force"),
        (
            "INSERT INTO record(digest, kind, subject, record, after, event)
             SELECT zeroblob(32), kind, subject, replace(record, 'السجناء', 'الزوار'), after, event + 7 FROM record",
            "did not put into force",
        ),
    ] {
        catalogue(&scratch).execute(sql, ()).unwrap();
        let found = catalogue_problem(&scratch);
        assert!(found.contains(said), "{sql}: {found}");
        fs_err::write(&sound, &bytes).unwrap();
    }
    scratch.verify_sound();
}

#[test]
fn after_a_crash_a_committed_description_counts_and_another_does_not() {
    let scratch = two_items();
    assert_eq!(import(&scratch, EDIT, &[]).0, 0);
    catalogue(&scratch)
        .execute_batch(
            "UPDATE record SET event = NULL;
             INSERT INTO record(digest, kind, subject, record, after)
             SELECT zeroblob(32), kind, subject, replace(record, 'السجناء', 'الزوار'), after FROM record;",
        )
        .unwrap();
    assert_eq!(description(&scratch, "س-١")["title"], "سجل", "nothing counts yet");
    scratch.verify_sound();
    assert_eq!(import(&scratch, "reference,notes\nس-٢,x\n", &[]).0, 0);
    assert_eq!(description(&scratch, "س-١")["title"], "سجل السجناء");
    let rows: u64 =
        catalogue(&scratch).query_row("SELECT count(*) FROM record", (), |row| row.get(0)).unwrap();
    assert_eq!(rows, 2, "what no event put into force is gone");
    scratch.verify_sound();
}

#[test]
fn a_catalogue_of_an_older_version_is_read_and_brought_up() {
    let scratch = two_items();
    catalogue(&scratch)
        .execute_batch(
            "DROP TABLE candidate; DROP TABLE alert; DROP TABLE record; PRAGMA user_version = 2;",
        )
        .unwrap();
    assert_eq!(description(&scratch, "س-١")["title"], "سجل");
    let (code, offices) = scratch.sijill.json(["office", "list"]);
    assert_eq!((code, &offices["offices"]), (0, &json!([])));
    scratch.verify_sound();
    assert_eq!(import(&scratch, EDIT, &[]).0, 0);
    assert_eq!(description(&scratch, "س-١")["title"], "سجل السجناء");
    scratch.verify_sound();
}

#[test]
fn a_copy_and_a_package_bring_descriptions_along() {
    let scratch = two_items();
    assert_eq!(import(&scratch, EDIT, &[]).0, 0);
    let copy = scratch.beside("copy");
    let (code, report) = scratch.sijill.json(["backup", copy.to_str().unwrap()]);
    assert_eq!((code, &report["verified"]["ok"]), (0, &json!(true)), "{report:#}");
    let (_, shown) = scratch.sijill.on(&copy).json(["show", "س-١"]);
    assert_eq!(shown["description"]["title"], "سجل السجناء");
    let to = scratch.beside("packages");
    let (code, package) = scratch.sijill.json(["export", "س-١", "--to", to.to_str().unwrap()]);
    assert_eq!(code, 0, "{package}");
    let (code, checked) = scratch.sijill.json(["check", package["package"].as_str().unwrap()]);
    assert_eq!(code, 0, "{checked:#}");
}

#[test]
fn people_of_a_sheet_are_mentions_in_the_spelling_of_the_record() {
    let scratch = two_items();
    let sheet = "المرجع,الصفحة,الاسم,اسم الأب,الجد,اسم الأم,الكنية,المواليد,مكان الولادة,الرقم,الصفة\n\
        س-٢,٢,سَمير الزعتر,خالد,,فاطمة,أبو وليد,١٩٧٤,حمص,٣١; ٤٢/ب,متوفى\nس-٢,2,ليلى حداد,,,,,,,,\nس-٢,3,Samir,,,,,,,,\n";
    let file = scratch.write("people.csv", sheet);
    let arguments = ["describe", "import", "--people", file.to_str().unwrap()];
    let error = scratch.fails(&arguments, 2, "refused");
    assert!(error["message"].as_str().unwrap().contains("sijill process"), "{error}");
    let (code, outcome) = scratch.sijill.json(["process", "--no-text"]);
    assert_eq!(code, 0, "{outcome}");

    let (code, done) = scratch.sijill.json(arguments);
    assert_eq!((code, done["pages"].as_array().unwrap().len()), (0, 2), "{done:#}");
    let first = &done["pages"][0]["mentions"][0];
    assert_eq!(
        (&first["role"], &first["person"]["name"]),
        (&json!("deceased"), &json!("سَمير الزعتر"))
    );
    assert_eq!(first["person"]["numbers"], json!(["٣١", "٤٢/ب"]));
    assert_eq!(first["person"]["born"]["interpreted"]["earliest"], "1974-01-01");
    let events = Events::of(&scratch.archive()).acts("sijill/mentions-imported");
    assert_eq!((events.len(), &events[0]["page"]), (2, &done["pages"][0]["page"]));
    let (_, again) = scratch.sijill.json(arguments);
    assert_eq!((&again["pages"], &again["unchanged"]), (&json!([]), &json!(2)));

    let page = done["pages"][0]["page"].as_str().unwrap();
    scratch.write("people.csv", format!("page,name\n{page},سمير الزعتر\n"));
    let (_, corrected) = scratch.sijill.json(arguments);
    assert_eq!(corrected["pages"][0]["replaced"], 2, "{corrected}");
    scratch.write(
        "people.csv",
        "page,name,role,reference\n9,x,king,س-٢\n1,,,س-٢\n1,x,king,س-٢\nx,y,,\n",
    );
    let (code, plan) = scratch.sijill.json(arguments.iter().chain(&["--dry-run"]));
    assert_eq!((code, plan["problems"].as_array().unwrap().len()), (2, 4), "{plan:#}");
    scratch.verify_sound();
}

#[test]
fn a_number_means_the_office_that_had_it_then() {
    let scratch = archive();
    let sheet = "الرقم,الاسم الرسمي,من,حتى,يتبع\n٩٠١,شعبة مختلقة,,,\n٩٠٢,فرع مختلق,2001,2010,901\n";
    let file = scratch.write("offices.csv", sheet);
    let file = file.to_str().unwrap();
    let (code, done) = scratch.sijill.json(["office", "import", file]);
    assert_eq!((code, &done["new"]), (0, &json!(2)), "{done}");
    let add = [
        "office",
        "add",
        "--number",
        "902",
        "--name",
        "فرع آخر",
        "--from",
        "2011",
        "--follows",
        "فرع مختلق",
    ];
    let (code, added) = scratch.sijill.json(add);
    assert_eq!(code, 0, "{added}");
    let id = added["offices"][0]["id"].as_str().unwrap();
    let named = |on: &str| {
        let (_, list) = scratch.sijill.json(["office", "list", "--named", "902", "--on", on]);
        list["offices"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["name"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(named("2005"), ["فرع مختلق"]);
    assert_eq!(named("2020-05"), ["فرع آخر"]);
    scratch.write("offices.csv", format!("id,name,number,from\n{id},فرع مصحح,902,2011\n"));
    assert_eq!(scratch.sijill.json(["office", "import", file]).0, 0);
    let (_, shown) = scratch.sijill.json(["office", "show", id]);
    assert_eq!(
        (&shown["office"]["name"], shown["history"].as_array().unwrap().len()),
        (&json!("فرع مصحح"), 2)
    );
    assert_eq!(Events::of(&scratch.archive()).acts("sijill/office-recorded").len(), 4);
    scratch.fails(&["office", "add", "--name", "x", "--parent", "nowhere"], 2, "refused");
    scratch.verify_sound();
    catalogue(&scratch)
        .execute("UPDATE record SET record = replace(record, '902', '903')", ())
        .unwrap();
    assert!(catalogue_problem(&scratch).contains("altered"));
}
