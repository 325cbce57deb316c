//! Making an evidence package.
//!
//! 1. the items are verified anew; with a problem there is no package;
//! 2. a checkpoint is signed, and the head is chosen that all proofs will lead to;
//! 3. everything is written, sealed and made durable;
//! 4. the finished package is checked as a stranger would check it;
//! 5. only then is it recorded that a copy left.

mod gather;
mod heads;
mod write;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use sijill_bag::{InfoError, NameError, PackError, WriteError};
use sijill_schema::{
    Act, Digest, Event, ExportId, Exported, ItemId, PackageId, PackageVerification,
};
use sijill_storage::verify::{Progress, Report, Scope};
use sijill_storage::{Archive, Draft, StorageError, TOOL, Unlock, Writer};
use sijill_translog::{Note, Policy};

use crate::check::{CheckError, Outside, Verdict, check_package};
use crate::layout;
use gather::Gathered;

/// What is asked for.
#[derive(Debug)]
pub struct Request<'a> {
    /// The items.
    pub items: Vec<ItemId>,
    /// The folder in which the package's folder is made.
    pub to: &'a Path,
    /// The case that it is for.
    pub case: Option<String>,
    /// Heads of the log that the receiver holds already.
    pub since: Vec<Note>,
    /// What two people agreed on, where it leaves because of that: exactly its items.
    pub approved: Option<ExportId>,
}

/// A package that was made, sealed, checked and recorded.
#[derive(Debug, Clone)]
pub struct Package {
    /// Its identifier.
    pub id: PackageId,
    /// Its folder.
    pub folder: PathBuf,
    /// The digest of `tagmanifest-sha256.txt`, which vouches for every byte.
    pub manifest: Digest,
    /// The head that it leads to.
    pub size: u64,
    /// How many files lie under `data/`.
    pub files: u64,
    /// How many bytes they have.
    pub bytes: u64,
    /// Whether enough witnesses of the archive's policy have cosigned the head.
    pub witnessed: bool,
}

/// Why no package was made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// The archive or its ledger.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The evidence does not verify.
    #[error("the archive does not verify: {} problems; run `sijill verify` to see them", .0.problems.len())]
    Unsound(Box<Report>),
    /// The item is not sealed yet.
    #[error("the item {item} is not sealed yet: finish taking in its accession first")]
    Open {
        /// The item.
        item: ItemId,
    },
    /// The head that the receiver holds is not of this log, or of another history.
    #[error("the head over {size} events that the receiver holds is not one of this log: {what}")]
    Since {
        /// Its size.
        size: u64,
        /// What is wrong.
        what: String,
    },
    /// Two people did not agree on it.
    #[error("the export was not agreed on: {0}; one person proposes it, another approves it")]
    NotApproved(String),
    /// The archive's trust policy cannot be read.
    #[error("policy.txt cannot be used: {0}")]
    Policy(String),
    /// The package was made and does not pass its own check.
    #[error("the package did not pass its own check and was removed: {}", failed(.0))]
    SelfCheck(Box<Verdict>),
    /// The certificate could not be made.
    #[error("the certificate could not be made: {0}")]
    Certificate(String),
    /// The package could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// A file could not be written.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The package could not be packed.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// The package could not be read again.
    #[error(transparent)]
    Check(#[from] CheckError),
    /// A name or field that a bag cannot hold.
    #[error("{0}")]
    Refused(String),
}

impl From<NameError> for ExportError {
    fn from(error: NameError) -> Self {
        Self::Refused(error.to_string())
    }
}

impl From<InfoError> for ExportError {
    fn from(error: InfoError) -> Self {
        Self::Refused(error.to_string())
    }
}

fn failed(verdict: &Verdict) -> String {
    let failed = verdict.checks.iter().filter(|check| check.status == crate::check::Status::Failed);
    let told = failed.map(|check| {
        format!("{}: {}", check.what, check.detail.in_language(crate::check::Language::English))
    });
    told.collect::<Vec<_>>().join("; ")
}

/// Makes a package as the person who unlocked the writer.
///
/// # Errors
/// If the evidence does not verify, or the package cannot be made; nothing is left behind then.
pub fn export<'k>(
    writer: &mut Writer,
    keys: impl Into<Unlock<'k>>,
    request: &Request<'_>,
    progress: &dyn Progress,
) -> Result<Package, ExportError> {
    let keys = keys.into();
    let approved = request.approved.map(|id| approved(writer.archive(), id, &request.items));
    let proposal = approved.transpose()?;
    let scope =
        Scope { only: request.items.iter().copied().collect::<HashSet<_>>(), ..Scope::default() };
    let report = writer.archive().verify(&scope, progress)?;
    if !report.ok {
        return Err(ExportError::Unsound(Box::new(report)));
    }
    writer.checkpoint()?;
    let policy_text = writer.archive().policy()?;
    let policy =
        Policy::parse(&policy_text).map_err(|error| ExportError::Policy(error.to_string()))?;
    let verification = PackageVerification {
        at: Event::now(),
        tool: TOOL.to_owned(),
        files: report.files,
        bytes: report.bytes,
        events: report.events,
        ok: report.ok,
    };
    let gathered = Gathered::new(writer, request, &policy, verification)?;
    let folder = request.to.join(format!("ep-{}", gathered.contents.description.id));
    fs_err::create_dir_all(request.to)?;
    let made = make(writer, keys, &gathered, proposal, &folder, (&policy_text, &policy));
    if made.is_err() {
        // What cannot be vouched for is not left lying about; the first error is the one to tell.
        let _ = fs_err::remove_dir_all(&folder);
    }
    made
}

/// What the events call an approved proposal, if it is for these items.
fn approved(archive: &Archive, id: ExportId, items: &[ItemId]) -> Result<Digest, ExportError> {
    let exports = archive.exports()?;
    let found = exports.get(id).ok_or_else(|| StorageError::NoSuchRecord { id: id.to_string() })?;
    for item in items {
        exports.check_package(found.digest, Some(*item)).map_err(ExportError::NotApproved)?;
    }
    Ok(found.digest)
}

fn make(
    writer: &mut Writer,
    keys: Unlock<'_>,
    gathered: &Gathered,
    proposal: Option<Digest>,
    folder: &Path,
    (policy_text, policy): (&str, &Policy),
) -> Result<Package, ExportError> {
    let written = write::write(writer, gathered, folder, (policy_text, policy))?;
    write::seal(writer, keys, folder)?;
    let outside = Outside { policy: Some(relaxed(policy, gathered)), ..Outside::default() };
    let verdict = check_package(folder, &outside)?;
    if !verdict.ok() {
        return Err(ExportError::SelfCheck(Box::new(verdict)));
    }
    let description = &gathered.contents.description;
    let manifest = written.tag_manifest.sha256;
    let (package, size) = (description.id, description.size);
    let act = Act::Exported(Exported { package, manifest, size, proposal });
    let draft = |item: ItemId| Draft { item: Some(item), ..Draft::of(act.clone()) };
    writer.append(description.items.iter().map(|item| draft(item.id)).collect())?;
    Ok(Package {
        id: description.id,
        folder: folder.to_owned(),
        manifest,
        size: description.size,
        files: written.files,
        bytes: written.bytes,
        witnessed: gathered.witnessed && policy.quorum().is_some(),
    })
}

/// Puts a time stamp over the tag manifest beside the seal, with the certificates of the authority in PEM. `number`
/// counts from 1.
///
/// # Errors
/// If there is one of this number already or it cannot be written.
pub fn add_seal_stamp(
    folder: &Path,
    number: usize,
    response: &[u8],
    chain: &str,
) -> Result<(), ExportError> {
    let (tsr, pem) = layout::seal_stamp(number);
    write::add(folder, &tsr, response)?;
    write::add(folder, &pem, chain.as_bytes())
}

/// The bytes that a seal and its time stamps are over.
///
/// # Errors
/// If they cannot be read.
pub fn sealed_bytes(folder: &Path) -> Result<Vec<u8>, ExportError> {
    Ok(fs_err::read(folder.join(layout::TAG_MANIFEST))?)
}

/// The archive's own policy, without its quorum where the head has not reached it yet: a package may be made
/// before the witnesses were asked, and its receiver sees that it lacks them.
fn relaxed(policy: &Policy, gathered: &Gathered) -> Policy {
    match policy.logs().first() {
        Some(log) if !gathered.witnessed => Policy::of_log(log.key().clone()),
        _ => policy.clone(),
    }
}
