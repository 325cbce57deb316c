//! Answering over the network.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Args;
use serde_json::json;
use sijill_witness::{Answer, Report, Server, Stopper, WitnessError};

use super::Place;
use crate::commands::Ended;
use crate::error::CliError;
use crate::output::Output;
use crate::{Global, passphrase};

/// Answer requests over HTTP until Ctrl-C.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// The address to listen on; only this machine reaches the default.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7380")]
    listen: SocketAddr,
}

impl Serve {
    pub fn run(&self, place: &Place, global: &Global, output: Output) -> Ended {
        let witness = place.open()?.unlock(&passphrase::own(global)?)?;
        let vkey = witness.witness().key().to_string();
        let server = Server::bind(self.listen, witness, Box::new(Told(output)))?;
        stop_on_interrupt(server.stopper())?;
        let address = server.address();
        output.result(&json!({ "listening": address.to_string(), "vkey": vkey }), || {
            format!("{vkey}\nListening on http://{address}. Ctrl-C ends. · الشاهد يعمل")
        })?;
        server.run()?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Ctrl-C or a termination signal ends the server once what has begun is answered, a second one at once: what was
/// cosigned is remembered either way.
fn stop_on_interrupt(stopper: Stopper) -> Result<(), CliError> {
    let asked = AtomicBool::new(false);
    let stop = move || {
        if asked.swap(true, Ordering::SeqCst) {
            std::process::exit(3);
        }
        stopper.stop();
    };
    ctrlc::set_handler(stop).map_err(|error| CliError::refused(error.to_string(), "try again"))
}

/// Tells the operator on standard error.
struct Told(Output);

impl Report for Told {
    fn answered(&self, answer: &Answer) {
        match answer {
            Answer::Cosigned { origin, size, .. } => {
                self.0.say(&format!("cosigned {origin} at {size} events"));
            }
            Answer::Refused(refusal) if refusal.is_fork() => {
                let advice = super::evidence::ADVICE;
                self.0.alarm(&format!("FORK · انشقاق السجل: {refusal}\n        {advice}"));
            }
            Answer::Refused(refusal) => {
                self.0.say(&format!("refused ({}): {refusal}", refusal.status()));
            }
        }
    }

    fn failed(&self, error: &WitnessError) {
        self.0.alarm(&format!("nothing was cosigned: {error}\n        {}", error.remedy()));
    }
}
