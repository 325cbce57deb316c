//! The worker and launcher that tests start in place of the whole program.

use std::process::ExitCode;

use sijill_reading::Reading;
use sijill_sandbox::{confine, serve};

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    match (arguments.next(), arguments.next()) {
        (Some(command), None) if command == "worker" => serve::<Reading>(),
        (Some(command), Some(orders)) if command == "confine" => confine(&orders),
        _ => ExitCode::FAILURE,
    }
}
