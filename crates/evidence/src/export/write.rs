//! Writing what was gathered, in the order of `docs/package.md`.

use std::path::Path;

use fs_err::File;
use sijill_bag::{
    BagInfo, BagWriter, EVIDENCE_PROFILE, EVIDENCE_PROFILE_IDENTIFIER, PayloadName, TagName,
    WrittenBag, add_seal,
};
use sijill_schema::{ItemId, PackagedItem, canonical};
use sijill_storage::{StorageError, Unlock, Writer};
use sijill_translog::{Note, Policy, TlogProof, prove_inclusion};

use super::ExportError;
use super::gather::Gathered;
use crate::certificate::{Told, certificate};
use crate::contents::Contents;
use crate::head::Head;
use crate::{dublin_core, instructions, layout, premis, tables};

type Result<T> = std::result::Result<T, ExportError>;

/// Writes the bag, without its seals.
pub fn write(
    writer: &Writer,
    gathered: &Gathered,
    folder: &Path,
    (policy_text, policy): (&str, &Policy),
) -> Result<WrittenBag> {
    let mut out = Out { bag: BagWriter::create(folder)?, writer };
    let contents = &gathered.contents;
    for item in &contents.description.items {
        out.originals(item)?;
    }
    out.metadata(contents)?;
    out.events(contents, gathered)?;
    out.payload(layout::CHECKPOINT, &gathered.head.attested)?;
    out.payload(layout::POLICY, policy_text.as_bytes())?;
    for key in gathered.registry.all() {
        out.payload(&layout::key(&key.id.to_string(), key.role), key.public.to_pem().as_bytes())?;
    }
    for head in &gathered.earlier {
        out.earlier(head)?;
    }
    gathered.earlier.iter().chain([&gathered.head]).try_for_each(|head| out.stamps(head))?;
    out.tags(gathered, policy)?;
    Ok(out.bag.finish(info(contents)?)?)
}

struct Out<'a> {
    bag: BagWriter,
    writer: &'a Writer,
}

impl Out<'_> {
    fn payload(&mut self, path: &str, bytes: &[u8]) -> Result<()> {
        self.bag.payload(&payload_name(path)?, bytes)?;
        Ok(())
    }

    /// Copies a file of a sealed object.
    fn copy(&mut self, item: ItemId, stored: &str, path: &str) -> Result<()> {
        let file = File::open(self.writer.archive().page_path(item, stored))?;
        self.bag.payload(&payload_name(path)?, file)?;
        Ok(())
    }

    fn originals(&mut self, item: &PackagedItem) -> Result<()> {
        for file in &item.files {
            let stored = file.path.rsplit('/').next().unwrap_or_default();
            self.copy(item.id, stored, &layout::below_data(&file.path))?;
        }
        Ok(())
    }

    fn metadata(&mut self, contents: &Contents) -> Result<()> {
        let description = canonical::to_vec(&contents.description).map_err(StorageError::from)?;
        self.payload(layout::DESCRIPTION, &description)?;
        for packaged in &contents.description.accessions {
            self.object(packaged.id.into(), &packaged.metadata)?;
        }
        for (packaged, record) in contents.description.items.iter().zip(&contents.items) {
            self.object(packaged.id, &packaged.metadata)?;
            let accession =
                contents.accessions.iter().find(|accession| accession.id == packaged.accession);
            let path =
                format!("{}/{}", layout::below_data(&packaged.metadata), layout::DUBLIN_CORE);
            self.payload(&path, &dublin_core::dublin_core(record, accession)?)?;
        }
        self.payload(layout::PREMIS, &premis::premis(contents)?)?;
        self.payload(layout::NAMES, tables::names(contents).as_bytes())
    }

    /// The record and the inventory of an OCFL object, byte for byte.
    fn object(&mut self, item: ItemId, metadata: &str) -> Result<()> {
        let folder = layout::below_data(metadata);
        self.copy(item, layout::RECORD, &format!("{folder}/{}", layout::RECORD))?;
        let inventory = fs_err::read(self.writer.archive().inventory_path(item))?;
        self.payload(&format!("{folder}/{}", layout::INVENTORY), &inventory)
    }

    fn events(&mut self, contents: &Contents, gathered: &Gathered) -> Result<()> {
        let head = &gathered.head;
        let note = super::gather::note(&head.attested)?;
        for (seq, leaf) in &contents.events {
            self.payload(&layout::event(*seq), &leaf.bytes)?;
            self.payload(&layout::proof(*seq), &self.proof(*seq, head, &note)?)?;
        }
        self.payload(layout::EVENTS, tables::events(contents).as_bytes())
    }

    fn proof(&self, seq: u64, head: &Head, note: &Note) -> Result<Vec<u8>> {
        let refused =
            |what: String| ExportError::Refused(format!("the proof of event {seq}: {what}"));
        let path = prove_inclusion(seq, head.checkpoint.size, self.writer.ledger())
            .map_err(|error| refused(error.to_string()))?;
        let proof =
            TlogProof::new(seq, path, note.clone()).map_err(|error| refused(error.to_string()))?;
        Ok(proof.to_bytes())
    }

    fn earlier(&mut self, head: &Head) -> Result<()> {
        let size = head.checkpoint.size;
        self.payload(&layout::head(size), &head.attested)?;
        let proof: String = head.consistency.iter().map(|hash| format!("{hash}\n")).collect();
        self.payload(&layout::consistency(size), proof.as_bytes())
    }

    fn stamps(&mut self, head: &Head) -> Result<()> {
        let size = head.checkpoint.size;
        if !head.stamps.is_empty() {
            self.payload(&layout::stamped(size), &head.signed)?;
        }
        for (number, stamp) in (1..).zip(&head.stamps) {
            let (tsr, pem) = layout::stamp(size, number);
            self.payload(&tsr, &stamp.response)?;
            self.payload(&pem, &stamp.chain)?;
        }
        Ok(())
    }

    fn tags(&mut self, gathered: &Gathered, policy: &Policy) -> Result<()> {
        let description = &gathered.contents.description;
        let mut tag = |name: &str, bytes: &[u8]| -> Result<()> {
            self.bag.tag(&TagName::new(name)?, bytes)?;
            Ok(())
        };
        tag(layout::README, instructions::readme(description).as_bytes())?;
        tag(layout::SCRIPT, instructions::SCRIPT.as_bytes())?;
        tag(layout::PAGE, instructions::PAGE.as_bytes())?;
        tag(layout::PROFILE, EVIDENCE_PROFILE.as_bytes())?;
        let told = Told {
            contents: &gathered.contents,
            registry: &gathered.registry,
            head: &gathered.head,
            earlier: &gathered.earlier,
            policy,
        };
        match certificate(&told).map_err(ExportError::Certificate)? {
            Some(pdf) => tag(layout::CERTIFICATE, &pdf),
            None => Ok(()),
        }
    }
}

fn payload_name(path: &str) -> Result<PayloadName> {
    Ok(PayloadName::new(path.strip_prefix("data/").unwrap_or(path))?)
}

fn info(contents: &Contents) -> Result<BagInfo> {
    let description = &contents.description;
    let mut info = BagInfo::default();
    info.push("BagIt-Profile-Identifier", EVIDENCE_PROFILE_IDENTIFIER)?;
    info.push("Source-Organization", &description.log)?;
    info.push("External-Identifier", &format!("urn:uuid:{}", description.id))?;
    info.push("Bagging-Date", &description.made.strftime("%Y-%m-%d").to_string())?;
    info.push("Bag-Software-Agent", &description.tool)?;
    if let Some(case) = &description.case {
        info.push("Bag-Group-Identifier", case)?;
    }
    Ok(info)
}

/// Signs the tag manifest and puts the signature and its key beside it.
pub fn seal(writer: &Writer, keys: Unlock<'_>, folder: &Path) -> Result<()> {
    let seal = writer.seal_message(keys, &super::sealed_bytes(folder)?)?;
    add(folder, layout::SEAL, &seal.signature)?;
    add(folder, layout::SEAL_KEY, seal.key.to_pem().as_bytes())
}

/// Adds a file below `seals/`.
pub fn add(folder: &Path, path: &str, bytes: &[u8]) -> Result<()> {
    let name = path.strip_prefix(layout::SEALS).unwrap_or(path);
    Ok(add_seal(folder, &PayloadName::new(name)?, bytes)?)
}
