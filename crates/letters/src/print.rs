//! The certificate: what the template gets to read, and the letter made of it.

use qrcode::QrCode;
use qrcode::render::svg;
use serde_json::json;
use sijill_schema::canonical;
use typst::foundations::Bytes;

use crate::legible::legible;
use crate::press::Press;
use crate::{Certificate, LetterError, LogProof};

/// Files and events in one report. Two thousand of each are 370 pages and need a gigabyte while they are set.
const MOST_ROWS: usize = 10_000;

/// Prints the evidence report of a package: one PDF/A-3a, Arabic first, then English, with the data attached
/// as `certificate.json`. If [`Certificate::failures`] finds anything, page one says so in a box and the
/// report certifies nothing.
///
/// The same data give the same bytes. Texts are shown as data, with `\u{…}` for what cannot be printed.
///
/// # Errors
/// If there is too much of it, the data cannot be attached or the pages cannot be set; never because the verification failed.
pub fn certificate(data: &Certificate) -> Result<Vec<u8>, LetterError> {
    let rows = data.objects.len() + data.custody.len();
    if rows > MOST_ROWS {
        return Err(LetterError::TooLong { rows, most: MOST_ROWS });
    }
    let attached = canonical::to_vec(data)?;
    let shown = json!({ "certificate": data, "failures": data.failures() });
    Press::new([
        ("certificate.typ", text(include_str!("../templates/certificate.typ"))),
        ("letter.typ", text(include_str!("../templates/letter.typ"))),
        ("words.ar.toml", text(include_str!("../templates/words.ar.toml"))),
        ("words.en.toml", text(include_str!("../templates/words.en.toml"))),
        ("shown.json", Bytes::new(legible(shown).to_string().into_bytes())),
        ("certificate.json", Bytes::new(attached)),
        ("head.svg", Bytes::new(head_code(&data.log)?.into_bytes())),
    ])?
    .print(data.made)
}

fn text(template: &'static str) -> Bytes {
    Bytes::from_string(template)
}

/// A QR code of the checkpoint's text, the three lines that the log signed.
fn head_code(log: &LogProof) -> Result<String, LetterError> {
    let head = format!("{}\n{}\n{}\n", log.origin, log.size, log.root);
    let too_long = |_| LetterError::HeadTooLong { bytes: head.len() };
    let code = QrCode::new(head.as_bytes()).map_err(too_long)?;
    Ok(code.render::<svg::Color<'_>>().min_dimensions(256, 256).build())
}
