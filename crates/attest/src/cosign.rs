//! Asking witnesses for cosignatures (C2SP tlog-witness), as the log that is witnessed.

use serde::Serialize;
use sha2::{Digest, Sha256};
use sijill_storage::{Archive, Ledger, SignedHead};
use sijill_translog::witness::AddCheckpoint;
use sijill_translog::{Note, Policy, PolicyWitness, SignatureLine, prove_consistency};

use crate::error::{AttestError, Result};
use crate::fork::{Verdict, compare, stop};
use crate::http::{Answer, Client};
use crate::policy::{Target, read, targets};
use crate::witnessed::{Witnessed, judge};

/// What asking came to.
#[derive(Debug, Serialize)]
pub struct Cosigning {
    /// How many events the checkpoint covers.
    pub size: u64,
    /// Each one that was asked.
    pub asked: Vec<Asked>,
    /// Who has cosigned the checkpoint by now, and whether that is enough.
    pub witnessed: Witnessed,
    /// The checkpoint with its cosignatures.
    pub checkpoint: String,
}

/// One that was asked.
#[derive(Debug, Serialize)]
pub struct Asked {
    /// The witness, as the policy calls it, or its URL.
    pub witness: String,
    /// What it answered.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// What a witness answered.
#[derive(Debug, Serialize, PartialEq, Eq)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum Outcome {
    /// It cosigned, and its lines are kept.
    Cosigned,
    /// It did not, and why.
    Failed {
        /// In words.
        detail: String,
    },
}

/// Asks a witness, or all of the policy that have a URL, to cosign the newest checkpoint.
///
/// # Errors
/// If nobody can be asked, or an answer proves a fork: [`AttestError::Forked`].
pub fn cosign(archive: &Archive, wanted: Option<&str>) -> Result<Cosigning> {
    // Nobody is asked for what could not be kept: a frozen archive stays silent.
    drop(archive.attest()?);
    let policy = read(archive)?;
    let head = newest(archive)?;
    let targets = targets(&policy, wanted)?;
    let client = Client::new();
    let mut asked = Vec::new();
    for target in targets {
        let url = target.url.clone().ok_or_else(|| {
            let what = format!("policy.txt has no URL for the witness {}", target.name());
            AttestError::refused(
                what,
                "ask it by file, with --request FILE, or add its URL to policy.txt",
            )
        })?;
        let asking = Asking { archive, client: &client, head: &head, target: &target, url };
        let outcome = match asking.ask() {
            Ok(()) => Outcome::Cosigned,
            Err(Failure::Witness(detail)) => Outcome::Failed { detail },
            Err(Failure::Ours(error)) => return Err(*error),
        };
        asked.push(Asked { witness: target.name(), outcome });
    }
    if asked.is_empty() {
        let what = "no witness of policy.txt has a URL";
        return Err(AttestError::refused(what, "ask them by file, with --request FILE"));
    }
    finish(archive, &policy, head.size, asked)
}

fn finish(archive: &Archive, policy: &Policy, size: u64, asked: Vec<Asked>) -> Result<Cosigning> {
    let attested = archive.ledger()?.attested_checkpoint(size)?;
    let note = attested.map(|head| head.note).unwrap_or_default();
    let witnessed = judge(policy, &note)?;
    let checkpoint = String::from_utf8_lossy(&note).into_owned();
    Ok(Cosigning { size, asked, witnessed, checkpoint })
}

/// The body of a request that is carried to a witness in a file. `known` is the size that the witness says it
/// cosigned last, where that is another than the answers kept here show.
///
/// # Errors
/// If nobody can be asked or the ledger cannot be read.
pub fn cosign_request(
    archive: &Archive,
    wanted: Option<&str>,
    known: Option<u64>,
) -> Result<Vec<u8>> {
    drop(archive.attest()?);
    let policy = read(archive)?;
    let head = newest(archive)?;
    let all = policy.witnesses();
    let wanted = wanted.or_else(|| (all.len() == 1).then(|| all[0].name()));
    let Some(wanted) = wanted else {
        let what = "policy.txt names several witnesses, and each needs a request of its own";
        return Err(AttestError::refused(what, "name one: sijill log cosign NAME --request FILE"));
    };
    let ledger = archive.ledger()?;
    let targets = targets(&policy, Some(wanted))?;
    let old = match known {
        Some(known) => known,
        None => last_cosigned(&ledger, &targets[0].witnesses)?,
    };
    request(&ledger, &head, old).map_err(|what| {
        AttestError::refused(
            what,
            "the witness may hold the newer part of this log: run sijill verify",
        )
    })
}

/// Takes in lines that came back in a file. Returns the size of the checkpoint that they are on.
///
/// # Errors
/// If they are of no witness in the policy, or do not verify on any checkpoint of this log.
pub fn import_cosignatures(archive: &Archive, lines: &[u8]) -> Result<Cosigning> {
    let policy = read(archive)?;
    let refused = |what| {
        AttestError::refused(what, "ask the witness for its lines on a checkpoint of this log")
    };
    let lines = parse(lines).map_err(|what| refused(what.to_owned()))?;
    let heads = archive.ledger()?.checkpoints()?;
    // The newest first: that is what was asked last.
    for head in heads.iter().rev() {
        if let Ok(known) = by_witnesses(&head.note, policy.witnesses(), &lines) {
            keep(archive, head.size, &known)?;
            let witness = |(witness, _): &(PolicyWitness, _)| Asked {
                witness: witness.name().to_owned(),
                outcome: Outcome::Cosigned,
            };
            let asked = known.iter().map(witness).collect();
            return finish(archive, &policy, head.size, asked);
        }
    }
    let newest = heads.last().map_or(&[][..], |head| &head.note);
    let why = by_witnesses(newest, policy.witnesses(), &lines).err().unwrap_or_default();
    Err(refused(format!("these lines are on no checkpoint of this log: {why}")))
}

/// The newest signed checkpoint.
pub(crate) fn newest(archive: &Archive) -> Result<SignedHead> {
    archive.ledger()?.newest_checkpoint()?.ok_or_else(|| {
        AttestError::refused("no checkpoint was signed yet", "run sijill log checkpoint")
    })
}

/// What the answers kept here say that a witness cosigned last.
fn last_cosigned(ledger: &Ledger, witnesses: &[PolicyWitness]) -> Result<u64> {
    match witnesses {
        [one] => Ok(ledger.last_cosigned(one.key())?),
        // Nobody knows yet who will answer: the witness says the size itself.
        _ => Ok(0),
    }
}

fn request(ledger: &Ledger, head: &SignedHead, old: u64) -> Result<Vec<u8>, String> {
    let words = |error: &dyn std::error::Error| error.to_string();
    let proof = prove_consistency(old, head.size, ledger).map_err(|error| words(&error))?;
    let note = Note::parse(&head.note).map_err(|error| words(&error))?;
    let request = AddCheckpoint::new(old, proof, note).map_err(|error| words(&error))?;
    Ok(request.to_bytes())
}

/// Why no cosignature came of asking.
enum Failure {
    /// The witness did not answer, or not so that it can be used. The others are still asked.
    Witness(String),
    /// The archive cannot go on, above all because the log has forked.
    Ours(Box<AttestError>),
}

impl<E: Into<AttestError>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Ours(Box::new(error.into()))
    }
}

struct Asking<'a> {
    archive: &'a Archive,
    client: &'a Client,
    head: &'a SignedHead,
    target: &'a Target,
    url: String,
}

impl Asking<'_> {
    fn ask(&self) -> Result<(), Failure> {
        let old = last_cosigned(&self.archive.ledger()?, &self.target.witnesses)?;
        let mut answer = self.post(old)?;
        if let Some(last) = size_in(&answer) {
            if last > self.head.size {
                return Err(self.contradicted(&answer));
            }
            answer = self.post(last)?;
        }
        match answer.status {
            200 => self.keep(&answer.body),
            409 | 422 => Err(self.contradicted(&answer)),
            404 => {
                Err(self.failed(&answer, "it does not know this log yet: give it the log's key"))
            }
            403 => {
                Err(self.failed(&answer, "it knows another key of this log: give it the new one"))
            }
            _ => Err(self.failed(&answer, "it refuses")),
        }
    }

    fn post(&self, old: u64) -> Result<Answer, Failure> {
        let body = request(&self.archive.ledger()?, self.head, old).map_err(Failure::Witness)?;
        let url = format!("{}/add-checkpoint", self.url.trim_end_matches('/'));
        self.client.post(&url, "application/octet-stream", &body).map_err(Failure::Witness)
    }

    fn keep(&self, body: &[u8]) -> Result<(), Failure> {
        let known = parse(body)
            .map_err(str::to_owned)
            .and_then(|lines| by_witnesses(&self.head.note, &self.target.witnesses, &lines));
        let known =
            known.map_err(|what| Failure::Witness(format!("its answer is refused: {what}")))?;
        Ok(keep(self.archive, self.head.size, &known)?)
    }

    /// The witness cosigned something that this archive's checkpoint does not extend: what is it?
    fn contradicted(&self, answer: &Answer) -> Failure {
        let name = monitoring_name(self.archive.origin().as_str());
        let url = format!("{}/{name}/checkpoint", self.url.trim_end_matches('/'));
        let shown = match self.client.get(&url) {
            Ok(shown) if shown.status == 200 => shown,
            Ok(shown) => return self.unproved(answer, &shown.in_words()),
            Err(why) => return self.unproved(answer, &why),
        };
        match compare(self.archive, &shown.body) {
            Ok(Verdict::Contradicts(fork)) => {
                let holder = format!("the witness {}", self.target.name());
                Failure::Ours(Box::new(stop(self.archive, *fork, &holder)))
            }
            Ok(Verdict::Fits(head)) => {
                let fits = format!("what it shows, {} events, fits this archive", head.size);
                self.unproved(answer, &fits)
            }
            Err(error) => self.unproved(answer, &error.to_string()),
        }
    }

    fn unproved(&self, answer: &Answer, why: &str) -> Failure {
        let what = "it says that this checkpoint does not extend what it cosigned";
        self.failed(answer, &format!("{what}, and shows no proof of it ({why})"))
    }

    fn failed(&self, answer: &Answer, what: &str) -> Failure {
        Failure::Witness(format!("{what} (it answered {})", answer.in_words()))
    }
}

/// Where a witness shows what it cosigned last of a log: the SHA-256 of the origin, in hexadecimal.
fn monitoring_name(origin: &str) -> String {
    Sha256::digest(origin).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The size in a 409 that names what the witness cosigned last.
fn size_in(answer: &Answer) -> Option<u64> {
    if answer.status != 409 || answer.content_type != "text/x.tlog.size" {
        return None;
    }
    std::str::from_utf8(&answer.body).ok()?.strip_suffix('\n')?.parse().ok()
}

fn parse(lines: &[u8]) -> Result<Vec<SignatureLine>, &'static str> {
    const WHAT: &str = "it does not consist of cosignature lines";
    let text = std::str::from_utf8(lines).map_err(|_| WHAT)?;
    let lines: Result<Vec<_>, _> = text.lines().map(str::parse).collect();
    lines.ok().filter(|lines| !lines.is_empty()).ok_or(WHAT)
}

/// The lines by these witnesses. One that does not verify spoils all; those of others say nothing here.
fn by_witnesses(
    note: &[u8],
    witnesses: &[PolicyWitness],
    lines: &[SignatureLine],
) -> Result<Vec<(PolicyWitness, SignatureLine)>, String> {
    let note = Note::parse(note).map_err(|error| error.to_string())?;
    let mut known = Vec::new();
    for line in lines {
        let is_by = |witness: &&PolicyWitness| {
            (witness.key().name(), witness.key().id()) == (line.name(), line.id())
        };
        let Some(witness) = witnesses.iter().find(is_by) else { continue };
        if !witness.key().verify(note.text().as_bytes(), line.signature()) {
            return Err(format!("the cosignature of {} does not verify", witness.name()));
        }
        known.push((witness.clone(), line.clone()));
    }
    if known.is_empty() {
        return Err("no line is by a witness of policy.txt".to_owned());
    }
    Ok(known)
}

fn keep(archive: &Archive, size: u64, known: &[(PolicyWitness, SignatureLine)]) -> Result<()> {
    let mut attested = archive.attest()?;
    for (witness, line) in known {
        attested.add_cosignature(size, witness.key(), line)?;
    }
    Ok(())
}
