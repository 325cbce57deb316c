//! The job of showing pages: what runs in the worker, and [`PageReader`], which asks it.

mod helper;
mod preview;
mod reader;

use serde::{Deserialize, Serialize};
use sijill_sandbox::Job;

pub use helper::Helper;
pub use reader::{OpenFile, PageReader, Unreadable};

use crate::Samples;
use crate::decode::{Document, Facts, Page, Reason, ReasonKind};

/// The job: holds one file and decodes its pages.
#[derive(Default)]
pub struct Pages {
    document: Option<Document>,
}

/// What the job is asked.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Request {
    /// Takes the file in the bytes and counts its pages.
    Open,
    /// Decodes a page of the file, counted from 0; its pixels come back as bytes.
    Page(u32),
    /// The same, shrunk so that no side is longer than `side`, for a look before anything is processed.
    Preview {
        /// The page, counted from 0.
        page: u32,
        /// The longest side, in pixels.
        side: u32,
    },
}

/// What it answers.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Reply {
    /// The file is open.
    Opened {
        /// How many pages it has.
        pages: u32,
    },
    /// A page; its pixels are in the bytes.
    Page {
        /// Pixels a row.
        width: u32,
        /// Rows.
        height: u32,
        /// What one pixel is.
        samples: Samples,
        /// What else is known.
        facts: Facts,
    },
    /// It cannot be shown.
    Failed(Reason),
}

impl Job for Pages {
    const NAME: &'static str = "pages";
    type Request = Request;
    type Reply = Reply;

    fn handle(&mut self, request: Request, bytes: Vec<u8>) -> (Reply, Vec<u8>) {
        let answered = match request {
            Request::Open => self.open(bytes).map(|reply| (reply, Vec::new())),
            Request::Page(number) => self.page(number).map(sent),
            Request::Preview { page, side } => self.preview(page, side),
        };
        answered.unwrap_or_else(|reason| (Reply::Failed(reason), Vec::new()))
    }
}

impl Pages {
    fn open(&mut self, bytes: Vec<u8>) -> Result<Reply, Reason> {
        let document = Document::open(bytes)?;
        let pages = document.pages();
        self.document = Some(document);
        Ok(Reply::Opened { pages })
    }

    fn page(&self, number: u32) -> Result<Page, Reason> {
        let absent = || Reason::new(ReasonKind::NoSuchPage, "no file is open");
        self.document.as_ref().ok_or_else(absent)?.page(number)
    }

    fn preview(&self, number: u32, side: u32) -> Result<(Reply, Vec<u8>), Reason> {
        let Page { raster, facts } = self.page(number)?;
        let raster = preview::preview(&raster, side).unwrap_or(raster);
        Ok(sent(Page { raster, facts }))
    }
}

fn sent(Page { raster, facts }: Page) -> (Reply, Vec<u8>) {
    let (width, height, samples) = (raster.width(), raster.height(), raster.samples());
    (Reply::Page { width, height, samples, facts }, raster.into_pixels())
}
