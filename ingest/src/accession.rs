//! `accession.toml`: what the team states about what they took over. Everything is optional; what is not stated
//! becomes a recorded gap and is never invented.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::Deserialize;
use sijill_schema::{
    AccessLevel, AccessionId, AccessionRecord, Authority, ContentFlag, Custodian, Event, Gap,
    GapReason, Interpretation, OriginalPath, Person, PlaceLevel, PlacePath, PlaceStep, Precision,
    RecordDate, Reliability, Salt,
};

use crate::error::{IngestError, missing_or};
use crate::sheet::Sheet;

/// What the team states, with the files that state it.
#[derive(Debug, Clone, Default)]
pub struct Statement {
    pub(crate) facts: Facts,
    pub(crate) sheet: Option<Sheet>,
    /// The files as handed in: they become part of the accession's sealed object.
    pub(crate) attachments: Vec<(String, Vec<u8>)>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Facts {
    reference: Option<String>,
    title: Option<String>,
    taken_over: Option<StatedDate>,
    sheet: Option<PathBuf>,
    place: StatedPlace,
    authority: Option<Authority>,
    people: Vec<Person>,
    holders: Vec<Holder>,
    gaps: Vec<StatedGap>,
    pub(crate) access: AccessLevel,
    flags: Vec<ContentFlag>,
    notes: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct StatedPlace {
    site: Option<String>,
    building: Option<String>,
    floor: Option<String>,
    room: Option<String>,
    cabinet: Option<String>,
    shelf: Option<String>,
    #[serde(rename = "box")]
    box_: Option<String>,
    folder: Option<String>,
}

/// A date: as written, or with what it is taken to mean.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum StatedDate {
    AsWritten(String),
    Interpreted { as_written: String, earliest: Date, latest: Date, precision: Precision },
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Holder {
    name: String,
    from: Option<StatedDate>,
    until: Option<StatedDate>,
    #[serde(default = "unknown")]
    reliability: Reliability,
    source: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct StatedGap {
    reason: GapReason,
    what: String,
    from: Option<StatedDate>,
    until: Option<StatedDate>,
}

fn unknown() -> Reliability {
    Reliability::Unknown
}

const REMEDY: &str = "correct the file; docs/accession.md shows every field";

impl Statement {
    /// Reads `FILE.toml` (and the sheet that it names) or a sheet alone (`FILE.csv`, `FILE.xlsx`).
    ///
    /// # Errors
    /// If a file cannot be read or says something that cannot be understood; the message names the place.
    pub fn read(path: &Path) -> Result<Self, IngestError> {
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("toml") => Self::read_toml(path),
            Some("csv" | "xlsx") => Self::read_sheet(path, Facts::default(), Vec::new()),
            _ => Err(IngestError::refused(
                path,
                "an accession file ends in .toml, .csv or .xlsx",
                REMEDY,
            )),
        }
    }

    /// What a person fills into a form: the text of an `accession.toml` that names no sheet. The text is kept with the
    /// accession like a file that was handed in.
    ///
    /// # Errors
    /// If it says something that cannot be understood.
    pub(crate) fn of_form(text: String) -> Result<Self, IngestError> {
        let facts = Facts::parse(Path::new("accession.toml"), &text)?;
        let attachments = vec![("accession.toml".to_owned(), text.into_bytes())];
        Ok(Self { facts, sheet: None, attachments })
    }

    /// What counts for the items of an accession that was begun earlier.
    pub(crate) fn of_record(record: &AccessionRecord) -> Self {
        Self { facts: Facts { access: record.access, ..Facts::default() }, ..Self::default() }
    }

    fn read_toml(path: &Path) -> Result<Self, IngestError> {
        let bytes = read(path)?;
        let text = std::str::from_utf8(&bytes)
            .map_err(|_| IngestError::refused(path, "the file is not UTF-8", REMEDY))?;
        let facts = Facts::parse(path, text)?;
        let attachments = vec![("accession.toml".to_owned(), bytes)];
        match &facts.sheet {
            Some(sheet) => {
                let sheet = path.parent().unwrap_or(Path::new(".")).join(sheet);
                Self::read_sheet(&sheet, facts, attachments)
            }
            None => Ok(Self { facts, sheet: None, attachments }),
        }
    }

    fn read_sheet(
        path: &Path,
        facts: Facts,
        mut attachments: Vec<(String, Vec<u8>)>,
    ) -> Result<Self, IngestError> {
        let bytes = read(path)?;
        let sheet = Sheet::parse(path, &bytes)?;
        let is_xlsx = path.extension().is_some_and(|extension| extension == "xlsx");
        let name = if is_xlsx { "sheet.xlsx" } else { "sheet.csv" };
        attachments.push((name.to_owned(), bytes));
        Ok(Self { facts, sheet: Some(sheet), attachments })
    }

    /// Adds what was found missing before anything was taken in.
    pub(crate) fn add_gap(&mut self, reason: GapReason, what: String) {
        self.facts.gaps.push(StatedGap { reason, what, from: None, until: None });
    }

    /// The accession's record.
    pub(crate) fn record(
        &self,
        id: AccessionId,
        number: u64,
        sources: Vec<OriginalPath>,
    ) -> Result<AccessionRecord, sijill_storage::StorageError> {
        let facts = self.facts.clone();
        let gaps = facts.gaps();
        let received = Event::now();
        Ok(AccessionRecord {
            id,
            reference: facts
                .reference
                .unwrap_or_else(|| format!("{}-{number:03}", received.strftime("%Y"))),
            title: facts.title,
            received,
            taken_over: facts.taken_over.map(StatedDate::date).transpose()?,
            place: facts.place.path()?,
            authority: facts.authority,
            people: facts.people,
            holders: facts.holders.into_iter().map(Holder::custodian).collect::<Result<_, _>>()?,
            gaps: gaps?,
            access: facts.access,
            flags: facts.flags,
            notes: facts.notes,
            sources,
            salt: Salt::random()?,
        })
    }
}

fn read(path: &Path) -> Result<Vec<u8>, IngestError> {
    fs_err::read(path)
        .map_err(|error| IngestError::refused(path, missing_or(&error), "check the path"))
}

type Converted<T> = Result<T, sijill_storage::StorageError>;

fn invalid(what: String) -> sijill_storage::StorageError {
    sijill_storage::StorageError::Invalid { what, remedy: REMEDY }
}

impl Facts {
    fn parse(path: &Path, text: &str) -> Result<Self, IngestError> {
        let facts: Self = toml::from_str(text)
            .map_err(|error| IngestError::refused(path, error.to_string(), REMEDY))?;
        facts.check(path)?;
        Ok(facts)
    }

    /// Finds what cannot be understood before anything is written.
    fn check(&self, path: &Path) -> Result<(), IngestError> {
        let refused = |error: sijill_storage::StorageError| {
            IngestError::refused(path, error.to_string(), REMEDY)
        };
        self.place.clone().path().map_err(refused)?;
        self.gaps().map_err(refused)?;
        let dates = self
            .holders
            .iter()
            .flat_map(|holder| [&holder.from, &holder.until])
            .chain([&self.taken_over]);
        dates.flatten().try_for_each(|date| date.clone().date().map(|_| ())).map_err(refused)
    }

    /// The gaps that the team states, and the one that nobody stated: who held the records before.
    fn gaps(&self) -> Converted<Vec<Gap>> {
        let mut gaps =
            self.gaps.clone().into_iter().map(StatedGap::gap).collect::<Converted<Vec<_>>>()?;
        if self.holders.is_empty() {
            let what =
                "Nobody has stated who held these records before they were taken over.".to_owned();
            gaps.push(Gap { reason: GapReason::NoStatement, what, from: None, until: None });
        }
        Ok(gaps)
    }
}

impl StatedPlace {
    fn path(self) -> Converted<PlacePath> {
        let levels = [
            (PlaceLevel::Site, self.site),
            (PlaceLevel::Building, self.building),
            (PlaceLevel::Floor, self.floor),
            (PlaceLevel::Room, self.room),
            (PlaceLevel::Cabinet, self.cabinet),
            (PlaceLevel::Shelf, self.shelf),
            (PlaceLevel::Box, self.box_),
            (PlaceLevel::Folder, self.folder),
        ];
        let steps: Vec<_> = levels
            .into_iter()
            .filter_map(|(level, name)| Some(PlaceStep { level, name: name? }))
            .collect();
        PlacePath::try_from(steps).map_err(|error| invalid(error.to_string()))
    }
}

impl StatedDate {
    fn date(self) -> Converted<RecordDate> {
        match self {
            Self::AsWritten(text) => Ok(RecordDate::as_written(text)),
            Self::Interpreted { as_written, earliest, latest, precision } => {
                let meaning = Interpretation::new(earliest, latest, precision);
                let meaning = meaning
                    .map_err(|error| invalid(format!("the date {as_written:?}: {error}")))?;
                Ok(RecordDate { as_written, interpreted: Some(meaning) })
            }
        }
    }
}

impl Holder {
    fn custodian(self) -> Converted<Custodian> {
        let Self { name, from, until, reliability, source } = self;
        let date = |date: Option<StatedDate>| date.map(StatedDate::date).transpose();
        Ok(Custodian { name, from: date(from)?, until: date(until)?, reliability, source })
    }
}

impl StatedGap {
    fn gap(self) -> Converted<Gap> {
        let date = |date: Option<StatedDate>| date.map(StatedDate::date).transpose();
        Ok(Gap {
            reason: self.reason,
            what: self.what,
            from: date(self.from)?,
            until: date(self.until)?,
        })
    }
}
