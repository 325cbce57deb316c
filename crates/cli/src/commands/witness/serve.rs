//! Answering over the network.

use std::net::SocketAddr;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use sijill_witness::{Answer, Report, Server, WitnessError};

use super::Place;
use crate::commands::Ended;
use crate::output::Output;
use crate::progress::end_on_interrupt;
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
        let stopper = server.stopper();
        end_on_interrupt(move || stopper.stop())?;
        let address = server.address();
        output.result(&json!({ "listening": address.to_string(), "vkey": vkey }), || {
            format!("{vkey}\nListening on http://{address}. Ctrl-C ends. · الشاهد يعمل")
        })?;
        server.run()?;
        Ok(ExitCode::SUCCESS)
    }
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
