//! The worker that tests start in place of the whole program.

use std::process::ExitCode;

use sijill_iiif::Draw;
use sijill_sandbox::serve;

fn main() -> ExitCode {
    match std::env::args_os().nth(1) {
        Some(command) if command == "worker" => serve::<Draw>(),
        _ => ExitCode::FAILURE,
    }
}
