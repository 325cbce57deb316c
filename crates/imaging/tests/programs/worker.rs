//! The worker that tests and campaigns start in place of the whole program.

use std::process::ExitCode;

use sijill_imaging::pages::Pages;
use sijill_sandbox::{confine, serve};

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    match (arguments.next(), arguments.next()) {
        (Some(command), Some(_)) if command == "worker" => serve::<Pages>(),
        (Some(command), Some(orders)) if command == "confine" => confine(&orders),
        _ => ExitCode::FAILURE,
    }
}
