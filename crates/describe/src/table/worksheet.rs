//! The job of reading a spreadsheet file: what runs in the worker, and how it is asked.

use sijill_sandbox::{Job, Limits, Worker};

use super::{LARGEST, Line, xlsx};
use crate::error::SheetError;

const REMEDY: &str = "save the sheet as XLSX once more, or as \"CSV UTF-8\"";

/// The job: finds the rows of the first worksheet of an XLSX file, which is in the bytes. They come back as JSON in the
/// bytes of the answer.
#[derive(Debug, Default)]
pub struct Worksheet;

impl Job for Worksheet {
    const NAME: &'static str = "sheet";
    /// A sheet of five million cells needs about half of the memory.
    const LIMITS: Limits =
        Limits { memory: 2 << 30, request: LARGEST as u64, reply: 512 << 20, ..Limits::PAGE };
    type Request = ();
    type Reply = Result<(), String>;

    fn handle(&mut self, (): (), bytes: Vec<u8>) -> (Self::Reply, Vec<u8>) {
        let lines = xlsx::read(&bytes);
        let lines =
            lines.and_then(|lines| serde_json::to_vec(&lines).map_err(|error| error.to_string()));
        match lines {
            Ok(lines) => (Ok(()), lines),
            Err(what) => (Err(what), Vec::new()),
        }
    }
}

/// Has the rows of a file found.
pub(super) fn ask(worker: &mut Worker<Worksheet>, bytes: &[u8]) -> Result<Vec<Line>, SheetError> {
    let refuse =
        |what: String| SheetError::refused(format!("the XLSX file cannot be read: {what}"), REMEDY);
    match worker.call(&(), bytes) {
        Ok((Ok(()), lines)) => {
            serde_json::from_slice(&lines).map_err(|error| refuse(error.to_string()))
        }
        Ok((Err(what), _)) => Err(refuse(what)),
        Err(failure) if failure.is_of_the_machine() => Err(failure.into()),
        Err(failure) => Err(refuse(failure.to_string())),
    }
}
