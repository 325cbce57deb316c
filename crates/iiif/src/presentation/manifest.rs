//! The manifest of an item (section 5.2 of the Presentation API), its pages as canvases (5.3).

use serde_json::{Value, json};
use sijill_imaging::renditions::{THUMBNAIL, fitted_size};
use sijill_schema::{AccessionId, ItemId, PageId};

use super::{Addresses, CONTEXT, Label};
use crate::Size;

/// The size of the place of a page that could not be shown, in units without meaning: a sheet of A4.
const UNSHOWN: (u32, u32) = (1000, 1414);

/// In which direction an item's pages are turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// As an Arabic register is.
    RightToLeft,
    /// As a French one is.
    LeftToRight,
}

/// What a manifest says about an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The item.
    pub item: ItemId,
    /// The accession that it came with.
    pub accession: AccessionId,
    /// What it is called.
    pub label: Label,
    /// What it is, in a sentence or two.
    pub summary: Option<Label>,
    /// What must be shown with it, such as under which conditions it may be used: a heading and the words.
    pub required: Option<(Label, Label)>,
    /// In which direction its pages are turned.
    pub direction: Direction,
    /// Its pages in order.
    pub pages: Vec<Canvas>,
}

/// What a manifest says about a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Canvas {
    /// The page.
    pub page: PageId,
    /// What it is called.
    pub label: Label,
    /// Width and height of its picture, in pixels; `None` where it could not be shown.
    pub size: Option<(u32, u32)>,
    /// Whether there is text of it that the reader may have.
    pub has_text: bool,
}

/// The manifest of an item.
#[must_use]
pub fn manifest(addresses: &Addresses, item: &Item) -> Value {
    let canvases: Vec<_> =
        item.pages.iter().map(|page| canvas(addresses, item.item, page)).collect();
    let mut manifest = json!({
        "@context": CONTEXT,
        "id": addresses.manifest(item.item),
        "type": "Manifest",
        "label": item.label,
        "viewingDirection": match item.direction {
            Direction::RightToLeft => "right-to-left",
            Direction::LeftToRight => "left-to-right",
        },
        "behavior": ["individuals"],
        "partOf": [{ "id": addresses.collection(item.accession), "type": "Collection" }],
        "items": canvases,
    });
    if let Some(summary) = &item.summary {
        manifest["summary"] = json!(summary);
    }
    if let Some((label, value)) = &item.required {
        manifest["requiredStatement"] = json!({ "label": label, "value": value });
    }
    let first = item.pages.iter().find_map(|page| Some((page.page, page.size?)));
    if let Some((page, size)) = first {
        manifest["thumbnail"] = json!([thumbnail(&addresses.image(page), size)]);
    }
    manifest
}

fn canvas(addresses: &Addresses, item: ItemId, page: &Canvas) -> Value {
    let id = addresses.canvas(item, page.page);
    let (width, height) = page.size.unwrap_or(UNSHOWN);
    let mut canvas = json!({
        "id": id,
        "type": "Canvas",
        "label": page.label,
        "width": width,
        "height": height,
    });
    if let Some(size) = page.size {
        let image = addresses.image(page.page);
        canvas["thumbnail"] = json!([thumbnail(&image, size)]);
        canvas["items"] = json!([painting(&id, &image, size)]);
    }
    if page.has_text {
        canvas["seeAlso"] = json!([{
            "id": addresses.text(page.page),
            "type": "Text",
            "format": "text/plain",
            "label": Label::both("نص الصفحة", "Text of the page"),
        }]);
        canvas["annotations"] =
            json!([{ "id": addresses.lines(page.page), "type": "AnnotationPage" }]);
    }
    canvas
}

/// The picture on its canvas (sections 5.5 and 5.6).
fn painting(canvas: &str, image: &str, (width, height): (u32, u32)) -> Value {
    let (shown_width, shown_height) = Size::Max.of(width, height).unwrap_or((width, height));
    json!({
        "id": format!("{canvas}/picture"),
        "type": "AnnotationPage",
        "items": [{
            "id": format!("{canvas}/picture/1"),
            "type": "Annotation",
            "motivation": "painting",
            "target": canvas,
            "body": {
                "id": format!("{image}/full/max/0/default.jpg"),
                "type": "Image",
                "format": "image/jpeg",
                "width": shown_width,
                "height": shown_height,
                "service": [service(image)],
            },
        }],
    })
}

/// The smallest picture, at the address under which it need not be drawn.
fn thumbnail(image: &str, (width, height): (u32, u32)) -> Value {
    let (wide, high) = fitted_size(width, height, THUMBNAIL);
    json!({
        "id": format!("{image}/{}", smallest((width, height))),
        "type": "Image",
        "format": "image/jpeg",
        "width": wide,
        "height": high,
        "service": [service(image)],
    })
}

/// What is asked of a page of this size, below its address, for the smallest picture that lies there.
#[must_use]
pub fn smallest((width, height): (u32, u32)) -> String {
    let (wide, high) = fitted_size(width, height, THUMBNAIL);
    let size = match (wide, high) == (width, height) {
        true => "max".to_owned(),
        false => format!("{wide},{high}"),
    };
    format!("full/{size}/0/default.jpg")
}

fn service(image: &str) -> Value {
    json!({ "id": image, "type": "ImageService3", "profile": "level2" })
}
