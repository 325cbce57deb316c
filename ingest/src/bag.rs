//! A bag that somebody sent: its files are taken in like any others, its tag files too, and what its manifests say is
//! recorded as the sender's word, beside what we find ourselves.
//!
//! The bag is read before anything is taken in. One that lists a path outside itself was made to harm and is
//! refused whole; any other fault of it is reported, because a damaged bag is evidence too. A claim is compared with the
//! bytes in the same reading that gives their SHA-256, and the record takes the comparison over only for that SHA-256.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sijill_bag::{Algorithm, Bag, Claim, Code, Container, ContainerError, Finding};
use sijill_schema::{ClaimAlgorithm, FileRecord, GapReason, OriginalPath, SenderClaim};

use crate::accession::Statement;
use crate::error::{IngestError, SourceProblem, SourceProblemKind, missing_or};
use crate::source::original;

const AS_FILES: &str = "leave --bag out to take it in as plain files, without the sender's claims";

/// A bag, and what its sender says about the files in it.
#[derive(Debug)]
pub struct SentBag {
    folder: PathBuf,
    files: HashMap<OriginalPath, Sent>,
    problems: Vec<SourceProblem>,
}

/// A file as it was when its claims were compared.
#[derive(Debug)]
struct Sent {
    sha256: String,
    claims: Vec<SenderClaim>,
}

impl SentBag {
    /// Reads a bag and compares every claim with the bytes, on all cores.
    ///
    /// # Errors
    /// If it is no bag in a folder, lists a path that leaves it, or cannot be read.
    pub fn read(folder: &Path) -> Result<Self, IngestError> {
        let refused = |what: String, remedy| IngestError::refused(folder, what, remedy);
        let container = Container::open(folder).map_err(|error| match error {
            ContainerError::Io(error) => refused(missing_or(&error), "check the path"),
            other => refused(other.to_string(), "unpack it and name the folder"),
        })?;
        if container.is_zip() {
            return Err(refused("it is packed".to_owned(), "unpack it and name the folder"));
        }
        let bag = Bag::read(container);
        if let Some(leaves) = first(&bag, Code::LeavesBag) {
            return Err(refused(leaves, "refuse the bag; ask the sender what it should be"));
        }
        if !bag.is_readable() {
            let why = bag.structure().errors.first().map_or("it is no bag", |found| &found.detail);
            return Err(refused(why.to_owned(), AS_FILES));
        }
        Ok(Self::compare(folder, &bag))
    }

    fn compare(folder: &Path, bag: &Bag) -> Self {
        let faults = bag.completeness().errors;
        let faults = faults.iter().filter_map(|found| fault(folder, found));
        let missing = bag.listed().into_iter().filter(|path| !bag.container().contains(path));
        let missing = missing.map(|path| missing_file(folder, path));
        let mut problems: Vec<_> = faults.chain(missing).collect();
        let paths: Vec<_> = bag.container().files().map(|(path, _)| path).collect();
        let compared: Vec<_> = paths.par_iter().map(|path| Sent::read(bag, path)).collect();
        let mut files = HashMap::new();
        for (path, sent) in paths.into_iter().zip(compared) {
            // What cannot be read here cannot be secured either, and is reported there.
            let Ok(sent) = sent else { continue };
            problems.extend(sent.contradiction(folder, path));
            files.insert(OriginalPath::from_bytes(path.as_bytes()), sent);
        }
        Self { folder: folder.to_owned(), files, problems }
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// What is wrong with the bag.
    pub fn problems(&self) -> &[SourceProblem] {
        &self.problems
    }

    /// The sender's claims about a file that was secured. They agree only if its bytes are those that were compared.
    pub(crate) fn claims(&self, record: &FileRecord) -> Vec<SenderClaim> {
        let Some(sent) = self.files.get(&record.original) else { return Vec::new() };
        let is_same = sent.sha256 == record.digest.hex();
        let claim =
            |claim: &SenderClaim| SenderClaim { agrees: claim.agrees && is_same, ..claim.clone() };
        sent.claims.iter().map(claim).collect()
    }

    /// Records how many files the sender lists and did not send.
    pub(crate) fn add_gap(&self, statement: &mut Statement) {
        let is_missing = |problem: &&SourceProblem| problem.kind == SourceProblemKind::ClaimMissing;
        let missing = self.problems.iter().filter(is_missing).count();
        if missing > 0 {
            let what =
                format!("{missing} files that the sender's manifests list were not in the bag.");
            statement.add_gap(GapReason::MissingOnArrival, what);
        }
    }
}

impl Sent {
    /// Our own digest first, then those that the sender claims; the file is read once.
    fn read(bag: &Bag, path: &str) -> std::io::Result<Self> {
        let claims = bag.claims(path);
        let stated = claims.iter().map(|claim| claim.algorithm);
        let algorithms: Vec<_> = [Algorithm::Sha256].into_iter().chain(stated).collect();
        let mut found = bag.hash(path, &algorithms)?.into_iter();
        let sha256 = found.next().unwrap_or_default();
        let claims = claims.into_iter().zip(found).map(|(claim, found)| compared(claim, &found));
        Ok(Self { sha256, claims: claims.collect() })
    }

    fn contradiction(&self, folder: &Path, path: &str) -> Option<SourceProblem> {
        let wrong = self.claims.iter().filter(|claim| !claim.agrees);
        let wrong: Vec<_> =
            wrong.map(|claim| format!("{} {}", claim.algorithm.name(), claim.digest)).collect();
        (!wrong.is_empty()).then(|| SourceProblem {
            kind: SourceProblemKind::ClaimContradicted,
            path: shown(&folder.join(path)),
            detail: format!(
                "the sender states {}; the file that came has another digest and is secured as it came",
                wrong.join(", ")
            ),
        })
    }
}

fn compared(claim: Claim, found: &str) -> SenderClaim {
    let algorithm = match claim.algorithm {
        Algorithm::Md5 => ClaimAlgorithm::Md5,
        Algorithm::Sha1 => ClaimAlgorithm::Sha1,
        Algorithm::Sha224 => ClaimAlgorithm::Sha224,
        Algorithm::Sha256 => ClaimAlgorithm::Sha256,
        Algorithm::Sha384 => ClaimAlgorithm::Sha384,
        Algorithm::Sha512 => ClaimAlgorithm::Sha512,
    };
    SenderClaim { agrees: claim.digest == found, algorithm, digest: claim.digest }
}

fn missing_file(folder: &Path, path: &str) -> SourceProblem {
    let detail = "the sender's manifests list it, and it did not come".to_owned();
    SourceProblem { kind: SourceProblemKind::ClaimMissing, path: shown(&folder.join(path)), detail }
}

/// Any other fault of the bag as a problem of its source. Links and special files are reported where they are walked past.
fn fault(folder: &Path, found: &Finding) -> Option<SourceProblem> {
    let kind = match found.code {
        Code::Symlink | Code::SpecialFile | Code::Missing | Code::NotFetched => return None,
        _ => SourceProblemKind::BagInvalid,
    };
    Some(SourceProblem { kind, path: shown(folder), detail: found.to_string() })
}

fn shown(path: &Path) -> String {
    original(path).display()
}

fn first(bag: &Bag, code: Code) -> Option<String> {
    let found = bag.structure().errors.iter().find(|found| found.code == code)?;
    Some(format!("the bag is refused: {}", found.detail))
}
