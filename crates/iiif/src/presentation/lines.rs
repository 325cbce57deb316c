//! The text of a page as annotations on its canvas (section 5.5 of the Presentation API, W3C Web Annotation).

use serde_json::{Value, json};
use sijill_imaging::Rect;
use sijill_reading::text::{Cell, PageText};
use sijill_schema::{ItemId, PageId};

use super::{Addresses, CONTEXT, Label};

/// What a machine read on a page: an annotation for each line of running text and each cell of a register, in the order
/// of reading, with its place on the page. Doubtful lines and empty cells are left out. It says that a machine read it.
#[must_use]
pub fn lines(addresses: &Addresses, item: ItemId, page: PageId, text: &PageText) -> Value {
    let (id, canvas) = (addresses.lines(page), addresses.canvas(item, page));
    let written = text.lines.iter().enumerate().filter(|(_, line)| !line.doubtful);
    let cells = written.flat_map(|(row, line)| {
        let cells = line.cells.iter().enumerate().filter(|(_, cell)| !cell.words.is_empty());
        cells.map(move |(column, cell)| (row, column, cell))
    });
    let items =
        cells.map(|(row, column, cell)| annotation(&format!("{id}/{row}-{column}"), &canvas, cell));
    json!({
        "@context": CONTEXT,
        "id": id,
        "type": "AnnotationPage",
        "label": Label::both(
            "قراءة آلية لم يراجعها أحد؛ الصورة هي الدليل",
            "Read by a machine and checked by nobody; the image is the evidence",
        ),
        "items": items.collect::<Vec<_>>(),
    })
}

fn annotation(id: &str, canvas: &str, cell: &Cell) -> Value {
    let Rect { left, top, width, height } = cell.area;
    json!({
        "id": id,
        "type": "Annotation",
        "motivation": "supplementing",
        "body": { "type": "TextualBody", "value": cell.to_plain_text(), "format": "text/plain" },
        "target": format!("{canvas}#xywh={left},{top},{width},{height}"),
    })
}
