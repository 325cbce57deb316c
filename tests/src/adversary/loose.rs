//! Single files: proofs, receipts, checkpoints, events, and copies of a page that claim to be in the package.

use serde_json::Value;

use super::exhibit::Exhibit;
use super::transport::PAGE;
use super::{By, Tampering, twins};

const fn loose(
    name: &'static str,
    work: fn(&mut Exhibit<'_>),
    fails: &'static [&'static str],
) -> Tampering {
    Tampering { name, by: By::Outsider, work, fails, step: None }
}

pub const SET: &[Tampering] = &[
    loose(
        "a copy of a page is altered",
        |it| {
            let bytes = it.read(PAGE);
            hand(it, "page.tif", &[bytes.as_slice(), b" "].concat());
            it.with("--package", &it.case.package);
        },
        &["file"],
    ),
    loose(
        "a copy of a page is its MD5 twin",
        |it| {
            hand(it, "page.tif", &twins::OTHER);
            it.with("--package", &it.case.package);
        },
        &["file"],
    ),
    loose(
        "an event is none of the package",
        |it| {
            let event = events(it)[6].clone();
            let text = it.text(&event).replacen("\"outcome\":\"suc\"", "\"outcome\":\"war\"", 1);
            hand(it, "event.note", text.as_bytes());
            it.with("--package", &it.case.package);
        },
        &["file"],
    ),
    loose(
        "a proof is handed over with another event",
        |it| {
            let proof =
                it.read(&events(it)[6].replace("events", "proofs").replace(".note", ".tlog-proof"));
            let event = it.path(&events(it)[7]);
            hand(it, "proof.tlog-proof", &proof);
            it.with("--event", &event);
        },
        &["inclusion"],
    ),
    loose(
        "a proof states another number",
        |it| {
            let event = events(it)[6].clone();
            let proof = it.text(&event.replace("events", "proofs").replace(".note", ".tlog-proof"));
            let line = proof.lines().nth(1).unwrap();
            hand(it, "proof.tlog-proof", proof.replacen(line, "index 1", 1).as_bytes());
            let event = it.path(&event);
            it.with("--event", &event);
        },
        &["inclusion"],
    ),
    loose(
        "a proof has lost a witness's line",
        |it| {
            let event = events(it)[6].clone();
            let proof = it.text(&event.replace("events", "proofs").replace(".note", ".tlog-proof"));
            let kept: String =
                proof.split_inclusive('\n').filter(|line| !line.starts_with("— w2")).collect();
            hand(it, "proof.tlog-proof", kept.as_bytes());
            let event = it.path(&event);
            it.with("--event", &event);
        },
        &["inclusion"],
    ),
    loose(
        "a checkpoint has lost a witness's line",
        |it| {
            let text = it.text("data/custody/checkpoint");
            let kept: String =
                text.split_inclusive('\n').filter(|line| !line.starts_with("— w2")).collect();
            hand(it, "checkpoint", kept.as_bytes());
        },
        &["checkpoint"],
    ),
    loose(
        "a checkpoint states another size",
        |it| {
            let text = it.text("data/custody/checkpoint");
            let size = text.lines().nth(1).unwrap();
            hand(it, "checkpoint", text.replacen(size, "99", 1).as_bytes());
        },
        &["checkpoint"],
    ),
    loose(
        "a receipt states another sum",
        |it| receipt(it, |receipt| receipt["bytes"] = (number(&receipt["bytes"]) + 1).into()),
        &["receipt"],
    ),
    loose(
        "a receipt states other pages, and their sum is right",
        |it| {
            receipt(it, |receipt| {
                for pointer in ["/items/0/files", "/files"] {
                    let value = receipt.pointer_mut(pointer).unwrap();
                    *value = (number(value) + 1).into();
                }
            });
            it.with("--package", &it.case.package);
        },
        &["file"],
    ),
    loose(
        "a receipt lists other bytes for an item",
        |it| {
            receipt(it, |receipt| {
                receipt["items"][0]["list"] = format!("sha256:{}", "0".repeat(64)).into();
            });
            it.with("--package", &it.case.package);
        },
        &["file"],
    ),
    loose(
        "a receipt is about events after its checkpoint",
        |it| receipt(it, |receipt| receipt["events"]["last"] = 999.into()),
        &["receipt"],
    ),
];

fn events(it: &Exhibit<'_>) -> Vec<String> {
    it.files("data/custody/events")
}

/// Hands a single file over instead of the package.
fn hand(it: &mut Exhibit<'_>, name: &str, bytes: &[u8]) {
    it.handed = it.beside(name);
    fs_err::write(&it.handed, bytes).unwrap();
}

fn receipt(it: &mut Exhibit<'_>, change: impl FnOnce(&mut Value)) {
    let mut value: Value =
        serde_json::from_slice(&fs_err::read(&it.case.receipt).unwrap()).unwrap();
    change(&mut value);
    hand(it, "receipt.json", value.to_string().as_bytes());
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap()
}
