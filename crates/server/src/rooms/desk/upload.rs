//! A form with files, as it arrives: text first, then files, each streamed into the archive's staging under a name of
//! ours, hashed on the way, within limits. What the sender calls it becomes data and never a path.

use std::collections::HashMap;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError};
use axum::http::StatusCode;
use sha2::{Digest as _, Sha256};
use sijill_ingest::HandedIn;
use sijill_schema::Digest;
use sijill_storage::{Arrival, StorageError, durable};
use tokio::sync::mpsc;
use tokio::time::timeout;

use crate::error::Failure;
use crate::site::{App, apart};

/// The largest file, in bytes.
const FILE: u64 = 512 * 1024 * 1024;

/// Room that stays free on the disk: for a file, and for what is recorded of it.
const ROOM: u64 = FILE + 64 * 1024 * 1024;

/// The most files of one form.
const FILES: usize = 1000;

/// The longest text of a field, in bytes, and the most fields.
const TEXT: usize = 4096;
const TEXTS: usize = 16;

/// How long nothing may come.
const SILENCE: Duration = Duration::from_secs(60);

/// How many pieces wait for the disk.
const PIECES: usize = 8;

/// What was sent. The files are there as long as this is.
pub(super) struct Sent {
    texts: HashMap<String, String>,
    /// The files in the order in which they came.
    pub files: Vec<HandedIn>,
    _arrival: Arc<Arrival>,
}

impl Sent {
    /// A field of text; empty where nothing was sent.
    pub fn text(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", |text| text.trim())
    }
}

/// Receives a form with files.
pub(super) async fn receive(app: &App, mut form: Multipart) -> Result<Sent, Failure> {
    let opened = app.clone();
    let arrival = Arc::new(apart(move || opened.work.arrival(&opened.archive)).await?);
    let mut sent = Sent { texts: HashMap::new(), files: Vec::new(), _arrival: arrival.clone() };
    while let Some(field) = in_time(form.next_field()).await? {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            None if sent.texts.len() < TEXTS => {
                let text = text(field).await?;
                sent.texts.insert(name, text);
            }
            // What a browser sends where no file was chosen.
            Some(file) if file.is_empty() => {}
            Some(file) if sent.files.len() < FILES => {
                check_room(app)?;
                let (path, digest) = file_of(&arrival, sent.files.len(), field).await?;
                sent.files.push(HandedIn { name: file, path, digest });
            }
            _ => return Err(Failure::TooLarge),
        }
    }
    if sent.files.is_empty() {
        return Err(Failure::Refused {
            what: "no file was sent".to_owned(),
            remedy: "choose one or more files and send them again".to_owned(),
        });
    }
    Ok(sent)
}

async fn in_time<T>(coming: impl Future<Output = Result<T, MultipartError>>) -> Result<T, Failure> {
    let came = timeout(SILENCE, coming).await.map_err(|_| Failure::TooSlow)?;
    came.map_err(|error| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Failure::TooLarge,
        _ => Failure::Refused {
            what: "the files did not arrive whole".to_owned(),
            remedy: "send them again; what was secured before is safe".to_owned(),
        },
    })
}

async fn text(mut field: Field<'_>) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    while let Some(piece) = in_time(field.chunk()).await? {
        bytes.extend_from_slice(&piece);
        if bytes.len() > TEXT {
            return Err(Failure::TooLarge);
        }
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Refuses before harm where the disk is nearly full.
fn check_room(app: &App) -> Result<(), Failure> {
    let path = app.archive.folder().to_owned();
    let free = durable::free_bytes(&path).map_err(StorageError::from)?;
    if free < ROOM {
        return Err(StorageError::DiskFull { path, needed: ROOM, free }.into());
    }
    Ok(())
}

/// Writes a file while it arrives, on a thread that may wait for the disk.
async fn file_of(
    arrival: &Arc<Arrival>,
    number: usize,
    mut field: Field<'_>,
) -> Result<(PathBuf, Digest), Failure> {
    let (give, pieces) = mpsc::channel(PIECES);
    let arrival = arrival.clone();
    let writing = tokio::task::spawn_blocking(move || write(&arrival, number, pieces));
    let came = async {
        let mut size = 0_u64;
        while let Some(piece) = in_time(field.chunk()).await? {
            size = size.saturating_add(piece.len() as u64);
            if size > FILE {
                return Err(Failure::TooLarge);
            }
            // Whoever does not take it any more says why below.
            if give.send(piece).await.is_err() {
                break;
            }
        }
        Ok(())
    };
    let came = came.await;
    drop(give);
    let written = writing.await.map_err(|_| Failure::Internal("a file was not written"))?;
    came?;
    written
}

fn write(
    arrival: &Arrival,
    number: usize,
    mut pieces: mpsc::Receiver<Bytes>,
) -> Result<(PathBuf, Digest), Failure> {
    let (path, mut file) = arrival.file(number)?;
    let mut hash = Sha256::new();
    while let Some(piece) = pieces.blocking_recv() {
        file.write_all(&piece).map_err(StorageError::from)?;
        hash.update(&piece);
    }
    Ok((path, Digest::from_bytes(hash.finalize().into())))
}
