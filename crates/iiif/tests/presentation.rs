//! Manifests, collections and annotations, read by other people's model of them, and large ones in time.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Instant;

use common::{Page, referee, slopes};
use serde_json::Value;
use sijill_iiif::page_size;
use sijill_iiif::presentation::{
    Addresses, Canvas, Direction, Entry, Item, Label, collection, collection_page, lines, manifest,
};
use sijill_imaging::Rect;
use sijill_imaging::prepare::Turn;
use sijill_reading::text::{Cell, Line, PageText, ReaderUsed, Source, Word};
use sijill_schema::{AccessionId, ItemId, PageId};

fn addresses() -> Addresses {
    Addresses::below("https://archive.example")
}

fn item(pages: u64) -> Item {
    let page = |number| Canvas {
        page: PageId::new(),
        label: Label::page(number),
        size: (number % 7 != 3).then_some((2480, 3508)),
        has_text: number % 2 == 0,
    };
    Item {
        item: ItemId::new(),
        accession: AccessionId::new(),
        label: Label::as_written("F-12"),
        summary: Some(Label::arabic("سجل الموقوفين")),
        required: Some((Label::both("شروط", "Conditions"), Label::both("سرّي", "Confidential"))),
        direction: Direction::RightToLeft,
        pages: (1..=pages).map(page).collect(),
    }
}

fn text() -> PageText {
    let area = Rect { left: 10, top: 20, width: 300, height: 40 };
    let word = |text: &str| Word {
        text: text.to_owned(),
        area,
        confidence: 90,
        source: Source::Arabic,
        other: None,
    };
    let cell = |words: &[&str]| Cell { area, words: words.iter().map(|text| word(text)).collect() };
    let line = |table, doubtful, cells| Line { table, doubtful, cells };
    PageText {
        machine: true,
        reader: ReaderUsed {
            engine: "tesseract 5.3.0".to_owned(),
            models: Vec::new(),
            settings: String::new(),
            digits: "1".to_owned(),
        },
        turn: Turn::None,
        lines: vec![
            line(None, false, vec![cell(&["سجل", "الموقوفين"])]),
            line(Some(0), false, vec![cell(&["١"]), cell(&[]), cell(&["خالد"])]),
            line(None, true, vec![cell(&["لا"])]),
        ],
    }
}

/// Whether `iiif_prezi3` takes the document as what it says it is; `None` where it is not installed.
fn accepted(document: &Value) -> Option<Result<(), String>> {
    const SCRIPT: &str =
        "import json, sys, iiif_prezi3 as p; d = json.load(sys.stdin); getattr(p, d['type'])(**d)";
    let python = referee("iiif-validate.py")?.with_file_name("python");
    let mut command = Command::new(python);
    let command = command.args(["-I", "-c", SCRIPT]).stdin(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(document.to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    Some(output.status.success().then_some(()).ok_or(said))
}

#[test]
fn prezi_accepts_every_document_and_refuses_a_broken_one() {
    let accession = AccessionId::new();
    let entries = [Entry { item: ItemId::new(), label: Label::as_written("F-1") }];
    let label = Label::both("إضبارات", "Folders");
    let first = item(20);
    for document in [
        manifest(&addresses(), &first),
        manifest(&addresses(), &Item { summary: None, required: None, ..item(1) }),
        collection(&addresses(), accession, &label, 3),
        collection_page(&addresses(), accession, 2, &entries),
        lines(&addresses(), first.item, first.pages[0].page, &text()),
    ] {
        let Some(accepted) = accepted(&document) else { return };
        assert_eq!(accepted, Ok(()), "{document:#}");
    }
    let mut broken = manifest(&addresses(), &item(2));
    broken["items"][0]["items"] = "no list".into();
    assert!(accepted(&broken).unwrap().is_err());
}

#[test]
fn a_manifest_points_to_what_can_be_answered() {
    let item = item(4);
    let document = manifest(&addresses(), &item);
    assert_eq!(document["viewingDirection"], "right-to-left");
    let canvases = document["items"].as_array().unwrap();
    assert_eq!(canvases.len(), 4);
    let image = addresses().image(item.pages[0].page);
    let thumbnail = &canvases[0]["thumbnail"][0];
    assert_eq!(thumbnail["id"], format!("{image}/full/181,256/0/default.jpg"));
    let body = &canvases[0]["items"][0]["items"][0]["body"];
    assert_eq!(body["service"][0]["id"], image);
    assert_eq!((&body["width"], &body["height"]), (&2480.into(), &3508.into()));
    assert_eq!(canvases[2].get("items"), None, "a page that could not be shown keeps its place");
    assert_eq!(canvases[0].get("annotations"), None);
    assert_eq!(canvases[1]["annotations"][0]["id"], addresses().lines(item.pages[1].page));
    assert_eq!(canvases[1]["seeAlso"][0]["id"], addresses().text(item.pages[1].page));
}

#[test]
fn lines_have_their_places_and_say_that_a_machine_read_them() {
    let (item, page) = (ItemId::new(), PageId::new());
    let document = lines(&addresses(), item, page, &text());
    let items = document["items"].as_array().unwrap();
    let values: Vec<_> = items.iter().map(|item| item["body"]["value"].as_str().unwrap()).collect();
    assert_eq!(values, ["سجل الموقوفين", "١", "خالد"]);
    let canvas = addresses().canvas(item, page);
    assert_eq!(items[0]["target"], format!("{canvas}#xywh=10,20,300,40"));
    assert!(document["label"]["en"][0].as_str().unwrap().contains("machine"));
}

#[test]
fn an_item_of_2000_pages_opens_in_time() {
    let page = Page::of(&slopes(600, 800));
    let mut item = item(2000);
    let start = Instant::now();
    for canvas in &mut item.pages {
        canvas.size = Some(page_size(page.path()).unwrap());
    }
    let document = manifest(&addresses(), &item).to_string();
    let taken = start.elapsed();
    println!("2000 pages: {} ms, {} bytes", taken.as_millis(), document.len());
    assert!(taken.as_millis() < 500, "{} ms", taken.as_millis());
}
