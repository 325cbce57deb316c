//! Typst, in memory: a world of a few files without disk, network or clock, and the PDF that comes of it.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, comemo};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::LetterError;
use crate::fonts::{BOOK, FONTS};

/// What one letter is made of.
pub struct Press {
    library: LazyHash<Library>,
    main: FileId,
    files: HashMap<FileId, Bytes>,
}

impl Press {
    /// A press with these files, the first of which is the letter; the others are what it reads.
    ///
    /// # Errors
    /// If a name is no path. The names are ours, so this is a mistake in the program.
    pub fn new<const N: usize>(files: [(&str, Bytes); N]) -> Result<Self, LetterError> {
        let mut main = None;
        let mut by_id = HashMap::new();
        for (name, bytes) in files {
            let path = VirtualPath::new(name).map_err(|error| LetterError::template(&error))?;
            let id = RootedPath::new(VirtualRoot::Project, path).intern();
            main.get_or_insert(id);
            by_id.insert(id, bytes);
        }
        let main = main.ok_or_else(|| LetterError::template(&"a letter has a main file"))?;
        Ok(Self { library: LazyHash::new(Library::default()), main, files: by_id })
    }

    /// Sets and exports the letter: PDF/A-3a, dated `made`, so that the same data give the same bytes.
    ///
    /// # Errors
    /// If the text cannot be set, or cannot be exported as PDF/A.
    pub fn print(&self, made: Timestamp) -> Result<Vec<u8>, LetterError> {
        let printed = self.set(made);
        // The typesetter remembers what it has set, names of people included, until it is told to forget.
        comemo::evict(0);
        printed
    }

    fn set(&self, made: Timestamp) -> Result<Vec<u8>, LetterError> {
        let warned = typst::compile::<PagedDocument>(self);
        let document = warned.output.map_err(|errors| LetterError::setting(&errors))?;
        // A warning says that something will not look as written, a missing font for example.
        if !warned.warnings.is_empty() {
            return Err(LetterError::setting(&warned.warnings));
        }
        let standards = PdfStandards::new(&[PdfStandard::A_3a])
            .map_err(|error| LetterError::template(&error.message()))?;
        let options = PdfOptions {
            ident: Smart::Auto,
            creator: Smart::Custom(Some("Sijill".to_owned())),
            timestamp: Some(date(made)?),
            standards,
            ..PdfOptions::default()
        };
        typst_pdf::pdf(&document, &options).map_err(|errors| LetterError::setting(&errors))
    }
}

/// The date in the PDF, from the record.
fn date(made: Timestamp) -> Result<typst_pdf::Timestamp, LetterError> {
    let at = made.to_zoned(TimeZone::UTC);
    let part = |number: i8| u8::try_from(number).unwrap_or_default();
    let day = (i32::from(at.year()), part(at.month()), part(at.day()));
    let time = (part(at.hour()), part(at.minute()), part(at.second()));
    Datetime::from_ymd_hms(day.0, day.1, day.2, time.0, time.1, time.2)
        .map(typst_pdf::Timestamp::new_utc)
        .ok_or(LetterError::Date { made })
}

impl World for Press {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let text =
            String::from_utf8(self.file(id)?.to_vec()).map_err(|_| FileError::InvalidUtf8)?;
        Ok(Source::new(id, text))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let absent = || FileError::NotFound(id.get().vpath().get_with_slash().into());
        self.files.get(&id).cloned().ok_or_else(absent)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    /// There is no clock: a template that asks for the day fails.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// What the typesetter said, one sentence after the other.
pub fn sentences(diagnostics: &[SourceDiagnostic]) -> String {
    let one = |d: &SourceDiagnostic| {
        let hints = d.hints.iter().map(|hint| format!(" ({})", hint.v));
        d.message.to_string() + &hints.collect::<String>()
    };
    diagnostics.iter().map(one).collect::<Vec<_>>().join("; ")
}
