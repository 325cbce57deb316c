//! Where words go: results to standard output, everything else to standard error.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use serde::Serialize;

use crate::Global;
use crate::error::{CliError, Exit};

/// How the person or program at the other end wants to be told.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    json: bool,
    quiet: bool,
}

impl Output {
    pub fn new(global: &Global) -> Self {
        Self { json: global.json, quiet: global.quiet }
    }

    pub fn for_json() -> Self {
        Self { json: true, quiet: false }
    }

    /// Whether a progress bar is wanted and can be seen.
    pub fn shows_progress(self) -> bool {
        !self.quiet && std::io::stderr().is_terminal()
    }

    /// Prints a result: the JSON object, or the words.
    pub fn result<T: Serialize>(
        self,
        json: &T,
        words: impl FnOnce() -> String,
    ) -> Result<(), CliError> {
        let text = if self.json {
            serde_json::to_string(json)
                .map_err(|error| CliError::refused(error.to_string(), "report this"))?
        } else if self.quiet {
            return Ok(());
        } else {
            words()
        };
        let mut stdout = std::io::stdout().lock();
        match writeln!(stdout, "{}", text.trim_end()).and_then(|()| stdout.flush()) {
            // The reader went away, as `head` does: not our failure.
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
            other => Ok(other?),
        }
    }

    /// Says something that is not the result.
    pub fn say(self, text: &str) {
        if !self.quiet {
            let _ = writeln!(std::io::stderr(), "{text}");
        }
    }

    /// Says what must be heard, even where quiet was asked for.
    pub fn alarm(self, text: &str) {
        let _ = writeln!(std::io::stderr(), "sijill: {text}");
    }

    /// Says what went wrong and gives the exit code.
    pub fn error(self, error: &CliError) -> ExitCode {
        let mut stderr = std::io::stderr().lock();
        if self.json {
            let json = serde_json::json!({ "error": error });
            let _ = writeln!(std::io::stdout(), "{json}");
        }
        let _ = writeln!(stderr, "sijill: {}", error.message);
        let _ = writeln!(stderr, "        {}", error.remedy);
        Exit::into(error.exit)
    }
}
