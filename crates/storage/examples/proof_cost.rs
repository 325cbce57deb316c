//! What one proof costs: its size, its making and its verifying, in a ledger and in one ten times as large.
//!
//! `cargo run --release -p sijill-storage --example proof_cost [LEAVES]` (1,000,000 if not said). Prints one JSON
//! object and ends with 1 if a goal is missed: under 2 kB, making at most 100 times verifying, and at most 1.5
//! times dearer in the large ledger.
#![expect(clippy::print_stdout, reason = "what an example is for")]

use std::error::Error;
use std::num::NonZeroU64;
use std::process::ExitCode;
use std::time::Instant;

use ed25519_dalek::SigningKey;
use serde_json::json;
use sijill_storage::LedgerWriter;
use sijill_translog::{Checkpoint, Cosigner, Note, NoteSigner, Policy, TlogProof, prove_inclusion};

const ORIGIN: &str = "archive.example.org/desk-1";

/// How many proofs are made for one figure.
const PROOFS: u64 = 2_000;

/// How many witnesses cosign, of as many that are needed.
const WITNESSES: u8 = 3;

/// Of one size of ledger: bytes, and microseconds a proof.
struct Cost {
    bytes: usize,
    make: f64,
    verify: f64,
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let large = std::env::args().nth(1).map_or(Ok(1_000_000), |leaves| leaves.parse())?;
    let (few, many) = (measure(large / 10)?, measure(large)?);
    let (dearer, ratio) = (many.make / few.make, many.make / many.verify);
    let good = many.bytes < 2_000 && ratio <= 100.0 && dearer <= 1.5;
    let said = json!({
        "leaves": large, "bytes": many.bytes, "make_us": many.make, "verify_us": many.verify,
        "make_over_verify": ratio, "dearer_for_ten_times": dearer, "good": good,
    });
    println!("{said}");
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn measure(leaves: u64) -> Result<Cost, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let mut writer = LedgerWriter::create(&folder.path().join("ledger.sqlite"))?;
    while writer.size() < leaves {
        let end = leaves.min(writer.size() + 50_000);
        writer.append(&(writer.size()..end).map(leaf).collect::<Vec<_>>())?;
    }
    let (note, policy) = attested(&writer)?;
    let ledger = writer.ledger();
    let places: Vec<u64> =
        (0..PROOFS).map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15) % leaves).collect();
    let begun = Instant::now();
    let mut proofs = Vec::new();
    for place in &places {
        let path = prove_inclusion(*place, leaves, ledger)?;
        proofs.push(TlogProof::new(*place, path, note.clone())?.to_bytes());
    }
    let make = micros(begun);
    let begun = Instant::now();
    for (place, proof) in places.iter().zip(&proofs) {
        TlogProof::parse(proof)?.verify(&leaf(*place), &policy)?;
    }
    let bytes = proofs.iter().map(Vec::len).max().unwrap_or_default();
    Ok(Cost { bytes, make, verify: micros(begun) })
}

fn leaf(number: u64) -> Vec<u8> {
    format!("{number:0100}").into_bytes()
}

fn micros(begun: Instant) -> f64 {
    begun.elapsed().as_secs_f64() * 1e6 / PROOFS as f64
}

fn attested(writer: &LedgerWriter) -> Result<(Note, Policy), Box<dyn Error>> {
    let size = writer.size();
    let signer = NoteSigner::ed25519(ORIGIN.parse()?, SigningKey::from_bytes(&[1; 32]));
    let root = writer.ledger().frontier(size)?.root();
    let mut note = Checkpoint::new(ORIGIN, size, root).sign(&signer)?;
    let mut policy = format!("log {}\n", signer.verifier_key());
    let mut members = String::new();
    for seed in 2..2 + WITNESSES {
        let name = format!("witness-{seed}.example.org/w").parse()?;
        let witness = Cosigner::ed25519(name, SigningKey::from_bytes(&[seed; 32]));
        let line = witness.cosign(&note, NonZeroU64::MIN.saturating_add(1_800_000_000));
        note.add_signature(line)?;
        policy += &format!("witness w{seed} {}\n", witness.verifier_key());
        members += &format!(" w{seed}");
    }
    policy += &format!("group all all{members}\nquorum all\n");
    Ok((note, Policy::parse(&policy)?))
}
