//! PREMIS 3 (Library of Congress, 2016): objects, events and agents of a package as the XML that archives exchange.
//! What it says follows from events and records alone.

use std::collections::BTreeMap;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event as Xml};
use sijill_schema::{Act, Event, FileRecord, ItemRecord, KeyRole, PackagedFile, PackagedItem};

use crate::contents::{Contents, Leaf};
use crate::tables::{clean, outcome, plain};

const NAMESPACE: &str = "http://www.loc.gov/premis/v3";
const SCHEMA_INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";
const EVENT_TYPES: &str = "http://id.loc.gov/vocabulary/preservation/eventType";
const OUTCOMES: &str = "http://id.loc.gov/vocabulary/preservation/eventOutcome";
const DIGESTS: &str = "http://id.loc.gov/vocabulary/preservation/cryptographicHashFunctions";

/// The authority of the acts that PREMIS has no term for.
const OUR_ACTS: &str = "https://sijill.example/acts";

/// The identifier type of items, pages and keys.
const UUID: &str = "UUID";
/// The identifier type of events: the log's name and the number in it.
const LOG_NUMBER: &str = "log and number";
const TOOL: &str = "program";

type Out = Writer<Vec<u8>>;

/// `metadata/premis.xml`.
///
/// # Errors
/// Never in practice: writing into memory does not fail.
pub fn premis(contents: &Contents) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    xml.write_event(Xml::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.create_element("premis")
        .with_attribute(("xmlns", NAMESPACE))
        .with_attribute(("xmlns:xsi", SCHEMA_INSTANCE))
        .with_attribute(("version", "3.0"))
        .write_inner_content(|xml| {
            for (packaged, record) in contents.description.items.iter().zip(&contents.items) {
                entity(xml, record)?;
                for (file, original) in packaged.files.iter().zip(&record.files) {
                    file_object(xml, contents, packaged, file, original)?;
                }
            }
            contents.events.iter().try_for_each(|(seq, leaf)| event(xml, *seq, leaf))?;
            agents(xml, contents)
        })?;
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

/// An element with text and, where there are some, attributes.
fn text(xml: &mut Out, name: &str, attributes: &[(&str, &str)], value: &str) -> io::Result<()> {
    let mut element = xml.create_element(name);
    for attribute in attributes {
        element = element.with_attribute(*attribute);
    }
    element.write_text_content(BytesText::new(&clean(value)))?;
    Ok(())
}

fn group(
    xml: &mut Out,
    name: &str,
    content: impl FnOnce(&mut Out) -> io::Result<()>,
) -> io::Result<()> {
    xml.create_element(name).write_inner_content(content)?;
    Ok(())
}

/// `<NAMEIdentifier>` with its type and value.
fn identifier(xml: &mut Out, name: &str, kind: &str, value: &str) -> io::Result<()> {
    group(xml, &format!("{name}Identifier"), |xml| {
        text(xml, &format!("{name}IdentifierType"), &[], kind)?;
        text(xml, &format!("{name}IdentifierValue"), &[], value)
    })
}

fn event_number(event: &Event, seq: u64) -> String {
    format!("{} {seq}", event.log)
}

/// The item as a whole: the physical unit of custody.
fn entity(xml: &mut Out, record: &ItemRecord) -> io::Result<()> {
    xml.create_element("object")
        .with_attribute(("xsi:type", "intellectualEntity"))
        .write_inner_content(|xml| {
            identifier(xml, "object", UUID, &record.description.id.to_string())?;
            text(xml, "originalName", &[], &plain(&record.description.path))
        })?;
    Ok(())
}

fn file_object(
    xml: &mut Out,
    contents: &Contents,
    item: &PackagedItem,
    file: &PackagedFile,
    original: &FileRecord,
) -> io::Result<()> {
    let secured = contents.events.get(&file.event);
    xml.create_element("object").with_attribute(("xsi:type", "file")).write_inner_content(
        |xml| {
            identifier(xml, "object", UUID, &file.page.to_string())?;
            identifier(xml, "object", "path below data/", &file.path)?;
            group(xml, "objectCharacteristics", |xml| {
                text(xml, "compositionLevel", &[], "0")?;
                group(xml, "fixity", |xml| {
                    let authority =
                        [("authority", "cryptographicHashFunctions"), ("authorityURI", DIGESTS)];
                    text(xml, "messageDigestAlgorithm", &authority, "SHA-256")?;
                    text(xml, "messageDigest", &[], &file.digest.hex())
                })?;
                text(xml, "size", &[], &file.size.to_string())?;
                group(xml, "format", |xml| {
                    group(xml, "formatDesignation", |xml| {
                        text(xml, "formatName", &[], "not identified at intake")
                    })
                })
            })?;
            text(xml, "originalName", &[], &plain(&original.original))?;
            group(xml, "relationship", |xml| {
                text(xml, "relationshipType", &[], "structural")?;
                text(xml, "relationshipSubType", &[], "is part of")?;
                related(xml, &item.id.to_string())
            })?;
            match secured {
                Some(leaf) => identifier(
                    xml,
                    "linkingEvent",
                    LOG_NUMBER,
                    &event_number(&leaf.event, file.event),
                ),
                None => Ok(()),
            }
        },
    )?;
    Ok(())
}

fn related(xml: &mut Out, item: &str) -> io::Result<()> {
    group(xml, "relatedObjectIdentifier", |xml| {
        text(xml, "relatedObjectIdentifierType", &[], UUID)?;
        text(xml, "relatedObjectIdentifierValue", &[], item)
    })
}

fn event(xml: &mut Out, seq: u64, leaf: &Leaf) -> io::Result<()> {
    let event = &leaf.event;
    group(xml, "event", |xml| {
        identifier(xml, "event", LOG_NUMBER, &event_number(event, seq))?;
        let (code, label) = (event.act.code(), label(&event.act));
        let own = code.starts_with("sijill/");
        let uri = format!("{}/{code}", if own { OUR_ACTS } else { EVENT_TYPES });
        let authority = [
            ("authority", if own { "sijill" } else { "eventType" }),
            ("authorityURI", if own { OUR_ACTS } else { EVENT_TYPES }),
            ("valueURI", &uri),
        ];
        text(xml, "eventType", &authority, label)?;
        text(xml, "eventDateTime", &[], &event.at.to_string())?;
        group(xml, "eventDetailInformation", |xml| {
            text(xml, "eventDetail", &[], leaf.note.text().lines().nth(1).unwrap_or_default())
        })?;
        group(xml, "eventOutcomeInformation", |xml| {
            let code = outcome(event);
            let uri = format!("{OUTCOMES}/{code}");
            let authority =
                [("authority", "eventOutcome"), ("authorityURI", OUTCOMES), ("valueURI", &uri)];
            text(xml, "eventOutcome", &authority, words_for(&code))
        })?;
        agent_link(xml, UUID, &event.agent.to_string(), "implementer")?;
        agent_link(xml, TOOL, &event.tool, "executing program")?;
        let page = event.page.map(|page| page.to_string());
        let object = page.or_else(|| event.item.map(|item| item.to_string()));
        object.map_or(Ok(()), |object| identifier(xml, "linkingObject", UUID, &object))
    })
}

fn agent_link(xml: &mut Out, kind: &str, value: &str, role: &str) -> io::Result<()> {
    group(xml, "linkingAgentIdentifier", |xml| {
        text(xml, "linkingAgentIdentifierType", &[], kind)?;
        text(xml, "linkingAgentIdentifierValue", &[], value)?;
        text(xml, "linkingAgentRole", &[], role)
    })
}

/// The label of the Library of Congress for an act, or ours where it has none.
fn label(act: &Act) -> &'static str {
    match act {
        Act::Accessioned(_) => "accession",
        Act::Secured(_) => "ingestion",
        Act::ItemClosed(_) => "ingestion end",
        Act::FixityChecked(_) => "fixity check",
        Act::Replicated(_) => "replication",
        Act::Exported(_) => "exporting",
        Act::AccessionClosed(_) => "accession closed",
        Act::PageCommitted(_) => "page committed",
        Act::PageUnreadable(_) => "page unreadable",
        Act::PageSuperseded(_) => "page superseded",
        Act::PageTranscribed(_) => "page transcribed",
        Act::Described(_) => "description changed",
        Act::MentionsImported(_) => "people listed",
        Act::OfficeRecorded(_) => "office recorded",
        Act::IdentityProposed(_) => "identity proposed",
        Act::IdentityConfirmed(_) => "identity confirmed",
        Act::IdentityRevoked(_) => "identity revoked",
        Act::AccountChanged(_) => "account changed",
        Act::GrantProposed(_) => "grant proposed",
        Act::GrantConfirmed(_) => "grant confirmed",
        Act::GrantWithdrawn(_) => "grant withdrawn",
        Act::PagesRead(_) => "displaying",
        Act::ExportProposed(_) => "export proposed",
        Act::ExportApproved(_) => "export approved",
        Act::KeyEnrolled(_) => "key enrolled",
        Act::KeyRevoked(_) => "key revoked",
        Act::SuccessorBegun(_) => "successor begun",
    }
}

fn words_for(code: &str) -> &'static str {
    match code {
        "suc" => "success",
        "war" => "warning",
        _ => "fail",
    }
}

/// Who acted: keys, by their opaque identifiers, and programs.
fn agents(xml: &mut Out, contents: &Contents) -> io::Result<()> {
    let mut keys = BTreeMap::new();
    let mut tools = BTreeMap::new();
    for leaf in contents.events.values() {
        keys.entry(leaf.event.agent.to_string()).or_insert(KeyRole::Person);
        tools.entry(leaf.event.tool.clone()).or_insert(());
        if let Act::KeyEnrolled(key) = &leaf.event.act {
            keys.insert(key.key.to_string(), key.role);
        }
    }
    for (id, role) in keys {
        let kind = if role == KeyRole::Person { "person" } else { "hardware" };
        agent(xml, UUID, &id, kind)?;
    }
    tools.into_keys().try_for_each(|tool| agent(xml, TOOL, &tool, "software"))
}

fn agent(xml: &mut Out, kind: &str, value: &str, what: &str) -> io::Result<()> {
    group(xml, "agent", |xml| {
        identifier(xml, "agent", kind, value)?;
        text(xml, "agentType", &[], what)
    })
}
