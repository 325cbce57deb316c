//! The parent's side of the job. The worker has held the pixels of an unknown file, so its answers are looked at too.

use sijill_imaging::prepare::Turn;
use sijill_imaging::{Raster, Rect};
use sijill_sandbox::{Failure, Limits, Worker};

use crate::engine::Engine;
use crate::job::{CellSheet, FoundFigure, Reading, Ready, Register, Reply, Request};
use crate::pgm::Pgm;

/// Sheets, with what stands on them.
pub(crate) type Sheets = Vec<(CellSheet, Pgm)>;

/// A page that is ready for the recogniser.
pub(crate) struct ReadyPage {
    /// The page upright and level, its registers left white.
    pub image: Pgm,
    pub tables: Vec<Register>,
    pub sheets: Sheets,
}

/// Asks the worker.
#[derive(Debug)]
pub(crate) struct PixelWorker {
    worker: Worker<Reading>,
}

impl PixelWorker {
    pub fn start(engine: &Engine) -> Result<Self, Failure> {
        let worker = match engine.worker() {
            Some(program) => Worker::start_with(program.clone(), Limits::PAGE)?,
            None => Worker::start()?,
        };
        Ok(Self { worker })
    }

    /// Hands over a page; each meets a worker that has seen no other.
    pub fn page(&mut self, page: &Raster, stated_dpi: Option<f64>) -> Result<ReadyPage, Failure> {
        self.worker.renew();
        let (width, height, samples) = (page.width(), page.height(), page.samples());
        let request = Request::Page { width, height, samples, stated_dpi };
        self.ready(&request, page.pixels())
    }

    /// The same page, turned.
    pub fn turned(&mut self, turn: Turn) -> Result<ReadyPage, Failure> {
        self.ready(&Request::Turned(turn), &[])
    }

    /// Lines of which nothing was read, beside those that were: where they stand, and sheets with them.
    pub fn missed(&mut self, read: Vec<Rect>) -> Result<(Vec<Rect>, Sheets), Failure> {
        match self.worker.call(&Request::Missed(read), &[])? {
            (Reply::Missed { places, sheets }, bytes) => Ok((places, images(sheets, &bytes)?)),
            (other, _) => Err(unexpected(other)),
        }
    }

    /// The figures in each of these stretches of the prepared page.
    pub fn figures(&mut self, stretches: Vec<Rect>) -> Result<Vec<Vec<FoundFigure>>, Failure> {
        let count = stretches.len();
        match self.worker.call(&Request::Figures(stretches), &[])? {
            (Reply::Figures(found), _) if found.len() == count => Ok(found),
            (other, _) => Err(unexpected(other)),
        }
    }

    /// Where rectangles of the prepared page stand on the page.
    pub fn places(&mut self, areas: Vec<Rect>) -> Result<Vec<Rect>, Failure> {
        let count = areas.len();
        match self.worker.call(&Request::Places(areas), &[])? {
            (Reply::Places(places), _) if places.len() == count => Ok(places),
            (other, _) => Err(unexpected(other)),
        }
    }

    fn ready(&mut self, request: &Request, pixels: &[u8]) -> Result<ReadyPage, Failure> {
        match self.worker.call(request, pixels)? {
            (Reply::Ready(ready), bytes) => unpacked(ready, &bytes),
            (other, _) => Err(unexpected(other)),
        }
    }
}

/// Cuts the pixels into the images that were announced.
fn unpacked(ready: Ready, pixels: &[u8]) -> Result<ReadyPage, Failure> {
    let (image, rest) = image(ready.size, pixels)?;
    Ok(ReadyPage { image, tables: ready.tables, sheets: images(ready.sheets, rest)? })
}

fn images(sheets: Vec<CellSheet>, mut pixels: &[u8]) -> Result<Sheets, Failure> {
    let sheets = sheets.into_iter().map(|sheet| {
        let (image, rest) = image(sheet.size, pixels)?;
        pixels = rest;
        Ok((sheet, image))
    });
    sheets.collect()
}

fn image(size: (u32, u32), pixels: &[u8]) -> Result<(Pgm, &[u8]), Failure> {
    let length = usize::try_from(u64::from(size.0) * u64::from(size.1)).ok();
    let parts = length.and_then(|length| pixels.split_at_checked(length));
    let (own, rest) = parts.ok_or_else(|| crashed("it sent fewer pixels than it said"))?;
    Ok((Pgm::new(size.0, size.1, own), rest))
}

fn unexpected(reply: Reply) -> Failure {
    match reply {
        Reply::Failed(why) => crashed(&why),
        _ => crashed("an answer to another question"),
    }
}

fn crashed(said: &str) -> Failure {
    Failure::Crashed { said: said.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ready(size: (u32, u32), sheet: (u32, u32)) -> Ready {
        let sheets = vec![CellSheet { size: sheet, places: Vec::new() }];
        Ready { size, tables: Vec::new(), sheets }
    }

    #[test]
    fn pixels_are_cut_where_images_end() {
        let page = unpacked(ready((2, 1), (1, 2)), &[1, 2, 3, 4]).unwrap();
        assert!(page.image.bytes().ends_with(&[1, 2]));
        assert!(page.sheets[0].1.bytes().ends_with(&[3, 4]));
    }

    #[test]
    fn fewer_pixels_than_said_are_a_failure() {
        assert!(unpacked(ready((2, 1), (1, 2)), &[1, 2, 3]).is_err());
        assert!(unpacked(ready((u32::MAX, u32::MAX), (1, 1)), &[1, 2, 3]).is_err());
    }
}
