//! `certificate`: the printed report says what the package holds. It is drawn again and compared byte for byte, so
//! that even somebody with the seal key cannot make it say more.

use sijill_storage::{KeyRegistry, TOOL};
use sijill_translog::{Checkpoint, Note, Policy};

use super::Check;
use super::history::EarlierHead;
use super::load::Files;
use super::log;
use super::verdict::words;
use crate::certificate::{Told, certificate};
use crate::contents::Contents;
use crate::head::{Head, HeadStamp};
use crate::layout;

const WHAT: &str = "certificate";

pub fn check(
    files: &Files,
    contents: &Contents,
    registry: &KeyRegistry,
    head: &log::Head,
    earlier: &[EarlierHead],
) -> Check {
    let Some(printed) = files.bytes(layout::CERTIFICATE) else {
        let none = words!("the package holds no certificate", "لا تحوي الحزمة شهادة");
        return Check::not_claimed(WHAT, none);
    };
    if contents.description.tool != TOOL {
        let other = words!(
            "another version of the program made it: use that version to compare",
            "صنعها إصدار آخر من البرنامج: استعمل ذلك الإصدار للمقارنة"
        );
        return Check::not_claimed(WHAT, other);
    }
    match drawn(files, contents, registry, head, earlier) {
        Ok(None) => Check::not_claimed(
            WHAT,
            words!(
                "this program was built without letters and cannot compare it",
                "هذا البرنامج بُني دون الطباعة فلا يستطيع المقارنة"
            ),
        ),
        Ok(Some(pdf)) if pdf == printed => Check::passed(
            WHAT,
            words!("the certificate says what the package holds", "الشهادة تقول ما تحويه الحزمة"),
        ),
        Ok(Some(_)) => Check::failed(
            WHAT,
            words!(
                "certificate.pdf was ALTERED: it is not the one that follows from the package",
                "certificate.pdf جرى تغييرها: ليست التي تنتج عن الحزمة"
            ),
        ),
        Err(why) => Check::failed(
            WHAT,
            words!(
                "certificate.pdf could not be drawn again: {why}",
                "تعذّر رسم certificate.pdf من جديد: {why}"
            ),
        ),
    }
}

fn drawn(
    files: &Files,
    contents: &Contents,
    registry: &KeyRegistry,
    head: &log::Head,
    earlier: &[EarlierHead],
) -> Result<Option<Vec<u8>>, String> {
    let policy = Policy::parse(files.text(layout::POLICY).unwrap_or_default());
    let policy = policy.map_err(|error| error.to_string())?;
    let newest = read(files, head.checkpoint().clone(), head.bytes.clone());
    let before = |earlier: &EarlierHead| {
        let checkpoint =
            Checkpoint::parse(earlier.note.text()).map_err(|error| error.to_string())?;
        Ok(read(files, checkpoint, Note::to_bytes(&earlier.note)))
    };
    let mut earlier = earlier.iter().map(before).collect::<Result<Vec<_>, String>>()?;
    earlier.sort_by_key(|head| head.checkpoint.size);
    let (head, earlier) = (&newest, earlier.as_slice());
    certificate(&Told { contents, registry, head, earlier, policy: &policy })
}

/// A head with the stamps that lie in the package. Its consistency proof is not printed.
fn read(files: &Files, checkpoint: Checkpoint, attested: Vec<u8>) -> Head {
    let size = checkpoint.size;
    let signed = files.bytes(&layout::stamped(size)).unwrap_or_default().to_vec();
    let stamps = (1..).map_while(|number| {
        let (tsr, pem) = layout::stamp(size, number);
        let (response, chain) = (files.bytes(&tsr)?.to_vec(), files.bytes(&pem)?.to_vec());
        Some(HeadStamp { response, chain })
    });
    Head { stamps: stamps.collect(), checkpoint, attested, signed, consistency: Vec::new() }
}
