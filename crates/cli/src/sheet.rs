//! The work list as a web page that needs nothing else: thumbnails, Arabic and English, no script.

use std::fmt::Write;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::Value;
use sijill_imaging::completeness::{Completeness, Count};
use sijill_imaging::quality::Finding;
use sijill_ingest::process::{Doubtful, THUMBNAIL_FILE, WorkList};
use sijill_schema::{ItemId, PageId};
use sijill_storage::Archive;

use crate::error::CliError;

const STYLE: &str = "body{font-family:'Noto Naskh Arabic','Noto Sans Arabic','Noto Sans',sans-serif;line-height:1.6;margin:0 auto;max-width:70rem;padding:1rem;color:#1b1b1b;background:#fff}\
h1{font-size:1.5rem;margin:.5rem 0}h2{font-size:1.2rem;margin:1.5rem 0 .5rem}.en{direction:ltr;unicode-bidi:isolate;color:#444;font-size:.9rem}\
ul{list-style:none;margin:0;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:1rem}\
li{border:1px solid #bbb;border-radius:.4rem;padding:.7rem}li.again{border-color:#9a1c1c;border-width:2px}\
img{display:block;max-width:100%;max-height:16rem;margin:0 auto .5rem;border:1px solid #ddd}code{font-size:.75rem;overflow-wrap:anywhere;direction:ltr;unicode-bidi:isolate}\
.mark{display:inline-block;background:#9a1c1c;color:#fff;border-radius:.3rem;padding:0 .5rem}";

/// The name of a finding as the JSON has it.
pub(crate) fn name(finding: &Finding) -> String {
    serde_json::to_value(finding)
        .ok()
        .as_ref()
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

/// What else was counted in a folder, as the end of a sentence.
pub(crate) fn remarks(counted: &Completeness) -> String {
    let mut text = match counted.against_count {
        Count::Missing(pages) => format!(", {pages} missing"),
        Count::TooMany(pages) => format!(", {pages} too many"),
        Count::Fits | Count::NotStated => String::new(),
    };
    let parts = [
        (counted.blank_backs.len(), "blank backs"),
        (counted.other_blanks.len(), "other blank pages"),
        (counted.separators.len(), "separators"),
        (counted.doubled.len(), "scanned twice"),
    ];
    for (count, what) in parts.into_iter().filter(|(count, _)| *count > 0) {
        let _ = write!(text, ", {count} {what}");
    }
    text
}

/// The web page.
///
/// # Errors
/// If a thumbnail is there and cannot be read.
pub(crate) fn html(archive: &Archive, list: &WorkList) -> Result<String, CliError> {
    let mut page = format!(
        "<!doctype html>\n<html lang=\"ar\" dir=\"rtl\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">\n\
         <title>ما يلزم إعادة تصويره · Work list</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
    );
    let (again, look): (Vec<_>, Vec<_>) = list.findings.iter().partition(|page| page.rescan);
    heading(&mut page, 1, "قائمة العمل على طاولة التصوير", "Work list of the scanning desk");
    let _ = writeln!(
        page,
        "<p>عدد الصفحات التي فُحصت: {} <span class=\"en\" lang=\"en\">{} pages were looked at.</span></p>",
        list.pages, list.pages
    );
    heading(&mut page, 2, "صفحات يلزم إعادة تصويرها", "Pages to scan again");
    cards(&mut page, archive, &again)?;
    heading(&mut page, 2, "صفحات للنظر فيها", "Pages to look at");
    cards(&mut page, archive, &look)?;
    heading(&mut page, 2, "عدد الصفحات في المجلدات", "Pages of the folders");
    for item in &list.items {
        let _ = writeln!(
            page,
            "<p>{} <span class=\"en\" lang=\"en\">{} written sides{}</span></p>",
            escape(&item.reference),
            item.counted.written,
            escape(&remarks(&item.counted))
        );
    }
    heading(&mut page, 2, "صور قد تكون للورقة نفسها", "Scans that may be of one leaf");
    page.push_str("<ul>\n");
    for pair in &list.alike {
        for (item, id) in [(pair.item, pair.page), (pair.other_item, pair.other)] {
            page.push_str("<li>\n");
            thumbnail(&mut page, archive, (item, id), "")?;
            let _ = writeln!(page, "<code>{id}</code>\n</li>");
        }
    }
    page.push_str("</ul>\n");
    page.push_str("</body>\n</html>\n");
    Ok(page)
}

fn heading(page: &mut String, level: u8, arabic: &str, english: &str) {
    let _ = writeln!(
        page,
        "<h{level}>{arabic} <span class=\"en\" lang=\"en\">{english}</span></h{level}>"
    );
}

fn cards(page: &mut String, archive: &Archive, pages: &[&Doubtful]) -> Result<(), CliError> {
    if pages.is_empty() {
        page.push_str("<p>لا شيء <span class=\"en\" lang=\"en\">none</span></p>\n");
        return Ok(());
    }
    page.push_str("<ul>\n");
    for doubtful in pages {
        card(page, archive, doubtful)?;
    }
    page.push_str("</ul>\n");
    Ok(())
}

fn card(page: &mut String, archive: &Archive, doubtful: &Doubtful) -> Result<(), CliError> {
    let Doubtful { item, reference, page: id, place, findings, unreadable, rescan } = doubtful;
    let class = if *rescan { " class=\"again\"" } else { "" };
    let _ = writeln!(page, "<li{class}>");
    thumbnail(page, archive, (*item, *id), &format!("{reference}، {place}"))?;
    let _ = writeln!(
        page,
        "<p><bdi>{}</bdi>، الصفحة {place} <span class=\"en\" lang=\"en\">page {place}</span></p>",
        escape(reference)
    );
    let words = findings.iter().map(|finding| (arabic(*finding), name(finding)));
    let unshown = unreadable.iter().map(|why| ("لا يمكن عرضها", why.clone()));
    for (arabic, english) in words.chain(unshown) {
        let _ = writeln!(
            page,
            "<p><span class=\"mark\">{arabic}</span> <span class=\"en\" lang=\"en\">{}</span></p>",
            escape(&english)
        );
    }
    let _ = writeln!(page, "<code>{id}</code>\n</li>");
    Ok(())
}

fn thumbnail(
    page: &mut String,
    archive: &Archive,
    (item, id): (ItemId, PageId),
    name: &str,
) -> Result<(), CliError> {
    if let Some(picture) = archive.derived().get(item, id, THUMBNAIL_FILE)? {
        let (name, picture) = (escape(name), BASE64.encode(picture));
        let _ = writeln!(page, "<img alt=\"{name}\" src=\"data:image/jpeg;base64,{picture}\">");
    }
    Ok(())
}

fn arabic(finding: Finding) -> &'static str {
    match finding {
        Finding::Blank => "فارغة",
        Finding::Separator => "ورقة فاصلة",
        Finding::Blurred => "غير واضحة",
        Finding::TooDark => "داكنة جدا",
        Finding::TooLight => "باهتة جدا",
        Finding::LowContrast => "تباين ضعيف",
        Finding::Skewed => "مائلة",
        Finding::LowResolution => "دقة منخفضة",
        Finding::CutEdge => "مقطوعة الحافة",
        Finding::Sideways => "مقلوبة على جانبها",
    }
}

/// Text inside HTML: references come from the team's sheet.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
