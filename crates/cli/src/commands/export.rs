use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use sijill_attest::stamp_bytes;
use sijill_bag::pack;
use sijill_evidence::check::EarlierEvidence;
use sijill_evidence::export::{self, Package, Request};
use sijill_schema::{AccessionId, Id, ItemId};
use sijill_storage::{Archive, Catalogue};

use super::Ended;
use super::verify::find;
use crate::error::CliError;
use crate::output::Output;
use crate::progress::Counter;
use crate::{Global, passphrase};

/// Make an evidence package: originals, records, custody and proofs, for a court or an investigator.
///
/// The items are verified first; nothing is made if something is wrong. The package is checked as a stranger
/// would check it, sealed, and recorded as an event of each item.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// Items or accessions (identifier or reference).
    #[arg(value_name = "ITEM", required = true)]
    items: Vec<String>,
    /// The folder in which the package's folder ep-UUID is made.
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// The case that it is for, as the receiver calls it.
    #[arg(long = "for", value_name = "CASE")]
    case: Option<String>,
    /// A checkpoint, receipt, proof or package that the receiver holds already: the package proves that the log
    /// only grew since.
    #[arg(long, value_name = "FILE")]
    since: Vec<PathBuf>,
    /// Asks every known time stamping authority to stamp the package too.
    #[arg(long)]
    stamp: bool,
    /// Also packs it into an uncompressed ZIP file beside the folder.
    #[arg(long)]
    zip: bool,
}

impl Export {
    pub fn run(&self, global: &Global, output: Output) -> Ended {
        let archive = Archive::open(global.archive()?)?;
        let items = self.items(&archive.catalogue()?)?;
        let since = self.since.iter().map(|path| EarlierEvidence::read(path));
        let since = since.map(|held| held.map(EarlierEvidence::into_head));
        let since = since.collect::<Result<_, _>>()?;
        let passphrase = passphrase::own(global)?;
        let mut writer = archive.write(&passphrase)?;
        let request =
            Request { items, to: &self.to, case: self.case.clone(), since, approved: None };
        let counter = Counter::new(output);
        let package = export::export(&mut writer, &passphrase, &request, &counter);
        counter.done();
        let package = package?;
        writer.finish()?;
        let stamps = if self.stamp { stamp(&archive, &package, output)? } else { Vec::new() };
        let zip = self.zip.then(|| package.folder.with_extension("zip"));
        if let Some(zip) = &zip {
            pack(&package.folder, zip)?;
        }
        let shown = json!({
            "package": package.folder,
            "zip": zip,
            "id": package.id,
            "manifest": package.manifest,
            "size": package.size,
            "files": package.files,
            "bytes": package.bytes,
            "witnessed": package.witnessed,
            "stamps": stamps,
        });
        output.result(&shown, || words(&package))?;
        Ok(ExitCode::SUCCESS)
    }

    /// The items named, those of an accession for the accession.
    fn items(&self, catalogue: &Catalogue) -> Result<Vec<ItemId>, CliError> {
        let mut items = Vec::new();
        for name in &self.items {
            let id = find(catalogue, name)?;
            let accession = AccessionId::from_uuid(id.uuid());
            if catalogue.accession(accession)?.is_none() {
                items.push(id);
                continue;
            }
            catalogue.for_each_item(accession, |row| {
                items.push(row.id);
                Ok(())
            })?;
        }
        Ok(items)
    }
}

/// Has the package stamped. An authority that does not answer is named; the package is whole without it.
fn stamp(archive: &Archive, package: &Package, output: Output) -> Result<Vec<String>, CliError> {
    let (stamps, failed) = stamp_bytes(archive, &export::sealed_bytes(&package.folder)?)?;
    for (number, stamp) in (1..).zip(&stamps) {
        export::add_seal_stamp(&package.folder, number, &stamp.response, &stamp.chain)?;
    }
    for missing in failed {
        output.say(&format!("{} did not stamp the package: {}", missing.authority, missing.detail));
    }
    Ok(stamps.iter().map(|stamp| stamp.at.to_string()).collect())
}

fn words(package: &Package) -> String {
    let witnessed = if package.witnessed {
        "cosigned as policy.txt asks"
    } else {
        "not cosigned by enough witnesses: name some in policy.txt and run `sijill log cosign` first"
    };
    format!(
        "{}\n{} files, {} bytes, sealed and checked\nhead over {} events, {witnessed}\nSHA-256 of tagmanifest-sha256.txt, to be told to the receiver on another way:\n  {}",
        package.folder.display(),
        package.files,
        package.bytes,
        package.size,
        package.manifest.hex(),
    )
}
