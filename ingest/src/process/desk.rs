//! One desk at which files are looked at: a decoder in its confined worker, and what is made of what it shows.

use sijill_imaging::identify::identify;
use sijill_imaging::pages::{Helper, PageReader};
use sijill_reading::Engine;
use sijill_schema::{Digest, ImageOf};
use sijill_storage::{Archive, LookedAt, PageSecrets};

use super::outcome::Processed;
use super::page::{FILE_FILE, FileFile, MADE_BY};
use super::queue::Task;
use super::table::Table;
use crate::error::IngestError;

/// What came of looking at one file.
#[derive(Default)]
pub(super) struct Looked {
    /// What is to be recorded.
    pub pages: Vec<LookedAt>,
    /// What is to be told.
    pub outcome: Processed,
}

pub(super) struct Desk<'a> {
    decoder: PageReader,
    table: Table<'a>,
    reader: Option<String>,
}

impl<'a> Desk<'a> {
    pub fn new(
        archive: &'a Archive,
        secrets: &'a PageSecrets,
        engine: Option<&'a Engine>,
    ) -> Result<Self, IngestError> {
        let table = Table::new(archive, secrets, engine)?;
        let decoder = PageReader::start()?.with_helper(Helper::find());
        Ok(Self { decoder, table, reader: engine.map(Engine::name) })
    }

    /// Looks at all pages of a file. An error is one that the next file would meet as well.
    pub fn look(&mut self, task: &Task) -> Result<Looked, IngestError> {
        let mut looked = Looked::default();
        looked.outcome.confinement = self.decoder.level().map(|level| level.to_string());
        looked.outcome.reader = self.reader.clone();
        let master = task.master.record.page;
        let bytes = fs_err::read(&task.master.path)?;
        if Digest::of(&bytes) != task.master.record.digest {
            let detail = "the stored file is not the one that was taken in: run sijill verify";
            looked.outcome.fails_for_now(task.item, master, "altered", detail);
            return Ok(looked);
        }
        let format = identify(&bytes);
        let mut pages = Vec::new();
        match self.decoder.open(&bytes) {
            Err(why) => {
                let of = ImageOf { master, image: 1, images: 1 };
                pages.push(of.page());
                self.table.unreadable(task, of, format, &why, &mut looked)?;
            }
            Ok(mut file) => {
                let images = file.pages();
                for number in 0..images {
                    let of = ImageOf { master, image: number + 1, images };
                    pages.push(of.page());
                    match file.page(number) {
                        Ok(page) => self.table.shown(task, of, format, page, &mut looked)?,
                        Err(why) => self.table.unreadable(task, of, format, &why, &mut looked)?,
                    }
                }
            }
        }
        // What failed may be different next time, and must not look done until then.
        if looked.outcome.failed.iter().any(|failed| failed.again) {
            return Ok(looked);
        }
        let (made_by, read) = (MADE_BY.to_owned(), self.table.reads());
        self.table.put(
            task.item,
            master,
            FILE_FILE,
            &FileFile { made_by, covered: task.covered, read, pages },
        )?;
        Ok(looked)
    }
}
