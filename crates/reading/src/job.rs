//! What is done with pixels, in a confined worker: making a page ready, finding its registers, reading its digits.

use serde::{Deserialize, Serialize};
use sijill_imaging::prepare::{Prepared, Turn, prepare};
use sijill_imaging::{Grey, Raster, Rect, Samples};
use sijill_sandbox::{Job, Limits};

use crate::digits::DigitReader;
use crate::levels::levels;
use crate::missed::missed;
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
    ready: Option<Clean>,
}

/// A page that was made ready.
struct Clean {
    prepared: Prepared,
    /// The prepared page as the recogniser gets it.
    image: Grey,
    tables: Vec<Table>,
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
    /// Looks for lines beside these, which were read.
    Missed(Vec<Rect>),
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
    /// Lines of which nothing was read, and sheets with them. The bytes are the pixels of each sheet.
    Missed {
        /// Where they stand on the prepared page.
        places: Vec<Rect>,
        /// Where they stand on the sheets.
        sheets: Vec<CellSheet>,
    },
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
            Request::Missed(read) => self.missed(&read),
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
        self.page = Some(Page { shade, width, height, stated_dpi, ready: None });
        self.ready(Turn::None)
    }

    fn ready(&mut self, turn: Turn) -> Result<(Reply, Vec<u8>), String> {
        let page = self.page.as_mut().ok_or(NO_PAGE)?;
        let prepared = prepare(&page.shade, turn, page.stated_dpi);
        let levels = levels(&prepared.image);
        let stretched = levels.stretched(&prepared.image);
        let (tables, inks) = registers(&prepared.image, &stretched);
        let image = if levels.is_noisy() { stretched } else { prepared.image.clone() };
        let sheets = sheets(&inks);
        let mut pixels = if tables.is_empty() {
            image.pixels().to_vec()
        } else {
            without(&image, &tables).pixels().to_vec()
        };
        let size = size(&image);
        let ready = Ready {
            size,
            tables: described(&tables, &inks),
            sheets: packed(&sheets, &inks, &mut pixels),
        };
        page.ready = Some(Clean { prepared, image, tables });
        Ok((Reply::Ready(ready), pixels))
    }

    fn missed(&self, read: &[Rect]) -> Result<(Reply, Vec<u8>), String> {
        let ready = self.clean()?;
        let tables: Vec<_> = ready.tables.iter().map(|table| area(&table.frame)).collect();
        let places = missed(&ready.image, read, &tables);
        let inks: Vec<_> = places.iter().map(|place| cut(&ready.image, place)).collect();
        let (sheets, mut pixels) = (sheets(&inks), Vec::new());
        let sheets = packed(&sheets, &inks, &mut pixels);
        Ok((Reply::Missed { places, sheets }, pixels))
    }

    fn clean(&self) -> Result<&Clean, String> {
        let ready = self.page.as_ref().and_then(|page| page.ready.as_ref());
        ready.ok_or_else(|| NO_PAGE.to_owned())
    }

    fn figures(&mut self, stretches: &[Rect]) -> Result<Reply, String> {
        let ready = self.page.as_ref().and_then(|page| page.ready.as_ref()).ok_or(NO_PAGE)?;
        let digits = self.digits.get_or_insert_with(DigitReader::new);
        let figures = stretches.iter().map(|area| {
            let line = cut(&ready.prepared.image, area).image;
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
        let mapping = self.clean()?.prepared.mapping;
        let place = |area: &Rect| mapping.rect_to_page(*area, page.width, page.height);
        Ok(Reply::Places(areas.iter().map(place).collect()))
    }
}

/// A table is believed if some of its cells are written in: a drawing's lines enclose nothing. Its rules are sought on
/// the page, its writing where contrast is high.
fn registers(page: &Grey, clear: &Grey) -> (Vec<Table>, Vec<CellInk>) {
    let mut tables = tables(page);
    let inks = |table: &Table| -> Vec<CellInk> {
        table.rows.iter().flatten().filter_map(|cell| ink_of(clear, cell)).collect()
    };
    tables.retain(|table| inks(table).len() >= 2);
    let inks = tables.iter().flat_map(inks).collect();
    (tables, inks)
}

fn cut(page: &Grey, area: &Rect) -> CellInk {
    let [left, top, width, height] =
        [area.left, area.top, area.width, area.height].map(|side| side as usize);
    CellInk { image: page.crop(left, top, width, height), left, top }
}

/// Describes the sheets and appends their pixels.
fn packed(sheets: &[Sheet], inks: &[CellInk], pixels: &mut Vec<u8>) -> Vec<CellSheet> {
    sheets.iter().for_each(|sheet| pixels.extend_from_slice(sheet.image.pixels()));
    sheets.iter().map(|sheet| placed(sheet, inks)).collect()
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
