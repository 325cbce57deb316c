//! A very small archive, made in the test's own process, and copies of it to be damaged.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use rayon::ThreadPool;
use sijill_ingest::{Closing, IngestError, Intake, Statement};
use sijill_storage::verify::{ProblemKind, Report, Scope, Silent};
use sijill_storage::{Archive, Passphrase, StorageError};
use tempfile::TempDir;
use walkdir::WalkDir;

use crate::campaign::fast_folder;
use crate::{PASSPHRASE, copy_folder};

/// Two sealed items with two files each, and an accession that is still open with one file in staging.
#[derive(Debug)]
pub struct Specimen {
    folder: TempDir,
}

impl Specimen {
    /// Makes it.
    ///
    /// # Panics
    /// If it cannot be made or does not verify.
    #[must_use]
    pub fn new() -> Self {
        let specimen = Self { folder: fast_folder() };
        let archive =
            Archive::create(&specimen.archive(), "x.example/y", "Nour", &passphrase()).unwrap();
        specimen.take_in(
            &archive,
            "done",
            &["a/1.tif", "a/2.tif", "b/1.tif", "b/2.tif"],
            Closing::WhenWhole,
        );
        specimen.take_in(&archive, "open", &["c/1.tif"], Closing::Later);
        let report = archive.verify(&Scope::default(), &Silent).unwrap();
        assert!(report.ok && report.complete && report.files == 5, "{report:?}");
        specimen
    }

    fn take_in(&self, archive: &Archive, source: &str, files: &[&str], closing: Closing) {
        let source = self.folder.path().join(source);
        for (number, file) in files.iter().enumerate() {
            let path = source.join(file);
            fs_err::create_dir_all(path.parent().unwrap()).unwrap();
            fs_err::write(path, format!("{file} {number}\n").repeat(2)).unwrap();
        }
        ingest(archive, source, closing).unwrap();
    }

    /// Goes on with the open accession, in a copy of the archive, to its end.
    ///
    /// # Errors
    /// If the ingest fails.
    pub fn go_on(&self, copy: &Path) -> Result<(), IngestError> {
        ingest(&Archive::open(copy)?, self.folder.path().join("open"), Closing::WhenWhole)
    }

    /// The archive's folder.
    #[must_use]
    pub fn archive(&self) -> PathBuf {
        self.folder.path().join("archive")
    }

    /// Every file in the archive, below its folder, in a stable order.
    #[must_use]
    pub fn files(&self) -> Vec<PathBuf> {
        let entries = WalkDir::new(self.archive()).sort_by_file_name().into_iter();
        let files = entries.map(Result::unwrap).filter(|entry| entry.file_type().is_file());
        files.map(|entry| entry.path().strip_prefix(self.archive()).unwrap().to_owned()).collect()
    }

    /// A copy to be damaged.
    #[must_use]
    pub fn copy(&self) -> Copy {
        let folder = fast_folder();
        copy_folder(&self.archive(), folder.path());
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        Copy { folder, pool }
    }
}

fn ingest(archive: &Archive, source: PathBuf, closing: Closing) -> Result<(), IngestError> {
    let mut writer = archive.write(&passphrase())?;
    let intake = Intake::begin(&mut writer, &[source], Statement::default())?;
    intake.run(closing, &sijill_ingest::Silent)?;
    writer.finish()?;
    Ok(())
}

fn passphrase() -> Passphrase {
    Passphrase::new(PASSPHRASE.to_owned()).unwrap()
}

impl Default for Specimen {
    fn default() -> Self {
        Self::new()
    }
}

/// A copy of the specimen. It verifies on one thread of its own, so that many copies do not disturb each other.
#[derive(Debug)]
pub struct Copy {
    folder: TempDir,
    pool: ThreadPool,
}

/// What a verification said.
#[derive(Debug)]
pub enum Said {
    /// It found what is in the report.
    Report(Report),
    /// It could not begin.
    Refused(StorageError),
    /// It panicked, which it never may.
    Panicked,
}

impl Copy {
    /// Its folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Verifies it.
    #[must_use]
    pub fn verify(&self) -> Said {
        let verify = || Archive::open(self.path())?.verify(&Scope::default(), &Silent);
        match catch_unwind(AssertUnwindSafe(|| self.pool.install(verify))) {
            Ok(Ok(report)) => Said::Report(report),
            Ok(Err(error)) => Said::Refused(error),
            Err(_) => Said::Panicked,
        }
    }
}

impl Said {
    /// Whether it found nothing wrong.
    #[must_use]
    pub fn is_content(&self) -> bool {
        matches!(self, Self::Report(report) if report.ok)
    }

    /// Whether it named this file, below the archive, as the place of something wrong.
    #[must_use]
    pub fn names(&self, file: &Path) -> bool {
        match self {
            Self::Report(report) => report
                .problems
                .iter()
                .any(|problem| problem.path.as_deref().map(Path::new) == Some(file)),
            Self::Refused(error) => error.to_string().contains(&*file.to_string_lossy()),
            Self::Panicked => false,
        }
    }

    /// Whether it named a problem of this kind at a file.
    #[must_use]
    pub fn has(&self, kind: ProblemKind, file: &Path) -> bool {
        let Self::Report(report) = self else { return false };
        let at = |path: Option<&str>| path.map(Path::new) == Some(file);
        report.problems.iter().any(|problem| problem.kind == kind && at(problem.path.as_deref()))
    }
}
