//! EAD3 1.1 (Society of American Archivists, 2018): the finding aid that other archives' software imports. Accessions are
//! components, their items are files below them; `encodinganalog` names the element of ISAD(G), second edition, that each
//! statement is.

use std::io;

use jiff::Timestamp;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use sijill_schema::{
    AccessLevel, AccessionRecord, ContentFlag, Custodian, Gap, ItemDescription, PlacePath,
    RecordDate,
};

use super::{Outgoing, OutgoingAccession, OutgoingItem};
use crate::cell::{flag_name, level_name};

const NAMESPACE: &str = "http://ead3.archivists.org/schema/";

type Out = Writer<Vec<u8>>;
type Attributes<'a> = [(&'a str, &'a str)];

/// The finding aid, made at a time by a program.
///
/// # Errors
/// Never in practice: writing into memory does not fail.
pub fn ead3(out: &Outgoing, at: Timestamp, tool: &str) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    group(&mut xml, "ead", &[("xmlns", NAMESPACE)], |xml| {
        control(xml, out, at, tool)?;
        let level = [("level", "collection"), ("relatedencoding", "ISAD(G)v2")];
        group(xml, "archdesc", &level, |xml| {
            group(xml, "did", &[], |xml| {
                text(xml, "unitid", &[("encodinganalog", "3.1.1")], &out.origin)?;
                text(xml, "unittitle", &[("encodinganalog", "3.1.2")], &out.origin)
            })?;
            group(xml, "dsc", &[("dsctype", "combined")], |xml| {
                out.accessions.iter().try_for_each(|one| accession(xml, one))
            })
        })
    })?;
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

fn control(xml: &mut Out, out: &Outgoing, at: Timestamp, tool: &str) -> io::Result<()> {
    group(xml, "control", &[], |xml| {
        text(xml, "recordid", &[], &out.origin)?;
        group(xml, "filedesc", &[], |xml| {
            group(xml, "titlestmt", &[], |xml| text(xml, "titleproper", &[], &out.origin))
        })?;
        text(xml, "maintenancestatus", &[("value", "derived")], "")?;
        group(xml, "maintenanceagency", &[], |xml| text(xml, "agencyname", &[], &out.origin))?;
        group(xml, "conventiondeclaration", &[], |xml| text(xml, "citation", &[], "ISAD(G)v2"))?;
        group(xml, "maintenancehistory", &[], |xml| {
            group(xml, "maintenanceevent", &[], |xml| {
                text(xml, "eventtype", &[("value", "derived")], "")?;
                text(xml, "eventdatetime", &[], &at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())?;
                text(xml, "agenttype", &[("value", "machine")], "")?;
                text(xml, "agent", &[], tool)
            })
        })
    })
}

fn accession(xml: &mut Out, accession: &OutgoingAccession) -> io::Result<()> {
    let level = [("level", "otherlevel"), ("otherlevel", "accession")];
    group(xml, "c", &level, |xml| {
        let record = accession.record.as_ref();
        group(xml, "did", &[], |xml| {
            let id = accession.id.to_string();
            let named = [("identifier", id.as_str()), ("encodinganalog", "3.1.1")];
            text(xml, "unitid", &named, &accession.reference)?;
            let title = record.and_then(|record| record.title.as_ref());
            let title = title.unwrap_or(&accession.reference);
            text(xml, "unittitle", &[("encodinganalog", "3.1.2")], title)?;
            record.map_or(Ok(()), |record| place(xml, None, &record.place))
        })?;
        if let Some(record) = record {
            access(xml, record.access, &record.flags)?;
            custody(xml, &custodial_history(record))?;
            acquisition(xml, record)?;
            notes(xml, record.notes.as_ref())?;
        }
        accession.items.iter().try_for_each(|one| item(xml, one))
    })
}

fn item(xml: &mut Out, item: &OutgoingItem) -> io::Result<()> {
    let said: &ItemDescription = &item.description;
    group(xml, "c", &[("level", "file")], |xml| {
        group(xml, "did", &[], |xml| {
            let id = said.id.to_string();
            let named = [("identifier", id.as_str()), ("encodinganalog", "3.1.1")];
            text(xml, "unitid", &named, &said.reference)?;
            let title = said.title.as_ref().unwrap_or(&said.reference);
            text(xml, "unittitle", &[("encodinganalog", "3.1.2")], title)?;
            said.date.as_ref().map_or(Ok(()), |date| unit_date(xml, date))?;
            extent(xml, item.files, "files")?;
            said.pages_stated.map_or(Ok(()), |pages| extent(xml, pages, "pages"))?;
            place(xml, said.place_as_written.as_ref(), &said.place)
        })?;
        access(xml, said.access, &said.flags)?;
        custody(xml, &item.gaps.iter().map(gap).collect::<Vec<_>>())?;
        notes(xml, said.notes.as_ref())
    })
}

/// The date as it is written, and the days that it is taken to mean.
fn unit_date(xml: &mut Out, date: &RecordDate) -> io::Result<()> {
    let days = date.interpreted.as_ref();
    let normal = days.map(|days| format!("{}/{}", days.earliest(), days.latest()));
    let mut attributes = vec![("encodinganalog", "3.1.3")];
    attributes.extend(normal.as_deref().map(|normal| ("normal", normal)));
    text(xml, "unitdate", &attributes, &date.as_written)
}

fn extent(xml: &mut Out, count: u64, unit: &str) -> io::Result<()> {
    let attributes = [
        ("physdescstructuredtype", "spaceoccupied"),
        ("coverage", "whole"),
        ("encodinganalog", "3.1.5"),
    ];
    group(xml, "physdescstructured", &attributes, |xml| {
        text(xml, "quantity", &[], &count.to_string())?;
        text(xml, "unittype", &[], unit)
    })
}

fn place(xml: &mut Out, as_written: Option<&String>, path: &PlacePath) -> io::Result<()> {
    let steps: Vec<_> = path.steps().iter().map(|step| step.name.as_str()).collect();
    let levels = (!steps.is_empty()).then(|| steps.join(" > "));
    let lines = as_written.cloned().into_iter().chain(levels);
    lines.into_iter().try_for_each(|line| text(xml, "physloc", &[], &line))
}

fn access(xml: &mut Out, level: AccessLevel, flags: &[ContentFlag]) -> io::Result<()> {
    group(xml, "accessrestrict", &[("encodinganalog", "3.4.1")], |xml| {
        text(xml, "p", &[], level_name(level))?;
        flags.iter().try_for_each(|flag| text(xml, "p", &[], flag_name(*flag)))
    })
}

fn custody(xml: &mut Out, lines: &[String]) -> io::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    group(xml, "custodhist", &[("encodinganalog", "3.2.3")], |xml| {
        lines.iter().try_for_each(|line| text(xml, "p", &[], line))
    })
}

/// Who held the records before, and what custody cannot account for.
fn custodial_history(record: &AccessionRecord) -> Vec<String> {
    record.holders.iter().map(holder).chain(record.gaps.iter().map(gap)).collect()
}

fn holder(holder: &Custodian) -> String {
    format!("{}{}", holder.name, period(holder.from.as_ref(), holder.until.as_ref()))
}

fn gap(gap: &Gap) -> String {
    format!("{}{}", gap.what, period(gap.from.as_ref(), gap.until.as_ref()))
}

fn period(from: Option<&RecordDate>, until: Option<&RecordDate>) -> String {
    let written = |date: Option<&RecordDate>| date.map(|date| date.as_written.clone());
    match (written(from), written(until)) {
        (None, None) => String::new(),
        (from, until) => {
            format!(" ({} – {})", from.unwrap_or_default(), until.unwrap_or_default())
        }
    }
}

fn acquisition(xml: &mut Out, record: &AccessionRecord) -> io::Result<()> {
    let received = record.received.strftime("%Y-%m-%d").to_string();
    let taken = record.taken_over.as_ref().map(|date| date.as_written.clone());
    let authority = record.authority.as_ref().map(|authority| authority.given_by.clone());
    group(xml, "acqinfo", &[("encodinganalog", "3.2.4")], |xml| {
        let lines = taken.into_iter().chain(authority).chain([received]);
        lines.into_iter().try_for_each(|line| text(xml, "p", &[], &line))
    })
}

fn notes(xml: &mut Out, notes: Option<&String>) -> io::Result<()> {
    let Some(notes) = notes else { return Ok(()) };
    group(xml, "odd", &[("encodinganalog", "3.6.1")], |xml| text(xml, "p", &[], notes))
}

fn group(
    xml: &mut Out,
    name: &str,
    attributes: &Attributes<'_>,
    content: impl FnOnce(&mut Out) -> io::Result<()>,
) -> io::Result<()> {
    let mut element = xml.create_element(name);
    for (attribute, value) in attributes {
        element = element.with_attribute((*attribute, clean(value).as_str()));
    }
    element.write_inner_content(content)?;
    Ok(())
}

/// An element with text; one without is empty.
fn text(xml: &mut Out, name: &str, attributes: &Attributes<'_>, value: &str) -> io::Result<()> {
    let mut element = xml.create_element(name);
    for (attribute, value) in attributes {
        element = element.with_attribute((*attribute, clean(value).as_str()));
    }
    match value {
        "" => element.write_empty()?,
        value => element.write_text_content(BytesText::new(&clean(value)))?,
    };
    Ok(())
}

/// Text without the characters that XML 1.0 cannot hold.
fn clean(value: &str) -> String {
    let holds = |character: char| matches!(character, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    let kept = |character| if holds(character) { character } else { '\u{fffd}' };
    value.chars().map(kept).collect()
}
