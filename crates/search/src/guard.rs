//! An index folder that notices when its files are not what was written.
//!
//! tantivy trusts its files: a flipped byte can be a wrong answer or a panic. So a **seal** lies beside them,
//! `seal.json`, with name, length and SHA-256 of every file that a state of the index consists of. A digest is computed
//! while the file is written, so nothing is read twice. A file's state (length, times, inode) is noted too: a file that
//! still has it is trusted on opening, any other is read and compared.
//!
//! tantivy replaces `meta.json` at each commit and each time that a merge ends, and may be killed between any two
//! steps. The order is: the seal first, naming the new state *and* the one before, then `meta.json`. Whatever
//! `meta.json` says is therefore always one of the two. All files but its own are left-overs, and the next writer removes
//! them before it writes: it would give some of its own the same names, and tantivy replaces no file.
//!
//! This protects against accidents and careless hands. Who can write to the folder can write a seal that fits; that
//! what is indexed is what the archive holds is shown by comparing counts and digests with the ledger.

mod directory;
mod seal;

use std::path::Path;

use tantivy::directory::{Directory as _, INDEX_WRITER_LOCK};
use tantivy::indexer::IndexWriterOptions;
use tantivy::schema::Schema;
use tantivy::tokenizer::TokenizerManager;
use tantivy::{Index, IndexBuilder, IndexWriter, TantivyDocument};

use crate::IndexError;
use directory::Guarded;

/// How often opening is tried while a writer is at work.
const TRIES: usize = 5;

/// What an index folder is made for.
pub(crate) struct Layout {
    /// Name and version of the format, for example `pages/1`. Another one is not read.
    pub format: &'static str,
    /// The fields.
    pub schema: Schema,
    /// How they are read.
    pub tokenizers: TokenizerManager,
}

/// What is found in an index folder.
pub(crate) enum State {
    /// There is none.
    Absent,
    /// The files are what was written.
    Sound(Index),
    /// They are not.
    Damaged {
        /// Which, and what is wrong.
        why: String,
    },
}

/// Opens an index, if its files are what was written.
///
/// # Errors
/// If the folder cannot be read.
pub(crate) fn open(folder: &Path, layout: &Layout) -> Result<State, IndexError> {
    let mut state = State::Absent;
    for _ in 0..TRIES {
        let before = seal::stamp(folder);
        state = open_once(folder, layout)?;
        // A writer may have replaced the state between two looks.
        if matches!(state, State::Sound(_)) || seal::stamp(folder) == before {
            break;
        }
    }
    Ok(state)
}

/// Whether the index that was opened is still the newest.
pub(crate) fn is_current(folder: &Path, state: &[u8; 32]) -> bool {
    seal::stamp(folder).is_some_and(|now| now == *state)
}

/// What tells one state of an index from another: a digest of `meta.json`.
pub(crate) fn stamp(folder: &Path) -> [u8; 32] {
    seal::stamp(folder).unwrap_or_default()
}

/// Compares the files with the seal; the reason, if they differ.
///
/// # Errors
/// If a file cannot be read for another reason than its absence.
pub(crate) fn verify(folder: &Path, format: &str) -> Result<Result<(), String>, IndexError> {
    Ok(seal::verify(folder, format)?.map(drop))
}

fn open_once(folder: &Path, layout: &Layout) -> Result<State, IndexError> {
    if !seal::is_begun(folder)? {
        return Ok(State::Absent);
    }
    let seal = match seal::verify(folder, layout.format)? {
        Ok(seal) => seal,
        Err(why) => return Ok(State::Damaged { why }),
    };
    let directory = Guarded::open(folder, layout.format, seal)?;
    let damaged = |error: tantivy::TantivyError| State::Damaged { why: error.to_string() };
    let mut index = match Index::open(directory) {
        Ok(index) => index,
        Err(error) => return Ok(damaged(error)),
    };
    if index.schema() != layout.schema {
        return Ok(State::Damaged { why: "it has fields of another version".to_owned() });
    }
    index.set_tokenizers(layout.tokenizers.clone());
    Ok(State::Sound(index))
}

/// Goes on with an index, or begins one.
///
/// # Errors
/// [`IndexError::Damaged`] if the files are not what was written. Else if another process is writing, or the disk
/// refuses.
pub(crate) fn writer(
    folder: &Path,
    layout: &Layout,
    heap: usize,
) -> Result<IndexWriter<TantivyDocument>, IndexError> {
    let writer = match open(folder, layout)? {
        State::Sound(index) => writer_over(&index, heap)?,
        State::Absent => return writer_over(&create(folder, layout)?, heap),
        State::Damaged { why } => return Err(IndexError::Damaged { why }),
    };
    // Another writer may have gone on between the look at the files and the lock.
    match seal::verify(folder, layout.format)? {
        Ok(seal) => {
            seal::remove_left_over(folder, &seal)?;
            Ok(writer)
        }
        Err(why) => Err(IndexError::Damaged { why }),
    }
}

/// The writer of an index. It has one thread: the same entries in the same order make the same index.
///
/// # Errors
/// If another process is writing.
pub(crate) fn writer_over(
    index: &Index,
    heap: usize,
) -> Result<IndexWriter<TantivyDocument>, IndexError> {
    let options = IndexWriterOptions::builder()
        .num_worker_threads(1)
        .memory_budget_per_thread(heap)
        .num_merge_threads(1)
        .build();
    Ok(index.writer_with_options(options)?)
}

/// Makes an empty index; one that is there is removed, whatever its state.
///
/// # Errors
/// If somebody is writing it, or the disk refuses.
pub(crate) fn create(folder: &Path, layout: &Layout) -> Result<Index, IndexError> {
    fs_err::create_dir_all(folder)?;
    let directory = Guarded::open(folder, layout.format, seal::Seal::default())?;
    let lock = directory.acquire_lock(&INDEX_WRITER_LOCK).map_err(tantivy::TantivyError::from)?;
    seal::remove_index(folder)?;
    let builder = IndexBuilder::new().schema(layout.schema.clone());
    let index = builder.tokenizers(layout.tokenizers.clone()).open_or_create(directory)?;
    drop(lock);
    Ok(index)
}
