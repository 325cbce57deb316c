//! Writing DER: what a request needs, which is little.

pub(crate) const BOOLEAN: u8 = 0x01;
pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const NULL: u8 = 0x05;
pub(crate) const OBJECT_IDENTIFIER: u8 = 0x06;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;

/// A value with its tag and length.
pub(crate) fn value(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let start = length.iter().take_while(|byte| **byte == 0).count().min(length.len() - 1);
    let length = &length[start..];
    let mut bytes = vec![tag];
    if content.len() >= 0x80 {
        // A length has at most eight bytes, so the count fits beside the flag.
        bytes.push(0x80 | u8::try_from(length.len()).unwrap_or(8));
    }
    bytes.extend_from_slice(length);
    bytes.extend_from_slice(content);
    bytes
}

/// A SEQUENCE of values.
pub(crate) fn sequence(values: &[&[u8]]) -> Vec<u8> {
    value(SEQUENCE, &values.concat())
}
