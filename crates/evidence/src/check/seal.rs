//! `seal`: who made the package.

use sijill_keys::PublicKey;
use sijill_schema::KeyRole;
use sijill_storage::KeyRegistry;

use super::Check;
use super::load::Files;
use super::verdict::words;
use crate::layout;

pub fn check(files: &Files, registry: Option<&KeyRegistry>) -> Check {
    const WHAT: &str = "seal";
    let fail = |why: &str, ar: &str| {
        Check::failed(
            WHAT,
            words!(
                "the package is NOT sealed by the archive: {why}",
                "الحزمة غير مختومة من الأرشيف: {ar}"
            ),
        )
    };
    let Some(registry) = registry else {
        return fail("the log's keys could not be read", "تعذّرت قراءة مفاتيح السجل");
    };
    let key = files.text(layout::SEAL_KEY).and_then(|pem| PublicKey::from_pem(pem).ok());
    let (Some(key), Some(seal), Some(manifest)) =
        (key, files.bytes(layout::SEAL), files.bytes(layout::TAG_MANIFEST))
    else {
        return fail(
            "the seal or its key is missing or unreadable",
            "الختم أو مفتاحه غائب أو لا يُقرأ",
        );
    };
    if !key.verifies_seal(manifest, seal) {
        return fail(
            "the signature over tagmanifest-sha256.txt does not hold",
            "التوقيع على tagmanifest-sha256.txt غير صحيح",
        );
    }
    match registry.current(KeyRole::Seal) {
        Some(enrolled) if enrolled.public == key => Check::passed(
            WHAT,
            words!(
                "sealed by the key that the log enrolled for it",
                "مختومة بالمفتاح الذي سجّله السجل لذلك"
            ),
        ),
        _ => fail("the key is not the one that the log enrolled", "المفتاح ليس الذي سجّله السجل"),
    }
}
