//! Progress bars on standard error, and the wish to stop.

use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressStyle};

use crate::error::CliError;
use crate::output::Output;

static STOP: AtomicBool = AtomicBool::new(false);

/// Ctrl-C asks to stop after the group that is being secured; a second one stops at once, which loses nothing
/// that was acknowledged either.
pub(crate) fn stop_on_interrupt() -> Result<(), CliError> {
    let asked = || {
        if STOP.swap(true, Ordering::SeqCst) {
            std::process::exit(3);
        }
    };
    ctrlc::set_handler(asked).map_err(|error| CliError::refused(error.to_string(), "try again"))
}

/// Ctrl-C or a termination signal ends a server once what has begun is answered, a second one at once: what was acknowledged
/// is kept either way.
pub(crate) fn end_on_interrupt(stop: impl Fn() + Send + 'static) -> Result<(), CliError> {
    let asked = AtomicBool::new(false);
    let end = move || {
        if asked.swap(true, Ordering::SeqCst) {
            std::process::exit(3);
        }
        stop();
    };
    ctrlc::set_handler(end).map_err(|error| CliError::refused(error.to_string(), "try again"))
}

/// A bar with rate and time left.
pub(crate) struct Bar {
    bar: ProgressBar,
}

impl Bar {
    pub fn new(output: Output) -> Self {
        let bar = if output.shows_progress() { ProgressBar::new(0) } else { ProgressBar::hidden() };
        let template =
            "{bar:30} {bytes}/{total_bytes} · {msg} · {binary_bytes_per_sec} · {eta} left";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self { bar }
    }

    pub fn done(&self) {
        self.bar.finish_and_clear();
    }
}

impl sijill_ingest::Progress for Bar {
    fn found(&self, files: u64, bytes: u64) {
        self.bar.set_length(bytes);
        self.bar.set_message(format!("{files} files"));
    }

    fn secured(&self, _: u64, bytes: u64) {
        self.bar.inc(bytes);
    }

    fn stop_requested(&self) -> bool {
        STOP.load(Ordering::SeqCst)
    }
}

/// A count of events and bytes: how many bytes there are is known only at the end.
pub(crate) struct Counter {
    bar: ProgressBar,
    bytes: std::sync::atomic::AtomicU64,
}

impl Counter {
    pub fn new(output: Output) -> Self {
        let bar = if output.shows_progress() { ProgressBar::new(0) } else { ProgressBar::hidden() };
        if let Ok(style) =
            ProgressStyle::with_template("{bar:30} {pos}/{len} events · {msg} · {eta} left")
        {
            bar.set_style(style);
        }
        Self { bar, bytes: 0.into() }
    }

    pub fn done(&self) {
        self.bar.finish_and_clear();
    }
}

impl sijill_storage::verify::Progress for Counter {
    fn events_total(&self, events: u64) {
        self.bar.set_length(events);
    }

    fn events_done(&self, events: u64) {
        self.bar.inc(events);
    }

    fn files_done(&self, _: u64, bytes: u64) {
        let bytes = self.bytes.fetch_add(bytes, Ordering::Relaxed) + bytes;
        self.bar.set_message(format!("{} read", indicatif::BinaryBytes(bytes)));
    }
}

/// A count of files that were looked at.
pub(crate) struct Files {
    bar: ProgressBar,
}

impl Files {
    pub fn new(output: Output) -> Self {
        let bar = if output.shows_progress() { ProgressBar::new(0) } else { ProgressBar::hidden() };
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} files · {eta} left")
        {
            bar.set_style(style);
        }
        Self { bar }
    }

    pub fn done(&self) {
        self.bar.finish_and_clear();
    }
}

impl sijill_ingest::process::Watching for Files {
    fn files_total(&self, files: u64) {
        self.bar.set_length(files);
    }

    fn files_done(&self, files: u64) {
        self.bar.inc(files);
    }

    fn stop_requested(&self) -> bool {
        STOP.load(Ordering::SeqCst)
    }
}
