//! The case that is tampered with: an archive with two witnesses and a time-stamping authority, and the packages
//! that it handed out. Every person and page in it is invented.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use ed25519_dalek::SigningKey;
use sijill_testkit::{Profile, TestTsa};
use sijill_translog::Cosigner;

use super::keys::Keys;
use super::outsiders::{cosign, stamp, stamp_seal};
use super::twins;
use crate::{Scratch, archive};

/// An archive, what it handed out, and whom a reader believes.
#[derive(Debug)]
pub struct Case {
    /// The archive, and everything beside it.
    pub scratch: Scratch,
    /// The package that is tampered with: two items with two pages each.
    pub package: PathBuf,
    /// A package of the same items that was handed out earlier.
    pub earlier: PathBuf,
    /// A package of the second item alone, handed out later.
    pub other: PathBuf,
    /// A package of the same pages by somebody who calls his archive by the same name.
    pub impostor: PathBuf,
    /// The policy that a reader has from elsewhere: the log, and both witnesses needed.
    pub policy: PathBuf,
    /// The root of the authority that a reader believes.
    pub root: PathBuf,
    /// The receipt of the accession.
    pub receipt: PathBuf,
    /// The keys of the archive, as a thief would have them.
    pub keys: Keys,
    /// The two witnesses.
    pub witnesses: [Cosigner; 2],
    /// The authority that stamped.
    pub authority: TestTsa,
    /// An authority that nobody believes.
    pub stranger: TestTsa,
    /// The believed authority under a certificate that ended years ago.
    pub expired: TestTsa,
}

impl Case {
    /// The one that all tests of a process share.
    ///
    /// # Panics
    /// If it cannot be made.
    #[must_use]
    pub fn shared() -> &'static Self {
        static CASE: OnceLock<Case> = OnceLock::new();
        CASE.get_or_init(Self::new)
    }

    fn new() -> Self {
        let scratch = archive();
        let witnesses = [witness("w1.example/alef", 1), witness("w2.example/ba", 2)];
        let authorities = ["authority", "stranger", "expired"].map(|name| scratch.beside(name));
        authorities.iter().for_each(|folder| fs_err::create_dir(folder).unwrap());
        let [authority, stranger, expired] = &authorities;
        let authority = TestTsa::with(authority, &Profile::default());
        let stranger = TestTsa::with(stranger, &Profile { name: "stranger", ..Profile::default() });
        let ended = ("20200101000000Z", "20210101000000Z");
        let expired = TestTsa::with(expired, &Profile { validity: ended, ..Profile::default() });
        let policy = name_witnesses(&scratch, &witnesses);
        let handed_in = write_pages(&scratch);
        scratch.ingest(&handed_in);
        let receipt = receipt(&scratch);

        let attest = || {
            witnesses.iter().for_each(|witness| cosign(&scratch, witness));
            stamp(&scratch, &authority);
        };
        let [first, second] = items(&scratch);
        attest();
        let both = [first.as_str(), second.as_str()];
        let earlier = export(&scratch, "earlier", &both, None);
        assert_eq!(scratch.sijill.json(["verify", "--record"]).0, 0);
        attest();
        let package = export(&scratch, "out", &both, Some(&earlier));
        attest();
        let other = export(&scratch, "other", &[&second], None);
        for folder in [&package, &other] {
            stamp_seal(folder, &authority);
        }
        let keys = Keys::stolen(&scratch.archive());
        let root = authority.folder().join("ca.pem");
        let impostor = impostor(&scratch);
        Self {
            scratch,
            package,
            earlier,
            other,
            impostor,
            policy,
            root,
            receipt,
            keys,
            witnesses,
            authority,
            stranger,
            expired,
        }
    }
}

/// A witness with a key of its own.
#[must_use]
pub fn witness(name: &str, seed: u8) -> Cosigner {
    Cosigner::ed25519(name.parse().unwrap(), SigningKey::from_bytes(&[seed; 32]))
}

/// Writes the witnesses into the archive's policy, and a copy of it for the reader.
fn name_witnesses(scratch: &Scratch, witnesses: &[Cosigner; 2]) -> PathBuf {
    let path = scratch.archive().join("policy.txt");
    let text = fs_err::read_to_string(&path).unwrap();
    let [one, two] = witnesses.each_ref().map(Cosigner::verifier_key);
    let quorum =
        format!("witness one {one}\nwitness two {two}\ngroup both all one two\nquorum both\n");
    let text = text.replace("quorum none\n", &quorum);
    fs_err::write(path, &text).unwrap();
    scratch.write("policy.txt", text)
}

/// Two folders with two pages each; the first page has an MD5 twin.
fn write_pages(scratch: &Scratch) -> PathBuf {
    scratch.write("pages/1-register/page-1.tif", twins::ONE);
    scratch.write("pages/1-register/page-2.tif", "The second page of a register. Invented.\n");
    scratch.write("pages/2-letters/letter-1.tif", "A letter. Invented.\n");
    scratch.write("pages/2-letters/letter-2.tif", "Another letter. Invented.\n");
    scratch.beside("pages")
}

fn items(scratch: &Scratch) -> [String; 2] {
    let (_, shown) = scratch.sijill.json(["show"]);
    let accession = shown["accessions"][0]["id"].as_str().unwrap();
    let (code, shown) = scratch.sijill.json(["show", accession]);
    assert_eq!(code, 0, "{shown}");
    let items = shown["items"].as_array().unwrap_or_else(|| panic!("{shown}"));
    let mut ids: Vec<_> =
        items.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect();
    ids.sort();
    ids.try_into().unwrap()
}

fn export(scratch: &Scratch, to: &str, items: &[&str], since: Option<&Path>) -> PathBuf {
    let to = scratch.beside(to);
    let mut arguments = vec!["export", "--to", to.to_str().unwrap(), "--for", "CASE-7"];
    arguments.extend(items);
    if let Some(since) = since {
        arguments.extend(["--since", since.to_str().unwrap()]);
    }
    let (code, made) = scratch.sijill.json(arguments);
    assert_eq!(code, 0, "{made}");
    PathBuf::from(made["package"].as_str().unwrap())
}

fn receipt(scratch: &Scratch) -> PathBuf {
    let (_, shown) = scratch.sijill.json(["show"]);
    let accession = shown["accessions"][0]["id"].as_str().unwrap();
    let (code, receipt) = scratch.sijill.json(["receipt", accession]);
    assert_eq!(code, 0, "{receipt}");
    scratch.write("receipt.json", receipt.to_string())
}

/// Another archive with the same name and pages, whose package shows nothing but that it agrees with itself.
fn impostor(scratch: &Scratch) -> PathBuf {
    let theirs = archive();
    theirs.ingest(&scratch.beside("pages"));
    let [first, second] = items(&theirs);
    let made = export(&theirs, "out", &[&first, &second], None);
    let kept = scratch.beside("impostor").join(made.file_name().unwrap());
    crate::copy_folder(&made, &kept);
    kept
}
