//! What reads: the Tesseract program of this machine and its models.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sha2::{Digest, Sha256};
use sijill_sandbox::{Program, Tool};

use crate::text::Model;

const PROGRAM: &str = "tesseract";
/// Where distributions and the project itself keep models.
const USUAL_FOLDERS: [&str; 5] = [
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/share/tesseract/tessdata",
    "/usr/local/share/tessdata",
];

/// Tesseract, its models, and how both are started. Cheap to copy; knows nothing of any page.
#[derive(Debug, Clone)]
pub struct Engine {
    program: PathBuf,
    folder: PathBuf,
    version: String,
    pub(crate) arabic: Model,
    pub(crate) script: Option<Model>,
    pub(crate) orientation: Option<Model>,
    launcher: Program,
    worker: Option<Program>,
}

/// Why nothing can be read here.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// There is no such program.
    #[error("tesseract is not installed; on Debian: apt install tesseract-ocr tesseract-ocr-ara")]
    NoProgram,
    /// It does not work.
    #[error("{program} does not say its version: {why}", program = .program.display())]
    NoVersion {
        /// The program.
        program: PathBuf,
        /// What the system said.
        why: String,
    },
    /// There is no model of Arabic.
    #[error(
        "no ara.traineddata in {folder}; on Debian: apt install tesseract-ocr-ara",
        folder = .folder.display()
    )]
    NoModel {
        /// Where it was sought.
        folder: PathBuf,
    },
    /// A model cannot be read.
    #[error("a model cannot be read: {0}")]
    Unreadable(#[from] std::io::Error),
}

impl Engine {
    /// Looks for the program on the search path and for its models in `tessdata`; without it, in the folder `tessdata`
    /// beside the running program, then where distributions keep them.
    ///
    /// The model `ara` is needed. With `Arabic` (or `script/Arabic`), pages with Latin writing are read too, and
    /// with `osd` pages that lie on their side or head.
    ///
    /// # Errors
    /// If there is no program or no model.
    pub fn find(tessdata: Option<&Path>) -> Result<Self, EngineError> {
        let program = Tool::find(PROGRAM).ok_or(EngineError::NoProgram)?;
        let folder = tessdata.map_or_else(usual_folder, Path::to_owned);
        let model = |name: &str| model(&folder, name);
        let Some(arabic) = model("ara")? else {
            return Err(EngineError::NoModel { folder });
        };
        let script = match model("Arabic")? {
            Some(found) => Some(found),
            None => model("script/Arabic")?,
        };
        let (orientation, version) = (model("osd")?, version(&program)?);
        let launcher = Program::this("confine");
        Ok(Self { program, folder, version, arabic, script, orientation, launcher, worker: None })
    }

    /// With other programs in place of this one as launcher and as worker, for tests.
    #[must_use]
    pub fn started_by(mut self, launcher: Program, worker: Program) -> Self {
        (self.launcher, self.worker) = (launcher, Some(worker));
        self
    }

    /// The program and its version, such as `tesseract 5.3.0`.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{PROGRAM} {}", self.version)
    }

    /// The folder with the models.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub(crate) fn worker(&self) -> Option<&Program> {
        self.worker.as_ref()
    }

    /// The program, confined, about to read an image from standard input.
    pub(crate) fn tool(&self) -> Tool {
        Tool::new(&self.program).launcher(self.launcher.clone()).readable(&self.folder)
    }
}

fn usual_folder() -> PathBuf {
    let beside =
        std::env::current_exe().ok().and_then(|path| Some(path.parent()?.join("tessdata")));
    let mut folders = beside.into_iter().chain(USUAL_FOLDERS.map(PathBuf::from));
    let found = folders.find(|folder| folder.join("ara.traineddata").is_file());
    found.unwrap_or_else(|| PathBuf::from(USUAL_FOLDERS[0]))
}

fn model(folder: &Path, name: &str) -> std::io::Result<Option<Model>> {
    let file = folder.join(format!("{name}.traineddata"));
    if !file.is_file() {
        return Ok(None);
    }
    let digest = Sha256::digest(fs_err::read(file)?);
    let sha256 = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Some(Model { name: name.to_owned(), sha256 }))
}

/// The second word of the first line of what it says.
fn version(program: &Path) -> Result<String, EngineError> {
    let failed = |why: String| EngineError::NoVersion { program: program.to_owned(), why };
    let mut asked = Command::new(program);
    asked.arg("--version").env_clear().stdin(Stdio::null());
    let output = asked.output().map_err(|error| failed(error.to_string()))?;
    let said = String::from_utf8_lossy(&output.stdout);
    let version = said.split_whitespace().nth(1).filter(|_| output.status.success());
    version.map(str::to_owned).ok_or_else(|| failed(output.status.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_without_the_model_is_refused_with_its_name() {
        let Some(_) = Tool::find(PROGRAM) else { return };
        let error = Engine::find(Some(Path::new("/nonexistent"))).unwrap_err();
        assert!(error.to_string().contains("ara.traineddata in /nonexistent"), "{error}");
    }
}
