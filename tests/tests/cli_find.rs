//! Finding: what people wrote down is found at once, in other spellings and scripts, and nobody learns what they may not.

use std::path::Path;

use serde_json::Value;
use sijill_tests::{Scratch, archive, bitmap};

const TEXTS: [&str; 3] = [
    "الجمهورية العربية السورية\nالفرع ٩٠١\nالرقم: ٣٤١٧/ص\nنحيل إليكم الموقوف عبد الرحمن بن نبيل الجوزاني، والدته هند، تولد حمص عام ١٩٨٤ منذ تاريخ ٢٨ كانون الثاني ٢٠١٤",
    "شهادة وفاة\nالمدعو عبدالرحمن نبيل الجوزانى والدته سعاد تولد حمص ١٩٩٠",
    "سري\nبرقية رقم ١١٨ بخصوص المدعو سامر الفستقي",
];

/// An archive with three pages that people wrote down, each an item; the third is sealed.
fn written() -> (Scratch, Vec<String>) {
    let scratch = archive();
    for number in 0..3 {
        scratch.write(Path::new("in").join(format!("{number}/page.bmp")), bitmap(number));
    }
    let sheet = "path,reference,title,access\n0,A-1,كتاب,confidential\n1,A-2,شهادة,confidential\n2,A-3,برقية,sealed\n";
    scratch.write("sheet.csv", sheet);
    let statement = "reference = \"T-1\"\ntitle = \"Test\"\nsheet = \"sheet.csv\"\n";
    let statement = scratch.write("accession.toml", statement);
    let (source, statement) = (scratch.beside("in"), statement.display().to_string());
    let (code, taken) =
        scratch.sijill.json(["ingest", &source.display().to_string(), "--accession", &statement]);
    assert_eq!(code, 0, "{taken}");
    let (code, processed) = scratch.sijill.json(["process", "--no-text"]);
    assert_eq!((code, &processed["index"]["indexed"]), (0, &0.into()), "{processed}");
    let mut pages = Vec::new();
    for (reference, text) in ["A-1", "A-2", "A-3"].into_iter().zip(TEXTS) {
        let (_, item) = scratch.sijill.json(["show", reference]);
        let page = item["pages"][0].as_str().unwrap().to_owned();
        let file = scratch.write("typed.txt", text).display().to_string();
        let (code, said) = scratch.sijill.json(["transcribe", &page, "--from", &file]);
        assert_eq!(code, 0, "{said}");
        pages.push(page);
    }
    (scratch, pages)
}

fn pages(answer: &Value) -> Vec<&str> {
    let hits = answer["hits"].as_array().unwrap_or_else(|| panic!("{answer}"));
    hits.iter().map(|hit| hit["page"].as_str().unwrap()).collect()
}

#[test]
fn pages_are_found_by_words_dates_and_numbers_in_any_spelling() {
    let (scratch, written) = written();
    let ask = |query: &str| {
        let (code, answer) = scratch.sijill.json(["search", query]);
        assert_eq!(code, 0, "{query}: {answer}");
        answer
    };
    for query in [
        "نحيل",
        "عبدالرحمن الجوزاني هند",
        "\"نحيل إليكم الموقوف\"",
        "branch:901",
        "فرع:٩٠١",
        "date:2014-01",
        "number:3417",
        "جوزاني هند",
    ] {
        assert_eq!(pages(&ask(query)), [&written[0]], "{query}");
    }
    assert_eq!(pages(&ask("type:death-notice")), [&written[1]]);
    assert_eq!(ask("الجوزاني")["total"], 2);
    assert_eq!(ask("الجوزاني NOT سعاد")["total"], 1);
    let found = &ask("أحيل OR نحيل")["hits"][0];
    let (line, mark) =
        (found["lines"][0]["text"].as_str().unwrap(), &found["lines"][0]["marks"][0]);
    let range = mark[0].as_u64().unwrap() as usize..mark[1].as_u64().unwrap() as usize;
    assert_eq!((&line[range], &found["lines"][0]["basis"]), ("نحيل", &"transcription".into()));
    assert_eq!(found["why"][0]["why"], "written", "{found}");

    // Another digit is found, and said to be another.
    let uncertain = ask("branch:902~");
    assert_eq!((&uncertain["total"], &uncertain["certain"]), (&1.into(), &0.into()), "{uncertain}");
    assert_eq!(uncertain["hits"][0]["uncertain"], true);
    assert_eq!(ask("لاشيءمنهذا")["total"], 0);
}

#[test]
fn a_mistake_in_a_query_is_a_sentence() {
    let (scratch, _) = written();
    for query in ["(محمد", "\"محمد", "nofield:1", "date:yesterday", "a\u{1}b", "type:letterbox"]
    {
        let (code, said) = scratch.sijill.json(["search", query]);
        assert_eq!((code, &said["error"]["kind"]), (2, &"query".into()), "{query:?}: {said}");
        for part in ["message", "remedy"] {
            assert!(said["error"][part].as_str().is_some_and(|text| text.len() > 10), "{said}");
        }
    }
    scratch.fails(&["find", "--born", "1984"], 2, "query");
    scratch.fails(&["find", "--name", "سامر", "--born", "long ago"], 2, "query");
}

#[test]
fn nobody_learns_of_sealed_pages_who_does_not_ask_for_them() {
    let (scratch, written) = written();
    let total = |arguments: &[&str]| scratch.sijill.json(arguments).1["total"].clone();
    assert_eq!(total(&["search", "برقية"]), 0);
    assert_eq!(total(&["search", "الفستقي~"]), 0);
    assert_eq!(total(&["search", "برقية", "--level", "sealed"]), 1);
    let spread = scratch.sijill.json(["search", "accession:T-1"]).1;
    assert_eq!(spread["total"], 2, "{spread}");
    assert_eq!(spread["facets"]["access"], serde_json::json!([["confidential", 2]]), "{spread}");
    let find = |level: &str| {
        let (code, answer) =
            scratch.sijill.json(["find", "--name", "Samer Fustuqi", "--level", level]);
        assert_eq!(code, 0, "{answer}");
        pages(&answer).iter().any(|page| *page == written[2])
    };
    assert!(find("sealed") && !find("confidential"));
}

#[test]
fn words_like_a_name_are_shown_where_nobody_was_read_as_a_person() {
    let (scratch, written) = written();
    // No word leads to a name here, so nobody is read.
    for (page, text) in
        [(&written[0], "قال رقش زبيان تمعون الزعرترى ذلك"), (&written[2], "زبيان شمعون الزعترى")]
    {
        let file = scratch.write("typed.txt", text).display().to_string();
        assert_eq!(scratch.sijill.json(["transcribe", page, "--from", &file]).0, 0);
    }
    let find = |level: &str| {
        let name = ["find", "--name", "زبيان شمعون الزعتري", "--level", level];
        let (code, answer) = scratch.sijill.json(name);
        assert_eq!(code, 0, "{answer}");
        let on_pages = answer["on_pages"].as_array().unwrap().clone();
        (answer["hits"].clone(), on_pages)
    };
    let (hits, on_pages) = find("confidential");
    assert_eq!((hits, on_pages.len()), (serde_json::json!([]), 1), "{on_pages:?}");
    let hit = &on_pages[0];
    assert_eq!((&hit["page"], &hit["why"]), (&written[0].as_str().into(), &"words-on-page".into()));
    let found: Vec<_> = (0..3).map(|at| hit["words"][at]["found"].as_str().unwrap()).collect();
    assert_eq!(found, ["زبيان", "تمعون", "الزعرترى"], "{hit}");
    let (line, marks) =
        (hit["lines"][0]["text"].as_str().unwrap(), hit["lines"][0]["marks"].as_array().unwrap());
    let at = |mark: &Value, end: usize| mark[end].as_u64().unwrap() as usize;
    assert_eq!((&line[at(&marks[0], 0)..at(&marks[0], 1)], marks.len()), ("زبيان", 3));
    let (_, sealed) = find("sealed");
    let best: Vec<_> = sealed.iter().map(|hit| hit["page"].as_str().unwrap()).collect();
    assert_eq!(best, [&written[2], &written[0]], "the nearest first");
}

#[test]
fn an_index_that_cannot_be_brought_up_is_no_answer() {
    let (scratch, written) = written();
    assert_eq!(scratch.sijill.json(["search", "هند"]).0, 0);
    // Where the writer's lock should be is a folder: the disk refuses, and not because it is read-only.
    let index = scratch.archive().join("derived/index");
    for part in ["pages", "people"] {
        let lock = index.join(part).join(".tantivy-writer.lock");
        let _ = fs_err::remove_file(&lock);
        fs_err::create_dir(&lock).unwrap();
    }
    assert_eq!(scratch.sijill.json(["search", "هند"]).0, 0, "there is nothing to bring up");
    let file = scratch.write("typed.txt", "المدعو نبيل").display().to_string();
    assert_eq!(scratch.sijill.json(["transcribe", &written[1], "--from", &file]).0, 0);
    let (code, said) = scratch.sijill.json(["search", "هند"]);
    assert_eq!((code, said.get("hits")), (3, None), "{said}");
    let message = said["error"]["message"].as_str().unwrap();
    assert!(message.contains("search index"), "{said}");
}

#[test]
fn twins_are_told_apart_by_their_mothers_and_nothing_is_merged() {
    let (scratch, written) = written();
    let find = |more: &[&str]| {
        let name = ["find", "--name", "Abdulrahman Nabil al-Jawzani"];
        let (code, answer) = scratch.sijill.json(name.iter().chain(more));
        assert_eq!(code, 0, "{answer}");
        answer
    };
    let both = find(&[]);
    assert_eq!(pages(&both).len(), 2, "{both}");
    for (mother, born, page) in [("Hind", "1984", 0), ("Souad", "1990", 1)] {
        let found = find(&["--mother", mother, "--born", born]);
        assert_eq!(pages(&found)[0], written[page], "{found}");
        let reasons = found["hits"][0]["reasons"].as_array().unwrap();
        let fields: Vec<_> =
            reasons.iter().map(|reason| reason["field"].as_str().unwrap()).collect();
        for field in ["given", "mother", "born"] {
            assert!(fields.contains(&field), "{found}");
        }
        let other = found["hits"][1]["reasons"].as_array().unwrap();
        assert!(other.iter().any(|reason| reason["why"] == "other-mother"), "{found}");
    }
}

#[test]
fn an_index_that_is_gone_or_altered_is_made_anew_and_that_is_said() {
    let (scratch, _) = written();
    let ask = || scratch.sijill.json(["search", "الجوزاني"]).1;
    let sound = ask();
    assert_eq!(
        (&sound["total"], sound["index"]["kept"].get("rebuilt")),
        (&2.into(), None),
        "{sound}"
    );
    let index = scratch.archive().join("derived/index");
    let files = || {
        let all = walkdir::WalkDir::new(&index).sort_by_file_name().into_iter().map(Result::unwrap);
        let files =
            all.filter(|entry| entry.file_type().is_file() && entry.metadata().unwrap().len() > 0);
        files.map(walkdir::DirEntry::into_path).collect::<Vec<_>>()
    };
    let holds = |path: &Path| !path.to_string_lossy().ends_with(".lock");
    let count = files().iter().filter(|path| holds(path)).count();
    for (number, is_deleted) in (0..count).flat_map(|number| [(number, false), (number, true)]) {
        let Some(file) = files().into_iter().filter(|path| holds(path)).nth(number) else { break };
        let mut bytes = fs_err::read(&file).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs_err::remove_file(&file).unwrap();
        if !is_deleted {
            fs_err::write(&file, bytes).unwrap();
        }
        let found = ask();
        assert_eq!(found["total"], 2, "{}: {found}", file.display());
        assert!(found["index"]["kept"]["rebuilt"].is_string(), "{}: {found}", file.display());
    }
    fs_err::remove_dir_all(&index).unwrap();
    let found = ask();
    assert_eq!(
        (&found["total"], &found["index"]["kept"]["indexed"]),
        (&2.into(), &3.into()),
        "{found}"
    );
    scratch.verify_sound();
}

#[test]
fn an_alert_puts_whoever_might_be_meant_into_a_queue_and_nothing_else() {
    let (scratch, written) = written();
    let (code, added) = scratch.sijill.json([
        "alert",
        "add",
        "--case",
        "C-1",
        "--name",
        "سامر الفستقي",
        "--mother",
        "هند",
    ]);
    assert_eq!(code, 0, "{added}");
    let id = added["alert"]["id"].as_str().unwrap();
    let queue =
        || scratch.sijill.json(["alert", "show", id]).1["candidates"].as_array().unwrap().clone();
    let (code, processed) = scratch.sijill.json(["process", "--no-text"]);
    assert_eq!((code, &processed["alerts"]["candidates"]), (0, &0.into()), "sealed: {processed}");
    assert!(queue().is_empty());

    let file = scratch.write("more.txt", "الموقوف سامر الفستقي والدته هند").display().to_string();
    scratch.sijill.json(["transcribe", &written[0], "--from", &file]);
    let (code, processed) = scratch.sijill.json(["process", "--no-text"]);
    assert_eq!((code, &processed["alerts"]["candidates"]), (0, &1.into()), "{processed}");
    assert_eq!(queue()[0]["mention"]["page"], written[0].as_str());
    let (_, again) = scratch.sijill.json(["alert", "run"]);
    assert_eq!((&again["alerts"], &again["candidates"]), (&1.into(), &0.into()), "{again}");
    // A person looked, and it is somebody else.
    let mention = queue()[0]["id"].as_str().unwrap().to_owned();
    let dismiss = ["alert", "dismiss", id, &mention, "--reason", "other-person"];
    let (code, said) = scratch.sijill.json(dismiss);
    assert_eq!((code, &said["dismissed"]["id"]), (0, &mention.as_str().into()), "{said}");
    let (_, again) = scratch.sijill.json(["alert", "run"]);
    assert_eq!(again["candidates"], 0, "{again}");
    assert!(queue().is_empty());
    assert_eq!(scratch.sijill.json(["alert", "list"]).1["alerts"][0]["candidates"], 0);
    let (_, shown) = scratch.sijill.json(["alert", "show", id, "--dismissed"]);
    let gone = &shown["candidates"][0]["dismissed"];
    assert_eq!(
        (&gone["reason"], gone["by"].is_string()),
        (&"other-person".into(), true),
        "{shown}"
    );
    scratch.fails(&dismiss, 2, "invalid");
    let unknown = id.to_owned();
    scratch.fails(&["alert", "dismiss", id, &unknown, "--reason", "known"], 2, "no-such-record");
    // Who is asked about stands nowhere in the clear.
    let catalogue = fs_err::read(scratch.archive().join("catalogue.sqlite")).unwrap();
    let asked = "الفستقي\",\"mother\":\"هند".as_bytes();
    assert!(!catalogue.windows(asked.len()).any(|bytes| bytes == asked));
}
