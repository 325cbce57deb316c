//! What a certificate says: plain data, filled in by whoever verified the package just before.
//!
//! Every text here may come from a stranger. The page shows it as data; nothing in it is markup.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sijill_schema::{Digest, PackageId};

use crate::{
    Acquisition, CertifiedItem, CertifiedKey, CertifiedObject, CustodyRow, LogProof, TimeBounds,
    Verification,
};

/// The evidence report of one package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// The package.
    pub package: PackageId,
    /// The case that the package was made for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// When the report was made: the only date that the PDF knows.
    pub made: Timestamp,
    /// Who certifies; what is absent is left as a line to be filled in by hand.
    #[serde(default)]
    pub certifier: Certifier,
    /// The program, and what is known of its faults.
    pub system: System,
    /// The accessions that the objects came in with, each with its own story.
    pub acquisitions: Vec<Acquisition>,
    /// The items.
    pub items: Vec<CertifiedItem>,
    /// Every file of the package, in order.
    pub objects: Vec<CertifiedObject>,
    /// Every custody event of the items and accessions, failed ones included, in the order of the log.
    pub custody: Vec<CustodyRow>,
    /// What the custody table leaves out; it puts a mark on every page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extract: Option<Extract>,
    /// What bounds the true time, whatever the clock of the machine said.
    #[serde(default)]
    pub bounds: TimeBounds,
    /// The verification that was made just before.
    pub verification: Verification,
    /// The log, its head, and who vouches for it.
    pub log: LogProof,
    /// The public keys that signed.
    pub keys: Vec<CertifiedKey>,
    /// How a stranger repeats the verification: the lines of README-VERIFY.
    pub method: Vec<MethodStep>,
    /// What was not verified in this package in particular, besides what no verification can show.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_verified: Vec<Bilingual>,
}

/// A sentence in both languages of the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// Arabic.
    pub ar: String,
    /// English.
    pub en: String,
}

/// The person who certifies and can be called as a witness.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certifier {
    /// The name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Function and qualification.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub function: Option<String>,
    /// How the person stands to the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<String>,
    /// The language in which the person testifies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Where the person can be reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

/// The program that took the records in and verified them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct System {
    /// The program and its version.
    pub tool: String,
    /// Digest of the program's file, so that the very same build can be examined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub build: Option<Digest>,
    /// Known faults that bear on this report.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub known_faults: Vec<Bilingual>,
}

/// That the custody table is not whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extract {
    /// How many events there are of these items in all.
    pub of: u64,
    /// Why some are left out.
    pub why: Bilingual,
}

/// One step of the method.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MethodStep {
    /// What the step shows.
    pub what: Bilingual,
    /// What to type, line by line.
    pub commands: Vec<String>,
}
