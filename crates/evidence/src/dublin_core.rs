//! Dublin Core, fifteen fields that everybody reads: what the archive knew about an item when it took it in.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event as Xml};
use sijill_schema::{AccessionRecord, ItemRecord};

use crate::tables::clean;

const OAI: &str = "http://www.openarchives.org/OAI/2.0/oai_dc/";
const DC: &str = "http://purl.org/dc/elements/1.1/";

/// `dc.xml` of an item.
///
/// # Errors
/// Never in practice: writing into memory does not fail.
pub fn dublin_core(item: &ItemRecord, accession: Option<&AccessionRecord>) -> io::Result<Vec<u8>> {
    let description = &item.description;
    let date = description.date.as_ref().map(|date| date.as_written.clone());
    let fields = [
        ("dc:identifier", Some(format!("urn:uuid:{}", description.id))),
        ("dc:identifier", Some(description.reference.clone())),
        ("dc:title", Some(description.title.clone().unwrap_or(description.reference.clone()))),
        ("dc:date", date),
        ("dc:coverage", description.place_as_written.clone()),
        ("dc:type", Some("PhysicalObject".to_owned())),
        ("dc:format", Some(format!("{} files", item.files.len()))),
        ("dc:relation", accession.map(|accession| format!("urn:uuid:{}", accession.id))),
        ("dc:source", accession.map(|accession| accession.reference.clone())),
        ("dc:description", description.notes.clone()),
    ];
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    xml.write_event(Xml::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.create_element("oai_dc:dc")
        .with_attribute(("xmlns:oai_dc", OAI))
        .with_attribute(("xmlns:dc", DC))
        .write_inner_content(|xml| {
            for (name, value) in fields {
                let Some(value) = value else { continue };
                xml.create_element(name).write_text_content(BytesText::new(&clean(&value)))?;
            }
            Ok(())
        })?;
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}
