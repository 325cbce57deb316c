//! The worker that tests start in place of the whole program.

use std::process::ExitCode;

use sijill_describe::Worksheet;
use sijill_sandbox::serve;

fn main() -> ExitCode {
    serve::<Worksheet>()
}
