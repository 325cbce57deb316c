//! One entrant's turn: preparation, the measured run, and the proof that it did its work.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use fs_err::File;

use super::contest::{Arena, Entrant};
use super::corpus::Corpus;
use super::measure::{SHELL, Sample, measure};
use super::proof::{Proof, counted, ingested, verified};
use crate::Result;
use crate::command::root;

/// One entrant in one round.
pub struct Turn<'a> {
    pub arena: &'a Arena,
    pub entrant: &'a Entrant<'a>,
    /// The entrant's place in the contest, which names its store.
    pub place: usize,
    pub round: usize,
}

/// Guards nothing: the archives of a measurement hold noise.
const PASSPHRASE: &str = "bench passphrase";

/// Brings a corpus into the page cache, so that the first entrant does not pay for the others.
const WARM: &str = r#"find "$CORPUS" -type f -print0 | xargs -0 -n 1000 cat > /dev/null"#;

impl Turn<'_> {
    /// What comes once, before the first round.
    pub fn get_ready(&self) -> Result<()> {
        self.unmeasured(&[WARM])?;
        self.unmeasured(self.entrant.tool.stock)
    }

    /// The figures of a run whose work is proven.
    pub fn run(&self) -> Result<Sample> {
        let tool = self.entrant.tool;
        self.unmeasured(tool.prepare)?;
        let (status, sample) = measure(&mut self.captured(tool.run)?)?;
        if !status.success() {
            return Err(self.complaint(tool.run, status.to_string()).into());
        }
        let name = &self.entrant.name;
        self.prove().map_err(|error| format!("{name} {error}"))?;
        Ok(sample)
    }

    fn prove(&self) -> Result<()> {
        let files = self.corpus().files;
        match self.entrant.tool.proof {
            Proof::Ingested => ingested(&fs_err::read_to_string(self.out())?, files),
            Proof::Verified => verified(&fs_err::read_to_string(self.out())?, files),
            Proof::Count(line) => {
                let printed = self.command(&[line]).output()?.stdout;
                counted(&String::from_utf8_lossy(&printed), files)
            }
        }
    }

    fn unmeasured(&self, lines: &[&str]) -> Result<()> {
        let status = self.captured(lines)?.status()?;
        if status.success() {
            Ok(())
        } else {
            Err(self.complaint(lines, status.to_string()).into())
        }
    }

    fn captured(&self, lines: &[&str]) -> Result<Command> {
        fs_err::create_dir_all(&self.arena.work)?;
        let mut command = self.command(lines);
        command.stdout(File::create(self.out())?.into_file());
        command.stderr(File::create(self.arena.work.join("err"))?.into_file());
        Ok(command)
    }

    /// The environment that `peers` describes, and no other settings of our tools.
    fn command(&self, lines: &[&str]) -> Command {
        let (arena, corpus) = (self.arena, self.corpus());
        let base = self.entrant.base.as_ref().map_or(OsStr::new(""), |base| base.path.as_os_str());
        let mut command = Command::new(SHELL);
        command.args(["-euo", "pipefail", "-c", &lines.join("\n")]);
        command.current_dir(root()).stdin(Stdio::null()).env("PATH", &arena.path);
        command.env("CORPUS", &corpus.path).env("BASE", base).env("BATCH", batch(corpus.files));
        command.env("WORK", &arena.work).env("STORE", self.store()).env("OUT", self.out());
        command.env("SIJILL", &arena.sijill).env_remove("SIJILL_ARCHIVE");
        command.env("SIJILL_PASSPHRASE", PASSPHRASE).env("RESTIC_PASSWORD", PASSPHRASE);
        command
    }

    /// Which lines failed, how, and the end of what they said on standard error.
    fn complaint(&self, lines: &[&str], status: String) -> String {
        let said = fs_err::read_to_string(self.arena.work.join("err")).unwrap_or_default();
        let said: Vec<_> = said.lines().collect();
        let end = said[said.len().saturating_sub(8)..].join("\n");
        format!("{}: {status} from\n{}\n{end}", self.entrant.name, lines.join("\n"))
    }

    fn corpus(&self) -> &Corpus {
        let corpora = &self.entrant.corpora;
        &corpora[self.round.min(corpora.len() - 1)]
    }

    fn store(&self) -> PathBuf {
        self.arena.work.join(format!("store-{}", self.place))
    }

    fn out(&self) -> PathBuf {
        self.arena.work.join("out")
    }
}

/// How many files one process of `xargs -P2` is given: few enough that both always have work.
fn batch(files: usize) -> String {
    (files / 16).clamp(1, 64).to_string()
}
