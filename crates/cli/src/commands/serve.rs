//! `sijill serve`: the rooms in the browser.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use sijill_accounts::Accounts;
use sijill_server::routes::{founding_router, router};
use sijill_server::{
    Certificate, Encryption, FirstArchive, Founding, Server, Settings, Site, Stage, Surroundings,
};
use sijill_storage::Archive;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use super::Ended;
use crate::error::CliError;
use crate::output::Output;
use crate::progress::end_on_interrupt;
use crate::{Global, passphrase};

/// Serve the rooms in the browser until Ctrl-C. Where there is no archive yet, it is made there.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// The address to listen on; only this machine reaches the default.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8443")]
    listen: SocketAddr,
    /// A certificate in PEM, followed by those that lead to its authority. Without one, one is made.
    #[arg(long, value_name = "FILE", requires = "key")]
    certificate: Option<PathBuf>,
    /// The certificate's private key in PEM.
    #[arg(long, value_name = "FILE", requires = "certificate")]
    key: Option<PathBuf>,
    /// A proxy encrypts, and it alone reaches this address.
    #[arg(long, conflicts_with_all = ["certificate", "plain"])]
    behind_proxy: bool,
    /// Encrypt nothing: only to try things out on one's own machine.
    #[arg(long, conflicts_with = "certificate")]
    plain: bool,
    /// Does not look at pages once they are secured: `sijill process` does it elsewhere.
    #[arg(long)]
    no_process: bool,
    /// The folder with Tesseract's models; by default tessdata beside this program, else Tesseract's own.
    #[arg(long, env = "SIJILL_TESSDATA", value_name = "DIR")]
    tessdata: Option<PathBuf>,
}

impl Serve {
    pub fn run(&self, global: &Global, output: Output) -> Ended {
        let folder = global.archive()?;
        let encryption = self.encryption()?;
        let settings = Settings { address: self.listen, encryption };
        let exists = folder.join("archive.toml").exists();
        let accounts = if exists { Some(opened(folder, global)?) } else { None };
        log_requests();
        let beside = beside(folder);
        let server = Server::bind(&settings, &beside)?;
        let encrypted = server.is_encrypted();
        let surroundings = Surroundings {
            encrypted,
            folder: beside,
            looks: !self.no_process,
            tessdata: self.tessdata.clone(),
        };
        let mut code = None;
        let rooms = match accounts {
            Some(accounts) => router(Site::of(accounts, surroundings)),
            None => {
                let terminal = FirstArchive::code()?;
                let stage = Stage::default();
                let first = FirstArchive::new(folder.clone(), surroundings);
                let founding = Founding::new(&terminal, Box::new(first), stage.clone());
                stage.put(founding_router(founding, encrypted));
                code = Some(terminal);
                stage.router()
            }
        };
        let stopper = server.stopper();
        end_on_interrupt(move || stopper.stop())?;
        let scheme = if server.speaks_tls() { "https" } else { "http" };
        let address = format!("{scheme}://{}", server.address());
        let trust = server.to_trust();
        let code = code.as_ref().map(|code| code.as_str());
        let told = json!({ "listening": address, "trust": trust, "code": code });
        output.result(&told, || told_to_people(&address, trust.map(PathBuf::as_path), code))?;
        server.run(rooms)?;
        Ok(ExitCode::SUCCESS)
    }

    fn encryption(&self) -> Result<Encryption, CliError> {
        if let (Some(certificate), Some(key)) = (&self.certificate, &self.key) {
            let (certificate, key) = (certificate.clone(), key.clone());
            return Ok(Encryption::Given(Certificate { certificate, key }));
        }
        if self.plain && !self.listen.ip().is_loopback() {
            return Err(CliError::refused(
                "without encryption only this machine may be served",
                "leave --plain out, or listen on 127.0.0.1",
            ));
        }
        Ok(match (self.behind_proxy, self.plain) {
            (true, _) => Encryption::BehindProxy,
            (false, true) => Encryption::None,
            (false, false) => Encryption::Own,
        })
    }
}

/// One line a request on standard error, as the server writes it: no name, no path, no question. What libraries would log
/// is left out, because nobody has read it for names.
fn log_requests() {
    let own = Targets::new().with_target("sijill_server", LevelFilter::INFO);
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(false);
    tracing_subscriber::registry().with(lines.with_target(false)).with(own).init();
}

/// The accounts of an archive, unlocked by its keeper; what a crash left unsigned is signed.
fn opened(folder: &Path, global: &Global) -> Result<Accounts, CliError> {
    let archive = Archive::open(folder)?;
    let keeper = archive.unlock(&passphrase::own(global)?)?;
    let accounts = Accounts::open(archive, keeper)?;
    accounts.open_readings()?;
    Ok(accounts)
}

/// Where certificates are kept: beside the archive, because they are no evidence and go into no backup.
fn beside(folder: &Path) -> PathBuf {
    let mut name = folder.file_name().map_or_else(|| OsString::from("archive"), OsString::from);
    name.push(".serving");
    folder.with_file_name(name)
}

fn told_to_people(address: &str, trust: Option<&Path>, code: Option<&str>) -> String {
    let mut text = String::new();
    if let Some(code) = code {
        text.push_str(&format!(
            "There is no archive yet: make it in the browser with the code {code}\n\
             لا يوجد أرشيف بعد: أنشئه في المتصفح بالرمز {code}\n"
        ));
    }
    if let Some(trust) = trust {
        text.push_str(&format!("Give {} to browsers as an authority, once.\n", trust.display()));
    }
    text.push_str(&format!("Open {address} in a browser. Ctrl-C ends. · افتح العنوان في المتصفح"));
    text
}
