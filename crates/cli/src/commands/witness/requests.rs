//! Requests that came as files, on a stick or by mail.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use sijill_storage::durable;
use sijill_translog::witness::{AddCheckpoint, Refusal};

use super::{Place, now};
use crate::commands::Ended;
use crate::error::{CliError, Exit};
use crate::output::Output;
use crate::{Global, passphrase};

/// Show what a request asks and what the answer would be, without answering it.
#[derive(Debug, Args)]
pub(super) struct Request {
    /// The request, as sijill log cosign --request wrote it.
    #[arg(value_name = "FILE.req")]
    file: PathBuf,
}

impl Request {
    pub fn run(&self, place: &Place, output: Output) -> Ended {
        let witness = place.open()?;
        let request = AddCheckpoint::parse(&fs_err::read(&self.file)?)
            .map_err(|malformed| refused(&malformed.into(), &self.file))?;
        let verdict = witness.examine(&request)?;
        let checkpoint = request.checkpoint();
        let (size, root) = (checkpoint.size, checkpoint.root.to_string());
        let (status, why) = match &verdict {
            Ok(_) => (200, None),
            Err(refusal) => (refusal.status(), Some(refusal.to_string())),
        };
        let json = json!({
            "origin": checkpoint.origin, "old": request.old(), "size": size, "root": root,
            "status": status, "why": why,
        });
        output.result(&json, || {
            let answer = why.clone().map_or_else(
                || "It extends what was cosigned last: it would be cosigned.".to_owned(),
                |why| format!("It would be REFUSED: {why}"),
            );
            format!(
                "{}\n  from {} to {size} events\n  root {root}\n{answer}",
                checkpoint.origin,
                request.old()
            )
        })?;
        Ok(verdict.map_or_else(|refusal| exit(&refusal).into(), |_| ExitCode::SUCCESS))
    }
}

/// Answer a request: cosign its checkpoint if it extends the last one cosigned, and write the cosignature.
#[derive(Debug, Args)]
pub(super) struct Answer {
    /// The request, as sijill log cosign --request wrote it.
    #[arg(value_name = "FILE.req")]
    file: PathBuf,
    /// Where the cosignature goes, for sijill log import.
    #[arg(long, value_name = "FILE.cosig")]
    to: PathBuf,
}

impl Answer {
    pub fn run(&self, place: &Place, global: &Global, output: Output) -> Ended {
        let request = fs_err::read(&self.file)?;
        let mut witness = place.open()?.unlock(&passphrase::own(global)?)?;
        let answer = witness.answer(&request, now()?)?;
        let (origin, size) = match &answer {
            sijill_witness::Answer::Cosigned { origin, size, .. } => (origin, size),
            sijill_witness::Answer::Refused(refusal) => return Err(refused(refusal, &self.file)),
        };
        durable::replace(&self.to, answer.body().as_bytes(), 0o644)?;
        let json = json!({
            "origin": origin, "size": size, "cosignature": answer.body().trim_end(), "file": self.to,
        });
        output.result(&json, || {
            let file = self.to.display();
            format!("Cosigned {origin} at {size} events. Carry {file} back to the archive.")
        })?;
        Ok(ExitCode::SUCCESS)
    }
}

/// A request that is no extension is evidence that does not verify; the others are merely refused.
const fn exit(refusal: &Refusal) -> Exit {
    match refusal {
        Refusal::Fork { .. } | Refusal::NotAnExtension { .. } => Exit::UNSOUND,
        _ => crate::error::REFUSED,
    }
}

fn refused(refusal: &Refusal, file: &Path) -> CliError {
    let (kind, remedy) = match refusal {
        Refusal::UnknownOrigin(_) => (
            "unknown-log",
            "if you know the archive, add its log with sijill witness add-log".to_owned(),
        ),
        Refusal::NotSigned(_) => {
            ("not-signed", "ask the archive whether it has a new key".to_owned())
        }
        Refusal::NotTheLast { last, .. } => {
            ("not-the-last", format!("ask the archive for a request that begins at {last} events"))
        }
        Refusal::Fork { .. } => ("fork", super::evidence::ADVICE.to_owned()),
        Refusal::NotAnExtension { .. } => (
            "not-an-extension",
            "ask the archive for the request again; if that is refused too, act as on a fork"
                .to_owned(),
        ),
        _ => ("malformed", "ask the archive for the request again".to_owned()),
    };
    CliError {
        kind,
        message: format!("{}{refusal}", if refusal.is_fork() { "FORK: " } else { "" }),
        path: Some(file.to_owned()),
        remedy,
        exit: exit(refusal),
    }
}
