//! What is done with pixels, in a confined worker: making a page ready, finding its registers, reading its digits.

use serde::{Deserialize, Serialize};
use sijill_imaging::prepare::{Prepared, Turn, prepare};
use sijill_imaging::{Grey, Raster, Rect, Samples};
use sijill_sandbox::{Job, Limits};

use crate::digits::DigitReader;
use crate::register::{CellInk, Frame, Place, Sheet, Table, ink_of, sheets, tables, without};
use crate::shade::shade;

/// The job: holds one page between the requests about it.
#[derive(Default)]
pub struct Reading {
    page: Option<Page>,
    digits: Option<DigitReader>,
}

struct Page {
    shade: Grey,
    width: u32,
    height: u32,
    stated_dpi: Option<f64>,
    prepared: Option<Prepared>,
}

/// What the job is asked.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Request {
    /// Takes the page whose pixels are in the bytes and makes it ready.
    Page {
        /// Pixels a row.
        width: u32,
        /// Rows.
        height: u32,
        /// What one pixel is.
        samples: Samples,
        /// What the file says, in pixels an inch.
        stated_dpi: Option<f64>,
    },
    /// Makes the same page ready again, turned.
    Turned(Turn),
    /// Reads the digits in these stretches of the prepared page.
    Figures(Vec<Rect>),
    /// Says where these rectangles of the prepared page stand on the page itself.
    Places(Vec<Rect>),
}

/// What it answers.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Reply {
    /// The page is ready. The bytes are the grey pixels of the prepared page, without its tables, and of each sheet.
    Ready(Ready),
    /// For each stretch its figures, on the prepared page.
    Figures(Vec<Vec<FoundFigure>>),
    /// The rectangles in the same order.
    Places(Vec<Rect>),
    /// The request makes no sense, for this reason.
    Failed(String),
}

/// A page made ready.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Ready {
    /// Pixels a row and rows of the prepared page.
    pub size: (u32, u32),
    /// Its registers from the top.
    pub tables: Vec<Register>,
    /// Sheets with the writing of all registers' cells.
    pub sheets: Vec<CellSheet>,
}

/// A register, in pixels of the prepared page.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Register {
    /// The whole of it.
    pub area: Rect,
    /// Its rows from the top, their cells from the right.
    pub rows: Vec<Vec<RegisterCell>>,
}

/// A cell of a register.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct RegisterCell {
    /// What its rules enclose.
    pub area: Rect,
    /// Its writing; absent for an empty cell.
    pub ink: Option<Rect>,
}

/// Cells set below one another for the recogniser.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CellSheet {
    /// Pixels a row and rows.
    pub size: (u32, u32),
    /// For each cell with writing, counted through all registers, rows and cells: where its writing stands here.
    pub places: Vec<(u32, Rect)>,
}

/// A figure that the digit reader found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FoundFigure {
    /// Digits and what stands between them, in logical order.
    pub text: String,
    /// Where.
    pub area: Rect,
    /// 0 to 100.
    pub confidence: f32,
}

impl Job for Reading {
    const NAME: &'static str = "reading";
    const LIMITS: Limits = Limits::PAGE;
    type Request = Request;
    type Reply = Reply;

    fn handle(&mut self, request: Request, bytes: Vec<u8>) -> (Reply, Vec<u8>) {
        let answered = match request {
            Request::Page { width, height, samples, stated_dpi } => {
                self.take(width, height, samples, bytes, stated_dpi)
            }
            Request::Turned(turn) => self.ready(turn),
            Request::Figures(stretches) => self.figures(&stretches).map(|reply| (reply, vec![])),
            Request::Places(areas) => self.places(&areas).map(|reply| (reply, Vec::new())),
        };
        answered.unwrap_or_else(|why| (Reply::Failed(why), Vec::new()))
    }
}

const NO_PAGE: &str = "there is no page";

impl Reading {
    fn take(
        &mut self,
        width: u32,
        height: u32,
        samples: Samples,
        pixels: Vec<u8>,
        stated_dpi: Option<f64>,
    ) -> Result<(Reply, Vec<u8>), String> {
        let raster = Raster::new(width, height, samples, pixels).map_err(|why| why.to_string())?;
        let shade = shade(&raster);
        self.page = Some(Page { shade, width, height, stated_dpi, prepared: None });
        self.ready(Turn::None)
    }

    fn ready(&mut self, turn: Turn) -> Result<(Reply, Vec<u8>), String> {
        let page = self.page.as_mut().ok_or(NO_PAGE)?;
        let prepared = page.prepared.insert(prepare(&page.shade, turn, page.stated_dpi));
        let image = &prepared.image;
        let (tables, inks) = registers(image);
        let outside = if tables.is_empty() { None } else { Some(without(image, &tables)) };
        let outside = outside.as_ref().unwrap_or(image);
        let sheets = sheets(&inks);
        let mut pixels = outside.pixels().to_vec();
        sheets.iter().for_each(|sheet| pixels.extend_from_slice(sheet.image.pixels()));
        let ready = Ready {
            size: size(image),
            tables: described(&tables, &inks),
            sheets: sheets.iter().map(|sheet| placed(sheet, &inks)).collect(),
        };
        Ok((Reply::Ready(ready), pixels))
    }

    fn figures(&mut self, stretches: &[Rect]) -> Result<Reply, String> {
        let prepared = self.page.as_ref().and_then(|page| page.prepared.as_ref()).ok_or(NO_PAGE)?;
        let digits = self.digits.get_or_insert_with(DigitReader::new);
        let figures = stretches.iter().map(|area| {
            let part = [area.left, area.top, area.width, area.height].map(|side| side as usize);
            let line = prepared.image.crop(part[0], part[1], part[2], part[3]);
            let found = digits.read_line(&line).into_iter();
            let found = found.map(|figure| FoundFigure {
                area: Rect {
                    left: area.left.saturating_add(figure.left as u32),
                    width: figure.right.saturating_sub(figure.left).max(1) as u32,
                    ..*area
                },
                text: figure.text,
                confidence: (figure.confidence * 100.0).clamp(0.0, 100.0),
            });
            found.collect()
        });
        Ok(Reply::Figures(figures.collect()))
    }

    fn places(&self, areas: &[Rect]) -> Result<Reply, String> {
        let page = self.page.as_ref().ok_or(NO_PAGE)?;
        let mapping = page.prepared.as_ref().ok_or(NO_PAGE)?.mapping;
        let place = |area: &Rect| mapping.rect_to_page(*area, page.width, page.height);
        Ok(Reply::Places(areas.iter().map(place).collect()))
    }
}

/// A table is believed if some of its cells are written in: a drawing's lines enclose nothing.
fn registers(image: &Grey) -> (Vec<Table>, Vec<CellInk>) {
    let mut tables = tables(image);
    let inks = |table: &Table| -> Vec<CellInk> {
        table.rows.iter().flatten().filter_map(|cell| ink_of(image, cell)).collect()
    };
    tables.retain(|table| inks(table).len() >= 2);
    let inks = tables.iter().flat_map(inks).collect();
    (tables, inks)
}

fn described(tables: &[Table], inks: &[CellInk]) -> Vec<Register> {
    let cell = |frame: &Frame| {
        let stands_in = |ink: &&CellInk| {
            (frame.left..frame.right).contains(&ink.left)
                && (frame.top..frame.bottom).contains(&ink.top)
        };
        let ink = inks.iter().find(stands_in);
        let ink = ink.map(|ink| rect(ink.left, ink.top, ink.image.width(), ink.image.height()));
        RegisterCell { area: area(frame), ink }
    };
    let register = |table: &Table| Register {
        area: area(&table.frame),
        rows: table.rows.iter().map(|row| row.iter().map(cell).collect()).collect(),
    };
    tables.iter().map(register).collect()
}

fn placed(sheet: &Sheet, inks: &[CellInk]) -> CellSheet {
    let place = |place: &Place| {
        let image = inks.get(place.cell).map(|ink| (ink.image.width(), ink.image.height()));
        let (width, height) = image.unwrap_or_default();
        (place.cell as u32, rect(place.left, place.top, width, height))
    };
    CellSheet { size: size(&sheet.image), places: sheet.places.iter().map(place).collect() }
}

fn size(image: &Grey) -> (u32, u32) {
    (image.width() as u32, image.height() as u32)
}

fn area(frame: &Frame) -> Rect {
    let (width, height) =
        (frame.right.saturating_sub(frame.left), frame.bottom.saturating_sub(frame.top));
    rect(frame.left, frame.top, width, height)
}

fn rect(left: usize, top: usize, width: usize, height: usize) -> Rect {
    Rect { left: left as u32, top: top as u32, width: width as u32, height: height as u32 }
}
