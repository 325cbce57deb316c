//! An archive with pages on which people wrote down what they say.

use std::path::Path;

use crate::{Scratch, archive, bitmap};

/// What stands on the first three pages, each an item of its own: are confidential, A-3 is sealed.
pub const TEXTS: [&str; 3] = [
    "الجمهورية العربية السورية\nالفرع ٩٠١\nالرقم: ٣٤١٧/ص\nنحيل إليكم الموقوف عبد الرحمن بن نبيل الجوزاني، والدته هند، تولد حمص عام ١٩٨٤ منذ تاريخ ٢٨ كانون الثاني ٢٠١٤",
    "شهادة وفاة\nالمدعو عبدالرحمن نبيل الجوزانى والدته سعاد تولد حمص ١٩٩٠",
    "سري\nبرقية رقم ١١٨ بخصوص المدعو سامر الفستقي",
];

/// The archive, with as many more pages in an open item as are asked for, and the pages of [`TEXTS`]. The program
/// `sijill` makes it.
///
/// # Panics
/// If it cannot be made.
#[must_use]
pub fn written(more: u8) -> (Scratch, Vec<String>) {
    let scratch = archive();
    for number in 0..3 {
        scratch.write(Path::new("in").join(format!("{number}/page.bmp")), bitmap(number));
    }
    for number in 0..more {
        scratch.write(Path::new("in/3").join(format!("{number:03}.bmp")), bitmap(100 + number));
    }
    let mut sheet = "path,reference,title,access\n0,A-1,كتاب إحالة,confidential\n1,A-2,شهادة وفاة,confidential\n2,A-3,برقية,sealed\n".to_owned();
    if more > 0 {
        sheet.push_str("3,A-4,سجل يومي,open\n");
    }
    scratch.write("sheet.csv", sheet);
    let statement = "reference = \"T-1\"\ntitle = \"Test\"\nsheet = \"sheet.csv\"\n";
    let statement = scratch.write("accession.toml", statement).display().to_string();
    let source = scratch.beside("in").display().to_string();
    let done = |arguments: &[&str]| {
        let (code, said) = scratch.sijill.json(arguments);
        assert_eq!(code, 0, "{said}");
        said
    };
    done(&["ingest", &source, "--accession", &statement]);
    done(&["process", "--no-text"]);
    let pages = |reference: &str| -> Vec<String> {
        let item = done(&["show", reference]);
        let pages = item["pages"].as_array().unwrap().iter();
        pages.map(|page| page.as_str().unwrap().to_owned()).collect()
    };
    let write = |page: &str, text: &str| {
        let file = scratch.write("typed.txt", text).display().to_string();
        done(&["transcribe", page, "--from", &file]);
    };
    let mut first = Vec::new();
    for (reference, text) in ["A-1", "A-2", "A-3"].into_iter().zip(TEXTS) {
        let page = pages(reference).remove(0);
        write(&page, text);
        first.push(page);
    }
    if more > 0 {
        for (number, page) in pages("A-4").iter().enumerate() {
            write(page, &format!("يوميات الفرع ٩٠١\nورقة {number} من السجل"));
        }
    }
    (scratch, first)
}
