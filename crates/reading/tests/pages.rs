//! Labelled pages, read as `sijill process` reads them, with whatever model of Arabic is installed here.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test fails by panicking")]

use std::path::Path;

use sijill_imaging::decode::{Document, Page};
use sijill_reading::text::PageText;
use sijill_reading::{Engine, Hints, Reader};
use sijill_sandbox::Program;
use sijill_testkit::shared_or_skip;

fn reader() -> Option<Reader> {
    let program = Program::at(Path::new(env!("CARGO_BIN_EXE_sijill-reading-worker")));
    match Engine::find(None) {
        Ok(engine) => {
            let engine =
                engine.started_by(program.clone().argument("confine"), program.argument("worker"));
            Some(Reader::start(&engine).unwrap())
        }
        Err(why) => {
            eprintln!("SKIPPED: {why}");
            None
        }
    }
}

fn read(file: &Path, hints: Hints) -> Option<PageText> {
    let Page { raster, facts } =
        Document::open(fs_err::read(file).unwrap()).unwrap().page(0).unwrap();
    let stated_dpi = facts.dpi.map(|dpi| f64::from(dpi.x));
    let text = reader()?.read(&raster, Hints { stated_dpi, ..hints }).unwrap();
    for word in text.words() {
        let (right, bottom) = (word.area.left + word.area.width, word.area.top + word.area.height);
        assert!(right <= raster.width() && bottom <= raster.height(), "{word:?}");
    }
    Some(text)
}

#[test]
fn a_register_is_read_cell_by_cell() {
    let file = shared_or_skip!("pages/02_register.png");
    let Some(text) = read(&file, Hints::default()) else { return };
    let rows: Vec<_> = text.lines.iter().filter(|line| line.table == Some(0)).collect();
    assert_eq!(rows.len(), 14);
    assert!(rows.iter().all(|row| row.cells.len() == 6));
    let cells: Vec<_> = rows[5].cells.iter().map(|cell| cell.to_plain_text()).collect();
    assert!(cells[2] == "ابراهيم" && cells[4].contains("ادلب"), "{cells:?}");
    assert!(rows[5].cells[2].area.left > rows[5].cells[4].area.left);
    assert_eq!(text.to_plain_text().lines().filter(|line| line.contains('\t')).count(), 14);
}

#[test]
fn a_turned_page_reads_as_an_upright_one() {
    let file = shared_or_skip!("pages/11_rotated90.jpg");
    for is_sideways in [true, false] {
        let Some(text) = read(&file, Hints { is_sideways, ..Hints::default() }) else { return };
        let plain = text.to_plain_text();
        assert!(plain.contains("الجمهورية العربية السورية"), "{plain}");
        let heading = text.words().find(|word| word.text == "الجمهورية").unwrap().area;
        assert!(heading.height > heading.width, "on the page its words run upwards: {heading:?}");
    }
}

#[test]
fn nothing_is_read_on_a_blank_page() {
    let file = shared_or_skip!("pages/10_blank_back.jpg");
    let hints = Hints { is_blank: true, ..Hints::default() };
    let Some(text) = read(&file, hints) else { return };
    assert!(text.machine && text.lines.is_empty());
    let Some(text) = read(&file, Hints::default()) else { return };
    assert_eq!(text.to_plain_text(), "", "even where nobody says that it is blank");
}
