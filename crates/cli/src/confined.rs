//! The hidden commands under which this program starts itself again as a confined child.

use std::process::ExitCode;

use sijill_describe::Worksheet;
use sijill_iiif::Draw;
use sijill_imaging::pages::Pages;
use sijill_reading::Reading;
use sijill_sandbox::{Job, confine, serve};

/// Does what a parent asks for, where this process is such a child.
pub(crate) fn run() -> Option<ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    let (command, what) = (arguments.next()?, arguments.next()?);
    match command.to_str()? {
        "worker" if what == Pages::NAME => Some(serve::<Pages>()),
        "worker" if what == Reading::NAME => Some(serve::<Reading>()),
        "worker" if what == Worksheet::NAME => Some(serve::<Worksheet>()),
        "worker" if what == Draw::NAME => Some(serve::<Draw>()),
        "confine" => Some(confine(&what)),
        _ => None,
    }
}
