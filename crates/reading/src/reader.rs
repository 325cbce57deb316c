//! Reads a page: pixels in one confined process, letters in another, and what comes of it put together here.

use sijill_imaging::prepare::Turn;
use sijill_imaging::{Raster, Rect};
use sijill_sandbox::Failure;

use crate::draft::{DraftLine, add_missed, give_to_cells, lines, with_tables};
use crate::engine::Engine;
use crate::merge::{letters, spell, with_figures, with_script};
use crate::tesseract::{self, Layout, SETTINGS, SURE};
use crate::text::{Cell, Line, Model, PageText, ReaderUsed, Source, Word};
use crate::worker::{PixelWorker, ReadyPage};

/// The version of the digit reader's weights.
const DIGITS: &str = "sijill digits 1";

/// What is known about a page before it is read.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Hints {
    /// What the file says, in pixels an inch.
    pub stated_dpi: Option<f64>,
    /// Nothing is written on it: it is not looked at.
    pub is_blank: bool,
    /// Its lines run up or down.
    pub is_sideways: bool,
}

/// Reads pages, one after the other. Each thread needs its own.
#[derive(Debug)]
pub struct Reader {
    engine: Engine,
    worker: PixelWorker,
}

impl Reader {
    /// A reader.
    ///
    /// # Errors
    /// If no worker can be started and confined.
    pub fn start(engine: &Engine) -> Result<Self, Failure> {
        Ok(Self { engine: engine.clone(), worker: PixelWorker::start(engine)? })
    }

    /// Reads a page.
    ///
    /// # Errors
    /// If the worker or the recogniser was stopped; the next page can still be read.
    pub fn read(&mut self, page: &Raster, hints: Hints) -> Result<PageText, Failure> {
        let mut used = vec![self.engine.arabic.clone()];
        if hints.is_blank {
            return Ok(self.text(Turn::None, used, Vec::new()));
        }
        let mut ready = self.worker.page(page, hints.stated_dpi)?;
        let mut turn = Turn::None;
        if hints.is_sideways {
            turn = self.turn(&ready)?;
            ready = self.turned(ready, turn)?;
        }
        let mut read = self.recognise(&ready)?;
        if !hints.is_sideways && !is_upright(&read) {
            turn = self.turn(&ready)?;
            if turn != Turn::None {
                ready = self.turned(ready, turn)?;
                read = self.recognise(&ready)?;
            }
        }
        self.read_missed(&mut read)?;
        self.read_figures(&mut read)?;
        if let Some(script) = self.engine.script.clone().filter(|_| is_doubtful(&read)) {
            let second = tesseract::read(&self.engine, &script.name, Layout::Page, &ready.image)?;
            with_script(&mut read, lines(second, Source::Script));
            used.push(script);
        }
        let read = self.placed(read)?;
        Ok(self.text(turn, used, read))
    }

    /// Which way up the page is; upright if nobody can say.
    fn turn(&self, ready: &ReadyPage) -> Result<Turn, Failure> {
        if self.engine.orientation.is_none() {
            return Ok(Turn::None);
        }
        let found = tesseract::orientation(&self.engine, &ready.image)?;
        Ok(found.filter(|found| found.confidence > SURE).map_or(Turn::None, |found| found.turn))
    }

    fn turned(&mut self, ready: ReadyPage, turn: Turn) -> Result<ReadyPage, Failure> {
        if turn == Turn::None { Ok(ready) } else { self.worker.turned(turn) }
    }

    /// Letters: around the registers, and in their cells.
    fn recognise(&self, ready: &ReadyPage) -> Result<Vec<DraftLine>, Failure> {
        let model = &self.engine.arabic.name;
        let around = tesseract::read(&self.engine, model, Layout::Page, &ready.image)?;
        let cells = ready.tables.iter().flat_map(|table| table.rows.iter().flatten());
        let inks: Vec<Rect> = cells.filter_map(|cell| cell.ink).collect();
        let mut writing: Vec<Vec<Word>> = vec![Vec::new(); inks.len()];
        for (sheet, image) in &ready.sheets {
            let read = tesseract::read(&self.engine, model, Layout::Block, image)?;
            give_to_cells(read, sheet, &inks, &mut writing);
        }
        Ok(with_tables(lines(around, Source::Arabic), &ready.tables, writing))
    }

    /// Lines that the recogniser passed over.
    fn read_missed(&mut self, lines: &mut Vec<DraftLine>) -> Result<(), Failure> {
        let around = lines.iter().filter(|line| line.table.is_none());
        let read = around.flat_map(|line| line.cells.iter().map(|cell| cell.area)).collect();
        let (places, sheets) = self.worker.missed(read)?;
        let mut writing: Vec<Vec<Word>> = vec![Vec::new(); places.len()];
        for (sheet, image) in &sheets {
            let model = &self.engine.arabic.name;
            let found = tesseract::read(&self.engine, model, Layout::Block, image)?;
            give_to_cells(found, sheet, &places, &mut writing);
        }
        for (place, words) in places.into_iter().zip(writing) {
            add_missed(lines, place, words);
        }
        Ok(())
    }

    fn read_figures(&mut self, lines: &mut [DraftLine]) -> Result<(), Failure> {
        let cells = || lines.iter().flat_map(|line| &line.cells);
        let stretches: Vec<_> = cells().filter_map(|cell| cell.stretch).collect();
        let mut found = self.worker.figures(stretches)?.into_iter();
        let cells = lines.iter_mut().flat_map(|line| &mut line.cells);
        for cell in cells.filter(|cell| cell.stretch.is_some()) {
            with_figures(&mut cell.words, &found.next().unwrap_or_default());
        }
        Ok(())
    }

    /// The lines with every rectangle where it stands on the page itself.
    fn placed(&mut self, lines: Vec<DraftLine>) -> Result<Vec<Line>, Failure> {
        let areas = lines.iter().flat_map(|line| &line.cells).flat_map(|cell| {
            std::iter::once(cell.area).chain(cell.words.iter().map(|word| word.area))
        });
        let mut places = self.worker.places(areas.collect())?.into_iter();
        let mut place = |area: Rect| places.next().unwrap_or(area);
        let lines = lines.into_iter().map(|line| {
            let doubtful = line.table.is_none() && is_dirt(&line);
            let cells = line.cells.into_iter().map(|cell| {
                let area = place(cell.area);
                let words = cell.words.into_iter().map(|mut word| {
                    word.area = place(word.area);
                    spell(&mut word.text);
                    word
                });
                Cell { area, words: words.collect() }
            });
            Line { table: line.table, doubtful, cells: cells.collect() }
        });
        Ok(lines.collect())
    }

    fn text(&self, turn: Turn, models: Vec<Model>, lines: Vec<Line>) -> PageText {
        let reader = ReaderUsed {
            engine: self.engine.name(),
            models,
            settings: SETTINGS.to_owned(),
            digits: DIGITS.to_owned(),
        };
        PageText { machine: true, reader, turn, lines }
    }
}

/// A word of so many letters of which the recogniser is so sure is one: upside down it finds one in a hundred, in the
/// poorest upright page one in seven.
const WORD: (usize, u8) = (3, 70);

fn words(lines: &[DraftLine]) -> impl Iterator<Item = &Word> {
    lines.iter().flat_map(|line| line.cells.iter().flat_map(|cell| &cell.words))
}

/// Whether at least one word in ten is one.
fn is_upright(lines: &[DraftLine]) -> bool {
    let sure = |word: &&Word| letters(&word.text) >= WORD.0 && word.confidence >= WORD.1;
    words(lines).filter(sure).count() * 10 > words(lines).count()
}

/// Of less the recogniser is not sure.
const UNSURE: u8 = 60;

/// Whether the recogniser is not sure of one word in five that are no figures.
fn is_doubtful(lines: &[DraftLine]) -> bool {
    let letters = || words(lines).filter(|word| letters(&word.text) >= 2);
    letters().filter(|word| word.confidence < UNSURE).count() * 5 > letters().count()
}

/// No figure, no word of three letters or more that is better than a guess, and none of two that is sure.
fn is_dirt(line: &DraftLine) -> bool {
    let is_read = |word: &Word| {
        let letters = word.text.chars().filter(|c| c.is_alphanumeric()).count();
        let is_word =
            (letters >= 3 && word.confidence >= 40) || (letters == 2 && word.confidence >= 75);
        word.source == Source::Digits || is_word
    };
    !line.cells.iter().flat_map(|cell| &cell.words).any(is_read)
}
