//! Asks the job, and goes on where a worker died.

use sijill_sandbox::{Failure, Level, Limits, Program, Usage, Worker};

use super::helper::may_help;
use super::{Helper, Pages, Reply, Request};
use crate::Raster;
use crate::decode::{Page, Reason};
use crate::identify::{Format, identify};

/// Why a file or a page could not be shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// The decoder said so.
    #[error(transparent)]
    Reason(#[from] Reason),
    /// The worker was stopped or died.
    #[error(transparent)]
    Worker(#[from] Failure),
}

impl Unreadable {
    /// A short name that does not change, for records and counts.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Reason(reason) => reason.kind.code(),
            Self::Worker(failure) => failure.code(),
        }
    }
}

/// Reads pages in a confined worker. Each file meets a new one: what a hostile file does to its worker ends with it.
#[derive(Debug)]
pub struct PageReader {
    worker: Worker<Pages>,
    helper: Option<Helper>,
}

impl PageReader {
    /// A reader whose worker is this program itself.
    ///
    /// # Errors
    /// If no worker can be started and confined.
    pub fn start() -> Result<Self, Failure> {
        Ok(Self { worker: Worker::start()?, helper: None })
    }

    /// A reader whose worker is another program, with limits of its own.
    ///
    /// # Errors
    /// If no worker can be started and confined.
    pub fn start_with(program: Program, limits: Limits) -> Result<Self, Failure> {
        Ok(Self { worker: Worker::start_with(program, limits)?, helper: None })
    }

    /// The same reader, which asks an outside program where our decoders give up.
    #[must_use]
    pub fn with_helper(mut self, helper: Option<Helper>) -> Self {
        self.helper = helper;
        self
    }

    /// How far the worker is confined.
    #[must_use]
    pub fn level(&self) -> Option<Level> {
        self.worker.level()
    }

    /// What the worker has used for the newest file.
    #[must_use]
    pub fn usage(&self) -> Option<Usage> {
        self.worker.usage()
    }

    /// Opens a file.
    ///
    /// # Errors
    /// If it has no pages to show.
    pub fn open<'a>(&'a mut self, bytes: &'a [u8]) -> Result<OpenFile<'a>, Unreadable> {
        self.worker.renew();
        let pages = open(&mut self.worker, bytes)?;
        let (worker, helper) = (&mut self.worker, self.helper.as_ref());
        Ok(OpenFile { format: identify(bytes), worker, helper, bytes, pages, open: true })
    }
}

/// An open file.
#[derive(Debug)]
pub struct OpenFile<'a> {
    worker: &'a mut Worker<Pages>,
    helper: Option<&'a Helper>,
    bytes: &'a [u8],
    format: &'static Format,
    pages: u32,
    /// Whether the worker that runs has the file.
    open: bool,
}

impl OpenFile<'_> {
    /// What the file is.
    #[must_use]
    pub fn format(&self) -> &'static Format {
        self.format
    }

    /// How many pages it has.
    #[must_use]
    pub fn pages(&self) -> u32 {
        self.pages
    }

    /// A page, counted from 0. After a page at which the worker died, the next ones can still be asked for.
    ///
    /// # Errors
    /// If this page cannot be shown.
    pub fn page(&mut self, number: u32) -> Result<Page, Unreadable> {
        let ours = self.our_page(number);
        match (ours, self.helper, self.format.codec) {
            (Err(error), Some(helper), Some(codec)) if may_help(&error) => {
                // What our decoder said is worth more than why the helper failed too.
                helper.page(self.bytes, codec, number).map_err(|_| error)
            }
            (ours, ..) => ours,
        }
    }

    /// A small picture of a page, no side longer than `side` pixels. It is no canonical raster.
    ///
    /// # Errors
    /// If this page cannot be shown.
    pub fn preview(&mut self, page: u32, side: u32) -> Result<Page, Unreadable> {
        self.ask(&Request::Preview { page, side })
    }

    fn our_page(&mut self, number: u32) -> Result<Page, Unreadable> {
        self.ask(&Request::Page(number))
    }

    fn ask(&mut self, request: &Request) -> Result<Page, Unreadable> {
        if !self.open {
            open(self.worker, self.bytes)?;
            self.open = true;
        }
        let answered = self.worker.call(request, &[]);
        self.open = answered.is_ok();
        match answered? {
            (Reply::Page { width, height, samples, facts }, pixels) => {
                let raster = Raster::new(width, height, samples, pixels);
                Ok(Page { raster: raster.map_err(unexpected)?, facts })
            }
            (Reply::Failed(reason), _) => Err(reason.into()),
            (Reply::Opened { .. }, _) => Err(unexpected("an answer to another question").into()),
        }
    }
}

fn open(worker: &mut Worker<Pages>, bytes: &[u8]) -> Result<u32, Unreadable> {
    match worker.call(&Request::Open, bytes)? {
        (Reply::Opened { pages }, _) => Ok(pages),
        (Reply::Failed(reason), _) => Err(reason.into()),
        (Reply::Page { .. }, _) => Err(unexpected("an answer to another question").into()),
    }
}

/// A worker that a file has taken over may answer anything.
fn unexpected(what: impl std::fmt::Display) -> Failure {
    Failure::Crashed { said: format!("its answer is no page: {what}") }
}
