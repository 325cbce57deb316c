//! The receipt: what was taken over, in numbers and digests, for the person who handed it over. Text in Arabic
//! and English, short enough to print, with a head of the log that can be copied by hand.

use std::fmt::Write as _;

use sijill_schema::{
    AccessionClosed, AccessionId, AccessionRecord, Act, EventRange, Gap, GapReason, Outcome,
    Receipt, ReceiptItem, canonical,
};
use sijill_storage::{Archive, Catalogue, Index, ItemRow, Ledger, StorageError};
use sijill_translog::{Checkpoint, Note};

use sijill_storage::Result;

/// Everything that a receipt is drawn from.
struct Books {
    ledger: Ledger,
    index: Index,
    catalogue: Catalogue,
}

/// The receipt of an accession, drawn from the ledger and the catalogue.
///
/// # Errors
/// If there is no such accession or something cannot be read.
pub fn receipt(archive: &Archive, accession: AccessionId) -> Result<Receipt> {
    let ledger = archive.ledger()?;
    let index = archive.index(&ledger)?;
    let books = Books { index, catalogue: archive.catalogue()?, ledger };
    let record = books.accession(accession)?;
    let events = books.index.events_of(accession.into())?;
    let (first, mut last) =
        (events.first().copied().unwrap_or(0), events.last().copied().unwrap_or(0));
    let (mut items, mut gaps) = (Vec::new(), record.gaps);
    books.catalogue.for_each_item(accession, |row| {
        last = last.max(books.index.last_event_of(row.id)?.unwrap_or(0));
        if let Some((item, found)) = books.item(archive, &row)? {
            items.push(item);
            gaps.extend(found);
        }
        Ok(())
    })?;
    let closing = books.closing(&events)?;
    gaps.extend(closing.as_ref().and_then(unsecured));
    Ok(Receipt {
        log: archive.origin().to_string(),
        vkey: archive.log_key().to_string(),
        accession,
        reference: record.reference,
        title: record.title,
        received: record.received,
        closed: closing.is_some(),
        files: items.iter().map(|item: &ReceiptItem| item.files).sum(),
        bytes: items.iter().map(|item| item.bytes).sum(),
        items,
        gaps,
        events: EventRange { first, last },
        checkpoint: String::from_utf8_lossy(&archive.checkpoint_file()?.unwrap_or_default())
            .into_owned(),
    })
}

impl Books {
    fn accession(&self, id: AccessionId) -> Result<AccessionRecord> {
        let record = self.catalogue.accession(id)?.and_then(|row| row.record);
        let record = record.ok_or_else(|| StorageError::NoSuchRecord { id: id.to_string() })?;
        Ok(canonical::from_slice(record.as_bytes())?)
    }

    /// The event that closed the accession, where it is closed.
    fn closing(&self, events: &[u64]) -> Result<Option<AccessionClosed>> {
        // A check of the accession's object may have been recorded after it.
        for seq in events.iter().rev() {
            if let Act::AccessionClosed(closed) = self.ledger.event(*seq)?.act {
                return Ok(Some(closed));
            }
        }
        Ok(None)
    }

    /// An item's line and the gaps that its closing found; none if nothing of it was acknowledged.
    fn item(&self, archive: &Archive, row: &ItemRow) -> Result<Option<(ReceiptItem, Vec<Gap>)>> {
        // A receipt says what was handed over as it was called then.
        let (id, reference) = (row.id, row.intake.reference.clone());
        let mut item = ReceiptItem { id, reference, files: 0, bytes: 0, list: None };
        let mut gaps = Vec::new();
        for seq in self.index.events_of(row.id)? {
            let event = self.ledger.event(seq)?;
            match (&event.act, event.object) {
                (Act::Secured(_), Some(object)) => {
                    item.files += 1;
                    item.bytes += object.size;
                }
                (Act::ItemClosed(closed), _) => {
                    item.list = Some(closed.list);
                    if event.outcome != Outcome::Success {
                        gaps = archive.item_record(row.id, &closed.record)?.gaps;
                    }
                }
                _ => {}
            }
        }
        for gap in &mut gaps {
            gap.what = format!("{}: {}", row.intake.reference, gap.what);
        }
        Ok((item.files > 0).then_some((item, gaps)))
    }
}

/// What could not be read when the accession was closed.
fn unsecured(closed: &AccessionClosed) -> Option<Gap> {
    let what = format!("{} files or folders at the source could not be read.", closed.unsecured);
    (closed.unsecured > 0).then_some(Gap {
        reason: GapReason::Other,
        what,
        from: None,
        until: None,
    })
}

/// How many items a printed receipt lists; all of them stand in the JSON.
const LISTED: usize = 40;

/// The receipt as text, Arabic first.
#[must_use]
pub fn receipt_text(receipt: &Receipt) -> String {
    let mut text = String::new();
    // Writing into a string cannot fail.
    let _ = write_text(&mut text, receipt);
    text
}

fn write_text(text: &mut String, receipt: &Receipt) -> std::fmt::Result {
    let rule = "─".repeat(72);
    writeln!(text, "{rule}\nإيصال استلام · RECEIPT\n{rule}")?;
    let title = receipt.title.as_deref().unwrap_or("—");
    let state = if receipt.closed {
        "مغلقة · closed"
    } else {
        "مفتوحة · open, may still grow"
    };
    field(text, "الدفعة · Accession", &format!("{} ({state})", receipt.reference))?;
    field(text, "العنوان · Title", title)?;
    field(
        text,
        "تاريخ الاستلام · Received",
        &receipt.received.strftime("%Y-%m-%d %H:%M:%S UTC").to_string(),
    )?;
    field(text, "العناصر · Items", &receipt.items.len().to_string())?;
    field(text, "الملفات · Files", &receipt.files.to_string())?;
    field(text, "الحجم · Bytes", &receipt.bytes.to_string())?;
    field(text, "الأحداث · Events", &format!("{}–{}", receipt.events.first, receipt.events.last))?;
    field(text, "المعرّف · Identifier", &receipt.accession.to_string())?;
    write_gaps(text, receipt)?;
    write_items(text, receipt)?;
    write_head(text, receipt)?;
    writeln!(text, "{rule}")
}

fn field(text: &mut String, name: &str, value: &str) -> std::fmt::Result {
    // Isolates keep a Latin value in one piece beside an Arabic name.
    writeln!(text, "{name}: \u{2068}{value}\u{2069}")
}

fn write_gaps(text: &mut String, receipt: &Receipt) -> std::fmt::Result {
    writeln!(text, "\nثغرات في سلسلة الحفظ · Gaps in custody: {}", receipt.gaps.len())?;
    receipt.gaps.iter().try_for_each(|gap| writeln!(text, "  - \u{2068}{}\u{2069}", gap.what))
}

fn write_items(text: &mut String, receipt: &Receipt) -> std::fmt::Result {
    writeln!(text, "\nالعناصر وبصماتها · Items and their digests (SHA-256)")?;
    for item in receipt.items.iter().take(LISTED) {
        writeln!(
            text,
            "  \u{2068}{}\u{2069} · {} · {}",
            item.reference,
            item.files,
            item.list.map_or_else(|| "مفتوح · open".to_owned(), |list| list.hex())
        )?;
    }
    match receipt.items.len().checked_sub(LISTED) {
        Some(more) if more > 0 => {
            writeln!(text, "  … {more} more in the JSON receipt · الباقي في الإيصال الرقمي")
        }
        _ => Ok(()),
    }
}

/// The head of the log: three short lines that can be copied by hand, the root in groups of four.
fn write_head(text: &mut String, receipt: &Receipt) -> std::fmt::Result {
    writeln!(
        text,
        "\nرأس السجل، يُنسخ باليد في دفتر ورقي · Head of the log, to be copied by hand into a paper book"
    )?;
    let note = Note::parse(receipt.checkpoint.as_bytes()).ok();
    let head = note.and_then(|note| Checkpoint::parse(note.text()).ok());
    let Some(head) = head else { return writeln!(text, "  (no checkpoint has been signed yet)") };
    let root = head.root.to_string();
    let groups: Vec<_> = root.as_bytes().chunks(4).map(String::from_utf8_lossy).collect();
    writeln!(text, "  {}\n  {}\n  {}", head.origin, head.size, groups.join(" "))?;
    writeln!(text, "\nالرأس الموقّع، للآلة · The signed head, for a machine\n")?;
    writeln!(text, "{}", receipt.checkpoint.trim_end())
}
